import Validation

extension Matrix {
  /// The matrix with rows and columns exchanged.
  public var transpose: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }

  /// The sum of the entries on the diagonal.
  ///
  /// - Precondition: the matrix is square.
  public var trace: Double {
    require(isSquare, "Only a square matrix has a trace.")
    return diagonal.reduce(0, +)
  }

  /// ½(A + Aᵀ).
  ///
  /// - Precondition: the matrix is square.
  public var symmetricPart: Matrix { 0.5 * (self + transpose) }

  /// ½(A − Aᵀ).
  ///
  /// - Precondition: the matrix is square.
  public var antisymmetricPart: Matrix { 0.5 * (self - transpose) }

  /// The sum, entry by entry, of two matrices of the same shape.
  public static func + (left: Matrix, right: Matrix) -> Matrix { left.combined(with: right, +) }

  /// The difference, entry by entry, of two matrices of the same shape.
  public static func - (left: Matrix, right: Matrix) -> Matrix { left.combined(with: right, -) }

  /// The matrix with the signs of all entries changed.
  public static prefix func - (matrix: Matrix) -> Matrix { -1 * matrix }

  /// Every entry multiplied by a number.
  public static func * (factor: Double, matrix: Matrix) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, entries: matrix.entries.map { factor * $0 })
  }

  /// The product of two matrices: rows times columns.
  ///
  /// Every entry is summed in the order of the inner index.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    require(left.columns == right.rows, "A product needs as many columns on the left as rows on the right.")
    let (inner, width) = (left.columns, right.columns)
    let entries = [Double](unsafeUninitializedCapacity: left.rows * width) { result, count in
      result.initialize(repeating: 0)
      left.entries.withUnsafeBufferPointer { left in
        right.entries.withUnsafeBufferPointer { right in
          // The innermost loop runs along rows of both, which the compiler turns into vectors.
          for place in 0..<left.count {
            let (i, k) = (place / max(inner, 1), place % max(inner, 1))
            let factor = left[place]
            for j in 0..<width { result[i * width + j] += factor * right[k * width + j] }
          }
        }
      }
      count = result.count
    }
    return Matrix(rows: left.rows, columns: width, entries: entries)
  }

  /// The product of a matrix and a column of numbers.
  public static func * (matrix: Matrix, vector: [Double]) -> [Double] { (matrix * Matrix(column: vector)).entries }

  /// The matrix with every entry (i, j) times a factor: in other units of rows and columns.
  package func scaled(by factor: (_ row: Int, _ column: Int) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns) { self[$0, $1] * factor($0, $1) }
  }

  private func combined(with other: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
    require(rows == other.rows && columns == other.columns, "The matrices must have the same shape.")
    return Matrix(rows: rows, columns: columns, entries: zip(entries, other.entries).map(operation))
  }
}
