import ElementaryFunctions
import StochasticThermodynamics

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
public struct AveragedLearning: Sendable, Codable, Hashable {
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
    precondition(stiffness > 0 && stiffness.isFinite, "The stiffness must be positive and finite.")
    self.rule = rule
    self.stiffness = stiffness
    self.rate = rate
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
  public func balances(at times: [Double], tolerance: Double = 1e-10) -> [Balance] {
    precondition(times.allSatisfy { $0 >= 0 }, "Learning starts at time 0.")
    // The end of the ramp is a time of its own, so that no step goes over its kink.
    let kinks = [rate.duration].filter { $0 < times.max() ?? 0 }
    let stops = ([0] + kinks + times).sorted()
    let path = DormandPrince(tolerance: tolerance).solution(from: [0, 1 / stiffness, 0, 0, 0], at: stops) { time, y in
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
  public func settledBalance(tolerance: Double = 1e-10) -> Balance {
    balances(at: [rate.duration + 20 / stiffness], tolerance: tolerance)[0]
  }
}

extension LearningRule {
  /// A_T and A_w: the average ⟨ξ_nσ_TF⟩√N = A_T T_n + A_w w_n over examples, for N → ∞.
  ///
  /// By Stein's lemma ⟨ξ_n g(B, λ)⟩√N = T_n⟨∂g/∂B⟩ + w_n⟨∂g/∂λ⟩.
  ///
  /// | rule | A_T | A_w |
  /// |---|---|---|
  /// | Hebbian | √(2/π) | 0 |
  /// | Perceptron | 1/√(2π) | −1/√(2πQ) |
  /// | AdaTron | √Q sin ϑ/π | −ϑ/π |
  public func averagedForce(at point: OrderParameters) -> (alongTeacher: Double, alongStudent: Double) {
    switch self {
    case .hebbian: return ((2 / Double.pi).squareRoot(), 0)
    case .perceptron:
      let mean = 1 / (2 * Double.pi).squareRoot()
      return (mean, -mean / point.norm.squareRoot())
    case .adatron:
      let spread = max(0, point.norm - point.overlap * point.overlap).squareRoot()
      return (spread / .pi, -point.angle / .pi)
    }
  }

  /// The mean loss per example, of which the averaged force is the negative gradient: −N∂⟨loss⟩/∂w_n = A_T T_n + A_w w_n.
  ///
  /// | rule | loss of an example | mean |
  /// |---|---|---|
  /// | Hebbian | −σ_Tλ | −√(2/π) R |
  /// | Perceptron | \|λ\| θ(−σ_Tλ) | √Q (1 − cos ϑ)/√(2π) |
  /// | AdaTron | ½λ² θ(−σ_Tλ) | Q (ϑ − sin ϑ cos ϑ)/(2π) |
  public func loss(at point: OrderParameters) -> Double {
    let mean = averages(at: point)
    return self == .adatron ? 0.5 * mean.squared : -mean.alongStudent
  }
}
