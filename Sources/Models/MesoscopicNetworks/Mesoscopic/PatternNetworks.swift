import DissipationBottlenecks
import Matrices
import Optimisation
import Randomness

/// The networks among which the best at a regression is sought, as a model of a `DissipationBottleneck`: L = −½E − αΣ with
/// the readout and the ridge of the ``PatternRegression``. The couplings are the matrix W.
public protocol PatternNetworkFamily: GradientSearchedModel
where Couplings == Matrix, Outcome == PatternRegression.Outcome {
  /// The task, and the size of the network.
  var regression: PatternRegression { get }

  /// Which coordinate sets which coupling.
  var architecture: SpinArchitecture { get }
}

extension PatternNetworkFamily {
  /// The number of couplings that may differ.
  public var dimension: Int { architecture.parameters }

  /// The couplings as a matrix.
  public func couplings(at point: [Double]) -> Matrix { architecture.matrix(point) }

  /// What a network achieves.
  public func outcome(of couplings: Matrix) -> PatternRegression.Outcome { regression.outcome(of: couplings) }

  /// L, with its gradient.
  public func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope {
    let slope = regression.slope(at: couplings(at: point), price: price)
    let couplings = architecture.ties.map { slope.gradient[$0.on, $0.by] }
    let fields = Array(repeating: 0.0, count: architecture.spins)
    return GlobalMaximum.Slope(
      value: slope.value, gradient: architecture.pullback(couplings: couplings, fields: fields, reading: []))
  }

  /// Random points of the box.
  fileprivate func draws(_ count: Int, within bound: Double, _ random: RandomStream) -> [[Double]] {
    var random = random
    return (0..<count).map { _ in (0..<dimension).map { _ in bound * (2 * random.uniform() - 1) } }
  }
}

/// Networks of N(N − 1) free couplings, in or out of equilibrium.
public struct PatternNetworks: PatternNetworkFamily, ModelWithEquilibrium {
  /// The task, and the size of the network.
  public let regression: PatternRegression

  /// Every coupling is a coordinate.
  public let architecture: SpinArchitecture

  /// The symmetric ones.
  public let symmetric: SymmetricPatternNetworks

  /// The number of random networks at which the search begins at every price.
  public let starts: Int

  /// Where they are drawn from.
  public let random: RandomStream

  /// Free networks.
  ///
  /// - Parameters:
  ///   - regression: the task, and the size of the network.
  ///   - symmetricStarts: the number of random symmetric networks at which the search for the equilibrium begins.
  ///   - starts: the number of random networks at which the search begins at every price.
  ///   - random: where both are drawn from.
  public init(_ regression: PatternRegression, symmetricStarts: Int, starts: Int, random: RandomStream) {
    (self.regression, self.starts, self.random) = (regression, starts, random["free"])
    architecture = .allToAll(spins: regression.spins, reading: 0)
    symmetric = SymmetricPatternNetworks(regression, starts: symmetricStarts, random: random["symmetric"])
  }

  /// The best symmetric network, and random ones, others at every price.
  public func starts(along prices: [Double], within bound: Double, from equilibrium: Matrix) -> [[[Double]]] {
    let quiet = architecture.ties.map { equilibrium[$0.on, $0.by] }
    return prices.indices.map { [quiet] + draws(starts, within: bound, random[$0]) }
  }
}

/// Networks of N(N − 1)/2 symmetric couplings: Σ = 0.
public struct SymmetricPatternNetworks: PatternNetworkFamily {
  /// The task, and the size of the network.
  public let regression: PatternRegression

  /// A coordinate is a pair of couplings.
  public let architecture: SpinArchitecture

  /// The number of random networks at which the search begins.
  public let starts: Int

  /// Where they are drawn from.
  public let random: RandomStream

  /// Symmetric networks.
  ///
  /// - Parameters:
  ///   - regression: the task, and the size of the network.
  ///   - starts: the number of random networks at which the search begins.
  ///   - random: where they are drawn from.
  public init(_ regression: PatternRegression, starts: Int, random: RandomStream) {
    (self.regression, self.starts, self.random) = (regression, starts, random)
    architecture = .symmetric(spins: regression.spins, reading: 0)
  }

  /// The network without couplings, and random ones.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    let starts = [Array(repeating: 0.0, count: dimension)] + draws(starts, within: bound, random)
    return prices.map { _ in starts }
  }
}

extension PatternRegression.Outcome: DissipativeOutcome {
  /// −½ of the mean squared error, without the ridge.
  public var benefit: Double { -0.5 * error }
  /// Σ in nats per unit time of k0.
  public var dissipation: Double { sigma }
}
