import CLAPACK
import Matrices

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
  /// Eigenvalues and eigenvectors of a symmetric matrix (dsyev).
  ///
  /// - Precondition: the matrix is symmetric to rounding, with finite entries.
  /// - Throws: ``MatrixError/notConverged``.
  public var symmetricEigensystem: SymmetricEigensystem {
    get throws(MatrixError) {
      precondition(isSymmetric(), "Orthogonal eigenvectors belong to a symmetric matrix.")
      guard rows > 0 else { return SymmetricEigensystem(values: [], vectors: self) }
      var vectors = symmetricPart
      let order = vectors.order
      var values = Array(repeating: 0.0, count: rows)
      let code = Lapack.code {
        LAPACKE_dsyev(
          Lapack.rowMajor, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), order, &vectors.entries, stride, &values)
      }
      guard code == 0 else { throw .notConverged }
      return SymmetricEigensystem(values: values, vectors: vectors)
    }
  }

  /// The eigenvalues of a square matrix (dgeev); complex ones as neighbouring pairs, the one with the positive
  /// imaginary part first.
  ///
  /// - Precondition: entries are finite.
  /// - Throws: ``MatrixError/notConverged``.
  public var eigenvalues: [Eigenvalue] {
    get throws(MatrixError) {
      guard rows > 0 || columns > 0 else { return [] }
      let order = order
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

  /// The largest real part of an eigenvalue: negative where dx/dt = A x decays. −∞ where there is no eigenvalue.
  ///
  /// - Precondition: the matrix is square with finite entries.
  /// - Throws: ``MatrixError/notConverged``.
  public var spectralAbscissa: Double {
    get throws(MatrixError) { try eigenvalues.reduce(-.infinity) { max($0, $1.real) } }
  }
}
