import CLAPACK
import ElementaryFunctions
import Matrices
import Validation

extension Matrix {
  /// The solution X of A X = B, by Gaussian elimination with partial pivoting.
  ///
  /// Source: ``Elimination``; for orders above 32 dgetrf and dgetrs, E. Anderson et al., LAPACK Users' Guide, 3rd ed., SIAM (1999).
  ///
  /// - Precondition: A is square and has as many rows as B; entries are finite.
  /// - Throws: ``MatrixError/singular(reciprocalCondition:)`` where A is singular to working precision.
  public func solve(_ right: Matrix) throws(MatrixError) -> Matrix {
    require(rows == right.rows, "A linear system needs as many right-hand entries as equations.")
    require(right.entries.allSatisfy(\.isFinite), "The entries of the matrix must be finite.")
    guard !right.entries.isEmpty else { return right }
    if isSmall { return try elimination.solve(right) }
    var factors = self
    let pivots = try factors.eliminate()
    var solution = right
    _ = Lapack.code {
      LAPACKE_dgetrs(
        Lapack.rowMajor, CChar(UInt8(ascii: "N")), order, LapackInteger(right.columns), factors.entries, stride, pivots,
        &solution.entries, right.stride)
    }
    return solution
  }

  /// The solution x of A x = b; see ``solve(_:)-(Matrix)``.
  public func solve(_ right: [Double]) throws(MatrixError) -> [Double] { try solve(Matrix(column: right)).entries }

  /// A⁻¹.
  ///
  /// - Precondition: the matrix is square; entries are finite.
  /// - Throws: ``MatrixError/singular(reciprocalCondition:)`` where it is singular to working precision.
  public var inverse: Matrix {
    get throws(MatrixError) { try solve(.identity(rows)) }
  }

  /// The factors of a small matrix.
  private var elimination: Elimination {
    get throws(MatrixError) {
      _ = order
      guard let factors = Elimination(self) else { throw .singular(reciprocalCondition: 0) }
      let reciprocal = factors.reciprocalCondition
      guard reciprocal >= .ulpOfOne else { throw .singular(reciprocalCondition: reciprocal) }
      return factors
    }
  }

  /// Replaces the matrix by its triangular factors and returns the pivots.
  private mutating func eliminate() throws(MatrixError) -> [LapackInteger] {
    let order = order
    // The norm of the same order as the condition number: the largest sum of a column.
    let norm = columnNorm
    var pivots = [LapackInteger](repeating: 0, count: rows)
    let code = Lapack.code { LAPACKE_dgetrf(Lapack.rowMajor, order, order, &entries, stride, &pivots) }
    guard code == 0 else { throw .singular(reciprocalCondition: 0) }
    var reciprocal = 0.0
    _ = Lapack.code {
      LAPACKE_dgecon(Lapack.rowMajor, CChar(UInt8(ascii: "1")), order, entries, stride, norm, &reciprocal)
    }
    guard reciprocal >= .ulpOfOne else { throw .singular(reciprocalCondition: reciprocal) }
    return pivots
  }

  // MARK: - Positive definite matrices

  /// The lower triangular L with a positive diagonal and L Lᵀ = A, of a symmetric positive definite A
  /// (dpotrf for orders above 32).
  ///
  /// - Precondition: the matrix is symmetric to rounding, with finite entries.
  /// - Throws: ``MatrixError/notPositiveDefinite(order:)``.
  public var choleskyFactor: Matrix {
    get throws(MatrixError) {
      require(isSymmetric(), "Only a symmetric matrix can be positive definite.")
      guard rows > 0 else { return self }
      var factor = symmetricPart
      let order = factor.order
      if isSmall { return try factor.triangularFactor }
      let code = Lapack.code {
        LAPACKE_dpotrf(Lapack.rowMajor, CChar(UInt8(ascii: "L")), order, &factor.entries, stride)
      }
      guard code == 0 else { throw .notPositiveDefinite(order: code) }
      return Matrix(rows: rows, columns: columns) { $0 < $1 ? 0 : factor[$0, $1] }
    }
  }

  /// The factor of a small symmetric matrix, row by row.
  private var triangularFactor: Matrix {
    get throws(MatrixError) {
      var factor = Matrix.zeros(rows, rows)
      for i in 0..<rows {
        for j in 0...i {
          var rest = self[i, j]
          for k in 0..<j { rest -= factor[i, k] * factor[j, k] }
          if i == j {
            guard rest > 0 else { throw .notPositiveDefinite(order: i + 1) }
            factor[i, i] = rest.squareRoot()
          } else {
            factor[i, j] = rest / factor[j, j]
          }
        }
      }
      return factor
    }
  }

  /// ln det A of a symmetric positive definite A, in nats: twice the sum of the logarithms on the diagonal of its
  /// Cholesky factor, which neither overflows nor underflows.
  ///
  /// - Precondition: the matrix is symmetric to rounding, with finite entries.
  /// - Throws: ``MatrixError/notPositiveDefinite(order:)``.
  public var logDeterminant: Double {
    get throws(MatrixError) { try choleskyFactor.diagonal.reduce(0) { $0 + 2 * Elementary.log($1) } }
  }
}
