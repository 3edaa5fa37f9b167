import BenchmarkRecords
import ChildProcesses
import Companion
import Foundation
import Provenance

/// A benchmark from beginning to end: a process per row, then Python, then two threads.
struct Session {
  let isQuick: Bool
  /// The interpreter; nil to leave Python out.
  let python: String?
  /// This program built for valgrind; nil to leave it out.
  let valgrind: String?
  /// Whether it is also measured how long answers take and how times grow.
  let isWhole: Bool

  var seconds: Double { isQuick ? 0.002 : 0.15 }
  var repetitions: Int { isQuick ? 2 : 7 }

  func run(_ kernels: [any Kernel]) async throws -> BenchmarkDocument {
    var document = await Self.surroundings(isQuick: isQuick)
    for kernel in kernels {
      say(kernel.title)
      var measurement = try await measure(kernel)
      if measurement.row.instructions != nil {
        document.instructionCounter = "counted by the processor's counter"
      } else if let valgrind {
        // valgrind takes some fifty times as long.
        measurement.row.instructions = await InstructionCount.perEvent(
          of: kernel.title, events: max(1, measurement.events / 20), program: valgrind)
        document.instructionCounter =
          "counted by valgrind, of a second binary for a processor with AVX2 but not AVX-512"
      }
      document.idleMemory = min(document.idleMemory ?? .infinity, measurement.idleMemory ?? .infinity)
      document.rows.append(measurement.row)
    }
    if document.idleMemory?.isFinite == false { document.idleMemory = nil }
    try await addPython(to: &document, kernels)
    if isWhole {
      say("answers")
      document.answers = try Answers.measure(isQuick: isQuick)
      say("growth")
      document.sizes = try await Growth.measure(isQuick: isQuick)
    }
    say("two threads")
    // Longer than a time slice of the scheduler, so that a busy machine slows down one thread as much as two.
    let scaling = try ThreadScaling.measure(seconds: max(0.05, 2 * seconds), repetitions: repetitions)
    (document.twoThreads, document.twoThreadsUndisturbed) = (scaling.wallClock, scaling.undisturbed)
    return document
  }

  /// Measures a row in a process of its own, so that it does not see the memory of others.
  private func measure(_ kernel: any Kernel) async throws -> Measurement {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let outcome = try await Command.run(program, ["--measure", kernel.title] + (isQuick ? ["--quick"] : []))
    guard outcome.succeeded, let measurement = try? JSON.decode(Measurement.self, from: outcome.output) else {
      throw Complaint("The row '\(kernel.title)' could not be measured: \(outcome.errors)")
    }
    return measurement
  }

  private func addPython(to document: inout BenchmarkDocument, _ kernels: [any Kernel]) async throws {
    guard let python else { return }
    say("Python")
    func job(_ kernel: some Kernel) throws -> PythonJob? { kernel.comparison(on: try kernel.input()) }
    let jobs = try kernels.map { try job($0) }
    let distinct = Array(Set(jobs.compactMap { $0 }))
    let report = try await PythonComparison.run(
      distinct, python: python, seconds: seconds, repetitions: repetitions)
    document.python = report.python
    let times = Dictionary(uniqueKeysWithValues: zip(distinct, report.times))
    for (place, job) in jobs.enumerated() {
      guard let job, let found = times[job] else { continue }
      document.rows[place].numpyNanoseconds = found.numpy
      document.rows[place].numbaNanoseconds = found.numba
      document.rows[place].jaxNanoseconds = found.jax
      document.rows[place].gillespyNanoseconds = found.gillespy
    }
  }

  private static func surroundings(isQuick: Bool) async -> BenchmarkDocument {
    let project = try? Project.find()
    let facts = await Surroundings.now(repository: project?.root)
    let compiler = await Command.output("swift", ["--version"])?.firstMatch(of: /Swift version [0-9.]+/)?.output
    let day = Date.now.formatted(.iso8601.year().month().day())
    return BenchmarkDocument(
      date: day, processor: facts.cpu, cores: ProcessInfo.processInfo.activeProcessorCount, system: facts.os,
      compiler: compiler.map(String.init) ?? "Swift", build: facts.build, commit: facts.gitCommit,
      state: facts.gitState.rawValue, isQuick: isQuick)
  }

  private func say(_ text: String) { FileHandle.standardError.write(Data("\(text) ...\n".utf8)) }
}
