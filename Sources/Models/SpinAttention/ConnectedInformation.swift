import DissipationBottlenecks
import ElementaryFunctions
import Matrices
import Optimisation
import Randomness
import SpinsInFields
import StochasticThermodynamics
import Validation

/// The connected information of third order of three spins: the relative entropy of their distribution p and the
/// distribution p̃ of largest entropy with the same averages of single spins and pairs.
///
/// As p̃ has the same averages it is p + ε s₁s₂s₃, and as it is pairwise Σ s₁s₂s₃ ln p̃ = 0. It vanishes in equilibrium with
/// pair couplings. Source: E. Schneidman, S. Still, M. J. Berry and W. Bialek, Phys. Rev. Lett. 91, 238701 (2003).
public struct ConnectedInformation: Sendable, Hashable {
  /// p̃, one entry per state, numbered by bits.
  public let pairwise: [Double]
  /// D(p‖p̃) in bits.
  public let information: Double
  /// ⟨s₁s₂s₃⟩ of p.
  public let product: Double

  /// The connected information of a distribution over the eight states of three spins.
  ///
  /// - Precondition: there are eight positive probabilities.
  public init(of p: [Double]) {
    require(p.count == 8 && p.allSatisfy { $0 > 0 }, "Three spins have eight states, each with a positive probability.")
    let signs = (0..<8).map { $0.nonzeroBitCount % 2 == 1 ? 1.0 : -1 }
    func least(_ sign: Double) -> Double { zip(p, signs).filter { $0.1 == sign }.map(\.0).min() ?? 0 }
    let (inside, outside) = Elementary.bisection(from: -least(1), to: least(-1)) { ε in
      zip(p, signs).reduce(0) { $0 + $1.1 * Elementary.log($1.0 + ε * $1.1) } < 0
    }
    let pairwise = zip(p, signs).map { $0 + 0.5 * (inside + outside) * $1 }
    self.pairwise = pairwise
    information = max(0, bitsPerNat * relativeEntropy(p, from: pairwise))
    product = zip(p, signs).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// Three visible spins without an input, searched for the largest connected information of third order less α times the
/// entropy production rate, in nats.
public struct ConnectedTriad: GradientSearchedModel {
  /// The inverse temperature β.
  public let beta: Double
  /// The number of random points at which the search begins.
  public let starts: Int
  /// Where they are drawn from.
  public let random: RandomStream

  /// A search.
  public init(beta: Double, starts: Int, random: RandomStream) {
    (self.beta, self.starts, self.random) = (beta, starts, random)
  }

  /// What three spins have to do with each other.
  public struct Outcome: DissipativeOutcome {
    /// The connected information of third order, in bits.
    public var information: Double
    /// σ in nats per unit time of k0.
    public var sigma: Double
    /// ⟨s₁s₂s₃⟩.
    public var product: Double

    /// The connected information in nats.
    public var benefit: Double { information / bitsPerNat }
    /// σ in nats per unit time of k0.
    public var dissipation: Double { sigma }
  }

  /// Six couplings and three biases.
  public var dimension: Int { 9 }

  /// The network at a point.
  public func couplings(at point: [Double]) -> QueriedNetwork {
    let w = Matrix(rows: 3, columns: 3) { i, j in i == j ? 0 : point[2 * i + (j < i ? j : j - 1)] }
    return QueriedNetwork(couplings: w, biases: Array(point.suffix(3)), gains: [0, 0, 0])
  }

  /// Its distribution, and the solution behind it.
  private func solve(_ network: QueriedNetwork, _ states: inout SteadyStatesInFields) -> [Double] {
    states.set(couplings: network.matrix)
    states.solve(network.biases.map { SIMD8(repeating: Elementary.exp(-beta * $0)) })
    return (0..<8).map { states.probability(of: $0)[0] }
  }

  /// The stationary distribution of a network, by states that are numbered by bits.
  public func distribution(of network: QueriedNetwork) -> [Double] {
    var states = SteadyStatesInFields(spins: 3, beta: beta)
    return solve(network, &states)
  }

  /// What a network achieves.
  public func outcome(of couplings: QueriedNetwork) -> Outcome {
    var states = SteadyStatesInFields(spins: 3, beta: beta)
    let connected = ConnectedInformation(of: solve(couplings, &states))
    return Outcome(
      information: connected.information, sigma: states.entropyProductionRate[0], product: connected.product)
  }

  /// Random points of the box, and two thirds of their sizes, for large couplings slow a network down.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    var stream = random
    let points = (0..<starts).map { n in
      (0..<dimension).map { _ in (n % 2 == 0 ? 1 : 0.4) * bound * (2 * stream.uniform() - 1) }
    }
    return prices.map { _ in points }
  }

  /// L in nats, with its gradient. As p̃ is the best of its family, d D = Σ dp ln(p/p̃).
  public func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope {
    var states = SteadyStatesInFields(spins: 3, beta: beta)
    let p = solve(couplings(at: point), &states)
    let connected = ConnectedInformation(of: p)
    let observable = zip(p, connected.pairwise).map { Elementary.log($0 / $1) }
    var weight = SIMD8<Double>.zero
    weight[0] = 1
    let byFields = states.addGradient(
      of: observable, slope: SIMD8(repeating: 1), price: price, weight: weight)
    let w = states.gradient
    let byCouplings = (0..<3).flatMap { i in (0..<3).filter { $0 != i }.map { w[i, $0] } }
    return GlobalMaximum.Slope(
      value: connected.information / bitsPerNat - price * states.entropyProductionRate[0],
      gradient: byCouplings + byFields.map { $0[0] })
  }
}
