import ElementaryFunctions
import Validation

/// Learning a direction B from correlations of order n of the inputs, in the limit of infinitely many weights: n = 1 has the labels of
/// a teacher, n = 2 is Oja's rule, n ≥ 3 needs moments beyond the second.
///
///     let oja = CorrelationLearning(order: 2)
///     let rest = oja.rest(strength: 2)               // tan²θ = 3
///     rest?.information                              // 0.693147 nats per weight: ln 2
///     oja.suddenHeat(at: rest!)                      // 1.5 k_B T per weight
///
/// Inputs have a component z of unit variance along B (of variance 1 + λ for n = 2) and are standard normal across it. The
/// normalised field x̂ = w·ξ/|w| is ρz + √(1 − ρ²)y with the overlap ρ = w·B/(|w||B|) and y ~ N(0, 1), so that ⟨He_n(x̂)⟩ =
/// ⟨He_n(z)⟩ρⁿ. The averaged force ν⟨He_{n−1}(x̂)(ξ − x̂w/|w|)⟩√N/√Q of a weight, Q = |w|²/N, is the negative gradient of the potential
/// per weight
///
///     U = kQ/2 − cρⁿ − bρ,    c = ν⟨He_n(z)⟩/n,
///
/// in which c is the strength of the correlations (2c = νλ for n = 2; c = ν√(2/π) for n = 1 with labels in place of z), and b a
/// hint of the direction. The force turns w and does not stretch it: Q stays at 1/k, ΔS(w_n) = 0, and all cost is heat. With ρ =
/// sin θ,
///
///     dρ/dt = k[−ρ + (1 − ρ²)(ncρⁿ⁻¹ + b)],    heat = ΔI + ∫(dθ/dt)² dt/k,    I(w_n:B_n) = −ln cos θ.
///
/// Units: temperature, mobility and diffusion constant are 1; energies in k_B T and informations in nats, both per weight.
/// Sources: n = 2, E. Oja, J. Math. Biol. 15, 267 (1982); order of the first correlation that is not zero as what sets the
/// time, G. Ben Arous, R. Gheissari and A. Jagannath, J. Mach. Learn. Res. 22, 106 (2021).
public struct CorrelationLearning: Sendable, Validated, Hashable {
  /// n: the order of the correlations.
  public var order: Int

  /// k: the strength of the harmonic trap of every weight. It sets the length of w and the unit 1/k of time only.
  public var stiffness: Double

  /// A way to learn.
  ///
  /// - Precondition: the order is at least 1, and the stiffness is positive and finite.
  public init(order: Int, stiffness: Double = 1) {
    (self.order, self.stiffness) = (order, stiffness)
    requireNoFlaw()
  }

  /// What acts on a student.
  public struct Control: Sendable, Codable, Hashable {
    /// c: the strength of the correlations, in k_B T per weight.
    public var strength: Double

    /// b: the strength of the hint, in k_B T per weight.
    public var hint: Double

    /// A strength with or without a hint.
    public init(strength: Double, hint: Double = 0) { (self.strength, self.hint) = (strength, hint) }
  }

  /// cρⁿ + bρ: by how much the student's potential is lowered.
  public func gain(at overlap: Double, _ control: Control) -> Double {
    control.strength * power(overlap, order) + control.hint * overlap
  }

  /// ncρⁿ⁻¹ + b.
  public func pull(at overlap: Double, _ control: Control) -> Double {
    Double(order) * control.strength * power(overlap, order - 1) + control.hint
  }

  /// dρ/dt.
  public func velocity(at overlap: Double, _ control: Control) -> Double {
    stiffness * ((1 - overlap * overlap) * pull(at: overlap, control) - overlap)
  }
}

/// xᵐ for a whole m ≥ 0, by multiplication.
func power(_ x: Double, _ exponent: Int) -> Double {
  var result = 1.0
  for _ in 0..<exponent { result *= x }
  return result
}

// MARK: - States of rest

/// How far a student has turned towards the direction.
public struct LearnedDirection: Sendable, Codable, Hashable {
  /// tan²θ = ρ²/(1 − ρ²), signal to noise of a weight.
  public var ratio: Double

  /// A student that has turned so far.
  public init(ratio: Double) { self.ratio = ratio }

  /// ρ = sin θ.
  public var overlap: Double { (ratio / (1 + ratio)).squareRoot() }

  /// θ, in radians.
  public var angle: Double { Elementary.angle(x: 1, y: ratio.squareRoot()) }

  /// I(w_n:B_n) = ½ ln(1 + tan²θ) = −ln cos θ, in nats.
  public var information: Double {
    // The factor ln(u)/(u − 1) of the rounded u = 1 + x corrects for its rounding.
    let u = 1 + ratio
    return u == 1 ? 0.5 * ratio : 0.5 * Elementary.log(u) * (ratio / (u - 1))
  }
}

extension CorrelationLearning {
  private var n: Double { Double(order) }

