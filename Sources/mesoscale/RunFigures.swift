import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale run`: figures one after the other, and a table of what became of them.
struct RunFigures: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run figures, all of them by default, and say what became of each.")

  @Argument(help: ArgumentHelp("The figures to run; see mesoscale list.", valueName: "slug"))
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

  /// What became of it.
  private struct Outcome {
    let slug: String
    let code: Int
    let run: StoredRun?
    let numbers: [String]
    let files: [String]
    let seconds: Double

    /// Whether the user stopped it: by SIGHUP, SIGINT or SIGTERM. Other signals are crashes of this figure alone.
    var wasInterrupted: Bool { [SIGHUP, SIGINT, SIGTERM].contains(Int32(code) - 128) }

    var state: String {
      if code == 0 { return Ink.green("finished") }
      if wasInterrupted { return Ink.red("interrupted") }
      return Ink.red(code > 128 ? "crashed with signal \(code - 128)" : "failed")
    }
  }

  mutating func run() async throws {
    let catalogue = try await Catalogue()
    var jobs = try catalogue.chosen(slugs).map { Job(figure: $0, arguments: options.arguments) }
    for setting in settings { try assign(setting, to: &jobs, in: catalogue) }
    // Every command line is checked before the first figure starts, so that a typing error costs nothing.
    for job in jobs {
      let check = try await Command.run(Catalogue.program(job.figure.slug).path, job.arguments + ["--check-only"])
      guard check.succeeded else {
        FileHandle.standardError.write(Data(check.errors.utf8))
        throw ExitCode(1)
      }
    }
    var outcomes: [Outcome] = []
    for job in jobs {
      let outcome = try await perform(job, in: catalogue.project)
      outcomes.append(outcome)
      if outcome.wasInterrupted { break }  // Ctrl-C ends everything, not just one figure.
    }
    report(outcomes)
    if let failed = outcomes.first(where: { $0.code != 0 }) {
      throw ExitCode(Int32(failed.wasInterrupted ? failed.code : 1))
    }
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

  private func perform(_ job: Job, in project: Project) async throws -> Outcome {
    let slug = job.figure.slug
    let begun = ContinuousClock.now
    let date = Date.now
    let (process, code) = try await Command.attached(Catalogue.program(slug), job.arguments + ["--brief"])
    let store = try? Store(existingAt: options.store ?? project.store.path)
    let run = try? store?.latestRun(ofProcess: process, since: date)
    return Outcome(
      slug: slug, code: code, run: run,
      numbers: try run.flatMap { try store?.numbers(of: $0.id).map(\.line) } ?? [],
      files: try run.flatMap { try store?.artefacts(of: $0.id).map(\.path) } ?? [],
      seconds: (ContinuousClock.now - begun) / .seconds(1))
  }

  private func report(_ outcomes: [Outcome]) {
    print("")
    for outcome in outcomes {
      let cells = outcome.run.flatMap { $0.ended == nil ? nil : $0 }.map { run in
        run.cellsComputed == 0 && run.cellsReused > 0
          ? "nothing to compute: all \(run.cellsReused) cells were stored"
          : "\(run.cellsComputed) cells computed, \(run.cellsReused) from the store"
      }
      print(
        "\(outcome.slug)  \(outcome.state)  \(Progress.duration(outcome.seconds))" + (cells.map { "  (\($0))" } ?? ""))
      if outcome.code != 0, let message = outcome.run?.message, !message.isEmpty { print("    \(message)") }
      for line in outcome.numbers { print("    \(line)") }
      if !outcome.files.isEmpty { print("    " + outcome.files.joined(separator: " ")) }
    }
    let failed = outcomes.count { $0.code != 0 }
    if failed > 0 { print("\n\(failed) of \(outcomes.count) figures did not finish.") }
  }
}
