import Digest
import Foundation
import GRDB

/// What a walk along the hash chain of a store found.
public struct ChainReport: Sendable, Hashable {
  /// How many records are in the chain.
  public var records: Int
  /// The last link: it changes with every record, and is quoted outside of the store so that a cut tail shows.
  public var head: String
  /// How many of the records were walked over now; the others were on an earlier walk, and nothing was wrong with them.
  public var walked: Int
  /// What does not fit; empty for an honest store.
  public var faults: [StoreFault] = []
  /// How many cells were compared with the key that follows from their address, and how many cannot be, as the modules
  /// that computed them were not written down.
  public var comparedKeys = 0, otherKeys = 0
}

/// What the key of a cell is made of.
public struct CellAddress: Sendable, Hashable {
  /// Where the cell stands.
  public let figure: String, sweep: String, inputs: String, replica: Int, seed: Int
  /// The modules that declare it, with their digests.
  public let modules: [String: String]

  /// An address.
  public init(figure: String, sweep: String, inputs: String, replica: Int, seed: Int, modules: [String: String]) {
    (self.figure, self.sweep, self.inputs) = (figure, sweep, inputs)
    (self.replica, self.seed, self.modules) = (replica, seed, modules)
  }
}

/// A walk along the chain: from each link to the next, and at each record to the row that it seals.
///
/// Rows are read table by table side by side with the ledger, as both are in the order in which they were written.
struct ChainWalk {
  /// How far a walk came.
  struct Milestone {
    /// The entry of the ledger, and the link there.
    var entry: Int64 = 0, link = Ledger.beginning
    /// The last record of each table.
    var records: [String: Int64] = [:]
  }

  /// The rows of a table, in order.
  private final class Reader {
    let cursor: RowCursor
    let table: String
    private(set) var next: StoredRow?
    /// Rows that were passed over, as no entry of the ledger has named them yet.
    var strays: [Int64] = []

    init(_ table: String, after last: Int64, _ db: Database) throws {
      self.table = table
      cursor = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) WHERE id > ? ORDER BY id", arguments: [last])
      try advance()
    }

    func advance() throws { next = try cursor.next().map { StoredRow($0, of: table) } }

