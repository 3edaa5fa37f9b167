import Foundation

/// How likely a Gaussian number is to lie far out.
public enum GaussianTail {
  /// The probability of a deviation by more than z standard deviations, to either side.
  public static func probability(beyond z: Double) -> Double { erfc(z / 2.0.squareRoot()) }

  /// The z that is exceeded, to either side, with this probability.
  ///
  /// - Precondition: the probability lies between 0 and 1, ends excluded.
  public static func distance(ofProbability probability: Double) -> Double {
    precondition(0 < probability && probability < 1, "A probability lies between 0 and 1.")
    var (low, high) = (0.0, 40.0)
    for _ in 0..<80 {
      let middle = 0.5 * (low + high)
      if self.probability(beyond: middle) > probability { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
