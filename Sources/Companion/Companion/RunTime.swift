import Foundation

/// How long the run of several figures took, and how well it used the processors.
package struct RunTime: Codable, Sendable, Hashable {
  /// How many threads could compute at a time.
  package var threads: Int
  /// How long it took, and for how long processors worked for its figures, in seconds.
  package var wall, cpu: Double
  /// For how many seconds no figure had work for a thread, each counted by itself; nil where that is not known.
  package var withoutWork: Double?

  /// A time.
  package init(threads: Int, wall: Double, cpu: Double, withoutWork: Double? = nil) {
    (self.threads, self.wall, self.cpu, self.withoutWork) = (threads, wall, cpu, withoutWork)
  }

  /// For how many seconds the threads together did not compute: they had no work, waited for a disk, or another program had
  /// their processor.
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

  /// `19 min 02 s on 2 threads: 37 min 16 s busy, 48 s (2.1 %) idle, 20 s of it without work`; on a narrow terminal less.
  package func sentence(width: Int) -> String {
    let all = Double(threads) * wall
    let share = all > 0 ? String(format: " (%.1f %%)", 100 * idle / all) : ""
    let main =
      "\(Progress.duration(wall)) on \(threads) \(threads == 1 ? "thread" : "threads"): \(Progress.duration(cpu)) busy, "
      + "\(Progress.duration(idle))\(share) idle"
    guard width >= 100, let withoutWork else { return main }
    return main + ", \(Progress.duration(withoutWork)) of it without work"
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
  /// Of the idle time that for which there was no work.
  package var withoutWork: Double?
  package var figures: [Figure]

  /// What became of figures, and how long that took.
  package init(_ time: RunTime, _ outcomes: [RunOutcome]) {
    (threads, wall, cpu, idle, withoutWork) = (time.threads, time.wall, time.cpu, time.idle, time.withoutWork)
    figures = outcomes.map {
      Figure(
        figure: $0.figure, state: $0.state, seconds: $0.seconds, cellsComputed: $0.cellsComputed,
        cellsReused: $0.cellsReused, longestCell: $0.longestCell)
    }
  }
}
