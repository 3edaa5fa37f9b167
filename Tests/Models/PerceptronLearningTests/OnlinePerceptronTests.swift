import Estimation
import Foundation
import PerceptronLearning
import Randomness
import TestSupport
import Testing

extension StudentAverages {
  /// Whether they agree with the limit N → ∞ within 4.5 standard errors and the corrections for finite N.
  ///
  /// Those were measured at N = 64 with 40 000 students for every rule and kind of inputs, at the learning rates and times
  /// below: N times the bias is at most 0.26 ± 0.04 for R, 1.15 ± 0.06 for Q and −0.11 ± 0.01 for ε_g.
  func agree(with limit: OrderParameters, weights count: Int) -> Bool {
    func agrees(_ average: Average, _ exact: Double, _ correction: Double) -> Bool {
      abs(average.mean - exact) < 4.5 * average.estimate.standardError + correction / Double(count)
    }
    return agrees(overlap, limit.overlap, 0.4) && agrees(norm, limit.norm, 1.4)
      && agrees(error, limit.generalisationError, 0.2)
  }
}

@Suite struct OnlinePerceptronTests {
  static let cases: [(LearningRule, Double)] = [(.hebbian, 1), (.perceptron, 2), (.adatron, 2)]

  static func means(
    _ learning: OnlineLearning, weights count: Int = 400, inputs: OnlinePerceptron.Inputs = .signs,
    _ precision: OnlinePerceptron.Precision, replicas: Int, at times: [Double], learningRate: (Double) -> Double
  ) -> [StudentAverages] {
    let stream = RandomStream(seed: 12)[learning.rule.rawValue][inputs.rawValue][precision.rawValue]
    return learning.studentAverages(
      of: replicas, weights: count, inputs: inputs, precision: precision, at: times, stream, learningRate: learningRate)
  }

