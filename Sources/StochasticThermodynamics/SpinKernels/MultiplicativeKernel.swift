import ElementaryFunctions

/// Exponential rates kept by multiplication: a flip of spin i turns the rate of spin j into k_j exp(2β s_j s_i W_ji), whose
/// factor is read from a table.
///
/// Every event is a flip, and none computes an exponential. Cost: O(N) per flip in SIMD lanes. The rates are made anew every
/// 4096 flips, so that rounding cannot pile up. Best for a few dozen spins.
struct MultiplicativeKernel: SpinKernel, ~Copyable {
  private let network: SpinNetwork
  /// exp(2βW_ji) and exp(−2βW_ji), column by column (i).
  private let raising, lowering: Blocks
  private let rates: Blocks
  private var spins: LazySpins
  private var random: RandomSupply
  private var flipsUntilRefresh = 4096

  var configurations: [[Double]] { [spins.values] }

  init(_ network: SpinNetwork, from start: [Double], random: consuming RandomSupply) {
    self.network = network
    raising = Blocks(columnsOf: network) { Elementary.exp(2 * network.beta * $0) }
    lowering = Blocks(columnsOf: network) { Elementary.exp(-2 * network.beta * $0) }
    // A padded spin has the rate 0.
    rates = Blocks(Self.rates(network, start), filling: 0)
    spins = LazySpins(start)
    self.random = random
  }

  private static func rates(_ network: SpinNetwork, _ spins: [Double]) -> [Double] {
    let state = SpinState(spins, in: network)
    return network.channels.map { network.law.rate(entropyFlow: network.entropyFlow(of: $0, from: state)) }
  }

  mutating func relax(for duration: Double) {
    var unseen = SpinTally(spins: spins.count, observesPairs: false)
    run(for: duration, into: &unseen)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    var time = 0.0
    var product = 1.0
    while true {
      var sums = SIMD8<Double>()
      for block in 0..<rates.count { sums += rates[block: block] }
      let sum = total(sums)
      time += random.exponential() / sum
      guard time < duration else { break }
      let spin = chosen(random.uniform() * sum)
      tally.attempts += 1
      tally.flips += 1
      // Σ 2 ln k as one logarithm of a product, before it can leave the range of doubles.
      product *= rates[spin]
      if product > 1e100 || product < 1e-100 {
        tally.released += 2 * Elementary.log(product)
        product = 1
      }
      multiply(around: spin, spins.flip(spin, at: time, &tally))
      flipsUntilRefresh -= 1
      if flipsUntilRefresh == 0 { refresh() }
    }
    tally.released += 2 * Elementary.log(product)
    spins.close(at: duration, &tally)
  }

  /// The spin whose share of the total rate holds `target`: the block by its sum, then the lane.
  @inline(__always)
  private func chosen(_ target: Double) -> Int {
    var rest = target
    var block = 0
    while block < rates.count - 1 {
      let sum = total(rates[block: block])
      if rest < sum { break }
      rest -= sum
      block += 1
    }
    // Running sums of the eight rates; the place is the number of those that the target exceeds.
    var sum = 0.0
    var place = 0
    for lane in 0..<8 {
      sum += rates[8 * block + lane]
      place += rest >= sum ? 1 : 0
    }
    return lastOpen(8 * block + min(place, 7))
  }

  /// The spin itself, or where rounding ran past the last open one, that.
  @inline(__always)
  private func lastOpen(_ spin: Int) -> Int {
    var spin = spin
    while rates[spin] == 0, spin > 0 { spin -= 1 }
    return spin
  }

  /// Multiplies the rates of all spins after one has flipped to `value`, and inverts its own.
  @inline(__always)
  private func multiply(around spin: Int, _ value: Double) {
    let rate = rates[spin]
    let start = spin * rates.count
    for block in 0..<rates.count {
      let factor = selected(
        bySignOf: spins.signs[block: block] * value, negative: raising[block: start + block],
        positive: lowering[block: start + block])
      rates[block: block] *= factor
    }
    rates[spin] = 1 / rate
  }

  @inline(never)
  private mutating func refresh() {
    for (spin, rate) in Self.rates(network, spins.values).enumerated() { rates[spin] = rate }
    flipsUntilRefresh = 4096
  }
}
