import Digest
import Foundation
import GRDB

/// The hash chain: each link is the digest of the link before it and of one record, so that a record cannot be edited
/// without breaking every later link.
enum Ledger {
  /// The link before the first.
  static let beginning = sha256("mesoscale")

  /// Adds a row to a chained table and its link to the chain; returns the row's number.
  static func append(
    _ row: KeyValuePairs<String, (any DatabaseValueConvertible)?>, to table: String, _ db: Database
  ) throws -> Int64 {
    try append(row.map { ($0.key, $0.value) }, to: table, db)
  }

  /// Adds a row to a chained table and its link to the chain; returns the row's number.
  static func append(
    _ row: [(String, (any DatabaseValueConvertible)?)], to table: String, _ db: Database
  ) throws -> Int64 {
    let columns = row.map { #""\#($0.0)""# }.joined(separator: ", ")
    let places = Array(repeating: "?", count: row.count).joined(separator: ", ")
    try db.cachedStatement(sql: "INSERT INTO \(table) (\(columns)) VALUES (\(places))")
      .execute(arguments: StatementArguments(row.map(\.1)))
    let id = db.lastInsertedRowID
    // What is chained is what the store holds, not what was meant.
    guard let stored = try Self.row(of: id, in: table, db) else {
      throw StoreError("The store lost a record of \(table).")
    }
    let digest = stored.digest
    try db.cachedStatement(sql: "INSERT INTO ledger (record_table, record, record_sha256, sha256) VALUES (?, ?, ?, ?)")
      .execute(arguments: [table, id, digest, link(after: try head(db), table, id, digest)])
    return id
  }

  /// The link that follows when a record is added.
  static func link(after link: String, _ table: String, _ record: Int64, _ digest: String) -> String {
    sha256(fields: [link, table, String(record), digest])
  }

  /// The last link of the chain.
  static func head(_ db: Database) throws -> String {
    try String.fetchOne(db.cachedStatement(sql: "SELECT sha256 FROM ledger ORDER BY id DESC LIMIT 1")) ?? beginning
  }

  /// The link of the first run, which no other store has, as it seals when and in what process that was; nil as long as
  /// there is no run.
  static func identity(_ db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT sha256 FROM ledger WHERE record_table = 'runs' AND record = 1")
  }

  /// Whether a link is in the chain, or comes before its first.
  static func has(_ link: String, _ db: Database) throws -> Bool {
    try link == beginning
      || Int.fetchOne(db, sql: "SELECT 1 FROM ledger WHERE sha256 = ? LIMIT 1", arguments: [link]) != nil
  }

  /// A row as it is stored, whether it is sealed or not; nil if there is none.
  static func row(of id: Int64, in table: String, _ db: Database) throws -> StoredRow? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM \(table) WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [id]).map { StoredRow($0, of: table) }
  }

  /// The points of a series, in order: place, column and value of each.
  static func points(of series: Int64, _ db: Database) throws -> [[DatabaseValue]] {
    let statement = try db.cachedStatement(
      sql: #"SELECT place, "column", value FROM points WHERE series = ? ORDER BY place, "column""#)
    return try Row.fetchAll(statement, arguments: [series]).map { Array($0.databaseValues) }
  }

  /// The digest of the points of a series.
  static func digest(ofPoints points: [[DatabaseValue]]) -> String {
    sha256(fields: points.flatMap { $0.map(StoredRow.text) })
  }
}
