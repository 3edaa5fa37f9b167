import ArgumentParser
import ChildProcesses
import Companion
import Foundation

/// `mesoscale run`: figures, several at the same time, and a table of what became of them.
struct RunFigures: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run figures, all of them by default, and print a table of how each ended.",
    usage: "mesoscale run [<slug> ...] [<options>] [--set <figure.name=value> ...]",
    discussion: """
      The longest figure begins, and others start whenever it leaves a processor idle; all together compute on no more \
      threads than --jobs says, and no number depends on it. Cells that a cluster computes are those of one figure after \
      the other.
      """)

  @Argument(help: ArgumentHelp("The figures to run (default: all); mesoscale list names them.", valueName: "slug"))
  var slugs: [String] = []

  @OptionGroup var options: RunOptions

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a parameter of a figure; may be repeated.", valueName: "figure.name=value"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write into this file, as JSON, how long the run and its figures took.", valueName: "file"))
  var report: String?

  /// A figure to run, with its settings.
  private struct Job: Sendable {
    let figure: FigureDescription
    var arguments: [String]
  }

  mutating func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let catalogue = try await Catalogue()
    var jobs = try catalogue.chosen(slugs).map { Job(figure: $0, arguments: options.arguments) }
    for setting in settings { try assign(setting, to: &jobs, in: catalogue) }
    // Every command line is checked before the first figure starts, so that a typing error costs nothing.
    for job in jobs {
      let check = try await Command.run(Catalogue.program(job.figure.slug).path, job.arguments + ["--check-only"])
      guard check.succeeded else {
        StandardError.write(check.errors)
        throw ExitCode(1)
      }
    }
    let processes = FigureProcesses(jobs.map(\.figure), threads: options.jobs, isElsewhere: options.on != nil)
    let (begun, before) = (ContinuousClock.now, RunTime.ofPrograms)
    let ends = try await processes.each { [jobs] number, seat in
      let job = jobs[number]
      let title = jobs.count == 1 ? job.figure.slug : "\(number + 1)/\(jobs.count) \(job.figure.slug)"
      let (outcome, code) = try await Self.perform(job, title, seat)
      // Ctrl-C ends everything, not just one figure.
      return ((outcome, code), outcome.state == .interrupted ? Int32(code - 128) : nil)
    }.compactMap(\.self)
    let outcomes = ends.map(\.0)
    let time = RunTime(
      threads: options.jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      wall: (ContinuousClock.now - begun) / .seconds(1), cpu: RunTime.ofPrograms - before,
      withoutWork: processes.pool?.unused)
    try write(outcomes, of: jobs, time)
    if let interruption = ends.first(where: { $0.0.state == .interrupted }) { throw ExitCode(Int32(interruption.1)) }
    if outcomes.contains(where: { $0.state != .finished }) { throw ExitCode(1) }
  }

  /// `figure.name=value` for the figure that it names; `name=value` where only one figure is run.
  private func assign(_ setting: String, to jobs: inout [Job], in catalogue: Catalogue) throws {
    let name = setting.prefix { $0 != "=" }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let slug = parts.count == 2 ? parts[0] : jobs.count == 1 ? jobs[0].figure.slug : nil
    guard let slug else { throw Complaint("--set wants figure.name=value, and '\(setting)' names no figure.") }
    _ = try catalogue.chosen([slug])
    guard let place = jobs.firstIndex(where: { $0.figure.slug == slug }) else {
      throw Complaint("--set names the figure '\(slug)', which is not among those to run.")
    }
    let rest = parts.count == 2 ? String(setting.dropFirst(slug.count + 1)) : setting
    jobs[place].arguments += ["--set", rest]
  }

  /// Runs a figure; it tells its progress itself, and of its end unless a signal brought that.
  private static func perform(
    _ job: Job, _ title: String, _ seat: FigureProcesses.Seat
  ) async throws -> (RunOutcome, code: Int) {
    let begun = ContinuousClock.now
    let (output, code) = try await seat.run(job.figure.slug, job.arguments + ["--caller", title])
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    let outcome = RunOutcome(of: job.figure.slug, output: output, code: code, seconds: seconds)
    if outcome.state == .interrupted || outcome.state == .crashed {
      Progress(figure: title).finish("\(outcome.state.rawValue) after \(Progress.duration(seconds))")
    }
    return (outcome, code)
  }

  private func write(_ outcomes: [RunOutcome], of jobs: [Job], _ time: RunTime) throws {
    var text = ""
    if options.numbers {
      for outcome in outcomes where !outcome.numbers.isEmpty {
        text += "\n\(outcome.figure)\n\(Table(outcome.numbers).text)\n"
      }
    }
    let report = RunReport(
      outcomes, notStarted: jobs.count - outcomes.count, store: options.store,
      isQuoted: !options.quick && options.seed == nil && settings.isEmpty,
      width: Terminal.columns(STDOUT_FILENO).map { min(120, $0) } ?? 120, isColoured: Terminal.isColoured,
      time: jobs.count > 1 && options.on == nil ? time : nil)
    try StandardOutput.write("\(text)\n\(report.text)\n")
    guard let file = self.report else { return }
    do {
      try JSON.pretty(RunDocument(time, outcomes)).write(toFile: file, atomically: true, encoding: .utf8)
    } catch {
      throw Complaint("The file \(file.escapingControls) cannot be written.")
    }
  }
}
