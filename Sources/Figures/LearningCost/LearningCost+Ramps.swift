import Companion
import Estimation
import PerceptronLearning

extension LearningCost {
  // MARK: - Ramps

  /// Panels e and f: what is lost by turning and by compressing the weights, against the duration of the ramp.
  ///
  /// The entropy produced along sampled trajectories is the sum of both; less the exact one of them it is the other.
  static func ramps(_ p: Parameters, _ run: Run) throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      func cell(_ time: Double) -> Settle {
        Settle(rule: rule, error: p.rampError, stiffness: p.stiffness, duration: time)
      }
      let line = try run.sweep("ramps-\(rule)", over: p.rampTimes.map(cell))
      run.series(
        "ramps-\(rule)",
        ["time": p.rampTimes, "alignment": line.map(\.alignment), "compression": line.map(\.compression)])
      let losses = cell(1).learning.slowLosses(points: p.slowPoints)
      run.number("slow-alignment-\(rule)", losses.alignment)
      run.number("slow-compression-\(rule)", losses.compression)
      let slow = p.rampTimes.filter { $0 >= 2 }
      run.series(
        "slow-\(rule)",
        [
          "time": slow, "alignment": slow.map { losses.alignment / $0 },
          "compression": slow.map { losses.compression / $0 },
        ])
      if let last = line.last {
        run.number("slowest-cost-\(rule)", last.cost.total, unit: "nats")
        run.number("slowest-efficiency-\(rule)", last.cost.efficiency)
      }
      return try sampledRamps(rule, p.sampledRampTimes.map(cell), p, run)
    }
  }

  private static func sampledRamps(
    _ rule: LearningRule, _ cells: [Settle], _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    let exact = try run.sweep("ramps-\(rule)", over: cells)
    let weights = cells.map {
      Weights(
        learning: $0.learning, time: $0.duration + 10 / p.stiffness, steps: p.rampSteps, count: p.trajectories)
    }
    let sampled = try run.sweep("sampled-ramps-\(rule)", over: weights, replicas: p.replicas).map(
      \.merged.total.estimate)
    let losses = zip(sampled, exact).map { total, balance in
      total - Estimate(exact: rule == .hebbian ? balance.compression : balance.alignment)
    }
    run.series("sampled-ramps-\(rule)", ["time": p.sampledRampTimes], estimates: ["loss": losses])
    return zip(sampled, exact).map { $0.deviation(from: $1.alignment + $1.compression) }
  }
}
