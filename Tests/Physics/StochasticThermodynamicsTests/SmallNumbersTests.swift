import Foundation
import StochasticThermodynamics
import Testing

/// Probabilities and rates whose products are no numbers any more.
@Suite struct SmallNumbersTests {
  /// One bit, and none, however small the weights; the units of a table do not matter.
  @Test(arguments: [1, 1e-150, 1e-180, 1e-300, 1e150])
  func mutualInformationOfAnySize(size: Double) {
    #expect(abs(mutualInformation([[size, 0], [0, size]]) - log(2)) < 1e-14)
    #expect(abs(mutualInformation([[size, size], [size, size]])) < 1e-14)
    // p ln(p/p_x p_y) of (0.4, 0.1; 0.1, 0.4).
    let exact = 2 * 0.4 * log(1.6) + 2 * 0.1 * log(0.4)
    #expect(abs(mutualInformation([[4 * size, size], [size, 4 * size]]) - exact) < 1e-14)
  }

  @Test func entropiesOfWhatIsNoDistribution() {
    #expect(mutualInformation([[0.5, .nan], [0.25, 0.25]]).isNaN)
    #expect(mutualInformation([[0.5, -0.1], [0.3, 0.3]]).isNaN)
    #expect(entropy([0.5, .nan]).isNaN && entropy([1.5, -0.5]).isNaN)
    #expect(
      relativeEntropy([0.5, 0.5], from: [1, .nan]).isNaN && relativeEntropy([.nan, 1], from: [0.5, 0.5]).isNaN)
    #expect(
      relativeEntropy([0.5, 0.5], from: [1, 0]) == .infinity && relativeEntropy([1, 0], from: [0.5, 0.5]) == log(2))
  }

  /// D(p‖q) where p/q is larger than any number: p ln p − p ln q.
  @Test func relativeEntropyOfRareEvents() {
    let (p, q) = (1e-5, 1e-300 * 1e-10)
    let exact = p * (log(p) - log(q)) + (1 - p) * log(1 - p)
    #expect(abs(relativeEntropy([p, 1 - p], from: [q, 1]) / exact - 1) < 1e-13)
  }

  /// σ = J ln[p k/(p′k′)] where p′k′ is smaller than any number, and the same split into its parts.
  @Test func entropyProductionAgainstASmallCurrent() throws {
    let matrix = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: 1e-5, backward: 1e-30)])
    let p = [1, 1e-300]
    let exact = 1e-5 * (log(1e-5) - log(1e-300) - log(1e-30))
    #expect(abs(matrix.entropyProductionRate(p) / exact - 1) < 1e-13)
    #expect(abs(matrix.entropyProduction(p).total / exact - 1) < 1e-13)
    // Rates whose ratio is no number.
    let steep = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: 1e200, backward: 1e-200)])
    #expect(abs(steep.entropyProduction([0.5, 0.5]).reservoir / (0.5 * 1e200 * 400 * log(10)) - 1) < 1e-13)
  }

  /// Energies count from anywhere: 800 k_B T more on all states change no work.
  @Test(arguments: [0, 500, 800, -3000])
  func energiesWithAnOffset(offset: Double) throws {
    let network = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) {
      offset + Double($0) * $1
    }
    let drive = try Drive<Double>(over: 1) { 2 * $0 }
    let p = network.equilibrium(at: 0)
    let work = CountedQuantity.work(on: network, under: drive)
    // ⟨exp(−W)⟩ = exp(−ΔF), ΔF = −ln[(1 + e⁻²)/2].
    let exact = (1 + exp(-2.0)) / 2
    #expect(abs(try network.generatingFunction(of: work, at: 1, from: p, under: drive) / exact - 1) < 1e-9)
    #expect(abs(try network.generatingFunction(of: work, at: -1, from: p, under: drive)) < 10)
  }
}
