import Cells
import ElementaryFunctions
import Randomness
import StochasticThermodynamics
import Validation

/// Learning from very many weak examples, r → ∞, as a thermodynamic process: the examples exert a smooth force.
///
/// For N → ∞ every weight obeys dw_n = [−κ(t) w_n + h(t) T_n] dt + √2 dW_n with κ = k − νA_w and h = νA_T, where the force of the
/// examples is averaged over what an example may be, ν⟨ξ_nσ_TF⟩√N = ν(A_T T_n + A_w w_n). With T_n ~ N(0, 1) and
/// w_n(0) ~ N(0, 1/k) all is Gaussian, and of R and the variance v = Q − R² of a weight at given teacher,
///
///     dR/dt = h − κR,   dv/dt = 2 − 2κv.
///
/// The force has the potential U = kQ/2 + ν⟨loss⟩ per weight: learning is manipulation by ν(t), without a driving force that would
/// cost heat for ever. With the heat dq = (−κw_n + hT_n)∘dw_n (Stratonovich) the cost of learning obeys
///
///     ΔS(w_n) + Q_n = I(w_n:T_n) + ∫Ṙ² dt + ∫v̇²/(4v) dt,
///
/// so that I(σ_T:σ) ≤ I(w_n:T_n) ≤ ΔS(w_n) + Q_n.
///
/// Units: temperature, mobility and diffusion constant are 1. Sources: model, S. Goldt and U. Seifert, New J. Phys. 19, 113001
/// (2017); heat, K. Sekimoto, Prog. Theor. Phys. Suppl. 130, 17 (1998).
public struct AveragedLearning: Sendable, Validated, Hashable {
  /// How the student answers to an example.
  public var rule: LearningRule

  /// k: the strength of the harmonic trap of every weight.
  public var stiffness: Double

  /// ν(t).
  public var rate: LearningRateRamp

  /// A way to learn.
  ///
  /// - Precondition: the stiffness is positive and finite.
  public init(rule: LearningRule, stiffness: Double, rate: LearningRateRamp) {
    self.rule = rule
    self.stiffness = stiffness
    self.rate = rate
    requireNoFlaw()
  }

  /// What learning has cost, and what of it was not necessary.
  public struct Balance: Sendable, Codable, Hashable {
    /// Information, entropy and heat.
    public var cost: LearningCost

    /// ∫Ṙ² dt: lost by turning towards the teacher too fast.
    public var alignment: Double

    /// ∫v̇²/(4v) dt: lost by compressing the weights at given teacher too fast.
    public var compression: Double

    /// ΔS(w_n) + Q_n − I(w_n:T_n) − ∫Ṙ² − ∫v̇²/(4v): zero but for errors of integration.
    public var excess: Double { cost.total - cost.weightInformation - alignment - compression }
  }

  /// κ and h of the force −κw_n + hT_n at this point and learning rate.
  public func force(at point: OrderParameters, rate: Double) -> (stiffness: Double, pull: Double) {
    let mean = rule.averagedForce(at: point)
    return (stiffness - rate * mean.alongStudent, rate * mean.alongTeacher)
  }

  /// The balance at these times.
  ///
  /// R and v are integrated, not R and Q, whose difference cancels where the student has learned much.
  ///
  /// - Parameters:
  ///   - times: increasing; not negative.
  ///   - tolerance: the local error allowed per step, relative to 1 + the value.
  public func balances(at times: [Double], tolerance: Double = 1e-10) throws(InvalidInput) -> [Balance] {
    require(times.allSatisfy { $0 >= 0 }, "Learning starts at time 0.")
    // The end of the ramp is a time of its own, so that no step goes over its kink.
    let kinks = [rate.duration].filter { $0 < times.max() ?? 0 }
    let stops = ([0] + kinks + times).sorted()
    let path = try DormandPrince(tolerance: tolerance).solution(from: [0, 1 / stiffness, 0, 0, 0], at: stops) {
      time, y in
      let (overlap, variance) = (y[0], max(y[1], .leastNormalMagnitude))
      let point = OrderParameters(overlap: overlap, norm: overlap * overlap + variance)
      let (kappa, pull) = force(at: point, rate: rate(time))
      let (turn, squeeze) = (pull - kappa * overlap, 2 - 2 * kappa * variance)
      // ⟨(−κw + hT)∘dw/dt⟩ = ⟨(−κw + hT)²⟩ − κ = Ṙ² + κ²v − κ.
      return [
        turn, squeeze, turn * turn + kappa * (kappa * variance - 1), turn * turn, squeeze * squeeze / (4 * variance),
      ]
    }
    return times.map { time in
      let y = path[stops.firstIndex(of: time) ?? 0]
      let point = OrderParameters(overlap: y[0], norm: y[0] * y[0] + y[1])
      return Balance(
        cost: LearningCost(point: point, stiffness: stiffness, heat: y[2]), alignment: y[3], compression: y[4])
    }
  }

