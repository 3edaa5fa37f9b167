import Cells
import Companion
import Foundation
import GRDB
import PackedNumbers
import Provenance
import Randomness
import Synchronization
import TestSupport
import Testing

/// What a walk is between two stages.
private protocol Walker: Codable {
  var place: Double { get set }
  var momentum: Double { get set }
  var closest: Double { get set }
  var path: [Float] { get set }
  init()
}

private struct WholeWalker: Walker {
  var place = 0.0, momentum = 0.0
  var closest = Double.infinity
  @Packed var path: [Float] = []
}

/// Leaves its momentum out of what is stored.
private struct ForgetfulWalker: Walker {
  var place = 0.0, momentum = 0.0
  var closest = Double.infinity
  var path: [Float] = []
  enum CodingKeys: CodingKey { case place, closest, path }
}

/// Cannot be stored at all.
private struct UnstoredWalker: Walker {
  var place = 0.0, momentum = 0.0
  var closest = Double.infinity
  var path: [Float] = []
  init() {}
  init(from decoder: any Decoder) throws { throw Complaint("It cannot be read.") }
  func encode(to encoder: any Encoder) throws { throw Complaint("It cannot be written.") }
}

/// By the name of a walk: before which of its stages (or, after the last, before its result) it will throw next, and the
/// stages it was advanced by.
private let interruptions = Mutex<[String: Int]>([:])
private let advanced = Mutex<[String: [Int]]>([:])

/// A walk with momentum.
private struct Walk<Stage: Walker>: StagedCell {
  var name: String
  var stages = 20

  func begin(_ random: RandomStream) -> Stage { Stage() }

  func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws {
    try interrupt(at: number)
    advanced.withLock { $0[name, default: []].append(number) }
    var random = random
    stage.momentum = 0.9 * stage.momentum + random.normal()
    stage.place += stage.momentum
    if number > stages / 2 { stage.closest = min(stage.closest, abs(stage.place)) }
    stage.path.append(Float(stage.place))
  }

  func result(of stage: Stage, _ random: RandomStream) throws -> [Double] {
    try interrupt(at: stages)
    return [stage.place, stage.closest] + stage.path.map { Double($0) }
  }

  private func interrupt(at number: Int) throws {
    let isHere = interruptions.withLock { interruptions in
      guard interruptions[name] == number else { return false }
      interruptions[name] = nil
      return true
    }
    if isHere { throw Complaint("Interrupted.") }
  }

  var stagesAdvanced: [Int] { advanced.withLock { $0[name] ?? [] } }
}

extension Scratch {
  fileprivate func checkpoints() throws -> Int? {
    try DatabaseQueue(path: store).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM checkpoints") }
  }

  /// Runs the walk until it is interrupted before a stage.
  fileprivate func interrupt<Stage>(_ walk: Walk<Stage>, at number: Int, period: Duration = .zero) throws {
    interruptions.withLock { $0[walk.name] = number }
    let error = #expect(throws: Complaint.self) {
      try run(checkpointPeriod: period).sweep("walks", over: [walk], replicas: 2)
    }
    #expect(error?.description == "Interrupted.")
  }

  /// Runs the walk to its end.
  fileprivate func finish<Stage>(_ walk: Walk<Stage>, period: Duration = .zero) throws -> [[Double]] {
    try run(checkpointPeriod: period).sweep("walks", over: [walk], replicas: 2)[0]
  }
}

@Suite struct StagedCellTests {
  /// Interrupted three times, every stage is computed once, and the result has the same bits as that of one computation.
  @Test func anInterruptedCellGoesOn() throws {
    let walk = Walk<WholeWalker>(name: "interrupted")
    let scratch = try Scratch()
    for number in [7, 8, 20] {
      try scratch.interrupt(walk, at: number)
      #expect(try scratch.checkpoints() == 1)
    }
    let result = try scratch.finish(walk)
    #expect(walk.stagesAdvanced == Array(0..<20) + Array(0..<20))
    #expect(try scratch.checkpoints() == 0, "a finished cell leaves none")
    #expect(try Store(at: scratch.store).verifyChain().faults.isEmpty)
    #expect(try Scratch().finish(walk) == result)
    let stream = RandomStream(seed: 1)["test"]["walks"][try JSON.canonical(walk)]
    #expect(try [walk.compute(stream[0]), walk.compute(stream[1])] == result, "a staged cell is a cell")
  }

