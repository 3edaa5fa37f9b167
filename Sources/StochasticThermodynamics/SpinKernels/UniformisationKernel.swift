/// Glauber rates by uniformisation: every spin is asked at the attempt rate, and flips where it should.
///
/// A spin asked in the field h flips with probability 1/(1 + exp(2βsh)), that is where 2βsh < ln[(1 − u)/u] with u uniform:
/// no exponential is computed. Cost: O(1) per try, O(N) per flip in SIMD lanes.
///
/// Source: A. Jensen, Skand. Aktuarietidskr. 36, 87 (1953); R. J. Glauber, J. Math. Phys. 4, 294 (1963).
struct UniformisationKernel: SpinKernel, ~Copyable {
  private let beta: Double
  /// Column j of W: the effect of spin j on all others.
  private let columns: Blocks
  private let fields: Blocks
  private var spins: LazySpins
  private var random: RandomSupply

  var configurations: [[Double]] { [spins.values] }

  init(_ network: SpinNetwork, from start: [Double], random: consuming RandomSupply) {
    beta = network.beta
    columns = Blocks(columnsOf: network)
    fields = Blocks(SpinState(start, in: network).localFields, filling: 0)
    spins = LazySpins(start)
    self.random = random
  }

  mutating func relax(for duration: Double) {
    var unseen = SpinTally(spins: spins.count, observesPairs: false)
    run(for: duration, into: &unseen)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    let count = Double(spins.count)
    let wait = 1 / count
    var time = 0.0
    while true {
      time += random.exponential() * wait
      guard time < duration else { break }
      tally.attempts += 1
      let spin = Int(random.uniform() * count)
      let stability = 2 * beta * spins.signs[spin] * fields[spin]
      guard stability < random.logit() else { continue }
      tally.flips += 1
      tally.released -= stability
      let step = SIMD8(repeating: 2 * spins.flip(spin, at: time, &tally))
      let start = spin * fields.count
      for block in 0..<fields.count { fields[block: block] += step * columns[block: start + block] }
    }
    spins.close(at: duration, &tally)
  }
}
