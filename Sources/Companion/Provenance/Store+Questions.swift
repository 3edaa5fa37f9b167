import Digest
import Foundation
import GRDB

/// A sweep of a run, with the modules that declare its cells.
public struct StoredSweep: Sendable, Hashable {
  /// The name of the sweep.
  public let name: String
  /// The digests of the modules by their names.
  public let modules: [String: String]
}

/// How many cells of one sweep a run computed.
public struct CellCount: Sendable, Hashable {
  /// The figure and the sweep.
  public let figure: String, sweep: String
  /// The run that computed the cells.
  public let run: Int64
  /// How many there are, and how many seconds they took together.
  public let cells: Int, seconds: Double
}

/// A file that a run wrote.
public struct StoredArtefact: Sendable, Hashable {
  /// The run that wrote it.
  public let run: Int64
  /// The file as it was written.
  public let file: FileRecord
}

extension Store {
  /// The sweeps of a run, in the order in which they began.
  public func sweeps(of run: Int64) throws -> [StoredSweep] {
    try read { db in
      var names: [String] = []
      var modules: [String: [String: String]] = [:]
      for row in try Seal.rows(of: "sweeps", ofRun: run, db) {
        let name = try row.text("name")
        if modules[name] == nil { names.append(name) }
        modules[name, default: [:]][try row.text("module")] = try row.digest("module_sha256")
      }
      return names.map { StoredSweep(name: $0, modules: modules[$0] ?? [:]) }
    }
  }

  /// How many cells are stored, by sweep and by the run that computed them. They are counted, and not compared with the
  /// ledger.
  ///
  /// - Parameters:
  ///   - figure: cells of this figure only; nil for all.
  ///   - end: cells only that were stored before this run ended; nil for all.
  public func cellCounts(of figure: String? = nil, beforeTheEndOf end: Int64? = nil) throws -> [CellCount] {
    try read { db in
      let last = try end.flatMap { try Self.lastCell(beforeTheEndOf: $0, db) } ?? Int64.max
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT figure, sweep, run, count(*) AS cells, total(seconds) AS seconds FROM cells
          WHERE id <= :last \(figure == nil ? "" : "AND figure = :figure") GROUP BY figure, sweep, run
          """, arguments: figure.map { ["last": last, "figure": $0] } ?? ["last": last]
      ).map { StoredRow($0, of: "cells") }
      return try rows.map {
        CellCount(
          figure: try $0.text("figure"), sweep: try $0.text("sweep"), run: Int64(try $0.whole("run")),
          cells: try $0.whole("cells"), seconds: try $0.seconds("seconds"))
      }
    }
  }

  /// The last cell that was stored before a run ended; nil where the run has not ended.
  private static func lastCell(beforeTheEndOf run: Int64, _ db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT record FROM ledger WHERE record_table = 'cells' AND id < (
          SELECT ledger.id FROM endings JOIN ledger ON record_table = 'endings' AND record = endings.id
          WHERE endings.run = ?) ORDER BY ledger.id DESC LIMIT 1
        """, arguments: [run])
  }

  /// The cells of a sweep that were stored when a run ended, with this seed and by the modules that the run recorded:
  /// those which the run used, and those which another run with other parameters computed by the same code.
  ///
  /// A cell is found by its figure, its sweep and the run that computed it, of which seed and modules are compared.
  public func cells(ofSweep sweep: String, usedBy run: StoredRun) throws -> [CellRecord] {
    let modules = try sweeps(of: run.id).first { $0.name == sweep }?.modules ?? [:]
    let runs = try read { db in
      try Int64.fetchAll(
        db, sql: "SELECT DISTINCT run FROM cells WHERE figure = ? AND sweep = ?", arguments: [run.figure, sweep])
    }
    let same = try runs.filter { id in
      guard let other = try self.run(id), other.seed == run.seed else { return false }
      return try sweeps(of: id).first { $0.name == sweep }?.modules == modules
    }
    return try read { db in
      let last = try Self.lastCell(beforeTheEndOf: run.id, db) ?? Int64.max
      return try same.flatMap { id in
        try Seal.rows(
          of: "cells", where: "figure = ? AND sweep = ? AND run = ? AND id <= ?", [run.figure, sweep, id, last], db
        ).map(CellRecord.init)
      }
    }
  }

  /// How long cells took: those of a sweep with these inputs, the newest of each, and on average all that are stored;
  /// nil where none is. They are not compared with the ledger: nothing but the division of work rests on them.
  package func seconds(
    ofCellsIn sweep: String, of figure: String, inputs: Set<String>
  ) throws -> (byInputs: [String: Double], mean: Double?) {
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT inputs, seconds FROM cells WHERE figure = ? AND sweep = ? ORDER BY id",
        arguments: [figure, sweep])
      var (byInputs, sum, count) = ([String: Double](), 0.0, 0)
      while let row = try rows.next() {
        guard let text = String.fromDatabaseValue(row.databaseValues.first ?? .null),
          let seconds = Double.fromDatabaseValue(row.databaseValues.last ?? .null), (0...1e10).contains(seconds)
        else { continue }
        (sum, count) = (sum + seconds, count + 1)
        if inputs.contains(text) { byInputs[text] = seconds }
      }
      return (byInputs, count > 0 ? sum / Double(count) : nil)
    }
  }

  /// The inputs of one cell of a sweep, as JSON; nil where none is stored.
  public func exampleInputs(ofSweep sweep: String, of figure: String, run: Int64) throws -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT inputs FROM cells WHERE figure = ? AND sweep = ? AND run = ? LIMIT 1",
        arguments: [figure, sweep, run])
    }
  }

  /// The numbers of the latest finished run of each figure at each quality, the latest first.
  public func latestFinishedRuns() throws -> [Int64] {
    try read { db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM (
            SELECT runs.id, started, row_number() OVER (
              PARTITION BY figure, quality ORDER BY started DESC, runs.id DESC) AS place
            FROM runs JOIN endings ON endings.run = runs.id AND endings.state = 'finished')
          WHERE place = 1 ORDER BY started DESC, id DESC
          """)
    }
  }

  /// The files with this SHA-256 that runs wrote, the latest first.
  public func artefacts(withDigest digest: String, limit: Int = 100) throws -> [StoredArtefact] {
    try read { db in
      try Int64.fetchAll(
        db, sql: "SELECT id FROM artefacts WHERE sha256 = ? ORDER BY id DESC LIMIT ?", arguments: [digest, limit]
      ).map { id in
        let row = try Seal.row(id, of: "artefacts", db)
        return StoredArtefact(
          run: Int64(try row.whole("run")),
          file: FileRecord(
            path: try row.text("path"), sha256: try row.digest("sha256"), bytes: try row.whole("bytes")))
      }
    }
  }

  /// The latest identities of runs, for completing a command line.
  public func latestIdentities(limit: Int = 50) throws -> [String] {
    try read { db in
      try String.fetchAll(db, sql: "SELECT identity FROM identities ORDER BY id DESC LIMIT ?", arguments: [limit])
    }
  }

  /// Copies the whole store into a new file, also while it is being written.
  public func copy(to path: String) throws {
    try read { db in
      let copy = try DatabaseQueue(path: path)
      try copy.inDatabase { try db.backup(to: $0) }
      try copy.close()
    }
  }
}
