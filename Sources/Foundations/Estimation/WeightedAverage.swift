import Validation

/// The mean of independent samples that count with different, known weights.
///
///     var m = WeightedAverage()
///     m.add(1.3, weight: 0.2)
///
/// The value is Σwx/Σw. Its standard error is that of a ratio of two sums of independent terms,
/// √(n/(n−1) Σw²(x − x̄)²)/Σw: correct when weights and samples are correlated, as they are for time-weighted or
/// reweighted averages (the ratio estimator of W. G. Cochran, Sampling Techniques, 3rd ed., 1977, ch. 6).
public struct WeightedAverage: Sendable, Validated, Hashable {
  /// How many samples were added.
  public private(set) var count = 0

  /// The sum of the weights.
  public private(set) var totalWeight = 0.0

  private var sum = 0.0
  // Σw², Σw²d and Σw²d² with d = x − shift: the shift is the first sample, so that nothing large cancels.
  private var shift = 0.0
  private var squaredWeights = 0.0
  private var first = 0.0
  private var second = 0.0

  /// The average of no samples yet.
  public init() {}

  /// Reads an average.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.read(.count)
    totalWeight = try fields.read(.totalWeight)
    sum = try fields.read(.sum)
    shift = try fields.read(.shift)
    squaredWeights = try fields.read(.squaredWeights)
    first = try fields.read(.first)
    second = try fields.read(.second)
    try decoder.refuseFlaw(of: self)
  }

  /// What no samples can have led to; nil where some can.
  public var flaw: String? {
    if !(0...mostCounted).contains(count) { return "An average has counted no fewer than 0 and at most 10¹⁵ samples." }
    return totalWeight < 0 || squaredWeights < 0 || second < 0 ? "A sum of weights cannot be negative." : nil
  }

  /// Adds one sample.
  ///
  /// - Precondition: the weight is finite and not negative.
  public mutating func add(_ sample: Double, weight: Double) {
    require(weight >= 0 && weight.isFinite, "A weight must be finite and not negative.")
    if count == 0 { shift = sample }
    let deviation = sample - shift
    count += 1
    totalWeight += weight
    sum += weight * deviation
    squaredWeights += weight * weight
    first += weight * weight * deviation
    second += weight * weight * deviation * deviation
  }

  /// The effective number of samples, (Σw)²/Σw² (L. Kish, Survey Sampling, 1965).
  public var effectiveCount: Double { totalWeight * totalWeight / squaredWeights }

  /// The mean with its standard error; not a number without weight, the error below two samples. The error has as many degrees of
  /// freedom as that of ``effectiveCount`` samples of one weight.
  public var estimate: Estimate {
    let offset = sum / totalWeight
    let scatter = second - 2 * offset * first + offset * offset * squaredWeights
    let n = Double(count)
    let error = count > 1 ? (n / (n - 1) * notNegative(scatter)).squareRoot() / totalWeight : .nan
    return Estimate(
      shift + offset, standardError: error, degreesOfFreedom: count > 1 ? max(1, effectiveCount - 1) : 1)
  }
}

extension Estimate {
  /// The combination of independent estimates of one quantity that has the smallest error: weights 1/error².
  ///
  /// - Precondition: there is at least one estimate and every standard error is positive.
  public static func weightedMean(_ estimates: [Estimate]) -> Estimate {
    require(!estimates.isEmpty, "The weighted mean of no estimates does not exist.")
    require(
      estimates.allSatisfy { $0.standardError > 0 }, "A weighted mean needs estimates with positive standard errors.")
    let weights = estimates.map { 1 / ($0.standardError * $0.standardError) }
    let total = weights.reduce(0, +)
    let value = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1.value } / total
    let spread = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.0 / (total * total) / $1.1.degreesOfFreedom }
    return Estimate(
      value, standardError: (1 / total).squareRoot(), degreesOfFreedom: spread > 0 ? 1 / spread : .infinity)
  }
}
