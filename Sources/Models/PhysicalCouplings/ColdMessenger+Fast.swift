import ElementaryFunctions
import Optimisation
import SensoryComplexes

/// A ``ColdMessenger`` in the limit γ → ∞, in closed form: both spins are exactly a two-spin complex.
public struct FastColdMessenger: Sendable, Codable, Hashable {
  /// L and K.
  public var first, second: Double
  /// β_m of the messenger.
  public var coldBeta: Double
  /// β of both spins.
  public var beta: Double

  /// A messenger.
  public init(first: Double, second: Double, coldBeta: Double, beta: Double) {
    (self.first, self.second, self.coldBeta, self.beta) = (first, second, coldBeta, beta)
  }

  /// P₁ and P₂, what the messenger adds to J₁₂ and J₂₁. Both always have the sign of LK.
  ///
  /// m s₁ has the weights exp(±β_m(L + K s₁s₂)), so that spin 1 flips faster by the factor
  /// cosh[β_m(L + K s₁s₂) − βL]/cosh[β_m(L + K s₁s₂)], which is c₁ exp(−βP₁ s₁s₂); likewise for spin 2.
  public var added: PairCouplings {
    PairCouplings(
      j12: (factor(first, second, -1) - factor(first, second, 1)) / (2 * beta),
      j21: (factor(second, first, -1) - factor(second, first, 1)) / (2 * beta))
  }

  /// 1/c₁ and 1/c₂, by how much the attempt rates must be larger for the complex to be the plain one in every respect.
  public var overheads: [Double] {
    [(first, second), (second, first)].map { own, other in
      Elementary.exp(-0.5 * (factor(own, other, 1) + factor(own, other, -1)))
    }
  }

  /// The logarithm of the factor at a parity.
  private func factor(_ own: Double, _ other: Double, _ parity: Double) -> Double {
    let field = coldBeta * (own + other * parity)
    return logCosh(field - beta * own) - logCosh(field)
  }

  /// The entropy that heat on its way from the spins to the cold bath produces, in nats per unit time.
  ///
  /// Every flip of a spin leaves the messenger with other energy, which it gives to its bath when it turns: with its alignment at
  /// the flips, tanh[β_m(L + K s₁s₂) − βL], the heat is 2L⟨s₁ m k₁⟩ + 2K⟨s₂ m k₂⟩.
  ///
  /// - Parameters:
  ///   - flips: r₁ and r₂ of the complex, per unit time.
  ///   - current: j, from (++) to (−+).
  public func entropyProductionRate(flips: [Double], current: Double) -> Double {
    func heat(_ own: Double, _ other: Double, _ flips: Double, _ current: Double) -> Double {
      [1.0, -1].reduce(0) { sum, parity in
        sum + 2 * own * (0.5 * flips + parity * current)
          * Elementary.tanh(coldBeta * (own + other * parity) - beta * own)
      }
    }
    // Spin 2 flips from even parity less often than spin 1 does, by as much as it flips more often from odd.
    return (coldBeta - beta) * (heat(first, second, flips[0], current) + heat(second, first, flips[1], -current))
  }

  /// The coldest bath that is tried, in units of β.
  public static let coldest = 200.0

  /// The β_m at which P₂ − P₁ is `difference`; the smallest one that is found, or nil.
  public static func cooled(
    first: Double, second: Double, to difference: Double, beta: Double
  ) -> FastColdMessenger? {
    func excess(_ u: Double) -> Double {
      let added = FastColdMessenger(
        first: first, second: second, coldBeta: beta * Elementary.exp(u), beta: beta
      ).added
      return added.j21 - added.j12 - difference
    }
    let steps = 200
    let end = Elementary.log(coldest)
    var (last, below) = (0.0, excess(0))
    for step in 1...steps {
      let next = end * Double(step) / Double(steps)
      let value = excess(next)
      if below < 0 && value >= 0 {
        let root = Elementary.bisection(from: last, to: next) { excess($0) < 0 }.inside
        return FastColdMessenger(first: first, second: second, coldBeta: beta * Elementary.exp(root), beta: beta)
      }
      (last, below) = (next, value)
    }
    return nil
  }

  /// The J₀ that makes both couplings opposite: −(P₁ + P₂)/2.
  public var frustration: Double { -0.5 * (added.j12 + added.j21) }

  /// The messenger with |L|, |K| and |J₀| within a bound that makes the complex (−a, a) at the least entropy production rate; nil where
  /// none is found.
  ///
  /// L > 0 is enough, as the sign of m is free. By local searches from the best places of a grid: the best found.
  ///
  /// - Parameters:
  ///   - amplitude: a > 0.
  ///   - beta: β of both spins.
  ///   - bound: on the energies.
  ///   - flips: r₁ and r₂ of the complex (−a, a).
  ///   - current: its j.
  public static func cheapest(
    amplitude: Double, beta: Double, bound: Double, flips: [Double], current: Double
  ) -> FastColdMessenger? {
    func messenger(_ point: [Double]) -> FastColdMessenger? {
      cooled(first: point[0], second: point[1], to: 2 * amplitude, beta: beta)
    }
    func value(_ point: [Double]) -> Double {
      guard let found = messenger(point) else { return -1e3 }
      let excess = max(0, abs(found.frustration) - bound)
      let ratio = found.entropyProductionRate(flips: flips, current: current) / (8 * beta * amplitude * current)
      return max(-900, -ratio) - 100 * excess
    }
    var starts: [[Double]] = []
    for i in 1...8 {
      for j in -8...8 where j != 0 { starts.append([bound * Double(i) / 8, bound * Double(j) / 8]) }
    }
    let best = starts.map { ($0, value($0)) }.sorted { $0.1 > $1.1 }.prefix(4).map(\.0)
    let found = GlobalMaximum(lower: [1e-3 * bound, -bound], upper: [bound, bound]).from(best, of: value)
    return found.value > -900 ? messenger(found.point) : nil
  }
}
