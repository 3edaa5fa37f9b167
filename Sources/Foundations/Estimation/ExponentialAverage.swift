import ElementaryFunctions
import Validation

/// The average ⟨exp(−x)⟩ of independent samples and its logarithm, in one pass and constant memory.
///
///     var average = ExponentialAverage()
///     for work in works { average.add(work) }       // in k_B T
///     average.freeEnergy                            // Jarzynski: ΔF = −ln⟨exp(−W)⟩
///     average.mean                                  // with x the entropy produced: the integral fluctuation theorem, 1
///
/// Samples far below the others dominate, so that a result can be trusted only while ``effectiveCount`` is large and the
/// standard deviation of x is not much above 1: of a Gaussian x with variance s², exp(−x) has the relative variance
/// exp(s²) − 1, and where that is larger than about the number of samples, the standard error itself is too small. So an error is
/// given up to a relative 0.3, where for Gaussian x and up to 10⁴ samples it is half too small at most; beyond, it is not a
/// number. Take ``FreeEnergyDifference/bennett(forward:reverse:)`` there.
///
/// Source: C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997); U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct ExponentialAverage: Sendable, Validated, Hashable {
  // Of the weights exp(shift − x): x may be ±1000 without overflow.
  private var shift = 0.0
  private var weights = Average()

  /// How many samples were added.
  public var count: Int { weights.count }

  /// The average of no samples yet.
  public init() {}

  /// Reads an average.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    shift = try fields.read(.shift)
    weights = try fields.read(.weights)
    try decoder.refuseFlaw(of: self)
  }

  /// What no samples can have led to; nil where some can.
  public var flaw: String? {
    if !shift.isFinite { return "An exponential average takes finite samples." }
    return weights.mean < 0 ? "The average of exponentials cannot be negative." : nil
  }

  /// The average of these samples.
  public init(_ samples: some Sequence<Double>) {
    for sample in samples { add(sample) }
  }

  /// Adds one sample.
  ///
  /// One of +∞ has the weight 0. With one of −∞, or that is not a number, all averages are not numbers.
  public mutating func add(_ sample: Double) {
    if sample == .infinity { return weights.add(0) }
    if weights.mean == 0 || sample < shift - 32 { rescale(to: sample) }
    weights.add(Elementary.exp(shift - sample))
  }

  /// Adds all samples of another average.
  public mutating func merge(_ other: ExponentialAverage) {
    guard other.count > 0 else { return }
    var other = other
    if weights.mean == 0 || (other.weights.mean > 0 && other.shift < shift) {
      rescale(to: other.shift)
    } else {
      other.rescale(to: shift)
    }
    weights.merge(other.weights)
  }

  private mutating func rescale(to shift: Double) {
    if weights.mean != 0 { weights.scale(by: Elementary.exp(shift - self.shift)) }
    self.shift = shift
  }

  /// The squared relative standard error of the mean.
  private var relativeVariance: Double {
    count > 1 ? weights.squares / (Double(count - 1) * Double(count) * weights.mean * weights.mean) : .nan
  }

  /// The relative standard error of the mean; not a number where too few samples carry it for an error to be known.
  private var relativeError: Double {
    let error = relativeVariance.squareRoot()
    return error <= 0.3 ? error : .nan
  }

  /// Few samples carry the sum, and only they tell how it scatters.
  private var degreesOfFreedom: Double { count > 1 && effectiveCount > 2 ? effectiveCount - 1 : 1 }

  /// ⟨exp(−x)⟩ with its standard error, which is not a number below two samples.
  public var mean: Estimate {
    let value = Elementary.exp(-shift) * weights.mean
    return Estimate(
      value, standardError: value * relativeError, degreesOfFreedom: degreesOfFreedom)
  }

  /// −ln⟨exp(−x)⟩ with its standard error: the free energy difference if x is work, in k_B T.
  ///
  /// It is biased upwards by about ``bias``, which is not taken off.
  public var freeEnergy: Estimate {
    Estimate(
      shift - Elementary.log(weights.mean), standardError: relativeError,
      degreesOfFreedom: degreesOfFreedom)
  }

  /// The leading bias of ``freeEnergy``, Var(exp(−x))/(2n⟨exp(−x)⟩²) > 0, half its squared standard error.
  ///
  /// Source: D. M. Zuckerman and T. B. Woolf, Phys. Rev. Lett. 89, 180602 (2002); J. Gore, F. Ritort and C. Bustamante,
  /// Proc. Natl. Acad. Sci. USA 100, 12564 (2003).
  public var bias: Double { 0.5 * relativeVariance }

  /// How many samples of equal weight would say as much: (Σ exp(−x))²/Σ exp(−2x).
  public var effectiveCount: Double {
    let n = Double(count)
    return n * n * weights.mean * weights.mean / (weights.squares + n * weights.mean * weights.mean)
  }
}
