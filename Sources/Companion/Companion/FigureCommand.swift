import ArgumentParser
import ChildProcesses
import Digest
import Foundation
import Provenance
import Synchronization

/// The description of a figure that `--describe` prints, for the tool.
public struct FigureDescription: Codable, Sendable, Hashable {
  /// See ``Figure``.
  public var slug, title, question, section: String
  /// How long a paper-quality run takes on two cores, in minutes.
  public var minutes: Double
  /// The caption at the published parameters.
  public var caption: String
  /// The names of the numbers, one or two, that answer the question at the published parameters.
  public var headlines: [String]
  /// The answer in one sentence; see ``Plot/answer``.
  public var answer: String
  /// The digest of all code that the figure was built from.
  public var code: String
  /// The digests of its modules; see ``CodeDigest``.
  public var modules: [String: String]
  /// The version of the project.
  public var version: String
  /// The parameters.
  public var parameters: [ParameterDescription]

  /// Whether what was computed by these modules would be computed by the same code today.
  public func computes(with modules: [String: String]) -> Bool {
    !modules.isEmpty && modules.allSatisfy { self.modules[$0.key] == $0.value }
  }
}

/// What a program says of a published cell that it computed again.
public struct CellCheck: Codable, Sendable, Hashable {
  /// The digest of its result; nil where it could not be computed.
  public var digest: String?
  /// Why it could not be computed.
  public var reason: String?
}

/// The options of a run, shared by every figure and by `mesoscale run`.
public struct RunOptions: ParsableArguments {
  /// Small parameters.
  @Flag(help: "Use small parameters: the figure takes seconds, and is marked as quick.")
  public var quick = false

  /// The seed.
  @Option(help: ArgumentHelp("The seed of all random numbers (default: the published one).", valueName: "n"))
  public var seed: Int?

  /// The number of threads.
  @Option(
    help: ArgumentHelp(
      "The number of cells to compute at a time (default: all processors; of a task on a cluster: one).", valueName: "n"
    ))
  public var jobs: Int?

  /// The store.
  @Option(help: ArgumentHelp("The store to write (default: data/runs.sqlite).", valueName: "file"))
  public var store: String?

  /// Where cells are computed.
  @Option(
    help: ArgumentHelp(
      "Compute cells as job arrays of a cluster: slurm is the only one. See the page on clusters.", valueName: "cluster"
    ))
  public var on: String?

  /// How many tasks a job array has.
  @Option(
    help: ArgumentHelp(
      "The number of tasks of a job array (default: as many as have a minute of work, and 100 at most).", valueName: "n"
    ))
  public var tasks: Int?

  /// How long a task may take.
  @Option(help: ArgumentHelp("How long a task may take (default: as the cluster has it).", valueName: "minutes"))
  public var minutesPerTask: Int?

  /// The partition of the cluster.
  @Option(help: ArgumentHelp("The partition of the cluster (default: as the cluster has it).", valueName: "name"))
  public var partition: String?

  /// Other options for the cluster.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Other options for sbatch, such as '--account=physics --mem=4G'.", valueName: "options"))
  public var sbatch: String?

  /// How often missing cells are submitted again.
  @Option(help: ArgumentHelp("How often cells that are missing are submitted again (default: 2).", valueName: "n"))
  public var retries: Int?

  /// Whether all numbers are printed.
  @Flag(help: "Print every number at the end, not only the headline numbers.")
  public var numbers = false

  /// For ArgumentParser.
  public init() {}

  /// Refuses numbers out of range.
  public func validate() throws {
    if let seed, seed < 0 { throw Complaint("--seed wants a whole number from 0 to \(Int.max).") }
    if let jobs, jobs < 1 { throw Complaint("--jobs wants a whole number from 1.") }
    _ = try cluster
  }

