import ArgumentParser
import ChildProcesses
import Companion
import Foundation

/// `mesoscale run`: figures one after the other, and a table of what became of them.
struct RunFigures: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run figures, all of them by default, and print a table of how each ended.",
    usage: "mesoscale run [<slug> ...] [<options>] [--set <figure.name=value> ...]")

  @Argument(help: ArgumentHelp("The figures to run (default: all); mesoscale list names them.", valueName: "slug"))
  var slugs: [String] = []

  @OptionGroup var options: RunOptions

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a parameter of a figure; may be repeated.", valueName: "figure.name=value"))
  var settings: [String] = []

  /// A figure to run, with its settings.
  private struct Job {
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
    var outcomes: [RunOutcome] = []
    var interruption: Int?
    for (number, job) in zip(1..., jobs) {
      let place = jobs.count == 1 ? job.figure.slug : "\(number)/\(jobs.count) \(job.figure.slug)"
      let (outcome, code) = try await perform(job, place)
      outcomes.append(outcome)
      // Ctrl-C ends everything, not just one figure.
      if outcome.state == .interrupted {
        interruption = code
        break
      }
    }
    try report(outcomes, of: jobs)
    if let interruption { throw ExitCode(Int32(interruption)) }
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
  private func perform(_ job: Job, _ place: String) async throws -> (RunOutcome, code: Int) {
    let begun = ContinuousClock.now
    let (output, code) = try await Command.attached(
      Catalogue.program(job.figure.slug), job.arguments + ["--caller", place])
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    let outcome = RunOutcome(of: job.figure.slug, output: output, code: code, seconds: seconds)
    if outcome.state == .interrupted || outcome.state == .crashed {
      Progress(figure: place).finish("\(outcome.state.rawValue) after \(Progress.duration(seconds))")
    }
    return (outcome, code)
  }

  private func report(_ outcomes: [RunOutcome], of jobs: [Job]) throws {
    var text = ""
    if options.numbers {
      for outcome in outcomes where !outcome.numbers.isEmpty {
        text += "\n\(outcome.figure)\n\(Table(outcome.numbers).text)\n"
      }
    }
    let report = RunReport(
      outcomes, notStarted: jobs.count - outcomes.count, store: options.store,
      isQuoted: !options.quick && options.seed == nil && settings.isEmpty,
      width: Terminal.columns(STDOUT_FILENO).map { min(120, $0) } ?? 120, isColoured: Terminal.isColoured)
    try StandardOutput.write("\(text)\n\(report.text)\n")
  }
}
