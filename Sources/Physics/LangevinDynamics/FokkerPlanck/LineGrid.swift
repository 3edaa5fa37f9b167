/// Equally spaced points on a line, each in the middle of a cell as wide as the spacing.
///
///     let grid = LineGrid(-1.9...1.9, points: 801)
///     grid.spacing                          // 0.00475
///     grid.position(0)                      // -1.9
@frozen
public struct LineGrid: Sendable, Hashable, Codable {
  /// From the first point to the last. The cells reach half a spacing further.
  public let range: ClosedRange<Double>
  /// How many points there are.
  public let count: Int
  /// The distance between two points, and the width of a cell.
  public let spacing: Double

  /// A grid.
  ///
  /// - Parameters:
  ///   - range: from the first point to the last, in the unit of length.
  ///   - count: how many points.
  /// - Precondition: the range has a positive, finite width, and there are at least three points.
  public init(_ range: ClosedRange<Double>, points count: Int) {
    let width = range.upperBound - range.lowerBound
    precondition(width > 0 && width.isFinite, "The range of a grid has a positive, finite width.")
    precondition(count >= 3, "A grid has at least three points.")
    (self.range, self.count, spacing) = (range, count, width / Double(count - 1))
  }

  /// Where a point is.
  @inlinable @inline(__always)
  public func position(_ point: Int) -> Double { range.lowerBound + Double(point) * spacing }

  /// Where all points are.
  public var positions: [Double] { (0..<count).map(position) }

  /// Which part of a cell lies in a range of positions, from 0 to 1.
  @usableFromInline
  func share(of point: Int, in range: ClosedRange<Double>) -> Double {
    let (x, half) = (position(point), 0.5 * spacing)
    return max(0, min(x + half, range.upperBound) - max(x - half, range.lowerBound)) / spacing
  }
}
