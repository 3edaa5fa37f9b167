import LinearAlgebra
import Matrices
import Validation

extension LinearNetwork {
  /// The covariance of the state and the answer, (s, y), over inputs and noise: C_s = W⁻¹ C_x W⁻ᵀ + C and
  /// C_sy = −W⁻¹ C_x w₀, with C_y in the last row and column.
  ///
  /// - Precondition: there is one input per unit.
  public func jointCovariance(at task: LinearTask) -> Matrix {
    require(task.weights.count == count, "A linear network reads one input per unit.")
    let states = stateCovariance(at: task)
    let mixed = response * task.inputAnswerCovariance
    return Matrix(rows: count + 1, columns: count + 1) { i, j in
      if i < count && j < count { return states[i, j] }
      return i == j ? task.answerVariance : mixed[min(i, j)]
    }
  }

  /// C_s = W⁻¹ C_x W⁻ᵀ + C, the covariance of the state over inputs and noise.
  public func stateCovariance(at task: LinearTask) -> Matrix {
    (response * task.inputCovariance * response.transpose + covariance).symmetricPart
  }

  /// I(s, y) in nats: what the state tells about the answer.
  ///
  /// - Precondition: there is one input per unit.
  /// - Throws: `MatrixError` where a covariance is not positive definite to working precision.
  public func relevantInformation(at task: LinearTask) throws(MatrixError) -> Double {
    try gaussianInformation(ofLastVariableIn: jointCovariance(at: task))
  }

  /// I(s, x) = ½ ln det C_s − ½ ln det C in nats: what the state tells about the input.
  ///
  /// - Precondition: there is one input per unit.
  /// - Throws: `MatrixError` where a covariance is not positive definite to working precision.
  public func inputInformation(at task: LinearTask) throws(MatrixError) -> Double {
    try gaussianInformation(covariance: stateCovariance(at: task), conditional: covariance)
  }
}
