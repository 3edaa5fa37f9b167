import Foundation
import Provenance

/// How a job array stands that is not merged yet.
package struct ArrayStanding: Sendable {
  /// Its name, its number, its folder, and when it was submitted.
  package let name: String, job: String?, folder: String, submitted: String
  /// How many cells and tasks it has, and how many cells its tasks say that they have done.
  package let cells: Int, done: Int, tasks: Int
  /// How many tasks are waiting, at work, and over; nil where the scheduler does not answer. What it has forgotten is
  /// finished.
  package let waiting: Int?, running: Int?, finished: Int?, failed: Int?
  /// The reason why the scheduler does not answer; nil where it does.
  package let silence: String?

  /// All arrays of a store, the oldest first.
  package static func all(in folder: ClusterFolder, _ scheduler: any Scheduler = Slurm()) async throws
    -> [ArrayStanding]
  {
    let arrays = folder.arrays()
    if arrays.isEmpty { return [] }
    nonisolated(unsafe) var queue: [String: [ScheduledTask]]?
    nonisolated(unsafe) var silence: String?
    try await onOwnThread {
      do { queue = try scheduler.tasks() } catch { silence = "\(error)" }
    }
    return arrays.map { array, plan in
      let known = queue.map { $0[plan.name] ?? [] }
      func count(_ states: ScheduledTask.State...) -> Int? { known?.count { states.contains($0.state) } }
      return ArrayStanding(
        name: plan.name, job: array.job, folder: array.url.path, submitted: plan.made.formatted(.iso8601),
        cells: plan.cells, done: (1...plan.tasks).reduce(0) { $0 + array.advance(ofTask: $1).cells }, tasks: plan.tasks,
        waiting: count(.waiting), running: count(.running),
        finished: known.map { known in plan.tasks - known.count { $0.state != .finished } },
        failed: count(.failed, .stuck),
        silence: silence)
    }
  }
}
