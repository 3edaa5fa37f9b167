import ElementaryFunctions
import KernelMemory

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

  private let targets, changes: VectorMemory<SIMD8<Double>>

  init(count: Int, generations: Int) {
    self.count = count
    length = (count + ProductTile.rows - 1) / ProductTile.rows * ProductTile.rows
    states = VectorMemory(count: generations * length)
    source = VectorMemory(count: length)
    slope = VectorMemory(count: length)
    targets = VectorMemory(count: length)
    changes = VectorMemory(count: 1)
  }

  /// One synchronous sweep: the states of one generation from those of another.
  ///
  /// - Parameter damping: the fraction of the old state that is kept.
  func sweep(_ map: Map, _ couplings: borrowing CouplingPanels, damping: Double, from old: Int, to new: Int) {
    couplings.multiply(states, from: old * length, into: targets)
    switch map {
    case .magnetisations(let beta): applyTanh(beta)
    case .adjoints:
      for place in 0..<count { targets[place] = slope[place] * (targets[place] + source[place]) }
    }
    var squares = SIMD8<Double>()
    for place in 0..<count {
      let change = targets[place] - states[old * length + place]
      states[new * length + place] = targets[place] - damping * change
      squares += change * change
    }
    changes[0] = squares
  }

  // A loop of its own: with sums beside it the compiler takes the vectors apart.
  @inline(never)
  private func applyTanh(_ beta: Double) {
    for place in 0..<count { targets[place] = Elementary.tanh(beta * (targets[place] + source[place])) }
  }

  /// The length of the change of a sample that the last sweep would have made without damping.
  func change(of lane: Int) -> Double { changes[scalar: lane].squareRoot() }

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
