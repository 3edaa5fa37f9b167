import ElementaryFunctions
import KernelMemory

/// ``FlipRates`` of sparse networks: a flip goes from neighbour to neighbour. Those of large networks are divided into stretches.
struct SparseRates<Extent: NetworkExtent>: FlipRates, ~Copyable {
  /// Entries are multiplied two at a time, so that two sums grow side by side; an odd column is filled up.
  private static var group: Int { 2 }

  private let count: Int
  /// k_j, and behind them one or more that are 0, on which the filling acts. In large networks with the spin as their sign: then a flip
  /// reads one number of every neighbour, which may be far away. In small ones, where nothing is, the sign would be known late.
  private let values: Blocks
  /// Where the entries of a column begin.
  private let starts: Blocks
  /// Of each entry exp(2βW_ji), exp(−2βW_ji) and the spin j, side by side.
  private let entries: Blocks
  /// Σ k_j, and a bound of a network that is not divided. It can only rise until it is made exact again, every N/16 flips.
  private var wholeSum = 0.0, wholeBound = 0.0
  /// Stretches of 2⁸ spins of a network that is divided; as exact.
  private var stretches: StretchRates
  private static var stretchBits: Int { 8 }
  private let period: Int
  private var flipsUntilExact: Int

  init(_ network: SpinNetwork) {
    let couplings = network.couplings
    count = couplings.spins
    stretches = StretchRates(count: Self.isLarge ? ((count - 1) >> Self.stretchBits) + 1 : 1)
    // One more than there are spins, and whole stretches.
    let unit = Self.isLarge ? 1 << Self.stretchBits : 32
    values = Blocks(capacity: (count + unit) / unit * unit)
    starts = Blocks(capacity: count + 1)
    let groups = (0..<count).map { (couplings.starts[$0 + 1] - couplings.starts[$0] + Self.group - 1) / Self.group }
    let filled = Self.group * groups.reduce(0, +)
    entries = Blocks(capacity: 3 * filled, repeating: 1)
    for entry in 0..<filled { entries[integer: 3 * entry + 2] = count }
    var place = 0
    for column in 0..<count {
      starts[integer: column] = place
      for (offset, entry) in (couplings.starts[column]..<couplings.starts[column + 1]).enumerated() {
        let exponent = 2 * network.beta * couplings.strengths[entry]
        entries[3 * (place + offset)] = Elementary.exp(exponent)
        entries[3 * (place + offset) + 1] = Elementary.exp(-exponent)
        entries[integer: 3 * (place + offset) + 2] = couplings.targets[entry]
      }
      place += Self.group * groups[column]
    }
    starts[integer: count] = place
    period = max(8, count / 16)
    flipsUntilExact = period
  }

  mutating func restart(signs: borrowing Blocks, _ rate: (Int) -> Double) {
    for spin in 0..<count { values[spin] = (Self.isLarge ? signs[spin] : 1) * rate(spin) }
    makeExact()
  }

  subscript(spin: Int) -> Double {
    @inline(__always) get { abs(values[spin]) }
  }

  static var areSigned: Bool { isLarge }

  static var isLarge: Bool { Extent.isLarge }

  @inline(__always)
  func fetch(_ spin: Int) { values.fetch(spin) }

  @inline(__always)
  func fetchPlace(ofCouplingsOf spin: Int) { starts.fetch(spin) }

  @inline(__always)
  func fetchCouplings(of spin: Int) {
    for number in stride(from: 3 &* starts[integer: spin], to: 3 &* starts[integer: spin &+ 1], by: 8) {
      entries.fetch(number)
    }
  }

  @inline(__always)
  func fetchNeighbours(of spin: Int) {
    for entry in starts[integer: spin]..<starts[integer: spin &+ 1] { values.fetch(entries[integer: 3 &* entry &+ 2]) }
  }

  var proposed: Int { Self.isLarge ? 1 << Self.stretchBits : count }

  var sum: Double {
    @inline(__always) get { Self.isLarge ? stretches.total : wholeSum }
  }

  @inline(__always)
  func stretch(_ uniform: () -> Double) -> Int {
    Self.isLarge ? stretches.draw(uniform) : 0
  }

  @inline(__always)
  func rates(of stretch: Int) -> (start: Int, rates: BlockReader) {
    let start = stretch &<< Self.stretchBits
    return (start, BlockReader(values, from: start))
  }

