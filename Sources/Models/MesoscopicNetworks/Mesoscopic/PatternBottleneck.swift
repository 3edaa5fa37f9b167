import Optimisation
import Randomness

/// The computation-dissipation bottleneck of a regression: the couplings that maximise L = −½E − αΣ, all within a bound.
public struct PatternBottleneck: Sendable {
  /// The task, and the size of the network.
  public let regression: PatternRegression

  /// Couplings are searched in −bound...bound.
  public let bound: Double

  /// A bottleneck.
  public init(_ regression: PatternRegression, bound: Double) { (self.regression, self.bound) = (regression, bound) }

  /// An optimal network and what it achieves.
  public struct Optimum: Sendable, Codable, Hashable {
    /// W_ij row by row, N × N.
    public var couplings: [Double]
    /// What it achieves.
    public var outcome: PatternRegression.Outcome

    /// The point that a Pareto front is made of: Σ is paid, the error is what is lost.
    public var point: ParetoFront.Point { ParetoFront.Point(cost: outcome.sigma, loss: outcome.error) }
  }

  /// The best symmetric network that is found, of N(N − 1)/2 couplings: Σ = 0.
  ///
  /// - Parameters:
  ///   - starts: how many random networks to start from, beside the one without couplings.
  ///   - random: where they are drawn from.
  public func symmetric(starts: Int, random: RandomStream) -> Optimum {
    let network = architecture(symmetric: true)
    let best = box(network).climbing(from: points(starts, network, random)) { slope(network, $0, price: 0) }
    return optimum(rows(network, best.point))
  }

  /// The best networks at every price, of N(N − 1) couplings: from the best symmetric one, from random ones, and from the neighbours'
  /// optima in both directions.
  ///
  /// - Parameters:
  ///   - prices: α, in order.
  ///   - symmetric: the best symmetric network.
  ///   - starts: how many random networks to start from at every price.
  ///   - random: where they are drawn from.
  public func optima(
    along prices: [Double], from symmetric: Optimum, starts: Int, random: RandomStream
  ) -> [Optimum] {
    let network = architecture(symmetric: false)
    let equilibrium = network.ties.map { symmetric.couplings[$0.on * network.spins + $0.by] }
    let begin = prices.indices.map { [equilibrium] + points(starts, network, random[$0]).dropFirst() }
    return box(network).climbing(along: prices, from: begin) { slope(network, $0, price: $1) }
      .map { optimum(rows(network, $0.point)) }
  }

  /// A network with its outcome.
  ///
  /// - Parameter couplings: W_ij row by row, N × N.
  public func optimum(_ couplings: [Double]) -> Optimum {
    Optimum(couplings: couplings, outcome: regression.outcome(of: couplings))
  }

  // MARK: - Points and matrices

  private func architecture(symmetric: Bool) -> SpinArchitecture {
    symmetric ? .symmetric(spins: regression.spins, reading: 0) : .allToAll(spins: regression.spins, reading: 0)
  }

  /// The couplings as a matrix, row by row N × N.
  private func rows(_ network: SpinArchitecture, _ point: [Double]) -> [Double] {
    var rows = Array(repeating: 0.0, count: network.spins * network.spins)
    for tie in network.ties { rows[tie.on * network.spins + tie.by] = point[tie.parameter] }
    return rows
  }

  private func slope(_ network: SpinArchitecture, _ point: [Double], price: Double) -> GlobalMaximum.Slope {
    let slope = regression.slope(at: rows(network, point), price: price)
    let couplings = network.ties.map { slope.gradient[$0.on * network.spins + $0.by] }
    let fields = Array(repeating: 0.0, count: network.spins)
    return GlobalMaximum.Slope(
      value: slope.value, gradient: network.pullback(couplings: couplings, fields: fields, reading: []))
  }

  private func box(_ network: SpinArchitecture) -> GlobalMaximum {
    GlobalMaximum(
      lower: Array(repeating: -bound, count: network.parameters),
      upper: Array(repeating: bound, count: network.parameters))
  }

  /// No couplings, and random ones.
  private func points(_ count: Int, _ network: SpinArchitecture, _ random: RandomStream) -> [[Double]] {
    var random = random
    let none = Array(repeating: 0.0, count: network.parameters)
    return [none] + (0..<count).map { _ in none.map { _ in bound * (2 * random.uniform() - 1) } }
  }
}
