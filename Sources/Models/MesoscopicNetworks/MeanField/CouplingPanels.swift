import KernelMemory

/// A matrix as the left factor of a product: panels of sixteen rows, each column of a panel sixteen numbers in a row.
struct CouplingPanels: ~Copyable {
  /// Rows and columns of the matrix.
  let count: Int

  /// How many panels there are.
  let panels: Int

  /// The panels, one after the other; what is left over of the last is 0.
  let numbers: VectorMemory<SIMD8<Double>>

  /// W or Wᵀ, from a row-major W.
  init(_ couplings: [Double], count: Int, isTransposed: Bool) {
    self.count = count
    panels = (count + ProductTile.rows - 1) / ProductTile.rows
    numbers = VectorMemory(count: 2 * panels * count)
    fill(couplings, isTransposed: isTransposed)
  }

  /// Another matrix of the same size.
  func fill(_ couplings: [Double], isTransposed: Bool) {
    let (down, right) = isTransposed ? (1, count) : (count, 1)
    couplings.withUnsafeBufferPointer { couplings in
      for row in 0..<count {
        let start = row / ProductTile.rows * ProductTile.rows * count + row % ProductTile.rows
        for column in 0..<count {
          numbers[scalar: start + column * ProductTile.rows] = couplings[row * down + column * right]
        }
      }
    }
  }

  /// The matrix times eight vectors, which lie side by side in the lanes.
  ///
  /// - Parameters:
  ///   - vectors: the memory of the factor, which begins at `start`.
  ///   - product: the result, filled up to whole panels.
  func multiply(
    _ vectors: borrowing VectorMemory<SIMD8<Double>>, from start: Int,
    into product: borrowing VectorMemory<SIMD8<Double>>
  ) {
    for panel in 0..<panels {
      let first = panel * ProductTile.rows
      ProductTile.multiply(
        numbers, ProductTile.Factor(start: first * count, step: ProductTile.rows), vectors,
        ProductTile.Factor(start: start, step: 1), count: count, into: product, at: first)
    }
  }
}
