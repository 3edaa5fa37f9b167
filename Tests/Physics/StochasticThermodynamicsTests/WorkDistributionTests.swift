import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing
import Validation

@Suite struct WorkDistributionTests {
  private let twoLevels: DrivenNetwork<Double>
  private let raise: Drive<Double>
  private let first, last: [Double]
  private let difference: Double

  init() throws {
    (twoLevels, raise) = (try StochasticThermodynamicsTests.twoLevels, try StochasticThermodynamicsTests.raise)
    (first, last) = (twoLevels.equilibrium(at: 0), twoLevels.equilibrium(at: 2))
    difference = twoLevels.freeEnergy(at: 2) - twoLevels.freeEnergy(at: 0)
  }

  private func forward(steps: Int) throws -> WorkDistribution {
    try WorkDistribution(on: twoLevels, under: raise, from: first, steps: steps, spacing: 2 / Double(steps))
  }

  private func reverse(steps: Int) throws -> WorkDistribution {
    try WorkDistribution(on: twoLevels, under: raise.reversed, from: last, steps: steps, spacing: 2 / Double(steps))
  }

  /// Against the tilted generator: mean, variance, ⟨exp(−W/2)⟩; errors fall fourfold when steps are halved.
  @Test func momentsAreThoseOfTheTiltedGenerator() throws {
    let work = CountedQuantity.work(on: twoLevels, under: raise)
    let exact = try twoLevels.moments(of: work, from: first, under: raise)
    let half = try twoLevels.generatingFunction(of: work, at: 0.5, from: first, under: raise)
    func errors(_ steps: Int) throws -> [Double] {
      let distribution = try forward(steps: steps)
      #expect(abs(distribution.probabilities.reduce(0, +) - 1) < 1e-12)
      let average = zip(distribution.works, distribution.probabilities).reduce(0) { $0 + exp(-$1.0 / 2) * $1.1 }
      return [distribution.mean - exact.mean, distribution.variance - exact.variance, average - half]
    }
    let (coarse, fine) = (try errors(100), try errors(200))
    #expect(fine.allSatisfy { abs($0) < 1e-4 } && zip(coarse, fine).allSatisfy { abs($0 / $1 - 4) < 0.1 })
    #expect(try abs(forward(steps: 1000).mean - 0.879841) < 1e-6 && abs(reverse(steps: 1000).mean + 0.318449) < 1e-6)
  }

  /// Crooks' theorem at every point of the lattice, with any number of steps. Negative control: the reverse ramp from the
  /// equilibrium of the end, but not reversed.
  @Test(arguments: [3, 50, 400])
  func everyWorkObeysCrooks(steps: Int) throws {
    let (there, back) = (try forward(steps: steps), try reverse(steps: steps))
    let wrong = try WorkDistribution(on: twoLevels, under: raise, from: last, steps: steps, spacing: 2 / Double(steps))
    var missed = 0.0
    for (place, work) in there.works.enumerated() {
      let mirror = back.works.count - 1 - place
      #expect(abs(back.works[mirror] + work) < 1e-12)
      let ratio = log(there.probabilities[place] / back.probabilities[mirror])
      #expect(abs(ratio - (work - difference)) < 1e-10)
      missed = max(missed, abs(log(there.probabilities[place] / wrong.probabilities[place]) - (work - difference)))
    }
    #expect(missed > 0.1)
  }

  /// Who never jumps does the work 0 or 2. To stay below has the probability ½ e^{−1} √((1 + e²)/2), above ½ √(2/(1 + e²)).
  @Test func atomsAreClosedForms() throws {
    // Around an atom half a spacing of the smooth part is counted with it: linear in the spacing, and extrapolated.
    func atoms(_ steps: Int) throws -> (Double, Double) {
      let probabilities = try forward(steps: steps).probabilities
      return (probabilities[0], probabilities[steps])
    }
    let (coarse, fine) = (try atoms(1000), try atoms(2000))
    #expect(abs(2 * fine.0 - coarse.0 - 0.5 * exp(-1) * ((1 + exp(2)) / 2).squareRoot()) < 1e-6)
    #expect(abs(2 * fine.1 - coarse.1 - 0.5 * (2 / (1 + exp(2))).squareRoot()) < 1e-6)
  }

