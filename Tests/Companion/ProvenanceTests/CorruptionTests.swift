import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

/// A small generator, so that every run of the tests sees the same damage.
private struct Chance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Two hundred copies of a small store, each damaged in its own way: whoever reads gets what was written, or a sentence; nobody
/// gets anything else, and nothing crashes.
@Suite struct CorruptionTests {
  private enum Damage: CaseIterable {
    case bytes, zeros, truncated, edited, exchanged, removed, ledger, tail, chain, garbage
  }

  private struct Original {
    let data: Data, reading: Reading, anchor: Anchor
  }

  private func original() throws -> Original {
    let scratch = try Scratch()
    let (reading, anchor): (Reading, Anchor)
    do {
      let (store, run) = try whole(scratch.store)
      for place in 0..<60 { try store.record([cell("more \(place)")], of: run, figure: "example") }
      let second = try store.begin(exampleRun, in: Surroundings())
      try store.record(
        series: [SeriesRecord(name: "long", columns: ["x"], rows: (0..<300).map { [Double($0)] })],
        numbers: (0..<20).map { NumberRecord(name: "n\($0)", value: Double($0), standardError: 1, unit: "") },
        of: second)
      try store.end(second, cellsComputed: 0, cellsReused: 2, seconds: 1)
      reading = try Reading(store)
      anchor = Anchor(source: "published", store: try store.identity(), link: try store.chainHead())
    }
    try DatabaseQueue(path: scratch.store).writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    return Original(data: try Data(contentsOf: URL(fileURLWithPath: scratch.store)), reading: reading, anchor: anchor)
  }

  /// Damages the file at a path; returns what was done, and whether the chain may have been computed anew.
  private func damage(_ path: String, _ kind: Damage, _ chance: inout Chance) throws -> String {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    func write() throws { try data.write(to: URL(fileURLWithPath: path)) }
    let forger = Forger(path: path)
    func sql(_ text: String) throws -> String {
      try forger.forge(text)
      return text
    }
    let table = Forger.tables.randomElement(using: &chance) ?? "cells"
    let columns = try DatabaseQueue(path: path).read { db in
      try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info('\(table)') WHERE type = 'TEXT'")
    }
    let column = columns.randomElement(using: &chance) ?? "run"
    switch kind {
    case .bytes:
      let count = Int.random(in: 1...200, using: &chance)
      for _ in 0..<count {
        data[Int.random(in: 0..<data.count, using: &chance)] = .random(in: 0...255, using: &chance)
      }
      try write()
      return "\(count) random bytes"
    case .zeros:
      let page = Int.random(in: 0..<data.count / 4096, using: &chance)
      data.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(count: 4096))
      try write()
      return "page \(page) is zero"
    case .truncated:
      let size = Int.random(in: 0..<data.count, using: &chance)
      data = data.prefix(size)
      try write()
      return "\(size) bytes are left"
    case .garbage:
      let start = Int.random(in: 0..<data.count - 600, using: &chance)
      data.replaceSubrange(start..<start + 600, with: (0..<600).map { _ in UInt8.random(in: 0...255, using: &chance) })
      try write()
      return "600 random bytes from \(start)"
    case .edited:
      return try sql(
        "UPDATE OR IGNORE \(table) SET \"\(column)\" = \"\(column)\" || 'x' WHERE id % \(Int.random(in: 1...3, using: &chance)) = 0"
      )
    case .exchanged:
      return try sql(
        "UPDATE \(table) SET id = -1 WHERE id = 1; UPDATE \(table) SET id = 1 WHERE id = 2; "
          + "UPDATE \(table) SET id = 2 WHERE id = -1")
    case .removed:
      return try sql("DELETE FROM \(table) WHERE id % \(Int.random(in: 1...3, using: &chance)) = 0")
    case .ledger:
      return try sql(
        "DELETE FROM ledger WHERE id % \(Int.random(in: 2...9, using: &chance)) = \(Int.random(in: 0...1, using: &chance))"
      )
    case .tail:
      let left = Int.random(in: 1...10, using: &chance)
      let rows = Forger.tables.map { name in
        "DELETE FROM \(name) WHERE id > (SELECT coalesce(max(record), 0) FROM ledger WHERE record_table = '\(name)');"
      }
      return try sql("DELETE FROM ledger WHERE id > (SELECT max(id) - \(left) FROM ledger); " + rows.joined())
    case .chain:
      let text = "UPDATE OR IGNORE \(table) SET \"\(column)\" = \"\(column)\" || '0'"
      try? forger.forgeWell(text)
      return text + ", and the chain was computed anew"
    }
  }

  /// What whoever checks anchors first (as `show`, `publish` and `fsck` do) reads from a store: nil for a sentence.
  private func read(_ path: String, _ anchor: Anchor) throws -> Reading? {
    do {
      let store = try Store(existingAt: path)
      try store.check(anchors: [anchor])
      let reading = try Reading(store)
      _ = (store.examine(anchors: [anchor]), try store.runs())
      return reading
    } catch is StoreError {
      return nil
    }
  }

  @Test func damagedCopiesAreReadRightlyOrNotAtAll() throws {
    let original = try original()
    let scratch = try Scratch()
    var chance = Chance(state: 16)
    var told = 0
    for number in 0..<200 {
      let kind = Damage.allCases[number % Damage.allCases.count]
      let path = scratch.folder.appending(path: "\(number).sqlite").path
      try original.data.write(to: URL(fileURLWithPath: path))
      let what = try damage(path, kind, &chance)
      let found = try read(path, original.anchor)
      if found == nil { told += 1 }
      guard let found else { continue }
      // The first run changed its identity only together with the store: then nothing in it is what was published.
      let isThis = try Store(existingAt: path).standing(of: original.anchor) != .elsewhere
      var expected = original.reading
      // A cell whose key was changed is computed again.
      expected.results = expected.results.filter { found.results[$0.key] != nil }
      #expect(!isThis || found == expected, "copy \(number): \(what)")
    }
    #expect(told > 100, "\(told) copies got a sentence")
    // Without damage, there is none.
    let path = scratch.store
    try original.data.write(to: URL(fileURLWithPath: path))
    #expect(try read(path, original.anchor) == original.reading)
  }
}
