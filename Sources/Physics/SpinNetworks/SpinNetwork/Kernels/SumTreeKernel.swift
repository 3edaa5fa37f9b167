import ElementaryFunctions
import KernelMemory
import Randomness

extension SpinNetwork.Method {
  /// Rates in a tree of sums, both laws. No try is in vain, a flip costs O(neighbours · log N).
  public static let sumTree = Self(
    "sumTree", isForSparseCouplings: true,
    appliesTo: { $0.hasModerateRates },
    timePerFlip: { network, _ in
      // Every level of the tree holds an eighth of the one below.
      let levels = (Int.bitWidth - max(1, network.count - 1).leadingZeroBitCount + 2) / 3
      return 30 + 6 * (1 + network.neighbours) * Double(levels)
    },
    kernel: { AnySpinKernel(SumTreeKernel($0, random: $1)) })
}

/// Rates in a tree of sums: a flip changes the rates of the neighbours and the sums above them, and a flip is found by going
/// down from the top.
///
/// Rates are kept by multiplication as in ``MultiplicativeKernel``: r_j = exp(−β s_j h_j) turns into r_j exp(2β s_j s_i W_ji),
/// with the rate r for the exponential law and 1/(1 + r⁻²) for Glauber's. Every event is a flip. Cost: O(neighbours · log₈N)
/// per flip. Best for sparse couplings where thinning would accept too little. Rates are made anew every 4096 flips.
///
/// Source: M. A. Gibson and J. Bruck, J. Phys. Chem. A 104, 1876 (2000), with sums in place of the queue; C. K. Wong and
/// M. C. Easton, SIAM J. Comput. 9, 111 (1980).
struct SumTreeKernel: SpinKernel, ~Copyable {
  private var network: SpinNetwork
  /// exp(2βW_ji) and exp(−2βW_ji).
  private let raising, lowering: SparseColumns
  private let roots: Blocks
  private let fields: Blocks
  /// Level by level: the rates, the sums of eight of them, the sums of those, up to one block.
  private let sums: Blocks
  /// Where a level begins in `sums`.
  private let levels: Blocks
  private let levelCount: Int
  /// The running sums of one block, to be read one by one.
  private let running = Blocks(capacity: 8)
  private var spins: LazySpins
  private var random: RandomSupply
  private var flipsUntilRefresh = 0

  var configurations: [[Double]] { [spins.values] }

  func copySpins(to spins: borrowing Blocks) { self.spins.copy(to: spins) }

  init(_ network: SpinNetwork, random: RandomStream) {
    self.network = network
    raising = SparseColumns(network.couplings) { Elementary.exp(2 * network.beta * $0) }
    lowering = SparseColumns(network.couplings) { Elementary.exp(-2 * network.beta * $0) }
    roots = Blocks(capacity: network.count, repeating: 1)
    fields = Blocks(capacity: network.count)
    var starts = [0]
    var width = network.count
    var end = 0
    while true {
      let blocks = max(1, (width + 7) / 8)
      end += 8 * blocks
      if blocks == 1 { break }
      starts.append(end)
      width = blocks
    }
    sums = Blocks(capacity: end)
    levels = Blocks(capacity: starts.count)
    for (level, start) in starts.enumerated() { levels[integer: level] = start }
    levelCount = starts.count
    spins = LazySpins(count: network.count)
    self.random = RandomSupply(random)
  }

  mutating func restart(_ network: SpinNetwork, from start: [Double], random: RandomStream) {
    self.network = network
    spins.restart(from: start)
    self.random.restart(random)
    refresh()
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    var time = 0.0
    var flips = 0
    var product = RateProduct()
    let top = levels[integer: levelCount - 1] / 8
    while true {
      let runningSums = runningSums(sums[block: top])
      time += random.exponential() / runningSums[7]
      guard time < duration else { break }
      let spin = chosen(random.uniform() * runningSums[7], runningSums)
      flips &+= 1
      product.multiply(by: roots[spin])
      update(around: spin)
      spins.flip(spin, at: time, &tally)
      flipsUntilRefresh &-= 1
      if flipsUntilRefresh == 0 { refresh() }
    }
    tally.flips += flips
    tally.attempts += flips
    tally.released += product.released
    spins.close(at: duration, &tally)
  }

  /// The spin whose share of the total rate holds `target`, level by level.
  @inline(__always)
  private func chosen(_ target: Double, _ atTop: SIMD8<Double>) -> Int {
    var runningSums = atTop
    var target = target
    var place = 0
    var level = levelCount &- 1
    while true {
      running[block: 0] = runningSums
      let lane = lastOpen(min(7, countOfNegative(runningSums - target)), level, place)
      target -= lane == 0 ? 0 : running[lane &- 1]
      place = 8 &* place &+ lane
      if level == 0 { return place }
      level &-= 1
      runningSums = KernelMemory.runningSums(sums[block: levels[integer: level] / 8 &+ place])
      target = min(target, runningSums[7])
    }
  }

  /// The lane of a block, or where rounding ran past the last open one, that.
  @inline(__always)
  private func lastOpen(_ lane: Int, _ level: Int, _ block: Int) -> Int {
    let start = levels[integer: level] &+ 8 &* block
    var lane = lane
    while sums[start &+ lane] == 0, lane > 0 { lane &-= 1 }
    return lane
  }

  /// Changes the rates of a spin that flips and of those that it acts on, and then the sums above them.
  @inline(__always)
  private func update(around spin: Int) {
    let value = spins.signs[spin]
    let entries = raising.entries(ofColumn: spin)
    set(spin, 1 / roots[spin])
    for entry in entries {
      let target = raising.target(entry)
      let factor = spins.signs[target] * value < 0 ? lowering[entry] : raising[entry]
      set(target, roots[target] * factor)
    }
    for level in 1..<max(1, levelCount) {
      sumUp(spin, level)
      for entry in entries { sumUp(raising.target(entry), level) }
    }
  }

  @inline(__always)
  private func set(_ spin: Int, _ root: Double) {
    roots[spin] = root
    sums[spin] = network.law.rate(root: root)
  }

  /// Makes the sum at a level anew that holds a spin.
  @inline(__always)
  private func sumUp(_ spin: Int, _ level: Int) {
    let block = spin &>> (3 &* level)
    sums[levels[integer: level] &+ block] = total(sums[block: levels[integer: level &- 1] / 8 &+ block])
  }

  @inline(never)
  private mutating func refresh() {
    network.write(localFieldsOf: spins.signs, into: fields)
    for spin in 0..<spins.count { set(spin, Elementary.exp(-network.beta * spins.signs[spin] * fields[spin])) }
    for level in 1..<max(1, levelCount) {
      for spin in network.channels { sumUp(spin, level) }
    }
    flipsUntilRefresh = 4096
  }
}
