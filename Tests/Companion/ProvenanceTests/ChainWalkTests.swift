import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

/// Walks along the chain, and what is remembered of them.
@Suite struct ChainWalkTests {
  /// A walk begins where the last one ended, if nothing was wrong there; a whole walk does not.
  @Test func onlyWhatIsNewIsWalked() throws {
    let scratch = try Scratch()
    let (store, run) = try whole(scratch.store)
    let first = try store.verifyChain(onlyNew: true)
    #expect(first.walked == first.records && first.records == 12 && first.faults.isEmpty)
    #expect(try store.verifyChain(onlyNew: true).walked == 0)
    try store.record([cell("c")], of: run, figure: "example")
    let again = try Store(at: scratch.store).verifyChain(onlyNew: true)
    #expect(again.walked == 1 && again.records == 13 && again.faults.isEmpty)
    #expect(try again.head == store.chainHead())
    #expect(try store.verifyChain().walked == 13)
    // The memory is no record.
    #expect(store.examine().faults.isEmpty)
  }

  /// What is new and wrong is found, and goes on being found; what is old and wrong is found by a whole walk.
  @Test func faultsAreNotForgotten() throws {
    let scratch = try Scratch()
    let (store, run) = try whole(scratch.store)
    _ = try store.verifyChain(onlyNew: true)
    try store.record([cell("c")], of: run, figure: "example")
    try Forger(path: scratch.store).forge("UPDATE cells SET result = '0' WHERE key = 'c'")
    for _ in 1...2 {
      #expect(
        try store.verifyChain(onlyNew: true).faults.map(\.description) == [
          "record 3 of cells was changed after it was written"
        ])
    }
    try Forger(path: scratch.store).forge("UPDATE cells SET result = '2' WHERE key = 'c'")
    #expect(try store.verifyChain(onlyNew: true).faults.isEmpty)
    try Forger(path: scratch.store).forge("UPDATE cells SET result = '0' WHERE key = 'a'")
    #expect(try store.verifyChain(onlyNew: true).faults.isEmpty)
    #expect(try store.verifyChain().faults.count == 1)
    // A memory of another chain is none.
    try Forger(path: scratch.store).forgeWell("UPDATE runs SET seed = 9")
    #expect(try Store(at: scratch.store).verifyChain(onlyNew: true).walked == 13)
  }

  /// A damaged memory is none, too.
  @Test(arguments: ["entry = -1", "entry = 5", "sha256 = ''", "records = 'x'", "records = '{}'"])
  func aDamagedMemory(change: String) throws {
    let scratch = try Scratch()
    let (store, _) = try whole(scratch.store)
    _ = try store.verifyChain(onlyNew: true)
    try DatabaseQueue(path: scratch.store).write { try $0.execute(sql: "UPDATE walks SET " + change) }
    _ = try store.verifyChain(onlyNew: true)
    #expect(try store.verifyChain().faults.isEmpty)
  }

  @Test(arguments: [
    ("DELETE FROM ledger WHERE id = 4", "entries between them were removed"),
    ("UPDATE ledger SET id = 99 WHERE id = 4", "entries between them were removed"),
    (
      "UPDATE ledger SET record_table = 'sqlite_master' WHERE id = 4",
      "seals a record of 'sqlite_master', which is no table"
    ),
    ("UPDATE ledger SET record = 1 WHERE record_table = 'numbers' AND record = 2", "out of order or a second time"),
    ("DELETE FROM cells", "record 1 of cells was removed"),
    ("INSERT INTO inputs VALUES (5, 1, 'x', '', 1)", "record 5 of inputs is not in the ledger"),
    ("INSERT INTO points VALUES (5, 1, 'x', 1)", "points belong to a series 5 that is not there"),
    ("UPDATE points SET value = 7", "record 1 of series has points that were changed"),
    ("DROP INDEX ledger_by_link", "the index ledger_by_link is missing"),
    ("CREATE TABLE more (x)", "the table more is not the store's"),
    ("SELECT 1", "the trigger cells_no_update is missing"),
    (
      "CREATE TRIGGER cells_no_update BEFORE UPDATE ON cells BEGIN SELECT 1; END",
      "the trigger cells_no_update was changed"
    ),
    ("UPDATE cells SET run = 77", "record 1 of cells names a record of runs that is not there"),
  ])
  func anExaminationFindsIt(statement: String, sentence: String) throws {
    let scratch = try Scratch()
    _ = try whole(scratch.store)
    try Forger(path: scratch.store).forge(statement)
    let faults = try Store(at: scratch.store).examine().faults.map(\.description)
    #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
  }

  /// Keys are compared where the modules of a sweep were written down.
  @Test func keysFollowFromAddresses() throws {
    let scratch = try Scratch()
    let (store, _) = try whole(scratch.store)
    func key(_ cell: CellAddress) -> String {
      #expect(cell.figure == "example" && cell.sweep == "s" && cell.seed == 7 && cell.modules == ["M": digits])
      return "a"
    }
    let found = store.examine(key: key)
    #expect(found.chain?.comparedKeys == 2 && found.chain?.otherKeys == 0)
    #expect(found.faults.map(\.description) == ["record 2 of cells has a key that does not follow from its address"])
    let run = try store.begin(exampleRun, in: Surroundings())
    try store.record([cell("c")], of: run, figure: "example")
    #expect(store.examine(key: key).chain?.otherKeys == 1)
  }
}
