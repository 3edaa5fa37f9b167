import Digest
import Foundation
import GRDB

/// What a merge added.
public struct MergeReport: Sendable, Hashable {
  /// How many cells were new, and how many were there already, with the same result.
  public var cells = 0, knownCells = 0
  /// How many runs were new, and how many records of any kind.
  public var runs = 0, records = 0

  /// Nothing yet.
  public init() {}

  /// Both together.
  public static func + (one: MergeReport, other: MergeReport) -> MergeReport {
    var sum = one
    sum.cells += other.cells
    sum.knownCells += other.knownCells
    sum.runs += other.runs
    sum.records += other.records
    return sum
  }
}

extension Store {
  /// Adds all that another store holds and this one lacks: cells that it has not, each once, and runs with everything
  /// that they recorded. A run keeps its machine, its process and its times; `origins` say where it came from.
  ///
  /// The chain of the other store is walked first, and its cells are compared with those that are here: a fault or a
  /// cell with another result ends the merge before anything is added. What was added stays when the merge is
  /// interrupted, and the next one goes on; merging a store again adds nothing.
  ///
  /// A run is written by one process, so what two stores hold of the same run is the beginning of the same records: of
  /// every kind those are added that come after as many as are here.
  ///
  /// - Parameters:
  ///   - other: the store whose records are added; it is only read.
  ///   - key: the key that follows from the address of a cell; nil not to compare keys.
  ///   - accepts: asked of every run before anything is added, by the digest of all code of its program; throws to refuse
  ///     the store.
  ///   - progress: is told how many records are done, and of how many.
  /// - Throws: ``StoreError`` where one of the stores has a fault, a cell has two results, or this one cannot be
  ///   written; what `accepts` throws.
  @discardableResult public func merge(
    _ other: Store, key: ((CellAddress) -> String)? = nil, accepts: (_ code: String) throws -> Void = { _ in },
    progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> MergeReport {
    try other.requireSound(key: key, accepts: accepts) { done, all in progress(done / 2, all) }
    return try merge(sound: other) { done, all in progress((all + done) / 2, all) }
  }

  /// Requires that a store has no fault, and that all its runs are of programs that are accepted.
  package func requireSound(
    key: ((CellAddress) -> String)?, accepts: (_ code: String) throws -> Void = { _ in },
    progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws {
    try require(verifyChain(key: key, progress: progress))
    for code in try read({ try String.fetchAll($0, sql: "SELECT DISTINCT code_sha256 FROM runs") }) {
      try accepts(code)
    }
  }

  /// As ``merge(_:key:accepts:progress:)``, for a store in which no fault was found.
  @discardableResult package func merge(
    sound other: Store, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> MergeReport {
    try requireSameResults(as: other)
    let (head, records) = try other.read { db in
      (try Ledger.head(db), try Int.fetchOne(db, sql: "SELECT count(*) FROM ledger") ?? 0)
    }
    var merge = Merge(of: try other.identity() ?? "")
    var entry = try firstEntry(toMergeFrom: other)
    var report = MergeReport()
    while true {
      let batch = try other.read { try merge.batch(after: entry, $0) }
      guard let last = batch.last else { break }
      report = report + (try write { db in try merge.add(batch, to: db) })
      entry = last.entry
      progress(Int(entry), records)
    }
    if try read({ try !Merge.knows(head, $0) }) {
      try write(isDurable: true) { db in
        _ = try Ledger.append(
          [
            "store": try other.identity() ?? "", "link": head, "records": report.records, "merged": Self.now,
          ], to: "merges", db)
      }
    }
    try adoptCheckpoints(of: other)
    return report
  }

  /// Makes a store of some of the cells of this one, with the runs that computed them.
  ///
  /// - Parameters:
  ///   - run: a run that is in it in any case.
  ///   - keys: the keys of the cells; those that are not stored are left out.
  ///   - unfinished: the keys of cells whose checkpoints are to come with them.
  ///   - path: where the new store is made; there is nothing yet.
  package func extract(run: Int64, cells keys: [String], checkpoints unfinished: [String], to path: String) throws {
    let copy = try Store(at: path, access: .alone)
    var merge = Merge(of: try identity() ?? "")
    let first = try read { db in [try merge.record(of: run, in: "runs", db)] }
    _ = try copy.write { db in try merge.add(first, to: db) }
    for start in stride(from: 0, to: keys.count, by: Merge.batchSize) {
      let some = keys[start..<min(start + Merge.batchSize, keys.count)]
      let batch = try read { db in try merge.batch(ofCells: Array(some), db) }
      _ = try copy.write { db in try merge.add(batch, to: db) }
    }
    for key in unfinished {
      guard let checkpoint = try? checkpoint(ofCell: key) else { continue }
      try copy.write { db in try Self.keep(checkpoint, of: 1, db) }
    }
    try copy.close()
  }

  /// - Throws: ``StoreError`` where a cell has another result in the other store.
  private func requireSameResults(as other: Store) throws {
    var last: Int64 = 0
    while true {
      let found = try other.read { db in
        try Row.fetchAll(
          db, sql: "SELECT * FROM cells WHERE id > ? ORDER BY id LIMIT \(Merge.batchSize)", arguments: [last]
        ).map { StoredRow($0, of: "cells") }
      }
      guard let end = found.last else { return }
      last = end.id
      let theirs = try found.map {
        (try $0.text("key"), try $0.text("result"), try $0.text("sweep"), try $0.text("inputs"))
      }
      try read { db in
        let statement = try db.cachedStatement(sql: "SELECT result FROM cells WHERE key = ?")
        for (key, result, sweep, inputs) in theirs {
          guard let ours = try String.fetchOne(statement, arguments: [key]), ours != result else { continue }
          throw StoreError(
            "A cell of the sweep '\(sweep)' has two results: \(Self.short(ours)) in \(path), and \(Self.short(result)) in "
              + "\(other.path). One of the two was not computed by the code that its store names, so nothing is merged. Its inputs: "
              + "\(Self.short(inputs)); its key: \(key).")
        }
      }
    }
  }

  private static func short(_ text: String) -> String { text.count > 200 ? "\(text.prefix(199))…" : text }

  /// After which entry of its ledger there may be something new in the other store: both may have grown from one store,
  /// and an earlier merge may have come to its end.
  private func firstEntry(toMergeFrom other: Store) throws -> Int64 {
    let links = try read { try String.fetchAll($0, sql: "SELECT link FROM merges") }
    let merged = try other.read { db in
      try links.compactMap { link in
        try Int64.fetchOne(
          db.cachedStatement(sql: "SELECT id FROM ledger WHERE sha256 = ? LIMIT 1"), arguments: [link])
      }.max() ?? 0
    }
    // Links agree up to where two stores part, and nowhere behind it.
    var (same, end) = (Int64(0), try other.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM ledger") ?? 0 } + 1)
    func link(_ store: Store, _ entry: Int64) throws -> String? {
      try store.read { try String.fetchOne($0, sql: "SELECT sha256 FROM ledger WHERE id = ?", arguments: [entry]) }
    }
    while end - same > 1 {
      let middle = (same + end) / 2
      if let theirs = try link(other, middle), try link(self, middle) == theirs { same = middle } else { end = middle }
    }
    return max(merged, same)
  }

  /// Takes over the checkpoints of cells that are farther there than here.
  private func adoptCheckpoints(of other: Store) throws {
    for key in try other.read({ try String.fetchAll($0, sql: "SELECT key FROM checkpoints") }) {
      guard let theirs = try? other.checkpoint(ofCell: key) else { continue }
      if let ours = try? checkpoint(ofCell: key), ours.stages >= theirs.stages { continue }
      try write { db in
        guard let run = try Int64.fetchOne(db, sql: "SELECT max(id) FROM runs") else { return }
        try Self.keep(theirs, of: run, db)
      }
    }
  }
}

/// The way of records from one store to another: under which numbers runs of the one are found in the other.
private struct Merge {
  /// A record on its way.
  struct Record {
    /// Its entry in the ledger that it comes from.
    let entry: Int64
    let row: StoredRow
    /// The points of a series; empty for all other records.
    let points: [[DatabaseValue]]
    /// Where the run began, be it this one or that of the record; nil for a record that belongs to no run.
    let origin: Origin?
    /// How many records of the same kind its run has before it.
    let place: Int
  }

  /// Where a run began.
  struct Origin { let store: String, record: Int, link: String }

  /// How many records are added in one transaction.
  static let batchSize = 2000

  /// The kinds of records that belong to no run.
  private static let independent: Set = ["diffs", "programs", "verdicts", "merges"]

  private let store: String
  private var origins: [Int64: Origin] = [:]
  private var numbers: [String: Int64] = [:]
  private var known: [String: Int] = [:]

  /// - Parameter store: the identity of the store from which records come.
  init(of store: String) { self.store = store }

  /// Whether all up to a link is here.
  static func knows(_ link: String, _ db: Database) throws -> Bool {
    try Ledger.has(link, db)
      || Int.fetchOne(db, sql: "SELECT 1 FROM merges WHERE link = ? LIMIT 1", arguments: [link]) != nil
  }

  // MARK: - Reading

  /// The records behind an entry of the ledger.
  mutating func batch(after entry: Int64, _ db: Database) throws -> [Record] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM ledger WHERE id > ? ORDER BY id LIMIT \(Self.batchSize)", arguments: [entry]
    ).map { try record(StoredRow($0, of: "ledger"), db) }
  }

  /// Cells, and before them the runs that computed them.
  mutating func batch(ofCells keys: [String], _ db: Database) throws -> [Record] {
    var records: [Record] = []
    var runs: Set<Int> = []
    for key in keys {
      guard let cell = try Seal.rows(of: "cells", where: "key = ?", [key], db).first else { continue }
      let run = try cell.whole("run")
      if runs.insert(run).inserted { records.append(try record(of: Int64(run), in: "runs", db)) }
      records.append(try record(of: cell.id, in: "cells", db))
    }
    return records
  }

  /// One record.
  mutating func record(of id: Int64, in table: String, _ db: Database) throws -> Record {
    try record(Self.entry(of: id, in: table, db), db)
  }

  private static func entry(of id: Int64, in table: String, _ db: Database) throws -> StoredRow {
    let statement = try db.cachedStatement(sql: "SELECT * FROM ledger WHERE record_table = ? AND record = ?")
    guard let entry = try Row.fetchOne(statement, arguments: [table, id]) else {
      throw StoreFault(record: id, of: table, "is not in the ledger")
    }
    return StoredRow(entry, of: "ledger")
  }

  private mutating func record(_ entry: StoredRow, _ db: Database) throws -> Record {
    let (table, id) = (try entry.text("record_table"), Int64(try entry.whole("record")))
    guard Schema.chained.contains(table) else { throw entry.fault("seals a record of '\(table)', which is no table") }
    guard let row = try Ledger.row(of: id, in: table, db) else {
      throw StoreFault(record: id, of: table, "was removed")
    }
    guard try row.digest == entry.text("record_sha256") else { throw row.fault("was changed after it was written") }
    var (origin, place) = (Origin?.none, 0)
    if !Self.independent.contains(table) {
      let run = table == "runs" ? id : Int64(try row.whole("run"))
      origin = try self.origin(of: run, db)
      if table != "runs", table != "cells" {
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM \(table) WHERE run = ? AND id < ?")
        place = try Int.fetchOne(statement, arguments: [run, id]) ?? 0
      }
    }
    return Record(
      entry: entry.id, row: row, points: table == "series" ? try Ledger.points(of: id, db) : [], origin: origin,
      place: place)
  }

  /// Where a run of the store that records come from began.
  private mutating func origin(of run: Int64, _ db: Database) throws -> Origin {
    if let known = origins[run] { return known }
    var origin = Origin(
      store: store, record: Int(run), link: try Self.entry(of: run, in: "runs", db).text("sha256"))
    let merged = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM origins WHERE run = ? LIMIT 1"), arguments: [run])
    if let merged {
      let row = try Seal.row(merged, of: "origins", db)
      origin = Origin(store: try row.text("store"), record: try row.whole("record"), link: try row.text("link"))
    }
    origins[run] = origin
    return origin
  }

  // MARK: - Writing

  /// Adds records in the order of the ledger that they come from.
  mutating func add(_ records: [Record], to db: Database) throws -> MergeReport {
    var report = MergeReport()
    // Another process may have added to the same run since the last batch.
    known = [:]
    for record in records {
      guard try add(record, to: db) else {
        if record.row.table == "cells" { report.knownCells += 1 }
        continue
      }
      report.records += 1
      if record.row.table == "cells" { report.cells += 1 }
      if record.row.table == "runs" { report.runs += 1 }
    }
    return report
  }

  /// Adds a record, unless it is there; returns whether it was added.
  private mutating func add(_ record: Record, to db: Database) throws -> Bool {
    let row = record.row
    switch row.table {
    case "runs": return try addRun(record, to: db)
    case "origins": return false
    case "diffs": return try add(row, where: "sha256 = ?", [row.text("sha256")], db)
    case "programs": return try add(row, where: "code_sha256 = ?", [row.text("code_sha256")], db)
    case "merges": return try add(row, where: "link = ?", [row.text("link")], db)
    case "verdicts":
      return try add(
        row, where: "figure = ? AND written = ? AND published = ? AND seed = ? AND scope = ? AND code_sha256 = ?",
        [
          row.text("figure"), row.text("written"), row.text("published"), row.whole("seed", in: .min ... .max),
          row.text("scope"), row.text("code_sha256"),
        ], db)
    case "cells":
      let run = try number(of: record, db)
      let key = try row.text("key")
      try Store.removeCheckpoint(ofCell: key, db)
      // Another process may have added it since the results were compared.
      let ours = try String.fetchOne(
        db.cachedStatement(sql: "SELECT result FROM cells WHERE key = ?"), arguments: [key])
      guard try ours == nil || ours == row.text("result") else {
        throw row.fault("has another result than the cell of the same key in the other store")
      }
      return try add(row, with: ["run": run], where: "key = ?", [key], db)
    default: return try addPart(record, to: db)
    }
  }

  private mutating func addRun(_ record: Record, to db: Database) throws -> Bool {
    guard let origin = record.origin, try find(origin, db) == nil else { return false }
    let id = try Ledger.append(record.row.fields(), to: "runs", db)
    _ = try Ledger.append(
      ["run": id, "store": origin.store, "record": origin.record, "link": origin.link], to: "origins", db)
    numbers[origin.link] = id
    return true
  }

  /// The number under which a run is here, which began here or was merged earlier; nil where it is not here.
  private mutating func find(_ origin: Origin, _ db: Database) throws -> Int64? {
    if let number = numbers[origin.link] { return number }
    let merged = "SELECT run FROM origins WHERE link = ? LIMIT 1"
    let own = "SELECT record FROM ledger WHERE sha256 = ? AND record_table = 'runs' LIMIT 1"
    let found =
      try Int64.fetchOne(db.cachedStatement(sql: merged), arguments: [origin.link])
      ?? Int64.fetchOne(db.cachedStatement(sql: own), arguments: [origin.link])
    if let found { numbers[origin.link] = found }
    return found
  }

  /// The number under which the run of a record is here.
  private mutating func number(of record: Record, _ db: Database) throws -> Int64 {
    guard let origin = record.origin, let number = try find(origin, db) else {
      throw record.row.fault("belongs to a run that does not come before it")
    }
    return number
  }

  private static func exists(_ condition: String, in table: String, _ values: StatementArguments, _ db: Database) throws
    -> Bool
  {
    try Int.fetchOne(db.cachedStatement(sql: "SELECT 1 FROM \(table) WHERE \(condition) LIMIT 1"), arguments: values)
      != nil
  }

  private func add(
    _ row: StoredRow, with others: [String: any DatabaseValueConvertible] = [:], where condition: String,
    _ values: StatementArguments, _ db: Database
  ) throws -> Bool {
    guard try !Self.exists(condition, in: row.table, values, db) else { return false }
    _ = try Ledger.append(row.fields(with: others), to: row.table, db)
    return true
  }

  /// Adds what a run recorded, unless as many records of the kind are here already.
  private mutating func addPart(_ record: Record, to db: Database) throws -> Bool {
    let row = record.row
    let run = try number(of: record, db)
    let kind = "\(run) \(row.table)"
    let here =
      try known[kind]
      ?? Int.fetchOne(
        db.cachedStatement(sql: "SELECT count(*) FROM \(row.table) WHERE run = ?"), arguments: [run]) ?? 0
    known[kind] = here
    guard record.place >= here else { return false }
    if row.table == "series" {
      try Store.append(row, record.points, of: run, db)
    } else {
      _ = try Ledger.append(row.fields(with: ["run": run]), to: row.table, db)
    }
    known[kind] = here + 1
    return true
  }
}
