import Digest
import Foundation
import GRDB

/// What a walk along the hash chain of a store found.
public struct ChainReport: Sendable, Hashable {
  /// How many records are in the chain.
  public let records: Int
  /// The last link: it changes with every record, and is quoted outside of the store so that a cut tail shows.
  public let head: String
  /// What does not fit, as sentences; empty for an honest store.
  public let faults: [String]
}

/// The hash chain: each link is the digest of the link before it and of one record, so that a record cannot be edited
/// without breaking every later link.
enum Ledger {
  /// The link before the first.
  static let beginning = sha256("mesoscale")

  /// Adds a row to a chained table and its link to the chain; returns the row's number.
  static func append(
    _ row: KeyValuePairs<String, (any DatabaseValueConvertible)?>, to table: String, _ db: Database
  ) throws -> Int64 {
    let columns = row.map { #""\#($0.key)""# }.joined(separator: ", ")
    let places = Array(repeating: "?", count: row.count).joined(separator: ", ")
    try db.execute(
      sql: "INSERT INTO \(table) (\(columns)) VALUES (\(places))", arguments: StatementArguments(row.map(\.value)))
    let id = db.lastInsertedRowID
    // What is chained is what the store holds, not what was meant.
    guard let digest = try digest(of: id, in: table, db) else {
      throw StoreError("The store lost a record of \(table).")
    }
    let link = sha256(fields: [try head(db), table, String(id), digest])
    try db.execute(
      sql: "INSERT INTO ledger (record_table, record, record_sha256, sha256) VALUES (?, ?, ?, ?)",
      arguments: [table, id, digest, link])
    return id
  }

  /// The last link of the chain.
  static func head(_ db: Database) throws -> String {
    try String.fetchOne(db, sql: "SELECT sha256 FROM ledger ORDER BY id DESC LIMIT 1") ?? beginning
  }

  /// The digest of a row as it is stored; nil if there is none.
  static func digest(of id: Int64, in table: String, _ db: Database) throws -> String? {
    let row = try Row.fetchOne(db, sql: "SELECT * FROM \(table) WHERE id = ?", arguments: [id])
    return row.map { sha256(fields: $0.flatMap { [$0, text(of: $1)] }) }
  }

  /// The digest of the points of a series, in order.
  static func pointsDigest(of series: Int64, _ db: Database) throws -> String {
    let rows = try Row.fetchAll(
      db, sql: #"SELECT place, "column", value FROM points WHERE series = ? ORDER BY place, "column""#,
      arguments: [series])
    return sha256(fields: rows.flatMap { row in row.map { text(of: $1) } })
  }

  /// Walks the whole chain and says what does not fit.
  static func verify(_ db: Database) throws -> ChainReport {
    var faults: [String] = []
    var link = beginning
    var counts: [String: Int] = [:]
    let entries = try Row.fetchAll(db, sql: "SELECT * FROM ledger ORDER BY id")
    for entry in entries {
      let table: String = entry["record_table"]
      let record: Int64 = entry["record"]
      let digest: String = entry["record_sha256"]
      counts[table, default: 0] += 1
      link = sha256(fields: [link, table, String(record), digest])
      if link != entry["sha256"] {
        faults.append("Link \(entry["id"] as Int64) of the chain does not follow from the last.")
      }
      link = entry["sha256"]
      let stored = Schema.chained.contains(table) ? try self.digest(of: record, in: table, db) : nil
      if stored != digest { faults.append("Record \(record) of \(table) was changed or removed.") }
    }
    for series in try Row.fetchAll(db, sql: "SELECT id, points_sha256 FROM series") {
      let id: Int64 = series["id"]
      let isIntact = try pointsDigest(of: id, db) == series["points_sha256"]
      if !isIntact { faults.append("Points of series \(id) were changed.") }
    }
    let orphans = "SELECT count(*) FROM points WHERE series NOT IN (SELECT id FROM series)"
    if try Int.fetchOne(db, sql: orphans) != 0 { faults.append("There are points of no series.") }
    for table in Schema.chained {
      let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
      if rows != counts[table, default: 0] {
        faults.append("\(table) has \(rows) records, and the chain knows of \(counts[table, default: 0]).")
      }
    }
    return ChainReport(records: entries.count, head: link, faults: faults)
  }

  /// A stored value with its type, so that 1, 1.0 and "1" are three values; doubles by their bits.
  private static func text(of value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "null"
    case .int64(let number): "integer \(number)"
    case .double(let number): "real \(String(number.bitPattern, radix: 16))"
    case .string(let text): "text \(text)"
    case .blob(let data): "blob \(sha256(data))"
    }
  }
}
