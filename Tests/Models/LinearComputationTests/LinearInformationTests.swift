import Foundation
import Matrices
import LinearComputation
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct LinearInformationTests {
  /// (1, 1)/√2: what two equal units that excite each other relax most slowly.
  static let softMode = [0.7071067811865476, 0.7071067811865476]

  /// Two correlated numbers: I = −½ ln(1 − ρ²).
  @Test(arguments: [0.0, 1e-3, -0.6, 0.999])
  func twoNumbers(correlation: Double) throws {
    let joint = Matrix([[4, 2 * correlation], [2 * correlation, 1]])
    let exact = -0.5 * log1p(-correlation * correlation)
    #expect(abs(try gaussianInformation(ofLastVariableIn: joint) - exact) < 1e-13)
  }

  /// Reference values from an independent calculation in Python, to the printed digits.
  @Test func theReference() throws {
    let network = try linearPair(0.5, -0.8, noise: 0.5)
    let task = LinearTask(inputCovariance: Matrix([[1, 0.3], [0.3, 1]]), weights: [1, 0.5], answerNoise: 0.1)
    #expect(abs(try network.relevantInformation(at: task) - 0.642082) < 5.1e-7)
    #expect(abs(try network.inputInformation(at: task) - 1.313947) < 5.1e-7)
    // Negative control: the antisymmetric part with the other sign.
    let turned = try linearPair(-0.8, 0.5, noise: 0.5)
    #expect(abs(turned.entropyProductionRate - network.entropyProductionRate) < 1e-14)
    #expect(abs(try turned.relevantInformation(at: task) - 0.642082) > 1e-2)
  }

  /// Couplings of two units (a = 1, σ_s² = 1, C_x = 1, σ_y² = 0.1) that are best, or best in equilibrium, for these
  /// weights within |J| ≤ 2 and the edge J₁₂J₂₁ = ¼: I(s, y) in bits from an independent calculation in Python.
  @Test(arguments: [
    ([1.0, 0.0], 0.5, 0.5, 0.704403), ([1, 0], -0.5, -0.5, 0.704403), ([1, 0], 0.125, 2, 0.835088),
    ([1, 0], 0.3173, 0.7878, 0.742152), (softMode, 0.5, 0.5, 0.937235),
    (softMode, 0.7948, 0.25 / 0.7948, 0.938716), ([1, 1], 0.5, 0.5, 1.035195),
    ([1, 1], 0.795, 0.25 / 0.795, 1.036973),
  ])
  func bestCouplings(weights: [Double], j12: Double, j21: Double, bits: Double) throws {
    let task = LinearTask(inputCovariance: .identity(2), weights: weights, answerNoise: 0.1)
    #expect(abs(bitsPerNat * (try linearPair(j12, j21).relevantInformation(at: task)) - bits) < 6e-7)
  }

  /// Where dissipation has the price 0.1 nat per nat, the couplings (.3173, .7878) are better than their neighbours,
  /// than any in equilibrium, and cost 0.1107.
  @Test func anOptimumAtAPrice() throws {
    let task = LinearTask(inputCovariance: .identity(2), weights: [1, 0], answerNoise: 0.1)
    func value(_ j12: Double, _ j21: Double) throws -> Double {
      let network = try linearPair(j12, j21)
      return try network.relevantInformation(at: task) - 0.1 * network.entropyProductionRate
    }
    #expect(abs(try linearPair(0.3173, 0.7878).entropyProductionRate - 0.110650) < 5e-5)
    let best = try value(0.3173, 0.7878)
    for distance in [0.005, 0.02] {
      // Along the edge, and into the box.
      for j12 in [0.3173 - distance, 0.3173 + distance] { #expect(try value(j12, 0.25 / j12) < best) }
      #expect(try value(0.3173, 0.7878 - distance) < best)
      #expect(try value(0.3173 - distance, 0.7878) < best)
    }
    for j in stride(from: -0.5, through: 0.5, by: 0.05) { #expect(try value(j, j) < best - 1e-3) }
  }

  /// One unit: I(s, x) = ½ ln(1 + C_x/(k² C)) with C = σ_s²/(2k).
  @Test(arguments: [0.1, 1, 5])
  func oneUnit(k: Double) throws {
    let network = try LinearNetwork(couplings: Matrix([[-k]]), noise: 0.3)
    let task = LinearTask(inputCovariance: Matrix([[2]]), weights: [1.5], answerNoise: 0.2)
    let (spread, c) = (2 / (k * k), 0.15 / k)
    #expect(abs(try network.inputInformation(at: task) - 0.5 * log1p(spread / c)) < 1e-13)
    let squared = (1.5 * 2 / k) * (1.5 * 2 / k) / ((spread + c) * task.answerVariance)
    #expect(abs(try network.relevantInformation(at: task) + 0.5 * log1p(-squared)) < 1e-13)
    #expect(abs(task.answerVariance - (1.5 * 1.5 * 2 + 0.2)) < 1e-15)
  }

  /// s knows of y only through x: I(s, y) ≤ I(s, x) and I(s, y) ≤ I(x, y); with hardly any noise the latter becomes
  /// equal.
  @Test(arguments: 1...6)
  func processingLosesInformation(count: Int) throws {
    var random = RandomStream(seed: 34)[count]
    for _ in 0..<10 {
      let noisy = try randomLinearNetwork(count, &random)
      let b = Matrix(rows: count, columns: count) { _, _ in random.normal() }
      let task = LinearTask(
        inputCovariance: b * b.transpose + .identity(count), weights: (0..<count).map { _ in random.normal() },
        answerNoise: 0.3)
      let relevant = try noisy.relevantInformation(at: task)
      let available = try task.availableInformation
      let input = try noisy.inputInformation(at: task)
      #expect(relevant > 0 && relevant < available && relevant < input)
      let clear = try LinearNetwork(couplings: noisy.couplings, noise: 1e-9)
      #expect(abs(try clear.relevantInformation(at: task) / available - 1) < 1e-4)
    }
  }
}
