import CLAPACK
import Matrices

extension Matrix {
  /// The stationary covariance C of dx/dt = W x + noise: the solution of W C + C Wᵀ + Q = 0, where Q dt is the
  /// covariance of the noise in dt.
  ///
  /// The real Schur form W = U T Uᵀ makes the equation triangular (dgees, dtrsyl). The result is symmetric to the last
  /// bit.
  /// Source: R. H. Bartels and G. W. Stewart, Commun. ACM 15, 820 (1972).
  ///
  /// - Precondition: Q is symmetric to rounding and of the order of W; entries are finite.
  /// - Throws: ``MatrixError/notStable(largestRealPart:)`` where an eigenvalue of W has a real part that is not
  ///   negative, or so small that rounding decides; ``MatrixError/notConverged``.
  public func stationaryCovariance(noise: Matrix) throws(MatrixError) -> Matrix {
    precondition(
      noise.isSymmetric() && noise.rows == rows, "The noise needs a symmetric matrix of the order of the couplings.")
    guard rows > 0 || columns > 0 else { return self }
    let (triangle, vectors, abscissa) = try schurForm()
    guard abscissa < -.ulpOfOne * largestEntry else { throw .notStable(largestRealPart: abscissa) }
    var solution = -(vectors.transpose * noise * vectors)
    let order = solution.order
    var scale = 1.0
    _ = Lapack.code {
      LAPACKE_dtrsyl(
        Lapack.rowMajor, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "T")), 1, order, order, triangle.entries, stride,
        triangle.entries, stride, &solution.entries, stride, &scale)
    }
    // The scale is below 1 only where the solution would overflow.
    return ((1 / scale) * (vectors * solution * vectors.transpose)).symmetricPart
  }

  /// T (with blocks of two on its diagonal) and the orthogonal U of W = U T Uᵀ, and the largest real part of an
  /// eigenvalue.
  private func schurForm() throws(MatrixError) -> (triangle: Matrix, vectors: Matrix, abscissa: Double) {
    let order = order
    var triangle = self
    var vectors = self
    var real = Array(repeating: 0.0, count: rows)
    var imaginary = real
    var sorted: LapackInteger = 0
    let code = Lapack.code {
      LAPACKE_dgees(
        Lapack.rowMajor, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "N")), nil, order, &triangle.entries, stride,
        &sorted,
        &real, &imaginary, &vectors.entries, stride)
    }
    guard code == 0 else { throw .notConverged }
    return (triangle, vectors, real.max() ?? -.infinity)
  }
}
