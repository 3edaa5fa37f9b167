import ChildProcesses
import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

@Suite struct CheckpointTests {
  private func walk(_ scratch: Scratch) async throws -> Command.Outcome {
    try await Command.run(Programs.path("staged-walk"), [scratch.store])
  }

  private func checkpoints(_ scratch: Scratch) throws -> [Int] {
    try DatabaseQueue(path: scratch.store).read { try Int.fetchAll($0, sql: "SELECT stages FROM checkpoints") }
  }

  /// Starts the walk and kills it with SIGKILL in the stage after so many.
  private func kill(_ scratch: Scratch, afterStages count: Int) async throws {
    let store = scratch.store
    let result = try await WatchedProgram.run(
      Programs.path("staged-walk"), [store, String(count)], in: scratch.folder,
      when: { try Scratch.number("SELECT stages FROM checkpoints", inStoreAt: store) == count },
      { Glibc.kill($0, SIGKILL) })
    #expect(result.code == 128 + SIGKILL)
  }

  /// A cell that is killed twice in its middle goes on from where it was, and finds the same bits.
  @Test func aKilledCellGoesOn() async throws {
    let whole = try await walk(Scratch())
    #expect(whole.succeeded && !whole.errors.contains("goes on"), "\(whole.errors)")
    let scratch = try Scratch()
    for count in [10, 60] { try await kill(scratch, afterStages: count) }
    #expect(try checkpoints(scratch) == [60])
    let resumed = try await walk(scratch)
    #expect(resumed.errors.contains("goes on after 60 of its 200 stages"), "\(resumed.errors)")
    #expect(resumed.output == whole.output)
    #expect(try checkpoints(scratch) == [])
    let store = try Store(existingAt: scratch.store)
    #expect(try store.runs().map(\.state) == [.killed, .killed, .killed], "they end without saying so")
    #expect(try store.verifyChain().faults.isEmpty)
  }

  /// A checkpoint that was damaged is told, and not used.
  @Test func aDamagedCheckpointIsTold() async throws {
    let scratch = try Scratch()
    try await kill(scratch, afterStages: 10)
    try await DatabaseQueue(path: scratch.store).write { db in
      try db.execute(sql: "UPDATE checkpoints SET state = zeroblob(length(state))")
    }
    let outcome = try await walk(scratch)
    let complaints = outcome.errors.split(separator: "\n").filter { $0.contains("checkpoint") }
    #expect(complaints == ["staged-walk: walk: a checkpoint is not used, and its cell begins anew. It is damaged."])
    #expect(try await outcome.output == walk(Scratch()).output)
  }
}
