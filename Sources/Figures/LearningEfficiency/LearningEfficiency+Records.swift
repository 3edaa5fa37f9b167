import Companion
import PerceptronLearning

extension LearningEfficiency {
  // MARK: - Records

  /// Panels d to f: a line, and the best time to stop where waiting for rest would cost efficiency.
  func recordHistory(_ name: String, _ line: [Double]) {
    run.series("history-\(name)", ["time": p.historyTimes, "efficiency": line])
    // Of the times on the line.
    if let best = line.indices.max(by: { line[$0] < line[$1] }), let last = line.last, line[best] > 1.01 * last {
      run.number("best-\(name)", line[best])
      run.number("best-time-\(name)", p.historyTimes[best], unit: "1/mobility")
      run.number("last-\(name)", last)
    }
  }

  /// Panels g to i: efficiencies after a sudden start and after a ramp, one row per stiffness.
  func recordMap(of rule: LearningRule, sudden: [[Double]], ramp: [[Double]]) throws {
    let grid = p.mapRates.indices.flatMap { rate in p.mapStiffnesses.indices.map { (rate, $0) } }
    run.series(
      "map-\(rule)",
      [
        "rate": grid.map { p.mapRates[$0.0] }, "stiffness": grid.map { p.mapStiffnesses[$0.1] },
        "sudden": grid.map { sudden[$0.1][$0.0] }, "ramp": grid.map { ramp[$0.1][$0.0] },
      ])
    run.number("largest-sudden-\(rule)", sudden.joined().max() ?? 0)
    run.number("largest-ramp-\(rule)", ramp.joined().max() ?? 0)
    let rate = LearningRateRamp(to: 1, within: p.rampTime)
    run.number("ramp-\(rule)", try AveragedLearning(rule: rule, stiffness: 1, rate: rate).settled.efficiency)
  }

  /// What is learned and what it costs at rest, for ν = k = 1, and the limits of weak learning.
  func recordRest() throws {
    for rule in LearningRule.allCases {
      let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(1))
      let cost = try learning.settled
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
}
