import ArgumentParser
import ChildProcesses
import Companion
import Foundation
import Provenance

/// `mesoscale publish`: the numbers and series of a finished run, as the reference of this version.
struct Publish: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Write data/published/<slug>.json from the latest finished run at paper quality, some of its cells, and its networks."
  )

  @Argument(help: ArgumentHelp("The figures to publish.", valueName: "slug"))
  var slugs: [String]

  @OptionGroup var options: StoreOption

  mutating func run() async throws {
    let catalogue = try await Catalogue()
    let store = try Store(existingAt: options.path(in: catalogue.project))
    let figures = try catalogue.chosen(slugs)
    // What is published rests on cells that nobody reads again.
    try store.requireChain(of: catalogue.project, onlyNew: false)
    // All are checked before the first is written.
    let runs = try figures.map { try publishable($0, in: store, catalogue.project) }
    for (figure, run) in zip(figures, runs) {
      var document = try FigureDocument(of: run, title: figure.title, caption: figure.caption, in: store)
      // PDF and PNG are made, not committed.
      document.files.removeAll { !["gp", "svg"].contains(URL(fileURLWithPath: $0.path).pathExtension) }
      let cells = try await PublishedCells(of: run, using: usedCells(figure, run, store), in: store)
      let cellFile = PublishedCells.file(of: figure.slug, in: catalogue.project)
      try FileManager.default.createDirectory(
        at: cellFile.deletingLastPathComponent(), withIntermediateDirectories: true)
      try cells.text.write(to: cellFile, atomically: true, encoding: .utf8)
      let networks = try NetworkFile.write(of: cells, in: catalogue.project)
      let file = catalogue.project.published(figure.slug)
      try document.text().write(to: file, atomically: true, encoding: .utf8)
      try StandardOutput.print(
        "\(catalogue.project.relative(file)): run \(run.identity), \(document.numbers.count) numbers, "
          + "\(cells.cells.count) cells" + (networks > 0 ? ", \(networks) networks in data/networks" : ""))
    }
  }

  /// The keys of the cells that a run used: it is run again on a copy of the store, in which it finds all of them.
  private func usedCells(_ figure: FigureDescription, _ run: StoredRun, _ store: Store) async throws -> Set<String> {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let (copy, keys) = (scratch.url.appending(path: "runs.sqlite"), scratch.url.appending(path: "keys"))
    try store.copy(to: copy.path)
    let outcome = try await Command.run(
      Catalogue.program(figure.slug).path,
      ["--seed", String(run.seed), "--no-plot", "--store", copy.path, "--figures", scratch.url.path]
        + ["--used-cells", keys.path])
    guard outcome.succeeded, let text = try? String(contentsOf: keys, encoding: .utf8) else {
      throw Complaint("The figure '\(figure.slug)' cannot be run again: \(outcome.errors.escapingControls)")
    }
    return Set(text.split(separator: "\n").map(String.init))
  }

  /// The run to publish: finished, at paper quality, from committed sources that are those of today, with its files in
  /// place.
  private func publishable(_ figure: FigureDescription, in store: Store, _ project: Project) throws -> StoredRun {
    guard let run = try store.latestRun(of: figure.slug, quality: .paper, isFinished: true, isDrawn: true) else {
      throw Complaint(
        "No drawn run of '\(figure.slug)' at paper quality has finished: run ./reproduce.sh \(figure.slug) first.")
    }
    guard figure.computes(with: run.modules) else {
      throw Complaint(
        "The code of '\(figure.slug)' has changed since its latest run: run ./reproduce.sh \(figure.slug) first.")
    }
    guard run.fact("git_state") == "clean" else {
      throw Complaint(
        "Run \(run.id) of '\(figure.slug)' was not made from committed sources: commit them, and run it again.")
    }
    for artefact in try store.artefacts(of: run.id) {
      guard try FileRecord(of: project.root.appending(path: artefact.path), as: artefact.path) == artefact else {
        throw Complaint(
          "\(artefact.path) is not the file that run \(run.id) drew: run ./reproduce.sh \(figure.slug) again.")
      }
    }
    return run
  }
}
