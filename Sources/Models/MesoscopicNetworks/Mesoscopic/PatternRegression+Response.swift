import Matrices
import Validation

/// How a network answers to a small change of what it reads.
extension PatternRegression {
  /// (Σ_μ |χ_A|²/Σ_μ |χ|²)^½ with χ_A the antisymmetric part of χ_ij = ∂m_i/∂x_j at input μ, and |·| the Frobenius norm.
  ///
  /// In equilibrium χ_ij = β(⟨s_i s_j⟩ − m_i m_j) is symmetric and positive (the fluctuation-dissipation theorem): x → m is the
  /// gradient of a convex function, and this is 0.
  public func responseAsymmetry(of couplings: Matrix) -> Double {
    var lanes = lanes()
    lanes.set(couplings: couplings)
    var (antisymmetric, all) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for group in groups {
      _ = lanes.solve(group.roots)
      let rows = (0..<spins).map { i in
        lanes.response(of: (0..<spins).map { SIMD8(repeating: $0 == i ? 1 : 0) })
      }
      for i in 0..<spins {
        for j in 0..<spins {
          let half = 0.5 * (rows[i][j] - rows[j][i])
          antisymmetric += group.weight * half * half
          all += group.weight * rows[i][j] * rows[i][j]
        }
      }
    }
    return (antisymmetric.sum() / all.sum()).squareRoot()
  }
}

/// ‖W_A‖/‖W‖ with W_A = (W − Wᵀ)/2 and Frobenius norms: 0 for symmetric couplings, 1/√2 where each pair acts one way only. 0 for none.
///
/// - Precondition: W is square.
public func couplingAsymmetry(_ couplings: Matrix) -> Double {
  require(couplings.isSquare, "N spins have N × N couplings.")
  var (antisymmetric, all) = (0.0, 0.0)
  for i in 0..<couplings.rows {
    for j in 0..<couplings.rows {
      let half = 0.5 * (couplings[i, j] - couplings[j, i])
      antisymmetric += half * half
      all += couplings[i, j] * couplings[i, j]
    }
  }
  return all > 0 ? (antisymmetric / all).squareRoot() : 0
}
