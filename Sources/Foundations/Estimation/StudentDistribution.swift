import ElementaryFunctions
import Validation

/// The probability that a number of Student's distribution is at least so far from 0, on either side.
///
/// It is the regularised incomplete beta function I_x(ν/2, ½) at x = ν/(ν + t²), by its continued fraction; above 10⁶ degrees
/// of freedom, where they no longer count, the normal distribution's. The relative error is below 10⁻⁷ down to probabilities
/// of 10⁻⁹, and the absolute error below 10⁻¹⁵ for the normal distribution.
/// Sources: "Student", Biometrika 6, 1 (1908); M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964),
/// 26.5.8 and 26.7.1.
///
/// - Parameters:
///   - t: the distance, in standard errors; not negative.
///   - degreesOfFreedom: ν, positive; may be infinite.
public func studentProbability(beyond t: Double, degreesOfFreedom: Double) -> Double {
  require(t >= 0 && degreesOfFreedom > 0, "A distance is not negative, and there are degrees of freedom.")
  if t == 0 { return 1 }
  if t == .infinity { return 0 }
  guard degreesOfFreedom <= 1e6 else { return min(1, 2 * normalProbability(below: -t)) }
  let square = t * t
  guard square.isFinite else { return 0 }
  let (x, rest) = (degreesOfFreedom / (degreesOfFreedom + square), square / (degreesOfFreedom + square))
  let (a, b) = (0.5 * degreesOfFreedom, 0.5)
  let logOfBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
  let prefactor = Elementary.exp(a * Elementary.log(x) + b * Elementary.log(rest) - logOfBeta)
  // Of I_x(a, b) and 1 − I_{1−x}(b, a), the one whose fraction converges fast.
  return x < (a + 1) / (a + b + 2)
    ? min(1, prefactor * betaFraction(x, a, b) / a) : max(0, 1 - prefactor * betaFraction(rest, b, a) / b)
}

/// 1/(1 + d₁x/(1 + d₂x/(1 + …))), evaluated from the front.
///
/// Source: W. J. Lentz, Appl. Opt. 15, 668 (1976).
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var (numerator, denominator) = (1.0, 1 / away(1 - (a + b) * x / (a + 1)))
  var fraction = denominator
  for step in 1...10_000 {
    let m = Double(step)
    for coefficient in [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ] {
      denominator = 1 / away(1 + coefficient * denominator)
      numerator = away(1 + coefficient / numerator)
      fraction *= numerator * denominator
    }
    if abs(numerator * denominator - 1) < 1e-15 { break }
  }
  return fraction
}

/// ln Γ(x) for x > 0, by Stirling's series after a shift to x ≥ 10; the error is below 10⁻¹³ times its largest term.
private func logGamma(_ x: Double) -> Double {
  var (y, shift) = (x, 0.0)
  while y < 10 {
    shift += Elementary.log(y)
    y += 1
  }
  let inverse = 1 / y
  let square = inverse * inverse
  let series =
    inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))))
  return (y - 0.5) * Elementary.log(y) - y + 0.5 * Elementary.log(2 * .pi) + series - shift
}

/// Which of many tests raise an alarm, so that the chance of any false alarm is at most `rate`, however they depend on each other.
///
/// Probabilities are compared, from the smallest on, with rate/m, rate/(m − 1), …, until one passes.
/// Source: S. Holm, Scand. J. Stat. 6, 65 (1979).
///
/// - Parameters:
///   - probabilities: of a deviation as large as the observed one, one per test; a probability that is not a number is an alarm.
///   - rate: the chance of a false alarm among all.
/// - Returns: the places of the alarms, those of the smallest probabilities first.
public func alarms(among probabilities: [Double], rate: Double) -> [Int] {
  require(rate > 0 && rate < 1, "A rate of false alarms lies between 0 and 1.")
  let undefined = probabilities.indices.filter { probabilities[$0].isNaN }
  let defined = probabilities.indices.filter { !probabilities[$0].isNaN }.sorted {
    (probabilities[$0], $0) < (probabilities[$1], $1)
  }
  let count = defined.count
  let found = defined.enumerated().prefix { probabilities[$1] <= rate / Double(count - $0) }
  return undefined + found.map(\.element)
}
