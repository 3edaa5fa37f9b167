import LinearAlgebra
import Matrices
import Validation

/// The mutual information ½ ln det C_s − ½ ln det C_s|y between Gaussian variables s and y, in nats.
///
/// Source: T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd ed., Wiley (2006), Sec. 8.5.
///
/// - Parameters:
///   - covariance: C_s.
///   - conditional: C_s|y = C_s − C_sy C_y⁻¹ C_ys, the covariance that is left when y is known.
/// - Precondition: both are symmetric to rounding and of the same order.
/// - Throws: `MatrixError` where one of them is not positive definite.
public func gaussianInformation(covariance: Matrix, conditional: Matrix) throws(MatrixError) -> Double {
  require(covariance.rows == conditional.rows, "Both covariances must be of the same variables.")
  return 0.5 * (try covariance.logDeterminant - conditional.logDeterminant)
}

/// The mutual information between the last variable of a Gaussian vector and all others, in nats; see
/// ``gaussianInformation(covariance:conditional:)``.
///
/// - Parameter joint: the covariance of all of them.
/// - Precondition: it is symmetric to rounding, with at least two rows.
/// - Throws: `MatrixError` where it is not positive definite.
public func gaussianInformation(ofLastVariableIn joint: Matrix) throws(MatrixError) -> Double {
  let n = joint.rows - 1
  require(n > 0, "A variable shares information with others.")
  let covariance = Matrix(rows: n, columns: n) { joint[$0, $1] }
  let conditional = Matrix(rows: n, columns: n) { joint[$0, $1] - joint[$0, n] * joint[n, $1] / joint[n, n] }
  return try gaussianInformation(covariance: covariance, conditional: conditional)
}
