import Foundation

/// Exponential rates kept by multiplication: a flip of spin i turns the rate of spin j into k_j exp(2β s_j s_i W_ji), whose
/// factor is read from a table.
///
/// Every event is a flip, and none computes an exponential. Cost: O(N) per flip in SIMD lanes. The rates are made anew every
/// 4096 flips, so that rounding cannot pile up. Best for a few dozen spins.
struct MultiplicativeKernel: SpinKernel {
  private let network: SpinNetwork
  private let blocks: Int
  /// exp(2βW_ji) and exp(−2βW_ji), column by column (i), in blocks over j.
  private let raising, lowering: [SIMD8<Double>]
  private var rates: [SIMD8<Double>]
  private var signs: [SIMD8<Double>]
  private var lazy: LazyMagnetisation
  private var random: RandomSupply
  private var flipsUntilRefresh = 4096

  var configurations: [[Double]] { [lazy.spins] }

  mutating func relax(for duration: Double) {
    var unseen = SpinTally(spins: network.count, observesPairs: false)
    run(for: duration, into: &unseen)
  }

  init(_ network: SpinNetwork, from start: [Double], random: RandomSupply) {
    self.network = network
    blocks = (network.count + 7) / 8
    self.random = random
    lazy = LazyMagnetisation(start)
    let columns = paddedColumns(network)
    func table(_ sign: Double) -> [SIMD8<Double>] {
      columns.map { block in
        var result = block
        for lane in 0..<8 { result[lane] = exp(sign * 2 * network.beta * block[lane]) }
        return result
      }
    }
    raising = table(1)
    lowering = table(-1)
    signs = padded(start, with: 1)
    rates = Self.rates(network, start)
  }

  private static func rates(_ network: SpinNetwork, _ spins: [Double]) -> [SIMD8<Double>] {
    let state = SpinState(spins, in: network)
    // A padded spin has the rate 0.
    return padded(
      network.channels.map { network.law.rate(entropyFlow: network.entropyFlow(of: $0, from: state)) }, with: 0)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    var time = 0.0
    var product = 1.0
    while true {
      var sum = SIMD8<Double>()
      for block in 0..<blocks { sum += rates[block] }
      let total = sum.sum()
      time += random.exponential() / total
      guard time < duration else { break }
      let spin = chosen(random.uniform() * total)
      tally.attempts += 1
      tally.flips += 1
      // Σ 2 ln k as one logarithm of a product, before it can leave the range of doubles.
      product *= rates[spin >> 3][spin & 7]
      if product > 1e100 || product < 1e-100 {
        tally.released += 2 * log(product)
        product = 1
      }
      lazy.flip(spin, at: time, &tally)
      flip(spin)
    }
    tally.released += 2 * log(product)
    lazy.close(at: duration, &tally)
  }

  /// The spin whose share of the total rate holds `target`: the block by its sum, then the lane.
  @inline(__always)
  private func chosen(_ target: Double) -> Int {
    var rest = target
    var block = 0
    while block < blocks - 1 {
      let sum = rates[block].sum()
      if rest < sum { break }
      rest -= sum
      block += 1
    }
    var last = 8 * block
    for lane in 0..<8 where rates[block][lane] > 0 {
      last = 8 * block + lane
      rest -= rates[block][lane]
      if rest < 0 { break }
    }
    return last
  }

  @inline(__always)
  private mutating func flip(_ spin: Int) {
    let value = signs[spin >> 3][spin & 7]
    let rate = rates[spin >> 3][spin & 7]
    let start = spin * blocks
    for block in 0..<blocks {
      let agree = signs[block] .== SIMD8(repeating: value)
      rates[block] *= lowering[start + block].replacing(with: raising[start + block], where: agree)
    }
    signs[spin >> 3][spin & 7] = -value
    rates[spin >> 3][spin & 7] = 1 / rate
    flipsUntilRefresh -= 1
    if flipsUntilRefresh == 0 { refresh() }
  }

  @inline(never)
  private mutating func refresh() {
    rates = Self.rates(network, lazy.spins)
    flipsUntilRefresh = 4096
  }
}
