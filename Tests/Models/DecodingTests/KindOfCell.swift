import Cells
import Companion
import Estimation
import Randomness

/// A small cell of one kind, and what becomes of its result and of itself where their JSON is damaged.
struct KindOfCell: Sendable, CustomStringConvertible {
  let description: String
  private let examination: @Sendable (_ rounds: Int, _ seed: UInt64) throws -> Findings

  /// What was found.
  struct Findings {
    /// How many damaged results and cells were refused, by their type or, of a result, by the cell.
    var refused = 0
    /// How many were accepted.
    var accepted = 0
    /// What should not be.
    var faults: [String] = []
  }

  /// A cell, and what a figure does with a result.
  init<C: Cell>(_ cell: C, using use: @escaping @Sendable (C.Result) -> Void = { _ in }) {
    self.init(cell) { _, found in use(found) }
  }

  /// A cell whose results are merged with those of other replicas, and what a figure does with the whole.
  init<C: Cell>(merging cell: C, using use: @escaping @Sendable (C.Result) -> Void = { _ in })
  where C.Result: Mergeable {
    self.init(cell) { sound, found in
      use([sound, found].merged)
      use(found)
    }
  }

  private init<C: Cell>(_ cell: C, use: @escaping @Sendable (_ sound: C.Result, _ found: C.Result) -> Void) {
    description = "\(C.self)"
    examination = { rounds, seed in
      let random = RandomStream(seed: seed)
      let result = try cell.compute(random["cell"])
      var findings = Findings()
      try Self.examine(
        result, random["result"], rounds, &findings, flaw: { cell.flaw(in: $0) }, using: { use(result, $0) })
      try Self.examine(cell, random["inputs"], rounds, &findings)
      if let staged = cell as? any StagedCell { try Self.examineStage(of: staged, seed, rounds, &findings) }
      return findings
    }
  }

  func findings(rounds: Int, seed: UInt64) throws -> Findings { try examination(rounds, seed) }

  private static func examineStage<C: StagedCell>(
    of cell: C, _ seed: UInt64, _ rounds: Int, _ findings: inout Findings
  ) throws {
    var stage = try cell.begin(RandomStream(seed: seed)["begin"])
    if cell.stages > 0 { try cell.advance(&stage, number: 0, RandomStream(seed: seed)["stage"]) }
    try examine(stage, RandomStream(seed: seed)["stages"], rounds, &findings)
  }

  private static func examine<Value: Codable>(
    _ value: Value, _ random: RandomStream, _ rounds: Int, _ findings: inout Findings,
    flaw: (Value) -> String? = { _ in nil }, using use: (Value) -> Void = { _ in }
  ) throws {
    let text = try JSON.canonical(value)
    let sound = try JSON.decode(Value.self, from: text)
    if let flaw = flaw(sound) { findings.faults.append("A sound \(Value.self) is refused: \(flaw)") }
    if try JSON.canonical(sound) != text { findings.faults.append("A \(Value.self) is not read as it was written.") }
    let whole = try JSON.decode(JSON.self, from: text)
    for round in 0..<rounds {
      var damage = Damage(random[round])
      let damaged = try JSON.canonical(damage.damaged(whole))
      do {
        let found = try JSON.decode(Value.self, from: damaged)
        guard flaw(found) == nil else {
          findings.refused += 1
          continue
        }
        use(found)
        findings.accepted += 1
        // What was accepted can be written, and is accepted again.
        _ = try JSON.decode(Value.self, from: JSON.canonical(found))
      } catch let error as DecodingError {
        findings.refused += 1
        let sentence = JSON.sentence(of: error)
        if !sentence.hasSuffix(".") { findings.faults.append("No sentence: \(sentence)") }
      }
    }
  }
}
