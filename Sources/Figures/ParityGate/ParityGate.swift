import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

/// The two-spin sensory complex under the stochastic parity gate, in and out of equilibrium.
@main
struct ParityGate: Figure {
  // MARK: - Question

  static let title = "The stochastic parity gate, in and out of equilibrium"
  static let question = "How much more can two coupled spins tell about a rotated exclusive-or when they dissipate?"
  static let section = "3"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Inverse temperature β, in 1/(k_B T): 1/β is the noise level of the spins.
    var beta = 2.0
    /// Sharpness η of the gate, and correlation ρ of its two Gaussian inputs.
    var eta = 5.0, rho = 0.0
    /// Rotations φ of the gate in degrees: of the lines and of the sampled points in panels a and b; in panels c and d.
    var angles = Array(stride(from: 0.0, through: 90, by: 1))
    var sampledAngles = Array(stride(from: 0.0, through: 90, by: 5)), bottleneckAngles = [15.0, 30, 45]
    /// Prices α of dissipation along a frontier, and at its sampled points; nats per nat and 1/k0.
    var alphas = decades(1e-4, 1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5]), sampledAlphas = [1e-4, 1e-3, 0.01, 0.056]
    /// Bound on both couplings.
    var bound = 4.0
    /// Rates of the spins: exponential or glauber.
    var rates = RateLaw.exponential
    /// Spacing of the quadrature over inputs, of the exact lines and of the sampled points; standard deviations.
    var step = 0.1, samplingStep = 0.2
    /// Burn-in and observation time per input and half, in 1/k0; number of independent replicas.
    var burnIn = 8.0, time = 40.0, replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    angles: [0, 15, 30, 45], sampledAngles: [0, 15, 30, 45], alphas: [0.001, 0.01, 0.056, 1], sampledAlphas: [0.01],
    step: 0.2, samplingStep: 0.4, time: 4, replicas: 8)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    func optimise(_ name: String, _ angles: [Double], _ alphas: [Double]) throws -> [Optimise.Result] {
      try run.sweep(
        name, over: angles.map { Optimise(model: model($0, p), alphas: alphas, bound: p.bound, step: p.step) })
    }
    var deviations: [Double] = []
    func sample(_ name: String, _ angles: [Double], _ optima: [Bottleneck.Optimum]) throws -> [SampledPerformance] {
      let cells = zip(angles, optima).map {
        Simulate(model: model($0, p), couplings: $1.couplings, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
      }
      let sampled = try run.sweep(name, over: cells, replicas: p.replicas).map(SampledPerformance.init(averaging:))
      deviations += zip(sampled, optima).map { $0.deviation(from: $1.performance) }
      return sampled
    }

    // Panels a and b: performance at any price, against the angle; the best equilibrium and the best steady state.
    let optima = try optimise("optima", p.angles, [0])
    let shown = p.sampledAngles.compactMap(p.angles.firstIndex(of:))
    for (state, best) in [("equilibrium", optima.map(\.equilibrium)), ("ness", optima.map { $0.path[0] })] {
      run.series(
        state,
        [
          "angle": p.angles, "j12": best.map(\.couplings.j12), "j21": best.map(\.couplings.j21),
          "information": best.map(\.information), "sigma": best.map(\.sigma), "input": best.map(\.inputInformation),
        ])
      let sampled = try sample("sampled-\(state)", p.sampledAngles, shown.map { best[$0] })
      run.series(
        "sampled-\(state)", ["angle": p.sampledAngles],
        estimates: ["information": sampled.map(\.information), "sigma": sampled.map(\.sigma)])
      for (angle, (exact, found)) in zip(p.sampledAngles, zip(shown.map { best[$0] }, sampled))
      where [30, 45].contains(angle) {
        run.number("\(state)-\(label(angle))", exact.information, unit: "bits")
        run.number("\(state)-sampled-\(label(angle))", found.information, unit: "bits")
        run.number("\(state)-sigma-\(label(angle))", exact.sigma, unit: "k0")
        run.number("\(state)-sampled-sigma-\(label(angle))", found.sigma, unit: "k0")
        run.number("\(state)-input-\(label(angle))", exact.inputInformation, unit: "bits")
      }
    }
    for (angle, pair) in zip(p.angles, optima) where [30, 45].contains(angle) {
      run.number("ness-coupling-\(label(angle))", pair.path[0].couplings.j21)
      run.number("gain-\(label(angle))", pair.path[0].information - pair.equilibrium.information, unit: "bits")
    }
    // At 45° exchanging the couplings changes nothing: the optimum is twofold, and jumps from one to the other.
    let jumping = zip(p.angles, optima.map { $0.path[0].couplings }).flatMap { angle, j in
      angle == 45 ? [(angle, j), (angle, Couplings(j.j21, j.j12))] : [(angle, j)]
    }
    run.series("couplings", ["angle": jumping.map(\.0), "j12": jumping.map(\.1.j12), "j21": jumping.map(\.1.j21)])

    // Panels c and d: the frontier along the price of dissipation. Where it is too dear the optimum is an equilibrium;
    // there the frontier ends.
    let places = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:))
    for (angle, frontier) in zip(p.bottleneckAngles, try optimise("frontiers", p.bottleneckAngles, p.alphas)) {
      let rows = zip(p.alphas, frontier.path).filter { $0.1.sigma > 1e-9 }
      run.series(
        "frontier-\(label(angle))",
        [
          "alpha": rows.map(\.0), "sigma": rows.map(\.1.sigma), "information": rows.map(\.1.information),
          "input": rows.map(\.1.inputInformation),
        ])
      let chosen = places.map { frontier.path[$0] }
      let sampled = try sample("sampled-frontier-\(label(angle))", chosen.map { _ in angle }, chosen)
      run.series(
        "sampled-frontier-\(label(angle))", ["alpha": p.sampledAlphas, "input": chosen.map(\.inputInformation)],
        estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
      run.series(
        "start-\(label(angle))",
        ["information": [frontier.equilibrium.information], "input": [frontier.equilibrium.inputInformation]])
    }
    for angle in p.bottleneckAngles where angle == 45 {
      let threshold = Threshold(model: model(angle, p), bound: p.bound, step: p.step)
      run.number("threshold-\(label(angle))", try run.sweep("threshold", over: [threshold])[0], unit: "1/k0")
    }
    run.number("largest-deviation", deviations.max() ?? 0, unit: "standard errors")
  }
}
