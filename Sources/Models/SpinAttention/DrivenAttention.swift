import DissipationBottlenecks
import Optimisation
import Randomness

/// Networks with any couplings, searched for the largest L = I(o, y) − αΣ in nats.
///
/// A point is W_ij for i ≠ j row by row, then the biases, if there are any, then the gains, if there is a query.
public struct DrivenAttention: GradientSearchedModel {
  /// The task.
  public let task: AttentionTask
  /// The number of random points at which the search begins, and of points near the networks that are known.
  public let starts: Int
  /// Where they are drawn from.
  public let random: RandomStream
  /// Networks at which it begins, such as the best equilibrium.
  public let known: [QueriedNetwork]

  /// A search.
  public init(_ task: AttentionTask, starts: Int, random: RandomStream, known: [QueriedNetwork]) {
    (self.task, self.starts, self.random, self.known) = (task, starts, random, known)
  }

  private var layout: AttentionPoint { AttentionPoint(task.model, isSymmetric: false) }

  /// N(N − 1) couplings, N biases and N gains.
  public var dimension: Int { layout.dimension }

  /// The network at a point.
  public func couplings(at point: [Double]) -> QueriedNetwork { layout.network(at: point) }

  /// The network whose readout has the sign of the input.
  public func canonical(_ couplings: QueriedNetwork) -> QueriedNetwork { task.canonical(couplings) }

  /// What a network achieves.
  public func outcome(of couplings: QueriedNetwork) -> AttentionOutcome { task.outcome(of: couplings) }

  /// The networks that are known, the one built by hand, those that are known with noise of a fifth of the bound, and random ones. The
  /// optima at the neighbouring prices follow in both directions.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    let near = layout.random(starts, bound: 0.2 * bound, random[0])
    let points = known.map(layout.point)
    let noisy =
      points.isEmpty
      ? [] : near.enumerated().map { n, noise in zip(points[n % points.count], noise).map { $0 + $1 } }
    let all = points + layout.designs(bound: bound) + noisy + layout.random(starts, bound: bound, random[1])
    return prices.map { _ in all }
  }

  /// L in nats, with its gradient.
  public func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope {
    let (value, gradient) = task.slope(of: couplings(at: point), price: price)
    return GlobalMaximum.Slope(value: value, gradient: layout.point(gradient))
  }
}
