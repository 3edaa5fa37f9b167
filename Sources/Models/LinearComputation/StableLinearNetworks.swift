import DissipationBottlenecks
import LinearAlgebra
import Matrices
import Optimisation
import Randomness
import StochasticThermodynamics
import Validation

/// The linear networks among which the best at a linear task is sought, as a model of a `DissipationBottleneck`:
/// L = I(s, y) − ασ, with I(s, y) in nats.
///
///     let networks = StableLinearNetworks(task: LinearTask(weights: [1, 0], answerNoise: 0.1), margin: 0.5)
///     DissipationBottleneck(networks, bound: 2).optima(along: [0.1])[0].information     // 0.742 bits
///
/// Every unit relaxes by itself at the rate 1 (W_ii = −1), couplings lie in −bound...bound, and all modes decay at the
/// rate `margin` or faster: max Re λ(W) ≤ −margin. Without that edge of stability there would be no best network.
/// Source of the model: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024).
///
/// The best networks lie on the edge, where eigenvalues coincide and are no smooth functions of the couplings. The
/// search comes from inside, by a barrier that is smooth all the same: ln Tr P with (W + margin)P + P(W + margin)ᵀ + 1 =
/// 0, which grows to infinity where a mode ceases to decay. In all of the best ones but one mode decay at the rate `margin`, so that
/// the last mile is smooth: along the surface of the networks with that characteristic polynomial.
/// Source: J. Vanbiervliet et al., SIAM J. Optim. 20, 156 (2009).
public struct StableLinearNetworks: ModelWithEquilibrium {
  /// The task.
  public let task: LinearTask

  /// σ_s², the strength of the noise.
  public let noise: Double

  /// The slowest decay rate that is allowed, between 0 and 1.
  public let margin: Double

  /// The number of networks drawn at random (from a fixed seed) at which the search begins, beside the best symmetric one.
  public let starts: Int

  /// Which couplings may differ.
  package enum Wiring: String, Sendable {
    case symmetric, general
  }

  /// Which couplings may differ; only symmetric ones, W = Wᵀ, in equilibrium: for them σ = 0.
  package private(set) var wiring = Wiring.general

  /// Networks of any wiring.
  ///
  /// - Precondition: the task has at least two inputs; the noise is positive, the margin lies between 0 and 1.
  public init(task: LinearTask, noise: Double = 1, margin: Double, starts: Int = 12) {
    require(task.weights.count > 1, "Couplings need at least two units.")
    require(noise > 0 && margin > 0 && margin < 1 && starts > 0, "There would be nothing to search.")
    self.task = task
    self.noise = noise
    self.margin = margin
    self.starts = starts
  }

  /// The symmetric ones.
  public var symmetric: StableLinearNetworks {
    var networks = self
    networks.wiring = .symmetric
    return networks
  }

  // MARK: - Coordinates

  /// The number of couplings that may differ.
  public var dimension: Int { pairs.count }

  /// W from its coordinates: the couplings row by row, or those above the diagonal.
  public func couplings(at point: [Double]) -> Matrix {
    var w = -Matrix.identity(task.weights.count)
    for (place, coupling) in zip(pairs, point) {
      w[place.i, place.j] = coupling
      if wiring == .symmetric { w[place.j, place.i] = coupling }
    }
    return w
  }

  func coordinates(of w: Matrix) -> [Double] { pairs.map { w[$0.i, $0.j] } }

  private var pairs: [(i: Int, j: Int)] {
    let n = task.weights.count
    return (0..<n).flatMap { i in
      (0..<n).compactMap { j in j > i || (j < i && wiring == .general) ? (i, j) : nil }
    }
  }

  /// I(s, y), σ and I(s, x).
  ///
  /// - Precondition: the network has a steady state.
  public func outcome(of couplings: Matrix) -> ComputationOutcome {
    do {
      let network = try LinearNetwork(couplings: couplings, noise: noise)
      return ComputationOutcome(
        performance: Performance(
          relevantInformation: bitsPerNat * (try network.relevantInformation(at: task)),
          entropyProductionRate: network.entropyProductionRate),
        inputInformation: bitsPerNat * (try network.inputInformation(at: task)))
    } catch {
      fatalError("The best network has no steady state. \(error)")
    }
  }

  // MARK: - Search

