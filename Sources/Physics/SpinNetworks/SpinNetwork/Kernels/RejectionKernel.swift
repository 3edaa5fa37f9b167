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
        + (network.isLargeForRejection ? 50 : 0)
    },
    kernel: { network, random in
      if network.couplings.liesInBlocks { return AnySpinKernel(RejectionKernel<BlockRates>(network, random: random)) }
      return network.isLargeForRejection
        ? AnySpinKernel(RejectionKernel<SparseRates<LargeNetwork>>(network, random: random))
        : AnySpinKernel(RejectionKernel<SparseRates<SmallNetwork>>(network, random: random))
    },
    ownAcceptance: { network, start, random in
      network.isLargeForRejection ? network.acceptanceByStretches(from: start, random) : nil
    })
}

extension SpinNetwork {
  /// Whether rejection divides the network into stretches and asks for memory ahead, which costs about 50 ns per flip: with more
  /// than 8192 spins it spares more.
  var isLargeForRejection: Bool { count > 8192 && !couplings.liesInBlocks }

  /// The fraction of proposals that rejection accepts in a network divided into stretches, after a relaxation of at most 16 384 flips.
  func acceptanceByStretches(from start: [Double], _ random: RandomStream) -> Double {
    var kernel = RejectionKernel<SparseRates<LargeNetwork>>(self, random: random)
    kernel.restart(self, from: start, random: random)
    var tally = SpinTally(spins: count, observesPairs: false)
    for _ in 0..<2 {
      tally = SpinTally(spins: count, observesPairs: false)
      kernel.run(forFlips: 16_384, into: &tally)
    }
    return Double(tally.flips) / Double(max(1, tally.attempts))
  }
}

/// Exponential rates kept by multiplication, with their sum and a bound: the sum says when the next spin flips, and which one it is
/// is drawn by rejection. Spins are proposed with equal probability and accepted with the ratio of their rate to the bound.
///
/// The largest of many rates is far above the others, so that a large sparse network is divided into stretches of 256 spins, each with
/// its own bound: first a stretch is drawn by the sum of its rates, then a spin of it, both by rejection. So the number of tries
/// does not grow with N.
///
/// A proposal costs one random number and no logarithm, a flip one logarithm and O(neighbours). The rates are made anew every
/// 4096 flips, so that rounding cannot pile up; in networks of more than 2¹⁵ couplings after an eighth as many flips as there are
/// couplings, in divided ones after eight flips per spin. Best for sparse couplings: neighbour by neighbour, or where they lie in a
/// row block by block. Ratios of a rate to the bound are resolved in steps of 2⁻⁵³ N.
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
  private var ahead = FlipsAhead()

  var configurations: [[Double]] { [spins.values] }

  func copySpins(to spins: borrowing Blocks) { self.spins.copy(to: spins) }

  init(_ network: SpinNetwork, random: RandomStream) {
    self.network = network
    rates = Rates(network)
    fields = Blocks(capacity: network.count)
    spins = LazySpins(count: network.count)
    self.random = RandomSupply(random["waits"])
    proposals = SpinProposals(spins: rates.proposed, atATime: Rates.isLarge ? 4096 : 512, random: random["proposals"])
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
      if Rates.isLarge { lookAhead(from: spin) }
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

  /// Runs for the mean time of so many flips at the rates of the beginning.
  mutating func run(forFlips flips: Double, into tally: inout SpinTally) { run(for: flips / rates.sum, into: &tally) }

  /// A spin drawn in proportion to the rates.
  @inline(__always)
  private mutating func nextSpin() -> Int {
    let stretch = rates.stretch { random.uniform() }
    let (start, reader) = rates.rates(of: stretch)
    while true {
      let place = proposals.firstAccepted(
        among: reader, areSigned: Rates.areSigned, below: rates.bound(of: stretch))
      if let place { return start &+ place }
      rates.makeExact(stretch)
    }
  }

  /// Foresees the next flips, as far as random numbers have been drawn, and asks for their memory.
  @inline(__always)
  private mutating func lookAhead(from spin: Int) {
    if !ahead.take(spin) { (ahead.nextUniform, ahead.next) = (random.nextUniform, proposals.next) }
    ahead.goOn(in: rates)
    while !ahead.isFull, let next = expected() { ahead.append(next, in: rates, spins) }
  }

  /// The spin that flips after those foreseen. Where no uniform number is drawn yet, 0 stands in for it: then a wrong spin may be foreseen,
  /// which is noticed when its turn comes.
  @inline(__always)
  private mutating func expected() -> Int? {
    var (uniform, proposal) = (ahead.nextUniform, ahead.next)
    let stretch = rates.stretch {
      defer { uniform &+= 1 }
      return random.uniform(at: uniform) ?? 0
    }
    let (start, reader) = rates.rates(of: stretch)
    let place = proposals.expected(
      from: &proposal, among: reader, areSigned: Rates.areSigned, below: rates.bound(of: stretch))
    (ahead.nextUniform, ahead.next) = (uniform, proposal)
    return place.map { start &+ $0 }
  }

  @inline(never)
  private mutating func refresh() {
    network.write(localFieldsOf: spins.signs, into: fields)
    rates.restart(signs: spins.signs) { Elementary.exp(-network.beta * spins.signs[$0] * fields[$0]) }
    flipsUntilRefresh = Rates.isLarge ? 8 * network.count : max(4096, network.couplings.count / 8)
  }
}
