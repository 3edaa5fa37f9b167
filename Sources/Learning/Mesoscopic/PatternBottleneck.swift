import Randomness

/// The computation-dissipation bottleneck of random patterns: the couplings that maximise L = −½E − αΣ of a
/// ``PatternRegression``, all couplings within a bound.
public struct PatternBottleneck: Sendable {
  /// The task, and the network.
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
  }

  /// The best symmetric network that is found: W_ij = W_ji, N(N − 1)/2 couplings, Σ = 0.
  ///
  /// A coupling counts in both directions, so that its derivative is ∂L/∂W_ij + ∂L/∂W_ji.
  ///
  /// - Parameters:
  ///   - starts: how many random networks to start from, beside the one without couplings.
  ///   - random: where they are drawn from.
  public func symmetric(starts: Int, random: RandomStream) -> Optimum {
    let pairs = (0..<regression.spins).flatMap { i in (0..<i).map { (i, $0) } }
    let best = box(pairs.count).climbing(from: points(starts, pairs.count, random)) { point in
      let slope = regression.slope(at: symmetricMatrix(point), price: 0)
      let n = regression.spins
      return GlobalMaximum.Slope(
        value: slope.value, gradient: pairs.map { slope.gradient[$0 * n + $1] + slope.gradient[$1 * n + $0] })
    }
    return optimum(symmetricMatrix(best.point))
  }

  /// The best networks at every price: from random networks, from the best symmetric one and from the neighbours' optima, in
  /// both directions.
  ///
  /// - Parameters:
  ///   - prices: α, in order.
  ///   - symmetric: the best symmetric network.
  ///   - starts: how many random networks to start from at every price.
  ///   - random: where they are drawn from.
  public func optima(
    along prices: [Double], from symmetric: Optimum, starts: Int, random: RandomStream
  ) -> [Optimum] {
    let n = regression.spins
    let places = (0..<n * n).filter { $0 / n != $0 % n }
    let begin = prices.indices.map { price in
      [places.map { symmetric.couplings[$0] }] + points(starts, places.count, random[price]).dropFirst()
    }
    func matrix(_ point: [Double]) -> [Double] {
      var couplings = Array(repeating: 0.0, count: n * n)
      for (place, value) in zip(places, point) { couplings[place] = value }
      return couplings
    }
    let maxima = box(places.count).climbing(along: prices, from: begin) { point, price in
      let slope = regression.slope(at: matrix(point), price: price)
      return GlobalMaximum.Slope(value: slope.value, gradient: places.map { slope.gradient[$0] })
    }
    return maxima.map { optimum(matrix($0.point)) }
  }

  /// A network with its outcome.
  public func optimum(_ couplings: [Double]) -> Optimum {
    Optimum(couplings: couplings, outcome: regression.outcome(of: couplings))
  }

  private func symmetricMatrix(_ point: [Double]) -> [Double] {
    let n = regression.spins
    return (0..<n * n).map { entry in
      let (i, j) = (max(entry / n, entry % n), min(entry / n, entry % n))
      return i == j ? 0 : point[i * (i - 1) / 2 + j]
    }
  }

  private func box(_ dimension: Int) -> GlobalMaximum {
    GlobalMaximum(lower: Array(repeating: -bound, count: dimension), upper: Array(repeating: bound, count: dimension))
  }

  /// No couplings, and random ones.
  private func points(_ count: Int, _ dimension: Int, _ random: RandomStream) -> [[Double]] {
    var random = random
    return [Array(repeating: 0, count: dimension)]
      + (0..<count).map { _ in (0..<dimension).map { _ in bound * (2 * random.uniform() - 1) } }
  }
}
