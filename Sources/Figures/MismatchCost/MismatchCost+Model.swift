import Cells
import Companion
import Estimation
import FiniteAutomata
import Randomness
import StochasticThermodynamics

extension MismatchCost {
  // MARK: - Model

  static let automata = [("parity", FiniteAutomaton.parity), ("two-ones", .twoOnes)]

  /// Sampled words.
  struct Read: Cell {
    var device: WordDevice
    var bias: Double
    var words: Int

    func compute(_ random: RandomStream) -> WordDevice.Sample { device.sample(words: words, bias: bias, random) }
  }

  /// A protocol for one step, and what it is run on.
  struct Collapse: Codable {
    var images: [Int]
    var source, design: [Double]
    var gap: Double

    var process: CollapseProtocol { CollapseProtocol(images, designedFor: design, gap: gap) }
    /// The entropy production of a slow protocol.
    var limit: Double { process.map.mismatchCost(running: source, designedFor: design) }
  }

  /// The entropy production of a protocol on the source and on the design, exact.
  struct Solve: Cell {
    var collapse: Collapse
    var duration: Double

    struct Result: Codable { var source, design: Double }

    func compute(_ random: RandomStream) -> Result {
      let process = collapse.process
      let drive = process.drive(over: duration)
      return Result(
        source: process.entropyProduction(running: collapse.source, under: drive),
        design: process.entropyProduction(running: collapse.design, under: drive))
    }
  }

  /// The entropy production on the source, from trajectories.
  struct Follow: Cell {
    var collapse: Collapse
    var duration: Double
    var trajectories: Int

    func compute(_ random: RandomStream) -> Average {
      let (network, drive) = (collapse.process.network, collapse.process.drive(over: duration))
      let final = network.evolve(collapse.source, under: drive)
      let bounds = RateBounds(of: network, under: drive)
      var average = Average()
      for place in 0..<trajectories {
        let trajectory = DrivenTrajectory(
          network, under: drive, within: bounds, startingIn: collapse.source, random: random[place])
        average.add(TrajectoryEntropy(of: trajectory, from: collapse.source, to: final).total)
      }
      return average
    }
  }

  // MARK: - Devices

  /// Every step built for equally probable joint states.
  static func uniform(_ automaton: FiniteAutomaton, _ steps: Int) -> [[Double]] {
    let count = 2 * automaton.transitions.count
    return Array(repeating: Array(repeating: 1 / Double(count), count: count), count: steps)
  }

  /// D(p‖q) of single bits.
  static func divergence(_ bias: Double, _ other: Double) -> Double {
    relativeEntropy([bias, 1 - bias], from: [other, 1 - other])
  }

  /// The devices of panel b.
  static func readers(_ p: Parameters) -> [(String, WordDevice)] {
    func following(_ automaton: FiniteAutomaton, _ steps: Int) -> WordDevice {
      WordDevice(automaton, designs: automaton.distributions(bias: p.builtFor, steps: steps))
    }
    return [
      ("parity", following(.parity, p.shortWord)), ("short", following(.twoOnes, p.shortWord)),
      ("long", following(.twoOnes, p.longWord)),
      ("uniform", WordDevice(.twoOnes, designs: uniform(.twoOnes, p.longWord))),
    ]
  }

  /// The mean of joint distributions.
  private static func mean(_ distributions: [[Double]]) -> [Double] {
    distributions[0].indices.map { state in
      distributions.reduce(0) { $0 + $1[state] } / Double(distributions.count)
    }
  }

  /// The devices of panel d, which look for two ones: built for every step, for the mean of all steps, for nothing.
  static func wordDevices(_ p: Parameters) -> [(String, WordDevice)] {
    let automaton = FiniteAutomaton.twoOnes
    let expected = automaton.distributions(bias: p.designBias, steps: p.wordLength)
    return [
      ("uniform", WordDevice(automaton, designs: uniform(automaton, p.wordLength))),
      ("one-device", WordDevice(automaton, designs: expected.map { _ in mean(expected) })),
      ("following", WordDevice(automaton, designs: expected)),
    ]
  }

  /// Parts of the costs of panel d: D of the last state, which the device that follows the word does not pay; and, of the one device for
  /// all steps, what the wrong source costs and what the difference between the steps does.
  static func parts(_ p: Parameters) -> (final: Double, source: Double, steps: Double) {
    let automaton = FiniteAutomaton.twoOnes
    let map = StochasticMap(automaton.step(erasingInput: true))
    let read = automaton.distributions(bias: p.bias, steps: p.wordLength)
    let expected = automaton.distributions(bias: p.designBias, steps: p.wordLength)
    let (mean, other) = (mean(read), mean(expected))
    return (
      relativeEntropy(map(read[p.wordLength - 1]), from: map(expected[p.wordLength - 1])),
      Double(p.wordLength) * map.mismatchCost(running: mean, designedFor: other),
      read.reduce(0) { $0 + map.mismatchCost(running: $1, designedFor: mean) }
    )
  }

  /// The step of panel c.
  static func collapse(_ automaton: FiniteAutomaton, _ p: Parameters) -> Collapse {
    Collapse(
      images: automaton.step(erasingInput: true),
      source: automaton.distributions(bias: p.bias, steps: p.bitsBefore + 1)[p.bitsBefore],
      design: uniform(automaton, 1)[0], gap: p.gap)
  }

  // MARK: - Comparison

  static func last(_ averages: [Average]) -> Estimate { averages[averages.count - 1].estimate }

  /// How far estimates are from exact numbers, in standard errors. A word may have the same cost whatever its letters, but for
  /// rounding: then there is nothing to compare.
  static func deviation(of found: [Estimate], from exact: [Double]) -> [Double] {
    zip(found, exact).compactMap { $0.standardError > 1e-9 ? $0.deviation(from: $1) : nil }
  }
}
