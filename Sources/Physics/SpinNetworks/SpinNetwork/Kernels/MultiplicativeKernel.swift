import ElementaryFunctions
import KernelMemory
import Randomness

extension SpinNetwork.Method {
  /// Rates of all spins kept by multiplication; exponential rates. No try is in vain, a flip costs O(N).
  public static let multiplicative = Self(
    "multiplicative", isForFewSpins: true,
    appliesTo: { $0.law == .exponential && $0.hasModerateRates },
    timePerFlip: { network, _ in 32 + 0.48 * Double(network.count) },
    kernel: { AnySpinKernel(MultiplicativeKernel($0, random: $1)) })
}

/// Exponential rates kept by multiplication: a flip of spin i turns the rate of spin j into k_j exp(2β s_j s_i W_ji), whose
/// factor is read from a table.
///
/// Every event is a flip, and none computes an exponential. Cost: O(N) per flip in SIMD lanes. The rates are made anew every
/// 4096 flips, so that rounding cannot pile up. Best for a few dozen spins.
struct MultiplicativeKernel: SpinKernel, ~Copyable {
  private var network: SpinNetwork
  /// exp(2βW_ji) and exp(−2βW_ji).
  private let raising, lowering: DenseColumns
  private let rates: Blocks
  private let fields: Blocks
  /// The running sums over the lanes, to be read one by one.
  private let running = Blocks(capacity: 8)
  private var spins: LazySpins
  private var random: RandomSupply
  private var flipsUntilRefresh = 0

  var configurations: [[Double]] { [spins.values] }

  func copySpins(to spins: borrowing Blocks) { self.spins.copy(to: spins) }

  init(_ network: SpinNetwork, random: RandomStream) {
    self.network = network
    raising = DenseColumns(network.couplings, diagonal: 1) { Elementary.exp(2 * network.beta * $0) }
    lowering = DenseColumns(network.couplings, diagonal: 1) { Elementary.exp(-2 * network.beta * $0) }
    // A padded spin has the rate 0.
    rates = Blocks(capacity: network.count)
    fields = Blocks(capacity: network.count)
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
    while true {
      var sums = rates[block: 0]
      for block in 1..<max(1, rates.count) { sums += rates[block: block] }
      let runningSums = runningSums(sums)
      let sum = runningSums[7]
      time += random.exponential() / sum
      guard time < duration else { break }
      let spin = chosen(random.uniform() * sum, runningSums)
      flips &+= 1
      product.multiply(by: rates[spin])
      multiply(around: spin)
      spins.flip(spin, at: time, &tally)
      flipsUntilRefresh &-= 1
      if flipsUntilRefresh == 0 { refresh() }
    }
    tally.flips += flips
    tally.attempts += flips
    tally.released += product.released
    spins.close(at: duration, &tally)
  }

  /// The spin whose share of the total rate holds `target`: first the lane, by the running sums over the lanes, then the
  /// block.
  @inline(__always)
  private func chosen(_ target: Double, _ runningSums: SIMD8<Double>) -> Int {
    running[block: 0] = runningSums
    let lane = min(7, countOfNegative(runningSums - target))
    var rest = running[lane] - target
    var block = 0
    while true {
      rest -= rates[8 &* block &+ lane]
      if rest < 0 || block == rates.count &- 1 { return lastOpen(8 &* block &+ lane) }
      block &+= 1
    }
  }

  /// The spin itself, or where rounding ran past the last open one, that.
  @inline(__always)
  private func lastOpen(_ spin: Int) -> Int {
    var spin = spin
    while rates[spin] == 0, spin > 0 { spin -= 1 }
    return spin
  }

  /// Multiplies the rates of all spins for the flip of one, and inverts its own.
  @inline(__always)
  private func multiply(around spin: Int) {
    let inverse = SIMD8(repeating: 1 / rates[spin])
    let value = spins.signs[spin]
    for block in 0..<rates.count {
      let factor = selected(
        bySignOf: spins.signs[block: block] * value, negative: lowering[column: spin, block: block],
        positive: raising[column: spin, block: block])
      rates[block: block] = rates[block: block] * factor
    }
    // Written as a block, since the next flip reads blocks.
    let lanes = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
    rates[block: spin / 8] = rates[block: spin / 8].replacing(
      with: inverse, where: lanes .== SIMD8(repeating: Int64(spin % 8)))
  }

  @inline(never)
  private mutating func refresh() {
    network.write(localFieldsOf: spins.signs, into: fields)
    for spin in 0..<spins.count { rates[spin] = Elementary.exp(-network.beta * spins.signs[spin] * fields[spin]) }
    flipsUntilRefresh = 4096
  }
}
