import ElementaryFunctions
import StochasticThermodynamics

/// Optimal sensing at a price: the couplings that maximise L = I(s, x) − αΣ, with I(s, x) in nats, when no task says which part of the
/// input matters.
///
/// α = 0 asks for information alone; a large α forces the complex to equilibrium. The inputs must be exchangeable, as
/// Gaussian ones of equal variance are: of two optima that differ by the exchange of J₁₂ and J₂₁, the one with
/// J₁₂ ≥ J₂₁ is given.
///
/// Source: V. Ngampruetikorn, D. J. Schwab and G. J. Stephens, Nat. Commun. 11, 975 (2020).
public struct SensingBottleneck: Sendable {
  /// The inputs.
  public let inputs: SensoryInputs

  /// The couplings are searched in −bound...bound.
  public let bound: Double

  /// An optimisation.
  public init(inputs: SensoryInputs, bound: Double) {
    self.inputs = inputs
    self.bound = bound
  }

  /// An optimal complex and what it achieves.
  public struct Optimum: Sendable, Codable, Hashable {
    /// Its couplings.
    public var couplings: Couplings
    /// I(s, x) in bits and Σ in nats per unit time.
    public var sensing: Sensing

    /// I(s, x) in bits.
    public var information: Double { sensing.inputInformation }
    /// Σ in nats per unit time of k0.
    public var sigma: Double { sensing.entropyProductionRate }
    /// Whether it is out of equilibrium: couplings are found to about eight digits.
    public var isDriven: Bool { abs(couplings.j12 - couplings.j21) > 1e-4 }
    /// L = I(s, x) − αΣ in nats.
    public func objective(at alpha: Double) -> Double { information / bitsPerNat - alpha * sigma }
  }

  /// The best complex in equilibrium, J₁₂ = J₂₁.
  public var equilibrium: Optimum {
    optimum(at: search.equilibrium { inputs.sensing(of: $0).inputInformation })
  }

  /// The best complex at each α, in or out of equilibrium.
  ///
  /// Every α is searched from the best equilibrium, slightly off it, from six asymmetric places, and from the optima at
  /// the neighbouring α.
  public func optima(along alphas: [Double]) -> [Optimum] {
    let j = equilibrium.couplings.j12
    let starts = [
      Couplings(j, j), Couplings(j + 0.1, j - 0.1), Couplings(-0.2, -0.9), Couplings(0, -0.5), Couplings(0.7, -0.7),
      Couplings(1.2, 0.3), Couplings(-0.4, -0.7), Couplings(bound / 2, -bound / 2),
    ]
    return search.along(alphas, from: starts, objective).map { optimum(at: ordered($0)) }
  }

  /// The driven optimum reached from nearby couplings in short steps, which may be a local one only; nil where this branch
  /// of optima has come to its end in equilibrium.
  public func driven(near couplings: Couplings, alpha: Double = 0) -> Optimum? {
    let found = optimum(at: ordered(search.local(from: couplings) { objective($0, alpha) }))
    return found.isDriven ? found : nil
  }

  /// dI(s, x)/dJ in nats at J₁₂ = J₂₁ = 0: its sign is the sign of a weak coupling that helps.
  ///
  /// With mᵢ = tanh βxᵢ and c = ⟨m₁m₂⟩, as dp(s|x)/dJ = β p(s|x) (s₁s₂ − m₁m₂):
  /// dI/dJ = β² ⟨x₁m₂(1 − m₁²) + x₂m₁(1 − m₂²)⟩ − β artanh(c) (1 − ⟨m₁²m₂²⟩). The first term says that spins that are
  /// pulled together are less noisy, the second that they then say the same.
  public var slopeAtNoCoupling: Double {
    let beta = inputs.beta
    func mean(_ value: (SIMD2<Double>, Double, Double) -> Double) -> Double {
      inputs.ensemble.average { value($0, Elementary.tanh(beta * $0.x), Elementary.tanh(beta * $0.y)) }
    }
    let certainty = mean { x, m1, m2 in x.x * m2 * (1 - m1 * m1) + x.y * m1 * (1 - m2 * m2) }
    let c = mean { _, m1, m2 in m1 * m2 }
    let spread = 1 - mean { _, m1, m2 in m1 * m1 * m2 * m2 }
    return beta * (beta * certainty - 0.5 * Elementary.log((1 + c) / (1 - c)) * spread)
  }

  /// d²L/dδ² in nats at the best equilibrium, with J₁₂ = J* + δ and J₂₁ = J* − δ: where it is positive, the slightest
  /// asymmetry pays. By differences of fourth order of L, which is even in δ.
  public func asymmetryCurvature(alpha: Double = 0) -> Double {
    let j = equilibrium.couplings.j12
    let still = objective(Couplings(j, j), alpha)
    func gain(_ delta: Double) -> Double { objective(Couplings(j + delta, j - delta), alpha) - still }
    let spacing = 0.005
    return (16 * gain(spacing) - gain(2 * spacing)) / (6 * spacing * spacing)
  }

  /// The price α, in nats per nat and 1/k0, above which the best equilibrium is stable against a small asymmetry: the
  /// ratio of d²I/dδ² and d²Σ/dδ², as d²L/dδ² is linear in α. Negative where it is stable without a price.
  public var stabilityPrice: Double {
    let free = asymmetryCurvature()
    return free / (free - asymmetryCurvature(alpha: 1))
  }

  private var search: CouplingSearch { CouplingSearch(bound: bound) }

  private func objective(_ couplings: Couplings, _ alpha: Double) -> Double {
    let sensing = inputs.sensing(of: couplings)
    return sensing.inputInformation / bitsPerNat - alpha * sensing.entropyProductionRate
  }

  private func ordered(_ couplings: Couplings) -> Couplings {
    Couplings(max(couplings.j12, couplings.j21), min(couplings.j12, couplings.j21))
  }

  private func optimum(at couplings: Couplings) -> Optimum {
    Optimum(couplings: couplings, sensing: inputs.sensing(of: couplings))
  }
}