  /// What is asked of a cluster; nil where cells are computed here.
  var cluster: ClusterExecutor.Options? {
    get throws {
      if let on, on != "slurm" {
        throw Complaint("--on wants slurm, and '\(on.escapingControls)' is not a scheduler that is known here.")
      }
      func unless(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws {
        if let value, !range.contains(value) {
          throw Complaint("\(name) wants a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
      }
      try unless(tasks, in: 1...100_000, "--tasks")
      try unless(minutesPerTask, in: 1...1_000_000, "--minutes-per-task")
      try unless(retries, in: 0...100, "--retries")
      if let partition, partition.isEmpty || partition.contains(where: { $0.isWhitespace || $0 == "'" }) {
        throw Complaint("--partition wants a name.")
      }
      if let sbatch, sbatch.contains(where: \.isNewline) { throw Complaint("--sbatch wants one line of options.") }
      if let sbatch,
        let word = sbatch.firstMatch(of: /(?:^|\s)(--clusters|-M|--array|-a|--comment|--job-name|-J)(?:[\s=]|$)/)
      {
        throw Complaint("--sbatch cannot set \(word.1), by which the job array is found again: leave that out.")
      }
      guard on != nil else {
        let given: [(String, Bool)] = [
          ("--tasks", tasks != nil), ("--minutes-per-task", minutesPerTask != nil), ("--partition", partition != nil),
          ("--sbatch", sbatch != nil), ("--retries", retries != nil),
        ]
        if let (name, _) = given.first(where: \.1) {
          throw Complaint("\(name) is about a cluster: add --on slurm, or leave it out.")
        }
        return nil
      }
      return ClusterExecutor.Options(
        tasks: tasks,
        request: ArrayRequest(
          minutes: minutesPerTask, partition: partition, options: sbatch, processors: jobs ?? 1), retries: retries ?? 2)
    }
  }

  /// The same options as command-line arguments, without `--numbers`, which is about the end of a run.
  public var arguments: [String] {
    func option(_ name: String, _ value: (some CustomStringConvertible)?) -> [String] {
      value.map { [name, "\($0)"] } ?? []
    }
    let here = (quick ? ["--quick"] : []) + option("--seed", seed) + option("--jobs", jobs) + option("--store", store)
    let there =
      option("--on", on) + option("--tasks", tasks) + option("--minutes-per-task", minutesPerTask)
      + option("--partition", partition) + option("--retries", retries)
    // What begins with a hyphen would be taken for another option.
    return here + there + (sbatch.map { ["--sbatch=\($0)"] } ?? [])
  }
}

/// The command line of a figure.
struct FigureCommand<F: Figure>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    // ArgumentParser wraps lines again, unless they are shorter than its own width.
    let width = min(100, Terminal.columns(STDOUT_FILENO) ?? 80) - 1
    return CommandConfiguration(
      commandName: F.slug, abstract: F.title, usage: "\(F.slug) [<options>] [--set <name=value> ...]",
      discussion:
        "\(F.question)\n\nParameters for --set, with their published values:\n\(Settings.help(F.paper, width: width))",
      version: Version.text(of: F.slug, F.code))
  }

  @OptionGroup var options: RunOptions

  @Option(name: .customLong("set"), help: ArgumentHelp("Set a parameter; may be repeated.", valueName: "name=value"))
  var settings: [String] = []

  @Flag(help: "Print the run as one JSON document on standard output.")
  var json = false

  @Flag(help: "Compute and record, but do not draw.")
  var noPlot = false

  @Option(
    help: ArgumentHelp(
      "Compute the i-th of n parts of the next sweep, and store it. Run all parts once per sweep, then without --shard.",
      valueName: "i/n"))
  var shard: String?

  @Option(help: ArgumentHelp("The folder for the drawn files (default: figures).", valueName: "folder"))
  var figures: String?

  @Flag(help: "Draw the published series again, and compute nothing.")
  var redraw = false

  @Option(
    help: ArgumentHelp(
      "What lines of progress begin with; the outcome goes to the caller as JSON.", valueName: "title",
      visibility: .hidden))
  var caller: String?

  @Flag(
    help: ArgumentHelp(
      "Share tokens with other figures: the caller grants them on standard input.", visibility: .hidden))
  var sharesTokens = false

  @Option(
    help: ArgumentHelp(
      "Use the whole results among these published cells instead of computing them.", valueName: "file",
      visibility: .hidden))
  var given: String?

  @Option(
    help: ArgumentHelp(
      "Write the keys of the cells that the run used to this file, one per line.", valueName: "file",
      visibility: .hidden))
  var usedCells: String?

  @Option(
    help: ArgumentHelp(
      "Compute these published cells again, and print the digests of their results as JSON.", valueName: "file",
      visibility: .hidden))
  var checkCells: String?

  @Option(
    help: ArgumentHelp(
      "Compute a task of the job array in this folder; the cluster calls this.", valueName: "folder",
      visibility: .hidden))
  var task: String?

  @Option(help: ArgumentHelp("Which task.", valueName: "n", visibility: .hidden))
  var number: Int?

  @Flag(help: ArgumentHelp("Check the settings and stop.", visibility: .hidden))
  var checkOnly = false

  @Flag(help: ArgumentHelp("Print what the figure is, as JSON.", visibility: .hidden))
  var describe = false

  mutating func run() async throws {
    if describe { return try StandardOutput.print(JSON.pretty(description)) }
    let tokens = sharesTokens && !checkOnly ? Tokens.ofCaller() : nil
    if let checkCells { return try check(cells: checkCells, tokens) }
    if redraw { return try await F.redraw(into: figures) }
    if let task { return try await compute(task: task) }
    let parameters = try Settings.apply(settings, to: options.quick ? F.quick : F.paper, of: F.slug)
    try Settings.check(parameters, against: F.paper)
    try F.check(parameters)
    guard let shard = Shard(shard ?? "1/1") else {
      throw Complaint("--shard wants i/n with 1 ≤ i ≤ n, and '\(shard ?? "")' is not that.")
    }
    if options.on != nil, shard != .whole || given != nil {
      throw Complaint("--on computes all cells of a sweep: leave out \(given == nil ? "--shard" : "--given").")
    }
    if checkOnly { return }
    if caller != nil, tokens == nil { Command.endWithCaller() }
    var session: FigureSession<F>?
    var outcome: RunOutcome?
    do {
      session = try await FigureSession(
        parameters: parameters, quality: try quality(of: parameters), seed: options.seed ?? F.seed,
        jobs: options.jobs ?? ProcessInfo.processInfo.activeProcessorCount, shard: shard, draws: !noPlot,
        store: options.store, figures: figures, title: caller)
      session?.cluster = try options.cluster
      session?.tokens = tokens
      session?.usedCells = usedCells.map { URL(fileURLWithPath: $0) }
      session?.given = try given.map { try PublishedCells(at: URL(fileURLWithPath: $0), named: $0) }
      let report: FigureSession<F>.Report = json ? .json : options.numbers ? .numbers : .headlines
      outcome = try await session?.run(reporting: caller == nil ? report : .outcome)
    } catch {
      guard let caller else { throw error }
      if session == nil { try RunOutcome(figure: F.slug, reason: String(describing: error)).handOver() }
      StandardError.write("\(caller): failed: \(error)\n")
      throw ExitCode(1)
    }
    if let outcome, outcome.state == .deviant {
      StandardError.write("\(caller.map { "\($0): deviates" } ?? F.slug): \(outcome.reason)\n")
      throw ExitCode(1)
    }
  }

  private func compute(task path: String) async throws {
    guard let number, number > 0 else { throw Complaint("--task wants --number, which task it is, from 1.") }
    let job = ProcessInfo.processInfo.environment["SLURM_ARRAY_JOB_ID"] ?? "unknown"
    let progress = Progress(figure: "task \(number)")
    progress.start()
    try await onOwnThread {
      try F.compute(task: number, of: ArrayFolder(at: URL(fileURLWithPath: path)), job: job, progress: progress)
    }
    progress.stop()
  }

  /// Computes published cells again, several at a time, and prints the digest of each result, in their order; of one
  /// that cannot be computed the reason.
  private func check(cells path: String, _ tokens: Tokens?) throws {
    let published = try PublishedCells(at: URL(fileURLWithPath: path), named: path)
    let (cells, figure) = (published.cells, F.slug)
    let checks = Mutex([CellCheck?](repeating: nil, count: cells.count))
    let threads = options.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    Tokens.share(cells.count, among: threads, holding: tokens) { next in
      while let place = next() {
        let check: CellCheck
        do {
          let result = try cells[place].recomputed(figure: figure, seed: published.seed)
          check = CellCheck(digest: sha256(result), reason: nil)
        } catch {
          check = CellCheck(digest: nil, reason: String(describing: error))
        }
        checks.withLock { $0[place] = check }
      }
    }
    try StandardOutput.print(JSON.pretty(checks.withLock { $0.compactMap { $0 } }))
  }

  private var description: FigureDescription {
    FigureDescription(
      slug: F.slug, title: F.title, question: F.question, section: F.section, minutes: F.minutes,
      caption: F.plot(F.paper).caption, headlines: F.plot(F.paper).headlines, answer: F.plot(F.paper).answer,
      code: F.code.sha256, modules: F.code.modules, version: Version.number, parameters: Settings.describe(F.paper))
  }

  private func quality(of parameters: F.Parameters) throws -> RunRecord.Quality {
    if options.quick { return .quick }
    let isPublished = try JSON.canonical(parameters) == JSON.canonical(F.paper) && options.seed ?? F.seed == F.seed
    return isPublished ? .paper : .custom
  }
}
