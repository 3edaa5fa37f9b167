import ElementaryFunctions
import KernelMemory

/// ``FlipRates`` of sparse networks: a flip goes from neighbour to neighbour.
struct SparseRates: FlipRates, ~Copyable {
  /// Entries are multiplied two at a time, so that two sums grow side by side; an odd column is filled up.
  private static let group = 2

  private let count: Int
  /// The rates, and behind them one or more that are 0, on which the filling acts.
  private let values: Blocks
  /// Where the entries of a column begin, the spins j that it acts on, and for each exp(2βW_ji) and exp(−2βW_ji).
  private let starts, targets, factors: Blocks
  /// Σ k_j.
  private(set) var sum = 0.0
  /// No k_j is larger. It can only rise until it is made exact again, every N/16 flips.
  private(set) var bound = 0.0
  private let period: Int
  private var flipsUntilExact: Int

  init(_ network: SpinNetwork) {
    let couplings = network.couplings
    count = couplings.spins
    values = Blocks(capacity: (count + 32) / 32 * 32)
    starts = Blocks(capacity: count + 1)
    let groups = (0..<count).map { (couplings.starts[$0 + 1] - couplings.starts[$0] + Self.group - 1) / Self.group }
    let entries = Self.group * groups.reduce(0, +)
    targets = Blocks(capacity: entries)
    factors = Blocks(capacity: 2 * entries, repeating: 1)
    for place in 0..<entries { targets[integer: place] = count }
    var place = 0
    for column in 0..<count {
      starts[integer: column] = place
      for (offset, entry) in (couplings.starts[column]..<couplings.starts[column + 1]).enumerated() {
        let exponent = 2 * network.beta * couplings.strengths[entry]
        targets[integer: place + offset] = couplings.targets[entry]
        factors[2 * (place + offset)] = Elementary.exp(exponent)
        factors[2 * (place + offset) + 1] = Elementary.exp(-exponent)
      }
      place += Self.group * groups[column]
    }
    starts[integer: count] = place
    period = max(8, count / 16)
    flipsUntilExact = period
  }

  mutating func restart(_ rate: (Int) -> Double) {
    for spin in 0..<count { values[spin] = rate(spin) }
    makeExact()
  }

  subscript(spin: Int) -> Double {
    @inline(__always) get { values[spin] }
  }

  var reader: BlockReader {
    @inline(__always) get { BlockReader(values) }
  }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) {
    let sign = signs[spin].bitPattern
    let own = values[spin]
    let inverse = 1 / own
    values[spin] = inverse
    var change = (inverse - own, 0.0)
    var most = (inverse, 0.0)
    var place = starts[integer: spin]
    let end = starts[integer: spin &+ 1]
    while place < end {
      multiply(place, sign, signs, &change.0, &most.0)
      multiply(place &+ 1, sign, signs, &change.1, &most.1)
      place &+= Self.group
    }
    sum += change.0 + change.1
    // Seldom: a branch that is predicted spares the next proposals the wait for a maximum.
    let largest = larger(most.0, most.1)
    if largest > bound { raise(to: largest) }
    flipsUntilExact &-= 1
    if flipsUntilExact == 0 || sum < 0x1p-8 * bound { makeExact() }
  }

  /// Multiplies the rate of one neighbour.
  @inline(__always)
  private func multiply(
    _ entry: Int, _ sign: UInt64, _ signs: borrowing Blocks, _ change: inout Double, _ most: inout Double
  ) {
    let spin = targets[integer: entry]
    let before = values[spin]
    let after = before * factor(entry, signs[spin], sign)
    values[spin] = after
    change += after - before
    most = larger(most, after)
  }

  /// exp(2βW) for equal spins, exp(−2βW) for opposite ones.
  @inline(__always)
  private func factor(_ entry: Int, _ spin: Double, _ sign: UInt64) -> Double {
    factors[2 &* entry &+ Int(truncatingIfNeeded: (spin.bitPattern ^ sign) &>> 63)]
  }

  @inline(never)
  private mutating func raise(to rate: Double) { bound = rate }

  /// The sum and the largest rate. The sum is made anew, too, once a much larger rate has been taken away from it.
  @inline(never)
  mutating func makeExact() {
    let exact = BlockSum(of: values)
    (sum, bound) = (exact.total, exact.largest)
    flipsUntilExact = period
  }
}