  @Test(arguments: cases, OnlinePerceptron.Precision.allCases)
  func followsTheOrderParameterEquations(_ example: (LearningRule, Double), precision: OnlinePerceptron.Precision)
    throws
  {
    let (rule, rate) = example
    let learning = OnlineLearning(rule: rule, stiffness: 1)
    let times = [0, 0.5, 1.5, 4]
    let exact = try learning.orderParameters(at: times) { _ in rate }
    let means = Self.means(learning, precision, replicas: 150, at: times) { _ in rate }
    for (mean, limit) in zip(means, exact) { #expect(mean.agree(with: limit, weights: 400)) }
    // Control: a student who learns with the wrong sign follows other equations.
    let wrong = Self.means(learning, precision, replicas: 20, at: times) { _ in -rate }
    #expect(!wrong[2].agree(with: exact[2], weights: 400))
  }

  @Test(arguments: OnlinePerceptron.Precision.allCases)
  func followsThemWithGaussianInputsAndARamp(precision: OnlinePerceptron.Precision) throws {
    let learning = OnlineLearning(rule: .perceptron, stiffness: 1, samplingRate: 2)
    let exact = try learning.orderParameters(at: [0, 1, 3]) { min(2, $0) }
    let means = Self.means(learning, weights: 401, inputs: .gaussian, precision, replicas: 100, at: [0, 1, 3]) {
      min(2, $0)
    }
    for (mean, limit) in zip(means, exact) { #expect(mean.agree(with: limit, weights: 401)) }
    let sudden = try learning.orderParameters(at: [0, 1, 3]) { _ in 2 }
    #expect(!means[1].agree(with: sudden[1], weights: 401))
  }

  /// The Hebbian student with Gaussian inputs is solved for every N: w = Σ_j c e_j ξ_jσ_j + noise with c = ν/(r√N), e_j = exp(−k(t −
  /// t_j)) and ⟨ξσ_T⟩ = √(2/π) T/|T|, so ⟨R⟩ = √(2/π) c Σe/√N and ⟨Q⟩ = 1/k + c²[Σe² + (2/π)((Σe)² − Σe²)/N].
  @Test(arguments: OnlinePerceptron.Precision.allCases)
  func hebbianAveragesAreExactForFewWeights(precision: OnlinePerceptron.Precision) throws {
    let (count, rate, time) = (5, 1.0, 3.2)
    let learning = OnlineLearning(rule: .hebbian, stiffness: 0.8, samplingRate: 0.2)
    let perUnitTime = 0.2 * Double(count)
    let jump = rate / (0.2 * Double(count).squareRoot())
    let decays = (0..<100).map { (Double($0) + 0.5) / perUnitTime }.filter { $0 < time }.map { exp(-0.8 * (time - $0)) }
    let (sum, squares) = (decays.reduce(0, +), decays.reduce(0) { $0 + $1 * $1 })
    let cross = 2 / Double.pi * (sum * sum - squares) / Double(count)
    let mean = Self.means(learning, weights: count, inputs: .gaussian, precision, replicas: 20_000, at: [time]) { _ in
      rate
    }[0]
    let overlap = (2 / Double.pi).squareRoot() * jump * sum / Double(count).squareRoot()
    #expect(mean.overlap.estimate.isConsistent(with: overlap, sigmas: 4.5))
    #expect(mean.norm.estimate.isConsistent(with: 1 / 0.8 + jump * jump * (squares + cross), sigmas: 4.5))
    // Control: the limit N → ∞ is not good enough here.
    let limit = try learning.orderParameters(at: [0, time]) { _ in rate }[1]
    #expect(!mean.norm.estimate.isConsistent(with: limit.norm, sigmas: 4.5))
  }

  /// Without learning, weights that start at 0 are normal with the variance (1 − exp(−2kt))/k.
  @Test(arguments: OnlinePerceptron.Precision.allCases)
  func diffusionIsExact(precision: OnlinePerceptron.Precision) {
    let learning = OnlineLearning(rule: .hebbian, stiffness: 2, samplingRate: 1e-3)
    var (second, fourth) = (Average(), Average())
    for replica in 0..<20 {
      var student = OnlinePerceptron(
        learning, weights: 20_011, precision: precision, start: Array(repeating: 0, count: 20_011),
        random: RandomStream(seed: 3)[precision.rawValue][replica])
      student.learn(until: 0.4) { _ in 0 }
      for weight in student.weights {
        second.add(weight * weight)
        fourth.add(pow(weight, 4))
      }
    }
    let variance = (1 - exp(-1.6)) / 2
    #expect(second.estimate.isConsistent(with: variance, sigmas: 4.5))
    #expect(fourth.estimate.isConsistent(with: 3 * variance * variance, sigmas: 4.5))
    #expect(!second.estimate.isConsistent(with: variance * (1 - 0.02), sigmas: 4.5))
  }

  /// Large weights only relax. In 160 000 intervals of kΔ = 6·10⁻⁶ rounding must not change k: multiplication with a factor of 24
  /// bits near 1 would, by up to 0.5 %.
  @Test(arguments: OnlinePerceptron.Precision.allCases)
  func relaxationIsUnbiasedOverManySteps(precision: OnlinePerceptron.Precision) {
    let learning = OnlineLearning(rule: .hebbian, stiffness: 1, samplingRate: 1e4)
    let start = (0..<16).map { 1e9 * (1 + Double($0) / 16) }
    var student = OnlinePerceptron(
      learning, weights: 16, precision: precision, start: start, random: RandomStream(seed: 4))
    student.learn(until: 1) { _ in 0 }
    let ratio = zip(student.weights, start).reduce(0) { $0 + $1.0 / $1.1 } / 16
    #expect(abs(ratio * M_E - 1) < (precision == .double ? 1e-8 : 5e-5))
  }

  /// Students of few weights in both precisions: R and Q differ by less than their joint standard errors of about 0.006 allow.
  @Test(arguments: cases)
  func precisionsAgree(_ example: (LearningRule, Double)) {
    let learning = OnlineLearning(rule: example.0, stiffness: 1)
    let both = OnlinePerceptron.Precision.allCases.map {
      Self.means(learning, weights: 32, $0, replicas: 4000, at: [2]) { _ in example.1 }[0]
    }
    #expect(both[0].overlap.estimate.isConsistent(with: both[1].overlap.estimate, sigmas: 4.5))
    #expect(both[0].norm.estimate.isConsistent(with: both[1].norm.estimate, sigmas: 4.5))
    #expect((both[0].norm.estimate - both[1].norm.estimate).standardError < 0.015)
  }

  /// Heat grows at the mean rate k²Q − k; for the Hebbian rule at ν = r = k = 1 that tends to 1.1366.
  @Test(arguments: cases)
  func heatIsRelaxation(_ example: (LearningRule, Double)) throws {
    let learning = OnlineLearning(rule: example.0, stiffness: 1)
    let times = (0...200).map { Double($0) * 0.01 }
    let rates = try learning.orderParameters(at: times) { _ in example.1 }.map { $0.norm - 1 }
    let expected = 0.01 * (rates.reduce(0, +) - 0.5 * (rates[0] + rates[200]))
    var heat = Average()
    for replica in 0..<200 {
      var student = OnlinePerceptron(
        learning, weights: 400, random: RandomStream(seed: 8)[example.0.rawValue][replica])
      student.learn(until: 2) { _ in example.1 }
      heat.add(student.heat)
    }
    #expect(abs(heat.mean - expected) < 4.5 * heat.estimate.standardError + 3.0 / 400)
    let late = try OnlineLearning(rule: .hebbian, stiffness: 1).orderParameters(at: [0, 10]) { _ in 1 }[1]
    #expect(agrees(late.norm - 1, 1.1366, digits: 4))
  }

  /// One weight is parallel to its teacher or antiparallel; none, w = 0, is at a right angle to anything.
  @Test(arguments: OnlinePerceptron.Precision.allCases)
  func smallestStudents(precision: OnlinePerceptron.Precision) throws {
    let learning = OnlineLearning(rule: .perceptron, stiffness: 1)
    for replica in 0..<20 {
      var student = OnlinePerceptron(
        learning, weights: 1, precision: precision, random: RandomStream(seed: 6)[replica])
      student.learn(until: 5) { _ in 1 }
      #expect(student.examples == 5)
      let sign = student.orderParameters.overlap > 0 ? 1.0 : -1
      #expect(abs(student.orderParameters.correlation - sign) < 1e-12)
    }
    let blank = OnlinePerceptron(
      learning, weights: 3, precision: precision, start: [0, 0, 0], random: RandomStream(seed: 6))
    #expect(blank.generalisationError == 0.5 && blank.heat == 0)
    let limit = try learning.orderParameters(at: [0, 1], from: OrderParameters(overlap: 0, norm: 0)) { _ in 1 }[1]
    #expect(limit.overlap > 0.1 && limit.norm > 0.5)
  }

  @Test func addressesDecideTheBits() {
    let learning = OnlineLearning(rule: .adatron, stiffness: 1)
    func weights(_ stream: RandomStream, lookingAt times: [Double]) -> [Double] {
      var student = OnlinePerceptron(learning, weights: 37, precision: .single, random: stream)
      for time in times { student.learn(until: time) { _ in 1 } }
      return student.weights
    }
    let stream = RandomStream(seed: 1)
    #expect(weights(stream, lookingAt: [1]) == weights(stream, lookingAt: [1, 1, 0.5]))
    #expect(weights(stream, lookingAt: [1]) != weights(stream["other"], lookingAt: [1]))
    #expect(weights(stream, lookingAt: [1]).count == 37)
  }
}
