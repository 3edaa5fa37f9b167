import ArgumentParser
import BenchmarkRecords
import CCounters
import Companion
import Foundation

/// Where the program starts: what valgrind counts runs on this one thread, as valgrind does not survive those of Swift's
/// concurrency; all else is the command.
@main
enum Program {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == "--count", let events = Int(arguments[3]) {
      return try InstructionCount.run(titled: arguments[2], events: events)
    }
    Task {
      await Benchmark.start()
      exit(0)
    }
    dispatchMain()
  }
}

/// How fast the kernels are, beside what one would write plainly.
struct Benchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures every kernel of the core beside a plain scalar version of it, and beside Python.")

  @Flag(help: "A first look in seconds: rough numbers, without Python and without valgrind unless they are named.")
  var quick = false

  @Option(help: ArgumentHelp("Only the rows whose title holds this text.", valueName: "text"))
  var only: String?

  @Option(help: ArgumentHelp("Write the measurement as JSON, too.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("The Python to compare with (default: python3).", valueName: "program"))
  var python: String?

  @Option(
    help: ArgumentHelp(
      "Where the processor does not count instructions: this program, built for a processor that valgrind knows.",
      valueName: "program"))
  var valgrind: String?

  @Flag(help: ArgumentHelp("Say with the exit code whether the processor counts instructions.", visibility: .hidden))
  var countsInstructions = false

  @Option(help: ArgumentHelp("Measure one row in this process.", visibility: .hidden))
  var measure: String?

  @Option(help: ArgumentHelp("Measure a network of a law and a size in this process.", visibility: .hidden))
  var grow: String?

  @Flag(help: ArgumentHelp("Print what both versions of each row find.", visibility: .hidden))
  var agreement = false

  mutating func run() async throws {
    if countsInstructions { return try sayWhetherInstructionsAreCounted() }
    let session = Session(
      isQuick: quick, python: python ?? (quick ? nil : "python3"), valgrind: valgrind, isWhole: only == nil)
    if let measure {
      let kernel = try Catalogue.kernel(titled: measure)
      return print(
        try JSON.canonical(Measurement(of: kernel, seconds: session.seconds, repetitions: session.repetitions)))
    }
    if let grow { return print(try JSON.canonical(Growth.measurement(of: grow, isQuick: quick))) }
    let kernels = try Catalogue.kernels(matching: only)
    if agreement { return print(try JSON.canonical(kernels.map { try Agreement(of: $0) })) }
    let document = try await session.run(kernels)
    print(document.markdown)
    if let json { try write(document, to: json) }
  }

  private func write(_ document: BenchmarkDocument, to path: String) throws {
    do {
      try (JSON.pretty(document) + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw Complaint("'\(path)' cannot be written: \(error.localizedDescription)")
    }
  }

  private func sayWhetherInstructionsAreCounted() throws {
    let file = counters_open_instructions()
    guard file >= 0 else { throw ExitCode(1) }
    close(file)
  }
}

/// What the library and the plain version of a row find, from a fixed number of events.
struct Agreement: Codable {
  var title: String
  var library: Outcome
  var plain: Outcome

  init<K: Kernel>(of kernel: K) throws {
    let input = try kernel.input()
    title = kernel.title
    library = try kernel.run(kernel.eventsForAgreement, on: input)
    plain = kernel.runNaively(kernel.eventsForAgreement, on: input)
  }
}
