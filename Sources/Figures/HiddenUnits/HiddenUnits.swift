import Companion
import Estimation
import Learning
import StochasticThermodynamics

/// Two spins that read a parity gate, helped by hidden spins that do not, in and out of equilibrium.
@main
struct HiddenUnits: Figure {
  // MARK: - Question

  static let title = "Hidden units help only out of equilibrium"
  static let question = "What do spins without an input add to the two that have one?"
  static let section = "7"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Inverse temperature β of the heat bath, per unit of the inputs; sharpness η of the gate; correlation ρ of its inputs.
    var beta = 2.0, eta = 5.0, rho = 0.0
    /// Largest number of hidden spins, at most 2; bound on all couplings, and a wider one to compare with.
    var hidden = 2, bound = 1.0, wideBound = 2.0
    /// Panel a: rotations φ of the gate in degrees, effective couplings of the lines, random symmetric networks of each size.
    var symmetricAngles = [15.0, 30, 45], couplings = (-30...30).map { Double($0) / 20 }, networks = 4
    /// Panel b: rotations in degrees, those of the sampled points, and the price α of dissipation; nats per nat and 1/k0.
    var angles = Array(stride(from: 0.0, through: 45, by: 3)), sampledAngles = [0.0, 15, 30, 45], alpha = 0.01
    /// Panels c and d: rotations in degrees, prices of dissipation, and those of the sampled points.
    var frontierAngles = [30.0, 45], alphas = decades(1e-3, 1, [1, 1.8, 3.2, 5.6]), sampledAlphas = [1e-3, 0.01, 0.032]
    /// Searches at every price, from random networks and from as many near the best one with a hidden spin fewer.
    var starts = 12
    /// Spacing of the quadrature over inputs, of the exact lines and of the sampled points; standard deviations.
    var step = 0.25, samplingStep = 0.3
    /// Burn-in in units of 1/k0 plus the longest time in which the network switches at an input; observation time per input and
    /// half, in 1/k0; number of independent replicas.
    var burnIn = 10.0, time = 160.0, replicas = 16
  }

  static let paper = Parameters()
  static let quick = Parameters(
    hidden: 1, couplings: [-1, 0, 1], networks: 2, angles: [0, 15, 30, 45], sampledAngles: [30],
    alphas: [0.001, 0.01, 0.1],
    sampledAlphas: [0.01], starts: 2, step: 0.4, samplingStep: 0.4, time: 8, replicas: 6)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try equilibria(p, run) + angles(p, run) + frontiers(p, run)
    run.deviations(deviations)
  }

  /// Panel a: random symmetric networks against two spins with their effective coupling.
  private static func equilibria(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    var (spread, zero) = (0.0, 0.0)
    for angle in p.symmetricAngles {
      let cells =
        [Symmetric(model: model(angle, p), hidden: 0, networks: p.networks, couplings: p.couplings, p)]
        + (1...p.hidden).map {
          Symmetric(model: model(angle, p), hidden: $0, networks: p.networks, couplings: [], p)
        }
      let found = try run.sweep("equilibria", over: cells)
      run.series(
        "equilibrium-\(label(angle))",
        ["coupling": p.couplings, "information": found[0].map(\.exact.relevantInformation)])
      for hidden in 1...p.hidden {
        let networks = found[hidden]
        let sampled = try sample(networks.map { (angle, hidden, $0.couplings) }, p, run)
        deviations += zip(sampled, networks).map { $0.information.deviation(from: $1.exact.relevantInformation) }.map(
          abs)
        run.series(
          "symmetric-\(label(angle))-\(hidden)", ["coupling": networks.map(\.effective)],
          estimates: ["information": sampled.map(\.information)])
        spread = max(spread, networks.map { abs($0.exact.relevantInformation - $0.ofTwoSpins) }.max() ?? 0)
        if angle == 45 { zero = max(zero, networks.map(\.exact.relevantInformation).max() ?? 0) }
      }
    }
    run.number("symmetric-spread", spread, unit: "bits")
    run.number("symmetric-45", zero, unit: "bits")
    return deviations
  }

  /// Panel b: the best networks at one price, against the rotation of the gate.
  private static func angles(_ p: Parameters, _ run: Run) throws -> [Double] {
    let found = try run.sweep("angles", over: p.angles.map { Optimise(model: model($0, p), alphas: [p.alpha], p) })
    run.series(
      "best-equilibrium", ["angle": p.angles, "information": found.map(\.equilibrium)])
    var deviations: [Double] = []
    for hidden in 0...p.hidden {
      let best = found.map { $0.paths[hidden][0] }
      run.series(
        "best-\(hidden)",
        [
          "angle": p.angles, "information": best.map(\.information), "sigma": best.map(\.sigma),
          "all": best.map(\.informationOfAllSpins),
        ])
      let exact = p.sampledAngles.compactMap(p.angles.firstIndex(of:)).map { best[$0] }
      let sampled = try sample(zip(p.sampledAngles, exact).map { ($0, hidden, $1.couplings) }, p, run)
      deviations += zip(sampled, exact).map { $0.deviation(from: $1.performance) }
      run.series(
        "sampled-best-\(hidden)", ["angle": p.sampledAngles], estimates: ["information": sampled.map(\.information)])
    }
    return deviations
  }

  /// Panels c and d: the best networks along the price of dissipation.
  private static func frontiers(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    let found = try run.sweep(
      "frontiers", over: p.frontierAngles.map { Optimise(model: model($0, p), alphas: p.alphas, p) })
    for (angle, result) in zip(p.frontierAngles, found) {
      run.number("equilibrium-\(label(angle))", result.equilibrium, unit: "bits")
      for (hidden, path) in result.paths.enumerated() {
        let name = "\(label(angle))-\(hidden)"
        record(path, at: angle, hidden: hidden, p, run)
        let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { path[$0] }
        let sampled = try sample(exact.map { (angle, hidden, $0.couplings) }, p, run)
        deviations += zip(sampled, exact).map { $0.deviation(from: $1.performance) }
        run.series(
          "sampled-frontier-\(name)", ["alpha": p.sampledAlphas],
          estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
      }
    }
    if let place = p.alphas.firstIndex(of: 0.1), let result = found.first {
      quote("one-hidden", couplings: result.paths[1][place].couplings, run)
    }
    let wide = try run.sweep(
      "wide",
      over: [Optimise(model: model(p.frontierAngles[0], p), alphas: [p.alpha], bound: p.wideBound, p)])[0]
    if let best = wide.paths.last?[0] {
      run.number("wide-information", best.information, unit: "bits")
      run.number("wide-sigma", best.sigma, unit: "k0")
      run.number("wide-memory", best.memoryTime, unit: "1/k0")
    }
    return deviations
  }
}
