import ElementaryFunctions
import KernelMemory
import Randomness
import StochasticThermodynamics

extension SpinNetwork.Method {
  /// Flips tried at a rate that no spin exceeds and accepted by ratio, both laws: for exponential rates the bound follows
  /// the largest rate, for Glauber rates it is the attempt rate (uniformisation). A flip costs O(neighbours), and
  /// 1/acceptance tries.
  public static let thinning = Self(
    "thinning",
    appliesTo: { _ in true },
    timePerFlip: { network, acceptance in
      (network.couplings.isSparse ? 20 + 2 * network.neighbours : 25 + 0.17 * Double(network.count)) + 3.2 / acceptance
    },
    kernel: { network, random in
      switch (network.couplings.isSparse, network.law) {
      case (true, .exponential): AnySpinKernel(ThinningKernel(network, SparseStabilities(network), random: random))
      case (true, .glauber):
        network.isLargeForThinning
          ? AnySpinKernel(ThinningKernel(network, SparseFields<LargeNetwork>(network), random: random))
          : AnySpinKernel(ThinningKernel(network, SparseFields<SmallNetwork>(network), random: random))
      case (false, .exponential): AnySpinKernel(ThinningKernel(network, DenseStabilities(network), random: random))
      case (false, .glauber): AnySpinKernel(ThinningKernel(network, DenseFields(network), random: random))
      }
    })
}

extension SpinNetwork {
  /// Whether thinning with Glauber rates asks for memory ahead, which costs about 20 ns per flip: with more than 50 000 spins it
  /// spares more.
  var isLargeForThinning: Bool { count > 50_000 }

  /// The fraction of tries accepted by thinning after a short relaxation.
  func acceptance(from start: [Double], _ random: RandomStream) -> Double {
    func measured(_ kernel: consuming ThinningKernel<some Stabilities & ~Copyable>) -> Double {
      kernel.restart(self, from: start, random: random)
      _ = kernel.acceptance(inTries: 8192)
      return kernel.acceptance(inTries: 8192)
    }
    return switch (couplings.isSparse, law) {
    case (true, .exponential): measured(ThinningKernel(self, SparseStabilities(self), random: random))
    case (true, .glauber): measured(ThinningKernel(self, SparseFields<SmallNetwork>(self), random: random))
    case (false, .exponential): measured(ThinningKernel(self, DenseStabilities(self), random: random))
    case (false, .glauber): measured(ThinningKernel(self, DenseFields(self), random: random))
    }
  }
}

/// Flips by thinning: they are tried at a rate that no spin exceeds, and accepted with the ratio.
///
/// With the stabilities g_j = β s_j h_j the rates are exp(−g_j) or, for Glauber rates, 1/(1 + exp(2g_j)).
/// - Exponential rates: every spin is tried at the largest rate there is, exp(−min g), and flips where g_j − min g is
///   below a waiting time of rate 1, which has the probability exp(−(g_j − min g)). The bound follows the flips.
/// - Glauber rates: every spin is tried at the attempt rate, and flips where 2g_j < ln[(1 − u)/u] with u uniform.
///
/// No try computes an exponential. Cost: O(1) per try; per flip O(N) in SIMD lanes, or O(neighbours) where couplings are
/// sparse. Best for many spins whose rates do not differ much.
///
/// Source: P. A. W. Lewis and G. S. Shedler, Naval Res. Logist. 26, 403 (1979); A. Jensen, Skand. Aktuarietidskr. 36, 87
/// (1953).
struct ThinningKernel<Field: Stabilities & ~Copyable>: SpinKernel, ~Copyable {
  private let law: RateLaw
  private var stabilities: Field
  private var spins: LazySpins
  private var tries: FlipTries
  private var ahead = FlipsAhead()

  var configurations: [[Double]] { [spins.values] }

  func copySpins(to spins: borrowing Blocks) { self.spins.copy(to: spins) }

  init(_ network: SpinNetwork, _ stabilities: consuming Field, random: RandomStream) {
    law = network.law
    self.stabilities = stabilities
    spins = LazySpins(count: network.count)
    tries = FlipTries(spins: network.count, law: network.law, random: random)
  }

  mutating func restart(_ network: SpinNetwork, from start: [Double], random: RandomStream) {
    let state = SpinState(start, in: network)
    spins.restart(from: start)
    stabilities.restart(
      network.channels.map { network.beta * state[$0] * state.localFields[$0] }, signs: spins.signs)
    tries.restart(random)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    let before = tries.count
    if law == .exponential { flip(until: duration, followsFloor: true, &tally) }
    if law == .glauber { flip(until: duration, followsFloor: false, &tally) }
    tally.attempts += tries.count - before
    spins.close(at: duration, &tally)
  }

  /// Runs without looking, through a number of tries; returns the fraction of them that was accepted.
  mutating func acceptance(inTries count: Int) -> Double {
    var unseen = SpinTally(spins: spins.count, observesPairs: false)
    let scale = 1 / Double(spins.count)
    while unseen.attempts < count {
      // The mean time in which that many tries are made.
      let rest = Double(count - unseen.attempts)
      run(for: min(1e300, rest * scale * (law == .exponential ? Elementary.exp(stabilities.floor) : 1)), into: &unseen)
    }
    return Double(unseen.flips) / Double(unseen.attempts)
  }

  /// Foresees the next flips, as far as tries have been drawn, and asks for their memory.
  @inline(__always)
  private mutating func lookAhead(from spin: Int) {
    if !ahead.take(spin) { (ahead.next, ahead.nextFetched) = (tries.next, tries.next) }
    ahead.goOn(in: stabilities)
    var place = ahead.next
    while !ahead.isFull,
      let next = tries.expectedOfFours(from: &place, { stabilities.stability(of: $0, signs: spins.signs) })
    {
      ahead.append(next, in: stabilities, spins)
    }
    ahead.next = place
    while let next = tries.spin(triedAt: ahead.nextFetched), ahead.nextFetched < place + 40 {
      stabilities.fetch(next)
      spins.signs.fetch(next)
      ahead.nextFetched &+= 1
    }
  }

  @inline(__always)
  private mutating func flip(until duration: Double, followsFloor: Bool, _ tally: inout SpinTally) {
    let scale = 1 / Double(spins.count)
    var time = 0.0
    var floor = followsFloor ? stabilities.floor : 0
    var wait = scale * Elementary.exp(floor)
    var released = 0.0
    var flips = 0
    while true {
      let (accepted, elapsed) =
        followsFloor
        ? tries.firstAccepted(above: floor, searchesOn: Field.hasExactFloor) {
          stabilities.stability(of: $0, signs: spins.signs)
        }
        : tries.firstAcceptedOfFours { stabilities.stability(of: $0, signs: spins.signs) }
      time += elapsed * wait
      guard time < duration else { break }
      guard let spin = accepted else {
        // A block of tries in vain: the bound may be too high, where it is not exact.
        if followsFloor {
          floor = stabilities.exactFloor()
          wait = scale * Elementary.exp(floor)
        }
        continue
      }
      flips &+= 1
      if Field.isLarge && !followsFloor { lookAhead(from: spin) }
      released -= 2 * stabilities.stability(of: spin, signs: spins.signs)
      // First the stabilities, which read the signs in blocks, then the sign: a block cannot be read right after one of its
      // numbers is written.
      let least = stabilities.flip(spin, signs: spins.signs)
      spins.flip(spin, at: time, &tally)
      if followsFloor {
        floor = least
        wait = scale * Elementary.exp(floor)
      }
    }
    tally.released += released
    tally.flips += flips
  }
}
