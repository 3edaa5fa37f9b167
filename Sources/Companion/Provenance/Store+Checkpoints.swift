import Digest
import Foundation
import GRDB

/// How far a cell is that is computed in stages. It is no record but scratch: the next checkpoint of the cell replaces
/// it, and the finished cell removes it.
public struct Checkpoint: Sendable, Hashable {
  /// The key under which the finished cell will be recorded.
  public var key: String
  /// How many stages are behind it.
  public var stages: Int
  /// How long they took.
  public var seconds: Double
  /// All that the next stage needs, encoded.
  public var state: Data

  /// A checkpoint.
  public init(key: String, stages: Int, seconds: Double, state: Data) {
    self.key = key
    self.stages = stages
    self.seconds = seconds
    self.state = state
  }

  /// What is stored beside the checkpoint, so that damage shows.
  fileprivate var digest: String { sha256(fields: [key, String(stages), sha256(state)]) }
}

extension Store {
  /// Keeps a checkpoint in place of the cell's former one; it is left out if the cell is finished, by another process.
  public func keep(_ checkpoint: Checkpoint, of run: Int64) throws {
    try write { db in try Self.keep(checkpoint, of: run, db) }
  }

  static func keep(_ checkpoint: Checkpoint, of run: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO checkpoints (key, run, stages, seconds, state, sha256, written)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM cells WHERE key = ?1)
        """,
      arguments: [
        checkpoint.key, run, checkpoint.stages, checkpoint.seconds, checkpoint.state, checkpoint.digest, now,
      ])
  }

  /// The checkpoint of a cell, nil if there is none.
  ///
  /// - Throws: ``StoreError`` where it is damaged.
  public func checkpoint(ofCell key: String) throws -> Checkpoint? {
    let row = try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM checkpoints WHERE key = ?", arguments: [key])
        .map { StoredRow($0, of: "checkpoints") }
    }
    guard let row else { return nil }
    do {
      let checkpoint = Checkpoint(
        key: key, stages: try row.whole("stages"), seconds: try row.seconds("seconds"), state: try row.data("state"))
      guard try checkpoint.digest == row.digest("sha256") else { throw row.fault("was changed") }
      return checkpoint
    } catch is StoreFault {
      throw StoreError("It is damaged.")
    }
  }

  /// Removes the checkpoint of a cell, which is finished.
  static func removeCheckpoint(ofCell key: String, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM checkpoints WHERE key = ?", arguments: [key])
  }

  /// Removes checkpoints for which no run has come back in 30 days: most are of code that has changed since. Younger
  /// ones may belong to a run at work.
  static func removeOldCheckpoints(_ db: Database) throws {
    let oldest = Date.now.addingTimeInterval(-30 * 24 * 3600)
    try db.execute(sql: "DELETE FROM checkpoints WHERE written < ?", arguments: [text(of: oldest)])
  }
}
