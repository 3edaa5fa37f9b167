import ElementaryFunctions

/// Exponential rates by thinning: flips are tried at N times the largest rate there is, and accepted with the ratio.
///
/// The bound is exact and follows every flip, and neither a try nor a flip computes the exponential of any rate but the
/// bound: a try of spin j with log rate a_j = −β s_j h_j is accepted where a waiting time of rate 1 exceeds max a − a_j.
/// Cost: O(1) per try, O(N) per flip in SIMD lanes. Best for many spins whose rates do not differ much.
///
/// Source: P. A. W. Lewis and G. S. Shedler, Naval Res. Logist. 26, 403 (1979).
struct ThinningKernel: SpinKernel, ~Copyable {
  private let beta: Double
  /// Column j of W: the effect of spin j on all others.
  private let columns: Blocks
  private let fields: Blocks
  private var spins: LazySpins
  private var random: RandomSupply
  /// max_j a_j.
  private var bound: Double

  var configurations: [[Double]] { [spins.values] }

  init(_ network: SpinNetwork, from start: [Double], random: consuming RandomSupply) {
    beta = network.beta
    columns = Blocks(columnsOf: network)
    let state = SpinState(start, in: network)
    // A padded spin sits in a huge field and never flips.
    fields = Blocks(state.localFields, filling: 1e300)
    spins = LazySpins(start)
    self.random = random
    bound = network.channels.map { 0.5 * network.entropyFlow(of: $0, from: state) }.max() ?? 0
  }

  mutating func relax(for duration: Double) {
    var unseen = SpinTally(spins: spins.count, observesPairs: false)
    run(for: duration, into: &unseen)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    let count = Double(spins.count)
    var time = 0.0
    var wait = Elementary.exp(-bound) / count
    while true {
      time += random.exponential() * wait
      guard time < duration else { break }
      tally.attempts += 1
      let spin = Int(random.uniform() * count)
      let logRate = -beta * spins.signs[spin] * fields[spin]
      guard random.exponential() > bound - logRate else { continue }
      tally.flips += 1
      tally.released += 2 * logRate
      let value = spins.flip(spin, at: time, &tally)
      bound = -beta * leastStability(afterMovingBy: 2 * value, spin)
      wait = Elementary.exp(-bound) / count
    }
    spins.close(at: duration, &tally)
  }

  /// Moves the fields of all spins after a flip; returns the least s_j h_j, from which the new bound follows.
  @inline(__always)
  private func leastStability(afterMovingBy step: Double, _ spin: Int) -> Double {
    let step = SIMD8(repeating: step)
    var least = SIMD8(repeating: Double.infinity)
    let start = spin * fields.count
    for block in 0..<fields.count {
      let field = fields[block: block] + step * columns[block: start + block]
      fields[block: block] = field
      let stability = spins.signs[block: block] * field
      least.replace(with: stability, where: stability .< least)
    }
    return smallest(least)
  }
}
