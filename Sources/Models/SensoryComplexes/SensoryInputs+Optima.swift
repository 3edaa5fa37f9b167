import DissipationBottlenecks
import ElementaryFunctions
import Optimisation
import StochasticThermodynamics

/// Optimal sensing at a price: L = I(s, x) − αΣ, with I(s, x) in nats, when no task says which part of the input matters.
///
/// The inputs must be exchangeable, as Gaussian ones of equal variance are: of two optima that differ by the exchange of
/// J₁₂ and J₂₁, the one with J₁₂ ≥ J₂₁ is given.
///
/// Source: V. Ngampruetikorn, D. J. Schwab and G. J. Stephens, Nat. Commun. 11, 975 (2020).
extension SensoryInputs: SensoryTask {
  /// A pair of couplings.
  public typealias Couplings = PairCouplings

  /// I(s, x) in bits, and Σ.
  public func merit(of couplings: PairCouplings) -> (information: Double, sigma: Double) {
    let sensing = sensing(of: couplings)
    return (sensing.inputInformation, sensing.entropyProductionRate)
  }

  /// I(s, x) and Σ.
  public func outcome(of couplings: PairCouplings) -> Sensing { sensing(of: couplings) }

  /// The best equilibrium, slightly off it, and six asymmetric places.
  public func starts(along prices: [Double], within bound: Double, from equilibrium: PairCouplings) -> [[[Double]]] {
    let j = equilibrium.j12
    let starts = [
      [j, j], [j + 0.1, j - 0.1], [-0.2, -0.9], [0, -0.5], [0.7, -0.7], [1.2, 0.3], [-0.4, -0.7],
      [bound / 2, -bound / 2],
    ]
    return prices.map { _ in starts }
  }

  /// The couplings with J₁₂ ≥ J₂₁.
  public func canonical(_ couplings: PairCouplings) -> PairCouplings {
    PairCouplings(j12: max(couplings.j12, couplings.j21), j21: min(couplings.j12, couplings.j21))
  }

  /// The names of a stored optimum.
  public static var storedNames: (couplings: String, outcome: String?) { ("couplings", "sensing") }

  /// dI(s, x)/dJ in nats at J₁₂ = J₂₁ = 0: its sign is the sign of a weak coupling that helps.
  ///
  /// With mᵢ = tanh βxᵢ and c = ⟨m₁m₂⟩, as dp(s|x)/dJ = β p(s|x) (s₁s₂ − m₁m₂):
  /// dI/dJ = β² ⟨x₁m₂(1 − m₁²) + x₂m₁(1 − m₂²)⟩ − β artanh(c) (1 − ⟨m₁²m₂²⟩). The first term says that spins that are
  /// pulled together are less noisy, the second that they then say the same.
  public var slopeAtNoCoupling: Double {
    func mean(_ value: (SIMD2<Double>, Double, Double) -> Double) -> Double {
      ensemble.average { value($0, Elementary.tanh(beta * $0.x), Elementary.tanh(beta * $0.y)) }
    }
    let certainty = mean { x, m1, m2 in x.x * m2 * (1 - m1 * m1) + x.y * m1 * (1 - m2 * m2) }
    let c = mean { _, m1, m2 in m1 * m2 }
    let spread = 1 - mean { _, m1, m2 in m1 * m1 * m2 * m2 }
    return beta * (beta * certainty - 0.5 * Elementary.log((1 + c) / (1 - c)) * spread)
  }
}

extension Sensing: DissipativeOutcome {
  /// I(s, x) in bits.
  public var information: Double { inputInformation }
  /// Σ in nats per unit time of k0.
  public var sigma: Double { entropyProductionRate }
  /// I(s, x) in nats.
  public var benefit: Double { inputInformation / bitsPerNat }
  /// Σ in nats per unit time of k0.
  public var dissipation: Double { entropyProductionRate }
}

extension DissipationBottleneck<SensoryInputs>.Optimum {
  /// Whether the complex is out of equilibrium: couplings are found to about eight digits.
  public var isDriven: Bool { abs(couplings.j12 - couplings.j21) > 1e-4 }
}

extension DissipationBottleneck<SensoryInputs> {
  /// The driven optimum reached from nearby couplings in short steps, which may be a local one only; nil where this branch
  /// of optima has come to its end in equilibrium.
  public func driven(near couplings: PairCouplings, alpha: Double = 0) -> Optimum? {
    let found = optimum(at: model.canonical(local(from: couplings, alpha: alpha)))
    return found.isDriven ? found : nil
  }

  /// The couplings of the local maximum that is reached in short steps.
  private func local(from start: PairCouplings, alpha: Double) -> PairCouplings {
    // Half the width of the box of one local search; so many boxes may follow each other.
    let (reach, boxes) = (0.3, 20)
    var centre = [start.j12, start.j21]
    for _ in 0..<boxes {
      let search = GlobalMaximum(
        lower: centre.map { max($0 - reach, -bound) }, upper: centre.map { min($0 + reach, bound) })
      let found = search.from([centre]) { model.value(at: $0, price: alpha) }.point
      let distance = max(abs(found[0] - centre[0]), abs(found[1] - centre[1]))
      centre = found
      if distance < 0.5 * reach { break }
    }
    return model.couplings(at: centre)
  }

  /// d²L/dδ² in nats at the best equilibrium, with J₁₂ = J* + δ and J₂₁ = J* − δ: where it is positive, the slightest
  /// asymmetry pays. By differences of fourth order of L, which is even in δ.
  public func asymmetryCurvature(alpha: Double = 0) -> Double {
    let j = equilibrium.couplings.j12
    let still = model.value(at: [j, j], price: alpha)
    func gain(_ delta: Double) -> Double { model.value(at: [j + delta, j - delta], price: alpha) - still }
    let spacing = 0.005
    return (16 * gain(spacing) - gain(2 * spacing)) / (6 * spacing * spacing)
  }

  /// The price α, in nats per nat and 1/k0, above which the best equilibrium is stable against a small asymmetry: the
  /// ratio of d²I/dδ² and d²Σ/dδ², as d²L/dδ² is linear in α. Negative where it is stable without a price.
  public var stabilityPrice: Double {
    let free = asymmetryCurvature()
    return free / (free - asymmetryCurvature(alpha: 1))
  }
}
