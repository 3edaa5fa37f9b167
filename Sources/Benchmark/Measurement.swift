import BenchmarkRecords
import CCounters
import Companion
import Foundation

/// How a row is measured: in a process of its own, library and plain version in turns.
struct Measurement: Codable {
  var row: BenchmarkDocument.Row
  /// How many events fill the time of one repetition.
  var events: Int
  /// The resident memory before the kernel did anything, in megabytes.
  var idleMemory: Double?

  /// Measures a kernel in this process.
  ///
  /// - Parameters:
  ///   - seconds: the CPU time of one repetition.
  ///   - repetitions: how many there are; the fastest counts.
  init<K: Kernel>(of kernel: K, seconds: Double, repetitions: Int) throws {
    idleMemory = Self.peakMemory
    let input = try kernel.input()
    let events = try Self.events(lasting: seconds) { try kernel.run($0, on: input) }
    let peakMemory = Self.peakMemory
    let allocations = try Self.allocations(from: max(1, events / 4)) { try kernel.run($0, on: input) }
    let naiveEvents = try Self.events(lasting: seconds) { kernel.runNaively($0, on: input) }
    var times: [Double] = []
    var naiveTimes: [Double] = []
    for _ in 0..<repetitions {
      times.append(try Self.time { try kernel.run(events, on: input) })
      naiveTimes.append(Self.time { kernel.runNaively(naiveEvents, on: input) })
    }
    self.events = events
    row = BenchmarkDocument.Row(
      kernel: kernel.name, variant: kernel.variant, size: kernel.size, unit: kernel.unit,
      nanoseconds: 1e9 * (times.min() ?? .nan), medianNanoseconds: 1e9 * times.sorted()[repetitions / 2],
      allocations: allocations, peakMemory: peakMemory, naiveNanoseconds: 1e9 * (naiveTimes.min() ?? .nan))
    row.instructions = try Self.instructions(from: max(1, events / 4)) { try kernel.run($0, on: input) }
  }

  /// The CPU time of an event in seconds.
  private static func time(_ run: () throws -> Outcome) rethrows -> Double {
    let start = processorTime
    let outcome = try run()
    return (processorTime - start) / Double(outcome.events)
  }

  /// The number of events that takes so long, and much longer than it takes to begin.
  private static func events(lasting seconds: Double, _ run: (Int) throws -> Outcome) throws -> Int {
    func elapsed(_ events: Int) throws -> Double {
      let start = processorTime
      _ = try run(events)
      return processorTime - start
    }
    let beginning = try elapsed(1)
    let wanted = max(seconds, 4 * beginning)
    var events = 1
    while true {
      events *= 4
      let rest = try elapsed(events) - beginning
      if rest > 0.25 * wanted { return Int(Double(events) * wanted / rest) }
    }
  }

  /// The CPU time of this process in seconds.
  static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The largest resident memory of this process so far, in megabytes.
  static var peakMemory: Double? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * 1024 / 1e6 }
  }

  /// Allocations per event, as a difference of two runs; nil where they are not counted.
  private static func allocations(from events: Int, _ run: (Int) throws -> Outcome) rethrows -> Double? {
    guard counters_allocations() >= 0 else { return nil }
    return try perEvent(from: events, run, counter: counters_allocations)
  }

  /// Instructions per event by the processor's own counter, as a difference of two runs; nil where there is none.
  private static func instructions(from events: Int, _ run: (Int) throws -> Outcome) rethrows -> Double? {
    let counter = counters_open_instructions()
    guard counter >= 0 else { return nil }
    defer { close(counter) }
    return try perEvent(from: events, run) { counters_read_instructions(counter) }
  }

  /// By how much a counter grows per event, between a run with so many events and one with twice as many; the least of three
  /// each, as how often an array grows while it is filled depends on the room that malloc happens to find. Nil where both have the
  /// same number.
  private static func perEvent(from events: Int, _ run: (Int) throws -> Outcome, counter: () -> Int64) rethrows
    -> Double?
  {
    let runs = try [events, 2 * events].map { events in
      var best = (count: Int64.max, events: 0)
      for _ in 0..<3 {
        let before = counter()
        let outcome = try run(events)
        let count = counter() - before
        if count < best.count { best = (count, outcome.events) }
      }
      return best
    }
    let events = runs[1].events - runs[0].events
    return events > 0 ? Double(runs[1].count - runs[0].count) / Double(events) : nil
  }
}
