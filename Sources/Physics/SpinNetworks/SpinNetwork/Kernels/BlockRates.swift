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
  private(set) var sum = 0.0
  /// It can only rise until it is made exact again, every N/8 flips.
  private var bound = 0.0
  private let period: Int
  private var flipsUntilExact: Int

  init(_ network: SpinNetwork) {
    let table = BlockColumns(network.couplings)
    spins = network.count
    values = Blocks(capacity: (network.count + 31) / 32 * 32)
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

  // A network that lies in rows is one stretch.

  static var areSigned: Bool { false }

  var proposed: Int { spins }

  @inline(__always)
  func stretch(_ uniform: () -> Double) -> Int { 0 }

  @inline(__always)
  func rates(of stretch: Int) -> (start: Int, rates: BlockReader) { (0, BlockReader(values)) }

  @inline(__always)
  func bound(of stretch: Int) -> Double { bound }

  mutating func makeExact(_ stretch: Int) { makeExact() }

  @inline(__always)
  mutating func flip(_ spin: Int, signs: borrowing Blocks) {
    let sign = SIMD8(repeating: signs[spin])
    let own = values[spin]
    let inverse = 1 / own
    var change = SIMD8<Double>()
    var most = SIMD8(repeating: inverse)
    for entry in starts[integer: spin]..<starts[integer: spin &+ 1] {
      let both = entries[integer: entry]
      let (block, content) = (both &>> 32, both & 0xFFFF_FFFF)
      let factor = selected(
        bySignOf: sign * signs[block: block], negative: lowering[block: content], positive: raising[block: content])
      let before = values[block: block]
      let after = before * factor
      values[block: block] = after
      change += after - before
      most.replace(with: after, where: after .> most)
    }
    values[spin] = inverse
    sum += total(change) + (inverse - own)
    let highest = largest(most)
    if highest > bound { raise(to: highest) }
    flipsUntilExact &-= 1
    if flipsUntilExact == 0 || sum < 0x1p-8 * bound { makeExact() }
  }

  @inline(never)
  private mutating func raise(to rate: Double) { bound = rate }

  @inline(never)
  private mutating func makeExact() {
    let exact = BlockSum(of: values)
    (sum, bound) = (exact.total, exact.largest)
    flipsUntilExact = period
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
