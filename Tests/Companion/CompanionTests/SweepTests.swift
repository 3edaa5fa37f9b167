import Cells
import Companion
import Foundation
import Provenance
import Randomness
import TestSupport
import Testing

extension Scratch {
  func run(
    _ store: String = "runs.sqlite", seed: Int = 1, code: String = "c0de", jobs: Int = 1, shard: Shard = .whole,
    checkpointPeriod: Duration = .seconds(10), progress: Companion.Progress = Companion.Progress(figure: "test")
  ) throws -> Run {
    let store = try Store(at: folder.appending(path: store).path)
    let record = RunRecord(
      figure: "test", quality: .quick, parameters: "{}", seed: seed, shard: shard, jobs: jobs, code: code,
      compiler: "unknown")
    return Run(
      figure: "test", seed: seed, code: CodeDigest(modules: ["CompanionTests": code], compiler: "unknown"), jobs: jobs,
      shard: shard, store: store,
      number: try store.begin(record, in: Surroundings()), progress: progress,
      checkpointPeriod: checkpointPeriod)
  }
}

/// Draws numbers and adds them up; throws or finds what is no number where it is told to.
private struct Walk: Cell {
  var steps: Int
  var failing = false
  var breaking = false

  func compute(_ random: RandomStream) throws -> Double {
    var random = random
    if failing { throw Complaint("This cell fails.") }
    return breaking ? .nan : (0..<steps).reduce(0) { sum, _ in sum + random.normal() }
  }
}

/// A type within one of another module.
extension Table {
  struct Extended {}
}

@Suite struct SweepTests {
  private let cells = (1...40).map { Walk(steps: $0) }

  @Test func theNumberOfThreadsDoesNotMatter() throws {
    let scratch = try Scratch()
    let alone = try scratch.run("one").sweep("walks", over: cells, replicas: 3)
    let together = try scratch.run("two", jobs: 8).sweep("walks", over: cells, replicas: 3)
    #expect(alone == together)
    #expect(Set(alone.joined()).count == 120, "replicas and cells draw different numbers")
  }

  @Test func storedCellsAreNotComputedAgain() throws {
    let scratch = try Scratch()
    let first = try scratch.run()
    let results = try first.sweep("walks", over: cells)
    #expect(first.cellsComputed == 40 && first.cellsReused == 0)
    let second = try scratch.run()
    #expect(try second.sweep("walks", over: cells) == results)
    #expect(second.cellsComputed == 0 && second.cellsReused == 40)
  }

  /// What is in the key: inputs, sweep, seed and code; what is not in it: the order of the cells.
  @Test func theKeyHoldsWhatMatters() throws {
    let scratch = try Scratch()
    let results = try scratch.run().sweep("walks", over: cells)
    let reversed = try scratch.run()
    #expect(try reversed.sweep("walks", over: cells.reversed()) == results.reversed())
    #expect(reversed.cellsComputed == 0)
    let otherSeed = try scratch.run(seed: 2)
    #expect(try otherSeed.sweep("walks", over: cells) != results)
    #expect(otherSeed.cellsComputed == 40)
    let otherSweep = try scratch.run()
    #expect(try otherSweep.sweep("strolls", over: cells) != results)
    // New code computes again, from the same random numbers.
    let otherCode = try scratch.run(code: "new")
    #expect(try otherCode.sweep("walks", over: cells) == results)
    #expect(otherCode.cellsComputed == 40)
  }

  /// The address of a cell's stream: seed, figure, sweep, JSON of the cell, replica. A change of any of it changes every
  /// published number that was sampled.
  @Test func theAddressOfACell() throws {
    let scratch = try Scratch()
    let walk = Walk(steps: 1)
    #expect(try JSON.canonical(walk) == #"{"breaking":false,"failing":false,"steps":1}"#)
    struct Real: Codable { var x = 0.1 + 0.2, y = 1e-20, z = 2.0 }
    #expect(try JSON.canonical(Real()) == #"{"x":0.30000000000000004,"y":1e-20,"z":2}"#)
    var stream = RandomStream(seed: 5)["test"]["walks"][#"{"breaking":false,"failing":false,"steps":1}"#][1]
    let number = stream.normal()
    #expect(try scratch.run(seed: 5).sweep("walks", over: [walk], replicas: 2)[0][1] == number)
  }

  /// Cells of generic types depend on the modules of their arguments, too.
  @Test func theModulesOfAType() {
    let code = CodeDigest(modules: ["CompanionTests": "1", "Companion": "2", "Estimation": "3"], compiler: "")
    struct Search<Model>: Sendable {}
    #expect(code.modules(declaring: Walk.self) == ["CompanionTests": "1"])
    #expect(code.modules(declaring: Search<[Table]>.self) == ["CompanionTests": "1", "Companion": "2"])
    #expect(code.modules(declaring: Search<(Int, Double)>.self) == ["CompanionTests": "1"])
    #expect(code.modules(declaring: Table.Extended.self) == ["CompanionTests": "1", "Companion": "2"])
  }

  @Test func aFailureKeepsWhatWasFinished() throws {
    let scratch = try Scratch()
    let broken = cells.prefix(10) + [Walk(steps: 0, failing: true)] + cells.dropFirst(10)
    let run = try scratch.run()
    let error = #expect(throws: Complaint.self) { try run.sweep("walks", over: Array(broken)) }
    #expect(error?.description == "This cell fails.")
    let resumed = try scratch.run()
    _ = try resumed.sweep("walks", over: cells)
    #expect(resumed.cellsReused == 10 && resumed.cellsComputed == 30)
  }

  @Test func aResultThatIsNoNumberIsRefused() throws {
    let scratch = try Scratch()
    let run = try scratch.run()
    let error = #expect(throws: Complaint.self) { try run.sweep("walks", over: [Walk(steps: 1, breaking: true)]) }
    #expect(error?.description.contains("nan") == true && error?.description.contains("finite") == true)
  }

  /// Shards compute their parts into one store; the run without a shard finds everything there.
  @Test func shardsMakeAWhole() throws {
    let scratch = try Scratch()
    let whole = try scratch.run("other").sweep("walks", over: cells)
    for text in ["1/3", "2/3"] {
      let run = try scratch.run(shard: try #require(Shard(text)))
      #expect(throws: ShardIsDone.self) { try run.sweep("walks", over: cells) }
    }
    let last = try scratch.run(shard: try #require(Shard("3/3")))
    #expect(try last.sweep("walks", over: cells) == whole)
    let gathered = try scratch.run()
    #expect(try gathered.sweep("walks", over: cells) == whole)
    #expect(gathered.cellsComputed == 0)
  }

  /// Equal cells are the same work: it is done once, and every place gets its result.
  @Test func equalCellsAreComputedOnce() throws {
    let scratch = try Scratch()
    let run = try scratch.run(jobs: 2)
    let results = try run.sweep("walks", over: [cells[3], cells[1], cells[3]], replicas: 2)
    #expect(run.cellsComputed == 4)
    #expect(results[0] == results[2] && results[0] != results[1])
  }

  @Test func anEmptySweepIsEmpty() throws {
    let scratch = try Scratch()
    #expect(try scratch.run().sweep("walks", over: [Walk]()) == [])
  }
}
