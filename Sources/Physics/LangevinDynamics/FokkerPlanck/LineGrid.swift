import Validation

/// Equally spaced points on a line, each in the middle of a cell as wide as the spacing.
///
///     let grid = try LineGrid(-1.9...1.9, points: 801)
///     grid.spacing                          // 0.00475
///     grid.position(0)                      // -1.9
@frozen
public struct LineGrid: Sendable, Hashable, Validated {
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
  public init(_ range: ClosedRange<Double>, points count: Int) throws(InvalidInput) {
    (self.range, self.count) = (range, count)
    spacing = Self.spacing(of: count, in: range)
    try demandNoFlaw()
  }

  private static func spacing(of count: Int, in range: ClosedRange<Double>) -> Double {
    (range.upperBound - range.lowerBound) / Double(max(2, count) - 1)
  }

  /// Reads a grid.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (range, count) = (try fields.read(.range), try fields.read(.count))
    spacing = try fields.read(.spacing)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the grid; nil where nothing is.
  public var flaw: String? {
    let width = range.upperBound - range.lowerBound
    if !(width > 0 && width.isFinite) { return "The range of a grid has a positive, finite width." }
    if count < 3 { return "A grid has at least three points." }
    if count > 1 << 22 { return "A grid has at most four million points." }
    return spacing == Self.spacing(of: count, in: range) ? nil : "The points of a grid divide its range equally."
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
