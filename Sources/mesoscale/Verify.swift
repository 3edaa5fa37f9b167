import ArgumentParser
import ChildProcesses
import Companion
import Estimation
import Foundation
import Provenance

/// `mesoscale verify`: computes published figures again, and says whether they are still what is published.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute published figures again and compare every number and point.",
    usage: "mesoscale verify [<slug> ...] [--new-seed[=<n>]] [--json] [--record]",
    discussion: """
      With the published seed, every number and every plotted point must be the same to the last bit. With --new-seed, \
      exact quantities must be the same and sampled ones agree within the errors of both, by Student's distribution; the \
      chance that any of an honest suite raises a false alarm is at most 1 % (Holm). The seed then follows from the date \
      of the commit, so that nobody picks a lucky one.

      Everything is computed anew, in a store of its own (data/verification.sqlite), which is removed at the end: a \
      verification that is interrupted goes on where it was. Exit code 1: something differs, or could not be computed.
      """)

  @Argument(help: ArgumentHelp("The figures to verify (default: all that are published).", valueName: "slug"))
  var slugs: [String] = []

  @Option(
    name: .customLong("new-seed"), defaultAsFlag: 0, parsing: .next,
    help: ArgumentHelp(
      "Use another seed than the published one: this one, or that of the commit's date.", valueName: "n"))
  var newSeed: Int?

  @Option(help: ArgumentHelp("The number of cells to compute at a time (default: all processors).", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Print all comparisons as one JSON document.")
  var json = false

  @Flag(help: "Write into data/published that this code has verified the figures that hold.")
  var record = false

  /// The chance that an honest suite of another seed raises any alarm.
  static let falseAlarmRate = 0.01

  func validate() throws {
    if let newSeed, newSeed < 0 { throw Complaint("--new-seed wants a whole number from 1.") }
    if let jobs, jobs < 1 { throw Complaint("--jobs wants a whole number from 1.") }
    if record && newSeed != nil { throw Complaint("--record is for the published seed: leave out --new-seed.") }
  }

  mutating func run() async throws {
    let catalogue = try await Catalogue()
    let project = catalogue.project
    let figures = try await published(among: catalogue.chosen(slugs), in: project)
    let seed = try await chosenSeed(in: project)
    let store = project.store.deletingLastPathComponent().appending(path: "verification.sqlite")
    var verifications: [Verification] = []
    var failures: [(figure: String, reason: String)] = []
    for (number, figure) in zip(1..., figures) {
      let title = "\(number)/\(figures.count) \(figure.description.slug)"
      do {
        let found = try await compute(figure.description, title, seed: seed ?? figure.document.seed, store: store)
        verifications.append(Verification(of: found, with: figure.document))
      } catch let failure as Failure {
        failures.append((figure.description.slug, failure.reason))
        if failure.isInterruption { throw ExitCode(Int32(failure.code)) }
      }
    }
    Verification.judge(&verifications, rate: Self.falseAlarmRate)
    if record { try mark(verifications, figures) }
    try report(verifications, failures)
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store.path + suffix) }
    if !failures.isEmpty || verifications.contains(where: { !$0.holds }) { throw ExitCode(1) }
  }

  // MARK: - Computing again

  private typealias Published = (description: FigureDescription, document: FigureDocument)

  /// The figures with what is published of them; where all are asked for, those that are not published are left out.
  private func published(among figures: [FigureDescription], in project: Project) async throws -> [Published] {
    let pairs = try figures.compactMap { figure -> Published? in
      if let document = try FigureDocument.published(figure.slug, in: project) { return (figure, document) }
      guard slugs.isEmpty else {
        throw Complaint("'\(figure.slug)' is not published: there is nothing to compare with.")
      }
      return nil
    }
    guard !pairs.isEmpty else { throw Complaint("No figure is published: there is nothing to compare with.") }
    return pairs
  }

  /// The seed that was asked for; nil for the published one of each figure.
  private func chosenSeed(in project: Project) async throws -> Int? {
    guard let newSeed else { return nil }
    if newSeed > 0 { return newSeed }
    let date = await Command.output(
      "git", ["log", "-1", "--format=%cd", "--date=format:%Y%m%d"], in: project.root, limit: .seconds(30))
    guard let seed = date.flatMap({ Int($0) }) else {
      throw Complaint("The date of the commit is not known here: give a seed, --new-seed=<n>.")
    }
    return seed
  }

  /// Why a figure could not be computed again.
  private struct Failure: Error {
    let reason: String
    let code: Int
    var isInterruption: Bool { [SIGHUP, SIGINT, SIGTERM, SIGQUIT].contains { code == 128 + Int($0) } }
  }

  private func compute(
    _ figure: FigureDescription, _ title: String, seed: Int, store: URL
  ) async throws -> FigureDocument {
    let arguments = ["--json", "--no-plot", "--seed", String(seed), "--store", store.path]
    let (output, code) = try await Command.attached(
      Catalogue.program(figure.slug), arguments + (jobs.map { ["--jobs", String($0)] } ?? []))
    guard code == 0 else { throw Failure(reason: "It ended with exit code \(code).", code: code) }
    guard let document = try? JSONDecoder().decode(FigureDocument.self, from: Data(output.utf8)) else {
      throw Failure(reason: "What it printed is not a document of a figure.", code: 1)
    }
    StandardError.write("\(title): computed\n")
    return document
  }

  // MARK: - Saying so

  private func mark(_ verifications: [Verification], _ figures: [Published]) throws {
    for verification in verifications where verification.holds {
      guard let (description, document) = figures.first(where: { $0.description.slug == verification.figure }) else {
        continue
      }
      var verified = document
      verified.verified = description.modules.filter { document.modules.keys.contains($0.key) }
      let file = try Project.find().published(description.slug)
      try verified.text().write(to: file, atomically: true, encoding: .utf8)
    }
  }

  private func report(_ verifications: [Verification], _ failures: [(figure: String, reason: String)]) throws {
    if json { return try StandardOutput.print(JSON.pretty(verifications)) }
    let order = verifications.sorted { ($0.holds ? 1 : 0, $0.figure) < ($1.holds ? 1 : 0, $1.figure) }
    let rows = order.map { verification in
      [verification.figure, verification.holds ? "holds" : "DIFFERS", "\(verification.comparisons.count)"]
        + Verification.Verdict.allCases.map { "\(verification.count($0))" } + [Self.worst(of: verification)]
    }
    let heading = ["figure", "verdict", "quantities"] + Verification.Verdict.allCases.map(\.rawValue) + ["worst"]
    var lines = Table(rows: [heading] + rows, flushRight: Set(2..<9)).lines
    for verification in order where !verification.holds {
      let bad = verification.worstFirst.filter { $0.verdict == .differs || $0.verdict == .missing }
      lines += bad.prefix(10).map { "\(verification.figure): \(Self.sentence(of: $0))" }
      if bad.count > 10 { lines.append("\(verification.figure): and \(bad.count - 10) more; --json lists them all.") }
    }
    lines += failures.map { "\($0.figure) was not computed. \($0.reason)" }
    try StandardOutput.print(lines.joined(separator: "\n"))
  }

  /// The worst comparison in a few words; empty where all are identical.
  private static func worst(of verification: Verification) -> String {
    guard let worst = verification.worstFirst.first, worst.verdict != .identical else { return "" }
    if let deviation = worst.deviation { return String(format: "%@: %+.1f σ", worst.quantity, deviation) }
    return String(format: "%@: %.0e", worst.quantity, worst.relativeDifference)
  }

  private static func sentence(of comparison: Verification.Comparison) -> String {
    guard let published = comparison.published else { return "\(comparison.quantity) is new." }
    guard let found = comparison.found else { return "\(comparison.quantity) was not computed." }
    guard let deviation = comparison.deviation, let probability = comparison.probability else {
      return "\(comparison.quantity) is \(found.value), and published as \(published.value)."
    }
    return String(
      format: "%@ is %@, and published as %@: %+.1f standard errors, probability %.0e.", comparison.quantity,
      found.description, published.description, deviation, probability)
  }
}
