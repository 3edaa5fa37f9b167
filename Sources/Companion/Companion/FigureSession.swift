import Digest
import Estimation
import Foundation
import Provenance

/// One run of a figure from beginning to end: store, experiment, drawing, and what is said at the end.
package struct FigureSession<F: Figure> {
  let parameters: F.Parameters
  let project: Project?
  let store: Store
  let folder: URL
  let draws: Bool
  let record: RunRecord
  /// The store as it was given on the command line.
  let givenStore: String?
  /// What lines of progress begin with.
  let title: String
  /// Published cells whose results are used instead of computing them; nil for none.
  var given: PublishedCells?
  /// Where the keys of the cells that the run used are written to; nil for nowhere.
  var usedCells: URL?
  /// What is asked of a cluster; nil where cells are computed here.
  var cluster: ClusterExecutor.Options?
  /// What the threads share with other figures that run at the same time; nil where there are none.
  var tokens: Tokens?

  /// What goes to standard output at the end: the headline numbers, all numbers, all of the run as JSON, the outcome
  /// for the caller's table, or nothing.
  package enum Report {
    case headlines, numbers, json, outcome, nothing
  }

  package init(
    parameters: F.Parameters, quality: RunRecord.Quality, seed: Int, jobs: Int, shard: Shard, draws: Bool,
    store path: String?, figures: String?, title: String? = nil
  ) async throws {
    self.parameters = parameters
    givenStore = path
    self.title = title ?? F.slug
    self.draws = draws && shard == .whole
    if self.draws { try await Gnuplot.requireInstalled() }
    let project = path != nil && figures != nil ? try? Project.find() : try Project.find()
    self.project = project
    let main = figures.map { URL(fileURLWithPath: $0) } ?? project?.figures ?? URL(fileURLWithPath: "figures")
    folder = quality == .paper || figures != nil ? main : main.appending(path: quality.rawValue)
    if path == nil, let folder = project?.store.deletingLastPathComponent() {
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    store = try Store(at: path ?? project?.store.path ?? "data/runs.sqlite")
    record = RunRecord(
      figure: F.slug, quality: quality, parameters: try JSON.canonical(parameters), seed: seed, shard: shard,
      jobs: jobs, code: F.code.sha256, modules: F.code.modules, compiler: F.code.compiler)
  }

  /// Runs the figure; returns what became of it, or nil for a shard that has done its part.
  ///
  /// - Throws: why it failed, when that is recorded; and why a run that has finished could not be reported.
  @discardableResult
  package func run(reporting form: Report) async throws -> RunOutcome? {
    let begun = ContinuousClock.now
    let isSource = project.map { F.code.isBuilt(fromSourcesIn: $0.root) } ?? true
    let facts = await Surroundings.now(repository: project?.root, isSource: isSource)
    let number = try store.begin(record, in: facts)
    let run = Run(
      figure: F.slug, seed: record.seed, code: F.code, jobs: record.jobs, shard: record.shard, store: store,
      number: number, progress: progress, executor: executor(facts), tokens: tokens)
    if let given {
      guard given.figure == F.slug, given.seed == record.seed else {
        throw Complaint(
          "The given cells are those of '\(given.figure)' with the seed \(given.seed): leave --given out.")
      }
      run.given = Dictionary(given.cells.compactMap { cell in cell.result.map { (cell.address, $0) } }) { first, _ in
        first
      }
    }
    run.progress.start()
    var files: [URL] = []
    func end(_ failure: String? = nil, isPartial: Bool = false) throws {
      try store.end(
        number, failure: failure, isPartial: isPartial, cellsComputed: run.cellsComputed, cellsReused: run.cellsReused,
        seconds: (ContinuousClock.now - begun) / .seconds(1))
    }
    do {
      let figure = F(p: parameters, run: run)
      try await onOwnThread { try figure.simulate() }
      try store.record(
        series: run.series, numbers: run.numbers, degreesOfFreedom: run.degreesOfFreedom, of: number)
      try store.record(identity: record.identity(using: run.modules), of: number)
      if draws { files = try await draw(run, as: number) }
    } catch let part as ShardIsDone {
      try end(isPartial: true)
      run.progress.finish(
        "shard \(record.shard) of the sweep '\(part.sweep)' is stored; \(part.missing) cells are left to others")
      return nil
    } catch {
      run.progress.stop()
      // The first failure is what the user must hear of, even if neither the store nor the caller can take it any more.
      try? end(String(describing: error))
      if form == .outcome { try? outcome(of: run, [], reason: String(describing: error)).handOver() }
      throw error
    }
    try end()
    if let usedCells {
      try run.usedKeys.map { $0 + "\n" }.joined().write(to: usedCells, atomically: true, encoding: .utf8)
    }
    let outcome = outcome(of: run, files)
    try report(outcome, of: run, number, as: form)
    return outcome
  }

  /// How long a figure takes beside others nobody knows.
  private var progress: Progress {
    guard let tokens else { return Progress(figure: title, expected: cluster == nil ? expected : nil) }
    return Progress(figure: title, amongOthers: { tokens.isWaiting })
  }

  private func executor(_ facts: Surroundings) -> any CellExecutor {
    guard let cluster else { return Threads() }
    return ClusterExecutor(
      Slurm(), cluster, for: record, in: facts, expected: record.quality == .paper ? F.minutes * 60 * 2 : nil)
  }

  private func draw(_ run: Run, as number: Int64) async throws -> [URL] {
    run.progress.enter("drawing")
    let plot = F.plot(parameters)
    let script = try GnuplotScript(
      plot, series: run.series, numbers: run.numbers, title: F.title,
      origin: FigureOrigin(
        figure: F.slug, parameters: record.parameters, seed: record.seed, data: try run.dataDigest),
      quality: record.quality)
    let files = try await Gnuplot(script: script).draw(into: folder)
    // Of what was drawn, not of what lies there now: another run may have replaced it.
    try store.record(
      artefacts: files.map { file, content in
        FileRecord(path: shown(file), sha256: sha256(content), bytes: content.count)
      }, of: number)
    return files.map(\.file)
  }

  private func shown(_ file: URL) -> String { project?.relative(file) ?? file.path }

  /// About how many seconds the run takes if nothing is stored; nil where the parameters are not the published ones.
  private var expected: Double? { record.quality == .paper ? F.minutes * 60 * 2 / Double(record.jobs) : nil }

  /// - Parameter reason: why the run failed; empty if it did not.
  private func outcome(of run: Run, _ files: [URL], reason: String = "") -> RunOutcome {
    RunOutcome(
      figure: F.slug, reason: reason, cellsComputed: run.cellsComputed, cellsReused: run.cellsReused,
      headlines: F.plot(parameters).headlines, numbers: run.numbers, files: files.map(shown),
      degreesOfFreedom: run.degreesOfFreedom.values.min() ?? .infinity, longestCell: run.longestCell)
  }

  private func report(_ outcome: RunOutcome, of run: Run, _ number: Int64, as form: Report) throws {
    let seconds = try store.run(number)?.seconds ?? 0
    let cells =
      run.cellsComputed == 0 && run.cellsReused > 0
      ? "nothing to compute, all \(run.cellsReused) cells were in the store"
      : "\(run.cellsComputed) cells computed, \(run.cellsReused) from the store"
    run.progress.finish("finished in \(Progress.duration(seconds)): \(cells)")
    switch form {
    case .nothing: break
    case .outcome: try outcome.handOver()
    case .headlines, .numbers:
      let store = givenStore.map { " --store \($0)" } ?? ""
      let text = outcome.summary(isWhole: form == .numbers, hint: "./reproduce.sh numbers \(F.slug)\(store)")
      if !text.isEmpty { try StandardOutput.print(text) }
    case .json:
      guard let stored = try store.run(number) else { return }
      let document = try FigureDocument(of: stored, title: F.title, caption: F.plot(parameters).caption, in: store)
      try StandardOutput.write(document.text())
    }
  }
}

extension NumberRecord {
  /// The number as a line for people: `ness-gain = 0.0797(1) bits`.
  public var line: String {
    "\(name) = \(Estimate(value, standardError: standardError))\(unit.isEmpty ? "" : " \(unit)")"
  }
}

extension Figure {
  /// Draws the published series with the plot of this program; returns when the files are written.
  ///
  /// - Parameter path: the folder for the files; nil for that of the committed figures.
  /// - Throws: ``Complaint`` where the figure is not published, or its plot draws a series that was not recorded.
  static func redraw(into path: String?) async throws {
    try await Gnuplot.requireInstalled()
    let project = try Project.find()
    guard let document = try FigureDocument.published(slug, in: project) else {
      throw Complaint("The figure '\(slug)' is not published: there is nothing to draw again.")
    }
    guard let parameters = try? JSON.decode(Parameters.self, from: JSON.canonical(document.parameters)) else {
      throw Complaint("The figure '\(slug)' was published with other parameters than it has now: run it again.")
    }
    let script = try GnuplotScript(
      plot(parameters), series: document.series, numbers: document.numbers, title: title,
      origin: FigureOrigin(
        figure: slug, parameters: try JSON.canonical(document.parameters), seed: document.seed, data: document.data),
      quality: .paper)
    let folder = path.map { URL(fileURLWithPath: $0) } ?? project.figures
    for (file, _) in try await Gnuplot(script: script).draw(into: folder) {
      try StandardOutput.print(project.relative(file))
    }
  }
}
