import Companion
import Estimation
import PerceptronLearning

extension LearningEfficiency {
  // MARK: - Histories

  /// Panels d to f: the efficiency at finite times, after a sudden start and along a ramp.
  ///
  /// As in panel b the two informations at the time are exact and the entropy produced until then is sampled:
  /// η(t) = I(σ_T:σ)/[I(w_n:T_n) + ⟨s_tot⟩].
  static func histories(_ p: Parameters, _ run: Run) throws {
    var deviations: [Double] = []
    for rule in LearningRule.allCases {
      for (start, duration) in [("sudden", 0), ("ramp", p.rampTime)] {
        for rate in p.historyRates {
          let learning = AveragedLearning(
            rule: rule, stiffness: 1, rate: LearningRateRamp(to: rate, within: duration))
          deviations += try history("\(start)-\(rule)-\(label(rate))", of: learning, p, run)
        }
      }
    }
    run.number("history-largest-deviation", deviations.map(abs).max() ?? 0, unit: "standard errors")
    run.number("history-sampled-points", Double(deviations.count))
  }

  private static func history(
    _ name: String, of learning: AveragedLearning, _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    let line = learning.balances(at: p.historyTimes).map(\.cost.efficiency)
    run.series("history-\(name)", ["time": p.historyTimes, "efficiency": line])
    // The best time to stop, of those on the line, where waiting for rest would cost efficiency.
    if let best = line.indices.max(by: { line[$0] < line[$1] }), let last = line.last, line[best] > 1.01 * last {
      run.number("best-\(name)", line[best])
      run.number("best-time-\(name)", p.historyTimes[best], unit: "1/mobility")
      run.number("last-\(name)", last)
    }
    // Where the loss is small its mean is lost in its fluctuations, of variance 2⟨s_tot⟩: points whose loss would be
    // uncertain by more than a tenth are left out.
    let exact = zip(p.sampledHistoryTimes, learning.balances(at: p.sampledHistoryTimes)).filter { _, balance in
      Double(p.historyWeights * p.replicas) * (balance.alignment + balance.compression) >= 200
    }
    let cells = exact.map { time, _ in
      Weights(learning, time, max(100, Int((time / p.historyStep).rounded(.up))), p.historyWeights)
    }
    let sampled = try run.sweep("history-\(name)", over: cells, replicas: p.replicas).map(\.merged)
    let points = zip(sampled, exact).map { sampledEfficiency($0, $1.1.cost) }
    run.series("sampled-history-\(name)", ["time": exact.map(\.0)], estimates: ["efficiency": points])
    return zip(points, exact).map { $0.deviation(from: $1.1.cost.efficiency) }
  }
}
