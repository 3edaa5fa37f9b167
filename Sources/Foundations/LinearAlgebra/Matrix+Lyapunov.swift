import CLAPACK
import Matrices

extension Matrix {
  /// The stationary covariance C of dx/dt = W x + noise: the solution of W C + C Wᵀ + Q = 0, where Q dt is the
  /// covariance of the noise in dt.
  ///
  /// The real Schur form W = U T Uᵀ makes the equation triangular (dgees and dtrsyl for orders above 32). The result is
  /// symmetric to the last bit.
  /// Source: R. H. Bartels and G. W. Stewart, Commun. ACM 15, 820 (1972).
  ///
  /// - Precondition: Q is symmetric to rounding and of the order of W; entries are finite.
  /// - Throws: ``MatrixError/notStable(largestRealPart:)`` where an eigenvalue of W has a real part that is not
  ///   negative, or so small that rounding decides; ``MatrixError/notConverged``.
  public func stationaryCovariance(noise: Matrix) throws(MatrixError) -> Matrix {
    precondition(
      noise.isSymmetric() && noise.rows == rows, "The noise needs a symmetric matrix of the order of the couplings.")
    guard rows > 0 || columns > 0 else { return self }
    if isSmall { return try covarianceBySchurForm(noise) }
    let (triangle, vectors, abscissa) = try schurForm()
    try requireStable(abscissa)
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

  private func requireStable(_ abscissa: Double) throws(MatrixError) {
    let rounding = .ulpOfOne * largestEntry
    guard abscissa < -rounding else { throw .notStable(largestRealPart: abscissa > rounding ? abscissa : 0) }
  }

  /// The same for a small matrix.
  private func covarianceBySchurForm(_ noise: Matrix) throws(MatrixError) -> Matrix {
    _ = order
    let form = try SchurForm(self)
    try requireStable(form.eigenvalues.reduce(-.infinity) { max($0, $1.real) })
    let solution = try form.stationaryCovariance(noise: form.vectors.transpose * noise * form.vectors)
    return (form.vectors * solution * form.vectors.transpose).symmetricPart
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

extension SchurForm {
  /// The symmetric Y with T Y + Y Tᵀ + Q = 0, block by block from the last: what is known of a block's equation stands on
  /// its right-hand side.
  fileprivate func stationaryCovariance(noise: Matrix) throws(MatrixError) -> Matrix {
    let order = noise.rows
    let t = triangle.entries
    var y = noise.entries.map { -$0 }
    let ranges = zip(blocks, blocks.dropFirst() + [order]).map { $0..<$1 }
    for (place, columns) in ranges.enumerated().reversed() {
      for rows in ranges[...place].reversed() {
        for i in rows {
          for j in columns {
            var rest = y[i * order + j]
            for k in rows.upperBound..<order { rest -= t[i * order + k] * y[k * order + j] }
            for k in columns.upperBound..<order { rest -= y[i * order + k] * t[j * order + k] }
            y[i * order + j] = rest
          }
        }
        if rows.count * columns.count == 1 {
          y[rows.lowerBound * order + columns.lowerBound] /=
            t[rows.lowerBound * (order + 1)] + t[columns.lowerBound * (order + 1)]
        } else {
          let right = rows.flatMap { i in columns.map { y[i * order + $0] } }
          for (place, value) in try solve(right, rows, columns).enumerated() {
            let (i, j) = (rows.lowerBound + place / columns.count, columns.lowerBound + place % columns.count)
            y[i * order + j] = value
          }
        }
        for i in rows { for j in columns { y[j * order + i] = y[i * order + j] } }
      }
    }
    return Matrix(rows: order, columns: order, entries: y)
  }

  /// The X with T_rr X + X T_ccᵀ = R, for two blocks of the diagonal; R and X row by row.
  private func solve(_ right: [Double], _ rows: Range<Int>, _ columns: Range<Int>) throws(MatrixError) -> [Double] {
    let (height, width) = (rows.count, columns.count)
    let equations = Matrix(rows: height * width, columns: height * width) { equation, unknown in
      let (i, j) = (equation / width, equation % width)
      let (k, l) = (unknown / width, unknown % width)
      return (j == l ? triangle[rows.lowerBound + i, rows.lowerBound + k] : 0)
        + (i == k ? triangle[columns.lowerBound + j, columns.lowerBound + l] : 0)
    }
    guard let factors = Elimination(equations) else { throw .singular(reciprocalCondition: 0) }
    return factors.solve(Matrix(column: right)).entries
  }
}