    /// The row with this number; nil if there is none.
    func row(_ id: Int64) throws -> StoredRow? {
      while let row = next, row.id < id {
        strays.append(row.id)
        try advance()
      }
      guard let row = next, row.id == id else { return nil }
      try advance()
      return row
    }
  }

  let db: Database
  let progress: (_ done: Int, _ of: Int) -> Void
  /// The key that follows from the address of a cell.
  let key: ((CellAddress) -> String)?
  private(set) var report: ChainReport
  private(set) var milestone: Milestone
  private var modules: [String: [String: String]] = [:]
  private var seeds: [Int: Int] = [:]

  init(
    from milestone: Milestone, _ db: Database, key: ((CellAddress) -> String)?,
    progress: @escaping (_ done: Int, _ of: Int) -> Void
  ) {
    (self.milestone, self.db, self.key, self.progress) = (milestone, db, key, progress)
    report = ChainReport(records: 0, head: milestone.link, walked: 0)
  }

  private mutating func add(_ fault: StoreFault) { report.faults.append(fault) }

  /// Walks from the milestone to the end.
  mutating func walk() throws {
    let isWhole = milestone.entry == 0
    let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM ledger") ?? 0
    let readers = try Dictionary(
      uniqueKeysWithValues: Schema.chained.map {
        ($0, try Reader($0, after: milestone.records[$0, default: 0], db))
      })
    let entries = try Row.fetchCursor(
      db, sql: "SELECT id, record_table, record, record_sha256, sha256 FROM ledger WHERE id > ? ORDER BY id",
      arguments: [milestone.entry])
    while let row = try entries.next() {
      let entry = StoredRow(row, of: "ledger")
      do { try follow(entry, readers) } catch let fault as StoreFault { add(fault) }
      report.walked += 1
      if report.walked % 1000 == 0 { progress(report.walked, total) }
    }
    for table in Schema.chained {
      guard let reader = readers[table] else { continue }
      _ = try reader.row(.max)
      if let row = reader.next { reader.strays.append(row.id) }
      for id in reader.strays { add(StoreFault(record: id, of: table, "is not in the ledger")) }
    }
    if isWhole {
      let orphans = try Int64.fetchAll(
        db, sql: "SELECT DISTINCT series FROM points WHERE series NOT IN (SELECT id FROM series)")
      for series in orphans { add(StoreFault("points", "belong to a series \(series) that is not there")) }
    }
    progress(total, total)
    report.records = total
    report.head = milestone.link
  }

  /// Goes on to the next entry of the ledger.
  private mutating func follow(_ entry: StoredRow, _ readers: [String: Reader]) throws {
    let (previous, link) = (milestone.link, milestone.entry)
    milestone.entry = entry.id
    milestone.link = try entry.text("sha256")
    let table = try entry.text("record_table")
    let record = Int64(try entry.whole("record", in: 1...(.max)))
    let digest = try entry.text("record_sha256")
    if entry.id != link + 1 { add(entry.fault("comes after \(link): entries between them were removed")) }
    if Ledger.link(after: previous, table, record, digest) != milestone.link {
      add(entry.fault("does not follow from the one before it"))
    }
    guard let reader = readers[table] else { throw entry.fault("seals a record of '\(table)', which is no table") }
    guard record > milestone.records[table, default: 0] else {
      throw entry.fault("seals record \(record) of \(table), out of order or a second time")
    }
    milestone.records[table] = record
    guard let row = try reader.row(record) else { throw StoreFault(record: record, of: table, "was removed") }
    guard row.digest == digest else { throw row.fault("was changed after it was written") }
    try decode(row)
  }

  /// Reads a row as it would be read for use.
  private mutating func decode(_ row: StoredRow) throws {
    switch row.table {
    case "diffs":
      guard try sha256(row.text("text")) == row.digest("sha256") else { throw row.fault("is not what its digest says") }
    case "runs":
      guard try sha256(row.text("parameters")) == row.digest("parameters_sha256") else {
        throw row.fault("has parameters that are not what their digest says")
      }
      _ = try StoredRun(row, ending: nil, identity: nil, sweeps: [])
    case "endings": _ = try (row.whole("run"), StoredRun.Ending(row))
    case "cells": try compareKey(of: row)
    case "series": _ = try SeriesRecord(row, db)
    case "numbers": _ = try NumberRecord(row)
    case "artefacts": _ = try FileRecord(row, named: "path")
    case "inputs": _ = try FileRecord(row, named: "name")
    case "sweeps": _ = try (row.whole("run"), row.text("name"), row.text("module"), row.text("module_sha256"))
    case "identities": _ = try (row.whole("run"), row.text("identity"))
    case "programs": _ = try (row.digest("code_sha256"), Store.modules(in: row))
    case "kinds": _ = try KindRecord(row)
    case "degrees": _ = try (row.text("quantity"), row.number("degrees_of_freedom", in: 0...(.greatestFiniteMagnitude)))
    case "verdicts": _ = try VerdictRecord(row)
    case "origins": _ = try (row.whole("run"), row.text("store"), row.whole("record"), row.digest("link"))
    case "merges": _ = try (row.text("store"), row.digest("link"), row.whole("records"), row.text("merged"))
    case "tasks": _ = try (row.whole("run"), TaskRecord(row))
    default: throw row.fault("is of an unknown kind")
    }
  }

  /// Compares the key of a cell with the one that follows from its address, if that is known.
  private mutating func compareKey(of row: StoredRow) throws {
    let cell = try CellRecord(row)
    guard let key else { return }
    let run = try row.whole("run")
    let sweep = "\(run) \(cell.sweep)"
    if modules[sweep] == nil {
      let rows = try Row.fetchAll(
        db, sql: "SELECT module, module_sha256 FROM sweeps WHERE run = ? AND name = ?", arguments: [run, cell.sweep]
      ).map { Array($0.databaseValues).map { String.fromDatabaseValue($0) ?? "" } }
      modules[sweep] = Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }
    if seeds[run] == nil {
      seeds[run] = try Ledger.row(of: Int64(run), in: "runs", db)?.whole("seed", in: .min ... .max)
    }
    guard let declaring = modules[sweep], !declaring.isEmpty, let seed = seeds[run] else {
      report.otherKeys += 1
      return
    }
    let address = CellAddress(
      figure: try row.text("figure"), sweep: cell.sweep, inputs: cell.inputs, replica: cell.replica, seed: seed,
      modules: declaring)
    report.comparedKeys += 1
    guard key(address) == cell.key else { throw row.fault("has a key that does not follow from its address") }
  }
}

extension Store {
  /// Walks the hash chain over all records and says what does not fit. What nothing is wrong with is remembered, so
  /// that the next walk can begin there.
  ///
  /// - Parameters:
  ///   - onlyNew: whether to walk only over what was added since the last walk on which nothing was wrong.
  ///   - key: the key that follows from the address of a cell; nil to leave keys alone.
  ///   - progress: is told how many records are done, and of how many.
  public func verifyChain(
    onlyNew: Bool = false, key: ((CellAddress) -> String)? = nil,
    progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> ChainReport {
    let (report, milestone) = try read { db in
      let begin = try onlyNew ? Self.lastMilestone(db) : nil
      var walk = ChainWalk(from: begin ?? ChainWalk.Milestone(), db, key: key, progress: progress)
      try walk.walk()
      return (walk.report, walk.milestone)
    }
    // Scratch: without it the next walk is only longer.
    if report.faults.isEmpty, report.walked > 0, !isReadOnly { try? write { try Self.keep(milestone, $0) } }
    return report
  }

  /// Where the last walk without a fault came to; nil if the store is not as it was there.
  private static func lastMilestone(_ db: Database) throws -> ChainWalk.Milestone? {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM walks").map({ StoredRow($0, of: "walks") }),
      let entry = try? Int64(row.whole("entry")), let link = try? row.text("sha256"),
      let records = try? JSONDecoder().decode([String: Int64].self, from: Data(row.text("records").utf8)),
      try String.fetchOne(db, sql: "SELECT sha256 FROM ledger WHERE id = ?", arguments: [entry]) == link
    else { return nil }
    return ChainWalk.Milestone(entry: entry, link: link, records: records)
  }

  private static func keep(_ milestone: ChainWalk.Milestone, _ db: Database) throws {
    let records = String(decoding: try JSONEncoder().encode(milestone.records), as: UTF8.self)
    try db.execute(
      sql: "INSERT OR REPLACE INTO walks (id, entry, sha256, records, walked) VALUES (1, ?, ?, ?, ?)",
      arguments: [milestone.entry, milestone.link, records, Self.now])
  }
}
