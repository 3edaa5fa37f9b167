import Validation

extension HarmonicTrap {
  /// The work that a force ramp dissipates on average, ⟨W⟩ − ΔF = (L²/k)(x − 1 + e⁻ˣ)/x² with x = μkτ; T is the unit of energy.
  ///
  /// The particle starts in equilibrium in U = k x²/2, and the force grows from 0 to L within the time τ. The work is Gaussian, with
  /// ΔF = −L²/(2k) and a variance of twice this. The reverse ramp dissipates as much.
  /// Source: O. Mazonka and C. Jarzynski, arXiv:cond-mat/9912121; see `Drive.forceRamp(to:stiffness:over:)`.
  ///
  /// - Parameters:
  ///   - force: L, energy per length.
  ///   - stiffness: k, energy per squared length; positive.
  ///   - duration: τ, positive.
  ///   - mobility: μ, positive.
  public static func forceRampDissipation(
    to force: Double, stiffness: Double = 1, over duration: Double, mobility: Double = 1
  ) -> Double {
    require(
      stiffness > 0 && duration > 0 && mobility > 0, "Stiffness, duration and mobility of a ramp are positive.")
    let x = mobility * stiffness * duration
    return force * force / stiffness * (1 - meanDecay(x)) / x
  }
}
