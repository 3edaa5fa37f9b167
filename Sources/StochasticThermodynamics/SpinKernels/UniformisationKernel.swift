import Foundation

/// Glauber rates by uniformisation: every spin is asked at the attempt rate, and flips where it should.
///
/// A spin asked in the field h flips with probability 1/(1 + exp(2βsh)), that is where 2βsh < ln[(1 − u)/u] with u uniform:
/// no exponential is computed. Cost: O(1) per try, O(N) per flip in SIMD lanes.
///
/// Source: A. Jensen, Skand. Aktuarietidskr. 36, 87 (1953); R. J. Glauber, J. Math. Phys. 4, 294 (1963).
struct UniformisationKernel: SpinKernel {
  private let count: Int
  private let blocks: Int
  private let beta: Double
  private let columns: [SIMD8<Double>]
  private var fields: [SIMD8<Double>]
  private var lazy: LazyMagnetisation
  private var random: RandomSupply

  var configurations: [[Double]] { [lazy.spins] }

  mutating func relax(for duration: Double) {
    var unseen = SpinTally(spins: count, observesPairs: false)
    run(for: duration, into: &unseen)
  }

  init(_ network: SpinNetwork, from start: [Double], random: RandomSupply) {
    count = network.count
    blocks = (count + 7) / 8
    beta = network.beta
    self.random = random
    lazy = LazyMagnetisation(start)
    columns = paddedColumns(network)
    fields = padded(SpinState(start, in: network).localFields, with: 0)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    var time = 0.0
    let wait = 1 / Double(count)
    while true {
      time += random.exponential() * wait
      guard time < duration else { break }
      tally.attempts += 1
      let spin = Int(random.uniform() * Double(count))
      let value = lazy.spins[spin]
      let stability = 2 * beta * value * fields[spin >> 3][spin & 7]
      guard accepts(stability) else { continue }
      tally.flips += 1
      tally.released -= stability
      lazy.flip(spin, at: time, &tally)
      let step = SIMD8(repeating: -2 * value)
      let start = spin * blocks
      for block in 0..<blocks { fields[block] += step * columns[start + block] }
    }
    lazy.close(at: duration, &tally)
  }

  /// True with probability 1/(1 + exp(x)).
  @inline(__always)
  private mutating func accepts(_ x: Double) -> Bool {
    let u = random.uniform()
    return x < log((1 - u) / u)
  }
}
