import Estimation
import Foundation
import PerceptronLearning
import Randomness
import TestSupport
import Testing

@Suite struct OnlineLearningTests {
  /// Values for N → ∞ at k = r = 1, t = 4, from equilibrium: R(0) = 0, Q(0) = 1/k.
  @Test(arguments: [
    (LearningRule.hebbian, 1.0, [0.783271, 2.113345, 0.318878]), (.perceptron, 2, [0.462210, 1.213911, 0.362201]),
    (.adatron, 2, [0.336254, 1.000000, 0.390840]),
  ])
  func referenceValues(rule: LearningRule, rate: Double, reference: [Double]) throws {
    let learning = OnlineLearning(rule: rule, stiffness: 1)
    let point = try learning.orderParameters(at: [0, 4]) { _ in rate }[1]
    for (value, printed) in zip([point.overlap, point.norm, point.generalisationError], reference) {
      #expect(agrees(value, printed, digits: 6))
    }
    // Control: they do not follow from a student that starts in equilibrium at twice the stiffness.
    let other = try learning.orderParameters(at: [0, 4], from: OrderParameters(overlap: 0, norm: 0.5)) { _ in rate }[1]
    #expect(!agrees(other.norm, reference[1], digits: 6))
  }

  /// Many weak examples, r → ∞, and long times: ρ at ν = k = 1.
  @Test(arguments: [(LearningRule.hebbian, 0.623686), (.perceptron, 0.313785), (.adatron, 0.217234)])
  func averagedForce(rule: LearningRule, correlation: Double) throws {
    let learning = OnlineLearning(rule: rule, stiffness: 1, samplingRate: .infinity)
    let point = try learning.orderParameters(at: [0, 40]) { _ in 1 }[1]
    #expect(agrees(point.correlation, correlation, digits: 6))
  }

  /// ⟨|B|F⟩, ⟨λσ_TF⟩ and ⟨F²⟩ by Simpson's rule over B > 0 and, at given B, over both signs of λ.
  @Test(
    arguments: LearningRule.allCases,
    [
      OrderParameters(overlap: 0, norm: 1), OrderParameters(overlap: 0.7, norm: 1.9),
      OrderParameters(overlap: -0.8, norm: 0.9), OrderParameters(overlap: 0.97, norm: 1),
    ])
  func averagesAreTheGaussianIntegrals(rule: LearningRule, point: OrderParameters) {
    let closed = rule.averages(at: point)
    let spread = (point.norm - point.overlap * point.overlap).squareRoot()
    func density(_ x: Double) -> Double { exp(-0.5 * x * x) / (2 * Double.pi).squareRoot() }
    func average(_ f: @escaping (_ teacher: Double, _ student: Double) -> Double) -> Double {
      // B and −B count the same, so the label is +1.
      simpson(0, 9) { b in
        let weight: (Double) -> Double = { density(($0 - point.overlap * b) / spread) / spread }
        // The side of λ = 0 on which a rule is 0 must not touch the other: the ends stay half a rounding away.
        return 2 * density(b)
          * (simpson(-14, -1e-300) { weight($0) * f(b, $0) } + simpson(1e-300, 14) { weight($0) * f(b, $0) })
      }
    }
    #expect(abs(average { $0 * rule.strength(label: 1, field: $1) } - closed.alongTeacher) < 1e-7)
    #expect(abs(average { $1 * rule.strength(label: 1, field: $1) } - closed.alongStudent) < 1e-7)
    #expect(abs(average { pow(rule.strength(label: 1, field: $1), 2) } - closed.squared) < 1e-7)
  }

  private func simpson(_ a: Double, _ b: Double, _ f: (Double) -> Double) -> Double {
    let n = 800
    let h = (b - a) / Double(n)
    return (0...n).reduce(0) { sum, i in
      sum + h / 3 * (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * f(i == n ? b : a + Double(i) * h)
    }
  }

  /// A ramp that ends at t = 2 in many small steps of ν is the ramp.
  @Test func rampIsFollowed() throws {
    let learning = OnlineLearning(rule: .perceptron, stiffness: 0.7, samplingRate: 3)
    let ramp = try learning.orderParameters(at: [0, 1, 2, 5]) { min(2, $0) }
    let stairs = try learning.orderParameters(at: [0, 1, 2, 5], tolerance: 1e-7) {
      min(2, (floor(500 * $0) + 0.5) / 500)
    }
    let sudden = try learning.orderParameters(at: [0, 1, 2, 5]) { _ in 2 }
    for place in 1..<4 {
      #expect(abs(ramp[place].overlap - stairs[place].overlap) < 1e-4)
      #expect(abs(ramp[place].norm - stairs[place].norm) < 1e-4)
    }
    #expect(abs(ramp[1].overlap - sudden[1].overlap) > 0.1)
  }
}
