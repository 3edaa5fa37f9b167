import Companion
import SensoryComplexes
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

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.betas).isSuperset(of: p.sampledBetas), "sampledBetas", "must be among betas")
    try Complaint.unless(
      Set(p.fractions).isSuperset(of: p.sampledFractions), "sampledFractions", "must be among fractions")
    // All of these are searched with the same bound.
    let coldest = (p.betas + p.betaBracket + p.mapBetas + p.boundaryBetas + p.pricedBetas).max() ?? 1
    try Complaint.unless(p.bound, in: 0.1...20 / coldest, "bound")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    var deviations: [Double] = []
    for law in RateLaw.allCases { deviations += try gain(law) }
    deviations += try prices()
    try phases()
    if let beta = signChange { run.number("sign-change", beta) }
    run.deviations(deviations)
  }

  /// Panels a and b: the best complex in and out of equilibrium, against β; empty series where
  /// there is no onset.
  private func gain(_ law: RateLaw) throws -> [Double] {
    let models = p.betas.map { model(beta: $0, law: law) }
    let found = try optima("optima", of: models, alphas: [0], step: p.step)
    if law == .exponential { recordEquilibrium(found.map(\.equilibrium)) }
    guard let onset = try onset(law) else {
      recordNoGain(law)
      return []
    }
    record(onset, law)
    record(gain: found, after: onset, law)
    return try sampledGain(law, found)
  }

  private func sampledGain(_ law: RateLaw, _ found: [SensoryOptima<SensoryModel>.Result]) throws -> [Double] {
    let exact = p.sampledBetas.compactMap(p.betas.firstIndex(of:)).map { found[$0] }
    let models = p.sampledBetas.map { model(beta: $0, law: law) }
    let quiet = try sample(models, exact.map(\.equilibrium))
    let driven = try sample(models, exact.map { $0.path[0] })
    record(sampledGain: driven, over: quiet, law)
    return zip(quiet, exact).flatMap { $0.deviations(from: $1.equilibrium.outcome) }
      + zip(driven, exact).flatMap { $0.deviations(from: $1.path[0].outcome) }
  }

  /// Panel d: along the price of dissipation, at two temperatures; empty series where none is worth
  /// a price.
  private func prices() throws -> [Double] {
    var deviations: [Double] = []
    for beta in p.pricedBetas {
      let model = model(beta: beta)
      guard let transition = try largestPrice(model) else {
        recordNoPrice(beta)
        continue
      }
      record(largestPrice: transition, model)
      let alphas = p.fractions.map { $0 * transition.control }
      let path = try optima("prices", of: [model], alphas: alphas, step: p.step)[0].path
      record(path: path, around: transition, beta)
      let exact = p.sampledFractions.compactMap(p.fractions.firstIndex(of:)).map { path[$0] }
      let sampled = try sample(exact.map { _ in model }, exact)
      deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.outcome) }
      record(sampledPath: sampled, over: transition.equilibrium, beta)
    }
    return deviations
  }

  /// Panel c: the gain over the plane of correlation and inverse temperature, and where it sets in.
  private func phases() throws {
    let places = p.mapRhos.flatMap { rho in p.mapBetas.map { SensoryModel(correlation: rho, beta: $0) } }
    record(map: try optima("map", of: places, alphas: [0], step: p.mapStep), places)
    let cells = p.boundaryBetas.map {
      SensingTransitionSearch(
        model: SensoryModel(correlation: 1, beta: $0), control: .correlation, driven: p.rhoBracket[1],
        quiet: p.rhoBracket[0], bound: p.bound, step: p.mapStep, tolerance: 1e-5)
    }
    let boundary = zip(p.boundaryBetas, try run.sweep("boundary", over: cells)).compactMap { beta, found in
      found.first.map { (beta: beta, transition: $0) }
    }
    record(boundary: boundary)
  }

  // MARK: - Sweeps

  private func model(beta: Double, law: RateLaw = .exponential) -> SensoryModel {
    SensoryModel(correlation: p.rho, beta: beta, law: law)
  }

  private func optima(
    _ name: String, of models: [SensoryModel], alphas: [Double], step: Double
  ) throws -> [SensoryOptima<SensoryModel>.Result] {
    try run.sweep(name, over: models.map { SensoryOptima(model: $0, alphas: alphas, bound: p.bound, step: step) })
  }

  /// Simulates the optimum of each model.
  private func sample(_ models: [SensoryModel], _ optima: [SensingOptimum]) throws -> [SampledSensing] {
    let cells = zip(models, optima).map {
      SimulatedComplex(model: $0, couplings: $1.couplings, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map(SampledSensing.init(averaging:))
  }

  /// The inverse temperature above which dissipation pays; nil where there is none.
  private func onset(_ law: RateLaw) throws -> SensingTransition? {
    let cell = SensingTransitionSearch(
      model: model(beta: p.betaBracket[1], law: law), control: .beta, driven: p.betaBracket[1],
      quiet: p.betaBracket[0], bound: p.bound, step: p.step, tolerance: 1e-7)
    return try run.sweep("onset", over: [cell])[0].first
  }

  /// The largest price of dissipation that is paid; nil where none is.
  private func largestPrice(_ model: SensoryModel) throws -> SensingTransition? {
    let cell = SensingTransitionSearch(
      model: model, control: .price, driven: 0, quiet: 100, bound: p.bound, step: p.step, tolerance: 1e-6)
    return try run.sweep("price", over: [cell])[0].first
  }

  /// The change of sign of the best coupling in equilibrium; nil where there is none.
  private var signChange: Double? {
    model(beta: p.betaBracket[0]).signChange(between: p.betaBracket[0], and: p.betaBracket[1], step: p.step)
  }
}
