import Foundation
import GRDB

/// How rows are read for use: each is compared with its digest in the ledger, and its entry in the ledger with the one before.
///
/// This finds every edit of what is read, unless the chain was computed anew behind it: such a chain lacks the links that
/// published documents quote (``Anchor``).
enum Seal {
  /// The rows of a table that fulfil a condition, in the order in which they were written.
  ///
  /// - Throws: ``StoreFault`` where one differs from what was written.
  static func rows(
    of table: String, where condition: String, _ arguments: StatementArguments, _ db: Database
  ) throws -> [StoredRow] {
    let statement = try db.cachedStatement(sql: "SELECT * FROM \(table) WHERE \(condition) ORDER BY id")
    let rows = try Row.fetchAll(statement, arguments: arguments).map { StoredRow($0, of: table) }
    for row in rows { try check(row, db) }
    return rows
  }

  /// The row with this number.
  ///
  /// - Throws: ``StoreFault`` where there is none, or it differs from what was written.
  static func row(_ id: Int64, of table: String, _ db: Database) throws -> StoredRow {
    guard let row = try Ledger.row(of: id, in: table, db) else {
      throw StoreFault(record: id, of: table, "was removed")
    }
    try check(row, db)
    return row
  }

  /// The rows of a run in one table, in the order in which they were written, of which none is missing.
  ///
  /// What the ledger has between the beginning and the end of the run is looked at, too: it still knows of a row that was
  /// removed or ascribed to another run.
  static func rows(of table: String, ofRun run: Int64, _ db: Database) throws -> [StoredRow] {
    let rows = try rows(of: table, where: "run = ?", [run], db)
    let found = Set(rows.map(\.id))
    let begun = try entry(of: run, in: "runs", db)
    let ending = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM endings WHERE run = ? ORDER BY id LIMIT 1"), arguments: [run])
    let head = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM ledger")) ?? begun
    let last = try min(ending.map { try entry(of: $0, in: "endings", db) } ?? begun + reach, head)
    guard last >= begun else { return rows }
    let count = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT count(*) FROM ledger WHERE id BETWEEN ? AND ?"), arguments: [begun, last])
    guard count == last - begun + 1 else {
      throw StoreFault("the ledger", "lacks entries between \(begun) and \(last)")
    }
    let others = try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT record FROM ledger WHERE id BETWEEN ? AND ? AND record_table = ? ORDER BY id LIMIT \(reach)"),
      arguments: [begun, last, table])
    for other in others where !found.contains(other) {
      // Of another run that was at work meanwhile, or else it would have been found.
      guard try row(other, of: table, db).whole("run") != run else {
        throw StoreFault("the index of \(table)", "lacks record \(other)")
      }
    }
    return rows
  }

  /// How many entries of the ledger are looked at for a run that never ended.
  private static let reach: Int64 = 1000

  /// The only row of a run in one table; nil if there is none.
  static func row(of table: String, ofRun run: Int64, _ db: Database) throws -> StoredRow? {
    let rows = try rows(of: table, ofRun: run, db)
    if rows.count > 1 { throw rows[1].fault("is the second of run \(run), which can have only one") }
    return rows.first
  }

  /// Compares a row with the ledger.
  static func check(_ row: StoredRow, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        SELECT id, record_sha256, sha256,
          (SELECT previous.sha256 FROM ledger AS previous WHERE previous.id = ledger.id - 1) AS previous
        FROM ledger WHERE record_table = ? AND record = ? LIMIT 2
        """)
    let entries = try Row.fetchAll(statement, arguments: [row.table, row.id]).map { StoredRow($0, of: "ledger") }
    guard let entry = entries.first else { throw row.fault("is not in the ledger") }
    guard entries.count == 1 else { throw row.fault("is in the ledger twice") }
    let digest = try entry.text("record_sha256")
    guard row.digest == digest else { throw row.fault("was changed after it was written") }
    let previous = try entry.id == 1 ? Ledger.beginning : entry.text("previous")
    guard try Ledger.link(after: previous, row.table, row.id, digest) == entry.text("sha256") else {
      throw entry.fault("does not follow from the one before it")
    }
  }

  private static func entry(of record: Int64, in table: String, _ db: Database) throws -> Int64 {
    let statement = try db.cachedStatement(
      sql: "SELECT id FROM ledger WHERE record_table = ? AND record = ? ORDER BY id LIMIT 1")
    guard let entry = try Int64.fetchOne(statement, arguments: [table, record]) else {
      throw StoreFault(record: record, of: table, "is not in the ledger")
    }
    return entry
  }

  /// Looks, before one run is chosen among many, at the newest and their endings, and at how many there are: a run that was
  /// edited or removed must not be passed over as if it had never been. (`mesoscale fsck` looks at all.)
  ///
  /// - Parameter count: how many of the newest.
  static func checkNewestRuns(_ db: Database, count: Int64 = 1000) throws {
    for table in ["runs", "endings", "identities"] {
      let last = try checkNumber(of: table, db)
      _ = try rows(of: table, where: "id > ?", [last - count], db)
    }
  }

  /// Compares how many records a table has with how many entries of the ledger are about it; returns the number of the last.
  @discardableResult static func checkNumber(of table: String, _ db: Database) throws -> Int64 {
    let (rows, last) = try counts("SELECT count(*), max(id) FROM \(table)", [], db)
    let (entries, record) = try counts("SELECT count(*), max(record) FROM ledger WHERE record_table = ?", [table], db)
    guard rows == entries, last == record else {
      throw StoreFault("the table \(table)", "has \(rows) records, and the ledger knows of \(entries)")
    }
    return last
  }

  private static func counts(
    _ sql: String, _ arguments: StatementArguments, _ db: Database
  ) throws -> (count: Int64, last: Int64) {
    let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    let values = row.map { Array($0.databaseValues) } ?? []
    return (Int64.fromDatabaseValue(values.first ?? .null) ?? 0, Int64.fromDatabaseValue(values.last ?? .null) ?? 0)
  }
}
