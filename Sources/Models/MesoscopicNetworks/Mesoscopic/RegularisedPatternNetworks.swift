import DissipationBottlenecks
import Matrices
import Optimisation
import Randomness

/// The quantity that has a price in place of dissipation.
public enum PatternRegulariser: String, Codable, CaseIterable, Sendable {
  /// |W|² = Σ_{i≠j} W_ij², a pure number.
  case norm

  /// k_flip, the flips of the network per unit time of k0, averaged over the inputs.
  case flips
}

/// Networks of N(N − 1) free couplings, searched as ``PatternNetworks`` are, but with the price on another quantity X than Σ:
/// L = −½E − price·X, with the readout and the ridge of the ``PatternRegression``.
public struct RegularisedPatternNetworks: GradientSearchedModel {
  /// What a network achieves, and what it pays: X.
  public struct Outcome: DissipativeOutcome {
    /// Error, Σ and readout.
    public var regression: PatternRegression.Outcome

    /// X, in the units of the ``PatternRegulariser``.
    public var cost: Double

    /// X: what is paid in the place of dissipation.
    public var dissipation: Double { cost }

    /// −½ of the mean squared error, without the ridge.
    public var benefit: Double { regression.benefit }
  }

  /// The task, the size of the network, and where the search begins.
  public let networks: PatternNetworks

  /// What the price is on.
  public let regulariser: PatternRegulariser

  /// Networks with the price on X.
  public init(_ networks: PatternNetworks, price regulariser: PatternRegulariser) {
    (self.networks, self.regulariser) = (networks, regulariser)
  }

  /// The number of couplings.
  public var dimension: Int { networks.dimension }

  /// The couplings as a matrix.
  public func couplings(at point: [Double]) -> Matrix { networks.couplings(at: point) }

  /// What a network achieves and pays.
  public func outcome(of couplings: Matrix) -> Outcome {
    Outcome(regression: networks.outcome(of: couplings), cost: cost(of: couplings).value)
  }

  /// Those of ``PatternNetworks``.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    networks.starts(along: prices, within: bound)
  }

  /// L, with its gradient.
  public func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope {
    var slope = networks.slope(at: point, price: 0)
    let cost = cost(of: couplings(at: point))
    slope.value -= price * cost.value
    for (place, tie) in networks.architecture.ties.enumerated() {
      slope.gradient[place] -= price * cost.gradient[tie.on, tie.by]
    }
    return slope
  }

  /// X, and its derivatives by W_ij.
  private func cost(of couplings: Matrix) -> (value: Double, gradient: Matrix) {
    switch regulariser {
    case .norm: (couplingNorm(couplings), 2 * couplings)
    case .flips: networks.regression.flipRate(of: couplings)
    }
  }
}

/// |W|² = Σ_{i≠j} W_ij².
public func couplingNorm(_ couplings: Matrix) -> Double {
  (0..<couplings.rows).reduce(0) { sum, i in
    (0..<couplings.columns).reduce(sum) { $1 == i ? $0 : $0 + couplings[i, $1] * couplings[i, $1] }
  }
}
