import ElementaryFunctions
import Validation

/// Gaussian work, in k_B T, and the averages of the estimates of ΔF from it: exact, for any number of samples.
///
///     let work = GaussianWork(difference: -4.5, variance: 7.67)
///     work.jarzynski(count: 100).bias               // how far −ln⟨exp(−W)⟩ of 100 samples is off
///     work.bennettError(forward: 50, reverse: 50)
///
/// By Crooks' theorem the forward work is N(ΔF + v/2, v) and the negated reverse work N(ΔF − v/2, v), with one variance v, twice
/// the dissipated work. Work of slow drives and of a particle in a driven harmonic trap is Gaussian.
public struct GaussianWork: Sendable, Hashable {
  /// The free energy difference ΔF, in k_B T.
  public let difference: Double
  /// The variance v, in (k_B T)².
  public let variance: Double

  /// Gaussian work of a positive variance.
  public init(difference: Double, variance: Double) {
    require(
      variance > 0 && variance <= 1e4 && difference.isFinite,
      "Work has a positive variance of at most 10000, and a finite mean.")
    (self.difference, self.variance) = (difference, variance)
  }

  /// The work in one of the two directions.
  public enum Direction: String, Sendable, Codable, CaseIterable {
    /// Forward, W.
    case forward
    /// Reverse, negated: −W.
    case negatedReverse
  }

  /// The mean: ΔF + v/2 forward, ΔF − v/2 of the negated reverse work.
  public func mean(_ direction: Direction) -> Double {
    difference + (direction == .forward ? 0.5 : -0.5) * variance
  }

  /// The probability density of a work, per k_B T.
  public func density(at work: Double, _ direction: Direction) -> Double {
    let distance = work - mean(direction)
    return Elementary.exp(-0.5 * distance * distance / variance) / (2 * Double.pi * variance).squareRoot()
  }

  /// The probability of a range of works, by Simpson's rule; relative error below 10⁻⁸ in bins up to 5 standard deviations
  /// from the mean.
  public func probability(of range: ClosedRange<Double>, _ direction: Direction) -> Double {
    // Beyond 40 standard deviations there is nothing.
    let reach = 40 * variance.squareRoot()
    let lower = max(range.lowerBound, mean(direction) - reach)
    let width = min(range.upperBound, mean(direction) + reach) - lower
    // Also where the works are closer together than numbers.
    guard width > 0 else { return range.lowerBound < mean(direction) && mean(direction) < range.upperBound ? 1 : 0 }
    let pairs = Int((32 * width / variance.squareRoot()).rounded(.up)) + 1
    let step = width / Double(2 * pairs)
    let sum = (0...2 * pairs).reduce(0) { sum, point in
      let weight: Double = point == 0 || point == 2 * pairs ? 1 : point % 2 == 1 ? 4 : 2
      return sum + weight * density(at: lower + Double(point) * step, direction)
    }
    return sum * step / 3
  }

  /// What is to be expected of −ln[(1/n)Σ exp(−W)], the raw estimate of Jarzynski, from n forward works: its mean less ΔF, its
  /// standard deviation, and the root of the mean squared difference from ΔF.
  ///
  /// With S = Σ exp(ΔF − W) and an independent exponential variable ε of mean 1, the quantity y = ln ε − ln S exceeds a value y with
  /// the probability ⟨exp(−eʸ S)⟩ = φ(y)ⁿ, φ(y) = ⟨exp(−e^{y + ΔF − W})⟩. The moments of ln S follow from those of y,
  /// as ln ε has mean −γ and variance π²/6. Both integrals are trapezoidal sums of analytic functions; errors are below 10⁻¹⁰, and
  /// relative to the result below 10⁻⁵ up to n = 10⁷.
  /// For large n the bias is (eᵛ − 1)/(2n); for n = 1 it is v/2. The bias from reverse works is the opposite.
  public func jarzynski(count n: Int) -> (bias: Double, standardDeviation: Double, error: Double) {
    require(n > 0, "An estimate needs at least one sample.")
    let (count, deviation) = (Double(n), variance.squareRoot())
    let step = 0.25
    // Moments are those of y + ln n, which is of order 1. Below, the probability to exceed is 1 to rounding; above, it is 0.
    let (low, high) = (-40.0, 4 + 0.5 * variance + 10 * deviation + Elementary.log(count))
    var (before, mass, mean, square) = (1.0, 0.0, 0.0, 0.0)
    for point in 1...Int((high - low) / step) {
      let y = low + Double(point) * step
      let after = Elementary.exp(count * logarithmOfTransform(at: y - Elementary.log(count)))
      let middle = y - 0.5 * step
      mass += before - after
      mean += (before - after) * middle
      square += (before - after) * middle * middle
      before = after
    }
    mean /= mass
    // Sheppard's correction takes off the variance of a bin.
    let spread = max(0, square / mass - mean * mean - step * step / 12 - Double.pi * Double.pi / 6)
    let bias = 0.57721566490153286 + mean
    return (bias, spread.squareRoot(), (spread + bias * bias).squareRoot())
  }

  /// ln φ(y) = ln⟨exp(−e^{y + ΔF − W})⟩, from 1 − φ, which may be much smaller than 1.
  private func logarithmOfTransform(at y: Double) -> Double {
    let missing = average { -Elementary.expMinusOne(-Elementary.exp(min(700, y - $0))) }
    // W. Kahan's ln(1 − x): the rounding of 1 − x cancels.
    let rest = 1 - missing
    return rest == 1 ? -missing : Elementary.log(max(1e-300, rest)) * missing / (1 - rest)
  }

  /// ⟨f(W − ΔF)⟩ over forward works, for f analytic in a strip of the half width π/2.
  private func average(_ function: (Double) -> Double) -> Double {
    let deviation = variance.squareRoot()
    let step = min(0.25, 0.3 / deviation)
    // Weighted with e^{ΔF − W}, the distribution lies one standard deviation per standard deviation lower.
    let points = Int((10 + deviation) / step)
    let sum = (-points...points).reduce(0) { sum, point in
      let x = Double(point) * step
      return sum + Elementary.exp(-0.5 * x * x) * function(0.5 * variance + deviation * x)
    }
    return sum * step / (2 * Double.pi).squareRoot()
  }

  /// The standard error of Bennett's estimate from n forward and m reverse works, in the limit of many:
  /// √[1/∫ nm P_F P_R/(n P_F + m P_R) dw − 1/n − 1/m].
  ///
  /// Source: M. R. Shirts, E. Bair, G. Hooker and V. S. Pande, Phys. Rev. Lett. 91, 140601 (2003).
  public func bennettError(forward n: Int, reverse m: Int) -> Double {
    require(n > 0 && m > 0, "Bennett's acceptance ratio needs samples in both directions.")
    let (n, m) = (Double(n), Double(m))
    let overlap = average { z in n * m / (m + n * Elementary.exp(min(700, z))) }
    return (1 / overlap - 1 / n - 1 / m).squareRoot()
  }
}
