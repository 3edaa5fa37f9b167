import Cells
import Dispatch
import Foundation
import Provenance
import Synchronization
import Workers

/// Ends the run of a shard whose part of a sweep is stored, while other parts are not.
package struct ShardIsDone: Error {
  package let sweep: String
  package let missing: Int
}

extension Run {
  /// Computes the results of all cells, in the order of the cells.
  ///
  /// Cells whose result is stored, computed by the same code of the modules that declare them, are not computed again. The others run on `jobs` threads; each is stored as soon as it
  /// is finished, so that a killed run loses only the cells in flight, and of a ``StagedCell`` only the last seconds.
  /// Results do not depend on the number of threads.
  public func sweep<C: Cell>(_ name: String, over cells: [C]) throws -> [C.Result] {
    try sweep(name, over: cells, replicas: 1).map { $0[0] }
  }

  /// Computes every cell in several replicas, which differ in their random streams only; the results of a cell stand
  /// together, one per replica.
  ///
  /// Equal cells are computed once.
  ///
  /// - Precondition: there is at least one replica.
  public func sweep<C: Cell>(_ name: String, over cells: [C], replicas: Int) throws -> [[C.Result]] {
    precondition(replicas > 0, "A sweep needs at least one replica.")
    let modules = code.modules(declaring: C.self)
    let digest = CodeDigest.combined(modules)
    let tasks = try cells.flatMap { cell in
      try (0..<replicas).map { replica in
        (cell, try CellKey(cell, replica: replica, figure: figure, sweep: name, seed: seed, code: digest))
      }
    }
    try store.record(sweep: name, modules: modules, of: number)
    try store.record(KindOfCells(C.self).record(of: name), of: number)
    self.modules.merge(modules) { old, _ in old }
    let keys = tasks.map(\.1)
    var seen: Set<String> = []
    let distinct = keys.indices.filter { seen.insert(keys[$0].digest).inserted }
    var results = try store.results(ofCells: distinct.map { keys[$0].digest })
    for place in distinct where !given.isEmpty {
      let key = keys[place]
      if let result = given[.init(sweep: name, inputs: key.inputs, replica: key.replica)] {
        results[key.digest] = result
      }
    }
    let missing = distinct.filter { results[keys[$0].digest] == nil }
    let mine = missing.filter(shard.contains)
    cellsReused += distinct.count - missing.count
    progress.begin(
      name, cells: distinct.count, stored: distinct.count - missing.count,
      stages: mine.reduce(0) { $0 + ((tasks[$1].0 as? any StagedCell)?.stages ?? 0) })
    if !mine.isEmpty {
      let computed = try compute(mine.map { tasks[$0] }, of: name)
      results.merge(computed) { stored, _ in stored }
    }
    progress.end()
    let absent = distinct.count { results[keys[$0].digest] == nil }
    guard absent == 0 else { throw ShardIsDone(sweep: name, missing: absent) }
    // Fresh results are read back like stored ones, so that a resumed run cannot differ.
    let all = try tasks.map { cell, key in try Self.read(results[key.digest] ?? "", of: cell, key.inputs, in: name) }
    return cells.indices.map { Array(all[$0 * replicas..<($0 + 1) * replicas]) }
  }

  /// The result of a cell that is in the store.
  ///
  /// - Throws: ``Complaint`` where it cannot be one.
  private static func read<C: Cell>(_ text: String, of cell: C, _ inputs: String, in sweep: String) throws -> C.Result {
    let flaw: String
    do {
      let result = try JSON.decode(C.Result.self, from: text)
      guard let found = cell.flaw(in: result) else { return result }
      flaw = found
    } catch {
      flaw = JSON.sentence(of: error)
    }
    throw Complaint(
      "A stored result of the sweep '\(sweep)' cannot be used. \(flaw) Run mesoscale fsck, which says what else is wrong with the "
        + "store. The inputs of the cell: \(inputs)")
  }

  /// What the threads of a sweep share.
  private struct Work {
    var results: [String: String] = [:]
    var failure: (any Error)?
  }

  private func compute<C: Cell>(_ cells: [(cell: C, key: CellKey)], of sweep: String) throws -> [String: String] {
    let work = Mutex(Work())
    let writer = CellWriter(store: store, run: number, figure: figure)
    let progress = self.progress
    let checkpoints = Checkpoints(
      store: store, run: number, title: sweep, period: checkpointPeriod, progress: progress)
    Workers.share(cells.count, among: jobs) { next in
      while work.withLock({ $0.failure == nil }), !writer.hasFailed, let place = next() {
        let (cell, key) = cells[place]
        do {
          let (result, seconds) = try Self.finish(cell, key, checkpoints)
          writer.add(
            CellRecord(
              key: key.digest, sweep: sweep, inputs: key.inputs, replica: key.replica, result: result, seconds: seconds)
          )
          work.withLock { $0.results[key.digest] = result }
          progress.advance()
        } catch {
          work.withLock { $0.failure = $0.failure ?? Self.explaining(error, cell: key.inputs, of: sweep) }
        }
      }
    }
    try writer.finish()
    let (results, failure) = work.withLock { ($0.results, $0.failure) }
    cellsComputed += results.count
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
