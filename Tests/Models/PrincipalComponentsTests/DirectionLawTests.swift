import Foundation
import PrincipalComponents
import TestSupport
import Testing

/// Students of finitely many weights in equilibrium, exactly.
@Suite struct DirectionLawTests {
  /// N; for g = 0.5, 1, 2, 4: ⟨ρ²⟩, I(w:B) and heat per weight.
  static let table: [(Int, [[Double]])] = [
    (
      50,
      [
        [0.036439, 0.121186, 0.004110], [0.100043, 1.411266, 0.040021], [0.498776, 16.217241, 0.478776],
        [0.753332, 33.805368, 1.466665],
      ]
    ),
    (
      200,
      [
        [0.009726, 0.143268, 0.001182], [0.048878, 3.494568, 0.021939], [0.499946, 68.262038, 0.494946],
        [0.750833, 137.778785, 1.491667],
      ]
    ),
    (
      1000,
      [
        [0.001988, 0.151225, 0.000247], [0.021589, 9.023871, 0.010294], [0.499998, 345.531421, 0.498998],
        [0.750167, 692.296869, 1.498333],
      ]
    ),
  ]

  @Test(arguments: table) func referenceValues(weights: Int, rows: [[Double]]) {
    for (relative, row) in zip([0.5, 1, 2, 4], rows) {
      let law = DirectionLaw(CorrelationLearning(order: 2), weights: weights, strength: 0.5 * relative)
      #expect(agrees(law.squaredOverlap, row[0], digits: 6))
      #expect(agrees(law.information, row[1], digits: 6))
      #expect(agrees(law.heat, row[2], digits: 6))
      // Who is told the sign knows ln 2 more and has paid the same.
      #expect(abs(law.toldTheSign.information - law.information - log(2)) < 1e-9)
      #expect(abs(law.toldTheSign.heat - law.heat) < 1e-12)
      #expect(law.information < Double(weights) * law.heat)
    }
  }

  /// I(w:B) − ½N ln g tends to −ln 2 + (g − 2)/(2(g − 1)) + ½ ln[2(g − 1)/g²] as 1/N; without the −ln 2 it does not.
  @Test(arguments: [1.5, 2, 4, 10]) func choiceOfTheSign(relative g: Double) {
    func shift(_ weights: Int) -> Double {
      let law = DirectionLaw(CorrelationLearning(order: 2), weights: weights, strength: 0.5 * g)
      return law.information - 0.5 * Double(weights) * log(g)
    }
    let limit = -log(2) + (g - 2) / (2 * (g - 1)) + 0.5 * log(2 * (g - 1) / (g * g))
    let (near, far) = (shift(4000) - limit, shift(2000) - limit)
    #expect(abs(near) < 5e-3 && abs(far / near - 2) < 0.1)
    #expect(abs(near + limit - (limit + log(2))) > 100 * abs(near))
  }

  /// For N → ∞ the law is that of the states of rest; odd orders know the sign.
  @Test(arguments: [1, 2, 3, 4, 5]) func manyWeights(order: Int) throws {
    let learning = CorrelationLearning(order: order)
    let c = learning.strength(leadingTo: LearnedDirection(ratio: 6))
    let rest = try #require(learning.rest(strength: c))
    let law = DirectionLaw(learning, weights: 20_000, strength: c)
    #expect(abs(law.squaredOverlap - rest.overlap * rest.overlap) < 1e-3)
    #expect(abs(law.information / 20_000 - rest.information) < 1e-3)
    #expect(abs(law.heat - learning.suddenHeat(at: rest)) < 1e-3)
    let gain = law.toldTheSign.information - law.information
    #expect(abs(gain - (order % 2 == 0 ? log(2) : 0)) < 1e-8)
    // The density is normalised.
    let small = DirectionLaw(learning, weights: 50, strength: c)
    #expect(abs(small.probability(from: -1, to: 1) - 1) < 1e-9)
  }

  /// Mean first passage times in closed form; n = 4 and n = 2 at x = 3.
  @Test func passageTimes() {
    let quartic = CorrelationLearning(order: 4)
    let printed: [(Int, Double, Int)] = [
      (20, 6.82827, 5), (40, 27.20578, 5), (60, 90.31615, 5), (80, 293.51887, 5), (160, 34664.1, 1),
    ]
    for (weights, time, digits) in printed {
      #expect(
        agrees(DirectionLaw(quartic, weights: weights, strength: 4.0 / 3).passageTime(to: 0.7), time, digits: digits))
    }
    let oja = CorrelationLearning(order: 2)
    for (weights, time) in [(100, 0.87063), (1000, 1.26558), (10_000, 1.65071), (100_000, 2.03463)] {
      let law = DirectionLaw(oja, weights: weights, strength: 2)
      #expect(abs(law.passageTime(to: 0.375.squareRoot()) - time) < 1e-5)
    }
    // ln N/(2(g − 1)) for n = 2; e^(Nb) for n = 4; no waiting with labels.
    let law = { (order: Int, weights: Int) in
      let learning = CorrelationLearning(order: order)
      let c = learning.strength(leadingTo: LearnedDirection(ratio: 3))
      return DirectionLaw(learning, weights: weights, strength: c)
    }
    let level = 0.375.squareRoot()
    let growth = law(2, 100_000).passageTime(to: level) - law(2, 10_000).passageTime(to: level)
    #expect(abs(growth - log(10) / 6) < 2e-3)
    let exponent = log(law(4, 160).passageTime(to: 0.7) / law(4, 120).passageTime(to: 0.7)) / 40
    #expect(abs(exponent - 0.060508) < 2e-3)
    #expect(abs(law(1, 100_000).passageTime(to: level) - 0.236204) < 1e-4)
    // Time is in units of 1/k.
    let stiff = CorrelationLearning(order: 3, stiffness: 5)
    let soft = CorrelationLearning(order: 3)
    let times = [stiff, soft].map { DirectionLaw($0, weights: 30, strength: 1).passageTime(to: 0.6) }
    #expect(abs(5 * times[0] / times[1] - 1) < 1e-12)
  }

  /// The Fokker–Planck equation of the angle ends in the law, for every order; and begins with 1/N.
  @Test(arguments: [(1, 2.0), (2, 2), (3, 1.2)]) func squaredOverlapsInTime(order: Int, strength: Double) throws {
    let law = DirectionLaw(CorrelationLearning(order: order, stiffness: 2), weights: 30, strength: strength)
    let squares = try law.squaredOverlaps(at: [1e-4, 150])
    #expect(abs(squares[0] - 1.0 / 30) < 1e-3 && abs(squares[1] - law.squaredOverlap) < 1e-3)
    // A third of the spacing and step change it by less than the errors of samples.
    let times = [0.1, 0.3, 1]
    let fine = try law.squaredOverlaps(at: times, resolution: 24)
    for (a, b) in zip(try law.squaredOverlaps(at: times), fine) { #expect(abs(a - b) < 1e-5) }
  }
}