  /// The balance when the student has come to rest after the ramp: up to terms of order exp(−40).
  public func settledBalance(tolerance: Double = 1e-10) throws(InvalidInput) -> Balance {
    try balances(at: [rate.duration + 20 / stiffness], tolerance: tolerance)[0]
  }
}

// MARK: - Where learning ends

extension AveragedLearning {
  /// R and Q for t → ∞, the only point of rest. It depends on ν/√k (Hebbian, Perceptron) or ν/k (AdaTron) alone but for the unit
  /// 1/√k of the weights.
  ///
  /// - Precondition: the learning rate is not negative.
  public var rest: OrderParameters {
    require(rate.rate >= 0, "A student that unlearns has no point of rest.")
    let error = rule.restingError(rate: rate.rate, stiffness: stiffness)
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: 0.5 * error)
    let kappa = rule.restingStiffness(error: error, rate: rate.rate, stiffness: stiffness)
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
    get throws(InvalidInput) {
      let rest = rest
      let start = OrderParameters(overlap: 0, norm: 1 / stiffness)
      let work = rate.duration > 0 ? try rampWork(from: start) : rate.rate * rule.loss(at: start)
      let growth = potential(at: rest, rate: rate.rate) - 0.5
      return LearningCost(point: rest, stiffness: stiffness, heat: work - growth)
    }
  }

  /// ∫ν̇⟨loss⟩dt over the ramp.
  private func rampWork(from start: OrderParameters) throws(InvalidInput) -> Double {
    let slope = rate.rate / rate.duration
    return try DormandPrince(tolerance: 1e-9).solution(
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
    require(rate.rate > 0 && points > 1, "A slow ramp goes up to a positive learning rate, in two steps at least.")
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

// MARK: - Cells

/// The balance of a student that comes to rest at a generalisation error after a ramp.
package struct SettledStudent: Cell {
  /// How the student answers to an example.
  package var rule: LearningRule
  /// The generalisation error at rest, the strength k of the traps, and the duration τ of the ramp, in units of the inverse
  /// mobility; 0 for a sudden start.
  package var error, stiffness, duration: Double

  /// A student.
  package init(rule: LearningRule, error: Double, stiffness: Double, duration: Double) {
    (self.rule, self.error, self.stiffness, self.duration) = (rule, error, stiffness, duration)
  }

  /// How it learns: up to the rate that leads to the error.
  package var learning: AveragedLearning {
    let rate = rule.rate(forError: error, stiffness: stiffness)
    return AveragedLearning(rule: rule, stiffness: stiffness, rate: LearningRateRamp(to: rate, within: duration))
  }

  package func compute(_ random: RandomStream) throws -> AveragedLearning.Balance { try learning.settledBalance() }
}

/// The efficiency η at rest after a ramp, at one stiffness and several learning rates.
package struct RestingEfficiencies: Cell {
  /// How the student answers to an example.
  package var rule: LearningRule
  /// The decimal logarithm of k.
  package var logStiffness: Double
  /// The decimal logarithms of ν.
  package var logRates: [Double]
  /// The duration τ of the ramp, in units of the inverse mobility; 0 for a sudden start.
  package var duration: Double

  /// A row of a map.
  package init(rule: LearningRule, logStiffness: Double, logRates: [Double], duration: Double) {
    (self.rule, self.logStiffness, self.logRates, self.duration) = (rule, logStiffness, logRates, duration)
  }

  /// One number per learning rate.
  package func compute(_ random: RandomStream) throws -> [Double] {
    let stiffness = Elementary.powerOfTen(logStiffness)
    return try logRates.map { logRate in
      let ramp = LearningRateRamp(to: Elementary.powerOfTen(logRate), within: duration)
      return try AveragedLearning(rule: rule, stiffness: stiffness, rate: ramp).settled.efficiency
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Double]) -> String? {
    result.count == logRates.count ? nil : "There is not one efficiency per learning rate."
  }
}

extension AveragedLearning {
  /// Reads a way to learn.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rule = try fields.read(.rule)
    stiffness = try fields.read(.stiffness)
    rate = try fields.read(.rate)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    stiffness > 0 && stiffness.isFinite ? nil : "The stiffness must be positive and finite."
  }
}
