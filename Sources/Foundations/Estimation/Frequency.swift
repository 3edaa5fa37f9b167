import Validation

extension Estimate {
  /// How many standard errors a frequency among independent samples lies from the exact probability p, with sign. The error is the
  /// exact one, √(p(1 − p)/n).
  ///
  /// Nil where np(1 − p) < 25: the count is not nearly normal there.
  ///
  /// - Parameters:
  ///   - frequency: the fraction of the samples that were counted.
  ///   - probability: p.
  ///   - count: n.
  public static func deviation(ofFrequency frequency: Double, from probability: Double, among count: Double) -> Double?
  {
    let variance = probability * (1 - probability) / count
    return count * count * variance >= 25 ? (frequency - probability) / variance.squareRoot() : nil
  }
}

extension Histogram {
  /// How many standard errors each bin lies from its exact probability, nil where too few samples are expected to tell; see
  /// ``Estimate/deviation(ofFrequency:from:among:)``.
  ///
  /// - Precondition: there is one probability per bin.
  public func deviations(from probabilities: [Double]) -> [Double?] {
    require(probabilities.count == weights.count, "Every bin has a probability.")
    let count = total
    return zip(weights, probabilities).map {
      Estimate.deviation(ofFrequency: $0 / count, from: $1, among: count)
    }
  }
}
