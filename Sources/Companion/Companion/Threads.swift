import Cells
import Dispatch
import Foundation
import Provenance
import Synchronization

/// Computes cells on threads of this process, as many as the run has jobs, and of those only as many at a time as the run
/// has tokens where it shares them with others.
package struct Threads: CellExecutor {
  package init() {}

  /// What the threads of a sweep share.
  private struct Work {
    var results: [String: String] = [:]
    var failure: (any Error)?
    var longest: RunOutcome.LongestCell?
  }

  package func compute<C: Cell>(
    _ cells: [(cell: C, key: CellKey)], of sweep: String, in run: Run
  ) throws -> [String: String] {
    let work = Mutex(Work())
    let writer = CellWriter(store: run.store, run: run.number, figure: run.figure)
    let progress = run.progress
    let checkpoints = Checkpoints(
      store: run.store, sources: run.sources, run: run.number, title: sweep, period: run.checkpointPeriod,
      progress: progress)
    Tokens.share(cells.count, among: run.jobs, holding: run.tokens) { next in
      while work.withLock({ $0.failure == nil }), !writer.hasFailed, let place = next() {
        let (cell, key) = cells[place]
        do {
          let (result, seconds) = try Self.finish(cell, key, checkpoints)
          writer.add(
            CellRecord(
              key: key.digest, sweep: sweep, inputs: key.inputs, replica: key.replica, result: result, seconds: seconds)
          )
          work.withLock { work in
            work.results[key.digest] = result
            if seconds > work.longest?.seconds ?? -1 { work.longest = .init(sweep: sweep, seconds: seconds) }
          }
          progress.advance()
        } catch {
          work.withLock { $0.failure = $0.failure ?? Self.explaining(error, cell: key.inputs, of: sweep) }
        }
      }
    }
    try writer.finish()
    let (results, failure, longest) = work.withLock { ($0.results, $0.failure, $0.longest) }
    run.cellsComputed += results.count
    if let longest, longest.seconds > run.longestCell?.seconds ?? -1 { run.longestCell = longest }
    if let failure { throw failure }
    return results
  }

  /// The result of a cell as JSON, and for how many seconds it was computed.
  private static func finish(
    _ cell: some Cell, _ key: CellKey, _ checkpoints: Checkpoints
  ) throws -> (result: String, seconds: Double) {
    // Asked of the value: generic code would not choose an overload of `sweep` for staged cells.
    if let staged = cell as? any StagedCell { return try checkpoints.finish(staged, key) }
    let start = ContinuousClock.now
    let result = try JSON.canonical(try cell.compute(key.stream))
    return (result, (ContinuousClock.now - start) / .seconds(1))
  }

  private static func explaining(_ error: any Error, cell: String, of sweep: String) -> any Error {
    if case EncodingError.invalidValue(let value, _) = error {
      return Complaint(
        "A cell of the sweep '\(sweep)' found \(value), which is not a finite number; its inputs: \(cell)")
    }
    return error
  }
}

/// Writes finished cells while others are being computed: all that have gathered during one write go into the next.
private final class CellWriter: Sendable {
  private let store: Store
  private let run: Int64
  private let figure: String
  private let queue = DispatchQueue(label: "mesoscale.cells")
  private let waiting = Mutex<[CellRecord]>([])
  private let failure = Mutex<(any Error)?>(nil)

  init(store: Store, run: Int64, figure: String) {
    self.store = store
    self.run = run
    self.figure = figure
  }

  /// Whether a write failed, so that computing more would be in vain.
  var hasFailed: Bool { failure.withLock { $0 != nil } }

  func add(_ cell: CellRecord) {
    waiting.withLock { $0.append(cell) }
    queue.async { self.write() }
  }

  func finish() throws {
    queue.sync { write() }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func write() {
    let cells = waiting.withLock { cells in
      defer { cells = [] }
      return cells
    }
    guard !cells.isEmpty else { return }
    do {
      try store.record(cells, of: run, figure: figure)
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }
}
