import Companion
import Estimation
import Learning

extension LearningEfficiency {
  // MARK: - Maps

  /// Panels d to i: the efficiency at rest against learning rate and stiffness, after a sudden start and after a ramp.
  static func maps(_ p: Parameters, _ run: Run) throws {
    for rule in LearningRule.allCases {
      let rows = try [("sudden", 0), ("ramp", p.rampTime)].map { name, time in
        try run.sweep(
          "map-\(name)-\(rule)",
          over: p.mapStiffnesses.map {
            MapRow(rule: rule, logStiffness: $0, logRates: p.mapRates, duration: time)
          })
      }
      let grid = p.mapRates.indices.flatMap { rate in p.mapStiffnesses.indices.map { (rate, $0) } }
      run.series(
        "map-\(rule)",
        [
          "rate": grid.map { p.mapRates[$0.0] }, "stiffness": grid.map { p.mapStiffnesses[$0.1] },
          "sudden": grid.map { rows[0][$0.1][$0.0] }, "ramp": grid.map { rows[1][$0.1][$0.0] },
        ])
      run.number("largest-sudden-\(rule)", rows[0].joined().max() ?? 0)
      run.number("largest-ramp-\(rule)", rows[1].joined().max() ?? 0)
      let ramp = LearningRateRamp(to: 1, within: p.rampTime)
      run.number("ramp-\(rule)", AveragedLearning(rule: rule, stiffness: 1, rate: ramp).settled.efficiency)
    }
  }

  /// What is learned and what it costs at rest, for ν = k = 1, and the limits of weak learning.
  static func restingNumbers(_ run: Run) {
    for rule in LearningRule.allCases {
      let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(1))
      let cost = learning.settled
      run.number("rest-error-\(rule)", cost.point.generalisationError)
      run.number("rest-labels-\(rule)", cost.labelInformation, unit: "nats")
      run.number("rest-weights-\(rule)", cost.weightInformation, unit: "nats")
      run.number("rest-entropy-\(rule)", cost.entropy, unit: "nats")
      run.number("rest-heat-\(rule)", cost.heat, unit: "nats")
      run.number("rest-efficiency-\(rule)", cost.efficiency)
      run.number("quasistatic-\(rule)", learning.quasistatic.efficiency)
      run.number("weak-\(rule)", rule.weakEfficiency)
    }
    run.number("weak-quasistatic", LearningRule.largestEfficiency)
  }

  // MARK: - Fluctuation theorem

  /// ⟨exp(−s_tot)⟩ over trajectories of single weights; the same without the information, and without the heat.
  static func theorem(_ p: Parameters, _ run: Run) throws -> [Double] {
    try zip(LearningRule.allCases, p.theoremRates).flatMap { rule, rate in
      let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate))
      let cell = Weights(learning: learning, p.theoremTime, p.theoremSteps, p.theoremWeights)
      let weights = try run.sweep("theorem-\(rule)", over: [cell], replicas: p.replicas)[0].merged
      run.number("theorem-\(rule)", weights.theorem.mean)
      run.number("theorem-without-information-\(rule)", weights.withoutInformation.mean)
      run.number("theorem-without-heat-\(rule)", weights.withoutHeat.mean)
      run.number("theorem-heat-deviation-\(rule)", abs(weights.withoutHeat.mean.deviation(from: 1)))
      return [weights.theorem.mean.deviation(from: 1), weights.withoutInformation.mean.deviation(from: 1)]
    }
  }
}
