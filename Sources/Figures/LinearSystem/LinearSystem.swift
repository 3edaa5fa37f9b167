import Companion
import Estimation
import LinearAlgebra
import LinearComputation
import Randomness
import StochasticThermodynamics

/// The Ornstein–Uhlenbeck network as a computer: what it tells about a linear answer, and what that costs.
@main
struct LinearSystem: Figure {
  // MARK: - Question

  static let title = "A linear network as a computer, in and out of equilibrium"
  static let question =
    "How much more information about its input does a noisy linear network hold when it dissipates energy?"
  static let section = "9"
  static let minutes = 2.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("strength σ_s² of the noise of the units; the inputs have variance 1", in: 1e-6...1e6) var noise = 1.0
    @Parameter("variance σ_y² of the noise of the answer", in: 1e-6...1e6) var answerNoise = 0.1
    @Parameter("bound on the absolute values of the couplings, larger than 1 − margin", in: 0.1...10) var bound = 2.0
    @Parameter(
      "slowest decay rate of a mode that is allowed, where a single unit decays at the rate 1", in: 0.01...0.99)
    var margin = 0.5
    @Parameter("numbers of units in panel d", in: 2...4, count: 1...3) var sizes = [2, 3, 4]
    @Parameter("networks drawn at random from which each optimum is searched", in: 1...10_000) var starts = 16
    @Parameter("prices α of dissipation: along the lines in panels a and b", unit: "unit time", in: 1e-6...1e6)
    var alphas = decades(
      1e-3, 10, [1, 1.2, 1.35, 1.5, 1.65, 1.8, 1.88, 2, 2.2, 2.4, 2.8, 3.2, 3.7, 4.2, 4.9, 5.6, 6.5, 7.5, 8.7])
    @Parameter("prices α of dissipation: along the lines in panel d", unit: "unit time", in: 1e-6...1e6)
    var sizeAlphas =
      decades(0.01, 0.1, [1, 1.15, 1.3, 1.5, 1.8, 2.1, 2.4, 2.8, 3.2, 3.7, 4.2, 4.9, 5.6, 7.5])
      + [0.13, 0.18, 0.24, 0.32, 0.56] + decades(1, 10, [1, 1.8, 3.2, 5.6])
    @Parameter(
      "prices α of dissipation: of the sampled points, from alphas and sizeAlphas", unit: "unit time", in: 1e-6...1e6)
    var sampledAlphas = [0.01, 0.018, 0.032, 0.056, 0.1, 0.32, 1]
    @Parameter(
      "prices α of dissipation: of the sampled gains in panel a, from alphas", unit: "unit time", in: 1e-6...1e6)
    var gainAlphas = [1e-3, 0.01, 0.015, 0.018, 0.032, 0.056, 0.1, 0.32, 1, 3.2, 10]
    @Parameter("couplings of the networks in panel c: J₁₂", in: -1000...1000, count: 1...3, ascending: false)
    var spectrumJ12 = [-2, 0.125, 0.3173]
    @Parameter(
      "couplings of the networks in panel c: J₂₁, one for each J₁₂", in: -1000...1000, count: 1...3, ascending: false)
    var spectrumJ21 = [2, 2, 0.7878]
    @Parameter("frequencies ω of the lines in panel c", unit: "radians per unit time", in: 1e-6...1e6)
    var frequencies = decades(
      0.03, 30, [3, 3.4, 3.8, 4.3, 4.8, 5.4, 6, 6.7, 7.5, 8.5, 9.5, 10.7, 12, 13.4, 15, 16.9, 19, 21.3, 24, 26.9])
    @Parameter("frequencies ω of the sampled points in panel c", unit: "radians per unit time", in: 1e-6...1e6)
    var sampledFrequencies = decades(0.1, 10, [1, 1.5, 2.2, 3.2, 4.6, 6.8])
    @Parameter("inputs of a sampled information", in: 500...1_000_000_000) var draws = 200_000
    @Parameter("time for which each input is held", unit: "unit time", in: 0.1...1e6) var relaxation = 24.0
    @Parameter("steps in the time for which each input is held", in: 1...1_000_000) var relaxationSteps = 16
    @Parameter("inputs of a sampled gain, per repetition", in: 500...1_000_000_000) var gainDraws = 100_000
    @Parameter("independent repetitions of a sampled gain", in: 2...100_000) var gainReplicas = 20
    @Parameter("paths of a sampled entropy production rate", in: 2...1_000_000_000) var paths = 400
    @Parameter("length of a path, at least the interval", unit: "unit time", in: 1e-4...1e9) var pathTime = 50.0
    @Parameter("interval at which a path is seen", unit: "unit time", in: 1e-4...10) var interval = 0.002
    @Parameter("paths of a sampled spectrum, per half and repetition", in: 4...1_000_000_000) var segments = 75
    @Parameter("length of a path of a sampled spectrum", unit: "unit time", in: 1e-3...1e9) var segmentTime = 160.0
    @Parameter("interval at which a path of a sampled spectrum is seen", unit: "unit time", in: 1e-4...10)
    var segmentInterval = 0.02
    @Parameter("independent repetitions of a sampled spectrum, from which the errors come", in: 2...100_000)
    var replicas = 200
  }

  static let paper = Parameters()
  static let quick = Parameters(
    sizes: [2, 3], starts: 3, alphas: decades(1e-3, 1, [1, 3.2]), sizeAlphas: decades(0.01, 1, [1, 3.2]),
    sampledAlphas: [0.032, 0.1], gainAlphas: [1e-3, 0.01, 0.1, 1], sampledFrequencies: [0.32, 1, 3.2], draws: 2000,
    gainDraws: 10_000, gainReplicas: 10, paths: 20, segments: 50, segmentTime: 40, replicas: 10)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try pairs(p, run) + spectra(p, run) + sizes(p, run)
    run.deviations(deviations)
  }

  /// Panels a and b: two units and two teachers, along the price of dissipation.
  private static func pairs(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    let found = try optimise("frontiers", teachers.map(\.weights), p.alphas, p, run)
    let free = try optimise("free", teachers.map(\.weights), [0], p, run)
    for (place, teacher) in teachers.enumerated() {
      deviations += try frontier(teacher.name, teacher.weights, found[place], p.alphas, p, run)
      deviations += try gains(teacher, found[place], p, run)
      let all = found[place].path
      run.series(
        "couplings-\(teacher.name)",
        ["alpha": p.alphas, "j12": all.map { $0.couplings[0, 1] }, "j21": all.map { $0.couplings[1, 0] }])
      quote("free-\(teacher.name)", free[place].path[0], run)
      run.number("free-j12-\(teacher.name)", free[place].path[0].couplings[0, 1])
      run.number("free-j21-\(teacher.name)", free[place].path[0].couplings[1, 0])
      let slope = try gainNextToEquilibrium(teacher.weights, p)
      run.number("gain-per-asymmetry-\(teacher.name)", slope.perAsymmetry, unit: "nats")
      run.number("gain-per-dissipation-\(teacher.name)", slope.perDissipation, unit: "nats per nat and unit time")
    }
    let chain = try feedForward(p)
    run.series(
      "feed-forward",
      ["coupling": chain.map(\.coupling), "sigma": chain.map(\.sigma), "information": chain.map(\.information)])
    run.number("feed-forward-most", chain.last?.information ?? 0, unit: "bits")
    run.number("available", bitsPerNat * (try task(teachers[0].weights, p).availableInformation), unit: "bits")
    return deviations
  }

  /// Panel a: the information that a network gains over the best symmetric one; sampled where it dissipates.
  private static func gains(
    _ teacher: (name: String, weights: [Double]), _ found: Optimise.Result, _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    func gain(_ optimum: LinearBottleneck.Optimum) -> Double { optimum.information - found.equilibrium.information }
    let line = found.path.reversed().filter { $0.sigma > 1e-9 && gain($0) > 0 }
    run.series("gain-\(teacher.name)", ["sigma": line.map(\.sigma), "gain": line.map(gain)])
    // Where networks are equal but for the last digits, as at the bound, one of them is sampled.
    var chosen: [(alpha: Double, optimum: LinearBottleneck.Optimum)] = []
    for (alpha, optimum) in zip(p.alphas, found.path) where p.gainAlphas.contains(alpha) && optimum.sigma > 1e-9 {
      let isNew = chosen.allSatisfy { abs($0.optimum.sigma - optimum.sigma) > 1e-3 * optimum.sigma }
      if isNew { chosen.append((alpha: alpha, optimum: optimum)) }
    }
    let optima = chosen.map(\.optimum)
    let cells = optima.map {
      SampleGain(
        task: task(teacher.weights, p), couplings: $0.couplings, symmetric: found.equilibrium.couplings, noise: p.noise,
        relaxation: p.relaxation, draws: p.gainDraws)
    }
    let sampled = try run.sweep("gain-\(teacher.name)", over: cells, replicas: p.gainReplicas).map {
      Average($0).estimate
    }
    run.series("sampled-gain-\(teacher.name)", ["sigma": optima.map(\.sigma)], estimates: ["gain": sampled])
    for ((alpha, optimum), estimate) in zip(chosen, sampled) where [0.01, 0.1].contains(alpha) {
      run.number("price-\(label(alpha))-gain-\(teacher.name)", gain(optimum), unit: "bits")
      run.number("price-\(label(alpha))-sampled-gain-\(teacher.name)", estimate, unit: "bits")
    }
    return zip(sampled, optima).map { $0.deviation(from: gain($1)) }
  }

  /// Panel d: more units, of which the first alone reads what matters.
  private static func sizes(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    let weights = p.sizes.map { size in (0..<size).map { $0 == 0 ? 1.0 : 0 } }
    let found = try optimise("sizes", weights, p.sizeAlphas, p, run)
    run.number("slow-modes", try found.flatMap(\.path).map { try slowModes($0.couplings, p) }.max() ?? 0)
    for (place, size) in p.sizes.enumerated() {
      deviations += try frontier("\(size)-units", weights[place], found[place], p.sizeAlphas, p, run)
    }
    return deviations
  }

  /// One frontier: exact, its best equilibrium, and sampled points.
  private static func frontier(
    _ name: String, _ weights: [Double], _ found: Optimise.Result, _ alphas: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    // From the best equilibrium to the cheapest dissipation.
    let rows = zip(alphas, found.path).reversed().filter { $0.1.sigma > 1e-9 }
    let line = [found.equilibrium] + rows.map(\.1)
    run.series(
      "frontier-\(name)",
      [
        "sigma": line.map(\.sigma), "information": line.map(\.information), "input": line.map(\.inputInformation),
      ])
    run.series("start-\(name)", ["sigma": [0], "information": [found.equilibrium.information]])
    quote("equilibrium-\(name)", found.equilibrium, run)
    // Where dissipation is too dear, several prices share the best equilibrium: it is sampled once.
    let chosen = p.sampledAlphas.map { alpha in found.path[alphas.firstIndex(of: alpha) ?? 0] }
    let exact = chosen.enumerated().filter { chosen.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    let sampled = try run.sweep(
      "sampled-\(name)", over: exact.map { Simulate(task: task(weights, p), optimum: $0, parameters: p) })
    run.series(
      "sampled-\(name)", [:],
      estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
    for (alpha, optimum) in zip(p.sampledAlphas, chosen) where [0.01, 0.1].contains(alpha) {
      guard let place = exact.firstIndex(of: optimum) else { continue }
      quote("price-\(label(alpha))-\(name)", optimum, run)
      run.number("price-\(label(alpha))-sampled-\(name)", sampled[place].information, unit: "bits")
      run.number("price-\(label(alpha))-sampled-sigma-\(name)", sampled[place].sigma, unit: "nats per unit time")
    }
    return zip(sampled, exact).flatMap { [$0.informationDeviation(from: $1), $0.sigmaDeviation] }
  }

  private static func quote(_ name: String, _ optimum: LinearBottleneck.Optimum, _ run: Run) {
    run.number(name, optimum.information, unit: "bits")
    run.number("\(name)-sigma", optimum.sigma, unit: "nats per unit time")
    run.number("\(name)-input", optimum.inputInformation, unit: "bits")
  }
}
