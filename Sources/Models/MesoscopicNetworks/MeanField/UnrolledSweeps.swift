import KernelMemory

/// Eight samples through a given number of sweeps, all states kept, and back.
struct UnrolledSweeps: ~Copyable {
  /// The states after 0, 1, … sweeps, generation by generation.
  let tile: MeanFieldTile

  /// a_t of every sweep, in the order of the states.
  let adjoints: VectorMemory<SIMD8<Double>>

  /// p_t.
  private let slopes: VectorMemory<SIMD8<Double>>
  private let product: VectorMemory<SIMD8<Double>>
  private let sweeps: Int
  private let damping, beta: Double

  init(count: Int, sweeps: Int, damping: Double, beta: Double) {
    tile = MeanFieldTile(count: count, generations: sweeps + 1)
    adjoints = VectorMemory(count: sweeps * tile.length)
    slopes = VectorMemory(count: tile.length)
    product = VectorMemory(count: tile.length)
    self.sweeps = sweeps
    self.damping = damping
    self.beta = beta
  }

  /// The sweeps of up to eight samples; lanes without a sample go on from what they held.
  func run(_ rows: Range<Int>, from start: [Double], fields: [Double], _ couplings: borrowing CouplingPanels) {
    for (lane, row) in rows.enumerated() {
      tile.load(row, of: start, into: tile.states, from: 0, lane: lane)
      tile.load(row, of: fields, into: tile.source, from: 0, lane: lane)
    }
    for sweep in 0..<sweeps {
      tile.sweep(.magnetisations(beta: beta), couplings, damping: damping, from: sweep, to: sweep + 1)
    }
  }

  /// The way back; Σ a_t is written into a row-major batch. Lanes without a sample have a = 0.
  func runBack(
    _ rows: Range<Int>, slopes batch: [Double], _ couplings: borrowing CouplingPanels, into sums: inout [Double]
  ) {
    for place in 0..<tile.length { slopes[place] = SIMD8() }
    for (lane, row) in rows.enumerated() { tile.load(row, of: batch, into: slopes, from: 0, lane: lane) }
    for sweep in (0..<sweeps).reversed() {
      findAdjoints(sweep)
      couplings.multiply(adjoints, from: sweep * tile.length, into: product)
      for place in 0..<tile.length { slopes[place] = damping * slopes[place] + product[place] }
    }
    for index in 0..<tile.count {
      var sum = SIMD8<Double>()
      for sweep in 0..<sweeps { sum += adjoints[sweep * tile.length + index] }
      for (lane, row) in rows.enumerated() { sums[row * tile.count + index] = sum[lane] }
    }
  }

  /// a_t from p_{t+1}; the tangent is what the sweep moved the state towards.
  private func findAdjoints(_ sweep: Int) {
    let factor = (1 - damping) * beta
    let (old, new) = (sweep * tile.length, (sweep + 1) * tile.length)
    for place in 0..<tile.length {
      let (before, after) = (tile.states[old + place], tile.states[new + place])
      let tangent = before + (after - before) / (1 - damping)
      adjoints[old + place] = factor * (1 - tangent * tangent) * slopes[place]
    }
  }
}
