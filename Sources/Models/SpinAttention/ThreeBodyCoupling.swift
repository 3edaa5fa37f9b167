import ElementaryFunctions
import Matrices
import Validation

/// The coupling of three spins that a hidden one mediates, all couplings and the bias of which have the absolute value B.
///
/// The sum over a spin with couplings a_i and the bias b leaves K₃ s₁s₂s₃ with K₃ = (1/8β) Σ_s s₁s₂s₃ ln 2cosh β(a·s + b),
/// zero for b = 0. For |a_i| = |b| = B it is (1/8β)(ln cosh 4βB − 4 ln cosh 2βB) in absolute value, and with it come pair couplings
/// and fields of the absolute value a* = (1/8β) ln cosh 4βB, which couplings of the opposite sign take away.
public struct ThreeBodyCoupling: Sendable, Codable, Hashable {
  /// The inverse temperature β.
  public var beta: Double
  /// B.
  public var bound: Double

  /// A coupling.
  ///
  /// - Precondition: β and B are positive.
  public init(beta: Double, bound: Double) {
    (self.beta, self.bound) = (beta, bound)
    require(beta > 0 && bound > 0, "A three-body coupling needs a positive β and B.")
  }

  /// |K₃|, which tends to B/2 − (3 ln 2)/(8β).
  public var strength: Double {
    abs(logCosh(4 * beta * bound) - 4 * logCosh(2 * beta * bound)) / (8 * beta)
  }

  /// a*.
  public var compensation: Double { logCosh(4 * beta * bound) / (8 * beta) }

  /// K₃ of a hidden spin with these three couplings and this bias.
  ///
  /// - Precondition: there are three couplings.
  public static func strength(couplings a: [Double], bias: Double, beta: Double) -> Double {
    require(a.count == 3, "Three spins are coupled by three couplings.")
    return (0..<8).reduce(0) { sum, state in
      let s = (0..<3).map { state >> $0 & 1 == 1 ? 1.0 : -1 }
      let field = beta * (a[0] * s[0] + a[1] * s[1] + a[2] * s[2] + bias)
      return sum + s[0] * s[1] * s[2] * (logCosh(field) + Elementary.log(2)) / (8 * beta)
    }
  }

  /// The network of four spins, the third hidden, whose readout is m = tanh(βK) tanh βx₁ tanh βx₂ with K = |K₃|.
  public var exclusiveOr: QueriedNetwork {
    let (a, b) = (compensation, bound)
    return QueriedNetwork(
      couplings: Matrix([[0, -a, -b, -a], [-a, 0, -b, -a], [-b, -b, 0, -b], [-a, -a, -b, 0]]), biases: [a, a, b, a],
      gains: [0, 0, 0, 0])
  }
}
