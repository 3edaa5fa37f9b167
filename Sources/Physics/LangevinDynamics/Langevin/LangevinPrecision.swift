/// With which numbers an ensemble computes; times are of a double well with its work and Euler–Maruyama steps.
///
/// Works are added up in `Double` in all of them: in single precision at most 32 steps are added before the sum is carried over,
/// so that the rounding of a sum does not grow with the number of steps, and a sum of 10⁵ steps has the relative error of a
/// single one, 10⁻⁷, or less. Energies and heats are computed in `Double` from the positions.
public enum LangevinPrecision: String, Sendable, CaseIterable, Codable {
  /// Positions, forces and random numbers in `Double`. No bias beyond the integrator's.
  case double

  /// Positions and forces in `Double`, random numbers in `Float`: half the time for the random numbers. Their variance is
  /// 1 + 1.7·10⁻⁸, as if the temperature were too high by as much; none exceeds 6.67.
  case doubleWithFloatNormals

  /// Everything in `Float`: the fastest. A position is rounded by 6·10⁻⁸ of itself in every step, which is a random error
  /// without direction; it must stay small against the width √(2μT dt) of a step and the drift against it: keep
  /// |x|·10⁻⁷ below a thousandth of μ|F|dt.
  case float
}
