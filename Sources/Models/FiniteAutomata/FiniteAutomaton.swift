import ElementaryFunctions
import Estimation
import Randomness

/// A deterministic finite automaton that reads bits.
///
///     FiniteAutomaton.parity.states(reading: [1, 1, 0, 1])        // [0, 1, 0, 0, 1]
///
/// As a physical system the automaton is in the joint state (s, b) of its own state s and the bit b before it, numbered 2s + b. A step
/// takes (s, b) to (δ(s, b), b) if the bit is kept, and to (δ(s, b), 0) if it is erased on reading, which leaves the place
/// blank for the next bit.
public struct FiniteAutomaton: Sendable, Codable, Hashable {
  /// δ(s, b) as `transitions[s][b]`.
  public let transitions: [[Int]]
  /// The state before the first bit.
  public let start: Int

  /// An automaton.
  ///
  /// - Precondition: every state has two transitions to states of the automaton.
  public init(transitions: [[Int]], start: Int = 0) {
    precondition(
      transitions.indices.contains(start)
        && transitions.allSatisfy { $0.count == 2 && $0.allSatisfy(transitions.indices.contains) },
      "Every state of an automaton has two transitions to states of the automaton.")
    (self.transitions, self.start) = (transitions, start)
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
    precondition((0...1).contains(bias), "A bias is a probability.")
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
}

/// A device that reads words with an automaton: each of its steps was built for a joint distribution.
///
/// A step is a process of its own, local and done before the next; what the costs of a step say is independent of all others. If the bits
/// are independent and erased, and the device was built for the distributions that another source makes step by step, the mismatch
/// costs telescope by the chain rule: in all D(word‖design) − D(last state‖design).
/// Source: T. E. Ouldridge and D. H. Wolpert, New J. Phys. 25, 123013 (2023), on automata that work locally and periodically.
public struct WordDevice: Sendable, Codable, Hashable {
  /// What is computed.
  public let automaton: FiniteAutomaton
  /// Whether bits are erased on reading.
  public let erasesInput: Bool
  /// For which joint distribution each step was built.
  public let designs: [[Double]]

  /// A device.
  public init(_ automaton: FiniteAutomaton, erasesInput: Bool = true, designs: [[Double]]) {
    precondition(
      designs.allSatisfy { $0.count == 2 * automaton.transitions.count }, "A design has one entry per joint state.")
    (self.automaton, self.erasesInput, self.designs) = (automaton, erasesInput, designs)
  }

  /// What one step costs, in nats.
  public struct StepCost: Sendable, Codable, Hashable {
    /// S(p) − S(Pp).
    public var landauer: Double
    /// D(p‖q) − D(Pp‖Pq).
    public var mismatch: Double
    /// Both: the heat over temperature.
    public var heat: Double { landauer + mismatch }
  }

  private var map: StochasticMap { StochasticMap(automaton.step(erasingInput: erasesInput)) }

  /// The costs of all steps for a source of independent bits.
  ///
  /// - Parameter bias: the probability of a one.
  public func costs(bias: Double) -> [StepCost] {
    let map = map
    return zip(automaton.distributions(bias: bias, steps: designs.count), designs).map { p, q in
      StepCost(landauer: map.landauerCost(p), mismatch: map.mismatchCost(running: p, designedFor: q))
    }
  }

  /// Averages over sampled words.
  public struct Sample: Sendable, Codable, Hashable {
    /// Of each step.
    public var landauer, mismatch: [Average]
    /// Of all mismatch up to each step.
    public var total: [Average]
  }

  /// The costs of single words: −ln p(x) + ln p′(x′) and the mismatch of each step x → x′.
  ///
  /// - Parameters:
  ///   - words: how many words are drawn.
  ///   - bias: the probability of a one.
  public func sample(words: Int, bias: Double, _ random: RandomStream) -> Sample {
    let map = map
    let images = automaton.step(erasingInput: erasesInput)
    let logarithms = zip(automaton.distributions(bias: bias, steps: designs.count), designs).map { p, q in
      [p, q, map(p), map(q)].map { $0.map { Elementary.log($0) } }
    }
    let nothing = designs.map { _ in Average() }
    var sample = Sample(landauer: nothing, mismatch: nothing, total: nothing)
    var random = random
    for _ in 0..<words {
      var (state, total) = (automaton.start, 0.0)
      for (step, logs) in logarithms.enumerated() {
        let x = 2 * state + (random.uniform() < bias ? 1 : 0)
        let y = images[x]
        let landauer = logs[2][y] - logs[0][x]
        let mismatch = logs[0][x] - logs[1][x] - logs[2][y] + logs[3][y]
        total += mismatch
        sample.landauer[step].add(landauer)
        sample.mismatch[step].add(mismatch)
        sample.total[step].add(total)
        state = y / 2
      }
    }
    return sample
  }
}
