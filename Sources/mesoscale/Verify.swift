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
    usage: "mesoscale verify [<slug> ...] [--new-seed[=<n>]] [--examine] [--part] [--json] [--record]",
    discussion: """
      With the published seed, every number and every plotted point must be the same to the last bit. With --new-seed, \
      sampled ones must agree within the errors of both, by Student's distribution; the chance that an honest suite \
      raises any false alarm is at most 1 % (Holm). What has no error and changes with the seed, and points of random \
      networks or tasks that the seed draws, are not tested then, but for their deviations from exact lines. The seed \
      follows from the date of the commit, so that nobody picks a lucky one.

      Everything is computed anew, in a store of its own (data/verification.sqlite), which is removed at the end: a \
      verification that is interrupted goes on where it was. With --examine finished networks are taken from \
      data/published/cells instead of being trained again, and everything is computed that is made of them. With --part \
      figures that take under half a minute are computed as a whole, and of the others a few published cells, drawn by the \
      commit. Libraries of others that have another version than when the figure was published are named. The verdict is \
      written into the store. Exit code 1: something differs, or could not be computed.
      """)

  @Argument(
    help: ArgumentHelp("The figures to verify (default: all that are published).", valueName: "slug"),
    completion: .slugs)
  var slugs: [String] = []

  @Option(
    name: .customLong("new-seed"), defaultAsFlag: 0, parsing: .next,
    help: ArgumentHelp(
      "Use another seed than the published one: this one, or that of the commit's date.", valueName: "n"))
  var newSeed: Int?

  @Flag(help: "Take finished networks from data/published/cells, and train none.")
  var examine = false

  @Flag(help: "Verify figures that take under half a minute, and a few cells of each of the others.")
  var part = false

  @Option(help: ArgumentHelp("The number of cells to compute at a time (default: all processors).", valueName: "n"))
  var jobs: Int?

  @OptionGroup var options: StoreOption

  @Flag(help: "Print all comparisons as one JSON document.")
  var json = false

  @Flag(help: "Write into data/published that this code has verified the figures that hold.")
  var record = false

  /// The chance that an honest suite of another seed raises any alarm.
  static let falseAlarmRate = 0.01

  func validate() throws {
    if let newSeed, newSeed < 0 { throw Complaint("--new-seed wants a whole number from 1.") }
    if let jobs, jobs < 1 { throw Complaint("--jobs wants a whole number from 1.") }
    if record && (newSeed != nil || part || examine) {
      throw Complaint("--record is for whole figures with the published seed: leave out the other options.")
    }
    if newSeed != nil && (part || examine) {
      throw Complaint("What is published belongs to its seed: leave out --new-seed, or --part and --examine.")
    }
    if part && examine { throw Complaint("--part and --examine are two ways to save time: leave one out.") }
  }

  mutating func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let catalogue = try await Catalogue()
    let project = catalogue.project
    let figures = try published(among: catalogue.chosen(slugs), in: project).filter { figure in
      // What is asked for by name is told to be impossible instead.
      let slug = figure.description.slug
      let isPossible = try scope(of: figure.description) == .whole || PublishedCells.published(slug, in: project) != nil
      if !isPossible, slugs.isEmpty { StandardError.write("\(slug): left out, as no cells of it are published\n") }
      return isPossible || !slugs.isEmpty
    }
    let seed = try await chosenSeed(in: project)
    let scratch = project.store.deletingLastPathComponent().appending(path: "verification.sqlite")
    let commit = await Command.output("git", ["rev-parse", "HEAD"], in: project.root, limit: .seconds(30))
    let processes = FigureProcesses(figures.map(\.description), threads: jobs)
    let ends = try await processes.each { [self] place, seat in
      let figure = figures[place]
      var outcome = Outcome(figure: figure, scope: scope(of: figure.description))
      do {
        outcome.verification = try await verify(
          &outcome, seed: seed ?? figure.document.seed, drawing: commit ?? "", scratch, in: project, seat)
      } catch let failure as Failure {
        outcome.failure = failure.reason
        if failure.isInterruption { return ((outcome, failure.code), Int32(failure.code - 128)) }
      }
      let cells = outcome.scope == .part ? " \(outcome.verification?.comparisons.count ?? 0) cells" : ""
      StandardError.write("\(place + 1)/\(figures.count) \(figure.description.slug): computed\(cells)\n")
      return ((outcome, 0), nil)
    }.compactMap(\.self)
    if let (_, code) = ends.first(where: { $0.1 != 0 }) { throw ExitCode(Int32(code)) }
    var outcomes = ends.map(\.0)
    var verifications = outcomes.compactMap(\.verification)
    Verification.judge(&verifications, rate: Self.falseAlarmRate)
    for place in outcomes.indices {
      let slug = outcomes[place].figure.description.slug
      outcomes[place].verification = verifications.first { $0.figure == slug }
    }
    try write(outcomes, commit: commit ?? "unknown", in: project)
    try report(outcomes, seed: seed)
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.path + suffix) }
    if outcomes.contains(where: { !$0.holds }) { throw ExitCode(1) }
  }

  // MARK: - Computing again

  private typealias Published = (description: FigureDescription, document: FigureDocument)

  /// What came of one figure.
  private struct Outcome: Sendable {
    let figure: Published
    var scope: VerdictRecord.Scope
    var verification: Verification?
    var failure: String?
    /// The versions of the libraries that computed it again; nil where only cells were computed.
    var libraries: [String: String]?

    /// Those libraries that have another version than the published run.
    var otherLibraries: [String] {
      let (document, now) = (figure.document, libraries ?? [:])
      let published = document.libraries ?? document.verified?.libraries ?? [:]
      return Build.differences(published, now).map { "\($0.name) \($0.old) → \($0.new)" }
    }

    var holds: Bool { failure == nil && verification?.holds ?? false }
  }

  /// How much of a figure is computed again.
  private func scope(of figure: FigureDescription) -> VerdictRecord.Scope {
    if examine { return .examined }
    return part && figure.minutes > 0.5 ? .part : .whole
  }

  /// The figures with what is published of them; where all are asked for, those that are not published are left out.
  private func published(among figures: [FigureDescription], in project: Project) throws -> [Published] {
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

  private func verify(
    _ outcome: inout Outcome, seed: Int, drawing: String, _ scratch: URL, in project: Project,
    _ seat: FigureProcesses.Seat
  ) async throws -> Verification {
    let slug = outcome.figure.description.slug
    if outcome.scope == .whole {
      let found = try await compute(slug, seed: seed, scratch, given: nil, seat)
      outcome.libraries = found.libraries
      return Verification(of: found, with: outcome.figure.document)
    }
    guard let cells = try PublishedCells.published(slug, in: project) else {
      throw Failure(reason: "There are no published cells of it: publish it again.", code: 1)
    }
    guard cells.run == outcome.figure.document.run else {
      throw Failure(reason: "Its published cells are of another run: publish it again.", code: 1)
    }
    if outcome.scope == .part { return try await check(some(of: cells, drawing: drawing), seat) }
    let file = cells.cells.contains { $0.result != nil } ? PublishedCells.file(of: slug, in: project) : nil
    let found = try await compute(slug, seed: seed, scratch, given: file, seat)
    outcome.libraries = found.libraries
    return Verification(of: found, with: outcome.figure.document)
  }

  private func compute(
    _ slug: String, seed: Int, _ scratch: URL, given: URL?, _ seat: FigureProcesses.Seat
  ) async throws -> FigureDocument {
    let arguments =
      ["--json", "--no-plot", "--seed", String(seed), "--store", scratch.path]
      + (given.map { ["--given", $0.path] } ?? [])
    let text = try await ask(slug, arguments, seat)
    guard let document = try? JSONDecoder().decode(FigureDocument.self, from: Data(text.utf8)) else {
      throw Failure(reason: "What it printed is not a document of a figure.", code: 1)
    }
    return document
  }

  /// At most twelve cells, which took ten seconds together, drawn by the commit.
  private func some(of cells: PublishedCells, drawing: String) -> PublishedCells {
    var (chosen, seconds) = ([PublishedCell](), 0.0)
    for cell in cells.cells.sorted(by: { $0.lot(of: drawing) < $1.lot(of: drawing) }) {
      if chosen.count == 12 || seconds + cell.seconds > 10 { continue }
      chosen.append(cell)
      seconds += cell.seconds
    }
    var some = cells
    some.cells = chosen
    return some
  }

  private func check(_ cells: PublishedCells, _ seat: FigureProcesses.Seat) async throws -> Verification {
    let file = FileManager.default.temporaryDirectory.appending(path: "mesoscale-cells-\(UUID().uuidString).tsv")
    try cells.text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let text = try await ask(cells.figure, ["--check-cells", file.path], seat)
    guard let checks = try? JSON.decode([CellCheck].self, from: text), checks.count == cells.cells.count else {
      throw Failure(reason: "What it printed are not the digests of its cells.", code: 1)
    }
    return Verification(of: checks, with: cells)
  }

  /// What a figure prints.
  private func ask(_ slug: String, _ arguments: [String], _ seat: FigureProcesses.Seat) async throws -> String {
    let (output, code) = try await seat.run(slug, arguments + (jobs.map { ["--jobs", String($0)] } ?? []))
    // A run that deviates ends with 1 and has printed what it found.
    guard code == 0 || code == 1 && !output.isEmpty else {
      throw Failure(reason: "It ended with exit code \(code).", code: code)
    }
    return output
  }

  // MARK: - Writing it down

  private func write(_ outcomes: [Outcome], commit: String, in project: Project) throws {
    do {
      let store = try Store(at: options.path(in: project))
      for outcome in outcomes {
        guard let verification = outcome.verification else { continue }
        try store.record(
          VerdictRecord(
            figure: verification.figure, published: outcome.figure.document.run, data: outcome.figure.document.data,
            seed: verification.seed, scope: outcome.scope, code: outcome.figure.description.code, commit: commit,
            cpu: Surroundings.processor, holds: outcome.holds, quantities: verification.comparisons.count,
            worst: Self.worst(of: verification)))
      }
    } catch let error as StoreError {
      StandardError.write("The verdict is not written down. \(error)\n")
    }
    guard record else { return }
    for outcome in outcomes where outcome.holds {
      var document = outcome.figure.document
      document.verified = Verification.Code(
        commit: commit, code: outcome.figure.description.code, libraries: outcome.libraries)
      try document.text().write(
        to: project.published(outcome.figure.description.slug), atomically: true, encoding: .utf8)
    }
  }

  // MARK: - Saying so

  /// The answer as one document.
  private struct Answer: Encodable {
    struct Figure: Encodable {
      let figure: String, scope: VerdictRecord.Scope, holds: Bool, failure: String?,
        otherLibraries: [String], comparisons: [Verification.Comparison]
    }
    let newSeed: Int?, falseAlarmRate: Double, figures: [Figure]
  }

  private func report(_ outcomes: [Outcome], seed: Int?) throws {
    if json {
      let figures = outcomes.map {
        Answer.Figure(
          figure: $0.figure.description.slug, scope: $0.scope, holds: $0.holds, failure: $0.failure,
          otherLibraries: $0.otherLibraries, comparisons: $0.verification?.worstFirst ?? [])
      }
      return try StandardOutput.print(
        JSON.pretty(Answer(newSeed: seed, falseAlarmRate: Self.falseAlarmRate, figures: figures)))
    }
    let order = outcomes.sorted { one, other in
      (one.holds ? 1 : 0, one.figure.description.slug) < (other.holds ? 1 : 0, other.figure.description.slug)
    }
    let rows = order.map { outcome in
      let verification = outcome.verification
      return [
        outcome.figure.description.slug, outcome.holds ? "holds" : "DIFFERS", outcome.scope.rawValue,
        "\(verification?.comparisons.count ?? 0)",
      ] + Verification.Verdict.allCases.map { "\(verification?.count($0) ?? 0)" }
        + [verification.map(Self.worst) ?? "not computed"]
    }
    let heading =
      ["figure", "verdict", "scope", "compared"] + Verification.Verdict.allCases.map(\.rawValue) + ["worst"]
    var lines = Table(rows: [heading] + rows, flushRight: Set(3..<10)).lines
    for outcome in order {
      guard let verification = outcome.verification, !verification.holds else { continue }
      let bad = verification.worstFirst.filter { $0.verdict == .differs || $0.verdict == .missing }
      lines += bad.prefix(10).map { "\(verification.figure): \(Self.sentence(of: $0))" }
      if bad.count > 10 { lines.append("\(verification.figure): and \(bad.count - 10) more; --json lists them all.") }
    }
    // One line for all figures with the same difference.
    let libraries = Dictionary(grouping: order.filter { !$0.otherLibraries.isEmpty }, by: \.otherLibraries)
    lines += libraries.map { versions, outcomes in
      "Other libraries than when it was published: \(versions.joined(separator: "; ")) "
        + "(\(outcomes.map(\.figure.description.slug).sorted().joined(separator: ", ")))."
    }.sorted()
    lines += order.compactMap { outcome in
      outcome.failure.map { "\(outcome.figure.description.slug) was not computed. \($0)" }
    }
    if let seed {
      lines.append("Seed \(seed); the chance of any false alarm is at most \(Self.falseAlarmRate * 100) % in all.")
    }
    try StandardOutput.print(lines.joined(separator: "\n"))
  }

  /// The worst comparison in a few words; empty where all are identical.
  private static func worst(of verification: Verification) -> String {
    guard let worst = verification.worstFirst.first, worst.verdict != .identical else { return "" }
    if worst.published == nil && worst.found == nil { return worst.quantity }
    if let deviation = worst.deviation { return String(format: "%@: %+.1f σ", worst.quantity, deviation) }
    return String(format: "%@: %.0e", worst.quantity, worst.relativeDifference)
  }

  private static func sentence(of comparison: Verification.Comparison) -> String {
    if let remark = comparison.remark { return remark }
    if comparison.published == nil && comparison.found == nil { return "\(comparison.quantity): another result." }
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
