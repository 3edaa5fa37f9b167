import Validation

/// The points of a set that no other point beats in both cost and loss: what can be had at best for how much.
///
///     let front = ParetoFront([(cost: 1, loss: 0.3), (cost: 2, loss: 0.4), (cost: 3, loss: 0.1)])
///     front.points.map(\.cost)          // [1, 3]
///     front.loss(atCost: 2.5)           // 0.3: the best that costs at most 2.5
///
/// Source: V. Pareto, Manuale di economia politica (1906); in optimisation K. Miettinen, Nonlinear Multiobjective Optimization
/// (Kluwer, 1999), definition 2.2.1.
public struct ParetoFront: Sendable, Hashable {
  /// A point.
  public struct Point: Sendable, Hashable, Codable {
    /// What is paid, and what is lost.
    public var cost, loss: Double

    /// A point.
    public init(cost: Double, loss: Double) { (self.cost, self.loss) = (cost, loss) }
  }

  /// The points on the front, by ascending cost and descending loss, both strictly.
  public let points: [Point]

  /// The front of some points, in whatever order.
  ///
  /// - Precondition: no cost and no loss is a NaN.
  public init(_ points: some Sequence<Point>) {
    var front: [Point] = []
    let ordered = points.sorted { ($0.cost, $0.loss) < ($1.cost, $1.loss) }
    require(ordered.allSatisfy { !$0.cost.isNaN && !$0.loss.isNaN }, "Cost and loss must be numbers.")
    for point in ordered where point.loss < front.last?.loss ?? .infinity { front.append(point) }
    self.points = front
  }

  /// The front of some pairs.
  public init(_ pairs: some Sequence<(cost: Double, loss: Double)>) {
    self.init(pairs.map { Point(cost: $0.cost, loss: $0.loss) })
  }

  /// The least loss of a point that costs at most so much; nil where none is as cheap.
  ///
  /// Nothing is interpolated: between two points nothing need be possible but the cheaper one.
  public func loss(atCost cost: Double) -> Double? { points.last { $0.cost <= cost }?.loss }
}
