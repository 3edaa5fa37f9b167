import CLAPACK
import Matrices

/// The equation W X + X Wᵀ + R = 0 of a matrix W, for many symmetric R.
///
/// The real Schur form W = U T Uᵀ makes the equation triangular (dgees and dtrsyl for orders above 32).
/// Source: R. H. Bartels and G. W. Stewart, Commun. ACM 15, 820 (1972).
struct LyapunovEquation {
  private let matrix: Matrix
  private let form: Form

  /// Where the Schur form is from.
  private enum Form {
    case own(SchurForm)
    case lapack(triangle: Matrix, vectors: Matrix)
  }

  /// The largest real part of an eigenvalue, to rounding.
  let abscissa: Double

  /// - Throws: ``MatrixError/notConverged``.
  init(_ matrix: Matrix) throws(MatrixError) {
    self.matrix = matrix
    if matrix.isSmall {
      _ = matrix.order
      let form = try SchurForm(matrix)
      abscissa = form.eigenvalues.reduce(-.infinity) { max($0, $1.real) }
      self.form = .own(form)
    } else {
      let (triangle, vectors, abscissa) = try matrix.lapackSchurForm()
      self.abscissa = abscissa
      form = .lapack(triangle: triangle, vectors: vectors)
    }
  }

  /// X, symmetric to the last bit.
  ///
  /// - Throws: ``MatrixError/singular(reciprocalCondition:)`` where two eigenvalues are opposite to rounding.
  func solution(_ right: Matrix) throws(MatrixError) -> Matrix {
    switch form {
    case .own(let form):
      let solution = try form.lyapunovSolution(form.vectors.transpose * right * form.vectors)
      guard solution.entries.allSatisfy(\.isFinite) else { throw .singular(reciprocalCondition: 0) }
      return (form.vectors * solution * form.vectors.transpose).symmetricPart
    case .lapack(let triangle, let vectors):
      var solution = -(vectors.transpose * right * vectors)
      let (order, stride) = (solution.order, matrix.stride)
      var scale = 1.0
      let code = Lapack.code {
        LAPACKE_dtrsyl(
          Lapack.rowMajor, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "T")), 1, order, order, triangle.entries,
          stride, triangle.entries, stride, &solution.entries, stride, &scale)
      }
      // Eigenvalues that are opposite to rounding: LAPACK has solved another equation.
      guard code == 0 else { throw .singular(reciprocalCondition: 0) }
      // The scale is below 1 only where the solution would overflow.
      return ((1 / scale) * (vectors * solution * vectors.transpose)).symmetricPart
    }
  }

  /// X to the precision of a `Double`, where W is so nearly neutral that rounding in the Schur form has cost digits: what is not
  /// yet balanced is computed with twice the digits, and solved for again.
  ///
  /// Source: iterative refinement, J. H. Wilkinson, Rounding Errors in Algebraic Processes (HMSO, 1963).
  ///
  /// - Throws: ``MatrixError/illConditioned(relativeError:)`` where that does not converge.
  func refinedSolution(_ right: Matrix) throws(MatrixError) -> Matrix {
    let count = right.entries.count
    var sum = Array(repeating: DoubleDouble(0), count: count)
    var rest = right
    var last = Double.infinity
    for _ in 0..<60 {
      let step = try solution(rest)
      for place in 0..<count { sum[place].add(step.entries[place]) }
      let size = sum.reduce(0) { max($0, abs($1.high)) }
      let change = size > 0 ? step.largestEntry / size : 0
      guard change.isFinite, sum.allSatisfy(\.high.isFinite) else { break }
      if change < 1e-17 {
        return Matrix(rows: right.rows, columns: right.columns, entries: sum.map(\.high)).symmetricPart
      }
      // The first step is the solution itself.
      guard change < 0.5 * last || last == .infinity else { throw .illConditioned(relativeError: change) }
      last = last == .infinity ? 2 : change
      rest = residual(sum, right)
    }
    throw .illConditioned(relativeError: last.isFinite ? last : 1)
  }

  /// W X + X Wᵀ + R, rounded once.
  private func residual(_ solution: [DoubleDouble], _ right: Matrix) -> Matrix {
    let order = matrix.rows
    let w = matrix.entries
    return Matrix(rows: order, columns: order) { i, j in
      var sum = DoubleDouble(right[i, j])
      for k in 0..<order {
        sum.add(w[i * order + k], times: solution[k * order + j])
        sum.add(w[j * order + k], times: solution[i * order + k])
      }
      return sum.high
    }.symmetricPart
  }
}

/// A number with about 32 digits, as an unevaluated sum.
///
/// Source: T. J. Dekker, Numer. Math. 18, 224 (1971).
private struct DoubleDouble {
  private(set) var high: Double
  private var low = 0.0

  init(_ value: Double) { high = value }

  mutating func add(_ value: Double) { add(value, 0) }

  mutating func add(_ factor: Double, times other: DoubleDouble) {
    let product = factor * other.high
    add(product, Self.rest(of: factor, other.high, product) + factor * other.low)
  }

  private mutating func add(_ value: Double, _ rest: Double) {
    let sum = high + value
    let part = sum - high
    let error = (high - (sum - part)) + (value - part)
    let tail = low + rest + error
    high = sum + tail
    low = tail - (high - sum)
  }

  /// ab − fl(ab), exactly.
  private static func rest(of a: Double, _ b: Double, _ product: Double) -> Double {
    func split(_ x: Double) -> (Double, Double) {
      let large = 134_217_729 * x
      let high = large - (large - x)
      return (high, x - high)
    }
    let (a1, a2) = split(a)
    let (b1, b2) = split(b)
    return ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2
  }
}

extension Matrix {
  /// T (with blocks of two on its diagonal) and the orthogonal U of W = U T Uᵀ, and the largest real part of an
  /// eigenvalue.
  fileprivate func lapackSchurForm() throws(MatrixError) -> (triangle: Matrix, vectors: Matrix, abscissa: Double) {
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

  /// Powers of two d with which the entries W_ij d_j/d_i of rows and columns are of about the same size: units that suit the matrix.
  ///
  /// Source: B. N. Parlett and C. Reinsch, Numer. Math. 13, 293 (1969).
  var balance: [Double] {
    var scales = Array(repeating: 1.0, count: rows)
    for _ in 0..<100 {
      var isDone = true
      for i in 0..<rows {
        var (row, column) = (0.0, 0.0)
        for j in 0..<rows where j != i {
          row += abs(self[i, j]) * scales[j] / scales[i]
          column += abs(self[j, i]) * scales[i] / scales[j]
        }
        guard row > 0, column > 0, row.isFinite, column.isFinite else { continue }
        var factor = 1.0
        while column * factor * factor < 0.5 * row { factor *= 2 }
        while column * factor * factor >= 2 * row { factor *= 0.5 }
        if column * factor + row / factor < 0.95 * (column + row) {
          scales[i] *= factor
          isDone = false
        }
      }
      if isDone { break }
    }
    return scales
  }
}
