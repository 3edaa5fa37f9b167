import Digest
import Foundation
import GRDB

extension Store {
  /// Writes down that a run starts; returns its number.
  public func begin(_ run: RunRecord, in facts: Surroundings) throws -> Int64 {
    let process = RunningProcess.current
    let sqlite = sqliteVersion
    return try write { db in
      try Self.removeOldCheckpoints(db)
      let diff = facts.gitDiff.isEmpty ? "" : sha256(facts.gitDiff)
      let isKnown = try Int.fetchOne(db, sql: "SELECT 1 FROM diffs WHERE sha256 = ?", arguments: [diff]) != nil
      if !diff.isEmpty, !isKnown {
        _ = try Ledger.append(["sha256": diff, "text": facts.gitDiff], to: "diffs", db)
      }
      let program = "SELECT 1 FROM programs WHERE code_sha256 = ?"
      if !run.modules.isEmpty, try Int.fetchOne(db, sql: program, arguments: [run.code]) == nil {
        _ = try Ledger.append(["code_sha256": run.code, "modules": Self.text(of: run.modules)], to: "programs", db)
      }
      return try Ledger.append(
        [
          "identity": run.identity, "figure": run.figure, "quality": run.quality.rawValue,
          "parameters": run.parameters, "parameters_sha256": sha256(run.parameters), "seed": run.seed,
          "shard": run.shard.description, "jobs": run.jobs, "code_sha256": run.code, "compiler": run.compiler,
          "build": facts.build, "git_commit": facts.gitCommit, "git_state": facts.gitState.rawValue,
          "git_diff_sha256": diff, "os": facts.os, "cpu": facts.cpu, "host": facts.host, "gnuplot": facts.gnuplot,
          "sqlite": sqlite, "process": process.number, "process_start": process.start, "boot": process.boot,
          "started": Self.now,
        ], to: "runs", db)
    }
  }

  /// Writes down of which job array a run is a task.
  public func record(_ task: TaskRecord, of run: Int64) throws {
    try write { db in
      _ = try Ledger.append(
        ["run": run, "scheduler": task.scheduler, "job": task.job, "task": task.task, "array": task.array],
        to: "tasks", db)
    }
  }

  /// Writes down finished cells, all or none, so that they survive a power cut.
  ///
  /// A cell that another process has finished meanwhile has the same result and is left alone. With a cell its
  /// checkpoint goes.
  public func record(_ cells: [CellRecord], of run: Int64, figure: String) throws {
    try write(isDurable: true) { db in
      for cell in cells {
        try Self.removeCheckpoint(ofCell: cell.key, db)
        guard try Int.fetchOne(db, sql: "SELECT 1 FROM cells WHERE key = ?", arguments: [cell.key]) == nil else {
          continue
        }
        _ = try Ledger.append(
          [
            "key": cell.key, "run": run, "figure": figure, "sweep": cell.sweep, "inputs": cell.inputs,
            "replica": cell.replica, "result": cell.result, "seconds": cell.seconds, "finished": Self.now,
          ], to: "cells", db)
      }
    }
  }

  /// Writes down by which modules the cells of a sweep are declared; once per run, however often a sweep goes on.
  public func record(sweep: String, modules: [String: String], of run: Int64) throws {
    try write { db in
      for (module, digest) in modules.sorted(by: { $0.key < $1.key }) {
        let known = "SELECT 1 FROM sweeps WHERE run = ? AND name = ? AND module = ?"
        if try Int.fetchOne(db, sql: known, arguments: [run, sweep, module]) == nil {
          _ = try Ledger.append(
            ["run": run, "name": sweep, "module": module, "module_sha256": digest], to: "sweeps", db)
        }
      }
    }
  }

  /// Writes down of which kind the cells of a sweep are; once per run, however often a sweep goes on.
  public func record(_ kind: KindRecord, of run: Int64) throws {
    try write { db in
      let known = "SELECT 1 FROM kinds WHERE run = ? AND sweep = ? AND type = ?"
      guard try Int.fetchOne(db, sql: known, arguments: [run, kind.sweep, kind.type]) == nil else { return }
      _ = try Ledger.append(
        ["run": run, "sweep": kind.sweep, "type": kind.type, "staged": kind.isStaged ? 1 : 0], to: "kinds", db)
    }
  }

  /// Writes down what came of computing a published figure again.
  public func record(_ verdict: VerdictRecord) throws {
    try write(isDurable: true) { db in
      _ = try Ledger.append(
        [
          "figure": verdict.figure, "published": verdict.published, "data_sha256": verdict.data, "seed": verdict.seed,
          "scope": verdict.scope.rawValue, "code_sha256": verdict.code, "git_commit": verdict.commit,
          "cpu": verdict.cpu, "holds": verdict.holds ? 1 : 0, "quantities": verdict.quantities,
          "worst": verdict.worst, "written": Self.now,
        ], to: "verdicts", db)
    }
  }

