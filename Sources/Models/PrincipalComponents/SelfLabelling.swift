import ElementaryFunctions
import Validation

/// A Hebbian student that labels its examples itself: the force sgn(x)ξ with its own field x = w·ξ/√N, not normalised.
///
/// Inputs of the covariance 1 + λBBᵀ/N with |B|² = N; the loss −⟨|x|⟩ makes the potential per weight U = kQ/2 − ν√(2/π)√(Q + λR²) with R =
/// w·B/N and Q = w·w/N. Above ν_c = √(πk/(2λ(1 + λ))) the student knows the direction; its weights swell below and above.
public struct SelfLabelling: Sendable, Hashable {
  /// λ: the additional variance of the inputs along B.
  public let spike: Double
  /// k.
  public let stiffness: Double
  /// ν.
  public let rate: Double

  /// A student.
  ///
  /// - Precondition: all are positive and finite.
  public init(spike: Double, stiffness: Double = 1, rate: Double) {
    require([spike, stiffness, rate].allSatisfy { $0 > 0 && $0.isFinite }, "Spike, stiffness and rate are positive.")
    (self.spike, self.stiffness, self.rate) = (spike, stiffness, rate)
  }

  /// A student whose rate is √s times the critical one.
  public init(spike: Double, stiffness: Double = 1, reducedRate s: Double) {
    self.init(
      spike: spike, stiffness: stiffness,
      rate: Self.criticalRate(spike: spike, stiffness: stiffness) * s.squareRoot())
  }

  /// ν_c.
  public static func criticalRate(spike: Double, stiffness: Double) -> Double {
    (Double.pi * stiffness / (2 * spike * (1 + spike))).squareRoot()
  }

  /// s = (ν/ν_c)².
  private var reducedRate: Double {
    rate * rate * (2 * spike * (1 + spike)) / (Double.pi * stiffness)
  }

  /// R² and Q at rest.
  ///
  /// Above the transition R² = (s − 1)/(kλ) and Q = (s + λ)/(kλ); below it R = 0 and kQ − ν√(2Q/π) = 1.
  public var rest: (squaredOverlap: Double, norm: Double) {
    let s = reducedRate
    guard s > 1 else {
      let half = rate / (2 * Double.pi).squareRoot()
      let root = (half + (half * half + stiffness).squareRoot()) / stiffness
      return (0, root * root)
    }
    return ((s - 1) / (stiffness * spike), (s + spike) / (stiffness * spike))
  }

  /// U of these R² and Q, per weight.
  public func potential(squaredOverlap: Double, norm: Double) -> Double {
    0.5 * stiffness * norm - rate * (2 / Double.pi).squareRoot() * (norm + spike * squaredOverlap).squareRoot()
  }

  /// I(w_n:B_n) = ½ ln[Q/(Q − R²)], in nats.
  public var information: Double {
    let rest = rest
    return 0.5 * Elementary.log(rest.norm / (rest.norm - rest.squaredOverlap))
  }

  /// ΔS(w_n) = ½ ln(kQ).
  public var entropy: Double { 0.5 * Elementary.log(stiffness * rest.norm) }

  /// The heat at rest after a sudden start in equilibrium, per weight: what the potential loses.
  public var heat: Double {
    let rest = rest
    return potential(squaredOverlap: 0, norm: 1 / stiffness)
      - potential(squaredOverlap: rest.squaredOverlap, norm: rest.norm)
  }

  /// η = I(w_n:B_n)/(ΔS + heat).
  public var efficiency: Double { information / (entropy + heat) }
}
