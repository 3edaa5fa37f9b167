import LinearAlgebra
import Matrices
import Validation

extension StableLinearNetworks {
  /// The gain of a slightly asymmetric pair of units over the symmetric one on the edge of
  /// stability, J₁₂J₂₁ = (1 − margin)².
  package struct AsymmetryGain: Sendable {
    /// The gain in I(s, y) per asymmetry |J₂₁ − J₁₂|, in nats, in the limit of none.
    package var perAsymmetry: Double
    /// The gain in I(s, y) per entropy production rate, in nats per nat and unit time, at an
    /// asymmetry of about 0.002 (1 − margin).
    package var perDissipation: Double
  }

  /// The gain next to equilibrium.
  ///
  /// - Precondition: the task has two inputs.
  /// - Throws: `MatrixError` where a covariance is singular to working precision.
  package func gainNextToEquilibrium() throws(MatrixError) -> AsymmetryGain {
    require(task.weights.count == 2, "The gain next to equilibrium is that of two units.")
    let edge = 1 - margin
    func gain(_ ratio: Double) throws(MatrixError) -> (information: Double, asymmetry: Double) {
      let turned = try LinearNetwork(j12: edge / ratio, j21: edge * ratio, noise: noise)
      let symmetric = try LinearNetwork(j12: edge, j21: edge, noise: noise)
      let information = try turned.relevantInformation(at: task) - symmetric.relevantInformation(at: task)
      return (information, edge * ratio - edge / ratio)
    }
    // The information is linear in the asymmetry to lowest order, σ is quadratic.
    let (small, larger) = (try gain(1 + 1e-6), try gain(1 + 1e-3))
    return AsymmetryGain(
      perAsymmetry: small.information / small.asymmetry,
      perDissipation: larger.information / (0.5 * larger.asymmetry * larger.asymmetry))
  }

  /// The distance of the slow modes of a network, all but the fastest, from the edge of stability:
  /// the largest distance of their eigenvalues from −margin.
  ///
  /// - Throws: `MatrixError` where the eigenvalues are not found.
  package static func distanceOfSlowModes(of couplings: Matrix, toMargin margin: Double) throws(MatrixError) -> Double {
    let modes = try couplings.eigenvalues.sorted { $0.real > $1.real }.dropLast()
    return modes.map { (($0.real + margin) * ($0.real + margin) + $0.imaginary * $0.imaginary).squareRoot() }.max() ?? 0
  }
}
