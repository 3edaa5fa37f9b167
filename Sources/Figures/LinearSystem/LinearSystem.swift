import Companion
import Estimation
import LinearComputation
import Matrices
import StochasticThermodynamics

/// The Ornstein–Uhlenbeck network as a computer: what it tells about a linear answer, and what that
/// costs.
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

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound > 1 - p.margin, "bound", "must be larger than 1 - margin, or there is no edge")
    try Complaint.unless(Set(p.sizes).count == p.sizes.count, "sizes", "must not list a value twice")
    try Complaint.unless(
      Set(p.alphas).intersection(p.sizeAlphas).isSuperset(of: p.sampledAlphas), "sampledAlphas",
      "must be among alphas and sizeAlphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.gainAlphas), "gainAlphas", "must be among alphas")
    try checkSpectra(p)
    try Complaint.unless(p.pathTime, in: p.interval...1e9, "pathTime")
  }

  private static func checkSpectra(_ p: Parameters) throws {
    try Complaint.unless(
      p.spectrumJ21.count == p.spectrumJ12.count, "spectrumJ21", "must list as many values as spectrumJ12")
    for pair in zip(p.spectrumJ12, p.spectrumJ21) {
      try Complaint.unless(
        pair.0 * pair.1 < 0.999, "spectrumJ21", "must make stable networks: each product with spectrumJ12 below 0.999")
      try Complaint.unless(pair.0 != pair.1, "spectrumJ21", "must differ from spectrumJ12, or nothing is produced")
    }
    try Complaint.unless(p.sampledFrequencies, in: 1e-6...(3 / p.segmentInterval), "sampledFrequencies")
    // A path is kept in memory: a million points of every unit.
    try Complaint.unless(p.segmentTime, in: (10 * p.segmentInterval)...(1e6 * p.segmentInterval), "segmentTime")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try pairs() + spectra() + sizes()
    run.deviations(deviations)
  }

  /// The weights of the inputs in the answer: one of the inputs, or the sum of both.
  private static let teachers = [
    (name: "one", weights: [1.0, 0]), (name: "soft", weights: Array(repeating: Double(0.5).squareRoot(), count: 2)),
  ]

  private func task(weights: [Double]) -> LinearTask { LinearTask(weights: weights, answerNoise: p.answerNoise) }

  private func network(j12: Double, j21: Double) throws -> LinearNetwork {
    try LinearNetwork(j12: j12, j21: j21, noise: p.noise)
  }

  private func optima(weights: [Double], alphas: [Double]) -> LinearOptima {
    LinearOptima(
      weights: weights, noise: p.noise, answerNoise: p.answerNoise, bound: p.bound, margin: p.margin, starts: p.starts,
      alphas: alphas)
  }

  // MARK: - Panels a and b

  /// Two units and two teachers, along the price of dissipation.
  private func pairs() throws -> [Double] {
    var deviations: [Double] = []
    let teachers = Self.teachers
    let found = try run.sweep("frontiers", over: teachers.map { optima(weights: $0.weights, alphas: p.alphas) })
    let free = try run.sweep("free", over: teachers.map { optima(weights: $0.weights, alphas: [0]) })
    for (place, teacher) in teachers.enumerated() {
      deviations += try frontier(teacher.name, weights: teacher.weights, found[place], along: p.alphas)
      deviations += try gains(teacher.name, weights: teacher.weights, found[place])
      let all = found[place].path
      run.series(
        "couplings-\(teacher.name)",
        ["alpha": p.alphas, "j12": all.map { $0.couplings[0, 1] }, "j21": all.map { $0.couplings[1, 0] }])
      quote("free-\(teacher.name)", free[place].path[0])
      run.number("free-j12-\(teacher.name)", free[place].path[0].couplings[0, 1])
      run.number("free-j21-\(teacher.name)", free[place].path[0].couplings[1, 0])
      let slope = try optima(weights: teacher.weights, alphas: []).networks.gainNextToEquilibrium()
      run.number("gain-per-asymmetry-\(teacher.name)", slope.perAsymmetry, unit: "nats")
      run.number("gain-per-dissipation-\(teacher.name)", slope.perDissipation, unit: "nats per nat and unit time")
    }
    try feedForward(weights: teachers[0].weights)
    run.number(
      "available", bitsPerNat * (try task(weights: teachers[0].weights).availableInformation), unit: "bits")
    return deviations
  }

  /// Panel a: the information that a network gains over the best symmetric one; sampled where it
  /// dissipates.
  private func gains(_ name: String, weights: [Double], _ found: LinearOptima.Result) throws -> [Double] {
    func gain(_ optimum: LinearOptima.Optimum) -> Double { optimum.information - found.equilibrium.information }
    let line = found.path.reversed().filter { $0.sigma > 1e-9 && gain($0) > 0 }
    run.series("gain-\(name)", ["sigma": line.map(\.sigma), "gain": line.map(gain)])
    // Where networks are equal but for the last digits, as at the bound, one of them is sampled.
    var chosen: [(alpha: Double, optimum: LinearOptima.Optimum)] = []
    for (alpha, optimum) in zip(p.alphas, found.path) where p.gainAlphas.contains(alpha) && optimum.sigma > 1e-9 {
      let isNew = chosen.allSatisfy { abs($0.optimum.sigma - optimum.sigma) > 1e-3 * optimum.sigma }
      if isNew { chosen.append((alpha: alpha, optimum: optimum)) }
    }
    let optima = chosen.map(\.optimum)
    let cells = optima.map {
      SimulatedInformationGain(
        task: task(weights: weights), couplings: $0.couplings, symmetric: found.equilibrium.couplings, noise: p.noise,
        relaxation: p.relaxation, draws: p.gainDraws)
    }
    let sampled = try run.sweep("gain-\(name)", over: cells, replicas: p.gainReplicas).map { Average($0).estimate }
    run.series("sampled-gain-\(name)", ["sigma": optima.map(\.sigma)], estimates: ["gain": sampled])
    for ((alpha, optimum), estimate) in zip(chosen, sampled) where [0.01, 0.1].contains(alpha) {
      run.number("price-\(label(alpha))-gain-\(name)", gain(optimum), unit: "bits")
      run.number("price-\(label(alpha))-sampled-gain-\(name)", estimate, unit: "bits")
    }
    return zip(sampled, optima).map { $0.deviation(from: gain($1)) }
  }

  /// A unit that reads what matters and drives a second one, which does not drive it back.
  private func feedForward(weights: [Double]) throws {
    let couplings = (0...50).map { p.bound * Double($0) / 50 }
    let chains = try couplings.map { try network(j12: 0, j21: $0) }
    let informations = try chains.map { bitsPerNat * (try $0.relevantInformation(at: task(weights: weights))) }
    run.series(
      "feed-forward",
      ["coupling": couplings, "sigma": chains.map(\.entropyProductionRate), "information": informations])
    run.number("feed-forward-most", informations.last ?? 0, unit: "bits")
  }

  // MARK: - Panel c

  /// The spectrum of the entropy production of two units.
  private func spectra() throws -> [Double] {
    var deviations: [Double] = []
    var (integral, resolution) = (0.0, 0.0)
    for (place, (j12, j21)) in zip(p.spectrumJ12, p.spectrumJ21).enumerated() {
      let network = try network(j12: j12, j21: j21)
      run.series(
        "spectrum-\(place)",
        ["frequency": p.frequencies, "spectrum": try p.frequencies.map(network.entropyProductionSpectrum(at:))])
      let sigma = network.entropyProductionRate
      run.number("spectrum-sigma-\(place)", sigma, unit: "nats per unit time")
      integral = max(integral, abs(try network.integratedSpectrum() / sigma - 1))
      let cell = EntropyPeriodogram(
        couplings: network.couplings, noise: p.noise, frequencies: p.sampledFrequencies, segments: p.segments,
        segmentTime: p.segmentTime, segmentInterval: p.segmentInterval)
      let replicas = try run.sweep("periodogram-\(place)", over: [cell], replicas: p.replicas)[0]
      let sampled = p.sampledFrequencies.indices.map { k in Average(replicas.map { $0[k] }).estimate }
      run.series(
        "sampled-spectrum-\(place)", ["frequency": p.sampledFrequencies], estimates: ["spectrum": sampled])
      let expected = try cell.expectation()
      deviations += zip(sampled, expected).map { $0.deviation(from: $1) }
      for (frequency, value) in zip(p.sampledFrequencies, expected) {
        resolution = max(resolution, abs(value / (try network.entropyProductionSpectrum(at: frequency)) - 1))
      }
    }
    run.number("integral-deviation", integral)
    run.number("resolution", resolution)
    return deviations
  }

  // MARK: - Panel d

  /// More units, of which the first alone reads what matters.
  private func sizes() throws -> [Double] {
    var deviations: [Double] = []
    let weights = p.sizes.map { size in (0..<size).map { $0 == 0 ? 1.0 : 0 } }
    let found = try run.sweep(
      "sizes", over: weights.map { optima(weights: $0, alphas: p.sizeAlphas) }, cost: { Double($0.weights.count) })
    let slowModes = try found.flatMap(\.path).map {
      try StableLinearNetworks.distanceOfSlowModes(of: $0.couplings, toMargin: p.margin)
    }
    run.number("slow-modes", slowModes.max() ?? 0)
    for (place, size) in p.sizes.enumerated() {
      let uncoupled = try LinearNetwork(couplings: -Matrix.identity(size), noise: p.noise)
      let information = bitsPerNat * (try uncoupled.inputInformation(at: task(weights: weights[place])))
      run.number("uncoupled-\(size)-units-input", information, unit: "bits")
      deviations += try frontier("\(size)-units", weights: weights[place], found[place], along: p.sizeAlphas)
    }
    return deviations
  }

  // MARK: - Frontiers

  /// One frontier: exact, its best equilibrium, and sampled points.
  private func frontier(
    _ name: String, weights: [Double], _ found: LinearOptima.Result, along alphas: [Double]
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
    quote("equilibrium-\(name)", found.equilibrium)
    // Where dissipation is too dear, several prices share the best equilibrium: it is sampled once.
    let chosen = p.sampledAlphas.map { alpha in found.path[alphas.firstIndex(of: alpha) ?? 0] }
    let exact = chosen.enumerated().filter { chosen.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    let cells = exact.map {
      SimulatedLinearNetwork(
        task: task(weights: weights), couplings: $0.couplings, noise: p.noise, draws: p.draws,
        relaxation: p.relaxation, relaxationSteps: p.relaxationSteps, paths: p.paths, pathTime: p.pathTime,
        interval: p.interval)
    }
    let sampled = try run.sweep("sampled-\(name)", over: cells)
    run.series(
      "sampled-\(name)", [:],
      estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
    for (alpha, optimum) in zip(p.sampledAlphas, chosen) where [0.01, 0.1].contains(alpha) {
      guard let place = exact.firstIndex(of: optimum) else { continue }
      quote("price-\(label(alpha))-\(name)", optimum)
      run.number("price-\(label(alpha))-sampled-\(name)", sampled[place].information, unit: "bits")
      run.number("price-\(label(alpha))-sampled-sigma-\(name)", sampled[place].sigma, unit: "nats per unit time")
    }
    return zip(sampled, exact).flatMap { $0.deviations(from: $1) }
  }

  private func quote(_ name: String, _ optimum: LinearOptima.Optimum) {
    run.number(name, optimum.information, unit: "bits")
    run.number("\(name)-sigma", optimum.sigma, unit: "nats per unit time")
    run.number("\(name)-input", optimum.inputInformation, unit: "bits")
  }
}
