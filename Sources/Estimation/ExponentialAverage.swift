import ElementaryFunctions

/// The average ⟨exp(−x)⟩ of independent samples and its logarithm, in one pass and constant memory.
///
///     var average = ExponentialAverage()
///     for work in works { average.add(work) }       // in k_B T
///     average.freeEnergy                            // Jarzynski: ΔF = −ln⟨exp(−W)⟩
///     average.mean                                  // with x the entropy produced: the integral fluctuation theorem, 1
///
/// Samples far below the others dominate, so that a result can be trusted only while ``effectiveCount`` is large and the
/// standard deviation of x is not much above 1: of a Gaussian x with variance s², exp(−x) has the relative variance
/// exp(s²) − 1, and where that is larger than about the number of samples, the standard error itself is too small. Take
/// ``FreeEnergyDifference/bennett(forward:reverse:)`` there.
///
/// Source: C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997); U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct ExponentialAverage: Sendable, Codable, Hashable {
  /// How many samples were added.
  public private(set) var count = 0

  // Weights exp(shift − x), their mean and their summed squared deviations (Welford): x may be ±1000 without overflow.
  private var shift = 0.0
  private var mean1 = 0.0
  private var squares = 0.0

  /// The average of no samples yet.
  public init() {}

  /// The average of these samples.
  public init(_ samples: some Sequence<Double>) {
    for sample in samples { add(sample) }
  }

  /// Adds one sample.
  ///
  /// - Precondition: the sample is finite.
  public mutating func add(_ sample: Double) {
    precondition(sample.isFinite, "An exponential average takes finite samples.")
    if count == 0 || sample < shift - 32 { rescale(to: sample) }
    let weight = Elementary.exp(shift - sample)
    count += 1
    let before = weight - mean1
    mean1 += before / Double(count)
    squares += before * (weight - mean1)
  }

  /// Adds all samples of another average.
  public mutating func merge(_ other: ExponentialAverage) {
    guard other.count > 0 else { return }
    var other = other
    if count == 0 || other.shift < shift { rescale(to: other.shift) } else { other.rescale(to: shift) }
    let total = Double(count + other.count)
    let difference = other.mean1 - mean1
    squares += other.squares + difference * difference * Double(count) * Double(other.count) / total
    mean1 += difference * Double(other.count) / total
    count += other.count
  }

  private mutating func rescale(to shift: Double) {
    let factor = count == 0 ? 1 : Elementary.exp(shift - self.shift)
    (self.shift, mean1, squares) = (shift, factor * mean1, factor * factor * squares)
  }

  /// The squared relative standard error of the mean.
  private var relativeVariance: Double {
    count > 1 ? squares / (Double(count - 1) * Double(count) * mean1 * mean1) : .nan
  }

  /// ⟨exp(−x)⟩ with its standard error, which is not a number below two samples.
  public var mean: Estimate {
    let value = Elementary.exp(-shift) * mean1
    return Estimate(value, standardError: value * relativeVariance.squareRoot())
  }

  /// −ln⟨exp(−x)⟩ with its standard error: the free energy difference if x is work, in k_B T.
  ///
  /// It is biased upwards by about ``bias``, which is not taken off.
  public var freeEnergy: Estimate {
    Estimate(shift - Elementary.log(mean1), standardError: relativeVariance.squareRoot())
  }

  /// The leading bias of ``freeEnergy``, Var(exp(−x))/(2n⟨exp(−x)⟩²) > 0, half its squared standard error.
  ///
  /// Source: D. M. Zuckerman and T. B. Woolf, Phys. Rev. Lett. 89, 180602 (2002); J. Gore, F. Ritort and C. Bustamante,
  /// Proc. Natl. Acad. Sci. USA 100, 12564 (2003).
  public var bias: Double { 0.5 * relativeVariance }

  /// How many samples of equal weight would say as much: (Σ exp(−x))²/Σ exp(−2x).
  public var effectiveCount: Double {
    let n = Double(count)
    return n * n * mean1 * mean1 / (squares + n * mean1 * mean1)
  }
}