  /// n/2 − 1, or 0: states of rest with a smaller tan²θ are unstable.
  public var leastRatio: Double { max(0, 0.5 * n - 1) }

  /// c with which a student rests at this tan²θ: (1 + x)^(n/2) x^(1 − n/2)/n.
  ///
  /// - Precondition: tan²θ is positive.
  public func strength(leadingTo direction: LearnedDirection) -> Double {
    require(direction.ratio > 0, "Only a direction that is known in part is held by correlations.")
    // x/(n ρⁿ).
    return direction.ratio / (n * power(direction.overlap, order))
  }

  /// The least c at which what was learned is kept: 0 for n = 1, ½ for n = 2, and for n ≥ 3 the spinodal.
  public var leastStrength: Double {
    switch order {
    case 1: 0
    case 2: 0.5
    default: strength(leadingTo: LearnedDirection(ratio: leastRatio))
    }
  }

  /// The stable state with ρ > 0; nil where there is none, as for n = 2 with 2c ≤ 1.
  ///
  /// x(1 + x) = c² for n = 1, x = 2c − 1 for n = 2; by bisection for n ≥ 3, where it is metastable below the strength of
  /// ``coexistence``.
  public func rest(strength: Double) -> LearnedDirection? {
    guard strength > leastStrength else { return nil }
    switch order {
    case 1:
      // Without cancellation.
      let square = strength * strength
      return LearnedDirection(ratio: 2 * square / (1 + (1 + 4 * square).squareRoot()))
    case 2: return LearnedDirection(ratio: 2 * strength - 1)
    default: return solution(strength, between: leastRatio, and: n * strength + 1)
    }
  }

  /// The unstable state between ρ = 0 and the learned one, and by how much its free energy lies above that of ρ = 0, per weight; nil
  /// where there is none.
  ///
  /// For n ≥ 3 the barrier is ½ ln(1 + x) − x/n, and a student of N weights waits for e^(N·height) before it begins to learn.
  public func barrier(strength: Double) -> (top: LearnedDirection, height: Double)? {
    guard order > 2, strength > leastStrength else { return nil }
    let top = solution(strength, between: leastRatio, and: 0)
    return (top, top.information - top.ratio / n)
  }

  /// Where the learned state and ρ = 0 have the same free energy, 2x/n = ln(1 + x); nil for n ≤ 2, where ρ = 0 is not metastable.
  public var coexistence: LearnedDirection? {
    guard order > 2 else { return nil }
    let ratio = Elementary.bisection(from: leastRatio, to: 4 * n * n) {
      LearnedDirection(ratio: $0).information > $0 / n
    }
    return LearnedDirection(ratio: ratio.inside)
  }

  /// The state of rest between two ratios, of which c falls below the given one towards the first.
  private func solution(_ strength: Double, between first: Double, and second: Double) -> LearnedDirection {
    let ratio = Elementary.bisection(from: first, to: second) {
      self.strength(leadingTo: LearnedDirection(ratio: $0)) < strength
    }
    return LearnedDirection(ratio: ratio.inside)
  }

  // MARK: - What it costs

  /// The heat of a student that begins at ρ = 0 and comes to rest after a sudden start, cρⁿ = tan²θ/n: at equal overlap 1/n
  /// of what the labels of a teacher cost.
  public func suddenHeat(at rest: LearnedDirection) -> Double { rest.ratio / n }

  /// η = I(w_n:B_n)/heat after a sudden start.
  public func suddenEfficiency(at rest: LearnedDirection) -> Double { rest.information / suddenHeat(at: rest) }

  /// What of the heat was not necessary, ∫(dθ/dt)²dt/k = x/n − ½ ln(1 + x). Negative for n ≥ 3 below ``coexistence``: no student
  /// goes there from ρ = 0 by itself.
  public func suddenLosses(at rest: LearnedDirection) -> Double { suddenHeat(at: rest) - rest.information }

  /// ΔS(w_n) + Q_n = x/2 + ½ ln(1 + x) of the Hebbian rule with the labels of a teacher, whose weights grow, when it comes
  /// to rest after a sudden start.
  public static func hebbianCost(at rest: LearnedDirection) -> Double { 0.5 * rest.ratio + rest.information }

  /// −ln cos θ + θ²/(kτ): the least heat with which any protocol of these rules turns a student by θ within the time τ, in units of
  /// 1/mobility.
  ///
  /// By the inequality of Cauchy and Schwarz for ∫(dθ/dt)²dt; reached by turning at constant speed.
  public func leastHeat(at direction: LearnedDirection, within duration: Double) -> Double {
    direction.information + direction.angle * direction.angle / (stiffness * duration)
  }
}

extension CorrelationLearning {
  /// Reads a way to learn.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    order = try fields.read(.order)
    stiffness = try fields.read(.stiffness)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(1...64).contains(order) { return "Correlations have an order from 1 to 64." }
    return stiffness > 0 && stiffness.isFinite ? nil : "The stiffness must be positive and finite."
  }
}
