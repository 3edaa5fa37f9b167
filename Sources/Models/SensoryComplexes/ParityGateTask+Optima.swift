import DissipationBottlenecks
import Optimisation
import StochasticThermodynamics

/// The computation-dissipation bottleneck of the sensory complex: L = I(s, y) − αΣ, with I(s, y) in nats.
extension ParityGateTask: SensoryTask {
  /// A pair of couplings.
  public typealias Couplings = PairCouplings

  /// I(s, y) in bits, and Σ.
  public func merit(of couplings: PairCouplings) -> (information: Double, sigma: Double) {
    let performance = performance(of: couplings)
    return (performance.relevantInformation, performance.entropyProductionRate)
  }

  /// I(s, y), Σ and I(s, x).
  public func outcome(of couplings: PairCouplings) -> ComputationOutcome {
    ComputationOutcome(performance: performance(of: couplings), inputInformation: inputInformation(of: couplings))
  }

  /// The best equilibrium, slightly off it to both sides, (∓0.7, ±0.7), (−0.9, 0), (0, −0.9), (∓bound/2, ±bound/2) and
  /// (∓1.3, ∓1.2). The last two matter for rules that are odd under the exchange of the inputs, whose optimum leaves
  /// J₂₁ = −J₁₂ where dissipation is dear.
  public func starts(along prices: [Double], within bound: Double, from equilibrium: PairCouplings) -> [[[Double]]] {
    let j = equilibrium.j12
    let starts = [
      [j, j], [j - 0.1, j + 0.1], [j + 0.1, j - 0.1], [-0.7, 0.7], [0.7, -0.7], [-0.9, 0], [0, -0.9],
      [-bound / 2, bound / 2], [bound / 2, -bound / 2], [-1.3, -1.2], [1.3, 1.2],
    ]
    return prices.map { _ in starts }
  }

  /// The couplings with J₁₂ ≤ J₂₁ where exchanging them changes nothing, as at φ = 45°.
  public func canonical(_ couplings: PairCouplings) -> PairCouplings {
    guard couplings.j12 > couplings.j21 else { return couplings }
    let exchanged = PairCouplings(j12: couplings.j21, j21: couplings.j12)
    let (one, other) = (performance(of: couplings), performance(of: exchanged))
    return abs(one.relevantInformation - other.relevantInformation) < 1e-12 ? exchanged : couplings
  }
}

extension DissipationBottleneck<ParityGateTask> {
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
      let performance = model.performance(of: PairCouplings(j12: mean - d, j21: mean + d))
      return performance.relevantInformation / bitsPerNat / performance.entropyProductionRate
    }.value
  }
}
