import Foundation
import GRDB
import Provenance
import Synchronization
import TestSupport
import Testing

let exampleRun = RunRecord(
  figure: "example", quality: .paper, parameters: #"{"beta":2}"#, seed: 7, shard: .whole, jobs: 2, code: "c0de",
  compiler: "unknown")

func cell(_ name: String) -> CellRecord {
  CellRecord(key: name, sweep: "s", inputs: #"{"x":1}"#, replica: 0, result: "2", seconds: 0.5)
}

/// A store with one finished run in it.
func filled(_ path: String) throws -> (store: Store, run: Int64) {
  let store = try Store(at: path)
  let run = try store.begin(exampleRun, in: Surroundings())
  try store.record([cell("a"), cell("b")], of: run, figure: "example")
  try store.record(
    series: [SeriesRecord(name: "line", columns: ["x", "y"], rows: [[1, 0.1], [2, 0.2]])],
    numbers: [NumberRecord(name: "gain", value: 0.1, standardError: 0.01, unit: "bits")], of: run)
  try store.end(run, cellsComputed: 2, cellsReused: 0, seconds: 1.5)
  return (store, run)
}

@Suite struct StoreTests {
  @Test func whatIsRecordedIsRead() throws {
    let scratch = try Scratch()
    let (store, id) = try filled(scratch.store)
    let run = try #require(try store.run(id))
    #expect(run.figure == "example" && run.state == .finished && run.seed == 7 && run.seconds == 1.5)
    #expect(run.identity == exampleRun.identity && run.cellsComputed == 2)
    #expect(try store.results(ofCells: ["a", "b", "c"]) == ["a": "2", "b": "2"])
    #expect(try store.series(of: id).first?.rows == [[1, 0.1], [2, 0.2]])
    #expect(try store.numbers(of: id).first?.value == 0.1)
    #expect(try store.runs(of: "other").isEmpty)
    #expect(try store.runs().map(\.id) == [id])
  }

  /// What nobody found out is written down as unknown.
  @Test func missingFactsAreRecordedAsUnknown() throws {
    let scratch = try Scratch()
    let (store, id) = try filled(scratch.store)
    let facts = try #require(try store.run(id)).facts
    for name in ["git_commit", "git_state", "build", "os", "cpu", "host", "gnuplot", "compiler"] {
      #expect(facts.first { $0.name == name }?.value == "unknown", "\(name)")
    }
    #expect(facts.first { $0.name == "sqlite" }?.value.hasPrefix("3.") == true)
  }

  @Test func reopeningKeepsEverything() throws {
    let scratch = try Scratch()
    let head = try filled(scratch.store).store.chainHead()
    let again = try Store(existingAt: scratch.store)
    #expect(try again.chainHead() == head)
    #expect(try again.verifyChain().faults.isEmpty)
    #expect(try again.runs().count == 1)
  }

  @Test func aRunWithoutAnEndingIsRunningWhileItsProcessIs() throws {
    let scratch = try Scratch()
    let store = try Store(at: scratch.store)
    let id = try store.begin(exampleRun, in: Surroundings())
    #expect(try store.run(id)?.state == .running)
    try store.end(id, failure: "no luck", cellsComputed: 0, cellsReused: 0, seconds: 1)
    let run = try store.run(id)
    #expect(run?.state == .failed && run?.message == "no luck")
  }

  @Test func theIdentityDependsOnEverythingThatDeterminesTheNumbers() {
    var other = exampleRun
    other.jobs = 9
    other.compiler = "another"
    #expect(other.identity == exampleRun.identity)
    other.seed = 8
    #expect(other.identity != exampleRun.identity)
    other = exampleRun
    other.code = "other"
    #expect(other.identity != exampleRun.identity)
    // Of the program, only the modules whose cells were used.
    #expect(other.identity(using: ["M": "1"]) == exampleRun.identity(using: ["N": "1"]))
    #expect(other.identity(using: ["M": "1"]) != other.identity(using: ["M": "1", "N": "2"]))
  }

  /// A run is known by the modules of its sweeps, each named once.
  @Test func theModulesOfARun() throws {
    let scratch = try Scratch()
    let store = try Store(at: scratch.store)
    let id = try store.begin(exampleRun, in: Surroundings())
    #expect(try store.run(id)?.modules == [:] && store.run(id)?.identity == exampleRun.identity)
    for _ in 1...2 { try store.record(sweep: "s", modules: ["M": "1", "N": "2"], of: id) }
    try store.record(sweep: "t", modules: ["M": "1"], of: id)
    let modules = ["M": "1", "N": "2"]
    #expect(try store.run(id)?.modules == modules)
    try store.record(identity: exampleRun.identity(using: modules), of: id)
    #expect(try store.run(id)?.identity == exampleRun.identity(using: modules))
    let rows = try DatabaseQueue(path: scratch.store).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sweeps") }
    #expect(rows == 3)
    #expect(try store.verifyChain().faults.isEmpty)
  }

  /// The three ways to change a record, among them the one that walks through triggers on update and delete.
  @Test(arguments: [
    "UPDATE numbers SET value = 0.2", "DELETE FROM numbers",
    "INSERT OR REPLACE INTO numbers VALUES (1, 1, 'gain', 0.2, 0.01, 'bits')",
    "INSERT OR REPLACE INTO cells (key, run, figure, sweep, inputs, replica, result, seconds, finished) "
      + "VALUES ('a', 1, 'example', 's', '', 0, '3', 1, '')",
    "UPDATE points SET value = 0", "DELETE FROM points", "INSERT OR REPLACE INTO points VALUES (1, 0, 'x', 9)",
    "UPDATE runs SET seed = 1", "DELETE FROM ledger", "UPDATE ledger SET sha256 = ''", "DELETE FROM endings",
    "INSERT OR REPLACE INTO ledger VALUES (1, 'runs', 1, '', '')",
  ])
  func theStoreOnlyGrows(statement: String) throws {
    let scratch = try Scratch()
    let (store, _) = try filled(scratch.store)
    let raw = try DatabaseQueue(path: scratch.store)
    #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: statement) } }
    #expect(try store.verifyChain().faults.isEmpty)
  }

  /// Whoever drops the triggers can edit, and is found out.
  @Test(arguments: [
    "UPDATE numbers SET value = 0.2", "UPDATE numbers SET value = 1 WHERE id = 1", "DELETE FROM cells WHERE key = 'a'",
    "UPDATE points SET value = 0.3 WHERE place = 1", "UPDATE runs SET seed = 8", "UPDATE endings SET seconds = 1",
    "INSERT INTO numbers VALUES (99, 1, 'made up', 1, 0, '')",
    "UPDATE ledger SET record_sha256 = 'x' WHERE id = 2",
    "UPDATE cells SET result = '3' WHERE key = 'a'",
  ])
  func forgeriesAreFound(statement: String) throws {
    let scratch = try Scratch()
    let (store, _) = try filled(scratch.store)
    let raw = try DatabaseQueue(path: scratch.store)
    try raw.write { db in
      for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(name)")
      }
      try db.execute(sql: statement)
    }
    #expect(try !store.verifyChain().faults.isEmpty)
  }

  /// A cut tail leaves a chain without a fault; the link quoted outside is missing from it.
  @Test func aCutTailIsFoundByItsAnchor() throws {
    let scratch = try Scratch()
    let (store, _) = try filled(scratch.store)
    let anchor = try store.chainHead()
    #expect(try store.hasLink(anchor))
    let raw = try DatabaseQueue(path: scratch.store)
    try raw.write { db in
      for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(name)")
      }
      try db.execute(sql: "DELETE FROM endings; DELETE FROM ledger WHERE record_table = 'endings'")
    }
    #expect(try store.verifyChain().faults.isEmpty)
    #expect(try !store.hasLink(anchor))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNotFiniteIsRefused(value: Double) throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    let head = try store.chainHead()
    #expect(throws: StoreError.self) {
      try store.record(series: [SeriesRecord(name: "s", columns: ["x"], rows: [[1], [value]])], of: run)
    }
    #expect(throws: StoreError.self) {
      try store.record(numbers: [NumberRecord(name: "n", value: 1, standardError: abs(value), unit: "")], of: run)
    }
    #expect(try store.chainHead() == head)
  }

  @Test func aNewerStoreIsRefusedAndLeftAsItIs() throws {
    let scratch = try Scratch()
    _ = try filled(scratch.store)
    try DatabaseQueue(path: scratch.store).writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA user_version = 99")
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.store))
    let error = #expect(throws: StoreError.self) { try Store(at: scratch.store) }
    #expect(error?.description.contains("schema 99") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.store)) == before)
  }

  @Test func otherFilesAreRefusedAndLeftAsTheyAre() throws {
    let scratch = try Scratch()
    let text = scratch.folder.appending(path: "text")
    try String(repeating: "not a database. ", count: 100).write(to: text, atomically: true, encoding: .utf8)
    #expect(throws: StoreError.self) { try Store(at: text.path) }
    #expect(try String(contentsOf: text, encoding: .utf8).hasPrefix("not a database."))
    let foreign = scratch.folder.appending(path: "foreign").path
    try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    let error = #expect(throws: StoreError.self) { try Store(at: foreign) }
    #expect(error?.description.contains("another program") == true)
    #expect(throws: StoreError.self) { try Store(at: scratch.folder.appending(path: "no/such/folder").path) }
    #expect(throws: StoreError.self) { try Store(existingAt: scratch.folder.appending(path: "none").path) }
  }

  /// Eight connections, each with its own file handle, write at once: nothing is lost and the chain holds.
  @Test func concurrentWritersLoseNothing() throws {
    let scratch = try Scratch()
    let path = scratch.store
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { writer in
      do {
        let store = try Store(at: path)
        let run = try store.begin(exampleRun, in: Surroundings())
        for place in 0..<50 { try store.record([cell("\(writer)-\(place)")], of: run, figure: "example") }
        try store.end(run, cellsComputed: 50, cellsReused: 0, seconds: 1)
      } catch {
        failures.withLock { $0.append(String(describing: error)) }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let store = try Store(at: path)
    let keys = (0..<8).flatMap { writer in (0..<50).map { "\(writer)-\($0)" } }
    #expect(try store.results(ofCells: keys).count == 400)
    #expect(try store.runs().count { $0.state == .finished } == 8)
    let report = try store.verifyChain()
    #expect(report.faults.isEmpty && report.records == 8 + 8 + 400)
  }

  /// Two processes that finish the same cell agree on its result; the second is not a fault.
  @Test func aCellIsStoredOnce() throws {
    let scratch = try Scratch()
    let (store, run) = try filled(scratch.store)
    try store.record([cell("a"), cell("c")], of: run, figure: "example")
    #expect(try store.results(ofCells: ["a", "c"]).count == 2)
    #expect(try store.verifyChain().faults.isEmpty)
  }
}
