import Digest
import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

let digits = String(repeating: "0123456789abcdef", count: 4)

/// A store in which every table has rows.
func whole(_ path: String) throws -> (store: Store, run: Int64) {
  let store = try Store(at: path)
  var facts = Surroundings()
  facts.gitDiff = "+ a line"
  let run = try store.begin(exampleRun, in: facts)
  try store.record(sweep: "s", modules: ["M": digits], of: run)
  try store.record([cell("a"), cell("b")], of: run, figure: "example")
  try store.record(
    series: [SeriesRecord(name: "line", columns: ["x", "y"], rows: [[1, 0.1], [2, 0.2]])],
    numbers: [
      NumberRecord(name: "gain", value: 0.1, standardError: 0.01, unit: "bits"),
      NumberRecord(name: "loss", value: 3, standardError: 0, unit: ""),
    ],
    inputs: [FileRecord(path: "data", sha256: digits, bytes: 10)], of: run)
  try store.record(identity: exampleRun.identity(using: ["M": digits]), of: run)
  try store.record(artefacts: [FileRecord(path: "figure.svg", sha256: digits, bytes: 7)], of: run)
  try store.end(run, cellsComputed: 2, cellsReused: 0, seconds: 1.5)
  return (store, run)
}

/// All that can be read of a run: what a forger would like to change.
struct Reading: Equatable {
  var run: StoredRun?, latest: StoredRun?
  var results: [String: String]
  var numbers: [NumberRecord], series: [SeriesRecord], artefacts: [FileRecord], inputs: [FileRecord], diff: String?

  init(_ store: Store, _ id: Int64 = 1) throws {
    run = try store.run(id)
    latest = try store.latestRun(of: "example", quality: .paper, isFinished: true, isDrawn: true)
    results = try store.results(ofCells: ["a", "b"])
    (numbers, series) = try (store.numbers(of: id), store.series(of: id))
    (artefacts, inputs, diff) = try (store.artefacts(of: id), store.inputs(of: id), store.diff(of: id))
  }
}

