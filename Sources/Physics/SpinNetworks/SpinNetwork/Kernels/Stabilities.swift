import KernelMemory

/// The stabilities g_j = β s_j h_j of all spins, and a bound from below: ln of the exponential rates, with the sign turned.
protocol Stabilities: FetchedAhead, ~Copyable {
  /// Begins anew with these values, in this configuration.
  mutating func restart(_ stabilities: [Double], signs: borrowing Blocks)

  /// No g_j is smaller.
  var floor: Double { get }

  /// Whether the floor is always the smallest g_j.
  static var hasExactFloor: Bool { get }

  /// Makes the floor the smallest g_j, and returns it.
  mutating func exactFloor() -> Double

  /// g_j, where `signs` are the spins.
  func stability(of spin: Int, signs: borrowing Blocks) -> Double

  /// Flips spin i out of s_i: g_i changes sign, and g_j changes by −2β s_i s_j W_ji. Returns the new ``floor``.
  ///
  /// - Parameter signs: the spins before the flip.
  mutating func flip(_ spin: Int, signs: borrowing Blocks) -> Double
}

/// Stabilities in dense networks: a flip goes through all spins, eight at a time, and finds the exact minimum on the way.
struct DenseStabilities: Stabilities, ~Copyable {
  private let values: Blocks
  /// 2β W_ji.
  private let columns: DenseColumns
  private(set) var floor = 0.0

  static var hasExactFloor: Bool { true }

  func exactFloor() -> Double { floor }

  init(_ network: SpinNetwork) {
    // The flipped spin drops out of the minimum, as far up as the diagonal says; its own value is written afterwards.
    columns = DenseColumns(network.couplings, diagonal: -1e300) { 2 * network.beta * $0 }
    // A padded spin is never tried and never the least stable.
    values = Blocks(capacity: network.count, repeating: 1e300)
  }

  mutating func restart(_ stabilities: [Double], signs: borrowing Blocks) {
    values.copy(stabilities)
    floor = stabilities.min() ?? 0
  }

  @inline(__always)
  func stability(of spin: Int, signs: borrowing Blocks) -> Double { values[spin] }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) -> Double {
    let before = values[spin]
    let step = SIMD8(repeating: signs[spin])
    var least = SIMD8(repeating: -before)
    for block in 0..<values.count {
      let value = values[block: block] - step * signs[block: block] * columns[column: spin, block: block]
      values[block: block] = value
      least.replace(with: value, where: value .< least)
    }
    values[spin] = -before
    floor = smallest(least)
    return floor
  }
}

/// Local fields in dense networks, for rates with a fixed bound: a flip goes through all spins, eight at a time, and needs
/// neither their signs nor a minimum.
struct DenseFields: Stabilities, ~Copyable {
  /// β h_j.
  private let values: Blocks
  /// 2β W_ji.
  private let columns: DenseColumns
  var floor: Double { -.infinity }
  static var hasExactFloor: Bool { false }

  func exactFloor() -> Double { floor }

  init(_ network: SpinNetwork) {
    columns = DenseColumns(network.couplings, diagonal: 0) { 2 * network.beta * $0 }
    values = Blocks(capacity: network.count)
  }

  mutating func restart(_ stabilities: [Double], signs: borrowing Blocks) {
    for (spin, stability) in stabilities.enumerated() { values[spin] = signs[spin] * stability }
  }

  @inline(__always)
  func stability(of spin: Int, signs: borrowing Blocks) -> Double { signs[spin] * values[spin] }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) -> Double {
    let step = SIMD8(repeating: signs[spin])
    for block in 0..<values.count {
      values[block: block] = values[block: block] - step * columns[column: spin, block: block]
    }
    return floor
  }
}

/// Local fields in sparse networks, for rates with a fixed bound: a flip touches the fields of the neighbours, and not their signs.
struct SparseFields<Extent: NetworkExtent>: Stabilities, ~Copyable {
  /// β h_j.
  private let values: Blocks
  /// 2β W_ji.
  private let columns: SparseColumns
  var floor: Double { -.infinity }
  static var hasExactFloor: Bool { false }

  func exactFloor() -> Double { floor }

  init(_ network: SpinNetwork) {
    columns = SparseColumns(network.couplings) { 2 * network.beta * $0 }
    values = Blocks(capacity: network.count)
  }

  mutating func restart(_ stabilities: [Double], signs: borrowing Blocks) {
    for (spin, stability) in stabilities.enumerated() { values[spin] = signs[spin] * stability }
  }

  static var isLarge: Bool { Extent.isLarge }

  @inline(__always)
  func fetch(_ spin: Int) { values.fetch(spin) }

  @inline(__always)
  func fetchPlace(ofCouplingsOf spin: Int) { columns.fetchStart(of: spin) }

  @inline(__always)
  func fetchCouplings(of spin: Int) { columns.fetch(spin) }

  @inline(__always)
  func fetchNeighbours(of spin: Int) {
    for entry in columns.entries(ofColumn: spin) { values.fetch(columns.target(entry)) }
  }

  @inline(__always)
  func stability(of spin: Int, signs: borrowing Blocks) -> Double { signs[spin] * values[spin] }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) -> Double {
    let step = signs[spin]
    for entry in columns.entries(ofColumn: spin) {
      let target = columns.target(entry)
      values[target] = values[target] - step * columns[entry]
    }
    return floor
  }
}

/// Stabilities in sparse networks: a flip touches the neighbours. The bound can only fall until it is made exact again, every
/// N/8 flips.
struct SparseStabilities: Stabilities, ~Copyable {
  private let values: Blocks
  /// 2β W_ji.
  private let columns: SparseColumns
  private(set) var floor = 0.0
  private let period: Int
  private var flipsUntilExact: Int

  init(_ network: SpinNetwork) {
    columns = SparseColumns(network.couplings) { 2 * network.beta * $0 }
    values = Blocks(capacity: network.count, repeating: 1e300)
    period = max(1, network.count / 8)
    flipsUntilExact = period
  }

  mutating func restart(_ stabilities: [Double], signs: borrowing Blocks) {
    values.copy(stabilities)
    floor = stabilities.min() ?? 0
    flipsUntilExact = period
  }

  @inline(__always)
  func stability(of spin: Int, signs: borrowing Blocks) -> Double { values[spin] }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) -> Double {
    let before = values[spin]
    let step = signs[spin]
    values[spin] = -before
    floor = min(floor, -before)
    for entry in columns.entries(ofColumn: spin) {
      let target = columns.target(entry)
      let value = values[target] - step * signs[target] * columns[entry]
      values[target] = value
      floor = min(floor, value)
    }
    flipsUntilExact &-= 1
    if flipsUntilExact == 0 { makeExact() }
    return floor
  }

  static var hasExactFloor: Bool { false }

  mutating func exactFloor() -> Double {
    makeExact()
    return floor
  }

  @inline(never)
  private mutating func makeExact() {
    var least = SIMD8(repeating: Double.infinity)
    for block in 0..<values.count {
      let value = values[block: block]
      least.replace(with: value, where: value .< least)
    }
    floor = smallest(least)
    flipsUntilExact = period
  }
}
