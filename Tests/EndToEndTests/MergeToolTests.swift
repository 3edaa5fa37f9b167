import ChildProcesses
import Companion
import Foundation
import Provenance
import TestSupport
import Testing

/// `mesoscale merge` as people use it.
@Suite struct MergeToolTests {
  /// A store of one run with so many cells.
  private func store(_ path: String, _ cells: Range<Int>, result: String = "2") throws {
    let store = try Store(at: path)
    let modules = ["Model": String(repeating: "d", count: 64)]
    let record = RunRecord(
      figure: "example", quality: .quick, parameters: "{}", seed: 7, shard: .whole, jobs: 2,
      code: String(repeating: "c", count: 64), modules: modules, compiler: "unknown")
    let run = try store.begin(record, in: Surroundings())
    try store.record(sweep: "s", modules: modules, of: run)
    let records = cells.map { number in
      let inputs = "{\"x\":\(number)}"
      let address = CellAddress(figure: "example", sweep: "s", inputs: inputs, replica: 0, seed: 7, modules: modules)
      return CellRecord(
        key: CellKey.digest(of: address), sweep: "s", inputs: inputs, replica: 0, result: result, seconds: 0.5)
    }
    for start in stride(from: 0, to: records.count, by: 5000) {
      try store.record(Array(records[start..<min(start + 5000, records.count)]), of: run, figure: "example")
    }
    try store.end(run, cellsComputed: records.count, cellsReused: 0, seconds: 1)
  }

  @Test func storesAreMergedOnTheCommandLine() async throws {
    let scratch = try Scratch()
    func path(_ name: String) -> String { scratch.folder.appending(path: name).path }
    try store(path("a.sqlite"), 0..<10)
    try store(path("b.sqlite"), 5..<20)
    let first = try await scratch.mesoscale(["merge", "a.sqlite", "b.sqlite", "--store", "c.sqlite"])
    #expect(first.succeeded, "\(first)")
    #expect(first.output.contains(/a\.sqlite +10 +0 +1/) && first.output.contains(/b\.sqlite +10 +5 +1/), "\(first)")
    let again = try await scratch.mesoscale(["merge", "a.sqlite", "b.sqlite", "--store", "c.sqlite"])
    #expect(again.succeeded && again.output.contains(/a\.sqlite +0 +\d+ +0 +0/), "\(again)")
    let runs = try await scratch.mesoscale(["runs", "--store", "c.sqlite"])
    #expect(runs.output.split(separator: "\n").count == 3, "\(runs)")
    try store(path("d.sqlite"), 19..<21, result: "3")
    for (arguments, sentence) in [
      (["c.sqlite"], "c.sqlite is the store that others are added to: leave it out."),
      (["none.sqlite"], "There is no store at none.sqlite"),
      (["d.sqlite"], "has two results: 2 in c.sqlite, and 3 in d.sqlite"), ([], "Missing expected argument"),
    ] {
      let outcome = try await scratch.mesoscale(["merge"] + arguments + ["--store", "c.sqlite"])
      #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome)")
    }
    #expect(try Store(existingAt: path("c.sqlite")).cellCounts().reduce(0) { $0 + $1.cells } == 20)
  }

  /// A merge that is killed wherever it is, again and again, comes to the same end as one that is not.
  @Test func aMergeThatIsKilledGoesOn() async throws {
    let scratch = try Scratch()
    func path(_ name: String) -> String { scratch.folder.appending(path: name).path }
    try store(path("a.sqlite"), 0..<20_000)
    let undisturbed = try await scratch.mesoscale(["merge", "a.sqlite", "--store", "whole.sqlite"])
    #expect(undisturbed.succeeded, "\(undisturbed)")
    var kills = 0
    var reached = 0
    for attempt in 0..<8 {
      let next = reached + 1 + attempt * 500
      let program = try await WatchedProgram.run(
        Programs.path("mesoscale"), ["merge", "a.sqlite", "--store", "killed.sqlite"], in: scratch.folder,
        when: {
          let cells: Int? = try Scratch.number(
            "SELECT count(*) FROM cells", inStoreAt: scratch.folder.appending(path: "killed.sqlite").path)
          return (cells ?? 0) >= next
        }
      ) { kill($0, SIGKILL) }
      reached = try Store(at: path("killed.sqlite")).cellCounts().reduce(0) { $0 + $1.cells }
      if program.code == 128 + SIGKILL { kills += 1 } else { break }
    }
    #expect(kills > 1 && reached > 0, "\(kills) kills")
    let last = try await scratch.mesoscale(["merge", "a.sqlite", "--store", "killed.sqlite"])
    #expect(last.succeeded, "\(last)")
    let (one, other) = (try Store(existingAt: path("whole.sqlite")), try Store(existingAt: path("killed.sqlite")))
    for store in [one, other] {
      #expect(try store.verifyChain(key: CellKey.digest(of:)).faults == [])
      #expect(try store.cellCounts().reduce(0) { $0 + $1.cells } == 20_000 && store.runs().count == 1)
      #expect(try store.run(1)?.state == .finished)
    }
  }
}
