import CCounters
import ChildProcesses
import Companion
import Foundation

/// Instructions per event, counted by valgrind in a process of its own.
enum InstructionCount {
  /// What the counted process does, `benchmark --count title events`: runs a kernel twice, with so many and with twice as many
  /// events, and prints how many there were.
  static func run(titled title: String, events: Int) throws {
    func count(_ kernel: some Kernel) throws -> [Int] {
      let input = try kernel.input()
      return try [events, 2 * events].map { events in
        var outcome: Result<Outcome, any Error>?
        region { outcome = Result { try kernel.run(events, on: input) } }
        return try outcome?.get().events ?? 0
      }
    }
    guard let kernel = try Catalogue.kernels.first(where: { $0.title == title }) else { return }
    for count in try count(kernel) { print(count) }
  }

  /// Calls a closure within the region that the profiler sees.
  private static func region(_ body: () -> Void) {
    withoutActuallyEscaping(body) { body in
      var body = body
      withUnsafeMutablePointer(to: &body) { pointer in
        counters_region({ $0?.assumingMemoryBound(to: (() -> Void).self).pointee() }, pointer)
      }
    }
  }

  /// Counts under valgrind: the difference of the two runs, per event; nil where that does not work.
  ///
  /// - Parameter program: this program, built for a processor that valgrind knows.
  static func perEvent(of title: String, events: Int, program: String) async -> Double? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
    guard (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil else {
      return nil
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "counts").path
    let counted = await Command.output(
      "valgrind",
      [
        "--tool=callgrind", "--quiet", "--collect-atstart=no", "--toggle-collect=counters_region",
        "--dump-after=counters_region", "--callgrind-out-file=\(output)", program, "--count", title, String(events),
      ])
    let events = (counted ?? "").split(separator: "\n").compactMap { Int($0) }
    guard let first = instructions(in: output + ".1"), let second = instructions(in: output + ".2"),
      events.count == 2, events[1] > events[0]
    else { return nil }
    return Double(second - first) / Double(events[1] - events[0])
  }

  /// The total of a file that callgrind wrote.
  private static func instructions(in file: String) -> Int? {
    let text = try? String(contentsOfFile: file, encoding: .utf8)
    let line = text?.split(separator: "\n").last { $0.hasPrefix("totals:") || $0.hasPrefix("summary:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  }
}
