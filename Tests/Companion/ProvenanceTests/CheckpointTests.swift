import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

@Suite struct CheckpointTests {
  private func checkpoint(_ key: String, _ stages: Int, bytes: Int = 8) -> Checkpoint {
    Checkpoint(
      key: key, stages: stages, seconds: 0.5,
      state: Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ stages) }))
  }

  private func keys(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: "SELECT key FROM checkpoints ORDER BY key") }
  }

  /// The next checkpoint replaces the last, and the finished cell removes it; the ledger knows of none.
  @Test func aCheckpointLastsUntilItsCellIsRecorded() throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    let head = try store.chainHead()
    for stages in 1...3 {
      try store.keep(checkpoint("c", stages), of: run)
      #expect(try store.checkpoint(ofCell: "c") == checkpoint("c", stages))
    }
    try store.keep(checkpoint("d", 1), of: run)
    #expect(try keys(scratch.store) == ["c", "d"] && store.chainHead() == head)
    try store.record([cell("c")], of: run, figure: "example")
    #expect(try store.checkpoint(ofCell: "c") == nil)
    #expect(try keys(scratch.store) == ["d"])
    // A slower process of the same cell leaves nothing behind.
    try store.keep(checkpoint("c", 4), of: run)
    #expect(try keys(scratch.store) == ["d"])
    #expect(try store.verifyChain().faults.isEmpty)
  }

  /// A cell that cannot be recorded keeps its checkpoint: both happen or neither.
  @Test func aCellThatIsNotRecordedKeepsItsCheckpoint() throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    try store.keep(checkpoint("c", 1), of: run)
    #expect(throws: StoreError.self) { try store.record([cell("c")], of: 99, figure: "example") }
    #expect(try store.checkpoint(ofCell: "c") == checkpoint("c", 1))
  }

  @Test(arguments: ["state = x'00'", "stages = 2", "sha256 = ''"])
  func damageIsFound(change: String) throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    try store.keep(checkpoint("c", 1), of: run)
    try DatabaseQueue(path: scratch.store).write { try $0.execute(sql: "UPDATE checkpoints SET " + change) }
    #expect(throws: StoreError.self) { try store.checkpoint(ofCell: "c") }
  }

  /// A run that begins removes what has been left for 30 days, and nothing younger.
  @Test func oldCheckpointsGo() throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    let ages = ["now": 0.0, "young": 29.9, "old": 30.1]
    for (key, days) in ages {
      try store.keep(checkpoint(key, 1), of: run)
      let written = Date.now.addingTimeInterval(-days * 24 * 3600)
        .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
      try DatabaseQueue(path: scratch.store).write { db in
        try db.execute(sql: "UPDATE checkpoints SET written = ? WHERE key = ?", arguments: [written, key])
      }
    }
    _ = try store.begin(exampleRun, in: Surroundings())
    #expect(try keys(scratch.store) == ["now", "young"])
  }

  /// A replaced checkpoint leaves its pages to the next: 100 of 1 MB need the room of a few.
  @Test func theFileDoesNotGrow() throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    for stages in 1...100 { try store.keep(checkpoint("c", stages, bytes: 1 << 20), of: run) }
    let log = try FileManager.default.attributesOfItem(atPath: scratch.store + "-wal")[.size] as? Int
    try DatabaseQueue(path: scratch.store).writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let size = try FileManager.default.attributesOfItem(atPath: scratch.store)[.size] as? Int
    #expect((1 << 20..<4 << 20).contains(size ?? 0), "\(size ?? 0) bytes")
    #expect((log ?? .max) < 16 << 20, "\(log ?? 0) bytes")
  }

  /// A store of version 1, as that version made it: it holds what it held, and takes cells and checkpoints.
  @Test func aStoreOfVersion1IsBroughtUpToDate() throws {
    let scratch = try Scratch()
    let text = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "version-1.sql"),
      encoding: .utf8)
    try DatabaseQueue(path: scratch.store).writeWithoutTransaction { try $0.execute(sql: text) }
    let raw = try DatabaseQueue(path: scratch.store)
    let head = try raw.read { try String.fetchOne($0, sql: "SELECT sha256 FROM ledger ORDER BY id DESC LIMIT 1") }
    #expect(try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
    #expect(try raw.read { try !$0.tableExists("checkpoints") })

    let store = try Store(at: scratch.store)
    #expect(try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 5)
    #expect(try store.chainHead() == head && store.verifyChain().faults.isEmpty)
    #expect(try store.results(ofCells: ["a", "b"]) == ["a": "2", "b": "2"])
    #expect(try store.series(of: 1).first?.rows == [[1, 0.1], [2, 0.2]])
    try store.keep(checkpoint("c", 1), of: 1)
    try store.record([cell("c")], of: 1, figure: "example")
    #expect(try Store(at: scratch.store).results(ofCells: ["c"]) == ["c": "2"])
    #expect(try keys(scratch.store) == [] && store.verifyChain().faults.isEmpty)
    #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: "DELETE FROM cells") } }
  }
}
