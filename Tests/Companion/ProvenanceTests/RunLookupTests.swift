import Digest
import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

/// How runs are found among many.
@Suite struct RunLookupTests {
  /// By number, identity, the beginning of an identity, and figure.
  @Test func runsAreFoundByName() throws {
    let scratch = try Scratch()
    let store = try Store(at: scratch.store)
    var record = exampleRun
    for seed in 1...3 {
      record.seed = seed
      let run = try store.begin(record, in: Surroundings())
      if seed == 2 { try store.record(identity: "abcdef012345", of: run) }
      if seed == 3 { try store.record(identity: "abcdef999999", of: run) }
    }
    record.seed = 1
    #expect(try store.run(named: "1")?.id == 1 && store.run(named: "3")?.id == 3)
    #expect(try store.run(named: "example")?.id == 3)
    #expect(
      try store.run(named: record.identity)?.id == 1 && store.run(named: String(record.identity.prefix(6)))?.id == 1)
    #expect(try store.run(named: "abcdef012345")?.id == 2 && store.run(named: "abcdef9")?.id == 3)
    // What a run asked for is not its identity once that is known.
    record.seed = 2
    #expect(try store.run(named: record.identity) == nil)
    for name in ["4", "0", "-1", "abcde", "abcdeg", "", "9999999999999999999999", "%", "abcdef0123456"] {
      #expect(try store.run(named: name) == nil, "\(name)")
    }
    let error = #expect(throws: StoreError.self) { try store.run(named: "abcdef") }
    #expect(error?.description.contains("among them abcdef012345 and abcdef999999: give more digits") == true)
    // The same numbers again: the latest.
    let again = try store.begin(record, in: Surroundings())
    try store.record(identity: "abcdef012345", of: again)
    #expect(try store.run(named: "abcdef0")?.id == again)
  }

  /// By quality and ending, however many others came later.
  @Test func thePaperRunIsFoundBehindThousands() throws {
    let scratch = try Scratch()
    let (store, run) = try whole(scratch.store)
    try scratch.addRuns(3000)
    #expect(try store.run(named: "1")?.id == run)
    #expect(try store.latestRun(of: "example", quality: .paper, isFinished: true, isDrawn: true)?.id == run)
    #expect(try store.latestRun(of: "example")?.id == 3001 && store.latestRun(of: "another") == nil)
    #expect(try store.runs(limit: 5).map(\.id) == [3001, 3000, 2999, 2998, 2997])
    #expect(try store.runs(of: "another").isEmpty)
    #expect(try store.verifyChain().faults.isEmpty)
  }

  /// 10⁵ runs, 3·10⁵ records, 10⁶ points: what is looked up does not depend on how much there is. (Times
  /// are those of this thread, whatever else the machine does.)
  @Test func aLargeStoreIsReadQuickly() throws {
    let scratch = try Scratch()
    do {
      let (store, run) = try whole(scratch.store)
      let rows = (0..<1000).map { [Double($0), 1, 2, 3, 4, 5, 6, 7, 8, 9] }
      for place in 0..<100 {
        try store.record(
          series: [SeriesRecord(name: "s\(place)", columns: (0..<10).map { "c\($0)" }, rows: rows)], of: run)
      }
    }
    try scratch.addRuns(100_000)
    func time<Result>(_ what: String, below limit: Double, _ body: () throws -> Result) rethrows -> Result {
      let begun = threadTime()
      let result = try body()
      let seconds = threadTime() - begun
      print("\(what): \(seconds) s")
      #expect(seconds < limit, "\(what) took \(seconds) s")
      return result
    }
    let chain = try time("whole walk", below: 60) { try Store(at: scratch.store).verifyChain() }
    #expect(chain.faults.isEmpty && chain.records == 300_112)
    let store = try time("opening", below: 0.5) { try Store(at: scratch.store) }
    #expect(try time("first lookup", below: 2) { try store.run(named: "example") }?.id == 100_001)
    let paper = try time("a paper run", below: 2) {
      try store.latestRun(of: "example", quality: .paper, isFinished: true, isDrawn: true)
    }
    #expect(paper?.id == 1)
    let latest = try time("the latest runs of figures", below: 2) {
      try store.latestRuns(of: ["example"] + (1...16).map { "figure-\($0)" })
    }
    #expect(latest.mapValues(\.id) == ["example": 100_001])
    #expect(try time("numbers", below: 2) { try store.numbers(of: 1) }.count == 2)
    #expect(try time("twenty runs", below: 2) { try store.runs(limit: 20) }.count == 20)
    #expect(try time("walk over what is new", below: 2) { try store.verifyChain(onlyNew: true) }.walked == 0)
    #expect(try time("a link", below: 0.5) { try store.hasLink(chain.head) })
    let keys = (0..<1000).map { "key \($0)" }
    #expect(try time("1000 cells", below: 2) { try store.results(ofCells: keys) }.count == 1000)
    #expect(
      try time("1000 cells and a missing one", below: 2) { try store.results(ofCells: keys + ["none"]) }.count == 1000)
  }
}

/// The seconds for which this thread has computed.
private func threadTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

extension Scratch {
  /// Adds finished quick runs, each with a cell, to the store, and the ledger of it all: by SQL, which is quicker than as a run
  /// would.
  func addRuns(_ count: Int) throws {
    try Forger(path: store).forge { db in
      try db.inTransaction {
        let columns = try String.fetchAll(
          db, sql: "SELECT name FROM pragma_table_info('runs') WHERE name NOT IN ('id', 'quality')")
        let list = columns.joined(separator: ", ")
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))"
        for statement in [
          "\(numbers) INSERT INTO runs (quality, \(list)) SELECT 'quick', \(list) FROM n, runs WHERE runs.id = 1",
          """
          INSERT INTO endings (run, state, message, cells_computed, cells_reused, seconds, ended)
            SELECT id, 'finished', '', 1, 0, 1.5, started FROM runs WHERE quality = 'quick'
          """,
          """
          INSERT INTO cells (key, run, figure, sweep, inputs, replica, result, seconds, finished)
            SELECT 'key ' || (id - 2), id, figure, 's', '{}', 0, '2', 0.5, started FROM runs WHERE quality = 'quick'
          """,
        ] { try db.execute(sql: statement) }
        // Run by run, as they would have been written.
        try db.execute(
          sql: """
            INSERT INTO ledger (record_table, record, record_sha256, sha256)
              SELECT kind, record, '', id FROM (
                SELECT 'runs' AS kind, id AS record, id AS run, 1 AS step, 'x' || id AS id FROM runs WHERE quality = 'quick'
                UNION ALL SELECT 'cells', id, run, 2, 'y' || id FROM cells WHERE key LIKE 'key %'
                UNION ALL SELECT 'endings', id, run, 3, 'z' || id FROM endings WHERE run > 1)
              ORDER BY run, step
            """)
        try Forger.computeChain(db)
        return .commit
      }
    }
  }
}
