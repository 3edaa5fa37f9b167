import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct CurrentStatisticsTests {
  /// The uniform ring: steps on and back are two independent Poisson processes, so that the current through all edges has the
  /// mean k₊ − k₋ and the variance k₊ + k₋ per unit time; a single edge sees 1/n and 1/n² of that in the long run.
  @Test(arguments: [(3, 0.5), (3, 6), (7, 10)])
  func uniformRingInClosedForm(n: Int, affinity: Double) throws {
    let matrix = try uniformRing(n, affinityPerEdge: affinity / Double(n))
    let (on, back) = (exp(0.5 * affinity / Double(n)), exp(-0.5 * affinity / Double(n)))
    let all = try matrix.statistics(ofCurrent: matrix.edges.map { _ in 1 })
    #expect(abs(all.mean - (on - back)) < 1e-13 && abs(all.variance - (on + back)) < 1e-13)
    let one = try matrix.statistics(ofCurrent: matrix.edges.indices.map { $0 == 0 ? 1 : 0 })
    let size = Double(n)
    #expect(abs(one.mean - (on - back) / size) < 1e-13 && abs(one.variance - (on + back) / (size * size)) < 1e-13)
    // Both have the uncertainty ratio (x/2) coth(x/2), with x the affinity per edge.
    let sigma = matrix.entropyProductionRate(try matrix.stationary)
    let x = affinity / size
    for current in [all, one] {
      #expect(abs(current.uncertaintyRatio(entropyProductionRate: sigma) - 0.5 * x / tanh(0.5 * x)) < 1e-12)
    }
  }

  /// Two states that count every jump one way only: alternating waiting times, mean kk′/(k + k′), variance
  /// kk′(k² + k′²)/(k + k′)³ (renewal theory: rate × squared coefficient of variation).
  @Test func renewalsInClosedForm() throws {
    let (k, l) = (3.0, 0.5)
    let matrix = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: k, backward: l)])
    let counted = try matrix.statistics(counting: [1], back: [0])
    #expect(abs(counted.mean - k * l / (k + l)) < 1e-14)
    #expect(abs(counted.variance - k * l * (k * k + l * l) / pow(k + l, 3)) < 1e-14)
  }

  /// Var(A_2t) − Var(A_t) tends to t times the long-time variance: the moments at finite times have another derivation.
  @Test(arguments: 0..<6)
  func agreesWithFiniteTimes(seed: Int) throws {
    let matrix = try randomProcess(3 + seed, seed: 300 + seed)
    var random = RandomStream(seed: UInt64(seed))["weights"]
    let weights = matrix.edges.map { _ in random.normal() }
    let exact = try matrix.statistics(ofCurrent: weights)
    let current = CountedQuantity<Void>.current(weights, stateCount: matrix.stateCount)
    let (once, twice) = (
      try matrix.moments(of: current, from: matrix.stationary, for: 30),
      try matrix.moments(of: current, from: matrix.stationary, for: 60)
    )
    #expect(abs(once.mean / 30 - exact.mean) < 1e-11)
    #expect(abs((twice.variance - once.variance) / 30 - exact.variance) < 1e-9)
    // Negative control: without what jumps do to later jumps.
    let p = try matrix.stationary
    let scatter = zip(weights, matrix.edges).reduce(0) {
      $0 + $1.0 * $1.0 * (p[$1.1.from] * $1.1.forward + p[$1.1.to] * $1.1.backward)
    }
    #expect(abs(scatter - exact.variance) > 1e-2)
    // A current is determined by its cycles: differences of a function of the states add up to nothing.
    let potential = (0..<matrix.stateCount).map { _ in random.normal() }
    let shifted = try matrix.statistics(
      ofCurrent: zip(weights, matrix.edges).map { $0 + potential[$1.to] - potential[$1.from] })
    #expect(abs(shifted.mean - exact.mean) < 1e-12 && abs(shifted.variance - exact.variance) < 1e-11)
  }

  /// Rings with other rates lie above the uniform one of the same affinity per edge (P. Pietzonka, A. C. Barato and
  /// U. Seifert, J. Phys. A 49, 34LT01 (2016)), and no current of any process below 1.
  @Test func uncertaintyRelation() throws {
    var random = RandomStream(seed: 5)["rings"]
    var least = Double.infinity
    for _ in 0..<300 {
      let n = 3 + random.index(below: 4)
      let affinities = (0..<n).map { _ in 1.5 + random.normal() }
      let ring = try RateMatrix(
        stateCount: n,
        edges: (0..<n).map {
          .init(from: $0, to: ($0 + 1) % n, entropyFlow: affinities[$0], attemptRate: exp(random.normal()))
        })
      let ratio = try ring.statistics(ofCurrent: affinities.map { _ in 1 })
        .uncertaintyRatio(entropyProductionRate: ring.entropyProductionRate(ring.stationary))
      let x = affinities.reduce(0, +) / Double(n)
      #expect(ratio >= 0.5 * x / tanh(0.5 * x) - 1e-9)
      least = min(least, ratio)
    }
    #expect(least < 1.2)
    var controls = 0
    for seed in 0..<200 {
      let matrix = try randomProcess(2 + seed % 6, seed: 700 + seed)
      let sigma = matrix.entropyProductionRate(try matrix.stationary)
      let weights = matrix.edges.map { _ in random.normal() }
      guard matrix.stateCount > 2 else { continue }
      #expect(try matrix.statistics(ofCurrent: weights).uncertaintyRatio(entropyProductionRate: sigma) >= 1)
      // Negative control: jumps counted without their sense are no current, and flow although little is dissipated.
      let traffic = try matrix.statistics(counting: weights.map(abs), back: weights.map(abs))
      guard sigma < 0.3 else { continue }
      controls += 1
      #expect(traffic.uncertaintyRatio(entropyProductionRate: sigma) < 0.7)
    }
    #expect(controls > 0)
  }

  /// Sampled windows, of a process whose windows are correlated, within 4 standard errors; the variance within windows alone
  /// misses by more than 10.
  @Test func sampledStatistics() throws {
    let matrix = try RateMatrix(
      stateCount: 3,
      edges: [
        .init(from: 0, to: 1, forward: 2, backward: 0.5), .init(from: 1, to: 2, forward: 1, backward: 0.7),
        .init(from: 2, to: 0, forward: 3, backward: 0.2),
      ])
    let weights = [1.0, 0, 0]
    let exact = try matrix.statistics(ofCurrent: weights)
    let p = try matrix.stationary
    var (mean, variance, within, jumps) = (Average(), Average(), Average(), Average())
    for replica in 0..<60 {
      let crossings = try matrix.crossings(
        startingIn: p, windows: 3000, each: 4, random: RandomStream(seed: 1)["windows"][replica])
      let found = crossings.statistics(ofCurrent: weights)
      mean.add(found.mean)
      variance.add(found.variance)
      within.add(Average(crossings.current(weights)).variance / 4)
      jumps.add(crossings.sums(counting: [1, 1, 1], back: [1, 1, 1]).reduce(0, +) / 12_000)
    }
    #expect(mean.estimate.isConsistent(with: exact.mean, sigmas: 4))
    #expect(variance.estimate.isConsistent(with: exact.variance, sigmas: 4))
    #expect(
      jumps.estimate.isConsistent(with: try matrix.statistics(counting: [1, 1, 1], back: [1, 1, 1]).mean, sigmas: 4))
    #expect(variance.estimate.standardError < 0.01 * exact.variance)
    #expect(abs(within.estimate.deviation(from: exact.variance)) > 10)
    // What a window alone should show is known too.
    let window = try matrix.moments(of: .current(weights, stateCount: 3), from: p, for: 4).variance / 4
    #expect(within.estimate.isConsistent(with: window, sigmas: 4))
  }

  private func uniformRing(_ n: Int, affinityPerEdge a: Double) throws -> RateMatrix {
    try RateMatrix(stateCount: n, edges: (0..<n).map { .init(from: $0, to: ($0 + 1) % n, entropyFlow: a) })
  }
}