  /// Energies that move by no whole number of spacings, to and fro: the mean stays right, the variance to spacing²/4 per step.
  @Test func worksBetweenPointsAreShared() throws {
    let network = try DrivenNetwork<Double>(
      stateCount: 3,
      edges: [.init(from: 0, to: 1, law: .glauber), .init(from: 1, to: 2, law: .exponential, attemptRate: 0.4)]
    ) { state, control in Double(state) * control + (state == 1 ? 0.5 * control * control : 0) }
    let drive = try Drive<Double>(over: 2) { sin(3 * $0) }
    let p = [0.5, 0.2, 0.3]
    let exact = try network.moments(of: .work(on: network, under: drive), from: p, under: drive)
    let distribution = try WorkDistribution(on: network, under: drive, from: p, steps: 1000, spacing: 0.004)
    #expect(
      abs(distribution.probabilities.reduce(0, +) - 1) < 1e-12 && distribution.probabilities.allSatisfy { $0 >= 0 })
    #expect(abs(distribution.mean - exact.mean) < 1e-5)
    let added = distribution.variance - exact.variance
    #expect(added > 0 && added < 1000 * 0.004 * 0.004 / 4 + 1e-5)
    // Ranges split it without a rest.
    let parts = [-10.0...0.1, 0.1...0.3, 0.3...10].map(distribution.probability(of:))
    #expect(abs(parts.reduce(0, +) - 1) < 1e-12 && distribution.probability(of: 20...30) == 0)
  }

  /// Sampled works of two levels in 41 bins, 82 comparisons at 4.5 exact standard errors, and where they cross: ΔF = .566219 with
  /// the slope 1. Negative control: the reverse ramp that is not reversed.
  @Test func sampledWorksAreDistributedSo() throws {
    let (bins, count) = (41, 40_000)
    func histogram(_ drive: Drive<Double>, from p: [Double], sign: Double, seed: String) throws -> Histogram {
      var result = Histogram(in: -0.025...2.025, bins: bins)
      let bounds = try RateBounds(of: twoLevels, under: drive)
      for replica in 0..<count {
        let random = RandomStream(seed: 21)[seed][replica]
        let work = EnergyBalance(
          DrivenTrajectory(twoLevels, under: drive, within: bounds, startingIn: p, random: random)
        ).work
        result.add(sign * work)
      }
      return result
    }
    func largestDeviation(_ histogram: Histogram, _ exact: (ClosedRange<Double>) -> Double) -> Double {
      (0..<bins).map { bin in
        let p = exact(histogram.range(of: bin))
        let error = (p * (1 - p) / Double(count)).squareRoot()
        return abs(Estimate(histogram.probability(of: bin).value, standardError: error).deviation(from: p))
      }.max() ?? 0
    }
    let (there, back) = (try forward(steps: 1000), try reverse(steps: 1000))
    let up = try histogram(raise, from: first, sign: 1, seed: "up")
    let down = try histogram(raise.reversed, from: last, sign: -1, seed: "down")
    #expect(largestDeviation(up, there.probability) < 4.5)
    #expect(largestDeviation(down) { back.probability(of: -$0.upperBound ... -$0.lowerBound) } < 4.5)
    #expect(largestDeviation(up) { back.probability(of: -$0.upperBound ... -$0.lowerBound) } > 10)
    let crossing = try FreeEnergyDifference.crossing(forward: up, negatedReverse: down)
    #expect(crossing.difference.isConsistent(with: 0.566219, sigmas: 4.5))
    #expect(crossing.slope.isConsistent(with: 1, sigmas: 4.5))
    let notReversed = try histogram(raise, from: last, sign: 1, seed: "not reversed")
    let wrong = try FreeEnergyDifference.crossing(forward: up, negatedReverse: notReversed)
    #expect(abs(wrong.slope.deviation(from: 1)) > 10)
  }

  @Test func drivenEdgesAreRefused() throws {
    let driven = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber, driving: 1)]) {
      _, _ in 0
    }
    let still = try Drive<Double>.holding(0, for: 1)
    #expect(throws: InvalidInput.self) {
      try WorkDistribution(on: driven, under: still, from: [1, 0], steps: 10, spacing: 0.1)
    }
    let raised = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) {
      Double($0) * $1
    }
    let up = try Drive<Double>(over: 1) { $0 }
    for (steps, spacing) in [(0, 0.1), (10, 0), (10, .nan), (10, 1e-12)] as [(Int, Double)] {
      #expect(throws: InvalidInput.self) {
        try WorkDistribution(on: raised, under: up, from: [1, 0], steps: steps, spacing: spacing)
      }
    }
  }
}
