import Estimation
import Foundation
import PerceptronLearning
import Randomness
import TestSupport
import Testing

/// Three readings of heat, and trajectories.
@Suite struct LearningHeatTests {
  /// If only relaxation is heat, the bound holds for the Hebbian rule, whose examples drive: the cost grows for ever, at the rate 1.1366
  /// at t = 10 for ν = r = k = 1.
  @Test func hebbianKicksDrive() throws {
    let learning = OnlineLearning(rule: .hebbian, stiffness: 1)
    let costs = try learning.costsOfKicks(at: [0, 4, 10, 10.001]) { _ in 1 }
    #expect(agrees((costs[3].heat - costs[2].heat) / 0.001, 1.1366, digits: 4))
    #expect(costs[1].weightInformation < costs[1].total && costs[2].total > costs[1].total + 6)
    let averaged = try AveragedLearning(rule: .hebbian, stiffness: 1, rate: .sudden(1)).balances(at: [4, 10, 10.001])
    #expect(averaged[2].cost.heat - averaged[1].cost.heat < 1e-10)
  }

  /// Error-driven examples are feedback: ΔS + heat falls below what is learned and below zero, for few strong examples and for many weak
  /// ones. At the rate of 1/k that AdaTron's ν = 2r gives, no heat flows at all.
  @Test(arguments: [LearningRule.perceptron, .adatron], [1, Double.infinity])
  func feedbackBreaksTheBound(rule: LearningRule, samplingRate: Double) throws {
    let learning = OnlineLearning(rule: rule, stiffness: 1, samplingRate: samplingRate)
    let costs = try learning.costsOfKicks(at: [0, 1, 4, 8]) { _ in 1 }
    for cost in costs.dropFirst() { #expect(cost.total < 0 && cost.labelInformation > 0) }
    #expect(costs[3].total < costs[2].total - 0.1 && costs[2].total < costs[1].total - 0.1)
    // The averaged force pays.
    let balance = try AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(1)).balances(at: [4])[0]
    #expect(balance.cost.total > balance.cost.weightInformation)
    if rule == .adatron, samplingRate == 1 {
      #expect(
        try learning.costsOfKicks(at: [0, 8]) { _ in 2 }.allSatisfy { abs($0.heat) < 1e-10 && abs($0.entropy) < 1e-10 })
    }
  }

  /// The force of single examples, taken literally, heats in proportion to N.
  @Test func literalForcesDiverge() {
    let learning = OnlineLearning(rule: .hebbian, stiffness: 1)
    let point = AveragedLearning(rule: .perceptron, stiffness: 1, rate: .sudden(1)).rest
    #expect(learning.literalHeatRate(at: point, learningRate: 2, weights: 400) == 1600)
    var perceptron = learning
    perceptron.rule = .perceptron
    let rate = perceptron.literalHeatRate(at: point, learningRate: 1, weights: 400)
    #expect(agrees(rate, 400 * 0.398403, digits: 3))
  }

  /// ⟨exp(−s_tot)⟩ = 1 at t = 2, k = 1. Without the information it holds, too.
  ///
  /// For a teacher T the entropy has a variance of about 2∫Ṙ²T², so that rates are chosen for which exp(−s_tot) has one.
  @Test(arguments: [(LearningRule.hebbian, 0.5), (.perceptron, 1), (.adatron, 1)])
  func integralFluctuationTheorem(rule: LearningRule, rate: Double) throws {
    for duration in [0, 1.5] {
      let learning = AveragedLearning(
        rule: rule, stiffness: 1, rate: LearningRateRamp(to: rate, within: duration))
      let weights = try LearnedWeights(learning, until: 2, steps: 40)
      var (all, noInformation) = (ExponentialAverage(), ExponentialAverage())
      var (entropy, mean) = (Average(), Average())
      weights.sample(120_000, RandomStream(seed: 5)[rule.rawValue][Int(duration)]) { outcome in
        all.add(outcome.total)
        noInformation.add(outcome.entropy + outcome.heat)
        entropy.add(outcome.total)
        mean.add(outcome.entropy + outcome.heat)
      }
      #expect(all.mean.isConsistent(with: 1, sigmas: 4.5))
      #expect(noInformation.mean.isConsistent(with: 1, sigmas: 4.5))
      // The averages are those of the averaged equations, up to the square of the step.
      let balance = try learning.balances(at: [2])[0]
      #expect(abs(weights.overlap - balance.cost.point.overlap) < 2e-4)
      let lost = balance.alignment + balance.compression
      #expect(abs(entropy.mean - lost) < 4.5 * entropy.estimate.standardError + 2e-4)
      #expect(abs(mean.mean - balance.cost.total) < 4.5 * mean.estimate.standardError + 2e-4)
      #expect(!mean.estimate.isConsistent(with: balance.cost.weightInformation, sigmas: 10))
    }
  }

  /// Without the heat the average is exp ∫κdt, by Liouville's theorem: ⟨p(w(t)|T)/p(w(0))⟩ is the integral over w(0) of the mean density
  /// at the end of its trajectory. Its variance is finite at short times only, for k = 1 and weak learning up to ½ ln(4/3) = 0.14.
  @Test(arguments: [(LearningRule.hebbian, 0.5), (.perceptron, 1), (.adatron, 1)])
  func theoremFailsWithoutHeat(rule: LearningRule, rate: Double) throws {
    let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate))
    let weights = try LearnedWeights(learning, until: 0.05, steps: 20)
    let averages = weights.averages(of: 100_000, RandomStream(seed: 6)[rule.rawValue])
    let withoutHeat = averages.withoutHeat
    #expect(averages.theorem.mean.isConsistent(with: 1, sigmas: 4.5))
    #expect(withoutHeat.mean.isConsistent(with: weights.contraction, sigmas: 4.5))
    #expect(!withoutHeat.mean.isConsistent(with: 1, sigmas: 10))
    #expect(rule != .hebbian || abs(weights.contraction - exp(0.05)) < 1e-12)
  }

  /// Students of 400 and 10 000 weights have the R, Q and ε_g of the equations for N → ∞ within four standard errors.
  ///
  /// Averages for finite N differ by O(1/N): at most 1.2/400 for Q (measured in ``OnlinePerceptronTests``), a fifth of the standard
  /// error of 0.015 of 100 students. Standard deviations shrink as 1/√N, so that those of the small students give those of the large
  /// ones, of which a few are enough.
  @Test(arguments: OnlinePerceptronTests.cases)
  func studentsFollowTheTheory(_ example: (LearningRule, Double)) throws {
    let (rule, rate) = example
    let learning = OnlineLearning(rule: rule, stiffness: 1)
    let times = [0.25, 0.5, 1]
    let exact = try learning.orderParameters(at: [0] + times) { _ in rate }.dropFirst()
    func means(_ count: Int, _ replicas: Int, _ rate: Double) -> [StudentAverages] {
      OnlinePerceptronTests.means(learning, weights: count, .single, replicas: replicas, at: times) { _ in rate }
    }
    func deviation(_ mean: Average, _ value: Double, like small: Average, _ factor: Double) -> Double {
      abs(mean.mean - value) / (small.variance / (factor * Double(mean.count))).squareRoot()
    }
    let small = means(400, 100, rate)
    func largest(_ means: [StudentAverages], _ factor: Double) -> Double {
      zip(zip(means, small), exact).map { pair, limit in
        max(
          deviation(pair.0.overlap, limit.overlap, like: pair.1.overlap, factor),
          deviation(pair.0.norm, limit.norm, like: pair.1.norm, factor),
          deviation(pair.0.error, limit.generalisationError, like: pair.1.error, factor))
      }.max() ?? .infinity
    }
    #expect(largest(small, 1) < 4)
    #expect(largest(means(10_000, 4, rate), 25) < 4)
    // Control: the sign of the rule flipped.
    #expect(largest(means(400, 10, -rate), 1) > 10)
  }
}
