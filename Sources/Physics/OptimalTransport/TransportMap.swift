import LangevinDynamics
import Validation

/// The cheapest way to carry one density on a line into another: the map that keeps the order of the points, x ↦ T(x) with
/// ∫_{−∞}^{x} p₀ = ∫_{−∞}^{T(x)} p₁.
///
///     let map = try TransportMap(from: density, to: shifted)
///     map.squaredDistance                   // W₂²
///     map.masses(at: 0.5, on: grid)         // halfway on the geodesic between the two
///
/// The Wasserstein geodesic (displacement interpolation) carries the point x to (1 − s) x + s T(x), 0 ≤ s ≤ 1, each at its
/// own constant velocity.
/// Both densities are constant in each of their cells, so that the map is linear in pieces. The pieces are matched from
/// both ends to the median: the probability of a piece has full relative precision in both tails.
///
/// Source: J.-D. Benamou and Y. Brenier, Numer. Math. 84, 375 (2000); R. J. McCann, Adv. Math. 128, 153 (1997).
public struct TransportMap: Sendable {
  /// What is carried as a whole: a probability, spread evenly between two positions, and where these go.
  @frozen
  public struct Piece: Sendable, Hashable {
    /// The probability; positive.
    public var probability: Double
    /// Where it starts: the lower and the upper end.
    public var first, last: Double
    /// Where these two ends go.
    public var firstImage, lastImage: Double

    /// A piece.
    public init(probability: Double, first: Double, last: Double, firstImage: Double, lastImage: Double) {
      (self.probability, self.first, self.last) = (probability, first, last)
      (self.firstImage, self.lastImage) = (firstImage, lastImage)
    }
  }

  /// The pieces, in their order on the line. Their probabilities add up to 1 but for rounding.
  public let pieces: [Piece]

  /// The optimal map from one density to another; both are normalised here.
  ///
  /// - Throws: `InvalidInput` where a density is negative, or positive nowhere.
  public init(from source: LineDensity, to target: LineDensity) throws(InvalidInput) {
    let (from, to) = (try Self.parts(of: source), try Self.parts(of: target))
    let mirrored = { (parts: [Part]) in
      parts.reversed().map { Part(probability: $0.probability, first: -$0.last, last: -$0.first) }
    }
    let upper = Self.matched(mirrored(from), mirrored(to)).reversed().map {
      Piece(
        probability: $0.probability, first: -$0.last, last: -$0.first, firstImage: -$0.lastImage,
        lastImage: -$0.firstImage)
    }
    pieces = Self.matched(from, to) + upper
  }

  /// A map that is given piece by piece.
  ///
  /// - Throws: `InvalidInput` unless the pieces have positive probabilities and follow one another on the line, before and
  ///   after.
  public init(pieces: [Piece]) throws(InvalidInput) {
    try demand(!pieces.isEmpty, "A map has at least one piece.")
    for piece in pieces {
      try demand(
        piece.probability > 0 && piece.first <= piece.last && piece.firstImage <= piece.lastImage,
        "A piece has a positive probability, and ends in their order.")
    }
    for (piece, next) in zip(pieces, pieces.dropFirst()) {
      try demand(
        piece.last <= next.first && piece.lastImage <= next.firstImage, "The pieces of a map keep their order.")
    }
    self.pieces = pieces
  }

  /// ∫ (T(x) − x)² p₀ dx, in units of length squared: W₂² of the two densities.
  public var squaredDistance: Double {
    pieces.reduce(0) { sum, piece in
      let (a, b) = (piece.firstImage - piece.first, piece.lastImage - piece.last)
      return sum + piece.probability * (a * a + a * b + b * b) / 3
    }
  }

