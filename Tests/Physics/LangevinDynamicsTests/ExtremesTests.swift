import Foundation
import LangevinDynamics
import Matrices
import Testing
import Validation

/// Units that differ by orders of magnitude, and what is too narrow or too large for numbers.
@Suite struct ExtremesTests {
  /// A = −D K with any D and a positive K is in equilibrium: C = K⁻¹, σ = 0, however little noise a coordinate has.
  @Test(arguments: [1, 1e-6, 1e-13, 1e-15, 1e-30])
  func equilibriumWithLittleNoise(little: Double) throws {
    let stiffness: Matrix = [[1.3, 0.7], [0.7, 1.1]]
    let diffusion = Matrix.diagonal([1, little])
    let process = try OrnsteinUhlenbeckProcess(drift: -1 * (diffusion * stiffness), diffusion: diffusion)
    let exact: Matrix = [[1.1, -0.7], [-0.7, 1.3]]
    let determinant = 1.3 * 1.1 - 0.49
    #expect((process.covariance - (1 / determinant) * exact).largestEntry < 1e-12)
    #expect(abs(process.entropyProductionRate) < 1e-15)
    // Control: a current against the little noise is not forgotten.
    let driven = Matrix([[-1, 0.5], [-0.5 * little, -little]])
    let steady = try OrnsteinUhlenbeckProcess(drift: driven, diffusion: diffusion)
    #expect(steady.entropyProductionRate > 1e-3 * little && steady.entropyProductionRate.isFinite)
  }

  /// The position of an oscillator has no noise, and yet it moves: entropy as a diffusion counts it is infinite.
  @Test func flowsWithoutNoise() throws {
    let process = try OrnsteinUhlenbeckProcess(drift: [[0, 1], [-1, -0.3]], diffusion: .diagonal([0, 0.3]))
    #expect(process.entropyProductionRate == .infinity)
  }

  @Test func wellsNarrowerThanNumbers() throws {
    for (stiffness, center) in [(1e40, 0.3), (1e30, 1000.1), (1e16, 1e9 + 1 / 3.0)] {
      #expect(throws: InvalidInput.self) {
        try BoltzmannDistribution(HarmonicTrap(), .init(stiffness: stiffness, center: center))
      }
    }
    let narrow = try BoltzmannDistribution(HarmonicTrap(), .init(stiffness: 1e20, center: 0.3))
    #expect(abs(narrow.quantile(0.5) - 0.3) < 1e-12)
  }

  @Test func limits() throws {
    #expect(throws: InvalidInput.self) { try LineGrid(0...1, points: 2_000_000_000) }
    let density = try LineDensity(on: LineGrid(0...1, points: 5)) { _ in 1 }
    #expect(density.integral(from: .nan).isNaN && density.integral(to: .nan).isNaN)
  }
}
