import ElementaryFunctions
import Validation

/// The rates k_i(c) of all flips out of all states c of a spin network, as one table.
///
/// States are numbered by bits as in ``SpinState/index``. A network of fewer than four spins is filled up with spins that
/// couple to nothing: they leave all else as it is, and there are always enough states to fill the lanes of
/// ``ParityClasses``. Their bits stand above those of the network.
///
/// h_i(c) is a sum over the lower and the upper half of the bits, hence exp(a h_i) a product of two short tables: N·2^N
/// multiplications, and only 4N·2^(N/2) exponentials.
struct FlipRateTable: Sendable {
  /// How many spins there are, with those that fill up.
  let spins: Int

  /// k_i(c), spin by spin: `rates[i * 2^spins + c]`, per unit time.
  private(set) var rates: [Double]

  /// The table of a network.
  ///
  /// - Throws: ``InvalidInput`` where a rate is not finite.
  init(of network: SpinNetwork) throws(InvalidInput) {
    let spins = max(network.count, 4)
    let states = 1 << spins
    self.spins = spins
    // Exponential: k = exp(−β s h). Glauber: k = 1/(1 + exp(2β s h)).
    let slope = network.law == .exponential ? -network.beta : 2 * network.beta
    rates = Array(repeating: 0, count: spins * states)
    for i in 0..<spins {
      let field = i < network.count ? network.fields[i] : 0
      let row = (0..<spins).map { j in max(i, j) < network.count ? network.couplings[i, j] : 0 }
      let half = spins / 2
      let lower = signedSums(row[..<half], from: field).map { slope * $0 }
      let upper = signedSums(row[half...], from: 0).map { slope * $0 }
      fill(i, 1, lower.map { Elementary.exp($0) }, upper.map { Elementary.exp($0) })
      fill(i, 0, lower.map { Elementary.exp(-$0) }, upper.map { Elementary.exp(-$0) })
    }
    for n in rates.indices {
      let r = rates[n]
      rates[n] = network.attemptRate * (network.law == .exponential ? r : 1 / (1 + r))
    }
    try demand(
      rates.allSatisfy(\.isFinite), "A flip rate overflows: couplings, fields or β are too large.")
  }

  /// Writes lower ⊗ upper to all states where bit i is `bit`.
  private mutating func fill(_ i: Int, _ bit: Int, _ lower: [Double], _ upper: [Double]) {
    let states = 1 << spins
    let half = lower.count.trailingZeroBitCount
    for h in upper.indices {
      let base = i * states + h * lower.count
      if i >= half {
        guard h >> (i - half) & 1 == bit else { continue }
        for l in lower.indices { rates[base + l] = lower[l] * upper[h] }
      } else {
        for l in lower.indices where l >> i & 1 == bit { rates[base + l] = lower[l] * upper[h] }
      }
    }
  }
}

/// start + Σ_j w_j s_j for all 2^n sign patterns, numbered by bits: bit j is 1 where s_j = +1.
func signedSums(_ weights: ArraySlice<Double>, from start: Double) -> [Double] {
  var sums = [weights.reduce(start, -)]
  sums.reserveCapacity(1 << weights.count)
  for weight in weights {
    for n in 0..<sums.count { sums.append(sums[n] + 2 * weight) }
  }
  return sums
}
