import ElementaryFunctions
import KernelMemory
import Randomness
import Validation

/// Two networks of one architecture in the same input, simulated together so that they stay as alike as they can: common random
/// numbers that stay common.
///
/// A spin that is equal in both networks flips in both at the smaller of its two rates, and in one of them alone at the difference;
/// a spin that differs flips in each network by itself, which makes it equal again. Each network by itself has its own rates, hence its
/// exact law. (With the same uniform numbers in the order of their use two networks part for ever at the first decision that
/// differs.)
///
/// Source: D. F. Anderson, SIAM J. Numer. Anal. 50, 2237 (2012), coupled finite differences.
struct CoupledNetworks: ~Copyable {
  /// Averages of the two networks.
  struct Averages {
    var magnetisations: ([Double], [Double])
    var entropyProductionRates: (Double, Double)
    /// Of both networks together, the burn-in included.
    var flips: Int
  }

  /// A spin in both networks.
  private struct Pair: BitwiseCopyable {
    var signs = SIMD2<Double>(1, 1)
    /// exp(−β s h).
    var roots = SIMD2<Double>(1, 1)
    var rates = SIMD2<Double>(1, 1)
    /// At which something happens to it.
    var total = 1.0
    /// Since when it has its signs, and ∫ s dt before.
    var time = 0.0
    var integrals = SIMD2<Double>()
  }

  private let objective: MesoscopicObjective
  private let first, second: SpinNeighbours
  private let parameters: (first: [Double], second: [Double])
  private let pairs: RawNumbers<Pair>
  private let isSymmetric: Bool

  /// The networks with two sets of parameters.
  init(_ objective: MesoscopicObjective, _ first: [Double], _ second: [Double]) throws(InvalidInput) {
    self.objective = objective
    let architecture = objective.architecture
    self.first = SpinNeighbours(architecture, isSkew: false)
    self.second = SpinNeighbours(architecture, isSkew: false)
    self.first.set(first, beta: objective.beta)
    self.second.set(second, beta: objective.beta)
    parameters = (first, second)
    pairs = RawNumbers(count: architecture.spins, repeating: Pair())
    let networks = (try architecture.network(first), try architecture.network(second))
    isSymmetric = networks.0.isSymmetric && networks.1.isSymmetric
  }

  /// Averages over a time after a burn-in, from all spins up, in units of 1/k0.
  mutating func averages(reading u: [Double], burnIn: Double, duration: Double, random: RandomStream) -> Averages {
    let architecture = objective.architecture
    let fields = (
      architecture.fields(parameters.first, reading: u), architecture.fields(parameters.second, reading: u)
    )
    for spin in 0..<architecture.spins { pairs[spin] = Pair() }
    refresh(fields)
    var random = random
    var flips = run(for: burnIn, fields, &random).flips
    for spin in 0..<architecture.spins {
      var pair = pairs[spin]
      (pair.time, pair.integrals) = (0, SIMD2())
      pairs[spin] = pair
    }
    let before = energies(fields)
    let observed = run(for: duration, fields, &random)
    flips += observed.flips
    var magnetisations = (fields.0, fields.1)
    for spin in 0..<architecture.spins {
      let pair = pairs[spin]
      let mean = (pair.integrals + pair.signs * (duration - pair.time)) / duration
      (magnetisations.0[spin], magnetisations.1[spin]) = (mean.x, mean.y)
    }
    // The symmetric couplings release −βΔE.
    let rates = (observed.released + objective.beta * (energies(fields) - before)) / duration
    return Averages(
      magnetisations: magnetisations, entropyProductionRates: isSymmetric ? (0, 0) : (rates.x, rates.y), flips: flips)
  }

  /// Runs for a time; returns the flips of both networks, and the entropy that each released.
  private mutating func run(
    for duration: Double, _ fields: ([Double], [Double]), _ random: inout RandomStream
  ) -> (flips: Int, released: SIMD2<Double>) {
    var (now, flips, released, events) = (0.0, 0, SIMD2<Double>(), 0)
    while true {
      var total = 0.0
      for spin in 0..<pairs.count { total += pairs[spin].total }
      now += random.exponential(rate: total)
      guard now < duration else { return (flips, released) }
      var (spin, rest) = (0, random.uniform() * total - pairs[0].total)
      while rest >= 0 && spin < pairs.count - 1 {
        spin += 1
        rest -= pairs[spin].total
      }
      let pair = pairs[spin]
      // Where in the share of the spin the number fell: uniform in it.
      let place = min(0, rest) + pair.total
      let isBoth = pair.signs.x == pair.signs.y && place < min(pair.rates.x, pair.rates.y)
      let isFirst =
        isBoth || (pair.signs.x == pair.signs.y ? pair.rates.x > pair.rates.y : place < pair.rates.x)
      let isSecond = isBoth || !isFirst
      released += 2 * SIMD2(isFirst ? Elementary.log(pair.roots.x) : 0, isSecond ? Elementary.log(pair.roots.y) : 0)
      flips += (isFirst ? 1 : 0) + (isSecond ? 1 : 0)
      flip(spin, isFirst, isSecond, now)
      events += 1
      if events % 4096 == 0 { refresh(fields) }
    }
  }

