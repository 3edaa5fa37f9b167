import ElementaryFunctions
import StochasticThermodynamics

// MARK: - Where learning ends

extension LearningRule {
  /// The learning rate with which a student of stiffness k comes to rest at a generalisation error below ½, for r → ∞.
  ///
  /// With ϑ = πε_g, and Ṙ = v̇ = 0, that is tan²ϑ = v/R² = κ/h²:
  ///
  /// | rule | ν |
  /// |---|---|
  /// | Hebbian | √(πk/2)/tan ϑ |
  /// | Perceptron | √(2πk/(1 − cos ϑ))/tan ϑ |
  /// | AdaTron | πk cos ϑ/(sin ϑ − ϑ cos ϑ) |
  ///
  /// - Precondition: 0 < ε_g < ½.
  public func rate(forError error: Double, stiffness: Double) -> Double {
    precondition(error > 0 && error < 0.5, "A student that has learned errs in less than half of the cases.")
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: 0.5 * error)
    switch self {
    case .hebbian: return (0.5 * .pi * stiffness).squareRoot() * cosine / sine
    case .perceptron:
      let half = Elementary.sineAndCosine(ofTurns: 0.25 * error).sine
      return (.pi * stiffness).squareRoot() / half * cosine / sine
    case .adatron: return .pi * stiffness * cosine / (sine - .pi * error * cosine)
    }
  }

  /// The generalisation error at rest for a learning rate ν ≥ 0: the inverse of ``rate(forError:stiffness:)``.
  func restingError(rate: Double, stiffness: Double) -> Double {
    if rate == 0 { return 0.5 }
    if self == .hebbian { return Elementary.angle(x: rate, y: (0.5 * .pi * stiffness).squareRoot()) / .pi }
    // The rate falls with the error.
    let (low, high) = Elementary.bisection(from: 0, to: 0.5) { self.rate(forError: $0, stiffness: stiffness) > rate }
    return 0.5 * (low + high)
  }
}

extension AveragedLearning {
  /// R and Q for t → ∞, the only point of rest. It depends on ν/√k (Hebbian, Perceptron) or ν/k (AdaTron) alone but for the unit
  /// 1/√k of the weights.
  ///
  /// - Precondition: the learning rate is not negative.
  public var rest: OrderParameters {
    precondition(rate.rate >= 0, "A student that unlearns has no point of rest.")
    let error = rule.restingError(rate: rate.rate, stiffness: stiffness)
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: 0.5 * error)
    // κ at rest, where v = 1/κ and κ = h²tan²ϑ.
    let kappa: Double
    switch rule {
    case .hebbian: kappa = stiffness
    case .perceptron:
      let half = Elementary.sineAndCosine(ofTurns: 0.25 * error).sine
      // From κ = k + h/√Q with h/√Q = κ cos ϑ.
      kappa = error == 0.5 ? stiffness : stiffness / (2 * half * half)
    case .adatron: kappa = stiffness + rate.rate * error
    }
    let variance = 1 / kappa
    return OrderParameters(overlap: variance.squareRoot() * cosine / sine, norm: variance / (sine * sine))
  }

  /// U = kQ/2 + ν⟨loss⟩, per weight.
  public func potential(at point: OrderParameters, rate: Double) -> Double {
    0.5 * stiffness * point.norm + rate * rule.loss(at: point)
  }

  /// The cost when the student has come to rest after the ramp, t → ∞.
  ///
  /// By the first law the heat is the work ∫ν̇⟨loss⟩dt less the growth of U, and no work is done after the ramp. So only the ramp is
  /// integrated, and a sudden start needs no integration: its work is ν⟨loss⟩ of the student that has not learned. In closed
  /// form its heat is x/2 with x = 2ν²/(πk) for the Hebbian rule, h/√k − (1 − kQ)/2 with h = ν/√(2π) for the Perceptron, and ν/(4k) for
  /// the AdaTron.
  ///
  /// - Precondition: the learning rate is not negative.
  public var settled: LearningCost {
    let rest = rest
    let start = OrderParameters(overlap: 0, norm: 1 / stiffness)
    let work = rate.duration > 0 ? rampWork(from: start) : rate.rate * rule.loss(at: start)
    let growth = potential(at: rest, rate: rate.rate) - 0.5
    return LearningCost(point: rest, stiffness: stiffness, heat: work - growth)
  }

  /// ∫ν̇⟨loss⟩dt over the ramp.
  private func rampWork(from start: OrderParameters) -> Double {
    let slope = rate.rate / rate.duration
    return DormandPrince(tolerance: 1e-9).solution(
      from: [start.overlap, start.norm, 0], at: [0, rate.duration]
    ) { time, y in
      let variance = max(y[1], .leastNormalMagnitude)
      let point = OrderParameters(overlap: y[0], norm: y[0] * y[0] + variance)
      let (kappa, pull) = force(at: point, rate: rate(time))
      return [pull - kappa * y[0], 2 - 2 * kappa * variance, slope * rule.loss(at: point)]
    }[1][2]
  }

  /// The cost of an infinitely slow ramp, ΔS(w_n) + Q_n = I(w_n:T_n): the least with which this can be learned.
  ///
  /// - Precondition: the learning rate is not negative.
  public var quasistatic: LearningCost {
    let rest = rest
    let cost = LearningCost(point: rest, stiffness: stiffness, heat: 0)
    return LearningCost(point: rest, entropy: cost.entropy, heat: rest.weightInformation - cost.entropy)
  }

  /// What a slow ramp costs beyond the least: τ∫Ṙ²dt and τ∫v̇²/(4v)dt as τ → ∞, where R and v follow their values at rest.
  ///
  /// - Precondition: the learning rate is positive.
  public func slowLosses(points: Int = 2000) -> (alignment: Double, compression: Double) {
    precondition(rate.rate > 0 && points > 1, "A slow ramp goes up to a positive learning rate, in two steps at least.")
    // Midpoints between equal steps of ν, and differences over a step.
    let path = (0...points).map { place in
      var there = self
      there.rate = .sudden(rate.rate * Double(place) / Double(points))
      let rest = there.rest
      return (overlap: rest.overlap, variance: rest.norm - rest.overlap * rest.overlap)
    }
    var sums = (alignment: 0.0, compression: 0.0)
    for (a, b) in zip(path, path.dropFirst()) {
      sums.alignment += (b.overlap - a.overlap) * (b.overlap - a.overlap)
      sums.compression += (b.variance - a.variance) * (b.variance - a.variance) / (2 * (a.variance + b.variance))
    }
    return (sums.alignment * Double(points), sums.compression * Double(points))
  }
}

// MARK: - Weak learning

extension LearningRule {
  /// η for ν → 0 after a sudden start: 2/π² (Hebbian), 8/(5π²) (Perceptron), 32/(π²(16 + π²)) (AdaTron).
  ///
  /// To leading order I(σ_T:σ) = 2ρ²/π² and I(w_n:T_n) = ρ²/2 = ∫Ṙ²dt, to which error-driven rules add ∫v̇²/(4v)dt = (κ/k − 1)²/4
  /// with κ/k − 1 = ρ (Perceptron) and πρ/2 (AdaTron).
  public var weakEfficiency: Double {
    switch self {
    case .hebbian: 2 / (.pi * .pi)
    case .perceptron: 8 / (5 * .pi * .pi)
    case .adatron: 32 / (.pi * .pi * (16 + .pi * .pi))
    }
  }

  /// η for ν → 0 and an infinitely slow ramp: 4/π² for all rules, the largest efficiency of all.
  public static var largestEfficiency: Double { 4 / (.pi * .pi) }
}
