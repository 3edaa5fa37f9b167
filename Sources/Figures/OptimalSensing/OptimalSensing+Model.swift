import Cells
import Companion
import Randomness
import SensoryComplexes
import StochasticThermodynamics

extension OptimalSensing {
  // MARK: - Model

  static func model(_ beta: Double, _ law: RateLaw, _ p: Parameters) -> SensoryModel {
    SensoryModel(correlation: p.rho, beta: beta, law: law)
  }

  /// The best complex in equilibrium, and the best one at each price of dissipation.
  struct Optimise: Cell {
    var model: SensoryModel
    var alphas: [Double]
    var bound, step: Double

    struct Result: Codable { var equilibrium: SensingBottleneck.Optimum, path: [SensingBottleneck.Optimum] }

    func compute(_ random: RandomStream) -> Result {
      let bottleneck = SensingBottleneck(inputs: model.inputs(step: step), bound: bound)
      return Result(equilibrium: bottleneck.equilibrium, path: bottleneck.optima(along: alphas))
    }
  }

  /// Where the optimum changes between equilibrium and a nonequilibrium steady state; empty where
  /// it does not.
  struct Transition: Cell {
    var model: SensoryModel
    var control: SensoryModel.Control
    var driven, quiet, bound, step, tolerance: Double

    func compute(_ random: RandomStream) -> [SensingTransition] {
      [model.transition(along: control, driven: driven, quiet: quiet, bound: bound, step: step, tolerance: tolerance)]
        .compactMap { $0 }
    }
  }

  /// A complex simulated at all inputs.
  struct Simulate: Cell {
    var model: SensoryModel
    var couplings: Couplings
    var step, burnIn, time: Double

    func compute(_ random: RandomStream) -> SensingSample {
      model.inputs(step: step, cutoff: 5)
        .sampledSensing(of: couplings, burnIn: burnIn, duration: time, random: random)
    }
  }

  // MARK: - Sweeps

  static func optimise(
    _ name: String, _ models: [SensoryModel], _ alphas: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Optimise.Result] {
    try run.sweep(name, over: models.map { Optimise(model: $0, alphas: alphas, bound: p.bound, step: p.step) })
  }

  static func sample(
    _ models: [SensoryModel], _ optima: [SensingBottleneck.Optimum], _ p: Parameters, _ run: Run
  ) throws -> [SampledSensing] {
    let cells = zip(models, optima).map {
      Simulate(model: $0, couplings: $1.couplings, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map(SampledSensing.init(averaging:))
  }

  static func onset(_ law: RateLaw, _ p: Parameters, _ run: Run) throws -> SensingTransition? {
    let cell = Transition(
      model: model(p.betaBracket[1], law, p), control: .beta, driven: p.betaBracket[1], quiet: p.betaBracket[0],
      bound: p.bound, step: p.step, tolerance: 1e-7)
    let onset = try run.sweep("onset", over: [cell])[0].first
    if let onset {
      run.number("onset-\(law)", onset.control)
      describe(onset.driven, "onset-ness-\(law)", run)
      describe(onset.equilibrium, "onset-equilibrium-\(law)", run)
    }
    return onset
  }

  static func price(_ beta: Double, _ p: Parameters, _ run: Run) throws -> SensingTransition? {
    let cell = Transition(
      model: model(beta, .exponential, p), control: .price, driven: 0, quiet: 100, bound: p.bound, step: p.step,
      tolerance: 1e-6)
    let transition = try run.sweep("price", over: [cell])[0].first
    if let transition {
      run.number("price-\(label(beta))", transition.control, unit: "1/k0")
      run.number("price-jump-\(label(beta))", transition.isDiscontinuous ? 1 : 0)
      let bottleneck = SensingBottleneck(inputs: cell.model.inputs(step: p.step), bound: p.bound)
      run.number("price-stability-\(label(beta))", bottleneck.stabilityPrice, unit: "1/k0")
      run.number(
        "price-loss-\(label(beta))", transition.driven.information - transition.equilibrium.information, unit: "bits")
      describe(transition.driven, "price-ness-\(label(beta))", run)
      describe(transition.equilibrium, "price-equilibrium-\(label(beta))", run)
    }
    return transition
  }

  /// The change of sign of the best coupling in equilibrium; nil where there is none.
  static func signChange(_ p: Parameters) -> Double? {
    model(p.betaBracket[0], .exponential, p)
      .signChange(between: p.betaBracket[0], and: p.betaBracket[1], step: p.step)
  }

  /// Panel c: the gain over the plane of correlation and inverse temperature, and where it sets in.
  static func phases(_ p: Parameters, _ run: Run) throws {
    let places = p.mapRhos.flatMap { rho in p.mapBetas.map { SensoryModel(correlation: rho, beta: $0) } }
    let found = try run.sweep(
      "map", over: places.map { Optimise(model: $0, alphas: [0], bound: p.bound, step: p.mapStep) })
    run.series(
      "map",
      [
        "rho": places.map(\.correlation), "beta": places.map(\.beta),
        "gain": found.map { $0.path[0].information - $0.equilibrium.information },
      ])
    let cells = p.boundaryBetas.map {
      Transition(
        model: SensoryModel(correlation: 1, beta: $0), control: .correlation, driven: p.rhoBracket[1],
        quiet: p.rhoBracket[0], bound: p.bound, step: p.mapStep, tolerance: 1e-5)
    }
    let boundary = zip(p.boundaryBetas, try run.sweep("boundary", over: cells)).compactMap { beta, found in
      found.first.map { (beta: beta, transition: $0) }
    }
    let continuous = boundary.filter { !$0.transition.isDiscontinuous }
    // The lines of both kinds meet.
    let jumping = boundary.filter(\.transition.isDiscontinuous)
    let joint = continuous.prefix(1).filter { _ in !jumping.isEmpty }
    for (name, rows) in [("continuous", continuous), ("discontinuous", jumping + joint)] {
      run.series(name, ["rho": rows.map(\.transition.control), "beta": rows.map(\.beta)])
    }
    run.series("joint", ["rho": joint.map(\.transition.control), "beta": joint.map(\.beta)])
    for (beta, transition) in boundary where [2, 3, 4].contains(beta) {
      run.number("boundary-\(label(beta))", transition.control)
    }
    if let last = jumping.map(\.beta).max() { run.number("last-jump", last) }
    if let first = continuous.first?.beta { run.number("first-continuous", first) }
  }

  static func describe(_ optimum: SensingBottleneck.Optimum, _ name: String, _ run: Run) {
    run.number("\(name)-information", optimum.information, unit: "bits")
    run.number("\(name)-sigma", optimum.sigma, unit: "k0")
    run.number("\(name)-j12", optimum.couplings.j12)
    run.number("\(name)-j21", optimum.couplings.j21)
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.betas).isSuperset(of: p.sampledBetas), "sampledBetas", "must be among betas")
    try Complaint.unless(
      Set(p.fractions).isSuperset(of: p.sampledFractions), "sampledFractions", "must be among fractions")
    // All of these are searched with the same bound.
    let coldest = (p.betas + p.betaBracket + p.mapBetas + p.boundaryBetas + p.pricedBetas).max() ?? 1
    try Complaint.unless(p.bound, in: 0.1...20 / coldest, "bound")
  }
}
