import ElementaryFunctions

/// How a perceptron with weights w predicts the label σ of an input ξ, given the stability Δ = σ_T w·ξ/√N of the true label.
///
/// Source: S. Goldt and U. Seifert, Phys. Rev. Lett. 118, 010601 (2017).
public enum LabelReadout: String, Sendable, Codable, CaseIterable {
  /// A two-state process in the field of the weights, fast against them: right with probability 1/(1 + exp(−Δ)).
  case logistic
  /// The sign of the field; right or wrong with equal probabilities where it vanishes.
  case sign

  /// The probability of the true label at a stability.
  @inlinable
  public func probability(stability: Double) -> Double {
    switch self {
    case .logistic: Elementary.logistic(stability)
    case .sign: stability > 0 ? 1 : stability < 0 ? 0 : 0.5
    }
  }

  /// The probability of the true label if the stability is a normal number.
  ///
  /// - Parameters:
  ///   - mean: its mean.
  ///   - deviation: its standard deviation, positive.
  public func probability(mean: Double, deviation: Double) -> Double {
    switch self {
    case .logistic: normalAverage(mean: mean, deviation: deviation) { Elementary.logistic($0) }
    case .sign: normalProbability(below: mean / deviation)
    }
  }
}
