import CLAPACK
import Matrices
import Validation

/// The way to LAPACK: on one thread, since threads come from the sweep, and with finite numbers only.
enum Lapack {
  /// Matrices are handed over row by row.
  static let rowMajor = LAPACK_ROW_MAJOR

  private static let oneThread: Void = openblas_set_num_threads(1)

  /// Calls a routine and returns its code: 0, or positive where the mathematics has an objection.
  static func code(_ routine: () -> LapackInteger) -> Int {
    _ = oneThread
    let code = routine()
    require(code >= 0, "A routine of LAPACK was called with a wrong argument, number \(-code).")
    return Int(code)
  }
}

extension Matrix {
  /// The largest order of matrices that are decomposed here, with the same bits on every processor; LAPACK is for larger ones,
  /// where it is faster.
  static let largestOwnOrder = 32

  /// Whether the matrix is decomposed here.
  var isSmall: Bool { rows <= Self.largestOwnOrder }

  /// The order of a square matrix with finite entries, as LAPACK wants it.
  var order: LapackInteger {
    require(isSquare, "The matrix must be square.")
    require(entries.allSatisfy(\.isFinite), "The entries of the matrix must be finite.")
    return LapackInteger(rows)
  }

  /// How far apart rows are in memory, as LAPACK wants it: at least 1.
  var stride: LapackInteger { LapackInteger(max(1, columns)) }
}
