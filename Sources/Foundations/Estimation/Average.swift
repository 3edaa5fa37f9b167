import Validation

/// The mean of independent samples, with its standard error, in one pass and constant memory.
///
///     var heat = Average()
///     for _ in 0..<1000 { heat.add(sample()) }
///     heat.estimate                                 // value and standard error s/√n
///
/// Source: B. P. Welford, Technometrics 4, 419 (1962); merging: T. F. Chan, G. H. Golub and R. J. LeVeque,
/// Am. Stat. 37, 242 (1983). Both avoid the cancellation of Σx² − (Σx)²/n.
public struct Average: Sendable, Validated, Hashable {
  /// How many samples were added.
  public private(set) var count = 0

  /// Their mean; 0 before the first.
  public private(set) var mean = 0.0

  /// Σ(x − mean)².
  private(set) var squares = 0.0

  /// The average of no samples yet.
  public init() {}

  /// Reads an average.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.read(.count)
    mean = try fields.read(.mean)
    squares = try fields.read(.squares)
    try decoder.refuseFlaw(of: self)
  }

  /// What no samples can have led to; nil where some can.
  public var flaw: String? {
    if !(0...mostCounted).contains(count) { return "An average has counted no fewer than 0 and at most 10¹⁵ samples." }
    return squares < 0 ? "A sum of squares cannot be negative." : nil
  }

  /// The average of these samples.
  public init(_ samples: [Double]) {
    for sample in samples { add(sample) }
  }

  /// The average of these samples; an array is faster.
  public init(_ samples: some Sequence<Double>) {
    for sample in samples { add(sample) }
  }

  /// Adds one sample.
  public mutating func add(_ sample: Double) {
    count += 1
    let before = sample - mean
    mean += before / Double(count)
    squares += before * (sample - mean)
  }

  /// Adds all samples of another average.
  public mutating func merge(_ other: Average) {
    guard other.count > 0 else { return }
    let total = Double(count + other.count)
    let difference = other.mean - mean
    squares += other.squares + difference * difference * Double(count) * Double(other.count) / total
    mean += difference * Double(other.count) / total
    count += other.count
  }

  /// Multiplies all samples.
  mutating func scale(by factor: Double) { (mean, squares) = (factor * mean, factor * factor * squares) }

  /// The unbiased sample variance; not a number below two samples.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : .nan }

  /// The mean with its standard error; the error is not a number below two samples.
  public var estimate: Estimate {
    Estimate(
      mean, standardError: (variance / Double(count)).squareRoot(), degreesOfFreedom: Double(max(1, count - 1)))
  }
}
