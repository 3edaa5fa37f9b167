import Validation

/// How cells are divided among the tasks of a job array.
package struct Division: Sendable, Hashable {
  /// For how many seconds a task shall have work, at least.
  package static let leastSeconds = 60.0

  /// How many tasks share cells.
  ///
  /// - Parameters:
  ///   - seconds: how many seconds all cells take together, on one thread.
  ///   - cells: how many cells there are.
  ///   - wanted: how many tasks there shall be; nil for as many as have enough work.
  ///   - minutes: how many minutes a task may take; nil for any number.
  ///   - processors: how many cells a task computes at a time.
  ///   - largest: how many tasks an array may have.
  package static func tasks(
    seconds: Double, cells: Int, wanted: Int?, minutes: Int?, processors: Int, largest: Int
  ) -> Int {
    let work = seconds / Double(max(1, processors))
    var count = wanted ?? Int(min(100, (work / leastSeconds).rounded(.up)))
    if wanted == nil, let minutes {
      // A task that is measured to the minute would be stopped on a slower machine.
      count = max(count, Int(min(1e6, (work / (0.8 * 60 * Double(minutes))).rounded(.up))))
    }
    return max(1, min(count, cells, largest))
  }

  /// Which task computes which cell, so that all take about the same time: the longest cells first, each for the task
  /// that has the least to do.
  ///
  /// - Parameter seconds: how long each cell takes.
  /// - Returns: for each task the places of its cells, in ascending order.
  /// - Precondition: there is at least one task.
  package static func parts(of seconds: [Double], among tasks: Int) -> [[Int]] {
    require(tasks > 0, "Cells cannot be divided among no task.")
    var parts = Array(repeating: [Int](), count: tasks)
    // A heap of tasks, the one with the least to do on top.
    var heap = (0..<tasks).map { (load: 0.0, task: $0) }
    for place in seconds.indices.sorted(by: { (-seconds[$0], $0) < (-seconds[$1], $1) }) {
      parts[heap[0].task].append(place)
      heap[0].load += seconds[place]
      var root = 0
      while true {
        let children = [2 * root + 1, 2 * root + 2].filter { $0 < tasks }
        guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[root] else { break }
        heap.swapAt(root, least)
        root = least
      }
    }
    return parts.map { $0.sorted() }
  }
}