  /// The best equilibrium, and networks drawn at random.
  public func starts(along prices: [Double], within bound: Double, from equilibrium: Matrix) -> [[[Double]]] {
    let starts = [coordinates(of: equilibrium)] + draws(within: bound)
    return prices.map { _ in starts }
  }

  /// The same; of symmetric networks only those drawn at random.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    guard wiring == .general else {
      let starts = draws(within: bound)
      return prices.map { _ in starts }
    }
    let equilibrium = DissipationBottleneck(self, bound: bound).equilibrium
    return starts(along: prices, within: bound, from: equilibrium.couplings)
  }

  /// The points that maximise L: of the networks that were found within 1e-9 nats of the greatest L the one that dissipates least.
  /// Where the gain over the first start, the best equilibrium, is below 1e-8 nats, that is the optimum.
  public func maxima(along prices: [Double], from starts: [[[Double]]], within bound: Double) -> [Maximum] {
    require(bound > 0, "There would be nothing to search.")
    let maxima = followed(
      along: prices, better: { leastDissipating(among: [$1, $0]) },
      from: { best(from: starts[$0], price: prices[$0], within: bound) },
      next: { best(from: [$0.point], price: $1, within: bound, first: 1e-3) })
    guard wiring == .general else { return maxima }
    return zip(maxima, starts).map { maximum, starts in
      let quiet = Maximum(point: starts[0], value: outcome(of: couplings(at: starts[0])).benefit)
      return maximum.value > quiet.value + 1e-8 ? maximum : quiet
    }
  }

  /// The highest maximum that is reached from any of the starts, each of which is drawn back from the edge.
  ///
  /// The edge is so sharp where eigenvalues coincide that rounding stops a search on its way, at a network that depends on where it
  /// began. So the four best ones, and the first start, go on along the edge; see ``alongTheEdge(from:price:within:)``.
  private func best(
    from starts: [[Double]], price: Double, within bound: Double, first: Double = 0.02
  ) -> Maximum {
    let search = InteriorMaximum(first: first)
    let inside = starts.compactMap { start in
      search.climb(from: interior(start, within: bound)) { evaluate($0, price: price, within: bound) }
    }
    require(!inside.isEmpty, "No start lies inside of the edge of stability.")
    guard wiring == .general else { return leastDissipating(among: inside) }
    let ends = inside.sorted { $0.value > $1.value }.prefix(4).map(\.point) + starts.prefix(1)
    let along = ends.compactMap { alongTheEdge(from: $0, price: price, within: bound) }
    // Those found from inside end a little before the edge, and would be taken for others that dissipate less.
    let reached = along.map(\.value).max() ?? -.infinity
    return leastDissipating(among: along + inside.filter { $0.value > reached + Self.tie })
  }

  /// By how many nats L may fall short of the greatest one and still count as equal: near the price at which it begins to pay to
  /// dissipate, networks of quite different σ lie on a ridge of one L.
  private static let tie = 1e-9

  /// Of the maxima within `tie` of the highest the one with the smallest σ; the first of equal ones.
  private func leastDissipating(among maxima: [Maximum]) -> Maximum {
    let highest = maxima.map(\.value).max() ?? -.infinity
    let tied = maxima.filter { $0.value >= highest - Self.tie }
    guard tied.count > 1 else { return tied[0] }
    func dissipation(_ maximum: Maximum) -> Double {
      outcome(of: couplings(at: maximum.point)).performance.entropyProductionRate
    }
    return tied.map { ($0, dissipation($0)) }.min { $0.1 < $1.1 }?.0 ?? tied[0]
  }

  /// Couplings at random, of all sizes.
  private func draws(within bound: Double) -> [[Double]] {
    var random = RandomStream(seed: 2024)["linear bottleneck"][wiring.rawValue]
    return (0..<starts).map { _ in (0..<dimension).map { _ in 0.75 * bound * (2 * random.uniform() - 1) } }
  }

  /// The couplings, made smaller along their ray until they lie inside: λ(−1 + tJ) = −1 + tλ(J).
  private func interior(_ point: [Double], within bound: Double) -> [Double] {
    let w = couplings(at: point)
    guard let abscissa = try? w.spectralAbscissa + 1 else { return point.map { _ in 0 } }
    let toTheEdge = abscissa > 0 ? (1 - margin) / abscissa : .infinity
    let toTheBound = bound / max((w + .identity(w.rows)).largestEntry, .leastNormalMagnitude)
    return point.map { 0.95 * min(1, toTheEdge, toTheBound) * $0 }
  }
}
