import Cells
import Foundation
import Provenance
import Validation

/// Computes the cells that a sweep lacks and puts them into the store of its run: here, or on other machines.
package protocol CellExecutor {
  /// Computes cells, none of which is stored; they are stored when this returns.
  ///
  /// - Returns: their results as JSON, by the digests of their keys.
  func compute<C: Cell>(_ cells: [(cell: C, key: CellKey)], of sweep: String, in run: Run) throws -> [String: String]
}

/// Ends the run of a shard whose part of a sweep is stored, while other parts are not.
package struct ShardIsDone: Error {
  package let sweep: String
  package let missing: Int
}

extension Run {
  /// Computes the results of all cells, in the order of the cells.
  ///
  /// Cells whose result is stored, computed by the same code of the modules that declare them, are not computed again.
  /// The others run on `jobs` threads, or as a job array of a cluster; each is stored as soon as it is finished, so
  /// that a killed run loses only the cells in flight, and of a `StagedCell` only the last seconds. Results do not
  /// depend on the number of threads or on the machines.
  ///
  /// - Parameters:
  ///   - name: the name of the sweep, which no other sweep of the figure has.
  ///   - cells: the cells.
  ///   - cost: about how long a cell takes, in any unit: the longest begin, so that no thread waits in the end for
  ///     the last. Where cells with the same inputs have been computed before, their times are used instead.
  public func sweep<C: Cell>(
    _ name: String, over cells: [C], cost: (C) -> Double = { _ in 1 }
  ) throws -> [C.Result] {
    try sweep(name, over: cells, replicas: 1, cost: cost).map { $0[0] }
  }

  /// Computes every cell in several replicas, which differ in their random streams only; the results of a cell stand
  /// together, one per replica.
  ///
  /// Equal cells are computed once.
  ///
  /// - Parameters:
  ///   - name: the name of the sweep, which no other sweep of the figure has.
  ///   - cells: the cells.
  ///   - replicas: how many results each cell has.
  ///   - cost: about how long a cell takes, in any unit; see ``sweep(_:over:cost:)``.
  /// - Precondition: there is at least one replica.
  public func sweep<C: Cell>(
    _ name: String, over cells: [C], replicas: Int, cost: (C) -> Double = { _ in 1 }
  ) throws -> [[C.Result]] {
    require(replicas > 0, "A sweep needs at least one replica.")
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
    var results = try storedResults(of: distinct.map { keys[$0].digest })
    for place in distinct where !given.isEmpty {
      let key = keys[place]
      if let result = given[.init(sweep: name, inputs: key.inputs, replica: key.replica)] {
        results[key.digest] = result
      }
    }
    let missing = distinct.filter { results[keys[$0].digest] == nil }
    let mine = missing.filter { place in assigned?.contains(keys[place].digest) ?? shard.contains(place) }
    cellsReused += distinct.count - missing.count
    progress.begin(
      name, cells: distinct.count, stored: distinct.count - missing.count,
      stages: mine.reduce(0) { $0 + ((tasks[$1].0 as? any StagedCell)?.stages ?? 0) })
    if !mine.isEmpty {
      let order = try longestFirst(mine.map { (keys[$0].inputs, cost(tasks[$0].0)) }, in: name)
      let computed = try executor.compute(order.map { tasks[mine[$0]] }, of: name, in: self)
      results.merge(computed) { stored, _ in stored }
    }
    progress.end()
    let absent = distinct.count { results[keys[$0].digest] == nil }
    // A task of a job array has done its part, even where that was all that was missing.
    let isPart = assigned.map { assigned in distinct.contains { assigned.contains(keys[$0].digest) } } ?? false
    guard absent == 0, !isPart else { throw ShardIsDone(sweep: name, missing: absent) }
    usedKeys += distinct.map { keys[$0].digest }
    // Fresh results are read back like stored ones, so that a resumed run cannot differ.
    let all = try tasks.map { cell, key in try Self.read(results[key.digest] ?? "", of: cell, key.inputs, in: name) }
    return cells.indices.map { Array(all[$0 * replicas..<($0 + 1) * replicas]) }
  }

  /// The places of cells, those that take the longest first, and of equal ones the first.
  ///
  /// - Parameter cells: the inputs of each, and about how long it takes, in any unit.
  private func longestFirst(_ cells: [(inputs: String, cost: Double)], in sweep: String) throws -> [Int] {
    let known = try store.seconds(ofCellsIn: sweep, of: figure, inputs: Set(cells.map(\.inputs))).byInputs
    let isKnown = cells.allSatisfy { known[$0.inputs] != nil }
    let costs = cells.map { isKnown ? known[$0.inputs] ?? 0 : $0.cost }
    return cells.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
  }

  /// The results of those cells that are in the store, or in one of those that a task of a job array reads besides.
  private func storedResults(of keys: [String]) throws -> [String: String] {
    var results = try store.results(ofCells: keys)
    for source in sources where results.count < keys.count {
      results.merge(try source.results(ofCells: keys.filter { results[$0] == nil })) { one, _ in one }
    }
    return results
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
}
