import Optimisation
import StochasticThermodynamics

/// The computation-dissipation bottleneck of the sensory complex: the couplings that maximise L = I(s, y) − αΣ, with
/// I(s, y) in nats.
///
/// α = 0 asks for performance alone; a large α forces the system to equilibrium.
/// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024).
public struct Bottleneck: Sendable {
  /// The task.
  public let task: ParityGateTask

  /// The couplings are searched in −bound...bound.
  public let bound: Double

  /// A bottleneck.
  public init(task: ParityGateTask, bound: Double) {
    self.task = task
    self.bound = bound
  }

  /// An optimal complex and what it achieves.
  public struct Optimum: Sendable, Codable, Hashable {
    /// Its couplings.
    public var couplings: Couplings
    /// I(s, y) in bits and Σ in nats per unit time.
    public var performance: Performance
    /// I(s, x) in bits.
    public var inputInformation: Double

    /// I(s, y) in bits.
    public var information: Double { performance.relevantInformation }
    /// Σ in nats per unit time of k0.
    public var sigma: Double { performance.entropyProductionRate }
  }

  /// The best complex in equilibrium, J₁₂ = J₂₁: for it Σ = 0, whatever α.
  public var equilibrium: Optimum {
    optimum(at: search.equilibrium { task.performance(of: $0).relevantInformation })
  }

  /// The best complex at each α, in or out of equilibrium.
  ///
  /// Every α is searched from the best equilibrium, slightly off it to both sides, from (∓0.7, ±0.7), (−0.9, 0),
  /// (0, −0.9), (∓bound/2, ±bound/2) and (∓1.3, ∓1.2), and from the optima at the neighbouring α. The last two matter for
  /// rules that are odd under the exchange of the inputs, whose optimum leaves J₂₁ = −J₁₂ where dissipation is dear.
  public func optima(along alphas: [Double]) -> [Optimum] {
    let j = equilibrium.couplings.j12
    let starts = [
      Couplings(j, j), Couplings(j - 0.1, j + 0.1), Couplings(j + 0.1, j - 0.1), Couplings(-0.7, 0.7),
      Couplings(0.7, -0.7), Couplings(-0.9, 0), Couplings(0, -0.9), Couplings(-bound / 2, bound / 2),
      Couplings(bound / 2, -bound / 2), Couplings(-1.3, -1.2), Couplings(1.3, 1.2),
    ]
    return search.along(alphas, from: starts) { couplings, alpha in
      let performance = task.performance(of: couplings)
      return performance.relevantInformation / bitsPerNat - alpha * performance.entropyProductionRate
    }
    .map { optimum(at: ordered($0)) }
  }

  private var search: CouplingSearch { CouplingSearch(bound: bound) }

  /// The couplings with J₁₂ ≤ J₂₁ where exchanging them changes nothing, as at φ = 45°: of two equal optima, always the
  /// same.
  private func ordered(_ couplings: Couplings) -> Couplings {
    guard couplings.j12 > couplings.j21 else { return couplings }
    let exchanged = Couplings(couplings.j21, couplings.j12)
    let (one, other) = (task.performance(of: couplings), task.performance(of: exchanged))
    return abs(one.relevantInformation - other.relevantInformation) < 1e-12 ? exchanged : couplings
  }

  /// The price above which the best complex is one in equilibrium, for a rule of which equilibrium knows nothing: the
  /// largest I/Σ, in nats per nat and 1/k0.
  ///
  /// I and Σ vanish together, quadratically, with the asymmetry d = (J₂₁ − J₁₂)/2. The ratio is maximised over the mean
  /// coupling and d ≥ 1e-4; where the largest ratio is reached as d → 0 this costs a relative error of order d², 1e-8.
  public var threshold: Double {
    let search = GlobalMaximum(lower: [-1, 1e-4], upper: [1, bound])
    return search.from([-0.5, -0.25, 0, 0.25, 0.5].flatMap { [[$0, 0.01], [$0, bound / 4]] }) { point in
      // The mean coupling is a fraction of what keeps both couplings within the bound.
      let (mean, d) = (point[0] * (bound - point[1]), point[1])
      let performance = task.performance(of: Couplings(mean - d, mean + d))
      return performance.relevantInformation / bitsPerNat / performance.entropyProductionRate
    }.value
  }

  /// What a complex with these couplings achieves, optimal or not.
  public func optimum(at couplings: Couplings) -> Optimum {
    Optimum(
      couplings: couplings, performance: task.performance(of: couplings),
      inputInformation: task.inputInformation(of: couplings))
  }
}
