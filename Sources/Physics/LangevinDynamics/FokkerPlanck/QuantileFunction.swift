import Validation

/// The quantile function of a distribution on a line, x(q) for 0 < q < 1: below x(q) lies the probability q.
///
/// On a line the cheapest transport from one distribution to another keeps the order of the points, so that the Wasserstein
/// distance is that of the quantile functions, W_pᵖ = ∫|x(q) − y(q)|ᵖ dq, whatever p ≥ 1:
///
///     let a = try QuantileFunction(of: [0.0, 1.0]), b = try QuantileFunction(of: [0.5, 2.5])
///     a.distance(to: b, order: 1)           // 1.0
///     a.distance(to: b)                     // 1.118…: √((0.5² + 1.5²)/2)
///
/// Source: C. Villani, "Topics in Optimal Transportation" (American Mathematical Society, 2003), theorem 2.18.
public struct QuantileFunction: Sendable {
  /// What lies in order on the line: a probability, spread evenly between two positions.
  private struct Piece: Sendable {
    var probability, first, last: Double
  }
  private let pieces: [Piece]
  /// The positions in order, where it is that of samples.
  private let samples: [Double]?

  /// Of samples, each with the same probability.
  ///
  /// - Throws: `InvalidInput` where there is none, or one is not finite.
  public init(of samples: [Double]) throws(InvalidInput) {
    try demand(!samples.isEmpty && samples.allSatisfy(\.isFinite), "Quantiles need at least one sample, all finite.")
    let probability = 1 / Double(samples.count)
    let samples = samples.sorted()
    pieces = samples.map { Piece(probability: probability, first: $0, last: $0) }
    self.samples = samples
  }

  /// Of a density, normalised here, and constant in each cell. Values that are not positive count as nothing.
  ///
  /// - Throws: `InvalidInput` where the density is positive nowhere.
  public init(of density: LineDensity) throws(InvalidInput) {
    let (grid, half) = (density.grid, 0.5 * density.grid.spacing)
    let total = density.values.reduce(0) { $0 + max(0, $1) }
    try demand(total > 0, "Quantiles need a density that is positive somewhere.")
    samples = nil
    pieces = density.values.enumerated().compactMap { point, value in
      let x = grid.position(point)
      return value > 0 ? Piece(probability: value / total, first: x - half, last: x + half) : nil
    }
  }

  /// The Wasserstein distance W₁ or W₂, exact to rounding for the distributions as they are given. Time linear in the number of
  /// samples and cells. Two samples are compared in whole parts: a sample and its threefold copy have the distance 0.
  ///
  /// - Parameters:
  ///   - other: the distribution to go to.
  ///   - order: 1 or 2.
  public func distance(to other: QuantileFunction, order: Int = 2) -> Double {
    require(order == 1 || order == 2, "Wasserstein distances are of order 1 or 2.")
    if let samples, let others = other.samples { return Self.distance(samples, others, order) }
    var (i, j) = (0, 0)
    var (mine, yours) = (pieces[0], other.pieces[0])
    var sum = 0.0
    while true {
      let probability = min(mine.probability, yours.probability)
      let (left, right) = (Self.cut(&mine, probability), Self.cut(&yours, probability))
      // Over the common part the difference is linear, from a to b.
      let (a, b) = (left.first - right.first, left.last - right.last)
      if order == 2 {
        sum += probability * (a * a + a * b + b * b) / 3
      } else if (a < 0) == (b < 0) {
        sum += probability * 0.5 * abs(a + b)
      } else {
        sum += probability * 0.5 * (a * a + b * b) / max(abs(a - b), .leastNormalMagnitude)
      }
      // Totals differ by rounding: what is left over on one side at the end is nothing.
      if mine.probability <= 0 {
        i += 1
        if i == pieces.count { break }
        mine = pieces[i]
      }
      if yours.probability <= 0 {
        j += 1
        if j == other.pieces.count { break }
        yours = other.pieces[j]
      }
    }
    return order == 2 ? sum.squareRoot() : sum
  }

  /// Between n and m samples in order: a sample of the ones is as much as m parts, one of the others as n.
  private static func distance(_ mine: [Double], _ yours: [Double], _ order: Int) -> Double {
    let (n, m) = (mine.count, yours.count)
    // Squares must neither overflow nor vanish.
    var largest = 0.0
    for sample in mine + yours { largest = max(largest, abs(sample)) }
    let unit = largest > 1e-100 && largest < 1e100 ? 1 : largest
    if largest == 0 { return 0 }
    var (i, j, left, right) = (0, 0, m, n)
    var sum = 0.0
    while i < n {
      let parts = min(left, right)
      let distance = abs(mine[i] / unit - yours[j] / unit)
      sum += Double(parts) * (order == 2 ? distance * distance : distance)
      (left, right) = (left - parts, right - parts)
      if left == 0 { (i, left) = (i + 1, m) }
      if right == 0 { (j, right) = (j + 1, n) }
    }
    let mean = sum / (Double(n) * Double(m))
    return unit * (order == 2 ? mean.squareRoot() : mean)
  }

  /// Cuts off the first part of a piece.
  private static func cut(_ piece: inout Piece, _ probability: Double) -> Piece {
    if probability >= piece.probability {
      let whole = piece
      piece.probability = 0
      return whole
    }
    let middle = piece.first + (piece.last - piece.first) * (probability / piece.probability)
    let part = Piece(probability: probability, first: piece.first, last: middle)
    piece = Piece(probability: piece.probability - probability, first: middle, last: piece.last)
    return part
  }
}