  private mutating func flip(_ spin: Int, _ isFirst: Bool, _ isSecond: Bool, _ now: Double) {
    var pair = pairs[spin]
    pair.integrals += pair.signs * (now - pair.time)
    pair.time = now
    let before = pair.signs
    if isFirst { (pair.signs.x, pair.roots.x) = (-pair.signs.x, 1 / pair.roots.x) }
    if isSecond { (pair.signs.y, pair.roots.y) = (-pair.signs.y, 1 / pair.roots.y) }
    close(&pair)
    pairs[spin] = pair
    for place in first.range(of: spin) {
      let (one, two) = (first.list[place], second.list[place])
      var other = pairs[Int(one.target)]
      if isFirst { other.roots.x *= other.signs.x * before.x > 0 ? one.raising : one.lowering }
      if isSecond { other.roots.y *= other.signs.y * before.y > 0 ? two.raising : two.lowering }
      close(&other)
      pairs[Int(one.target)] = other
    }
  }

  /// The rates that follow from the roots and the signs.
  @inline(__always)
  private func close(_ pair: inout Pair) {
    pair.rates = SIMD2(objective.law.rate(root: pair.roots.x), objective.law.rate(root: pair.roots.y))
    pair.total =
      pair.signs.x == pair.signs.y ? max(pair.rates.x, pair.rates.y) : pair.rates.x + pair.rates.y
  }

  /// Computes the roots from the spins, so that rounding cannot pile up.
  private func refresh(_ fields: ([Double], [Double])) {
    let spins = (0..<pairs.count).map { pairs[$0].signs }
    let one = first.localFields(parameters.first, spins.map(\.x), in: fields.0).total
    let two = second.localFields(parameters.second, spins.map(\.y), in: fields.1).total
    for spin in spins.indices {
      var pair = pairs[spin]
      pair.roots = SIMD2(
        Elementary.exp(-objective.beta * spins[spin].x * one[spin]),
        Elementary.exp(-objective.beta * spins[spin].y * two[spin]))
      close(&pair)
      pairs[spin] = pair
    }
  }

  /// −½ s·W s − x·s of both.
  private func energies(_ fields: ([Double], [Double])) -> SIMD2<Double> {
    let spins = (0..<pairs.count).map { pairs[$0].signs }
    let one = first.localFields(parameters.first, spins.map(\.x), in: fields.0).total
    let two = second.localFields(parameters.second, spins.map(\.y), in: fields.1).total
    return spins.indices.reduce(SIMD2<Double>()) { sum, i in
      sum - 0.5 * spins[i] * SIMD2(one[i] + fields.0[i], two[i] + fields.1[i])
    }
  }
}

extension MesoscopicObjective {
  /// L at two sets of parameters.
  public struct SampledPair: Sendable {
    /// The values.
    public var first, second: Value
    /// The averages of all spins, one array per input: the mean of both networks.
    public var averages: [[Double]]
  }

  /// L at two sets of parameters, sampled with common random numbers: their difference has a small variance if the parameters are
  /// close.
  ///
  /// The two values share a simulation in which the networks stay as alike as they can; see `CoupledNetworks`. Input μ draws from
  /// `random[μ]`.
  public func sampledPair(
    _ first: [Double], _ second: [Double], burnIn: Double, duration: Double, random: RandomStream
  ) throws(InvalidInput) -> SampledPair {
    var networks = try CoupledNetworks(self, first, second)
    var averages: ([[Double]], [[Double]]) = ([], [])
    var rates: ([Double], [Double]) = ([], [])
    var flips = 0
    for (place, input) in task.inputs.enumerated() {
      let found = networks.averages(reading: input, burnIn: burnIn, duration: duration, random: random[place])
      averages.0.append(found.magnetisations.0)
      averages.1.append(found.magnetisations.1)
      rates.0.append(found.entropyProductionRates.0)
      rates.1.append(found.entropyProductionRates.1)
      flips += found.flips
    }
    return SampledPair(
      first: value(averages: averages.0, entropyProductionRates: rates.0, flips: flips / 2),
      second: value(averages: averages.1, entropyProductionRates: rates.1, flips: flips - flips / 2),
      averages: zip(averages.0, averages.1).map { zip($0, $1).map { 0.5 * ($0 + $1) } })
  }
}
