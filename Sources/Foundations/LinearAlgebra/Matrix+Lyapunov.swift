import Matrices
import Validation

extension Matrix {
  /// The stationary covariance C of dx/dt = W x + noise: the solution of W C + C Wᵀ + Q = 0, where Q dt is the
  /// covariance of the noise in dt.
  ///
  ///     let oscillator: Matrix = [[0, 1], [-4, -0.1]]                      // position and velocity
  ///     try oscillator.stationaryCovariance(noise: .diagonal([0, 0.2]))    // T = 1: diag(1/4, 1)
  ///
  /// Q may be singular: noise that acts on some coordinates only, or on all of them alike. The result is symmetric to the last
  /// bit. Where W is nearly neutral, rounding costs digits, which are won back: all digits of the result count, or
  /// there is none.
  ///
  /// Source: R. H. Bartels and G. W. Stewart, Commun. ACM 15, 820 (1972).
  ///
  /// - Precondition: Q is symmetric to rounding and of the order of W; entries are finite.
  /// - Throws: ``MatrixError/notStable(largestRealPart:)`` where an eigenvalue of W has a real part that is not
  ///   negative; ``MatrixError/illConditioned(relativeError:)`` where it is so small that rounding decides, and nothing can be
  ///   said; ``MatrixError/notConverged``.
  public func stationaryCovariance(noise: Matrix) throws(MatrixError) -> Matrix {
    require(
      noise.isSymmetric() && noise.rows == rows, "The noise needs a symmetric matrix of the order of the couplings.")
    guard rows > 0 || columns > 0 else { return self }
    let equation = try LyapunovEquation(self)
    let size = largestEntry
    if equation.abscissa < -1e-6 * size { return try equation.solution(noise) }
    guard equation.abscissa < 1e-13 * size * Double(rows) else {
      throw .notStable(largestRealPart: equation.abscissa)
    }
    return try covarianceNearTheEdge(noise, abscissa: equation.abscissa)
  }

  /// The same for a matrix that is nearly neutral, in units in which its entries are of about one size.
  private func covarianceNearTheEdge(_ noise: Matrix, abscissa: Double) throws(MatrixError) -> Matrix {
    let scales = balance
    let balanced = scaled { scales[$1] / scales[$0] }
    guard Elimination(balanced) != nil else { throw .notStable(largestRealPart: max(0, abscissa)) }
    let equation = try LyapunovEquation(balanced)
    // Lyapunov's theorem: W is stable where noise on all coordinates has a covariance, that is, a positive definite one.
    do {
      _ = try equation.refinedSolution(.identity(rows)).logDeterminant
      let covariance = try equation.refinedSolution(noise.scaled { 1 / (scales[$0] * scales[$1]) })
      return covariance.scaled { scales[$0] * scales[$1] }
    } catch MatrixError.notPositiveDefinite {
      throw MatrixError.notStable(largestRealPart: max(0, abscissa))
    } catch MatrixError.singular {
      throw MatrixError.notStable(largestRealPart: 0)
    } catch MatrixError.illConditioned where abscissa >= 0 {
      throw MatrixError.notStable(largestRealPart: abscissa)
    }
  }
}

extension SchurForm {
  /// The symmetric Y with T Y + Y Tᵀ + Q = 0, block by block from the last: what is known of a block's equation stands on
  /// its right-hand side.
  func lyapunovSolution(_ right: Matrix) throws(MatrixError) -> Matrix {
    let order = right.rows
    let t = triangle.entries
    var y = right.entries.map { -$0 }
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
