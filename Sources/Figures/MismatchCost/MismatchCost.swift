import Companion
import Estimation
import FiniteAutomata

/// The generalised Landauer bound: automata that read bits for which they were not built.
@main
struct MismatchCost: Figure {
  // MARK: - Question

  static let title = "The mismatch cost of a computation"
  static let question = "How much more does a computation cost on inputs that it was not designed for?"
  static let section = "17"
  static let minutes = 0.1

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("probability of a one in the words that are read in panels a, c and d", in: 0.001...0.999)
    var bias = 0.8
    @Parameter("probability of a one for which the devices of panel d are built", in: 0.001...0.999)
    var designBias = 0.5
    @Parameter("steps in panel a", in: 1...200) var steps = 12
    @Parameter("probabilities of a one in panel b: of the lines", in: 0.001...0.999)
    var biases = Array(stride(from: 1.0, through: 99, by: 1)).map { $0 / 100 }
    @Parameter("probabilities of a one in panel b: of the sampled points", in: 0.001...0.999)
    var sampledBiases = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    @Parameter("probability of a one for which the devices of panel b are built", in: 0.001...0.999) var builtFor = 0.3
    @Parameter("length of the short words in panel b", unit: "bits", in: 1...200) var shortWord = 4
    @Parameter("length of the long words in panel b", unit: "bits", in: 1...200) var longWord = 16
    @Parameter("bits that are read before the step in panel c", in: 2...100) var bitsBefore = 3
    @Parameter("durations τ of the step in panel c: of the lines", unit: "attempt times", in: 0.001...10_000)
    var durations = decades(0.1, 1000, [1, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 3.9, 4.7, 5.6, 6.8, 8.2])
    @Parameter("durations τ of the step in panel c: of the sampled points", unit: "attempt times", in: 0.001...10_000)
    var sampledDurations = [0.1, 0.32, 1, 3.2, 10, 32, 100, 320]
    @Parameter("energies in panel c at the end of the step", unit: "k_B T", in: 0.1...20) var gap = 8.0
    @Parameter("length of the words in panel d, at least every", unit: "bits", in: 1...200) var wordLength = 24
    @Parameter("distance of the sampled points in panel d", unit: "bits", in: 1...200) var every = 4
    @Parameter("sampled words per point, in panels a, b and d", in: 10...100_000_000) var words = 100_000
    @Parameter("trajectories per repetition and point, in panel c", in: 10...10_000_000) var trajectories = 20_000
    @Parameter("independent repetitions in panel c", in: 1...100_000) var replicas = 5
  }

  static let paper = Parameters()
  static let quick = Parameters(
    biases: Array(stride(from: 0.1, through: 0.9, by: 0.1)), sampledBiases: [0.2, 0.8], durations: [0.1, 1, 10, 100],
    sampledDurations: [1, 10], words: 2000, trajectories: 500, replicas: 2)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.wordLength, in: p.every...200, "wordLength")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try steps() + sources() + protocols() + words()
    run.deviations(deviations)
  }

  private var automata: [(String, FiniteAutomaton)] { [("parity", .parity), ("two-ones", .twoOnes)] }

  /// Panel a: the costs of each step of a device that expects nothing.
  private func steps() throws -> [Double] {
    let deviations = try automata.flatMap { name, automaton in
      let device = WordDevice.builtForNothing(automaton, steps: p.steps)
      let found = try run.sweep("steps", over: [SampledWords(device: device, bias: p.bias, words: p.words)])[0]
      return recordSteps(name, exact: device.costs(bias: p.bias), sampled: found)
    }
    // A device that keeps the bits, long after it has found what it looks for.
    let keeping = WordDevice.builtForNothing(.twoOnes, erasesInput: false, steps: 200)
    recordKeeping(keeping.costs(bias: p.bias)[199])
    return deviations
  }

  /// Panel b: the mismatch cost per bit against the bias of the source.
  private func sources() throws -> [Double] {
    recordSources()
    let readers: [(String, WordDevice)] = [
      ("parity", .following(.parity, bias: p.builtFor, steps: p.shortWord)),
      ("short", .following(.twoOnes, bias: p.builtFor, steps: p.shortWord)),
      ("long", .following(.twoOnes, bias: p.builtFor, steps: p.longWord)),
      ("uniform", .builtForNothing(.twoOnes, steps: p.longWord)),
    ]
    return try readers.flatMap { name, device in
      let cells = p.sampledBiases.map { SampledWords(device: device, bias: $0, words: p.words) }
      return recordReader(name, device, sampled: try run.sweep("biases", over: cells))
    }
  }

  /// Panel c: a protocol of finite duration.
  private func protocols() throws -> [Double] {
    try automata.flatMap { name, automaton in
      let collapse = MismatchedCollapse(stepOf: automaton, afterBits: p.bitsBefore, bias: p.bias, gap: p.gap)
      func exact(_ durations: [Double]) throws -> [CollapseEntropyProduction.Result] {
        try run.sweep("protocols", over: durations.map { CollapseEntropyProduction(collapse: collapse, duration: $0) })
      }
      let cells = p.sampledDurations.map {
        SampledCollapse(collapse: collapse, duration: $0, trajectories: p.trajectories)
      }
      return recordProtocol(
        name, limit: try collapse.limit, line: try exact(p.durations), exact: try exact(p.sampledDurations),
        sampled: try run.sweep("trajectories", over: cells, replicas: p.replicas).map { $0.merged.estimate })
    }
  }

  /// Panel d: whole words.
  private func words() throws -> [Double] {
    recordWords()
    let devices: [(String, WordDevice)] = [
      ("uniform", .builtForNothing(.twoOnes, steps: p.wordLength)),
      ("one-device", .periodic(.twoOnes, bias: p.designBias, steps: p.wordLength)),
      ("following", .following(.twoOnes, bias: p.designBias, steps: p.wordLength)),
    ]
    let deviations = try devices.flatMap { name, device in
      let found = try run.sweep("words", over: [SampledWords(device: device, bias: p.bias, words: p.words)])[0]
      return recordWordDevice(name, exact: device.costs(bias: p.bias), sampled: found)
    }
    recordParts(WordMismatchParts(of: .twoOnes, bias: p.bias, builtFor: p.designBias, steps: p.wordLength))
    return deviations
  }
}
