import KernelMemory

/// Σ_k a_k b_kᵀ over the rows of two batches: what a gradient with respect to couplings is.
struct OuterProductSum: ~Copyable {
  private let count, rows: Int
  /// Numbers of a row, filled up to whole tiles.
  private let length: Int
  /// a and b, row by row.
  private let left, right: VectorMemory<SIMD8<Double>>
  private let sums, product: VectorMemory<SIMD8<Double>>

  /// The sum of nothing yet, with room for so many rows at a time.
  init(count: Int, rows: Int) {
    self.count = count
    self.rows = rows
    length = (count + ProductTile.rows - 1) / ProductTile.rows * ProductTile.rows
    left = VectorMemory(count: rows * length / 8)
    right = VectorMemory(count: rows * length / 8)
    sums = VectorMemory(count: length * length / 8)
    product = VectorMemory(count: ProductTile.rows)
  }

  /// One row of two row-major batches.
  func load(_ row: Int, _ a: [Double], _ b: [Double]) {
    for index in 0..<count {
      left[scalar: row * length + index] = a[row * count + index]
      right[scalar: row * length + index] = b[row * count + index]
    }
  }

  /// All rows, from the lanes of generations of samples.
  func transpose(
    _ a: borrowing VectorMemory<SIMD8<Double>>, _ b: borrowing VectorMemory<SIMD8<Double>>, generations: Int
  ) {
    for generation in 0..<generations {
      for lane in 0..<8 {
        let (from, to) = (8 * generation * length + lane, (8 * generation + lane) * length)
        for index in 0..<count {
          left[scalar: to + index] = a[scalar: from + 8 * index]
          right[scalar: to + index] = b[scalar: from + 8 * index]
        }
      }
    }
  }

  /// Adds the products of the rows that were written last.
  func add() {
    let step = (left: length, right: length / 8)
    for row in stride(from: 0, to: count, by: ProductTile.rows) {
      for column in 0..<(count + 7) / 8 {
        ProductTile.multiply(
          left, ProductTile.Factor(start: row, step: step.left), right,
          ProductTile.Factor(start: column, step: step.right), count: rows, into: product, at: 0)
        for part in 0..<ProductTile.rows {
          let place = (row + part) * step.right + column
          sums[place] = sums[place] + product[part]
        }
      }
    }
  }

  /// The matrix, row-major.
  var values: [Double] {
    (0..<count).flatMap { row in (0..<count).map { sums[scalar: row * length + $0] } }
  }
}
