import Companion
import Estimation
import Randomness
import StochasticThermodynamics

/// Two coupled spins whose information on their input is to be as large as possible, whatever the
/// task.
@main
struct OptimalSensing: Figure {
  // MARK: - Question

  static let title = "Optimal sensing, in and out of equilibrium"
  static let question = "When does a pair of coupled sensors gain information about its input by dissipating energy?"
  static let section = "4"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("correlation ρ of the two Gaussian inputs in panels a, b and d", in: -1...1) var rho = 1.0
    @Parameter("inverse temperatures β of the lines in panels a and b", in: 0.05...20)
    var betas = Array(stride(from: 50.0, through: 200, by: 1)).map { $0 / 50 }
    @Parameter("inverse temperatures β of the sampled points in panel a, from betas", in: 0.05...20)
    var sampledBetas = [1.8, 2.1, 2.4, 2.7, 3, 3.3, 3.6, 3.9]
    @Parameter(
      "inverse temperatures β between which the onset of dissipation and the change of sign of the coupling lie",
      in: 0.05...20, count: 2...2)
    var betaBracket = [1.2, 2]
    @Parameter("published inverse temperature β at which the best coupling in equilibrium changes sign", in: 0.05...20)
    var publishedSignChange = 1.4
    @Parameter("published inverse temperature β of the onset of dissipation", in: 0.05...20)
    var publishedOnset = 1.7
    @Parameter("correlations ρ of the inputs in the map of panel c", in: -1...1)
    var mapRhos = Array(stride(from: 170.0, through: 200, by: 1)).map { $0 / 200 }
    @Parameter("inverse temperatures β in the map of panel c", in: 0.05...20)
    var mapBetas = Array(stride(from: 14.0, through: 40, by: 1)).map { $0 / 10 }
    @Parameter("inverse temperatures β of the boundary in panel c", in: 0.05...20)
    var boundaryBetas = [1.68, 1.69, 1.7, 1.71, 1.72, 1.73, 1.74, 1.75, 1.8, 1.9, 2, 2.2, 2.4, 2.7, 3, 3.3, 3.6, 4]
    @Parameter("correlations ρ between which the boundary in panel c lies", in: -1...1, count: 2...2)
    var rhoBracket = [0.8, 1]
    @Parameter("inverse temperatures β in panel d", in: 0.05...20, count: 2...2) var pricedBetas = [2.0, 3]
    @Parameter("prices α of the lines in panel d, as fractions of the largest that is paid", in: 0...100)
    var fractions = Array(stride(from: 0.0, through: 130, by: 2.5)).map { $0 / 100 }
    @Parameter("prices α of the sampled points in panel d, from fractions", in: 0...100)
    var sampledFractions = [0.1, 0.3, 0.5, 0.7, 0.9]
    @Parameter("bound on the absolute values of both couplings, at most 20 over the largest β", in: 0.1...400)
    var bound = 4.0
    @Parameter("spacing of the quadrature over inputs: of the lines", unit: "standard deviations", in: 0.02...1)
    var step = 0.05
    @Parameter(
      "spacing of the quadrature over inputs: of the map and its boundary", unit: "standard deviations", in: 0.05...1)
    var mapStep = 0.2
    @Parameter(
      "spacing of the quadrature over inputs: of the sampled points", unit: "standard deviations", in: 0.02...1)
    var samplingStep = 0.1
    @Parameter("simulated time before averages begin, per input", unit: "1/k0", in: 0...1e6) var burnIn = 20.0
    @Parameter("simulated time of the averages, per input and half", unit: "1/k0", in: 0.01...1e6) var time = 4000.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    betas: [1.1, 1.3, 1.5, 1.7, 2, 2.5, 3, 3.5, 4], sampledBetas: [2, 3], mapRhos: [0.85, 0.9, 0.95, 1],
    mapBetas: [1.5, 2, 2.5, 3, 3.5, 4], boundaryBetas: [1.7, 2, 3], fractions: [0, 0.25, 0.5, 0.75, 1.2],
    sampledFractions: [0.5], step: 0.1, mapStep: 0.4, samplingStep: 0.2, time: 100, replicas: 10)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    var deviations: [Double] = []
    for law in RateLaw.allCases { deviations += try gain(law, p, run) }
    deviations += try prices(p, run)
    try phases(p, run)
    if let beta = signChange(p) { run.number("sign-change", beta) }
    run.deviations(deviations)
  }

  /// Panels a and b: the best complex in and out of equilibrium, against β; empty series where
  /// there is no onset.
  private static func gain(_ law: RateLaw, _ p: Parameters, _ run: Run) throws -> [Double] {
    let found = try optimise("optima", p.betas.map { model($0, law, p) }, [0], p, run)
    let best = found.map { $0.path[0] }
    if law == .exponential {
      let finite = zip(p.betas, found.map(\.equilibrium)).filter { abs($0.1.couplings.j12) < 0.99 * p.bound }
      run.series("equilibrium", ["beta": finite.map(\.0), "j": finite.map(\.1.couplings.j12)])
    }
    guard let onset = try onset(law, p, run) else {
      run.series("driven-\(law)", ["beta": [], "j12": [], "j21": [], "sigma": [], "gain": []])
      run.series("sampled-\(law)", ["beta": []], estimates: ["gain": []])
      return []
    }
    // The gain sets in with a kink and the couplings with a jump.
    let rows = zip(p.betas, zip(best, found)).filter { $0.0 > onset.control && $0.1.0.isDriven }
    let driven = [onset.driven] + rows.map(\.1.0)
    run.series(
      "driven-\(law)",
      [
        "beta": [onset.control] + rows.map(\.0), "j12": driven.map(\.couplings.j12),
        "j21": driven.map(\.couplings.j21), "sigma": driven.map(\.sigma),
        "gain": [0] + rows.map { $0.1.0.information - $0.1.1.equilibrium.information },
      ])
    for (beta, result) in zip(p.betas, found) where [2, 3, 4].contains(beta) {
      describe(result.path[0], "ness-\(law)-\(label(beta))", run)
      run.number(
        "gain-\(law)-\(label(beta))", result.path[0].information - result.equilibrium.information, unit: "bits")
      if law == .exponential { describe(result.equilibrium, "equilibrium-\(label(beta))", run) }
    }
    return try sampledGain(law, found, p, run)
  }

  private static func sampledGain(
    _ law: RateLaw, _ found: [Optimise.Result], _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    let exact = p.sampledBetas.compactMap(p.betas.firstIndex(of:)).map { found[$0] }
    let models = p.sampledBetas.map { model($0, law, p) }
    let quiet = try sample(models, exact.map(\.equilibrium), p, run)
    let driven = try sample(models, exact.map { $0.path[0] }, p, run)
    run.series(
      "sampled-\(law)", ["beta": p.sampledBetas],
      estimates: ["gain": zip(driven, quiet).map { $0.information - $1.information }])
    for (beta, samples) in zip(p.sampledBetas, zip(quiet, driven)) where [2.1, 3].contains(beta) {
      run.number("sampled-ness-\(law)-\(label(beta))", samples.1.information, unit: "bits")
      run.number("plug-in-ness-\(law)-\(label(beta))", samples.1.plugIn, unit: "bits")
    }
    return zip(quiet, exact).map { $0.deviation(from: $1.equilibrium.sensing) }
      + zip(driven, exact).map { $0.deviation(from: $1.path[0].sensing) }
  }

  /// Panel d: along the price of dissipation, at two temperatures; empty series where none is worth
  /// a price.
  private static func prices(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    for beta in p.pricedBetas {
      let name = label(beta)
      guard let transition = try price(beta, p, run) else {
        for side in ["below", "above"] {
          run.series("\(side)-price-\(name)", ["fraction": [], "sigma": [], "gain": []])
        }
        run.series("sampled-price-\(name)", ["fraction": []], estimates: ["sigma": [], "gain": []])
        continue
      }
      let (model, alphas) = (model(beta, .exponential, p), p.fractions.map { $0 * transition.control })
      let path = try optimise("prices", [model], alphas, p, run)[0].path
      // The best complex may jump where dissipation is given up: a line on either side.
      let below = zip(p.fractions, path).filter { $0.0 < 1 } + [(1, transition.driven)]
      let above = [(1, transition.equilibrium)] + zip(p.fractions, path).filter { $0.0 > 1 }
      for (side, rows) in [("below", below), ("above", above)] {
        run.series(
          "\(side)-price-\(name)",
          [
            "fraction": rows.map(\.0), "sigma": rows.map(\.1.sigma),
            "gain": rows.map { $0.1.information - transition.equilibrium.information },
          ])
      }
      let exact = p.sampledFractions.compactMap(p.fractions.firstIndex(of:)).map { path[$0] }
      let sampled = try sample(exact.map { _ in model }, exact, p, run)
      deviations += zip(sampled, exact).map { $0.deviation(from: $1.sensing) }
      let reference = Estimate(exact: transition.equilibrium.information)
      run.series(
        "sampled-price-\(name)", ["fraction": p.sampledFractions],
        estimates: ["sigma": sampled.map(\.sigma), "gain": sampled.map { $0.information - reference }])
    }
    return deviations
  }
}
