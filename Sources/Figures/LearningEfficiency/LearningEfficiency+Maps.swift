import Companion
import Estimation
import PerceptronLearning

extension LearningEfficiency {
  // MARK: - Maps

  /// Panels g to i: the efficiency at rest against learning rate and stiffness after a ramp.
  ///
  /// After a sudden start it depends on one number alone, and panel b shows all of it; of that map the largest value is kept.
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

  /// ⟨exp(−s_tot)⟩ over trajectories of single weights, the same without the information, and for a short time without the heat.
  ///
  /// Without the heat the average is exp ∫κdt, of which the variance diverges soon.
  static func theorem(_ p: Parameters, _ run: Run) throws -> [Double] {
    try zip(LearningRule.allCases, p.theoremRates).flatMap { rule, rate in
      let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate))
      let cells = [p.theoremTime, p.controlTime].map { Weights(learning, $0, p.theoremSteps, p.theoremWeights) }
      let found = try run.sweep("theorem-\(rule)", over: cells, replicas: p.replicas).map(\.merged)
      let (weights, control) = (found[0], found[1].withoutHeat.mean)
      let contraction = LearnedWeights(learning, until: p.controlTime, steps: p.theoremSteps).contraction
      run.number("theorem-\(rule)", weights.theorem.mean)
      run.number("theorem-without-information-\(rule)", weights.withoutInformation.mean)
      run.number("theorem-without-heat-\(rule)", control)
      run.number("theorem-without-heat-exact-\(rule)", contraction)
      return [
        weights.theorem.mean.deviation(from: 1), weights.withoutInformation.mean.deviation(from: 1),
        control.deviation(from: contraction),
      ]
    }
  }
}
