import Companion
import Estimation
import FiniteAutomata
import Randomness

/// The generalised Landauer bound: automata that read bits for which they were not built.
@main
struct MismatchCost: Figure {
  // MARK: - Question

  static let title = "The mismatch cost of a computation"
  static let question = "How much more does a computation cost on inputs that it was not built for?"
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

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try steps(p, run) + sources(p, run) + protocols(p, run) + words(p, run)
    run.deviations(deviations)
  }

  /// Panel a: what each step costs a device that expects nothing.
  private static func steps(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    let places = (1...p.steps).map(Double.init)
    for (name, automaton) in automata {
      let device = WordDevice(automaton, designs: uniform(automaton, p.steps))
      let exact = device.costs(bias: p.bias)
      let found = try run.sweep("steps", over: [Read(device: device, bias: p.bias, words: p.words)])[0]
      let (landauer, mismatch) = (found.landauer.map(\.estimate), found.mismatch.map(\.estimate))
      run.series(
        "steps-\(name)", ["step": places, "landauer": exact.map(\.landauer), "mismatch": exact.map(\.mismatch)])
      run.series(
        "sampled-steps-\(name)", ["step": places], estimates: ["landauer": landauer, "mismatch": mismatch])
      deviations += deviation(of: landauer, from: exact.map(\.landauer))
      deviations += deviation(of: mismatch, from: exact.map(\.mismatch))
      run.number("\(name)-first-heat", exact[0].heat, unit: "nats")
      run.number("\(name)-last-landauer", exact[p.steps - 1].landauer, unit: "nats")
      run.number("\(name)-last-heat", exact[p.steps - 1].heat, unit: "nats")
      run.number("\(name)-last-mismatch", exact[p.steps - 1].mismatch, unit: "nats")
    }
    // A device that keeps the bits, long after it has found what it looks for.
    let keeping = WordDevice(.twoOnes, erasesInput: false, designs: uniform(.twoOnes, 200)).costs(bias: p.bias)[199]
    run.number("kept-late-heat", keeping.heat, unit: "nats")
    run.number("kept-late-mismatch", keeping.mismatch, unit: "nats")
    return deviations
  }

  /// Panel b: the mismatch cost per bit against the bias of the source.
  private static func sources(_ p: Parameters, _ run: Run) throws -> [Double] {
    run.series(
      "word", ["bias": p.biases, "mismatch": p.biases.map { divergence($0, p.builtFor) }])
    run.number("source-divergence-\(label(p.bias))", divergence(p.bias, p.builtFor), unit: "nats")
    return try readers(p).flatMap { name, device -> [Double] in
      let length = Double(device.designs.count)
      func perBit(_ bias: Double) -> Double { device.costs(bias: bias).reduce(0) { $0 + $1.mismatch } / length }
      run.series("bias-\(name)", ["bias": p.biases, "mismatch": p.biases.map(perBit)])
      let cells = p.sampledBiases.map { Read(device: device, bias: $0, words: p.words) }
      let found = try run.sweep("biases", over: cells).map { 1 / length * last($0.total) }
      run.series("sampled-bias-\(name)", ["bias": p.sampledBiases], estimates: ["mismatch": found])
      run.number("bias-\(name)-\(label(p.bias))", perBit(p.bias), unit: "nats")
      run.number("bias-\(name)-built-for", perBit(p.builtFor), unit: "nats")
      return deviation(of: found, from: p.sampledBiases.map(perBit))
    }
  }

  /// Panel c: a protocol of finite duration.
  private static func protocols(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    for (name, automaton) in automata {
      let collapse = collapse(automaton, p)
      let exact = try run.sweep(
        "protocols", over: p.durations.map { Solve(collapse: collapse, duration: $0) })
      let limit = collapse.limit
      run.series(
        "protocol-\(name)",
        ["duration": p.durations, "source": exact.map(\.source), "design": exact.map(\.design)])
      let cells = p.sampledDurations.map { Follow(collapse: collapse, duration: $0, trajectories: p.trajectories) }
      let found = try run.sweep("trajectories", over: cells, replicas: p.replicas).map { $0.merged.estimate }
      run.series("sampled-protocol-\(name)", ["duration": p.sampledDurations], estimates: ["source": found])
      let there = try run.sweep("protocols", over: p.sampledDurations.map { Solve(collapse: collapse, duration: $0) })
      deviations += deviation(of: found, from: there.map(\.source))
      run.number("protocol-\(name)-limit", limit, unit: "nats")
      run.number("protocol-\(name)-slowest", exact[exact.count - 1].source, unit: "nats")
      run.number("protocol-\(name)-slowest-design", exact[exact.count - 1].design, unit: "nats")
      run.number("protocol-\(name)-sampled", found[found.count - 1], unit: "nats")
      run.number("protocol-\(name)-sampled-exact", there[there.count - 1].source, unit: "nats")
      let excess = p.durations[p.durations.count - 1] * (exact[exact.count - 1].source - limit)
      run.number("protocol-\(name)-coefficient", excess, unit: "nats × attempt time")
    }
    return deviations
  }

  /// Panel d: whole words.
  private static func words(_ p: Parameters, _ run: Run) throws -> [Double] {
    let lengths = (0...p.wordLength).map(Double.init)
    run.series(
      "chain", ["length": lengths, "total": lengths.map { $0 * divergence(p.bias, p.designBias) }])
    run.number("word-divergence", Double(p.wordLength) * divergence(p.bias, p.designBias), unit: "nats")
    let deviations = try wordDevices(p).flatMap { name, device -> [Double] in
      let exact = device.costs(bias: p.bias).reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1.mismatch) }
      run.series("words-\(name)", ["length": lengths, "total": exact])
      let found = try run.sweep("words", over: [Read(device: device, bias: p.bias, words: p.words)])[0]
      let shown = stride(from: p.every, through: p.wordLength, by: p.every).map { $0 }
      let sampled = shown.map { found.total[$0 - 1].estimate }
      run.series("sampled-words-\(name)", ["length": shown.map(Double.init)], estimates: ["total": sampled])
      run.number("words-\(name)", exact[p.wordLength], unit: "nats")
      run.number("words-\(name)-sampled", sampled[sampled.count - 1], unit: "nats")
      return deviation(of: sampled, from: shown.map { exact[$0] })
    }
    let parts = parts(p)
    run.number("words-final-divergence", parts.final, unit: "nats")
    run.number("words-one-device-source", parts.source, unit: "nats")
    run.number("words-one-device-steps", parts.steps, unit: "nats")
    return deviations
  }
}
