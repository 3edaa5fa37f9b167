import ElementaryFunctions
import Foundation
import PerceptronLearning
import PrincipalComponents
import TestSupport
import Testing

/// States of rest of students that learn from correlations of order n, and what they cost; N → ∞.
@Suite struct CorrelationLearningTests {
  /// x, ρ, I; and for n = 1 c, for n = 2 g = 2c, for n = 4 c, each with heat and η.
  static let table: [(ratio: Double, overlap: Double, information: Double, orders: [(Int, Double, Double, Double)])] = [
    (1, 0.707107, 0.346574, [(1, 1.414214, 1, 0.346574), (2, 2, 0.5, 0.693147)]),
    (3, 0.866025, 0.693147, [(1, 3.464102, 3, 0.231049), (2, 4, 1.5, 0.462098), (4, 1.333333, 0.75, 0.924196)]),
    (9, 0.948683, 1.151293, [(1, 9.486833, 9, 0.127921), (2, 10, 4.5, 0.255843), (4, 2.777778, 2.25, 0.511686)]),
  ]

  @Test(arguments: table) func referenceValues(
    ratio: Double, overlap: Double, information: Double, orders: [(Int, Double, Double, Double)]
  ) throws {
    let direction = LearnedDirection(ratio: ratio)
    #expect(agrees(direction.overlap, overlap, digits: 6) && agrees(direction.information, information, digits: 6))
    #expect(abs(sin(direction.angle) - direction.overlap) < 1e-14)
    for (order, strength, heat, efficiency) in orders {
      let learning = CorrelationLearning(order: order)
      let c = learning.strength(leadingTo: direction)
      #expect(agrees(order == 2 ? 2 * c : c, strength, digits: 6))
      #expect(agrees(learning.suddenHeat(at: direction), heat, digits: 6))
      #expect(agrees(learning.suddenEfficiency(at: direction), efficiency, digits: 6))
      let rest = try #require(learning.rest(strength: c))
      #expect(abs(rest.ratio / ratio - 1) < 1e-12)
      #expect(abs(learning.velocity(at: rest.overlap, .init(strength: c))) < 1e-12)
    }
  }

  /// At equal overlap order n pays 1/n of what labels cost, η_2 = 2η_1, and where a force acts on an overlap of 0 nothing is gained by
  /// turning on: n = 2 learns above g = 1 with I = ½ ln g and heat (g − 1)/2.
  @Test(arguments: [1.01, 1.5, 4, 40]) func halfTheBillOfLabels(relative: Double) throws {
    let (labels, oja) = (CorrelationLearning(order: 1), CorrelationLearning(order: 2))
    let rest = try #require(oja.rest(strength: 0.5 * relative))
    #expect(abs(rest.information - 0.5 * log(relative)) < 1e-14)
    #expect(abs(oja.suddenHeat(at: rest) - 0.5 * (relative - 1)) < 1e-12)
    #expect(abs(oja.suddenEfficiency(at: rest) / labels.suddenEfficiency(at: rest) - 2) < 1e-14)
    for order in 3...6 {
      #expect(abs(CorrelationLearning(order: order).suddenHeat(at: rest) * Double(order) / rest.ratio - 1) < 1e-14)
    }
    #expect(oja.rest(strength: 0.5) == nil && oja.rest(strength: 0.3) == nil)
    // Hebb's weights grow with labels: dearer than Oja's rule by what is learned.
    let averaged = AveragedLearning(
      rule: .hebbian, stiffness: 1, rate: .sudden((0.5 * Double.pi * rest.ratio).squareRoot()))
    let hebbian = try averaged.settled
    #expect(abs(hebbian.weightInformation - rest.information) < 1e-12)
    #expect(abs(hebbian.total - CorrelationLearning.hebbianCost(at: rest)) < 1e-10 * hebbian.total)
    #expect(abs(hebbian.total - oja.suddenHeat(at: rest) - rest.information) < 1e-10 * hebbian.total)
  }

