import ElementaryFunctions
import Estimation
import Foundation
import PerceptronLearning
import Randomness
import StochasticThermodynamics
import Testing

/// The bound on learning random labels, solved.
@Suite struct RandomLabelsTests {
  /// One weight that learns one label: ΔS, I and η for ramps of the durations 0, 1 and 100.
  @Test(arguments: [
    (1.0, [0.336831, 0.079542, 0.095051, 0.112871, 0.229404]),
    (4.0, [0.693054, 0.565059, 0.065001, 0.085887, 0.663640]),
  ])
  func oneWeightOneLabel(rate: Double, reference: [Double]) {
    let balances = [0, 1, 100].map { HebbianLabels(inputs: [[1]], rate: rate).balance(rampDuration: $0) }
    let found = [balances[0].entropyChange, balances[0].information] + balances.map(\.efficiency)
    for (value, printed) in zip(found, reference) { #expect(abs(value - printed) <= 0.51e-6) }
    // Control: not with a ramp that is a tenth longer.
    let longer = HebbianLabels(inputs: [[1]], rate: rate).balance(rampDuration: 1.1)
    #expect(abs(longer.efficiency - reference[3]) > 1e-4)
  }

  @Test func manyWeights() {
    let limit = HebbianLimit(load: 1, rate: 1)
    #expect(abs(limit.agreement - 0.675057) < 0.51e-6)
    #expect(abs(limit.information - 0.062608) < 0.51e-6)
    #expect(abs(limit.efficiency(rampDuration: 0) - 0.073954) < 0.51e-6)
    #expect(abs(limit.efficiency(rampDuration: .infinity) - 0.180647) < 0.51e-6)
    // I = ln 2 − S(Φ(ν/√(1 + αν²))), with Φ from the C library.
    for (load, rate) in [(0.1, 0.5), (1.0, 1.0), (5.0, 8.0)] {
      let right = 0.5 * erfc(-rate / (1 + load * rate * rate).squareRoot() / 2.0.squareRoot())
      let sign = HebbianLimit(load: load, rate: rate, readout: .sign)
      #expect(abs(sign.information - (log(2) - entropy([right, 1 - right]))) < 1e-13)
      #expect(sign.information > HebbianLimit(load: load, rate: rate).information)
    }
    for x in stride(from: -9.0, through: 9, by: 0.37) {
      #expect(abs(normalProbability(below: x) - 0.5 * erfc(-x / 2.0.squareRoot())) < 1e-15)
    }
  }

  /// I = m²/2 + m⁴/12 + m⁶/30 + … with m = 2p − 1 to relative precision, and ln 2 − S(p) where it does not cancel.
  @Test(arguments: [1e-8, 1e-6, 1e-4, 0.01, 0.0499, 0.0501, 0.2, 0.45, 0.5])
  func labelInformationOfWeakLearning(excess: Double) {
    let p = 0.5 + excess
    let square = (2 * p - 1) * (2 * p - 1)
    var series = 0.0
    for order in stride(from: 400.0, through: 1, by: -1) {
      series = (series + 1 / (2 * order * (2 * order - 1))) * square
    }
    let (found, difference) = (labelInformation(agreement: p), log(2) - entropy([p, 1 - p]))
    if excess < 0.45 { #expect(abs(found / series - 1) < 1e-14) }
    #expect(abs(found - difference) < 1e-15)
    #expect(labelInformation(agreement: 1 - p) == found)
    // Control: the difference of ln 2 and S(p) has lost half of the digits.
    if excess < 2e-4 { #expect(abs(difference / series - 1) > 1e-10) }
  }

  /// ∫ṁ² dt with ṁ = −m + min(1, t/τ), by Simpson's rule and by the equation of motion.
  @Test(arguments: [1e-6, 0.01, 0.4999, 0.5, 1, 7, 300, 1e5])
  func heatOfARamp(duration: Double) throws {
    let solution = try DormandPrince(tolerance: 1e-13).solution(from: [0, 0], at: [0, duration]) { t, y in
      let velocity = t / duration - y[0]
      return [velocity, velocity * velocity]
    }[1]
    // What is left at the end of the ramp relaxes: ∫(1 − m)² e^(−2t) dt.
    let heat = solution[1] + 0.5 * (1 - solution[0]) * (1 - solution[0])
    #expect(abs(HebbianLabels.heatFraction(rampDuration: duration) / heat - 1) < 1e-9)
    #expect(HebbianLabels.heatFraction(rampDuration: 0) == 0.5)
    #expect(HebbianLabels.heatFraction(rampDuration: .infinity) == 0)
  }

  /// 150 problems drawn at random, each averaged over all labels: the bound holds, however slow the ramp.
  @Test(arguments: LabelReadout.allCases)
  func boundHolds(readout: LabelReadout) {
    var random = RandomStream(seed: 13)["bound"]
    var best = 0.0
    var violations = 0
    for _ in 0..<150 {
      let (weights, labels) = (1 + random.index(below: 3), 1 + random.index(below: 6))
      let inputs = (0..<labels).map { _ in (0..<weights).map { _ in random.sign() } }
      let problem = HebbianLabels(inputs: inputs, rate: 8 * random.uniform(), readout: readout)
      let slow = problem.balance(rampDuration: .infinity)
      #expect(slow.information >= 0 && slow.information <= slow.cost)
      best = max(best, slow.efficiency)
      // Control: the entropy of the weights at fixed labels does not change, and the heat of a slow ramp alone is no bound.
      let ramped = problem.balance(rampDuration: 100)
      if ramped.information > ramped.heat { violations += 1 }
    }
    #expect(best > 0.9)
    #expect(violations > 30)
  }

  /// Hebb's rule on the grid of the gradient rules is Hebb's rule averaged over a normal number.
  @Test func gridAgreesWithQuadrature() {
    for inputs in [[[1.0], [-1], [1]], [[1, 1], [1, -1], [1, 1]]] {
      let grid = LabelEquilibrium(inputs: inputs, rule: .hebbian, rate: 0.7).balance(spacing: 0.05)
      let exact = HebbianLabels(inputs: inputs, rate: 0.7).balance(rampDuration: 0)
      #expect(abs(grid.information - exact.information) < 1e-5)
      #expect(abs(grid.entropyChange - exact.entropyChange) < 1e-5)
      #expect(abs(grid.heat - exact.heat) < 1e-5)
    }
  }

  /// One weight, one label, Perceptron: V = w²/2 + ν|w|θ(−w), so that with A = e^(ν²/2) 2Φ(−ν), Z ∝ 1 + A,
  /// ⟨V(0)⟩ = ½ + ν/√(2π), and p is the half normal distribution, but for a share A/(1 + A) on the wrong side.
  @Test func perceptronWithOneWeight() {
    let rate = 2.0
    let wrong = exp(0.5 * rate * rate) * erfc(rate / 2.0.squareRoot())
    // On the wrong side w = −|x| with density ∝ exp(−x²/2 − νx): ⟨x²/2 + νx⟩ from its moments.
    let mill = wrong * (Double.pi / 2).squareRoot()
    let first = 1 / mill - rate
    let second = 1 - rate * first
    let end = (0.5 + wrong * (0.5 * second + rate * first)) / (1 + wrong)
    let exact = LabelEquilibrium(inputs: [[1]], rule: .perceptron, rate: rate).balance()
    #expect(abs(exact.heat - (0.5 + rate / (2 * Double.pi).squareRoot() - end)) < 1e-6)
    // Errors alone are corrected: the weights are compressed, and without the heat there is no bound.
    #expect(exact.entropyChange < -0.1)
    #expect(exact.information > 0.01 && exact.information < exact.cost)
  }
}
