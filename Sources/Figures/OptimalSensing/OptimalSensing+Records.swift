import Companion
import DissipationBottlenecks
import Estimation
import SensoryComplexes
import StochasticThermodynamics

extension OptimalSensing {
  // MARK: - Panels a and b

  /// The best couplings in equilibrium, where the bound does not cut them off.
  func recordEquilibrium(_ equilibria: [SensingOptimum]) {
    let finite = zip(p.betas, equilibria).filter { abs($0.1.couplings.j12) < 0.99 * p.bound }
    run.series("equilibrium", ["beta": finite.map(\.0), "j": finite.map(\.1.couplings.j12)])
  }

  func record(_ onset: SensingTransition, _ law: RateLaw) {
    run.number("onset-\(law)", onset.control)
    describe(onset.driven, "onset-ness-\(law)")
    describe(onset.equilibrium, "onset-equilibrium-\(law)")
  }

  /// The best steady states above the onset: the gain sets in with a kink, the couplings with a jump.
  func record(gain found: [SensoryOptima<SensoryModel>.Result], after onset: SensingTransition, _ law: RateLaw) {
    let rows = zip(p.betas, found).filter { $0 > onset.control && $1.path[0].isDriven }
    let driven = [onset.driven] + rows.map { $0.1.path[0] }
    run.series(
      "driven-\(law)",
      [
        "beta": [onset.control] + rows.map(\.0), "j12": driven.map(\.couplings.j12),
        "j21": driven.map(\.couplings.j21), "sigma": driven.map(\.sigma),
        "gain": [0] + rows.map { $0.1.path[0].information - $0.1.equilibrium.information },
      ])
    for (beta, result) in zip(p.betas, found) where [2, 3, 4].contains(beta) {
      describe(result.path[0], "ness-\(law)-\(label(beta))")
      run.number(
        "gain-\(law)-\(label(beta))", result.path[0].information - result.equilibrium.information, unit: "bits")
      if law == .exponential { describe(result.equilibrium, "equilibrium-\(label(beta))") }
    }
  }

  func record(sampledGain driven: [SampledSensing], over quiet: [SampledSensing], _ law: RateLaw) {
    run.series(
      "sampled-\(law)", ["beta": p.sampledBetas],
      estimates: ["gain": zip(driven, quiet).map { $0.information - $1.information }])
    for (beta, sampled) in zip(p.sampledBetas, driven) where [2.1, 3].contains(beta) {
      run.number("sampled-ness-\(law)-\(label(beta))", sampled.information, unit: "bits")
      run.number("plug-in-ness-\(law)-\(label(beta))", sampled.plugIn, unit: "bits")
    }
  }

  func recordNoGain(_ law: RateLaw) {
    run.series("driven-\(law)", ["beta": [], "j12": [], "j21": [], "sigma": [], "gain": []])
    run.series("sampled-\(law)", ["beta": []], estimates: ["gain": []])
  }

  // MARK: - Panel c

  func record(map found: [SensoryOptima<SensoryModel>.Result], _ places: [SensoryModel]) {
    run.series(
      "map",
      [
        "rho": places.map(\.correlation), "beta": places.map(\.beta),
        "gain": found.map { $0.path[0].information - $0.equilibrium.information },
      ])
  }

  func record(boundary: [(beta: Double, transition: SensingTransition)]) {
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

  // MARK: - Panel d

  func record(largestPrice transition: SensingTransition, _ model: SensoryModel) {
    let name = label(model.beta)
    run.number("price-\(name)", transition.control, unit: "1/k0")
    run.number("price-jump-\(name)", transition.isDiscontinuous ? 1 : 0)
    let bottleneck = DissipationBottleneck(model.inputs(step: p.step), bound: p.bound)
    run.number("price-stability-\(name)", bottleneck.stabilityPrice, unit: "1/k0")
    run.number("price-loss-\(name)", transition.driven.information - transition.equilibrium.information, unit: "bits")
    describe(transition.driven, "price-ness-\(name)")
    describe(transition.equilibrium, "price-equilibrium-\(name)")
  }

  /// The best complex may jump where dissipation is given up: a line on either side.
  func record(path: [SensingOptimum], around transition: SensingTransition, _ beta: Double) {
    let below = zip(p.fractions, path).filter { $0.0 < 1 } + [(1, transition.driven)]
    let above = [(1, transition.equilibrium)] + zip(p.fractions, path).filter { $0.0 > 1 }
    for (side, rows) in [("below", below), ("above", above)] {
      run.series(
        "\(side)-price-\(label(beta))",
        [
          "fraction": rows.map(\.0), "sigma": rows.map(\.1.sigma),
          "gain": rows.map { $0.1.information - transition.equilibrium.information },
        ])
    }
  }

  func record(sampledPath sampled: [SampledSensing], over equilibrium: SensingOptimum, _ beta: Double) {
    let reference = Estimate(exact: equilibrium.information)
    run.series(
      "sampled-price-\(label(beta))", ["fraction": p.sampledFractions],
      estimates: ["sigma": sampled.map(\.sigma), "gain": sampled.map { $0.information - reference }])
  }

  func recordNoPrice(_ beta: Double) {
    for side in ["below", "above"] {
      run.series("\(side)-price-\(label(beta))", ["fraction": [], "sigma": [], "gain": []])
    }
    run.series("sampled-price-\(label(beta))", ["fraction": []], estimates: ["sigma": [], "gain": []])
  }

  private func describe(_ optimum: SensingOptimum, _ name: String) {
    run.number("\(name)-information", optimum.information, unit: "bits")
    run.number("\(name)-sigma", optimum.sigma, unit: "k0")
    run.number("\(name)-j12", optimum.couplings.j12)
    run.number("\(name)-j21", optimum.couplings.j21)
  }
}
