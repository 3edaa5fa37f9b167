import Foundation
import GRDB

extension Store {
  /// The results of stored cells by their keys; keys that are not stored are left out.
  ///
  /// - Throws: ``StoreError`` where a cell was changed after it was written: it is neither used nor computed again. Nor
  ///   is one that was removed. (A cell whose key was changed is found by none, and its result used by none; `mesoscale
  ///   fsck` finds it.)
  public func results(ofCells keys: [String]) throws -> [String: String] {
    try read { db in
      var results: [String: String] = [:]
      for key in keys {
        guard let row = try Seal.rows(of: "cells", where: "key = ?", [key], db).first else { continue }
        results[key] = try CellRecord(row).result
      }
      if results.count < Set(keys).count { try Seal.checkNumber(of: "cells", db) }
      return results
    }
  }

  /// The numbers of a run, in the order in which they were recorded.
  public func numbers(of run: Int64) throws -> [NumberRecord] {
    try read { db in try Seal.rows(of: "numbers", ofRun: run, db).map(NumberRecord.init) }
  }

  /// The series of a run, in the order in which they were recorded.
  public func series(of run: Int64) throws -> [SeriesRecord] {
    try read { db in try Seal.rows(of: "series", ofRun: run, db).map { try SeriesRecord($0, db) } }
  }

  /// The files that a run wrote.
  public func artefacts(of run: Int64) throws -> [FileRecord] {
    try read { db in try Seal.rows(of: "artefacts", ofRun: run, db).map { try FileRecord($0, named: "path") } }
  }

  /// The data sets that a run read.
  public func inputs(of run: Int64) throws -> [FileRecord] {
    try read { db in try Seal.rows(of: "inputs", ofRun: run, db).map { try FileRecord($0, named: "name") } }
  }

  /// How well the errors of a run are known: the degrees of freedom by the name of a number or `series.column`, of
  /// those for which there are not infinitely many.
  public func degreesOfFreedom(of run: Int64) throws -> [String: Double] {
    try read { db in
      let rows = try Seal.rows(of: "degrees", ofRun: run, db).map {
        (try $0.text("quantity"), try $0.number("degrees_of_freedom", in: 0...(.greatestFiniteMagnitude)))
      }
      return Dictionary(rows) { first, _ in first }
    }
  }

  /// Of which job array a run is a task; nil where it is none.
  public func task(of run: Int64) throws -> TaskRecord? {
    try read { db in try Seal.row(of: "tasks", ofRun: run, db).map(TaskRecord.init) }
  }

  /// Of which kinds the cells of a run are, sweep by sweep.
  public func kinds(of run: Int64) throws -> [KindRecord] {
    try read { db in try Seal.rows(of: "kinds", ofRun: run, db).map(KindRecord.init) }
  }

  /// The digests of all modules of the program with this digest of its code; nil where they were not written down.
  public func modules(ofProgram code: String) throws -> [String: String]? {
    try read { db in
      try Seal.rows(of: "programs", where: "code_sha256 = ?", [code], db).first.map(Self.modules)
    }
  }

  /// What came of computing a published figure again, the latest first.
  public func verdicts(on figure: String, limit: Int = 100) throws -> [VerdictRecord] {
    try read { db in
      try Seal.checkNumber(of: "verdicts", db)
      return try Seal.rows(
        of: "verdicts",
        where: "id IN (SELECT id FROM verdicts WHERE figure = ? ORDER BY id DESC LIMIT ?)", [figure, limit], db
      ).reversed().map(VerdictRecord.init)
    }
  }

  /// The digests of modules in a row.
  static func modules(in row: StoredRow) throws -> [String: String] {
    guard let modules = try? JSONDecoder().decode([String: String].self, from: Data(row.text("modules").utf8)) else {
      throw row.fault("has no digests of modules")
    }
    return modules
  }

