import Foundation

/// How long the run of several figures took, and how well it used the processors.
package struct RunTime: Codable, Sendable, Hashable {
  /// How many threads could compute at a time.
  package var threads: Int
  /// How long it took, and for how long processors worked for its figures, in seconds.
  package var wall, cpu: Double

  /// A time.
  package init(threads: Int, wall: Double, cpu: Double) { (self.threads, self.wall, self.cpu) = (threads, wall, cpu) }

  /// For how many seconds of a processor nothing was computed.
  package var idle: Double { max(0, Double(threads) * wall - cpu) }

  /// The seconds that processors have worked for programs that this one has run to their end.
  package static var ofPrograms: Double {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    #else
      getrusage(RUSAGE_CHILDREN, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + 1e-6 * Double(time.tv_usec) }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// `19 min 02 s on 2 threads, which computed for 37 min 16 s and were idle for 48 s (2.1 %)`
  package var sentence: String {
    let all = Double(threads) * wall
    return "\(Progress.duration(wall)) on \(threads) \(threads == 1 ? "thread" : "threads"), which computed for "
      + "\(Progress.duration(cpu)) and were idle for \(Progress.duration(idle))"
      + (all > 0 ? String(format: " (%.1f %%)", 100 * idle / all) : "")
  }
}

/// The run of several figures as a document for programs.
package struct RunDocument: Codable, Sendable, Hashable {
  /// A figure: how it ended, how many seconds after it began, how many cells that were, and the longest of them.
  package struct Figure: Codable, Sendable, Hashable {
    package var figure: String
    package var state: RunOutcome.State
    package var seconds: Double
    package var cellsComputed, cellsReused: Int?
    package var longestCell: RunOutcome.LongestCell?
  }

  package var threads: Int
  /// In seconds.
  package var wall, cpu, idle: Double
  package var figures: [Figure]

  /// What became of figures, and how long that took.
  package init(_ time: RunTime, _ outcomes: [RunOutcome]) {
    (threads, wall, cpu, idle) = (time.threads, time.wall, time.cpu, time.idle)
    figures = outcomes.map {
      Figure(
        figure: $0.figure, state: $0.state, seconds: $0.seconds, cellsComputed: $0.cellsComputed,
        cellsReused: $0.cellsReused, longestCell: $0.longestCell)
    }
  }
}
