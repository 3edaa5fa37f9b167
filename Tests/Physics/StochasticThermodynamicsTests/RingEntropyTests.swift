import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct RingEntropyTests {
  /// Against the tilted generator, at short and long times: norm, means, variances, and ⟨exp(−s)⟩ = 1, or 1.160593 without
  /// the boundary term at t = .5.
  @Test(arguments: [0, 0.1, 0.5, 3])
  func averagesAreThoseOfTheTiltedGenerator(t: Double) throws {
    let unevenRing = try unevenRing
    let entropy = try RingEntropy(of: unevenRing, within: t)
    let p = try unevenRing.stationary
    let flow = try CountedQuantity.entropyFlow(of: unevenRing)
    func average(_ function: (RingEntropy.Outcome) -> Double) -> Double {
      entropy.outcomes.reduce(0) { $0 + $1.probability * function($1) }
    }
    #expect(abs(average { _ in 1 } - 1) < 1e-12)
    for (quantity, counted) in [
      (\RingEntropy.Outcome.heat, flow), (\.total, flow.addingSystemEntropy(from: p, to: p)),
    ] {
      let exact = try unevenRing.moments(of: counted, from: p, for: t)
      let mean = average { $0[keyPath: quantity] }
      #expect(abs(mean - exact.mean) < 1e-10)
      #expect(abs(average { ($0[keyPath: quantity] - mean) * ($0[keyPath: quantity] - mean) } - exact.variance) < 1e-9)
    }
    #expect(abs(average { exp(-$0.total) } - 1) < 1e-9)
    if t == 0.5 { #expect(abs(average { exp(-$0.heat) } - 1.160593) < 5e-7) }
  }

  /// ln P(s)/P(−s) = s with the boundary term. Without, a jump 1 → 2 that releases ln 1/.7 says ln p₁/.7p₂ instead.
  @Test func theTheoremNeedsTheBoundaryTerm() throws {
    let unevenRing = try unevenRing
    let entropy = try RingEntropy(of: unevenRing, within: 1)
    let total = entropy.logRatiosUnderReflection(of: \.total)
    // Up to two turns; the probabilities further out are lost in rounding.
    let affinity = log(2.0 / 0.5 * 1 / 0.7 * 3 / 0.2)
    let near = total.filter { $0.value < 2 * affinity + 0.1 }
    #expect(near.count == 14 && near.allSatisfy { abs($0.logarithm - $0.value) < 1e-9 })
    let heat = try #require(entropy.logRatiosUnderReflection(of: \.heat).first)
    #expect(abs(heat.value - log(1 / 0.7)) < 1e-12)
    #expect(abs(heat.logarithm - log(0.513274 / (0.7 * 0.156569))) < 1e-5)
  }

  /// A sampled tally: every value obeys the theorem at 4.5 standard errors, and has its exact probability. Negative controls:
  /// the boundary term dropped; the wrong sign of the heat.
  @Test func sampledEntropies() throws {
    let unevenRing = try unevenRing
    let (t, count) = (1.0, 100_000)
    let network = try DrivenNetwork<Void>(unevenRing)
    let (drive, p) = (try Drive<Void>.holding((), for: t), try unevenRing.stationary)
    let bounds = try RateBounds(of: network, under: drive)
    var (total, heat, wrong) = (Tally(), Tally(), Tally())
    for replica in 0..<count {
      let random = RandomStream(seed: 22)["ring"][replica]
      let entropy = TrajectoryEntropy(
        of: DrivenTrajectory(network, under: drive, within: bounds, startingIn: p, random: random), from: p, to: p)
      total.add(entropy.total)
      heat.add(entropy.reservoir)
      wrong.add(entropy.system - entropy.reservoir)
    }
    let exact = try RingEntropy(of: unevenRing, within: t)
    let ratios = total.logRatiosUnderReflection()
    #expect(ratios.count > 6)
    for ratio in ratios {
      #expect(ratio.logarithm.isConsistent(with: ratio.center, sigmas: 4.5))
      let probability = exact.probability(of: ratio.center, \.total)
      let error = (probability * (1 - probability) / Double(count)).squareRoot()
      let found = Estimate(Double(total.count(of: ratio.center)) / Double(count), standardError: error)
      #expect(found.isConsistent(with: probability, sigmas: 4.5))
    }
    #expect(LogRatio.slope(of: ratios).isConsistent(with: 1, sigmas: 4.5))
    #expect(abs(LogRatio.slope(of: heat.logRatiosUnderReflection()).deviation(from: 1)) > 10)
    #expect(abs(LogRatio.slope(of: wrong.logRatiosUnderReflection()).deviation(from: 1)) > 10)
  }
}
