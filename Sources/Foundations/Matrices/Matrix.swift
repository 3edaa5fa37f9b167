import Validation

/// A real matrix, as a value.
///
///     let w: Matrix = [[-1, 0.5], [-0.8, -1]]
///     let c = try w.stationaryCovariance(noise: 0.5 * .identity(2))      // w c + c wᵀ + noise = 0
///     try c.logDeterminant                                               // −2.756…
///
/// Entries are stored row by row. Everything is computed in an order that does not depend on the processor, with the same bits
/// on all. What decomposes a matrix (inverses, determinants, eigenvalues, covariances, exponentials) stands in the library
/// `LinearAlgebra`.
///
/// - Important: matrices of an order above 32 are decomposed by LAPACK over OpenBLAS, on one thread, which picks its kernels by
///   the processor: such results agree to rounding, and their last bits are not compared.
public struct Matrix: Sendable, Hashable, Validated {
  /// How many rows there are.
  public let rows: Int

  /// How many columns there are.
  public let columns: Int

  /// The entries, row by row: entry (i, j) stands at `i * columns + j`.
  public package(set) var entries: [Double]

  /// A matrix from its entries, row by row.
  ///
  /// - Precondition: there are rows · columns of them.
  public init(rows: Int, columns: Int, entries: [Double]) {
    (self.rows, self.columns, self.entries) = (rows, columns, entries)
    requireNoFlaw()
  }

  /// Reads a matrix.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rows = try fields.read(.rows)
    columns = try fields.read(.columns)
    entries = try fields.read(.entries)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the shape; nil where nothing is.
  public var flaw: String? { Self.flaw(rows: rows, columns: columns, entries: entries.count) }

  /// What is wrong with so many entries in so many rows and columns; nil where nothing is.
  package static func flaw(rows: Int, columns: Int, entries: Int) -> String? {
    if rows < 0 || columns < 0 { return "A matrix cannot have fewer than no rows or columns." }
    let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
    return !overflow && entries == size ? nil : "A matrix needs one entry per row and column."
  }

  /// A matrix from its rows.
  ///
  /// - Precondition: they are equally long.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    require(rows.allSatisfy { $0.count == columns }, "The rows of a matrix must be equally long.")
    self.init(rows: rows.count, columns: columns, entries: rows.flatMap { $0 })
  }

  /// A matrix of one column.
  public init(column: [Double]) { self.init(rows: column.count, columns: 1, entries: column) }

  /// The matrix whose entry (i, j) is `entry(i, j)`.
  public init(rows: Int, columns: Int, entry: (_ i: Int, _ j: Int) throws -> Double) rethrows {
    let entries = try (0..<rows).flatMap { i in try (0..<columns).map { j in try entry(i, j) } }
    self.init(rows: rows, columns: columns, entries: entries)
  }

  /// The matrix of zeros.
  public static func zeros(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, entries: Array(repeating: 0, count: rows * columns))
  }

  /// The square matrix with these numbers on its diagonal and zeros elsewhere.
  public static func diagonal(_ numbers: [Double]) -> Matrix {
    Matrix(rows: numbers.count, columns: numbers.count) { $0 == $1 ? numbers[$0] : 0 }
  }

  /// The unit matrix.
  public static func identity(_ order: Int) -> Matrix { diagonal(Array(repeating: 1, count: order)) }

  /// The entry in row i and column j, counted from 0.
  public subscript(i: Int, j: Int) -> Double {
    get {
      require(j >= 0 && j < columns, "A matrix has no such column.")
      return entries[i * columns + j]
    }
    set {
      require(j >= 0 && j < columns, "A matrix has no such column.")
      entries[i * columns + j] = newValue
    }
  }

  /// Row i.
  public func row(_ i: Int) -> [Double] { Array(entries[i * columns..<(i + 1) * columns]) }

  /// Column j.
  public func column(_ j: Int) -> [Double] { (0..<rows).map { self[$0, j] } }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rows == columns }

  /// The entries on the diagonal.
  public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The largest absolute value of an entry; 0 where there is none.
  public var largestEntry: Double { entries.reduce(0) { max($0, abs($1)) } }

  /// Whether the matrix is its own transpose, to `tolerance` times its largest entry.
  public func isSymmetric(tolerance: Double = 1e-12) -> Bool {
    isSquare && (self - transpose).largestEntry <= tolerance * largestEntry
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// A matrix written as its rows.
  ///
  /// - Precondition: they are equally long.
  public init(arrayLiteral rows: [Double]...) { self.init(rows) }
}

extension Matrix: CustomStringConvertible {
  /// The rows, one per line.
  public var description: String {
    (0..<rows).map { row($0).map(\.description).joined(separator: " ") }.joined(separator: "\n")
  }
}