  /// Negative control: a cell that leaves a part of its stage out of what is stored is found by the same comparison.
  @Test func aForgetfulCellIsNotTheSame() throws {
    let walk = Walk<ForgetfulWalker>(name: "forgetful")
    let scratch = try Scratch()
    try scratch.interrupt(walk, at: 7)
    let (resumed, whole) = (try scratch.finish(walk), try Scratch().finish(walk))
    #expect(resumed[0] != whole[0] && resumed[1] == whole[1])
  }

  /// A cell that is quicker than the period writes no checkpoint, and begins anew.
  @Test func checkpointsAreRare() throws {
    let walk = Walk<WholeWalker>(name: "quick")
    let scratch = try Scratch()
    try scratch.interrupt(walk, at: 7, period: .seconds(10))
    #expect(try scratch.checkpoints() == 0)
    _ = try scratch.finish(walk)
    #expect(walk.stagesAdvanced == Array(0..<7) + Array(0..<20) + Array(0..<20))
  }

  @Test(arguments: [
    "SET stages = 8", "SET stages = -1", "SET state = x'00'", "SET state = x''", "SET sha256 = ''",
    "SET key = 'another'",
  ])
  func aDamagedCheckpointIsIgnored(damage: String) throws {
    let walk = Walk<WholeWalker>(name: "damaged: \(damage)")
    let scratch = try Scratch()
    try scratch.interrupt(walk, at: 7)
    try DatabaseQueue(path: scratch.store).write { try $0.execute(sql: "UPDATE checkpoints " + damage) }
    #expect(try scratch.finish(walk) == Scratch().finish(walk))
    #expect(walk.stagesAdvanced.prefix(8) == [0, 1, 2, 3, 4, 5, 6, 0])
  }

  /// Stored as it was meant to be, and yet of no use.
  @Test(arguments: [(stages: 21, state: Data?.none), (-1, nil), (7, Data("bplist00".utf8)), (7, Data())])
  func aCheckpointThatDoesNotFitIsIgnored(stages: Int, state: Data?) throws {
    let walk = Walk<WholeWalker>(name: "unfit: \(stages), \(state?.count ?? 0)")
    let scratch = try Scratch()
    try scratch.interrupt(walk, at: 7)
    let store = try Store(at: scratch.store)
    let raw = try DatabaseQueue(path: scratch.store)
    let key = try #require(try raw.read { try String.fetchOne($0, sql: "SELECT key FROM checkpoints") })
    var checkpoint = try #require(try store.checkpoint(ofCell: key))
    checkpoint.stages = stages
    checkpoint.state = state ?? checkpoint.state
    try store.keep(checkpoint, of: 1)
    #expect(try scratch.finish(walk) == Scratch().finish(walk))
    #expect(walk.stagesAdvanced.prefix(8) == [0, 1, 2, 3, 4, 5, 6, 0])
  }

  /// A checkpoint that cannot be written costs no result.
  @Test func aCellThatCannotBeStoredIsComputed() throws {
    let result = try Scratch().finish(Walk<UnstoredWalker>(name: "unstored", stages: 3))
    #expect(result[0].count == 5 && result[0] != result[1])
  }

  /// Two runs that compute one cell at a time take each other's checkpoints, and agree.
  @Test func runsAtOneTimeAgree() throws {
    let walk = Walk<WholeWalker>(name: "shared", stages: 200)
    let scratch = try Scratch()
    let results = Mutex<[[[Double]]]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      let result = try? scratch.finish(walk)
      results.withLock { $0.append(result ?? []) }
    }
    let whole = try Scratch().finish(walk)
    #expect(results.withLock { $0 } == [whole, whole])
    #expect(try scratch.checkpoints() == 0)
  }
}
