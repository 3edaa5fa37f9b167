import Validation

/// How often a quantity took each of its values, where these are discrete: entropy that is produced jump by jump.
///
///     var entropy = Tally()
///     entropy.add(0.945)
///     entropy.logRatiosUnderReflection()            // ln P(s)/P(−s) at every value, without the bias of bins
///
/// Values nearer to each other than half of the resolution are one value, so that rounding does not tell them apart.
public struct Tally: Sendable, Validated, Hashable {
  /// How far apart values are at least.
  public let resolution: Double

  // By value, in units of the resolution.
  private var counts: [Int: Int] = [:]

  /// A tally of nothing yet.
  ///
  /// - Precondition: the resolution is positive.
  public init(resolution: Double = 1e-6) {
    self.resolution = resolution
    requireNoFlaw()
  }

  /// Reads a tally.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    resolution = try fields.read(.resolution)
    counts = try fields.read(.counts)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the tally; nil where nothing is.
  public var flaw: String? {
    if !(resolution > 0 && resolution.isFinite) { return "A tally needs a positive resolution." }
    let places = counts.keys.map { abs(Double($0)) }
    if !places.allSatisfy({ $0 < Self.limit && ($0 * resolution).isFinite }) {
      return "A tally takes finite values of at most 10¹⁵ resolutions."
    }
    var total = 0
    for count in counts.values {
      if !(0...mostCounted - total).contains(count) {
        return "A tally has counted at most 10¹⁵ samples, none less than 0 times."
      }
      total += count
    }
    return nil
  }

  /// Below how many resolutions a value lies.
  private static let limit = 1e15

  /// How many samples were added.
  public var total: Int { counts.values.reduce(0, +) }

  /// The values that were found, ascending, each to half of the resolution.
  public var values: [Double] { counts.keys.sorted().map { Double($0) * resolution } }

  /// How often a value was found.
  public func count(of value: Double) -> Int { counts[place(of: value)] ?? 0 }

  /// Adds samples of one value.
  ///
  /// - Precondition: the value is finite and less than 10¹⁵ resolutions.
  public mutating func add(_ value: Double, count: Int = 1) { counts[place(of: value), default: 0] += count }

  /// Adds all samples of another tally.
  ///
  /// - Precondition: both have the same resolution.
  public mutating func merge(_ other: Tally) {
    require(resolution == other.resolution, "Tallies of different resolutions cannot be merged.")
    counts.merge(other.counts, uniquingKeysWith: +)
  }

  private func place(of value: Double) -> Int {
    let place = (value / resolution).rounded()
    require(abs(place) < Self.limit, "A tally takes finite values of at most 10¹⁵ resolutions.")
    return Int(place)
  }

  /// ln P(s)/P(−s) at each value s > 0: the detailed fluctuation theorem says s.
  ///
  /// Values and corrections as in ``Histogram/logRatiosUnderReflection(minimumCount:)``.
  public func logRatiosUnderReflection(minimumCount: Double = 20) -> [LogRatio] {
    require(minimumCount >= 1, "A value that was not found has no logarithm.")
    return values.filter { $0 > 0 }.compactMap { value in
      let (there, back) = (Double(count(of: value)), Double(count(of: -value)))
      guard there >= minimumCount, back >= minimumCount else { return nil }
      return LogRatio(center: value, logarithm: LogRatio.logRatio(there, back, offset: 0))
    }
  }
}
