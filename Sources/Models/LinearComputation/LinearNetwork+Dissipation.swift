import LinearAlgebra
import Matrices

/// One of four expressions of the entropy production rate of a linear network; all have the same value.
public enum LinearDissipationForm: String, Sendable, CaseIterable {
  /// Tr(Ω C Ωᵀ)/D with Ω = W + D C⁻¹: the mean square of the velocity Ωs of the probability current. Never negative.
  case currents

  /// Tr(W C Wᵀ)/D + Tr W: the heat that the forces W s dissipate, per temperature.
  case forces

  /// −Tr W − Tr(W² C)/D: the difference of responses and correlations.
  case correlations

  /// Tr[(Wᵀ − W) W C]/(2D): what the antisymmetric couplings do. Exactly 0 for W = Wᵀ.
  case antisymmetry
}

extension LinearNetwork {
  /// The stationary entropy production rate σ, in nats per unit time: 0 where W = Wᵀ, the same for every input.
  ///
  /// Computed by ``LinearDissipationForm/antisymmetry``, where nothing large cancels for nearly symmetric couplings. Of
  /// two units with couplings −a to themselves it is (W₁₂ − W₂₁)²/(2a).
  /// Sources: H. Risken, The Fokker–Planck Equation, Sec. 6.5; U. Seifert, Rep. Prog. Phys. 75, 126001 (2012), Sec. 2.
  public var entropyProductionRate: Double {
    let w = couplings
    return ((w.transpose - w) * w * covariance).trace / noise
  }

  /// The same number by any of four expressions.
  ///
  /// W C + C Wᵀ + 2D = 0 turns each into the next: Ω C = W C + D is antisymmetric.
  ///
  /// - Throws: `MatrixError` where C is singular to working precision, for ``LinearDissipationForm/currents`` only.
  public func entropyProductionRate(by form: LinearDissipationForm) throws(MatrixError) -> Double {
    let (w, c, d) = (couplings, covariance, diffusion)
    switch form {
    case .currents:
      let omega = w + d * (try c.inverse)
      return (omega * c * omega.transpose).trace / d
    case .forces: return (w * c * w.transpose).trace / d + w.trace
    case .correlations: return -w.trace - (w * w * c).trace / d
    case .antisymmetry: return entropyProductionRate
    }
  }

  /// E(ω) ≥ 0, the spectrum of the entropy production: σ = ∫dω/2π E(ω) over all frequencies, in nats.
  ///
  /// E(ω) = ½ Tr[C(ω) C⁻¹(−ω) − 1] with the spectral density C(ω) = (iω − W)⁻¹ σ_s² (−iω − Wᵀ)⁻¹. With A = W − Wᵀ,
  /// P = ω² + WᵀW and Y = (P + ω² A P⁻¹ A)⁻¹ it is ω² Tr[P⁻¹ A Y Aᵀ], in which the 1 has cancelled. Of two units with
  /// −a on the diagonal it is 2ω²(W₁₂ − W₂₁)²/|(a + iω)² − W₁₂W₂₁|².
  /// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024).
  ///
  /// - Parameter frequency: ω, in radians per unit time; finite.
  /// - Throws: `MatrixError` where P or Y is singular to working precision, next to an instability.
  public func entropyProductionSpectrum(at frequency: Double) throws(MatrixError) -> Double {
    let square = frequency * frequency
    let a = couplings - couplings.transpose
    let p = square * .identity(count) + couplings.transpose * couplings
    let current = try p.solve(a)
    let y = p + square * (a * current)
    return square * (current * (try y.solve(a.transpose))).trace
  }

  /// ∫dω/2π E(ω) over all frequencies, which is σ, in nats per unit time.
  ///
  /// With ω = tan θ the integrand is smooth and periodic, so that the midpoint rule converges exponentially; the nearer
  /// a mode is to instability, the more nodes it takes.
  ///
  /// - Throws: `MatrixError` next to an instability.
  public func integratedSpectrum(nodes: Int = 4000) throws(MatrixError) -> Double {
    var sum = 0.0
    for node in 0..<nodes {
      let (sine, cosine) = sineAndCosine(.pi * ((Double(node) + 0.5) / Double(nodes) - 0.5))
      sum += try entropyProductionSpectrum(at: sine / cosine) / (2 * Double(nodes) * cosine * cosine)
    }
    return sum
  }
}
