import StochasticThermodynamics

// What heat would be if the examples were not averaged into a smooth force: two more readings of "heat per weight".

extension OnlineLearning {
  /// The cost if every example moves the weights at once, and only their relaxation in kw²/2 gives heat to the bath.
  ///
  /// Heat flows at the rate k²Q − k per weight, on average, for ever where Q stays away from 1/k. Kicks of the Hebbian rule do not
  /// depend on the weights: they drive. Those of the Perceptron and AdaTron do: each is a measurement of w·ξ with feedback, the cost of
  /// which this reading does not count, so that ΔS(w_n) + Q_n need not exceed what is learned, and may even fall for ever.
  ///
  /// Compare ``OnlinePerceptron/heat``, the same for a student of finitely many weights.
  ///
  /// - Parameters:
  ///   - times: increasing; the student starts in equilibrium at the first of them.
  ///   - learningRate: ν(t).
  public func costsOfKicks(at times: [Double], learningRate: (Double) -> Double) -> [LearningCost] {
    let start = equilibrium
    let path = DormandPrince().solution(from: [start.overlap, start.norm, 0], at: times) { time, y in
      let drift = drift(at: Self.physical(y), learningRate: learningRate(time))
      return [drift.overlap, drift.norm, stiffness * (stiffness * y[1] - 1)]
    }
    return path.map { y in
      LearningCost(point: Self.physical(y), stiffness: stiffness, heat: y[2])
    }
  }

  /// The heat per weight and unit time if every example exerts its force √N ν ξ_nσ_TF literally, for the time 1/(rN): ν²N⟨F²⟩ but for
  /// terms that do not grow with N.
  ///
  /// The force moves a weight by ν ξ_nσ_TF/(r√N) and so does the work ν²F²/r, rN times per unit time. It diverges with N, and with
  /// it the cost of learning: in this reading η → 0.
  public func literalHeatRate(at point: OrderParameters, learningRate: Double, weights: Int) -> Double {
    learningRate * learningRate * Double(weights) * rule.averages(at: point).squared
  }
}
