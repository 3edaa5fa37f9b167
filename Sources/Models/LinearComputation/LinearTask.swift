import LinearAlgebra
import Matrices
import Validation

/// A linear regression as a task: Gaussian inputs x of mean 0 and covariance C_x, whose right answer is y = w₀ᵀx + σ_y
/// ξ_y.
///
/// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024).
public struct LinearTask: Sendable, Hashable, Validated {
  /// C_x, positive definite.
  public var inputCovariance: Matrix

  /// w₀, one weight per input.
  public var weights: [Double]

  /// σ_y², the variance of the answer that no input explains; positive.
  public var answerNoise: Double

  /// A task.
  ///
  /// - Precondition: C_x is symmetric to rounding, with one row per weight, and σ_y² is positive.
  public init(inputCovariance: Matrix, weights: [Double], answerNoise: Double) {
    self.inputCovariance = inputCovariance
    self.weights = weights
    self.answerNoise = answerNoise
    requireNoFlaw()
  }

  /// A task with independent inputs of variance 1: C_x = 1.
  ///
  /// - Precondition: σ_y² is positive.
  public init(weights: [Double], answerNoise: Double) {
    self.init(inputCovariance: .identity(weights.count), weights: weights, answerNoise: answerNoise)
  }

  /// C_xy = C_x w₀.
  public var inputAnswerCovariance: [Double] { inputCovariance * weights }

  /// C_y = w₀ᵀ C_x w₀ + σ_y².
  public var answerVariance: Double { zip(weights, inputAnswerCovariance).reduce(answerNoise) { $0 + $1.0 * $1.1 } }

  /// I(x, y) in nats: what there is to know, and a bound on what any network can.
  public var availableInformation: Double {
    get throws(MatrixError) {
      try gaussianInformation(
        covariance: Matrix([[answerVariance]]), conditional: Matrix([[answerNoise]]))
    }
  }
}

extension LinearTask {
  /// Reads a task.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    inputCovariance = try fields.read(.inputCovariance)
    weights = try fields.read(.weights)
    answerNoise = try fields.read(.answerNoise)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(inputCovariance.isSymmetric() && inputCovariance.rows == weights.count) {
      return "A linear task needs a symmetric covariance of the inputs with one row per weight."
    }
    return answerNoise > 0 && answerNoise.isFinite ? nil : "The noise of the answer must be positive."
  }
}
