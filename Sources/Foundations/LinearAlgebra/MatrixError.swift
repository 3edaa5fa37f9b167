import Foundation

/// Why a matrix has no inverse, decomposition or stationary covariance, as a sentence to a person.
public enum MatrixError: Error, Sendable, Hashable {
  /// The matrix is singular to working precision; with an estimate of 1/(‖A‖₁‖A⁻¹‖₁).
  case singular(reciprocalCondition: Double)

  /// The matrix is not positive definite: the leading minor of this order is not positive.
  case notPositiveDefinite(order: Int)

  /// Not all eigenvalues have a negative real part; with the largest real part.
  case notStable(largestRealPart: Double)

  /// The iteration for the eigenvalues did not converge.
  case notConverged

  /// The numbers do not tell the result: a change of the last bit of the matrix would change it altogether. With the relative
  /// error that is left.
  case illConditioned(relativeError: Double)
}

extension MatrixError: CustomStringConvertible, LocalizedError {
  /// The sentence.
  public var description: String {
    switch self {
    case .singular(let reciprocalCondition):
      "The matrix is singular to working precision: its reciprocal condition number is about \(reciprocalCondition)."
    case .notPositiveDefinite(let order):
      "The matrix is not positive definite: its leading minor of order \(order) is not positive."
    case .notStable(let largestRealPart):
      "The matrix is not stable: an eigenvalue has the real part \(largestRealPart), and all must be negative."
    case .notConverged:
      "The iteration for the eigenvalues of the matrix did not converge."
    case .illConditioned(let relativeError):
      "The matrix is so near to an edge of stability that its last bits decide: the relative error would be \(relativeError)."
    }
  }

  /// The sentence.
  public var errorDescription: String? { description }
}
