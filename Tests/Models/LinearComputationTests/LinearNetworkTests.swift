import Foundation
import LinearAlgebra
import Matrices
import LinearComputation
import Randomness
import Testing

/// Two units with −a on the diagonal.
func linearPair(_ j12: Double, _ j21: Double, a: Double = 1, noise: Double = 1) throws -> LinearNetwork {
  try LinearNetwork(couplings: Matrix([[-a, j12], [j21, -a]]), noise: noise)
}

/// Normal couplings, shifted so that the slowest mode decays at the rate ½.
func randomLinearNetwork(_ count: Int, noise: Double = 1, _ random: inout RandomStream) throws -> LinearNetwork {
  let w = Matrix(rows: count, columns: count) { _, _ in random.normal() }
  return try LinearNetwork(couplings: w - (try w.spectralAbscissa + 0.5) * .identity(count), noise: noise)
}

@Suite struct LinearNetworkTests {
  /// W = [[−1, .5], [−.8, −1]], σ_s² = ½: the Lyapunov equation solved by hand gives C₁₁ = 53/224, C₁₂ = −3/112, C₂₂ =
  /// 19/70.
  @Test func twoUnits() throws {
    let network = try linearPair(0.5, -0.8, noise: 0.5)
    let exact = Matrix([[53.0 / 224, -3.0 / 112], [-3.0 / 112, 19.0 / 70]])
    #expect((network.covariance - exact).largestEntry < 1e-15)
    #expect(abs(network.entropyProductionRate - 0.845) < 1e-14)
    let mean = network.mean(reading: [1, -2])
    let residual = zip(network.couplings * mean, [1, -2]).map { $0 + $1 }
    #expect(residual.allSatisfy { abs($0) < 1e-15 }, "W⟨s⟩ + x = 0")
  }

  /// σ = (J₁₂ − J₂₁)²/(2a), whatever the noise.
  @Test(arguments: [(0.3, 0.3, 1.0), (2, 0.125, 1), (-0.5, 0.5, 1), (0, 3, 2), (-4, 4, 0.25)])
  func dissipationOfTwoUnits(j12: Double, j21: Double, a: Double) throws {
    let exact = (j12 - j21) * (j12 - j21) / (2 * a)
    for noise in [0.01, 1, 30] {
      let network = try linearPair(j12, j21, a: a, noise: noise)
      #expect(abs(network.entropyProductionRate - exact) < 1e-13 * max(1, exact))
      // Negative control: the square of the sum in place of the difference.
      let wrong = (j12 + j21) * (j12 + j21) / (2 * a)
      if j12 * j21 != 0 { #expect(abs(network.entropyProductionRate - wrong) > 1e-3) }
    }
  }

  @Test(arguments: 1...8)
  func fourFormsAgree(count: Int) throws {
    var random = RandomStream(seed: 31)[count]
    for _ in 0..<10 {
      let network = try randomLinearNetwork(count, noise: 0.7, &random)
      let sigma = network.entropyProductionRate
      // What is added up in the forms: σ itself, and the decay rates −Tr W.
      let size = sigma - network.couplings.trace
      for form in LinearDissipationForm.allCases {
        #expect(abs(try network.entropyProductionRate(by: form) - sigma) < 1e-12 * size, "\(form)")
      }
      if count > 1 {
        #expect(sigma > 0)
        // Negative control: the covariance of the transposed couplings has other forces.
        let other = try LinearNetwork(couplings: network.couplings.transpose, noise: 0.7)
        let w = network.couplings
        let wrong = ((w.transpose - w) * w * other.covariance).trace / 0.7
        #expect(abs(wrong - sigma) > 1e-3 * size)
      }
    }
  }

  /// Symmetric couplings: equilibrium with C = −(σ_s²/2) W⁻¹, no entropy production, to the last bit, and no spectrum.
  @Test func symmetricCouplingsAreInEquilibrium() throws {
    var random = RandomStream(seed: 32)
    for count in 1...6 {
      let w = try randomLinearNetwork(count, &random).couplings.symmetricPart
      let network = try LinearNetwork(
        couplings: w - (try w.spectralAbscissa + 0.5) * .identity(count), noise: 0.4)
      #expect(network.entropyProductionRate == 0)
      #expect((network.covariance - 0.2 * network.response).largestEntry < 1e-14)
      for frequency in [0, 0.3, 10] { #expect(try network.entropyProductionSpectrum(at: frequency) == 0) }
    }
  }

  /// σ = ∫dω/2π E(ω). With ω = tan θ the integrand is smooth and periodic, for which the midpoint rule converges
  /// exponentially.
  private func integral(_ network: LinearNetwork, nodes: Int = 4000) throws -> Double {
    try (0..<nodes).reduce(0) { sum, node in
      let theta = .pi * ((Double(node) + 0.5) / Double(nodes) - 0.5)
      let spectrum = try network.entropyProductionSpectrum(at: tan(theta))
      return sum + spectrum / (2 * Double(nodes) * cos(theta) * cos(theta))
    }
  }

  @Test(arguments: 2...8)
  func spectrumAddsUp(count: Int) throws {
    var random = RandomStream(seed: 33)[count]
    let network = try randomLinearNetwork(count, &random)
    let sigma = network.entropyProductionRate
    #expect(abs(try integral(network) / sigma - 1) < 1e-6)
    // Negative control: a spectrum of other couplings.
    let other = try LinearNetwork(couplings: network.couplings + 0.1 * network.couplings.antisymmetricPart, noise: 1)
    #expect(abs(try integral(other) / sigma - 1) > 0.01)
  }

  /// 2ω²(J₁₂ − J₂₁)²/|(a + iω)² − J₁₂J₂₁|², and the definition ½ Tr[C(ω) C⁻¹(−ω) − 1] with complex numbers as 2 × 2
  /// blocks.
  @Test(arguments: [-7, -1, 0, 0.01, 0.9, 100])
  func spectrumInClosedForm(frequency: Double) throws {
    let (j12, j21) = (0.5, -0.8)
    let network = try linearPair(j12, j21, noise: 3)
    let (real, imaginary) = (1 - frequency * frequency - j12 * j21, 2 * frequency)
    let exact =
      2 * frequency * frequency * (j12 - j21) * (j12 - j21) / (real * real + imaginary * imaginary)
    #expect(abs(try network.entropyProductionSpectrum(at: frequency) - exact) < 1e-14)

    func density(_ frequency: Double) throws -> Matrix {
      let (w, one) = (network.couplings, Matrix.identity(2))
      let blocks = Matrix(rows: 4, columns: 4) { i, j in
        let turned = (i / 2 == j / 2) ? -w[i % 2, j % 2] : (i < j ? -1 : 1) * frequency * one[i % 2, j % 2]
        return turned
      }
      let inverse = try blocks.inverse
      return 3 * (inverse * inverse.transpose)
    }
    let product = try density(frequency) * density(-frequency).inverse
    #expect(abs(0.5 * (0.5 * product.trace - 2) - exact) < 1e-12)
  }

  @Test func unstableCouplingsAreRefused() {
    #expect(throws: MatrixError.self) { try linearPair(2, 0.6) }
    #expect(throws: MatrixError.self) { try linearPair(1, 1) }
  }
}
