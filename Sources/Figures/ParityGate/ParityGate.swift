import Companion
import Estimation
import Randomness
import StochasticThermodynamics

/// The two-spin sensory complex under the stochastic parity gate, in and out of equilibrium.
@main
struct ParityGate: Figure {
  // MARK: - Question

  static let title = "The stochastic parity gate, in and out of equilibrium"
  static let question = "How much better do two noisy spins compute an exclusive-or when they dissipate energy?"
  static let section = "3"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath; 1/β is the noise level of the spins", in: 0.01...20)
    var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.01...100) var eta = 5.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -1...1) var rho = 0.0
    @Parameter("rotations φ of the gate: of the lines in panels a and b", unit: "deg", in: -360...360)
    var angles = Array(stride(from: 0.0, through: 90, by: 1))
    @Parameter(
      "rotations φ of the gate: of the sampled points in panels a and b, from angles", unit: "deg", in: -360...360)
    var sampledAngles = Array(stride(from: 0.0, through: 90, by: 5))
    @Parameter("rotations φ of the gate: in panels c and d", unit: "deg", in: -360...360, count: 1...6)
    var bottleneckAngles = [15.0, 30, 45]
    @Parameter("prices α of dissipation along the lines in panels c and d", unit: "1/k0", in: 0...1e6)
    var alphas = decades(1e-4, 1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    @Parameter(
      "prices α of dissipation: of the sampled points in panels c and d, from alphas", unit: "1/k0", in: 0...1e6)
    var sampledAlphas = [1e-4, 1e-3, 0.01, 0.056]
    @Parameter("bound on the absolute values of both couplings, at most 20/β", in: 0.1...2000) var bound = 4.0
    @Parameter("rate law of the spins") var rates = RateLaw.exponential
    @Parameter("spacing of the quadrature over inputs: exact", unit: "standard deviations", in: 0.02...1)
    var step = 0.1
    @Parameter("spacing of the quadrature over inputs: sampled", unit: "standard deviations", in: 0.02...1)
    var samplingStep = 0.2
    @Parameter("simulated time before averages begin, per input", unit: "1/k0", in: 0...1e6) var burnIn = 8.0
    @Parameter("simulated time of the averages, per input", unit: "1/k0", in: 0.01...1e6) var time = 40.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    angles: [0, 15, 30, 45], sampledAngles: [0, 15, 30, 45], alphas: [0.001, 0.01, 0.056, 1], sampledAlphas: [0.01],
    step: 0.2, samplingStep: 0.4, time: 4, replicas: 8)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try performance(p, run) + frontiers(p, run)
    run.deviations(deviations)
  }

  /// Panels a and b: performance at any price, against the angle; the best equilibrium and the best
  /// steady state.
  private static func performance(_ p: Parameters, _ run: Run) throws -> [Double] {
    let optima = try optimise("optima", p.angles, [0], p, run)
    var deviations: [Double] = []
    for (state, best) in [("equilibrium", optima.map(\.equilibrium)), ("ness", optima.map { $0.path[0] })] {
      run.series(
        state,
        [
          "angle": p.angles, "j12": best.map(\.couplings.j12), "j21": best.map(\.couplings.j21),
          "information": best.map(\.information), "sigma": best.map(\.sigma), "input": best.map(\.inputInformation),
        ])
      let exact = p.sampledAngles.compactMap(p.angles.firstIndex(of:)).map { best[$0] }
      let sampled = try sample("sampled-\(state)", p.sampledAngles, exact, p, run)
      deviations += zip(sampled, exact).map { $0.deviation(from: $1.performance) }
      run.series(
        "sampled-\(state)", ["angle": p.sampledAngles],
        estimates: ["information": sampled.map(\.information), "sigma": sampled.map(\.sigma)])
      for (place, angle) in p.sampledAngles.enumerated() where [30, 45].contains(angle) {
        run.number("\(state)-\(label(angle))", exact[place].information, unit: "bits")
        run.number("\(state)-sampled-\(label(angle))", sampled[place].information, unit: "bits")
        run.number("\(state)-sigma-\(label(angle))", exact[place].sigma, unit: "k0")
        run.number("\(state)-sampled-sigma-\(label(angle))", sampled[place].sigma, unit: "k0")
        run.number("\(state)-input-\(label(angle))", exact[place].inputInformation, unit: "bits")
      }
    }
    for (angle, pair) in zip(p.angles, optima) where [30, 45].contains(angle) {
      run.number("ness-coupling-\(label(angle))", pair.path[0].couplings.j21)
      run.number("gain-\(label(angle))", pair.path[0].information - pair.equilibrium.information, unit: "bits")
    }
    for branch in branches(of: p.angles) {
      let rows = zip(p.angles, optima).filter { branch.angles.contains($0.0) }
      let couplings = rows.map { branch.couplings($0.1.path[0].couplings, at: $0.0) }
      run.series(
        branch.name, ["angle": rows.map(\.0), "j12": couplings.map(\.j12), "j21": couplings.map(\.j21)])
    }
    return deviations
  }

  /// Panels c and d: the frontier along the price of dissipation.
  private static func frontiers(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    for (angle, found) in zip(p.bottleneckAngles, try optimise("frontiers", p.bottleneckAngles, p.alphas, p, run)) {
      // Where dissipation is too dear the optimum is an equilibrium: there the frontier ends.
      let rows = zip(p.alphas, found.path).filter { $0.1.sigma > 1e-9 }
      run.series(
        "frontier-\(label(angle))",
        [
          "alpha": rows.map(\.0), "sigma": rows.map(\.1.sigma), "information": rows.map(\.1.information),
          "input": rows.map(\.1.inputInformation),
        ])
      let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { found.path[$0] }
      let sampled = try sample("sampled-frontier-\(label(angle))", exact.map { _ in angle }, exact, p, run)
      deviations += zip(sampled, exact).map { $0.deviation(from: $1.performance) }
      run.series(
        "sampled-frontier-\(label(angle))", ["alpha": p.sampledAlphas, "input": exact.map(\.inputInformation)],
        estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
      if !isOdd(angle) {
        run.series(
          "start-\(label(angle))",
          ["information": [found.equilibrium.information], "input": [found.equilibrium.inputInformation]])
      }
      if angle == 45 {
        let threshold = Threshold(model: model(angle, p), bound: p.bound, step: p.step)
        run.number("threshold-45", try run.sweep("threshold", over: [threshold])[0], unit: "1/k0")
      }
    }
    return deviations
  }
}