  /// What was changed and not committed when a run was made; nil where nothing was, or it is not known.
  public func diff(of run: Int64) throws -> String? {
    try read { db in
      guard let row = try Seal.rows(of: "runs", where: "id = ?", [run], db).first else { return nil }
      let digest = try row.text("git_diff_sha256")
      if digest.isEmpty { return nil }
      guard let diff = try Seal.rows(of: "diffs", where: "sha256 = ?", [digest], db).first else {
        throw row.fault("names changes to the sources that are not in the store")
      }
      return try diff.text("text")
    }
  }
}

extension CellRecord {
  /// The cell in a row.
  init(_ row: StoredRow) throws {
    self.init(
      key: try row.text("key"), sweep: try row.text("sweep"), inputs: try row.text("inputs"),
      replica: try row.whole("replica"), result: try row.text("result"), seconds: try row.seconds("seconds"))
  }
}

extension KindRecord {
  /// The kind in a row.
  init(_ row: StoredRow) throws {
    self.init(
      sweep: try row.text("sweep"), type: try row.text("type"), isStaged: try row.whole("staged", in: 0...1) == 1)
  }
}

extension TaskRecord {
  /// The task in a row.
  init(_ row: StoredRow) throws {
    self.init(
      scheduler: try row.text("scheduler"), job: try row.text("job"), task: try row.whole("task"),
      array: try row.text("array"))
  }
}

extension VerdictRecord {
  /// The verdict in a row.
  init(_ row: StoredRow) throws {
    self.init(
      figure: try row.text("figure"), published: try row.text("published"), data: try row.digest("data_sha256"),
      seed: try row.whole("seed", in: .min ... .max), scope: try row.word("scope", Scope.self),
      code: try row.text("code_sha256"), commit: try row.text("git_commit"), cpu: try row.text("cpu"),
      holds: try row.whole("holds", in: 0...1) == 1, quantities: try row.whole("quantities"),
      worst: try row.text("worst"))
    written = try row.text("written")
  }
}

extension NumberRecord {
  /// The number in a row.
  init(_ row: StoredRow) throws {
    self.init(
      name: try row.text("name"), value: try row.number("value"),
      standardError: try row.number("standard_error", in: 0...Double.greatestFiniteMagnitude),
      unit: try row.text("unit"))
  }
}

extension FileRecord {
  /// The file in a row.
  init(_ row: StoredRow, named column: String) throws {
    self.init(path: try row.text(column), sha256: try row.digest("sha256"), bytes: try row.whole("bytes"))
  }
}

extension SeriesRecord {
  /// The series in a row, with its points, which are compared with their digest.
  init(_ row: StoredRow, _ db: Database) throws {
    let name = try row.text("name")
    guard let columns = try? JSONDecoder().decode([String].self, from: Data(row.text("columns").utf8)) else {
      throw row.fault("has no list of names as its columns")
    }
    guard Set(columns).count == columns.count else { throw row.fault("has two columns of one name") }
    let count = try row.whole("rows", in: 0...(1 << 31))
    let points = try Ledger.points(of: row.id, db)
    guard try row.text("points_sha256") == Ledger.digest(ofPoints: points) else {
      throw row.fault("has points that were changed after it was written")
    }
    guard points.count == count * columns.count, !columns.isEmpty || count == 0 else {
      throw row.fault("has \(points.count) points in \(count) rows of \(columns.count) columns")
    }
    let place = Dictionary(zip(columns, 0...)) { first, _ in first }
    // Points have different places and columns: as many as there is room for fill it.
    var rows = Array(repeating: Array(repeating: 0.0, count: columns.count), count: count)
    for point in points {
      guard case .int64(let row) = point[0].storage, case .string(let name) = point[1].storage,
        case .double(let value) = point[2].storage, value.isFinite, rows.indices.contains(Int(row)),
        let column = place[name]
      else { throw row.fault("has a point out of place") }
      rows[Int(row)][column] = value
    }
    self.init(name: name, columns: columns, rows: rows)
  }
}
