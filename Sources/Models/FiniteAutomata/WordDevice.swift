import Cells
import ElementaryFunctions
import Estimation
import Randomness
import StochasticThermodynamics
import Validation

/// A device that reads words with an automaton: each of its steps was built for a joint distribution.
///
/// A step is a process of its own, local and done before the next; what the costs of a step say is independent of all others. If the bits
/// are independent and erased, and the device was built for the distributions that another source makes step by step, the mismatch
/// costs telescope by the chain rule: in all D(word‖design) − D(last state‖design).
/// Source: T. E. Ouldridge and D. H. Wolpert, New J. Phys. 25, 123013 (2023), on automata that work locally and periodically.
public struct WordDevice: Sendable, Validated, Hashable {
  /// What is computed.
  public let automaton: FiniteAutomaton
  /// Whether bits are erased on reading.
  public let erasesInput: Bool
  /// For which joint distribution each step was built.
  public let designs: [[Double]]

  /// A device.
  public init(_ automaton: FiniteAutomaton, erasesInput: Bool = true, designs: [[Double]]) {
    (self.automaton, self.erasesInput, self.designs) = (automaton, erasesInput, designs)
    requireNoFlaw()
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
  public struct Sample: Sendable, Validated, Hashable {
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
  ///   - random: the stream to draw from.
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

// MARK: - What a device is built for

extension WordDevice {
  /// Built for no source: all joint states are equally probable before every step.
  ///
  /// - Parameter steps: the length of the words.
  package static func builtForNothing(_ automaton: FiniteAutomaton, erasesInput: Bool = true, steps: Int) -> WordDevice
  {
    let uniform = automaton.uniformDistribution
    return WordDevice(automaton, erasesInput: erasesInput, designs: Array(repeating: uniform, count: steps))
  }

  /// Built step by step for the distributions that a source of independent bits makes.
  ///
  /// - Parameters:
  ///   - bias: the probability of a one.
  ///   - steps: the length of the words.
  package static func following(_ automaton: FiniteAutomaton, bias: Double, steps: Int) -> WordDevice {
    WordDevice(automaton, designs: automaton.distributions(bias: bias, steps: steps))
  }

  /// One device for all steps, built for the mean of the distributions that a source of independent bits makes.
  ///
  /// - Parameters:
  ///   - bias: the probability of a one.
  ///   - steps: the length of the words.
  package static func periodic(_ automaton: FiniteAutomaton, bias: Double, steps: Int) -> WordDevice {
    let mean = automaton.meanDistribution(bias: bias, steps: steps)
    return WordDevice(automaton, designs: Array(repeating: mean, count: steps))
  }
}

extension FiniteAutomaton {
  /// All joint states, equally probable.
  var uniformDistribution: [Double] {
    let count = 2 * transitions.count
    return Array(repeating: 1 / Double(count), count: count)
  }

  /// The mean over the steps of ``distributions(bias:steps:)``.
  func meanDistribution(bias: Double, steps: Int) -> [Double] {
    let distributions = distributions(bias: bias, steps: steps)
    return distributions[0].indices.map { state in
      distributions.reduce(0) { $0 + $1[state] } / Double(distributions.count)
    }
  }
}

/// Parts of the mismatch costs of a whole word that is read and erased, in nats.
package struct WordMismatchParts: Sendable, Hashable {
  /// D(last state‖design), which a device that was built step by step does not pay.
  package let finalDivergence: Double
  /// The cost of a wrong source to one device for all steps.
  package let source: Double
  /// The cost to such a device of the differences between the steps, even with the right source.
  package let steps: Double

  /// The parts of a word.
  ///
  /// - Parameters:
  ///   - bias: the probability of a one in the word.
  ///   - design: the probability of a one for which the devices are built.
  ///   - steps: the length of the word.
  package init(of automaton: FiniteAutomaton, bias: Double, builtFor design: Double, steps: Int) {
    let map = StochasticMap(automaton.step(erasingInput: true))
    let read = automaton.distributions(bias: bias, steps: steps)
    let expected = automaton.distributions(bias: design, steps: steps)
    let mean = automaton.meanDistribution(bias: bias, steps: steps)
    let other = automaton.meanDistribution(bias: design, steps: steps)
    finalDivergence = relativeEntropy(map(read[steps - 1]), from: map(expected[steps - 1]))
    source = Double(steps) * map.mismatchCost(running: mean, designedFor: other)
    self.steps = read.reduce(0) { $0 + map.mismatchCost(running: $1, designedFor: mean) }
  }
}

// MARK: - Cells

/// The costs of sampled words, in nats.
package struct SampledWords: Cell {
  /// The device.
  package var device: WordDevice
  /// The probability of a one.
  package var bias: Double
  /// How many words are drawn.
  package var words: Int

  /// Words of independent bits.
  package init(device: WordDevice, bias: Double, words: Int) {
    (self.device, self.bias, self.words) = (device, bias, words)
  }

  /// The averages over the words, step by step.
  package func compute(_ random: RandomStream) -> WordDevice.Sample {
    device.sample(words: words, bias: bias, random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: WordDevice.Sample) -> String? {
    result.total.count == device.designs.count ? nil : "There is not one average per step of the word."
  }
}

extension WordDevice {
  /// Reads a device.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    automaton = try fields.read(.automaton)
    erasesInput = try fields.read(.erasesInput)
    designs = try fields.read(.designs)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    designs.allSatisfy { $0.count == 2 * automaton.transitions.count } ? nil : "A design has one entry per joint state."
  }
}

extension WordDevice.Sample {
  /// Reads a sample.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    landauer = try fields.read(.landauer)
    mismatch = try fields.read(.mismatch)
    total = try fields.read(.total)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    landauer.count == mismatch.count && mismatch.count == total.count
      ? nil : "Every step of a word has all of its averages."
  }
}