/// What is read is what was written, or an error.
@Suite struct SealTests {
  /// Nothing is wrong with an honest store, in which every table has rows; and all of it can be read.
  @Test func anHonestStoreIsRead() throws {
    let scratch = try Scratch()
    let (store, run) = try whole(scratch.store)
    let reading = try Reading(store)
    #expect(reading.run?.id == run && reading.latest == reading.run && reading.run?.modules == ["M": digits])
    #expect(reading.results == ["a": "2", "b": "2"] && reading.diff == "+ a line")
    #expect(reading.numbers.map(\.value) == [0.1, 3] && reading.artefacts.map(\.path) == ["figure.svg"])
    #expect(reading.inputs.map(\.path) == ["data"] && reading.series.first?.rows == [[1, 0.1], [2, 0.2]])
    for table in Forger.tables {
      let rows = try DatabaseQueue(path: scratch.store).read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)")
      }
      #expect((rows ?? 0) > 0, "\(table)")
    }
    #expect(store.examine().faults.isEmpty)
  }

  /// Each edit is found by whoever reads the row; what it was is in the sentence, and what to do.
  @Test(arguments: [
    ("UPDATE numbers SET value = 99 WHERE id = 1", "record 1 of numbers was changed after it was written"),
    ("UPDATE cells SET result = '0'", "record 1 of cells was changed"),
    ("UPDATE runs SET seed = 8", "record 1 of runs was changed"),
    ("UPDATE runs SET figure = 'other'", "record 1 of runs was changed"),
    ("UPDATE runs SET quality = 'quick'", "record 1 of runs was changed"),
    ("UPDATE endings SET state = 'failed'", "record 1 of endings was changed"),
    ("UPDATE endings SET run = 7", "record 1 of endings was changed"),
    ("UPDATE points SET value = 0.3 WHERE place = 1 AND \"column\" = 'y'", "record 1 of series has points"),
    ("DELETE FROM points WHERE place = 1", "record 1 of series has points"),
    ("UPDATE series SET rows = 3", "record 1 of series was changed"),
    ("UPDATE artefacts SET sha256 = ''", "record 1 of artefacts was changed"),
    ("UPDATE inputs SET bytes = 11", "record 1 of inputs was changed"),
    ("UPDATE diffs SET text = ''", "record 1 of diffs was changed"),
    ("UPDATE sweeps SET module_sha256 = ''", "record 1 of sweeps was changed"),
    ("UPDATE identities SET identity = '0123'", "record 1 of identities was changed"),
    ("DELETE FROM numbers WHERE id = 1", "record 1 of numbers was removed"),
    ("DELETE FROM numbers", "record 1 of numbers was removed"),
    ("UPDATE numbers SET run = 2", "record 1 of numbers was changed"),
    ("DELETE FROM identities", "record 1 of identities was removed"),
    ("DELETE FROM sweeps", "record 1 of sweeps was removed"),
    ("DELETE FROM runs", "the table runs has 0 records, and the ledger knows of 1"),
    ("DELETE FROM endings", "record 1 of endings was removed"),
    ("INSERT INTO numbers VALUES (99, 1, 'made up', 1, 0, '')", "record 99 of numbers is not in the ledger"),
    ("INSERT INTO endings VALUES (99, 1, 'failed', '', 0, 0, 1, '')", "record 99 of endings is not in the ledger"),
    ("DELETE FROM ledger WHERE record_table = 'numbers'", "the ledger lacks entries between"),
    (
      "DELETE FROM numbers WHERE id = 2; DELETE FROM ledger WHERE record_table = 'numbers' AND record = 2",
      "the ledger lacks entries"
    ),
    (
      "UPDATE ledger SET record_sha256 = substr(record_sha256, 2) || '0' WHERE record_table = 'numbers'",
      "record 1 of numbers was changed"
    ),
    (
      "UPDATE ledger SET sha256 = '' WHERE record_table = 'numbers' AND record = 1",
      "does not follow from the one before"
    ),
    (
      "INSERT INTO ledger (record_table, record, record_sha256, sha256) VALUES ('numbers', 1, '', '')",
      "record 1 of numbers is in the ledger twice"
    ),
  ])
  func forgeriesAreFoundByReaders(statement: String, sentence: String) throws {
    let scratch = try Scratch()
    _ = try whole(scratch.store)
    try Forger(path: scratch.store).forge(statement)
    let store = try Store(at: scratch.store)
    let error = #expect(throws: StoreError.self) { try Reading(store) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("mesoscale fsck --store \(scratch.store)") == true)
    #expect(!store.examine().faults.isEmpty)
  }

  /// A falsified cell is not found missing, which would compute it again: the sentence comes instead. Others can be read.
  @Test func aFalsifiedCellStopsTheRun() throws {
    let scratch = try Scratch()
    _ = try whole(scratch.store)
    try Forger(path: scratch.store).forge("UPDATE cells SET result = '3' WHERE key = 'a'")
    let store = try Store(at: scratch.store)
    #expect(throws: StoreError.self) { try store.results(ofCells: ["b", "a"]) }
    #expect(try store.results(ofCells: ["b"]) == ["b": "2"])
    // Nor is a cell computed again that was removed.
    #expect(try store.results(ofCells: ["b", "c"]) == ["b": "2"])
    try Forger(path: scratch.store).forge("DELETE FROM cells WHERE key = 'a'")
    let error = #expect(throws: StoreError.self) { try store.results(ofCells: ["a", "b"]) }
    #expect(error?.description.contains("the table cells has 1 records, and the ledger knows of 2") == true)
  }

  /// Rows that were exchanged are each another's.
  @Test func exchangedRowsAreFound() throws {
    let scratch = try Scratch()
    _ = try whole(scratch.store)
    try Forger(path: scratch.store).forge(
      "UPDATE numbers SET id = 9 WHERE id = 1; UPDATE numbers SET id = 1 WHERE id = 2; UPDATE numbers SET id = 2 WHERE id = 9"
    )
    #expect(throws: StoreError.self) { try Store(at: scratch.store).numbers(of: 1) }
  }

  /// What a chain that was computed anew says is read like any other, if it is possible at all; else it is a sentence, not a trap.
  @Test(arguments: [
    ("UPDATE series SET rows = -1", "record 1 of series has -1 as its rows"),
    ("UPDATE series SET rows = 3", "has 4 points in 3 rows of 2 columns"),
    ("UPDATE series SET columns = '[\"x\",\"x\"]'", "has two columns of one name"),
    ("UPDATE series SET columns = '[]'", "points in 2 rows of 0 columns"),
    ("UPDATE series SET columns = '{}'", "has no list of names as its columns"),
    ("UPDATE series SET columns = '[\"x\",\"z\"]'", "has a point out of place"),
    ("UPDATE points SET place = 9 WHERE place = 1", "has a point out of place"),
    ("UPDATE points SET place = -9223372036854775808 WHERE place = 1", "has a point out of place"),
    ("UPDATE points SET value = 9e999 WHERE place = 1", "has a point out of place"),
    ("UPDATE numbers SET standard_error = -1", "record 1 of numbers has -1.0 as its standard_error"),
    ("UPDATE numbers SET value = 9e999", "record 1 of numbers has no finite number as its value"),
    ("UPDATE endings SET seconds = 1e300", "record 1 of endings has 1e+300 as its seconds"),
    ("UPDATE endings SET seconds = -1", "record 1 of endings has -1.0 as its seconds"),
    ("UPDATE endings SET cells_computed = -5", "record 1 of endings has -5 as its cells_computed"),
    ("UPDATE runs SET shard = '7/3'", "record 1 of runs has no shard"),
    ("UPDATE runs SET process = -1", "record 1 of runs has -1 as its process"),
    ("UPDATE artefacts SET bytes = -1", "record 1 of artefacts has -1 as its bytes"),
    ("UPDATE inputs SET sha256 = 'x'", "record 1 of inputs has no SHA-256"),
    ("UPDATE cells SET replica = -1", "record 1 of cells has -1 as its replica"),
    (
      "PRAGMA ignore_check_constraints = ON; UPDATE runs SET quality = 'best'; PRAGMA ignore_check_constraints = OFF",
      "record 1 of runs has 'best' as its quality"
    ),
    (
      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'REAL NOT NULL', 'ANY') WHERE name = 'numbers'; "
        + "PRAGMA writable_schema = RESET; UPDATE numbers SET value = NULL",
      "record 1 of numbers has no finite number as its value"
    ),
  ])
  func whatIsImpossibleIsASentence(statement: String, sentence: String) throws {
    let scratch = try Scratch()
    _ = try whole(scratch.store)
    try Forger(path: scratch.store).forgeWell(statement)
    let store = try Store(at: scratch.store)
    let error = #expect(throws: StoreError.self) { try Reading(store) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    #expect(!store.examine().faults.isEmpty)
  }

  /// A well-forged number is read, as nothing in the store speaks against it; a link that is quoted elsewhere does.
  @Test func aChainThatWasComputedAnewIsFoundByItsAnchor() throws {
    let scratch = try Scratch()
    let (store, run) = try whole(scratch.store)
    let anchor = Anchor(source: "example.json", store: try store.identity(), link: try store.chainHead())
    try store.check(anchors: [anchor])
    #expect(try store.standing(of: anchor) == .held)
    try Forger(path: scratch.store).forgeWell("UPDATE numbers SET value = 99 WHERE id = 1")
    let forged = try Store(at: scratch.store)
    #expect(try forged.numbers(of: run).first?.value == 99 && forged.verifyChain().faults.isEmpty)
    #expect(try forged.standing(of: anchor) == .lost)
    let error = #expect(throws: StoreError.self) { try forged.check(anchors: [anchor]) }
    #expect(error?.description.contains("lacks the link \(anchor.link.prefix(12)) which example.json quotes") == true)
    #expect(error?.description.contains("its end was cut off, or it was computed anew") == true)
    #expect(forged.examine(anchors: [anchor]).faults.contains { $0.place == "the chain" })
  }

  /// So does it against a cut tail. Anchors of other stores, and old ones that name none, say nothing.
  @Test func aCutTailAndAnotherStore() throws {
    let scratch = try Scratch()
    let (store, _) = try whole(scratch.store)
    let (first, head) = (try store.identity(), try store.chainHead())
    try Forger(path: scratch.store).forge("DELETE FROM endings; DELETE FROM ledger WHERE record_table = 'endings'")
    let cut = try Store(at: scratch.store)
    #expect(try cut.verifyChain().faults.isEmpty)
    #expect(try cut.standing(of: Anchor(source: "", store: first, link: head)) == .lost)
    #expect(try cut.standing(of: Anchor(source: "", store: nil, link: head)) == .unknown)
    #expect(try cut.standing(of: Anchor(source: "", store: digits, link: head)) == .elsewhere)
    try cut.check(anchors: [Anchor(source: "", store: nil, link: head), Anchor(source: "", store: digits, link: head)])
    let other = try whole(scratch.folder.appending(path: "other").path).store
    #expect(try other.identity() != first)
    try other.check(anchors: [Anchor(source: "", store: first, link: head)])
  }

  /// Control characters out of a store do not reach a terminal.
  @Test func controlCharactersAreWrittenOut() throws {
    #expect(
      "a\u{1B}[2Jb\n\t\u{7F}\u{9B}\u{202E}é\u{0}".escapingControls == #"a\u{1b}[2Jb\n\t\u{7f}\u{9b}\u{202e}é\u{0}"#)
    #expect("plain, ± 5 °".escapingControls == "plain, ± 5 °")
    let scratch = try Scratch()
    let error = #expect(throws: StoreError.self) { try Store(existingAt: scratch.folder.path + "/\u{1B}[31mred") }
    #expect(error?.description.contains(#"\u{1b}[31mred"#) == true)
  }

  /// Records of published documents are decoded with the rules of their initialisers.
  @Test(arguments: [
    #"{"name":"s","columns":["x","x"],"rows":[[1,2]]}"#, #"{"name":"s","columns":["x"],"rows":[[1,2]]}"#,
    #"{"name":"s","columns":["x","y"],"rows":[[1,2],[1]]}"#,
  ])
  func decodedSeriesAreTables(json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(SeriesRecord.self, from: Data(json.utf8)) }
  }

  @Test func decodedNumbersHaveNoNegativeError() throws {
    let json = #"{"name":"n","value":1,"standardError":-1,"unit":""}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(NumberRecord.self, from: Data(json.utf8)) }
    let number = NumberRecord(name: "n", value: 1, standardError: 0.5, unit: "bits")
    #expect(try JSONDecoder().decode(NumberRecord.self, from: JSONEncoder().encode(number)) == number)
    let scratch = try Scratch()
    let (store, run) = try whole(scratch.store)
    #expect(throws: StoreError.self) {
      try store.record(numbers: [NumberRecord(name: "n", value: 1, standardError: -1, unit: "")], of: run)
    }
  }
}