  /// Digests of modules as JSON with sorted keys.
  private static func text(of modules: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(modules), as: UTF8.self)
  }

  /// Writes down what determines the numbers of a run; see ``RunRecord/identity(using:)``.
  public func record(identity: String, of run: Int64) throws {
    try write { db in _ = try Ledger.append(["run": run, "identity": identity], to: "identities", db) }
  }

  /// Writes down what a run found: series, numbers, how well their errors are known, input data and written files.
  ///
  /// - Throws: ``StoreError`` where a value is not finite, before anything is written.
  public func record(
    series: [SeriesRecord] = [], numbers: [NumberRecord] = [], degreesOfFreedom: [String: Double] = [:],
    artefacts: [FileRecord] = [], inputs: [FileRecord] = [], of run: Int64
  ) throws {
    try Self.requireFinite(series, numbers)
    try write { db in
      for table in series { try Self.append(table, of: run, db) }
      for number in numbers {
        _ = try Ledger.append(
          [
            "run": run, "name": number.name, "value": number.value, "standard_error": number.standardError,
            "unit": number.unit,
          ], to: "numbers", db)
      }
      for (quantity, degrees) in degreesOfFreedom.sorted(by: { $0.key < $1.key }) where degrees.isFinite {
        _ = try Ledger.append(["run": run, "quantity": quantity, "degrees_of_freedom": degrees], to: "degrees", db)
      }
      for (files, table, name) in [(artefacts, "artefacts", "path"), (inputs, "inputs", "name")] {
        for file in files {
          _ = try Ledger.append(
            ["run": run, name: file.path, "sha256": file.sha256, "bytes": file.bytes], to: table, db)
        }
      }
    }
  }

  /// Writes down how a run ended.
  ///
  /// - Parameters:
  ///   - run: the number of the run.
  ///   - failure: why it failed; nil where it did not.
  ///   - isPartial: whether it was a shard that found other parts missing.
  ///   - cellsComputed: how many cells it computed.
  ///   - cellsReused: how many it found in the store.
  ///   - seconds: how long it took.
  public func end(
    _ run: Int64, failure: String? = nil, isPartial: Bool = false, cellsComputed: Int, cellsReused: Int, seconds: Double
  ) throws {
    try write(isDurable: true) { db in
      _ = try Ledger.append(
        [
          "run": run, "state": failure != nil ? "failed" : isPartial ? "partial" : "finished", "message": failure ?? "",
          "cells_computed": cellsComputed, "cells_reused": cellsReused, "seconds": seconds, "ended": Self.now,
        ], to: "endings", db)
    }
  }

  private static func append(_ table: SeriesRecord, of run: Int64, _ db: Database) throws {
    // The points stand before the record that seals them, under the number which that record will get.
    let id = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM series") ?? 1
    let statement = try db.makeStatement(
      sql: #"INSERT INTO points (series, place, "column", value) VALUES (?, ?, ?, ?)"#)
    try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
    for (place, row) in table.rows.enumerated() {
      for (column, value) in zip(table.columns, row) { try statement.execute(arguments: [id, place, column, value]) }
    }
    let columns = String(decoding: try JSONEncoder().encode(table.columns), as: UTF8.self)
    _ = try Ledger.append(
      [
        "id": id, "run": run, "name": table.name, "columns": columns, "rows": table.rows.count,
        "points_sha256": Ledger.digest(ofPoints: try Ledger.points(of: id, db)),
      ], to: "series", db)
  }

  /// Adds a series with its points as another store has them.
  static func append(_ row: StoredRow, _ points: [[DatabaseValue]], of run: Int64, _ db: Database) throws {
    let id = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM series") ?? 1
    try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
    let statement = try db.cachedStatement(
      sql: #"INSERT INTO points (series, place, "column", value) VALUES (?, ?, ?, ?)"#)
    for point in points { try statement.execute(arguments: [id, point[0], point[1], point[2]]) }
    _ = try Ledger.append([("id", id)] + row.fields(with: ["run": run]), to: "series", db)
  }

  /// SQLite stores what is not a number as NULL; nothing of the kind may get as far as that.
  private static func requireFinite(_ series: [SeriesRecord], _ numbers: [NumberRecord]) throws {
    for table in series {
      for (place, row) in table.rows.enumerated() {
        for (column, value) in zip(table.columns, row) where !value.isFinite {
          throw StoreError("Series '\(table.name)', row \(place + 1): \(column) is \(value), not a finite number.")
        }
      }
    }
    for number in numbers where !number.value.isFinite || !number.standardError.isFinite {
      throw StoreError("The number '\(number.name)' is \(number.value) ± \(number.standardError), which is not finite.")
    }
    for number in numbers where number.standardError < 0 {
      throw StoreError("The number '\(number.name)' has a negative standard error, \(number.standardError).")
    }
  }

  /// The time in UTC, as ISO 8601 with milliseconds.
  static var now: String { text(of: Date.now) }

  static func text(of date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }
}
