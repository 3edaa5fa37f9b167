import Foundation

/// Exponential rates by thinning: flips are tried at N times the largest rate there is, and accepted with the ratio.
///
/// The bound is exact and follows every flip, and neither a try nor a flip computes the exponential of any rate but the
/// bound: a try of spin j with log rate a_j = −β s_j h_j is accepted where a waiting time of rate 1 exceeds max a − a_j.
/// Cost: O(1) per try, O(N) per flip in SIMD lanes. Best for many spins whose rates do not differ much.
///
/// Source: P. A. W. Lewis and G. S. Shedler, Naval Res. Logist. 26, 403 (1979).
struct ThinningKernel: SpinKernel {
  private let count: Int
  private let blocks: Int
  private let beta: Double
  /// Column j of W, padded to whole blocks: the effect of spin j on all others.
  private let columns: [SIMD8<Double>]
  private var fields: [SIMD8<Double>]
  private var signs: [SIMD8<Double>]
  private var lazy: LazyMagnetisation
  private var random: RandomSupply
  private var bound = 0.0

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
    let state = SpinState(start, in: network)
    // A padded spin sits in a huge field and never flips.
    signs = padded(start, with: 1)
    fields = padded(state.localFields, with: 1e300)
    bound = largestLogRate
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    var time = 0.0
    var wait = exp(-bound) / Double(count)
    while true {
      time += random.exponential() * wait
      guard time < duration else { break }
      tally.attempts += 1
      let spin = Int(random.uniform() * Double(count))
      let logRate = -beta * signs[spin >> 3][spin & 7] * fields[spin >> 3][spin & 7]
      guard random.exponential() > bound - logRate else { continue }
      tally.flips += 1
      tally.released += 2 * logRate
      lazy.flip(spin, at: time, &tally)
      flip(spin)
      wait = exp(-bound) / Double(count)
    }
    lazy.close(at: duration, &tally)
  }

  /// Flips a spin, moves the fields of the others and finds the new bound, in one pass.
  @inline(__always)
  private mutating func flip(_ spin: Int) {
    let value = -signs[spin >> 3][spin & 7]
    signs[spin >> 3][spin & 7] = value
    let step = SIMD8(repeating: 2 * value)
    var least = SIMD8(repeating: Double.infinity)
    let start = spin * blocks
    for block in 0..<blocks {
      let field = fields[block] + step * columns[start + block]
      fields[block] = field
      let stability = signs[block] * field
      least.replace(with: stability, where: stability .< least)
    }
    bound = -beta * least.min()
  }

  private var largestLogRate: Double {
    -beta * zip(signs, fields).reduce(Double.infinity) { min($0, ($1.0 * $1.1).min()) }
  }
}

/// Values in blocks of eight, the last block filled up.
func padded(_ values: [Double], with filling: Double) -> [SIMD8<Double>] {
  var blocks = Array(repeating: SIMD8(repeating: filling), count: (values.count + 7) / 8)
  for (place, value) in values.enumerated() { blocks[place >> 3][place & 7] = value }
  return blocks
}

/// The columns of W one after the other, each in blocks of eight filled up with 0.
func paddedColumns(_ network: SpinNetwork) -> [SIMD8<Double>] {
  (0..<network.count).flatMap { j in
    padded((0..<network.count).map { network.couplings[$0 * network.count + j] }, with: 0)
  }
}
