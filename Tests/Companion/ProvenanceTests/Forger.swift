import Digest
import Foundation
import GRDB

/// Somebody who knows how a store is made, and changes what stands in it.
struct Forger {
  let path: String

  static let tables = [
    "diffs", "runs", "endings", "cells", "series", "numbers", "artefacts", "inputs", "sweeps", "identities",
  ]

  /// Drops the triggers that protect the store, and does something with it.
  func forge(_ body: (Database) throws -> Void) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \"\(name)\"")
      }
      try body(db)
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }

  /// Drops the triggers and executes a statement.
  func forge(_ sql: String) throws { try forge { try $0.execute(sql: sql) } }

  /// Changes something and computes every digest and every link behind it anew, as one would who wants not to be found out.
  func forgeWell(_ sql: String) throws {
    try forge { db in
      try db.execute(sql: sql)
      try Self.computeChain(db)
    }
  }

  /// Computes the digests of points and records and the links of the chain from what stands in the tables.
  static func computeChain(_ db: Database) throws {
    for series in try Int64.fetchAll(db, sql: "SELECT id FROM series") {
      let points = try Row.fetchAll(
        db, sql: #"SELECT place, "column", value FROM points WHERE series = ? ORDER BY place, "column""#,
        arguments: [series])
      let digest = sha256(fields: points.flatMap { Array($0.databaseValues).map(text) })
      try db.execute(sql: "UPDATE series SET points_sha256 = ? WHERE id = ?", arguments: [digest, series])
    }
    var link = sha256("mesoscale")
    for entry in try Row.fetchAll(db, sql: "SELECT id, record_table, record FROM ledger ORDER BY id") {
      let (table, record): (String, Int64) = (entry["record_table"], entry["record"])
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM \(table) WHERE id = ?", arguments: [record]) else {
        try db.execute(sql: "DELETE FROM ledger WHERE id = ?", arguments: [entry["id"] as Int64])
        continue
      }
      let digest = sha256(fields: row.flatMap { [$0, text(of: $1)] })
      link = sha256(fields: [link, table, String(record), digest])
      try db.execute(
        sql: "UPDATE ledger SET record_sha256 = ?, sha256 = ? WHERE id = ?",
        arguments: [digest, link, entry["id"] as Int64])
    }
  }

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
