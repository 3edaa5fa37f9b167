import ElementaryFunctions
import Optimisation
import StochasticThermodynamics
import Validation

/// What bounds I(o, y) in the choice between two Gaussian inputs, in bits. With t = tanh(ηx/2) = 2p(y = 1|x) − 1 and E⟨o⟩ = 0,
/// I = h(E[⟨o⟩t]), where h(c) = 1 − H₂((1 + c)/2).
public struct AttentionWalls: Sendable, Codable, Hashable {
  /// The inverse temperature β of the network.
  public var beta: Double
  /// η.
  public var sharpness: Double
  /// The correlation ρ of the inputs.
  public var correlation: Double

  /// The walls.
  ///
  /// - Precondition: β and η are positive, |ρ| < 1.
  public init(beta: Double, sharpness: Double, correlation: Double = 0) {
    (self.beta, self.sharpness, self.correlation) = (beta, sharpness, correlation)
    require(beta > 0 && sharpness > 0 && abs(correlation) < 1, "β and η are positive, and |ρ| is below 1.")
  }

  /// h(c) in bits: the information of two equally likely signs whose product has the mean c.
  public static func information(ofCorrelation c: Double) -> Double {
    1 - bitsPerNat * entropy([0.5 * (1 + c), 0.5 * (1 - c)])
  }

  /// Networks without biases, in or out of equilibrium, of any size.
  ///
  /// Their rates do not change when all spins, inputs and the query change signs, so that m(x, −1) = −m(−x, +1): both responses are the same
  /// under both queries, and E[mt] = E[m(x, +1) t̄] ≤ E|t̄| with t̄ = (t(x₁) + t(x₂))/2. The sign of x₁ + x₂, which does
  /// without the query, attains it: E[t(x₁) sgn(x₁ + x₂)] = E[t(x) erf(x √((1 + ρ)/(2(1 − ρ))))].
  public var blind: Double {
    let scale = ((1 + correlation) / (1 - correlation)).squareRoot()
    return Self.information(
      ofCorrelation: Self.mean { answer($0) * (2 * normalProbability(below: scale * $0) - 1) })
  }

  /// Networks in equilibrium, of any size and with any couplings, if the inputs are independent; nil where they are not.
  ///
  /// Given x₂ and the query +1, x₁ – s₁ – o is a Markov chain, and s₁ has the log-odds 2β(x₁ + c). The maximum over c lies at c = 0, which
  /// is found numerically: h(E[tanh(βx) t]).
  public var oneGlance: Double? {
    correlation == 0
      ? Self.information(ofCorrelation: Self.mean { Elementary.tanh(beta * $0) * answer($0) }) : nil
  }

  /// Any machine whose output is one bit: the sign of the input that is asked for, h(E|t|).
  public var anyMachine: Double { Self.information(ofCorrelation: Self.mean { abs(answer($0)) }) }

  private func answer(_ x: Double) -> Double { Elementary.tanh(0.5 * sharpness * x) }

  /// The mean of an even function of a normal variable that vanishes at 0: the trapezoid rule on ln |x|.
  private static func mean(_ f: (Double) -> Double) -> Double {
    let step = 0.01
    var (sum, total) = (0.0, 0.0)
    for n in -2500...250 {
      let x = Elementary.exp(step * Double(n))
      let weight = x * Elementary.exp(-0.5 * x * x)
      sum += weight * f(x)
      total += weight
    }
    return sum / total
  }
}

extension AttentionTask {
  /// Two glances: the most that the two sensors together tell in equilibrium, max I((s₁, s₂), y) over p₀(s₁, s₂), in bits.
  ///
  /// In equilibrium p(s₁, s₂|x) ∝ p₀(s₁, s₂) e^{βx·s}, and all other spins learn of x from these two only. With three numbers in p₀, a
  /// coupling and two fields, the maximum is searched numerically; it has none of them where the inputs are independent.
  ///
  /// - Precondition: nothing is asked: the rule is `.exclusiveOr`.
  public var twoGlances: Double {
    require(model.rule == .exclusiveOr, "Two glances bound an exclusive-or.")
    let search = GlobalMaximum(lower: [-2, -2, -2], upper: [2, 2, 2])
    return search.from([[0, 0, 0], [0.5, 0.5, 0.5], [-0.5, 0.5, -0.5], [0.5, -0.5, 0]]) { point in
      let prior = (0..<4).map { a -> Double in
        let (s1, s2) = (a & 1 == 1 ? 1.0 : -1, a & 2 == 2 ? 1.0 : -1)
        return Elementary.exp(model.beta * (point[0] * s1 * s2 + point[1] * s1 + point[2] * s2))
      }
      var joint = (0..<4).map { _ in [0.0, 0] }
      for group in groups {
        let (first, second) = (group.roots[0], group.roots[1])
        let weights: [SIMD8<Double>] = [
          prior[0] * (first * second), prior[1] * (second / first), prior[2] * (first / second),
          prior[3] / (first * second),
        ]
        let total = weights[0] + weights[1] + weights[2] + weights[3]
        for a in 0..<4 {
          let share = group.weight * weights[a] / total
          joint[a][0] += ((1 - group.answer) * share).sum()
          joint[a][1] += (group.answer * share).sum()
        }
      }
      return bitsPerNat * mutualInformation(joint)
    }.value
  }
}
