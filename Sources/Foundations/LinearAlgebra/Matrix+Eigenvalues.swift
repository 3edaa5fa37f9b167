import CLAPACK
import Matrices
import Validation

/// An eigenvalue of a real matrix.
public struct Eigenvalue: Sendable, Hashable, Codable {
  /// Its real and its imaginary part.
  public var real, imaginary: Double

  /// An eigenvalue from its parts.
  public init(real: Double, imaginary: Double) { (self.real, self.imaginary) = (real, imaginary) }
}

/// The eigenvalues of a symmetric matrix with their eigenvectors.
public struct SymmetricEigensystem: Sendable, Hashable, Codable {
  /// The eigenvalues, in ascending order.
  public let values: [Double]

  /// The eigenvectors, one per column in the order of the eigenvalues: orthogonal, of length 1, each up to its sign.
  public let vectors: Matrix
}

extension Matrix {
  /// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (dsyev for orders above 32).
  ///
  /// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., Johns Hopkins (2013), Sec. 8.5.
  ///
  /// - Precondition: the matrix is symmetric to rounding, with finite entries.
  /// - Throws: ``MatrixError/notConverged``.
  public var symmetricEigensystem: SymmetricEigensystem {
    get throws(MatrixError) {
      require(isSymmetric(), "Orthogonal eigenvectors belong to a symmetric matrix.")
      guard rows > 0 else { return SymmetricEigensystem(values: [], vectors: self) }
      var vectors = symmetricPart
      let order = vectors.order
      if isSmall { return try vectors.rotatedToDiagonal }
      var values = Array(repeating: 0.0, count: rows)
      let code = Lapack.code {
        LAPACKE_dsyev(
          Lapack.rowMajor, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), order, &vectors.entries, stride, &values)
      }
      guard code == 0 else { throw .notConverged }
      return SymmetricEigensystem(values: values, vectors: vectors)
    }
  }

  /// The eigenvalues of a square matrix, from its Schur form (dgeev for orders above 32); complex ones as neighbouring pairs, the one with the positive
  /// imaginary part first.
  ///
  /// - Precondition: entries are finite.
  /// - Throws: ``MatrixError/notConverged``.
  public var eigenvalues: [Eigenvalue] {
    get throws(MatrixError) {
      guard rows > 0 || columns > 0 else { return [] }
      let order = order
      if isSmall { return try SchurForm(self).eigenvalues }
      var matrix = self
      var real = Array(repeating: 0.0, count: rows)
      var imaginary = real
      let code = Lapack.code {
        LAPACKE_dgeev(
          Lapack.rowMajor, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")), order, &matrix.entries, stride, &real,
          &imaginary, nil, 1, nil, 1)
      }
      guard code == 0 else { throw .notConverged }
      return zip(real, imaginary).map { Eigenvalue(real: $0, imaginary: $1) }
    }
  }

  /// The eigensystem of a small symmetric matrix: every entry beside the diagonal is turned to zero in turn, until all are.
  private var rotatedToDiagonal: SymmetricEigensystem {
    get throws(MatrixError) {
      var a = self
      var vectors = Matrix.identity(rows)
      let negligible = 0.1 * .ulpOfOne * largestEntry
      for _ in 0..<100 {
        var isDiagonal = true
        for p in 0..<rows {
          for q in p + 1..<max(p + 1, rows) where abs(a[p, q]) > negligible {
            isDiagonal = false
            // The smaller angle for which the entry vanishes.
            let ratio = (a[q, q] - a[p, p]) / (2 * a[p, q])
            let tangent = (ratio >= 0 ? 1 : -1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
            let cosine = 1 / (tangent * tangent + 1).squareRoot()
            let sine = tangent * cosine
            for k in 0..<rows {
              (a[k, p], a[k, q]) = (cosine * a[k, p] - sine * a[k, q], sine * a[k, p] + cosine * a[k, q])
              (vectors[k, p], vectors[k, q]) = (
                cosine * vectors[k, p] - sine * vectors[k, q], sine * vectors[k, p] + cosine * vectors[k, q]
              )
            }
            for k in 0..<rows {
              (a[p, k], a[q, k]) = (cosine * a[p, k] - sine * a[q, k], sine * a[p, k] + cosine * a[q, k])
            }
          }
        }
        if isDiagonal {
          let ascending = (0..<rows).sorted { (a[$0, $0], $0) < (a[$1, $1], $1) }
          return SymmetricEigensystem(
            values: ascending.map { a[$0, $0] },
            vectors: Matrix(rows: rows, columns: rows) { vectors[$0, ascending[$1]] })
        }
      }
      throw .notConverged
    }
  }

  /// The largest real part of an eigenvalue: negative where dx/dt = A x decays. −∞ where there is no eigenvalue.
  ///
  /// - Precondition: the matrix is square with finite entries.
  /// - Throws: ``MatrixError/notConverged``.
  public var spectralAbscissa: Double {
    get throws(MatrixError) { try eigenvalues.reduce(-.infinity) { max($0, $1.real) } }
  }
}
