import ElementaryFunctions

/// Eight samples of a batch side by side, one per lane, and room for several generations of their states.
struct MeanFieldTile: ~Copyable {
  /// What a sweep sets a state to, from the sum over the couplings, s.
  enum Map {
    /// tanh β(s + source).
    case magnetisations(beta: Double)
    /// slope · (s + source).
    case adjoints
  }

  /// How many samples there are side by side.
  static let samples = ProductTile.columns

  /// How many numbers a sample has, and that filled up to whole panels: the length of a generation in vectors.
  let count, length: Int

  /// The states, generation by generation.
  let states: VectorMemory<SIMD8<Double>>

  /// What is added to the sums, and for adjoints the factor before them.
  let source, slope: VectorMemory<SIMD8<Double>>

  private let product: VectorMemory<SIMD8<Double>>

  init(count: Int, generations: Int) {
    self.count = count
    length = (count + ProductTile.rows - 1) / ProductTile.rows * ProductTile.rows
    states = VectorMemory(count: generations * length)
    source = VectorMemory(count: length)
    slope = VectorMemory(count: length)
    product = VectorMemory(count: ProductTile.rows)
  }

  /// One synchronous sweep: the states of one generation from those of another.
  ///
  /// - Parameter damping: the fraction of the old state that is kept.
  /// - Returns: for each sample the squared length of the change that an undamped sweep would have made.
  func sweep(
    _ map: Map, _ couplings: borrowing CouplingPanels, damping: Double, from old: Int, to new: Int
  ) -> SIMD8<Double> {
    var squares = SIMD8<Double>()
    for panel in 0..<couplings.panels {
      ProductTile.multiply(
        couplings.numbers, couplings.factor(panel), states, ProductTile.Factor(start: old * length, step: 1),
        count: count, into: product)
      let first = panel * ProductTile.rows
      switch map {
      case .magnetisations(let beta): squares += applyTanh(beta, damping, first, from: old, to: new)
      case .adjoints: squares += applySlope(damping, first, from: old, to: new)
      }
    }
    return squares
  }

  @inline(__always)
  private func applyTanh(_ beta: Double, _ damping: Double, _ first: Int, from old: Int, to new: Int) -> SIMD8<Double> {
    var squares = SIMD8<Double>()
    for row in 0..<ProductTile.rows {
      let target = Elementary.tanh(beta * (product[row] + source[first + row]))
      let change = target - states[old * length + first + row]
      states[new * length + first + row] = target - damping * change
      squares += change * change
    }
    return squares
  }

  @inline(__always)
  private func applySlope(_ damping: Double, _ first: Int, from old: Int, to new: Int) -> SIMD8<Double> {
    var squares = SIMD8<Double>()
    for row in 0..<ProductTile.rows {
      let target = slope[first + row] * (product[row] + source[first + row])
      let change = target - states[old * length + first + row]
      states[new * length + first + row] = target - damping * change
      squares += change * change
    }
    return squares
  }

  /// A sample of a row-major batch, written into a lane of a memory.
  func load(
    _ row: Int, of batch: [Double], into memory: borrowing VectorMemory<SIMD8<Double>>, from place: Int, lane: Int
  ) {
    batch.withUnsafeBufferPointer { numbers in
      for index in 0..<count { memory[scalar: 8 * (place + index) + lane] = numbers[row * count + index] }
    }
  }

  /// The state of a sample, written back into a row-major batch.
  func store(_ row: Int, of batch: inout [Double], generation: Int, lane: Int) {
    batch.withUnsafeMutableBufferPointer { numbers in
      for index in 0..<count { numbers[row * count + index] = states[scalar: 8 * (generation * length + index) + lane] }
    }
  }
}
