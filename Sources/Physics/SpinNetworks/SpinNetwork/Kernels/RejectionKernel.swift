import ElementaryFunctions
import KernelMemory
import Randomness

extension SpinNetwork.Method {
  /// Rates of all spins kept by multiplication, the spin drawn by rejection; exponential rates. A flip costs O(neighbours), and
  /// 1/acceptance tries, which are cheaper than those of thinning.
  public static let rejection = Self(
    "rejection", isForSparseCouplings: true,
    appliesTo: { $0.law == .exponential && $0.hasModerateRates },
    timePerFlip: { network, acceptance in
      (network.couplings.liesInBlocks ? 34 + 0.55 * network.neighbours : 25 + network.neighbours) + 1.3 / acceptance
    },
    kernel: { network, random in
      network.couplings.liesInBlocks
        ? AnySpinKernel(RejectionKernel<BlockRates>(network, random: random))
        : AnySpinKernel(RejectionKernel<SparseRates>(network, random: random))
    })
}

/// Exponential rates kept by multiplication, with their sum and a bound: the sum says when the next spin flips, and which one it is
/// is drawn by rejection. Spins are proposed with equal probability and accepted with the ratio of their rate to the bound.
///
/// A proposal costs one random number and no logarithm, a flip one logarithm and O(neighbours). The rates are made anew every
/// 4096 flips, or in networks of more than 2¹⁵ couplings after an eighth as many flips, so that rounding cannot pile up. Best for
/// sparse couplings: neighbour by neighbour, or where they lie in a row block by block. Ratios of a rate to the bound are resolved
/// in steps of 2⁻⁵³ N.
///
/// Source: L. Devroye, "Non-Uniform Random Variate Generation" (Springer, 1986), section III.4.2, for rejection; with rates that
/// change, A. Slepoy, A. P. Thompson and S. J. Plimpton, J. Chem. Phys. 128, 205101 (2008).
struct RejectionKernel<Rates: FlipRates & ~Copyable>: SpinKernel, ~Copyable {
  private var network: SpinNetwork
  private var rates: Rates
  private let fields: Blocks
  private var spins: LazySpins
  private var random: RandomSupply
  private var proposals: SpinProposals
  private var flipsUntilRefresh = 0

  var configurations: [[Double]] { [spins.values] }

  init(_ network: SpinNetwork, random: RandomStream) {
    self.network = network
    rates = Rates(network)
    fields = Blocks(capacity: network.count)
    spins = LazySpins(count: network.count)
    self.random = RandomSupply(random["waits"])
    proposals = SpinProposals(spins: network.count, random: random["proposals"])
  }

  mutating func restart(_ network: SpinNetwork, from start: [Double], random: RandomStream) {
    self.network = network
    spins.restart(from: start)
    self.random.restart(random["waits"])
    proposals.restart(random["proposals"])
    refresh()
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    let before = proposals.count
    var time = 0.0
    var flips = 0
    var product = RateProduct()
    while true {
      time += random.exponential() / rates.sum
      guard time < duration else { break }
      let spin = nextSpin()
      flips &+= 1
      product.multiply(by: rates[spin])
      rates.flip(spin, signs: spins.signs)
      spins.flip(spin, at: time, &tally)
      flipsUntilRefresh &-= 1
      if flipsUntilRefresh == 0 { refresh() }
    }
    tally.flips += flips
    tally.attempts += proposals.count - before
    tally.released += product.released
    spins.close(at: duration, &tally)
  }

  /// A spin drawn in proportion to the rates.
  @inline(__always)
  private mutating func nextSpin() -> Int {
    while true {
      if let spin = proposals.firstAccepted(among: rates.reader, below: rates.bound) { return spin }
      rates.makeExact()
    }
  }

  @inline(never)
  private mutating func refresh() {
    network.write(localFieldsOf: spins.signs, into: fields)
    rates.restart { Elementary.exp(-network.beta * spins.signs[$0] * fields[$0]) }
    flipsUntilRefresh = max(4096, network.couplings.count / 8)
  }
}
