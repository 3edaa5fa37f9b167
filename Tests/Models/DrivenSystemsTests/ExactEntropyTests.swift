import DrivenSystems
import Foundation
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct ExactEntropyTests {
  /// The moments of exp(−s) by the tilted generator against sums over the exact distribution of s; and from them the number of rare
  /// trajectories that a mean rests on, 4n/γ², which falls below 25 where times are long.
  @Test func momentsAreThoseOfTheDistribution() throws {
    let ring = StateRing(onwards: [2, 1, 3], back: [0.5, 0.7, 0.2])
    // So short that what the Poisson sum of the distribution leaves out, 10⁻¹⁷, does not count even times exp(3|s|).
    let time = 0.02
    let found = try ExactEntropy(process: .steady(ring), time: time).compute(RandomStream(seed: 1))
    let outcomes = try RingEntropy(of: ring.matrix, within: time).outcomes
    func average(_ value: (RingEntropy.Outcome) -> Double) -> Double {
      outcomes.reduce(0) { $0 + $1.probability * value($1) }
    }
    let mean = average { exp(-$0.total) }
    let variance = average { pow(exp(-$0.total) - mean, 2) }
    let third = average { pow(exp(-$0.total) - mean, 3) }
    #expect(abs(found.total.mean - 1) < 1e-9 && abs(mean - 1) < 1e-9)
    #expect(abs(found.total.variance / variance - 1) < 1e-7)
    #expect(abs(found.total.third / third - 1) < 1e-6, "\(found.total.third) and \(third)")
    let count = 1_000_000
    let skewness = third / pow(variance, 1.5)
    #expect(abs(found.total.rareTrajectories(among: count) * skewness * skewness / (4 * Double(count)) - 1) < 1e-5)
    #expect(found.rareTrajectories(among: count) > 25)
    // The controls: the heat alone has other moments, and at a longer time too few trajectories tell.
    #expect(abs(found.heat.third / third - 1) > 0.01)
    let long = try ExactEntropy(process: .steady(ring), time: 0.5).compute(RandomStream(seed: 1))
    #expect(long.rareTrajectories(among: count) < 25)
  }
}