  /// T(x); at a place without probability, the nearest piece's.
  public func image(of x: Double) -> Double {
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].last < x { low = middle + 1 } else { high = middle }
    }
    let piece = pieces[low]
    let width = piece.last - piece.first
    let share = width > 0 ? min(1, max(0, (x - piece.first) / width)) : 0.5
    return piece.firstImage + share * (piece.lastImage - piece.firstImage)
  }

  /// The probability of each cell of a grid at a place of the geodesic. What lies beyond the grid counts for its end cells.
  ///
  /// A sum of positive numbers: small probabilities, between the wells and in the tails, keep their precision.
  ///
  /// - Parameters:
  ///   - s: from 0, the source, to 1, the target.
  ///   - grid: the cells.
  public func masses(at s: Double, on grid: LineGrid) -> [Double] {
    require((0...1).contains(s), "A place on a geodesic lies between 0 and 1.")
    let (origin, perLength) = (grid.range.lowerBound - 0.5 * grid.spacing, 1 / grid.spacing)
    var masses = Array(repeating: 0.0, count: grid.count)
    masses.withUnsafeMutableBufferPointer { masses in
      for piece in pieces {
        let first = (piece.first + s * (piece.firstImage - piece.first) - origin) * perLength
        let last = (piece.last + s * (piece.lastImage - piece.last) - origin) * perLength
        let cells = (Self.cell(first, grid.count), Self.cell(last, grid.count))
        if cells.0 == cells.1 {
          masses[cells.0] += piece.probability
          continue
        }
        let perCell = piece.probability / (last - first)
        masses[cells.0] += (Double(cells.0 + 1) - first) * perCell
        for cell in (cells.0 + 1)..<cells.1 { masses[cell] += perCell }
        masses[cells.1] += (last - Double(cells.1)) * perCell
      }
    }
    return masses
  }

  /// The density on the geodesic; see ``masses(at:on:)``.
  public func density(at s: Double, on grid: LineGrid) throws(InvalidInput) -> LineDensity {
    try LineDensity(on: grid, values: masses(at: s, on: grid).map { $0 / grid.spacing })
  }

  private static func cell(_ place: Double, _ count: Int) -> Int {
    place > 0 ? min(count - 1, Int(min(place, 1e9))) : 0
  }

  // MARK: - Matching

  /// A probability that is spread evenly between two positions.
  private struct Part {
    var probability, first, last: Double
  }

  private static func parts(of density: LineDensity) throws(InvalidInput) -> [Part] {
    let (grid, half) = (density.grid, 0.5 * density.grid.spacing)
    let total = density.values.reduce(0, +)
    try demand(
      density.values.allSatisfy { $0 >= 0 } && total > 0,
      "What is transported is a density that is not negative, and positive somewhere.")
    return density.values.enumerated().compactMap { point, value in
      let x = grid.position(point)
      return value > 0 ? Part(probability: value / total, first: x - half, last: x + half) : nil
    }
  }

  /// The pieces from the lower end up to the median.
  private static func matched(_ source: [Part], _ target: [Part]) -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(source.count + target.count)
    var (i, j) = (0, 0)
    var (mine, yours) = (source[0], target[0])
    var rest = 0.5
    while rest > 0 {
      let probability = min(mine.probability, yours.probability, rest)
      let (from, to) = (cut(&mine, probability), cut(&yours, probability))
      pieces.append(
        Piece(
          probability: probability, first: from.first, last: from.last, firstImage: to.first, lastImage: to.last))
      rest -= probability
      if mine.probability <= 0 {
        i += 1
        if i == source.count { break }
        mine = source[i]
      }
      if yours.probability <= 0 {
        j += 1
        if j == target.count { break }
        yours = target[j]
      }
    }
    return pieces
  }

  /// Cuts off the first part.
  private static func cut(_ part: inout Part, _ probability: Double) -> Part {
    if probability >= part.probability {
      let whole = part
      part.probability = 0
      return whole
    }
    let middle = part.first + (part.last - part.first) * (probability / part.probability)
    let first = Part(probability: probability, first: part.first, last: middle)
    part = Part(probability: part.probability - probability, first: middle, last: part.last)
    return first
  }
}
