import Validation

/// The average of f over a normal number.
///
/// The trapezoid rule on the whole line, which converges faster than any power of its step for a smooth f (L. N. Trefethen and
/// J. A. C. Weideman, SIAM Rev. 56, 385 (2014)). The step is at most a tenth of the deviation and 0.6: for an f without
/// singularities in the strip |Im x| < π, such as the logistic function, the error is about 1e-14.
///
/// - Parameters:
///   - mean: the mean of the number.
///   - deviation: its standard deviation, not negative.
///   - f: what is averaged; it must not grow faster than a power.
public func normalAverage(mean: Double, deviation: Double, of f: (Double) -> Double) -> Double {
  require(deviation >= 0, "A standard deviation is not negative.")
  guard deviation > 0 else { return f(mean) }
  let step = min(0.1, 0.6 / deviation)
  let half = Int((9 / step).rounded(.up))
  var (sum, total) = (0.0, 0.0)
  for node in -half...half {
    let z = Double(node) * step
    let weight = Elementary.exp(-0.5 * z * z)
    sum += weight * f(mean + deviation * z)
    total += weight
  }
  return sum / total
}

/// Φ(x), the probability that a standard normal number lies below x; the absolute error is below 1e-15.
///
/// The power series Φ(x) = ½ + φ(x) Σ x^(2k+1)/(1·3·…·(2k+1)), whose terms have one sign.
/// Source: G. Marsaglia, J. Stat. Softw. 11, 4 (2004).
public func normalProbability(below x: Double) -> Double {
  // Beyond 8.5 lies less than 1e-17.
  guard abs(x) < 8.5 else { return x > 0 ? 1 : 0 }
  var (term, sum, order) = (x, x, 1.0)
  while abs(term) > 1e-18 * abs(sum) {
    order += 2
    term *= x * x / order
    sum += term
  }
  return 0.5 + sum * Elementary.exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
}

/// The differential entropy of a mixture of normal numbers of variance 1, in nats.
///
/// The trapezoid rule with a step of 0.04, from nine standard deviations below the lowest mean to nine above the highest; the
/// error is below 1e-9.
///
/// - Parameters:
///   - means: the means of the components.
///   - weights: their probabilities, adding up to 1.
public func entropy(ofNormalMixture means: [Double], weights: [Double]) -> Double {
  require(means.count == weights.count && !means.isEmpty, "A mixture has one weight per component.")
  let step = 0.04
  let (low, high) = (means.reduce(.infinity, min) - 9, means.reduce(-.infinity, max) + 9)
  let norm = 1 / (2 * Double.pi).squareRoot()
  var sum = 0.0
  for node in 0...Int(((high - low) / step).rounded(.up)) {
    let x = low + Double(node) * step
    var density = 0.0
    for (mean, weight) in zip(means, weights) { density += weight * Elementary.exp(-0.5 * (x - mean) * (x - mean)) }
    if density > 0 { sum -= norm * density * Elementary.log(norm * density) }
  }
  return sum * step
}

/// ½ ln 2πe: the differential entropy of a standard normal number, in nats.
public let standardNormalEntropy = 0.5 * (1 + Elementary.log(2 * Double.pi))
