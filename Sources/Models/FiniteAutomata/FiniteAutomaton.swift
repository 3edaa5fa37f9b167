import StochasticThermodynamics
import Validation

/// A deterministic finite automaton that reads bits.
///
///     FiniteAutomaton.parity.states(reading: [1, 1, 0, 1])        // [0, 1, 0, 0, 1]
///
/// As a physical system the automaton is in the joint state (s, b) of its own state s and the bit b before it, numbered 2s + b. A step
/// takes (s, b) to (δ(s, b), b) if the bit is kept, and to (δ(s, b), 0) if it is erased on reading, which leaves the place
/// blank for the next bit.
public struct FiniteAutomaton: Sendable, Validated, Hashable {
  /// δ(s, b) as `transitions[s][b]`.
  public let transitions: [[Int]]
  /// The state before the first bit.
  public let start: Int

  /// An automaton.
  ///
  /// - Precondition: every state has two transitions to states of the automaton.
  public init(transitions: [[Int]], start: Int = 0) {
    (self.transitions, self.start) = (transitions, start)
    requireNoFlaw()
  }

  /// Whether the number of ones is odd.
  public static let parity = FiniteAutomaton(transitions: [[0, 1], [1, 0]])

  /// Whether two ones have followed each other: state 2, which is never left; state 1 follows a single one.
  public static let twoOnes = FiniteAutomaton(transitions: [[0, 1], [0, 2], [2, 2]])

  /// The states in which a word leads through the automaton, the first one included.
  public func states(reading word: [Int]) -> [Int] {
    word.reduce(into: [start]) { states, bit in states.append(transitions[states[states.count - 1]][bit]) }
  }

  /// The step on joint states.
  public func step(erasingInput: Bool) -> [Int] {
    transitions.flatMap { targets in (0..<2).map { bit in 2 * targets[bit] + (erasingInput ? 0 : bit) } }
  }

  /// The joint distributions before each step of a word of independent bits.
  ///
  /// - Parameters:
  ///   - bias: the probability of a one.
  ///   - steps: the length of the word.
  public func distributions(bias: Double, steps: Int) -> [[Double]] {
    require((0...1).contains(bias), "A bias is a probability.")
    var states = transitions.indices.map { $0 == start ? 1.0 : 0 }
    return (0..<steps).map { _ in
      let joint = states.flatMap { [$0 * (1 - bias), $0 * bias] }
      states = transitions.map { _ in 0 }
      for (s, targets) in transitions.enumerated() {
        for bit in 0..<2 { states[targets[bit]] += joint[2 * s + bit] }
      }
      return joint
    }
  }

  /// D(p‖q) of two sources of independent bits, in nats per bit.
  ///
  /// - Parameters:
  ///   - bias: the probability of a one under p.
  ///   - other: the probability of a one under q.
  package static func divergencePerBit(bias: Double, from other: Double) -> Double {
    relativeEntropy([bias, 1 - bias], from: [other, 1 - other])
  }
}

extension FiniteAutomaton {
  /// Reads an automaton.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    transitions = try fields.read(.transitions)
    start = try fields.read(.start)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    transitions.indices.contains(start)
      && transitions.allSatisfy { $0.count == 2 && $0.allSatisfy(transitions.indices.contains) }
      ? nil : "Every state of an automaton has two transitions to states of the automaton."
  }
}
