import StochasticThermodynamics

/// How a network answers to a small change of what it reads.
extension PatternRegression {
  /// (Σ_μ |χ_A|²/Σ_μ |χ|²)^½ with χ_A the antisymmetric part of χ_ij = ∂m_i/∂x_j at input μ, and |·| the Frobenius norm.
  ///
  /// In equilibrium χ_ij = β(⟨s_i s_j⟩ − m_i m_j) is symmetric and positive (the fluctuation-dissipation theorem): x → m is the
  /// gradient of a convex function, and this is 0.
  ///
  /// - Throws: ``SlowRelaxation`` where a steady state cannot be found to the precision of the solver.
  public func responseAsymmetry(of couplings: [Double]) throws(SlowRelaxation) -> Double {
    let network = SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: beta)
    var (antisymmetric, all) = (0.0, 0.0)
    for fields in task.fields(of: spins) {
      let steady = try SpinNetworkSteadyState(of: network.with(fields: fields), tolerance: 1e-13)
      var rows: [[Double]] = []
      for i in 0..<spins {
        let observable = steady.observable(weighing: (0..<spins).map { $0 == i ? 1 : 0 })
        rows.append(try steady.gradient(of: observable, tolerance: 1e-9).fields)
      }
      for i in 0..<spins {
        for j in 0..<spins {
          let half = 0.5 * (rows[i][j] - rows[j][i])
          antisymmetric += half * half
          all += rows[i][j] * rows[i][j]
        }
      }
    }
    return (antisymmetric / all).squareRoot()
  }
}

/// ‖W_A‖/‖W‖ with W_A = (W − Wᵀ)/2 and Frobenius norms: 0 for symmetric couplings, 1/√2 where each pair acts one way only. 0 for none.
public func couplingAsymmetry(_ couplings: [Double], spins: Int) -> Double {
  var (antisymmetric, all) = (0.0, 0.0)
  for i in 0..<spins {
    for j in 0..<spins {
      let half = 0.5 * (couplings[i * spins + j] - couplings[j * spins + i])
      antisymmetric += half * half
      all += couplings[i * spins + j] * couplings[i * spins + j]
    }
  }
  return all > 0 ? (antisymmetric / all).squareRoot() : 0
}
