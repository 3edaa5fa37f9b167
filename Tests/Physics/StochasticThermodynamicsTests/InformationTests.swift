import Estimation
import Foundation
import StochasticThermodynamics
import Testing

@Suite struct InformationTests {
  @Test func entropies() {
    #expect(abs(entropy([0.5, 0.5]) - log(2)) < 1e-16)
    #expect(entropy([1, 0]) == 0)
    #expect(abs(entropy(Array(repeating: 1.0 / 8, count: 8)) * bitsPerNat - 3) < 1e-15)
    #expect(relativeEntropy([0.3, 0.7], from: [0.3, 0.7]) == 0)
    #expect(abs(relativeEntropy([1, 0], from: [0.25, 0.75]) - log(4)) < 1e-15)
    #expect(relativeEntropy([0.5, 0.5], from: [1, 0]) == .infinity)
  }

  /// A binary symmetric channel with error ε and even inputs: I = ln 2 − H(ε) (C. E. Shannon, 1948).
  @Test(arguments: [0, 0.01, 0.11, 0.5])
  func binarySymmetricChannel(error: Double) {
    let exact = log(2) - entropy([error, 1 - error])
    let joint = [[0.5 * (1 - error), 0.5 * error], [0.5 * error, 0.5 * (1 - error)]]
    #expect(abs(mutualInformation(joint) - exact) < 1e-15)
    let channel = mutualInformation(weights: [0.5, 0.5], conditionals: [[1 - error, error], [error, 1 - error]])
    #expect(abs(channel - exact) < 1e-15)
  }

  /// Independent variables share nothing, to rounding, even where the table does not add up to 1 exactly.
  @Test func independenceIsZero() {
    let joint = [0.1, 0.3, 0.6].map { p in [0.25, 0.75].map { p * $0 * (1 + 1e-12) } }
    #expect(abs(mutualInformation(joint)) < 1e-16)
  }

  /// A small dependence δ of two even bits has I = 2δ² + O(δ⁴), without cancellation.
  @Test func smallInformationsAreExact() {
    let delta = 1e-7
    let joint = [[0.25 + delta / 2, 0.25 - delta / 2], [0.25 - delta / 2, 0.25 + delta / 2]]
    #expect(abs(mutualInformation(joint) / (2 * delta * delta) - 1) < 1e-2)
  }

  /// Gaussian moments by quadrature: ⟨x₁²⟩ = 1, ⟨x₁x₂⟩ = ρ, ⟨x₁⁴⟩ = 3, ⟨cos x₁⟩ = e^{−1/2}.
  @Test(arguments: [-1, -0.3, 0, 0.8, 1])
  func gaussianInputs(correlation: Double) {
    let ensemble = InputEnsemble.gaussian(correlation: correlation)
    // The tail beyond six standard deviations holds 2e-9 of the probability, and more of the higher moments.
    #expect(abs(ensemble.average { $0.x * $0.x } - 1) < 1e-6)
    #expect(abs(ensemble.average { $0.x * $0.y } - correlation) < 1e-6)
    #expect(abs(ensemble.average { pow($0.y, 4) } - 3) < 1e-4)
    #expect(abs(ensemble.average { cos($0.x) } - exp(-0.5)) < 1e-7)
    #expect(ensemble.inputs.count == (abs(correlation) == 1 ? 121 : 121 * 121))
  }

  @Test func enumeratedInputs() {
    let data = InputEnsemble([1.0, 2, 3, 6])
    #expect(data.weights == Array(repeating: 0.25, count: 4))
    #expect(data.average { $0 } == 3)
    #expect(InputEnsemble([0.0, 1], weights: [1, 3]).weights == [0.25, 0.75])
  }
}
