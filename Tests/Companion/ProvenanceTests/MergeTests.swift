import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

@Suite struct MergeTests {
  /// A store with one run that computed these cells, on a machine of this name.
  @discardableResult private func store(
    _ path: String, _ cells: [String], host: String = "one", figure: String = "example", ends: Bool = true,
    result: String = "2"
  ) throws -> Store {
    let store = try Store(at: path)
    var facts = Surroundings()
    facts.host = host
    facts.gitDiff = "a change"
    let record = RunRecord(
      figure: figure, quality: .paper, parameters: #"{"beta":2}"#, seed: 7, shard: .whole, jobs: 2,
      code: String(repeating: "c", count: 64), modules: ["m": String(repeating: "d", count: 64)], compiler: "unknown")
    let run = try store.begin(record, in: facts)
    try store.record(sweep: "s", modules: record.modules, of: run)
    try store.record(KindRecord(sweep: "s", type: "t", isStaged: false), of: run)
    try store.record(
      cells.map {
        CellRecord(key: $0, sweep: "s", inputs: #"{"x":1}"#, replica: 0, result: result, seconds: 0.5)
      }, of: run, figure: figure)
    guard ends else { return store }
    try store.record(
      series: [SeriesRecord(name: "line", columns: ["x", "y"], rows: [[1, 0.1], [2, 0.2]])],
      numbers: [NumberRecord(name: "gain", value: 0.1, standardError: 0.01, unit: "bits")],
      degreesOfFreedom: ["gain": 7],
      artefacts: [FileRecord(path: "a.svg", sha256: String(repeating: "a", count: 64), bytes: 3)],
      inputs: [FileRecord(path: "data", sha256: String(repeating: "b", count: 64), bytes: 4)], of: run)
    try store.record(identity: "0123456789ab", of: run)
    try store.end(run, cellsComputed: cells.count, cellsReused: 0, seconds: 1.5)
    return store
  }

  private func path(_ scratch: Scratch, _ name: String) -> String {
    scratch.folder.appending(path: "\(name).sqlite").path
  }

  @Test func whatIsMergedIsThereOnceAndKeepsItsOrigin() throws {
    let scratch = try Scratch()
    let ours = try store(path(scratch, "a"), ["a", "b"])
    let theirs = try store(path(scratch, "b"), ["b", "c", "d"], host: "two", figure: "other")
    let report = try ours.merge(theirs)
    #expect(report.cells == 2 && report.knownCells == 1 && report.runs == 1)
    #expect(try ours.results(ofCells: ["a", "b", "c", "d"]).count == 4)
    let run = try #require(try ours.latestRun(of: "other"))
    let origin = try #require(try theirs.run(1))
    #expect(run.facts == origin.facts && run.started == origin.started && run.ended == origin.ended)
    #expect(run.identity == origin.identity && run.modules == origin.modules && run.state == .finished)
    #expect(run.facts.first { $0.name == "host" }?.value == "two")
    #expect(try ours.series(of: run.id) == theirs.series(of: 1) && ours.numbers(of: run.id) == theirs.numbers(of: 1))
    #expect(
      try ours.inputs(of: run.id) == theirs.inputs(of: 1) && ours.artefacts(of: run.id) == theirs.artefacts(of: 1))
    #expect(try ours.degreesOfFreedom(of: run.id) == ["gain": 7] && ours.diff(of: run.id) == "a change")
    #expect(try ours.origin(of: run.id)?.run == 1 && ours.origin(of: run.id)?.store == theirs.identity())
    #expect(try ours.origin(of: 1) == nil)
    let head = try ours.chainHead()
    // A second time, and a store that holds the same by another way, add nothing.
    #expect(try ours.merge(theirs).records == 0 && ours.chainHead() == head)
    let between = try Store(at: path(scratch, "c"))
    #expect(try between.merge(theirs).cells == 3)
    #expect(try ours.merge(between).cells == 0 && ours.runs().count == 2)
    #expect(try between.merge(ours).cells == 1 && between.runs().count == 2 && theirs.merge(between).cells == 1)
    #expect(try theirs.runs().count == 2)
    for store in [ours, theirs, between] { #expect(try store.verifyChain().faults == []) }
  }

  /// A run that goes on after it was merged, also by way of another store, is completed, and nothing of it comes twice.
  @Test func aRunThatGoesOnIsCompleted() throws {
    let scratch = try Scratch()
    let source = try store(path(scratch, "a"), ["a"], ends: false)
    let (direct, between, indirect) = (
      try Store(at: path(scratch, "b")), try Store(at: path(scratch, "c")), try Store(at: path(scratch, "d"))
    )
    try direct.merge(source)
    try between.merge(source)
    try indirect.merge(between)
    try source.record([cell("e")], of: 1, figure: "example")
    try source.record(numbers: [NumberRecord(name: "gain", value: 0.1, standardError: 0.01, unit: "")], of: 1)
    try source.end(1, cellsComputed: 2, cellsReused: 0, seconds: 3)
    for store in [direct, indirect] {
      try store.merge(source)
      #expect(try store.results(ofCells: ["a", "e"]).count == 2 && store.runs().count == 1)
      #expect(try store.run(1)?.state == .finished && store.numbers(of: 1).count == 1 && store.kinds(of: 1).count == 1)
      #expect(try store.verifyChain().faults == [])
    }
  }

  /// Two copies of one store that each went on: what they share is not looked at again, and stays what it is.
  @Test func copiesThatPartedAreMerged() throws {
    let scratch = try Scratch()
    let ours = try store(path(scratch, "a"), (0..<50).map { "a\($0)" })
    try ours.copy(to: path(scratch, "b"))
    let theirs = try store(path(scratch, "b"), ["c"], host: "two")
    try store(path(scratch, "a"), ["d"], host: "one")
    let report = try ours.merge(theirs)
    #expect(report.cells == 1 && report.knownCells == 0 && report.runs == 1)
    #expect(try ours.runs().count == 3 && ours.results(ofCells: ["a3", "c", "d"]).count == 3)
    #expect(try ours.verifyChain().faults == [])
  }

  @Test func aCellWithTwoResultsEndsTheMergeBeforeAnythingIsAdded() throws {
    let scratch = try Scratch()
    let ours = try store(path(scratch, "a"), ["a"])
    let theirs = try store(path(scratch, "b"), ["z", "a"], result: "3")
    let head = try ours.chainHead()
    let error = #expect(throws: StoreError.self) { try ours.merge(theirs) }
    for part in ["two results: 2 in", ", and 3 in", #"{"x":1}"#, "so nothing is merged"] {
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
    #expect(try ours.chainHead() == head && ours.results(ofCells: ["z"]).isEmpty)
  }

  @Test func aStoreWithAFaultIsNotMerged() throws {
    let scratch = try Scratch()
    let ours = try store(path(scratch, "a"), ["a"])
    try store(path(scratch, "b"), ["b", "c"])
    try DatabaseQueue(path: path(scratch, "b")).write { db in
      try db.execute(sql: "DROP TRIGGER cells_no_update; UPDATE cells SET result = '99' WHERE key = 'c'")
    }
    let head = try ours.chainHead()
    #expect(throws: StoreError.self) { try ours.merge(Store(existingAt: path(scratch, "b"))) }
    #expect(try ours.chainHead() == head)
    // Nor is one by a program that is not accepted, or with a key that does not follow from its cell.
    let theirs = try store(path(scratch, "c"), ["b"])
    #expect(throws: Refusal.self) { try ours.merge(theirs, accepts: { _ in throw Refusal() }) }
    #expect(throws: StoreError.self) { try ours.merge(theirs, key: { _ in "another" }) }
    #expect(try ours.chainHead() == head)
    #expect(try ours.merge(theirs, key: { _ in "b" }).cells == 1)
  }

  private struct Refusal: Error {}

  /// The latest run is the one that started last, whatever was merged last; a task of a job array is none.
  @Test func theLatestRunIsTheOneThatStartedLast() throws {
    let scratch = try Scratch()
    let old = try store(path(scratch, "old"), ["a"], host: "old")
    let new = try store(path(scratch, "new"), ["b"], host: "new")
    try new.merge(old)
    #expect(try new.latestRun(of: "example")?.id == 1 && new.runs().map(\.id) == [1, 2])
    #expect(try new.latestRuns(of: ["example"])["example"]?.id == 1 && new.run(named: "example")?.id == 1)
    #expect(try new.latestFinishedRuns() == [1])
    let task = try new.begin(exampleRun, in: Surroundings())
    try new.record(TaskRecord(scheduler: "slurm", job: "17", task: 3, array: "example.s.0"), of: task)
    try new.record([cell("t")], of: task, figure: "example")
    #expect(try new.latestRun(of: "example")?.id == 1 && new.task(of: task)?.task == 3)
    #expect(try new.runs().count == 3 && new.runs(tasks: false).count == 2)
    let array = try #require(try new.arrays().first)
    #expect(array.name == "example.s.0" && array.job == "17" && array.tasks == 1 && array.cells == 1)
    #expect(try new.verifyChain().faults == [])
  }

  /// A hundred thousand cells are merged within a minute; memory is that of one batch.
  @Test func aHundredThousandCellsTakeLessThanAMinute() throws {
    let scratch = try Scratch(inMemory: true)
    let theirs = try Store(at: path(scratch, "b"))
    let run = try theirs.begin(exampleRun, in: Surroundings())
    for start in stride(from: 0, to: 100_000, by: 5000) {
      try theirs.record((start..<start + 5000).map { cell("\($0)") }, of: run, figure: "example")
    }
    let ours = try store(path(scratch, "a"), ["a", "7"])
    let begun = ContinuousClock.now
    let report = try ours.merge(theirs)
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    #expect(report.cells == 99_999 && report.knownCells == 1)
    #expect(seconds < 60, "\(seconds) s")
    #expect(try ours.cellCounts().reduce(0) { $0 + $1.cells } == 100_001)
  }

  /// Checkpoints come with the cells that are not finished, the farther of two; a finished cell takes none.
  @Test func theFartherCheckpointIsKept() throws {
    let scratch = try Scratch()
    let ours = try store(path(scratch, "a"), ["a"])
    let theirs = try store(path(scratch, "b"), ["b"])
    func checkpoint(_ key: String, _ stages: Int) -> Checkpoint {
      Checkpoint(key: key, stages: stages, seconds: 1, state: Data([1, UInt8(stages)]))
    }
    try ours.keep(checkpoint("p", 3), of: 1)
    try ours.keep(checkpoint("q", 3), of: 1)
    try ours.keep(checkpoint("b", 2), of: 1)
    for (key, stages) in [("p", 5), ("q", 1), ("r", 2), ("a", 9)] { try theirs.keep(checkpoint(key, stages), of: 1) }
    try ours.merge(theirs)
    #expect(try ours.checkpoint(ofCell: "p")?.stages == 5 && ours.checkpoint(ofCell: "q")?.stages == 3)
    #expect(try ours.checkpoint(ofCell: "r")?.stages == 2 && ours.checkpoint(ofCell: "a") == nil)
    #expect(try ours.checkpoint(ofCell: "b") == nil)
  }

  /// An extract has these cells, the runs that computed them, and no other.
  @Test func anExtractHoldsWhatItIsAskedFor() throws {
    let scratch = try Scratch()
    let ours = try store(path(scratch, "a"), ["a", "b", "c"])
    try store(path(scratch, "a"), ["d"], host: "two")
    try ours.keep(Checkpoint(key: "u", stages: 2, seconds: 1, state: Data([7])), of: 1)
    try ours.extract(run: 2, cells: ["b", "missing"], checkpoints: ["u", "v"], to: path(scratch, "x"))
    let extract = try Store(existingAt: path(scratch, "x"))
    #expect(try extract.results(ofCells: ["a", "b", "c", "d"]) == ["b": "2"] && extract.runs().count == 2)
    #expect(try extract.checkpoint(ofCell: "u")?.stages == 2 && extract.checkpoint(ofCell: "v") == nil)
    #expect(try extract.verifyChain().faults == [])
    // Everything in it is known where it came from.
    #expect(try ours.merge(extract).records == 0 && ours.runs().count == 2)
  }

  /// A store that one process has for itself: no log beside it, no second process, and what was not committed is gone.
  @Test func aStoreForOneProcessAlone() throws {
    let scratch = try Scratch()
    let file = path(scratch, "alone")
    let store = try Store(at: file, access: .alone)
    let run = try store.begin(exampleRun, in: Surroundings())
    try store.record([cell("a")], of: run, figure: "example")
    #expect(
      !FileManager.default.fileExists(atPath: file + "-wal") && !FileManager.default.fileExists(atPath: file + "-shm"))
    #expect(throws: StoreError.self) { try Store(existingAt: file, access: .alone, patience: 0.1).runs() }
    try store.close()
    #expect(try Store(existingAt: file, access: .alone).results(ofCells: ["a"]).count == 1)
  }

  /// A store whose process was killed in the midst of a transaction is read as it was before, even where it cannot be
  /// written.
  @Test func aTornStoreIsRolledBack() throws {
    let scratch = try Scratch()
    let file = path(scratch, "torn")
    let store = try Store(at: file, access: .alone)
    let run = try store.begin(exampleRun, in: Surroundings())
    try store.record([cell("a")], of: run, figure: "example")
    try store.close()
    // A transaction that has written pages to the file and has not been committed, as kill -9 leaves it.
    let torn = path(scratch, "copy")
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1") }
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON")
      for place in 0..<2000 {
        try db.execute(
          sql: "INSERT INTO diffs (sha256, text) VALUES (?, ?)",
          arguments: ["x\(place)", String(repeating: "y", count: 500)])
      }
      for ending in ["", "-journal"] {
        try FileManager.default.copyItem(atPath: file + ending, toPath: torn + ending)
      }
      try db.execute(sql: "ROLLBACK")
    }
    let size = try FileManager.default.attributesOfItem(atPath: torn)[.size] as? Int ?? 0
    let before = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    #expect(size > before, "nothing was written before the transaction ended")
    for name in [torn, torn + "-journal"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: name)
    }
    let read = try Store(existingAt: torn)
    #expect(try read.verifyChain().faults == [] && read.results(ofCells: ["a"]).count == 1)
  }
}
