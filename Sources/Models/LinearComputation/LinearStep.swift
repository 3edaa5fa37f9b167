import LinearAlgebra
import Matrices
import Validation

/// A step of a linear network over a finite time, without an error of discretisation.
///
/// The deviation s from the mean state moves as s′ = e^{W dt} s + η, where η is Gaussian with the covariance
/// S = C − e^{W dt} C e^{Wᵀ dt}; H. Risken, The Fokker–Planck Equation, Sec. 6.5.
///
/// With these densities, ln p(s′|s)/p(s|s′) = s′ᵀ K s + ½(sᵀMs − s′ᵀMs′) with K = B − Bᵀ, B = S⁻¹e^{W dt} and
/// M = S⁻¹ − e^{Wᵀ dt}S⁻¹e^{W dt}: the entropy that a path produces, as seen at intervals dt, is a sum of s′ᵀKs and a
/// term of its ends. Stratonovich's midpoint rule for the heat, Σ ½(s + s′)ᵀWᵀ(s′ − s)/D, is the same with
/// K = (W − Wᵀ)/(2D) and other ends.
public struct LinearStep: Sendable {
  /// The network.
  public let network: LinearNetwork

  /// dt.
  public let duration: Double

  /// e^{W dt}.
  public let propagator: Matrix

  /// S, the covariance of the noise that a step adds.
  public let noiseCovariance: Matrix

  /// K of the exact densities.
  public let affinity: Matrix

  /// The matrix of the ends: ln p(s)/p(s′) in the steady state completes M to M − C⁻¹.
  let ends: Matrix

  /// Cholesky factors of S and C, to draw from them.
  let noiseFactor, stationaryFactor: Matrix

  /// A step.
  ///
  /// S is a difference: short steps lose digits, about −log₁₀(‖W‖ dt) of them in S and twice as many in K.
  ///
  /// - Precondition: dt is positive and finite.
  /// - Throws: `MatrixError` where dt is so short that S is not positive definite to working precision.
  public init(of network: LinearNetwork, duration: Double) throws(MatrixError) {
    require(duration > 0 && duration.isFinite, "A step must take a positive time.")
    self.network = network
    self.duration = duration
    let c = network.covariance
    propagator = (duration * network.couplings).exponential
    noiseCovariance = (c - propagator * c * propagator.transpose).symmetricPart
    noiseFactor = try noiseCovariance.choleskyFactor
    stationaryFactor = try c.choleskyFactor
    let inverse = try noiseCovariance.inverse.symmetricPart
    let b = inverse * propagator
    affinity = b - b.transpose
    ends = (inverse - propagator.transpose * b - (try c.inverse)).symmetricPart
  }

  /// K of the midpoint rule: (W − Wᵀ)/(2D). Exactly 0 for W = Wᵀ.
  public var midpointAffinity: Matrix {
    (1 / network.noise) * (network.couplings - network.couplings.transpose)
  }

  /// The exact mean of ln p(path)/p(reversed path) per unit time, of stationary paths that are seen at intervals dt.
  ///
  /// It is the relative entropy of (s, s′) from (s′, s) over dt: not negative, and below σ, since what happens between
  /// two looks is not seen; to first order (dt/4) Σ_ij (W_ij − W_ji)² is missing.
  /// Source: E. Roldán and J. M. R. Parrondo, Phys. Rev. E 85, 031129 (2012).
  public var entropyProductionRate: Double { meanRate(affinity) }

  /// The exact mean of the midpoint rule at this dt: below σ by (dt/4) Σ_ij (W_ij − W_ji)² to first order.
  public var midpointEntropyProductionRate: Double { meanRate(midpointAffinity) }

  /// ⟨s′ᵀ K s⟩/dt = Tr(K C e^{Wᵀ dt})/dt.
  private func meanRate(_ affinity: Matrix) -> Double {
    (affinity * network.covariance * propagator.transpose).trace / duration
  }
}