  @inline(__always)
  func bound(of stretch: Int) -> Double { Self.isLarge ? stretches.bound(of: stretch) : wholeBound }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) {
    if Self.isLarge { flipDivided(spin, signs) } else { flipWhole(spin, signs) }
    flipsUntilExact &-= 1
    if flipsUntilExact == 0 { makeExact() }
  }

  /// A flip in a network of one stretch.
  @inline(__always)
  private mutating func flipWhole(_ spin: Int, _ signs: borrowing Blocks) {
    let (own, sign) = (values[spin], signs[spin])
    let inverse = 1 / own
    values[spin] = inverse
    var change = (inverse - own, 0.0)
    var most = (inverse, 0.0)
    var place = starts[integer: spin]
    let end = starts[integer: spin &+ 1]
    while place < end {
      let first = multiply(place, sign, signs)
      change.0 += first.after - first.before
      most.0 = larger(most.0, first.after)
      let second = multiply(place &+ 1, sign, signs)
      change.1 += second.after - second.before
      most.1 = larger(most.1, second.after)
      place &+= Self.group
    }
    wholeSum += change.0 + change.1
    // Seldom: a branch that is predicted spares the next proposals the wait for a maximum.
    let largest = larger(most.0, most.1)
    if largest > wholeBound { raise(to: largest) }
    if wholeSum < 0x1p-8 * wholeBound { makeExact() }
  }

  /// A flip that may change the sums of several stretches.
  @inline(__always)
  private mutating func flipDivided(_ spin: Int, _ signs: borrowing Blocks) {
    let own = values[spin]
    let inverse = 1 / abs(own)
    values[spin] = own < 0 ? inverse : -inverse
    var change = inverse - abs(own)
    var isCertain = accounted(for: spin, change, inverse)
    for place in starts[integer: spin]..<starts[integer: spin &+ 1] {
      let (target, before, after) = multiply(place, own, signs)
      // The filling acts behind the last spin.
      guard after > 0 else { continue }
      isCertain = accounted(for: target, after - before, after) && isCertain
      change += after - before
    }
    if isCertain { stretches.add(change) } else { stretches.finish() }
  }

  /// Multiplies the rate of one neighbour: by exp(2βW) for equal spins, by exp(−2βW) for opposite ones.
  @inline(__always)
  private func multiply(
    _ entry: Int, _ sign: Double, _ signs: borrowing Blocks
  ) -> (spin: Int, before: Double, after: Double) {
    let spin = entries[integer: 3 &* entry &+ 2]
    let before = values[spin]
    let other = Self.isLarge ? before : signs[spin]
    let isOpposite = Int(truncatingIfNeeded: (other.bitPattern ^ sign.bitPattern) &>> 63)
    let after = before * entries[3 &* entry &+ isOpposite]
    values[spin] = after
    return Self.isLarge ? (spin, abs(before), abs(after)) : (spin, before, after)
  }

  /// Accounts for a rate that has changed, in a network of several stretches. Returns false where a sum was made exact, so that the sum of
  /// all must be, too.
  @inline(__always)
  private mutating func accounted(for spin: Int, _ change: Double, _ rate: Double) -> Bool {
    let stretch = spin &>> Self.stretchBits
    guard stretches.account(for: stretch, change, rate) else { return true }
    measure(stretch)
    return false
  }

  @inline(never)
  private mutating func raise(to rate: Double) { wholeBound = rate }

  /// The sums and the largest rates. A sum is made anew, too, once a much larger rate has been taken away from it.
  @inline(never)
  private mutating func makeExact() {
    if Self.isLarge {
      for stretch in 0..<stretches.count { measure(stretch) }
      stretches.finish()
    } else {
      let exact = BlockSum(of: values)
      (wholeSum, wholeBound) = (exact.total, exact.largest)
    }
    flipsUntilExact = period
  }

  @inline(never)
  mutating func makeExact(_ stretch: Int) {
    guard Self.isLarge else { return makeExact() }
    measure(stretch)
    stretches.finish()
  }

  @inline(never)
  private func measure(_ stretch: Int) {
    let blocks = (1 << Self.stretchBits) / 8
    stretches.set(stretch, BlockSum(of: values, stretch * blocks..<(stretch + 1) * blocks))
  }
}
