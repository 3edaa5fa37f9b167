import LinearAlgebra
import Matrices
import Testing

/// Covariances of systems that hardly relax, whose noise is singular, or whose units differ by orders of magnitude.
@Suite struct NearlyNeutralTests {
  /// The oscillator dx = v dt, dv = −(k x + γ v) dt + √(2γT) dW has the covariance diag(T/k, T) of Boltzmann's distribution,
  /// whatever the friction.
  private func oscillator(stiffness: Double, friction: Double) -> Matrix { [[0, 1], [-stiffness, -friction]] }

  @Test(arguments: [1, 1e-3, 1e-6, 1e-9, 1e-12])
  func friction(_ friction: Double) throws {
    // Beyond 10⁻¹³ of the frequency the last bits of the matrix decide.
    for (stiffness, temperature) in [(1.0, 1.0), (4, 0.3), (1e6, 2)] where friction > 1e-13 * stiffness.squareRoot() {
      let covariance = try oscillator(stiffness: stiffness, friction: friction)
        .stationaryCovariance(noise: .diagonal([0, 2 * friction * temperature]))
      #expect(abs(covariance[0, 0] * stiffness / temperature - 1) < 1e-12, "\(covariance)")
      #expect(abs(covariance[1, 1] / temperature - 1) < 1e-12)
      #expect(abs(covariance[0, 1]) < 1e-12 * temperature)
    }
  }

  /// The same for more coordinates than are decomposed without LAPACK.
  @Test func manyOscillators() throws {
    let (count, friction) = (20, 1e-9)
    let drift = Matrix(rows: 2 * count, columns: 2 * count) { i, j in
      guard i / 2 == j / 2 else { return 0 }
      return oscillator(stiffness: Double(1 + i / 2), friction: friction)[i % 2, j % 2]
    }
    let noise = Matrix.diagonal((0..<2 * count).map { $0 % 2 == 0 ? 0 : 2 * friction })
    let covariance = try drift.stationaryCovariance(noise: noise)
    for i in 0..<2 * count {
      for j in 0..<2 * count {
        let exact = i == j ? (i % 2 == 0 ? 1 / Double(1 + i / 2) : 1) : 0
        #expect(abs(covariance[i, j] - exact) < 1e-11)
      }
    }
  }

  /// A rate of 10⁻¹⁷ beside one of 1 is a rate; what grows, however slowly, has no covariance, even where no noise reaches it.
  @Test func nearTheEdge() throws {
    let slow = try Matrix.diagonal([-1, -1e-17]).stationaryCovariance(noise: .identity(2))
    #expect(slow == .diagonal([0.5, 1 / (2 * 1e-17)]))
    for growing in [1e-17, 1e-300, 0, 1] {
      #expect(throws: MatrixError.self) {
        try Matrix.diagonal([-1, growing]).stationaryCovariance(noise: .diagonal([1, 0]))
      }
    }
    // Neutral: an oscillator without friction.
    #expect(throws: MatrixError.self) {
      try oscillator(stiffness: 1, friction: 0).stationaryCovariance(noise: .diagonal([0, 1]))
    }
  }

  /// One noise for two coordinates: C_ij = q_ij/(a_i + a_j), with a singular Q.
  @Test func noiseInCommon() throws {
    let covariance = try Matrix.diagonal([-1, -2]).stationaryCovariance(noise: [[1, 1], [1, 1]])
    let exact: Matrix = [[0.5, 1.0 / 3], [1.0 / 3, 0.25]]
    #expect((covariance - exact).largestEntry < 1e-15)
  }

  /// Units do not matter: positions in nanometres and rates in years. With s the units, C_ij grows by s_i s_j.
  @Test func units() throws {
    let (drift, noise): (Matrix, Matrix) = ([[-1, 0.5], [-0.3, -2]], [[1, 0.2], [0.2, 3]])
    let exact = try drift.stationaryCovariance(noise: noise)
    for scale in [1e-9, 1e9, 1e12] {
      let scales = [1, scale]
      func scaled(_ matrix: Matrix, _ factor: (Int, Int) -> Double) -> Matrix {
        Matrix(rows: 2, columns: 2) { matrix[$0, $1] * factor($0, $1) }
      }
      let covariance = try scaled(drift) { scales[$0] / scales[$1] }
        .stationaryCovariance(noise: scaled(noise) { scales[$0] * scales[$1] })
      for i in 0..<2 {
        for j in 0..<2 { #expect(abs(covariance[i, j] / (scales[i] * scales[j]) / exact[i, j] - 1) < 1e-12) }
      }
    }
  }
}
