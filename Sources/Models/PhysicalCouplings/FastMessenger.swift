import ElementaryFunctions
import SensoryComplexes
import Validation

/// A ``FuelledMessenger`` in the limit γ → ∞, in closed form: m is in equilibrium at given s₁ and s₂, and both spins are
/// exactly a two-spin complex.
///
/// J₁₂ = J and J₂₁ = J + J_eff, and the flips of spin 2 are slower by a factor c:
///
///     tanh βJ_eff = tanh βK · tanh βD,  1/c = cosh βK / cosh βJ_eff
///
/// (the sum over a symmetric hidden spin, except that spin 1 does not feel m). 1/c is the *overhead*: spin 2 must attempt flips so many
/// times as often for the complex to be the plain one in every respect. A messenger with |J_eff| < K is made from what it achieves.
public struct FastMessenger: Sendable, Codable, Hashable {
  /// J, the energy that couples both spins directly.
  public var direct: Double
  /// J_eff, what the messenger adds to J₂₁; positive.
  public var effective: Double
  /// K, the energy that binds the messenger to spin 2, larger than J_eff.
  public var binding: Double
  /// The inverse temperature β.
  public var beta: Double

  /// A messenger with a binding.
  ///
  /// - Precondition: 0 < J_eff < K, and β is positive.
  public init(direct: Double, effective: Double, binding: Double, beta: Double) {
    require(0 < effective && effective < binding && beta > 0, "A messenger needs 0 < J_eff < K and a positive β.")
    (self.direct, self.effective, self.binding, self.beta) = (direct, effective, binding, beta)
  }

  /// A messenger with an overhead 1/c > 1: cosh βK = (1/c) cosh βJ_eff.
  ///
  /// - Precondition: J_eff, β and 1/c − 1 are positive.
  public init(direct: Double, effective: Double, overhead: Double, beta: Double) {
    require(overhead > 1, "A messenger has an overhead above 1.")
    // ln cosh u, without the overflow of cosh.
    let u = beta * effective
    let lnCosh = Elementary.log(overhead) + logCosh(u)
    // K from its hyperbolic cosine y: ln(y + √(y² − 1)) = ln y + ln(1 + √(1 − 1/y²)).
    let rest = -Elementary.expMinusOne(-2 * lnCosh)
    let v = lnCosh + Elementary.log(1 + rest.squareRoot())
    self.init(direct: direct, effective: effective, binding: v / beta, beta: beta)
  }

  /// The couplings of the complex that both spins are.
  public var couplings: PairCouplings { PairCouplings(j12: direct, j21: direct + effective) }

  /// D: βD = ½ ln[sinh β(K + J_eff)/sinh β(K − J_eff)].
  public var drive: Double {
    let (sum, difference) = (beta * (binding + effective), beta * (binding - effective))
    return effective
      + 0.5 * Elementary.log(Elementary.expMinusOne(-2 * sum) / Elementary.expMinusOne(-2 * difference)) / beta
  }

  /// 1/c, the attempts of spin 2 per attempt of a plain spin.
  public var overhead: Double { Elementary.exp(logCosh(beta * binding) - logCosh(beta * effective)) }

  /// ⟨m s₁⟩ = tanh β(D + K s₁s₂) where s₁s₂ is +1 or −1.
  public func alignment(parity: Double) -> Double { Elementary.tanh(beta * (drive + parity * binding)) }

  /// The fuel that is burnt, which is the true entropy production rate in nats per unit time: 2βD ⟨s₁ m k₁⟩, as every flip of spin 1
  /// leaves m to be turned again.
  ///
  /// - Parameters:
  ///   - flips: r₁, the flips of spin 1 per unit time, both ways.
  ///   - current: j of the complex, from (++) to (−+).
  public func entropyProductionRate(flips: Double, current: Double) -> Double {
    let (even, odd) = (0.5 * flips + current, 0.5 * flips - current)
    return 2 * beta * drive * (even * alignment(parity: 1) + odd * alignment(parity: -1))
  }

  /// 4βJ_eff j, what both spins show, in nats per unit time.
  public func apparentEntropyProductionRate(current: Double) -> Double { 4 * beta * effective * current }

  /// D[p(m|s₁, s₂)‖p(m|−s₁, s₂)] where s₁s₂ is +1 or −1, in nats: what the messenger has to be turned for when spin 1 flips. A part
  /// of it is what the complex shows; this is the rest, which is lost.
  public func obsolescence(parity: Double) -> Double {
    2 * beta * drive * alignment(parity: parity) - 2 * beta * effective * parity
  }
}

/// ln cosh u = |u| + ln(1 + e^(−2|u|)) − ln 2, with full relative precision also near 0.
func logCosh(_ u: Double) -> Double {
  // cosh u = 1 + (e^|u| − 1)²/(2e^|u|).
  let a = abs(u)
  if a < 0.5 {
    let m = Elementary.expMinusOne(a)
    let h = 0.5 * m * m / (1 + m)
    // ln(1 + h) for small h.
    return h < 1e-8 ? h : Elementary.log(1 + h) * (h / ((1 + h) - 1))
  }
  return a + Elementary.log(1 + Elementary.exp(-2 * a)) - Elementary.log(2.0)
}
