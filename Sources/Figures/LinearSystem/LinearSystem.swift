import Companion
import Estimation
import Learning
import LinearAlgebra
import Randomness
import StochasticThermodynamics

/// The Ornstein–Uhlenbeck network as a computer: what it tells about a linear answer, and what that costs.
@main
struct LinearSystem: Figure {
  // MARK: - Question

  static let title = "A linear network as a computer, in and out of equilibrium"
  static let question = "How much more can a noisy linear network tell about its input when it dissipates?"
  static let section = "9"
  static let minutes = 1.7

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Strength σ_s² of the noise of the units and variance σ_y² of the noise of the answer; inputs have variance 1.
    var noise = 1.0, answerNoise = 0.1
    /// Bound on the couplings, and slowest decay rate of a mode that is allowed; a single unit decays at the rate 1.
    var bound = 2.0, margin = 0.5
    /// Numbers of units in panel d; number of networks drawn at random from which each optimum is searched.
    var sizes = [2, 3, 4], starts = 16
    /// Prices α of dissipation, nats per nat and unit time: in panels a and b, in panel d, and at sampled points.
    var alphas = decades(
      1e-3, 10, [1, 1.2, 1.35, 1.5, 1.65, 1.8, 1.88, 2, 2.2, 2.4, 2.8, 3.2, 3.7, 4.2, 4.9, 5.6, 6.5, 7.5, 8.7])
    var sizeAlphas =
      decades(0.01, 0.1, [1, 1.15, 1.3, 1.5, 1.8, 2.1, 2.4, 2.8, 3.2, 3.7, 4.2, 4.9, 5.6, 7.5])
      + [0.13, 0.18, 0.24, 0.32, 0.56] + decades(1, 10, [1, 1.8, 3.2, 5.6])
    var sampledAlphas = [0.01, 0.018, 0.032, 0.056, 0.1, 0.32, 1]
    /// Couplings J₁₂ and J₂₁ of the networks in panel c.
    var spectrumJ12 = [-2, 0.125, 0.3173], spectrumJ21 = [2, 2, 0.7878]
    /// Frequencies of the lines and of the sampled points in panel c, radians per unit time.
    var frequencies = decades(
      0.03, 30, [3, 3.4, 3.8, 4.3, 4.8, 5.4, 6, 6.7, 7.5, 8.5, 9.5, 10.7, 12, 13.4, 15, 16.9, 19, 21.3, 24, 26.9])
    var sampledFrequencies = decades(0.1, 10, [1, 1.5, 2.2, 3.2, 4.6, 6.8])
    /// Sampled information: number of inputs; time for which each is held, and number of steps in it.
    var draws = 200_000, relaxation = 24.0, relaxationSteps = 16
    /// Sampled entropy production: number of paths, their length, and interval at which they are seen.
    var paths = 400, pathTime = 50.0, interval = 0.002
    /// Sampled spectra: paths per half and replica, their length and interval; number of replicas.
    var segments = 75, segmentTime = 160.0, segmentInterval = 0.02, replicas = 200
  }

  static let paper = Parameters()
  static let quick = Parameters(
    sizes: [2, 3], starts: 3, alphas: decades(0.01, 1, [1, 3.2]), sizeAlphas: decades(0.01, 1, [1, 3.2]),
    sampledAlphas: [0.032, 0.1], sampledFrequencies: [0.32, 1, 3.2], draws: 2000, paths: 20, segments: 50,
    segmentTime: 40,
    replicas: 10)

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