  /// Beyond the second order ρ = 0 is metastable; coexistence, spinodal and barrier.
  @Test func coexistence() throws {
    for (order, ratio, strength) in [(3, 1.144033, 0.978378), (4, 2.512862, 1.227704)] {
      let learning = CorrelationLearning(order: order)
      let there = try #require(learning.coexistence)
      #expect(agrees(there.ratio, ratio, digits: 6))
      #expect(agrees(learning.strength(leadingTo: there), strength, digits: 6))
      #expect(abs(learning.suddenEfficiency(at: there) - 1) < 1e-12)
      // Negative control: below, the cost would be less than what is learned, which no student can reach by itself.
      let below = LearnedDirection(ratio: 0.9 * there.ratio)
      #expect(learning.suddenHeat(at: below) < below.information && learning.suddenLosses(at: below) < 0)
      #expect(learning.rest(strength: 0.999 * learning.leastStrength) == nil)
      // From a random start no student arrives, and none leaves below the barrier.
      let c = learning.strength(leadingTo: LearnedDirection(ratio: 3))
      let top = try #require(learning.barrier(strength: c)?.top.overlap)
      let control = CorrelationLearning.Control(strength: c)
      #expect(learning.restingOverlap(from: 0.99 * top, control) < 1e-12)
      #expect(abs(learning.restingOverlap(from: 1.01 * top, control) - 0.75.squareRoot()) < 1e-12)
    }
    let quartic = CorrelationLearning(order: 4)
    #expect(agrees(try #require(quartic.coexistence).information, 0.628216, digits: 6))
    let barrier = try #require(quartic.barrier(strength: 4.0 / 3))
    #expect(agrees(barrier.height, 0.060508, digits: 6) && abs(barrier.top.overlap - 0.5) < 1e-12)
    let cubic = CorrelationLearning(order: 3)
    let low = try #require(cubic.barrier(strength: cubic.strength(leadingTo: LearnedDirection(ratio: 3))))
    #expect(agrees(low.height, 0.008444, digits: 6))
    #expect(
      CorrelationLearning(order: 2).coexistence == nil && CorrelationLearning(order: 1).barrier(strength: 1) == nil)
  }

  /// ⟨He_n(ρz + √(1 − ρ²)y)⟩ = ⟨He_n(z)⟩ρⁿ for z of unit variance, here z with P(√2) = ⅓, P(−1/√2) = ⅔ whose third and fourth moments
  /// are not those of the normal distribution; for n = 2 with variance 1 + λ.
  @Test(arguments: [(1, 0.0), (2, 3.0), (3, 0.0), (4, 0.0), (5, 0.0)]) func lossIsAPower(order: Int, spike: Double) {
    func hermite(_ x: Double, _ order: Int) -> Double {
      var (before, value) = (1.0, x)
      for m in stride(from: 1, to: order, by: 1) { (before, value) = (value, x * value - Double(m) * before) }
      return order == 0 ? 1 : value
    }
    let scale = (1 + spike).squareRoot()
    let points = [(2.0.squareRoot() * scale, 1.0 / 3), (-0.5.squareRoot() * scale, 2.0 / 3)]
    let own = points.reduce(0) { $0 + $1.1 * hermite($1.0, order) }
    for overlap in [0.2, 0.7, 0.95] {
      var average = 0.0
      for (z, probability) in points {
        for step in -600...600 {
          let y = Double(step) / 60
          let density = 1.0 / 60 * exp(-0.5 * y * y) / (2 * Double.pi).squareRoot()
          average += probability * density * hermite(overlap * z + (1 - overlap * overlap).squareRoot() * y, order)
        }
      }
      #expect(abs(average - own * pow(overlap, Double(order))) < 1e-12)
      // Negative control: a field that is not normalised would be another power.
      if order > 1 { #expect(abs(average - own * pow(overlap, Double(order - 1))) > 1e-3) }
    }
  }

  /// A student that is not normalised and labels its examples itself.
  @Test func selfLabelling() {
    let student = SelfLabelling(spike: 1, reducedRate: 4)
    #expect(agrees(student.rate, 1.772454, digits: 6) && agrees(student.information, 0.458145, digits: 6))
    #expect(agrees(student.entropy, 0.804719, digits: 6) && agrees(student.heat, 0.585786, digits: 6))
    for (spike, best) in [(1.0, 0.371405), (4, 0.669940), (16, 0.833748)] {
      func efficiency(_ s: Double) -> Double { SelfLabelling(spike: spike, reducedRate: s).efficiency }
      let found = (1...40_000).map { efficiency(1 + 1e-4 * Double($0)) }.max() ?? 0
      #expect(agrees(found, best, digits: 6))
    }
    #expect(agrees(SelfLabelling(spike: 1, reducedRate: 2.220717).efficiency, 0.371405, digits: 6))
    for (spike, stiffness, rate) in [(1.0, 1.0, 1.0), (2, 3, 4), (0.5, 0.2, 1)] {
      // At rest no direction lowers U − ½ ln(Q − R²), the free energy per weight.
      let student = SelfLabelling(spike: spike, stiffness: stiffness, rate: rate)
      let rest = student.rest
      func freeEnergy(_ square: Double, _ norm: Double) -> Double {
        student.potential(squaredOverlap: square, norm: norm) - 0.5 * log(norm - square)
      }
      let least = freeEnergy(rest.squaredOverlap, rest.norm)
      for (a, b) in [(0.001, 0.0), (0.0, 0.001), (0.0, -0.001), (0.001, 0.001)] {
        #expect(freeEnergy(rest.squaredOverlap + a, rest.norm + b) > least - 1e-12)
      }
    }
    // At equal tan²θ it is cheaper than labels with Hebb's rule only for λ > 1.310233.
    func isEverCheaper(_ spike: Double) -> Bool {
      (1...4000).contains { step in
        let s = 1 + 0.001 * Double(step) * spike
        let student = SelfLabelling(spike: spike, reducedRate: s)
        let ratio = expm1(2 * student.information)
        return student.entropy + student.heat < CorrelationLearning.hebbianCost(at: LearnedDirection(ratio: ratio))
      }
    }
    #expect(!isEverCheaper(1.31) && isEverCheaper(1.312))
  }

  /// Negative control of the bound: the labels of student and direction agree by more than the weights have paid for, as the inputs
  /// carry the direction themselves.
  @Test func labelsAreNotBounded() throws {
    let oja = CorrelationLearning(order: 2)
    let rest = try #require(oja.rest(strength: 0.505))
    let labels = FieldLabels(spike: 100, overlap: rest.overlap)
    #expect(agrees(oja.suddenHeat(at: rest), 0.005000, digits: 6) && agrees(rest.information, 0.004975, digits: 6))
    #expect(agrees(labels.squaredCorrelation, 0.5025, digits: 4) && agrees(labels.information, 0.1317, digits: 4))
    #expect(rest.information < oja.suddenHeat(at: rest) && labels.information > 20 * oja.suddenHeat(at: rest))
    // Where inputs are isotropic the bound holds.
    #expect(FieldLabels(spike: 0, overlap: rest.overlap).information < rest.information)
  }
}
