import Estimation
import Foundation
import PerceptronLearning
import Randomness
import Testing

/// Random labels learned by simulated weights.
@Suite struct BatchLearningTests {
  private static let inputs: [[Double]] = [[1, 1], [1, -1], [1, 1]]

  private struct Sampled {
    let information, entropyChange, heat, excess: Estimate

    init(_ learning: BatchLearning, _ name: String, trajectories: Int = 4000) {
      let replicas = (0..<12).map { learning.balance(trajectories: trajectories, RandomStream(seed: 5)[name][$0]) }
      information = Average(replicas.map(\.information)).estimate
      entropyChange = Average(replicas.map(\.entropyChange)).estimate
      heat = Average(replicas.map(\.heat)).estimate
      excess = Average(replicas.map { $0.cost - $0.information }).estimate
    }

    func expect(_ exact: LabelBalance) {
      #expect(information.isConsistent(with: exact.information, sigmas: 4))
      #expect(entropyChange.isConsistent(with: exact.entropyChange, sigmas: 4))
      #expect(heat.isConsistent(with: exact.heat, sigmas: 4))
    }
  }

  /// Perceptron and AdaTron end in the Boltzmann distribution of their potential; the bound holds by many standard errors, and
  /// without the heat it does not.
  @Test(arguments: [LearningRule.perceptron, .adatron])
  func gradientRules(rule: LearningRule) {
    let sampled = Sampled(BatchLearning(inputs: Self.inputs, rule: rule, rate: 2), "\(rule)")
    sampled.expect(LabelEquilibrium(inputs: Self.inputs, rule: rule, rate: 2).balance())
    #expect(sampled.excess.deviation(from: 0) > 10)
    #expect((sampled.information - sampled.entropyChange).deviation(from: 0) > 10)
    // Control: with the sign of its potential turned around, a rule unlearns, and all its numbers are others.
    let flipped = LabelEquilibrium(inputs: Self.inputs, rule: rule, rate: -0.5).balance(spacing: 0.05)
    let opposite = LabelEquilibrium(inputs: Self.inputs, rule: rule, rate: 0.5).balance(spacing: 0.05)
    #expect(flipped.entropyChange > 0.01 && opposite.entropyChange < -0.01)
    #expect(abs(sampled.heat.deviation(from: flipped.heat)) > 10)
  }

  /// Hebb's rule: the heat of a ramp is that of the closed form, and not that of a sudden start.
  @Test(arguments: [0.0, 2])
  func hebb(ramp: Double) {
    let sampled = Sampled(
      BatchLearning(inputs: Self.inputs, rule: .hebbian, rate: 1, rampDuration: ramp, duration: 10, timeStep: 0.02),
      "hebb \(ramp)")
    let exact = HebbianLabels(inputs: Self.inputs, rate: 1)
    sampled.expect(exact.balance(rampDuration: ramp))
    #expect(abs(sampled.heat.deviation(from: exact.balance(rampDuration: 2 - ramp).heat)) > 10)
  }

  /// Networks of 2000 weights against the limit; the heat of other labels is what α counts.
  @Test func largeNetworks() {
    let networks = (0..<24).map { place in
      HebbianNetwork(weights: 2000, patterns: 4000, rate: 1.5, tests: 640).sample(RandomStream(seed: 9)["large"][place])
    }
    let limit = HebbianLimit(load: 2, rate: 1.5)
    #expect(Average(networks.map(\.agreement)).estimate.isConsistent(with: limit.agreement, sigmas: 4))
    #expect(Average(networks.map(\.norm)).estimate.isConsistent(with: limit.norm, sigmas: 4))
    #expect(Average(networks.map(\.heat)).estimate.isConsistent(with: limit.heat(rampDuration: 0), sigmas: 4))
    // Control: without the noise that the other labels make, the stability would be N(ν, 1).
    let quiet = LabelReadout.logistic.probability(mean: 1.5, deviation: 1)
    #expect(abs(Average(networks.map(\.agreement)).estimate.deviation(from: quiet)) > 10)
  }
}
