import ElementaryFunctions
import KernelMemory

/// ``FlipRates`` of networks whose spins act on stretches of neighbours in a row, such as all channels at a position: a flip
/// multiplies whole blocks of eight.
///
/// Blocks of factors that occur in many columns are kept once: in a convolutional network, whose couplings repeat along the line,
/// the table stays as small as the number of parameters, and in the cache.
struct BlockRates: FlipRates, ~Copyable {
  private let spins: Int
  /// The rates, and behind them some that are 0.
  private let values: Blocks
  /// Where the entries of a column begin; of each the block of spins it acts on in the upper half of a number, and the place of its
  /// factors in the lower half: the less memory, the more of it stays in the cache.
  private let starts, entries: Blocks
  /// exp(2βW_ji) and exp(−2βW_ji), block after block; 1 where there is no coupling.
  private let raising, lowering: Blocks
  /// Stretches of 64 spins, which are exact again every N/8 flips.
  private var stretches: StretchRates
  private static var stretchBits: Int { 6 }
  private let period: Int
  private var flipsUntilExact: Int

  init(_ network: SpinNetwork) {
    let table = BlockColumns(network.couplings)
    spins = network.count
    stretches = StretchRates(count: ((network.count - 1) >> Self.stretchBits) + 1)
    values = Blocks(capacity: stretches.count << Self.stretchBits)
    starts = Blocks(capacity: table.starts.count)
    for (place, start) in table.starts.enumerated() { starts[integer: place] = start }
    entries = Blocks(capacity: table.entries.count)
    for (place, entry) in table.entries.enumerated() { entries[integer: place] = entry.target << 32 | entry.content }
    raising = Blocks(capacity: 8 * table.contents.count)
    lowering = Blocks(capacity: 8 * table.contents.count)
    for (place, couplings) in table.contents.enumerated() {
      let exponents = 2 * network.beta * couplings
      raising[block: place] = Elementary.exp(exponents)
      lowering[block: place] = Elementary.exp(-exponents)
    }
    period = max(8, network.count / 8)
    flipsUntilExact = period
  }

  mutating func restart(signs: borrowing Blocks, _ rate: (Int) -> Double) {
    for spin in 0..<spins { values[spin] = rate(spin) }
    makeExact()
  }

  subscript(spin: Int) -> Double {
    @inline(__always) get { values[spin] }
  }

  static var areSigned: Bool { false }

  var proposed: Int { 1 << Self.stretchBits }

  var sum: Double {
    @inline(__always) get { stretches.total }
  }

  @inline(__always)
  func stretch(_ uniform: () -> Double) -> Int { stretches.draw(uniform) }

  @inline(__always)
  func rates(of stretch: Int) -> (start: Int, rates: BlockReader) {
    let start = stretch &<< Self.stretchBits
    return (start, BlockReader(values, from: start))
  }

  @inline(__always)
  func bound(of stretch: Int) -> Double { stretches.bound(of: stretch) }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) {
    let sign = SIMD8(repeating: signs[spin])
    let own = values[spin]
    let inverse = 1 / own
    var wholeChange = SIMD8<Double>()
    var isCertain = true
    var entry = starts[integer: spin]
    let end = starts[integer: spin &+ 1]
    while entry < end {
      // The blocks of one stretch.
      let stretch = (entries[integer: entry] &>> 32) &>> (Self.stretchBits &- 3)
      let first = entry
      var (change, most) = (SIMD8<Double>(), SIMD8<Double>())
      while true {
        let both = entries[integer: entry]
        let (block, content) = (both &>> 32, both & 0xFFFF_FFFF)
        let factor = selected(
          bySignOf: sign * signs[block: block], negative: lowering[block: content], positive: raising[block: content])
        let before = values[block: block]
        let after = before * factor
        values[block: block] = after
        change += after - before
        most.replace(with: after, where: after .> most)
        entry &+= 1
        if entry == end || (entries[integer: entry] &>> 32) &>> (Self.stretchBits &- 3) != stretch { break }
      }
      wholeChange += change
      let highest = largest(most)
      // All of a stretch has been seen: its bound is exact.
      if entry &- first == 1 &<< (Self.stretchBits &- 3) { stretches.setBound(of: stretch, to: highest) }
      if stretches.account(for: stretch, total(change), highest) {
        measure(stretch)
        isCertain = false
      }
    }
    values[spin] = inverse
    if stretches.account(for: spin &>> Self.stretchBits, inverse - own, inverse) {
      measure(spin &>> Self.stretchBits)
      isCertain = false
    }
    if isCertain { stretches.add(total(wholeChange) + (inverse - own)) } else { stretches.finish() }
    flipsUntilExact &-= 1
    if flipsUntilExact == 0 { makeExact() }
  }

  @inline(never)
  private mutating func makeExact() {
    for stretch in 0..<stretches.count { measure(stretch) }
    stretches.finish()
    flipsUntilExact = period
  }

  @inline(never)
  mutating func makeExact(_ stretch: Int) {
    measure(stretch)
    stretches.finish()
  }

  @inline(never)
  private func measure(_ stretch: Int) {
    let blocks = 1 << (Self.stretchBits - 3)
    stretches.set(stretch, BlockSum(of: values, stretch * blocks..<(stretch + 1) * blocks))
  }
}

/// The columns of a coupling matrix by blocks of eight spins, equal blocks kept once.
struct BlockColumns {
  /// A block of spins on which a column acts, and the place of its couplings.
  struct Entry {
    let target, content: Int
  }

  /// Where the entries of a column begin.
  private(set) var starts = [0]
  private(set) var entries: [Entry] = []
  /// The different blocks of couplings.
  private(set) var contents: [SIMD8<Double>] = []

  init(_ matrix: borrowing CouplingMatrix) {
    var places: [SIMD8<Double>: Int] = [:]
    for column in 0..<matrix.spins {
      var place = matrix.starts[column]
      let end = matrix.starts[column + 1]
      while place < end {
        let target = matrix.targets[place] / 8
        var couplings = SIMD8<Double>()
        while place < end, matrix.targets[place] / 8 == target {
          couplings[matrix.targets[place] % 8] = matrix.strengths[place]
          place += 1
        }
        let content = places[couplings] ?? contents.count
        if content == contents.count {
          places[couplings] = content
          contents.append(couplings)
        }
        entries.append(Entry(target: target, content: content))
      }
      starts.append(entries.count)
    }
  }
}
