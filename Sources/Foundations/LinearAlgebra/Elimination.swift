import Matrices

/// A square matrix as P L U, by Gaussian elimination with partial pivoting: L has ones on its diagonal, U stands above it.
///
/// The operations and their order are fixed, so that the result has the same bits on every processor.
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., Johns Hopkins (2013), Sec. 3.4.
struct Elimination {
  private let order: Int
  /// L below the diagonal, U on and above it, row by row.
  private var factors: [Double]
  /// The row of the matrix that stands in each row of the factors.
  private var origins: [Int]
  /// The largest sum of absolute values in a column of the matrix.
  private let norm: Double

  /// The factors of a matrix; nil where a pivot is zero.
  init?(_ matrix: Matrix) {
    let order = matrix.rows
    self.order = order
    norm = matrix.columnNorm
    factors = matrix.entries
    origins = Array(0..<order)
    let isRegular = factors.withUnsafeMutableBufferPointer { a in
      for k in 0..<order {
        var pivot = k
        for i in k + 1..<max(k + 1, order) where abs(a[i * order + k]) > abs(a[pivot * order + k]) { pivot = i }
        guard a[pivot * order + k] != 0 else { return false }
        if pivot != k {
          for j in 0..<order { a.swapAt(k * order + j, pivot * order + j) }
          origins.swapAt(k, pivot)
        }
        for i in k + 1..<max(k + 1, order) {
          let factor = a[i * order + k] / a[k * order + k]
          a[i * order + k] = factor
          for j in k + 1..<max(k + 1, order) { a[i * order + j] -= factor * a[k * order + j] }
        }
      }
      return true
    }
    guard isRegular else { return nil }
  }

  /// The solution X of A X = B.
  func solve(_ right: Matrix) -> Matrix {
    let width = right.columns
    var entries = origins.flatMap { right.row($0) }
    factors.withUnsafeBufferPointer { a in
      entries.withUnsafeMutableBufferPointer { x in
        for i in 0..<order {
          for k in 0..<i {
            for j in 0..<width { x[i * width + j] -= a[i * order + k] * x[k * width + j] }
          }
        }
        for i in (0..<order).reversed() {
          for k in i + 1..<max(i + 1, order) {
            for j in 0..<width { x[i * width + j] -= a[i * order + k] * x[k * width + j] }
          }
          for j in 0..<width { x[i * width + j] /= a[i * order + i] }
        }
      }
    }
    return Matrix(rows: order, columns: width, entries: entries)
  }

  /// 1/(‖A‖₁‖A⁻¹‖₁); 0 where the inverse overflows.
  var reciprocalCondition: Double {
    let inverseNorm = solve(.identity(order)).columnNorm
    let product = norm * inverseNorm
    return product.isFinite && product > 0 ? 1 / product : 0
  }
}

extension Matrix {
  /// The largest sum of absolute values in a column; 0 where there is no entry.
  var columnNorm: Double {
    (0..<columns).map { j in (0..<rows).reduce(0) { $0 + abs(self[$1, j]) } }.max() ?? 0
  }
}
