import Validation

/// Counts of a quantity in equal bins, and the probability density they estimate.
///
///     var work = Histogram(in: -2...6, bins: 40)
///     work.add(0.31)
///     work.density(at: 11)                          // with its binomial standard error
public struct Histogram: Sendable, Validated, Hashable {
  /// The range that the bins divide.
  public let range: ClosedRange<Double>

  /// The weight in each bin.
  public private(set) var weights: [Double]

  /// The weight that fell below and above the range.
  public private(set) var below = 0.0, above = 0.0

  private var squaredWeights: [Double]
  private var totalSquaredWeight = 0.0

  /// An empty histogram.
  ///
  /// - Precondition: the range is finite and not empty, and there is at least one bin.
  public init(in range: ClosedRange<Double>, bins: Int) {
    self.range = range
    weights = Array(repeating: 0, count: max(0, bins))
    squaredWeights = weights
    requireNoFlaw()
  }

  /// Reads a histogram.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    range = try fields.read(.range)
    weights = try fields.read(.weights)
    (below, above) = (try fields.read(.below), try fields.read(.above))
    squaredWeights = try fields.read(.squaredWeights)
    totalSquaredWeight = try fields.read(.totalSquaredWeight)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the bins; nil where nothing is.
  public var flaw: String? {
    if weights.isEmpty { return "A histogram needs at least one bin." }
    if !(range.lowerBound < range.upperBound && (range.upperBound - range.lowerBound).isFinite) {
      return "A histogram needs a finite range of positive width."
    }
    if weights.count != squaredWeights.count { return "A histogram has a weight and a squared weight per bin." }
    let all = weights + squaredWeights + [below, above, totalSquaredWeight]
    return all.allSatisfy { $0 >= 0 && $0.isFinite } ? nil : "A weight must be finite and not negative."
  }

  /// How wide a bin is.
  public var binWidth: Double { (range.upperBound - range.lowerBound) / Double(weights.count) }

  /// The middle of a bin.
  public func center(of bin: Int) -> Double { range.lowerBound + (Double(bin) + 0.5) * binWidth }

  /// All weight added, outside of the range too.
  public var total: Double { weights.reduce(below + above, +) }

  /// Adds one independent sample. The upper end of the range belongs to the last bin.
  ///
  /// - Precondition: the sample is a number, and the weight is finite and not negative.
  public mutating func add(_ sample: Double, weight: Double = 1) {
    require(!sample.isNaN, "A histogram cannot place a sample that is not a number.")
    require(weight >= 0 && weight.isFinite, "A weight must be finite and not negative.")
    totalSquaredWeight += weight * weight
    if sample < range.lowerBound {
      below += weight
    } else if sample > range.upperBound {
      above += weight
    } else {
      let bin = min(weights.count - 1, Int((sample - range.lowerBound) / binWidth))
      weights[bin] += weight
      squaredWeights[bin] += weight * weight
    }
  }

  /// Whether the bins are those of another histogram.
  public func hasBins(of other: Histogram) -> Bool { range == other.range && weights.count == other.weights.count }

  /// Adds all samples of another histogram.
  ///
  /// - Precondition: the bins are the same.
  public mutating func merge(_ other: Histogram) {
    require(hasBins(of: other), "Merged histograms need the same bins.")
    for bin in weights.indices {
      weights[bin] += other.weights[bin]
      squaredWeights[bin] += other.squaredWeights[bin]
    }
    below += other.below
    above += other.above
    totalSquaredWeight += other.totalSquaredWeight
  }

  /// The same samples in wider bins, each made of `factor` neighbours.
  ///
  /// - Precondition: the factor divides the number of bins.
  public func coarsened(by factor: Int) -> Histogram {
    require(factor > 0 && weights.count % factor == 0, "Whole groups of bins make the wider ones.")
    var coarse = Histogram(in: range, bins: weights.count / factor)
    for bin in weights.indices {
      coarse.weights[bin / factor] += weights[bin]
      coarse.squaredWeights[bin / factor] += squaredWeights[bin]
    }
    (coarse.below, coarse.above, coarse.totalSquaredWeight) = (below, above, totalSquaredWeight)
    return coarse
  }

  /// The range of a bin.
  public func range(of bin: Int) -> ClosedRange<Double> {
    range.lowerBound + Double(bin) * binWidth...range.lowerBound + Double(bin + 1) * binWidth
  }

  /// The probability of a bin, with the standard error of independent weighted samples:
  /// Var(p) = [(1 − 2p) Σ_bin w² + p² Σ w²]/(Σ w)², which for unit weights is p(1 − p)/n.
  public func probability(of bin: Int) -> Estimate {
    let all = total
    let p = weights[bin] / all
    let variance = ((1 - 2 * p) * squaredWeights[bin] + p * p * totalSquaredWeight) / (all * all)
    return Estimate(p, standardError: notNegative(variance).squareRoot())
  }

  /// The probability density in a bin, per unit of the sample.
  public func density(at bin: Int) -> Estimate { (1 / binWidth) * probability(of: bin) }
}
