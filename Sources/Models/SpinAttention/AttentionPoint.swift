import Matrices
import Randomness

/// Networks as points of a box: couplings, then biases if there are any, then gains if there is a query.
struct AttentionPoint {
  let model: AttentionModel
  /// Whether W = Wᵀ, so that a coupling is one coordinate for both directions.
  let isSymmetric: Bool

  init(_ model: AttentionModel, isSymmetric: Bool) { (self.model, self.isSymmetric) = (model, isSymmetric) }

  private var spins: Int { model.spins }
  private var hasQuery: Bool { model.rule == .selection }
  private var pairs: [(Int, Int)] {
    (0..<spins).flatMap { i in (0..<spins).filter { isSymmetric ? i < $0 : i != $0 }.map { (i, $0) } }
  }

  /// How many coordinates a point has.
  var dimension: Int { pairs.count + (model.hasBiases ? spins : 0) + (hasQuery ? spins : 0) }

  /// The network at a point.
  func network(at point: [Double]) -> QueriedNetwork {
    var couplings = Matrix.zeros(spins, spins)
    for ((i, j), value) in zip(pairs, point) {
      couplings[i, j] = value
      if isSymmetric { couplings[j, i] = value }
    }
    let none = Array(repeating: 0.0, count: spins)
    let rest = point.dropFirst(pairs.count)
    return QueriedNetwork(
      couplings: couplings, biases: model.hasBiases ? Array(rest.prefix(spins)) : none,
      gains: hasQuery ? Array(rest.suffix(spins)) : none)
  }

  /// The point of a network; of symmetric ones the entries above the diagonal.
  func point(_ network: QueriedNetwork) -> [Double] {
    let w = network.matrix
    return pairs.map { w[$0.0, $0.1] } + (model.hasBiases ? network.biases : []) + (hasQuery ? network.gains : [])
  }

  /// Uniform points of the box.
  func random(_ count: Int, bound: Double, _ random: RandomStream) -> [[Double]] {
    var stream = random
    return (0..<count).map { _ in (0..<dimension).map { _ in bound * (2 * stream.uniform() - 1) } }
  }

  /// Networks that are built by hand.
  func designs(bound: Double) -> [[Double]] {
    switch model.rule {
    case .selection where spins > 2: [point(Self.exchangeable(spins, bound: bound, isSymmetric: isSymmetric))]
    case .exclusiveOr where spins == 4 && isSymmetric:
      [point(ThreeBodyCoupling(beta: model.beta, bound: bound).exclusiveOr)]
    default: []
    }
  }

  /// A network that treats both inputs alike: the query opens the gate of one sensor and closes that of the other, and all
  /// other spins add up what the sensors show. Out of equilibrium the sensors feel the others less than these feel them.
  static func exchangeable(_ spins: Int, bound: Double, isSymmetric: Bool) -> QueriedNetwork {
    let couplings = Matrix(rows: spins, columns: spins) { i, j in
      i == j ? 0 : max(i, j) < 2 ? -0.03 * bound : i < 2 && !isSymmetric ? 0.5 * bound : bound
    }
    let rest = Array(repeating: 0.9 * bound, count: spins - 2)
    return QueriedNetwork(
      couplings: couplings, biases: [-bound, -bound] + rest, gains: [bound, -bound] + rest.map { _ in 0 })
  }
}
