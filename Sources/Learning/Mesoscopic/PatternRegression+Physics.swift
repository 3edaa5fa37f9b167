import StochasticThermodynamics

extension PatternRegression {
  /// D = ⟨2 ∫₀^∞ C(t) dt⟩, the noise of the reading: C is the autocorrelation of w·s in the steady state of a pattern, and the mean
  /// is over the patterns; in units of 1/k0.
  ///
  /// Watched for a time T that is long against all relaxation times, w·s has a time average of variance 2∫C dt/T, so that the
  /// averages of a simulated network, read by w, give the mean squared error E + D/T.
  ///
  /// - Parameters:
  ///   - couplings: W_ij row by row, N × N.
  ///   - readout: w; by default the one of ``outcome(of:)``.
  public func readingNoise(of couplings: [Double], readout: [Double]? = nil) -> Double {
    let readout = readout ?? outcome(of: couplings).readout
    let values = (0..<(1 << spins)).map { state in
      readout.indices.reduce(0) { $0 + (state >> $1 & 1 == 1 ? readout[$1] : -readout[$1]) }
    }
    var lanes = SteadyStateLanes(spins: spins, beta: beta, observable: values)
    lanes.set(couplings: couplings)
    return groups.reduce(0) { sum, group in
      _ = lanes.solve(group.roots)
      return sum + 2 * (group.weight * lanes.memory().integral).sum()
    }
  }

  /// How a network answers to a small change of its inputs.
  public struct Response: Sendable, Hashable, Codable {
    /// (Σ_μ |χ_A|²/Σ_μ |χ|²)^½ with χ_A the antisymmetric part of χ_ij = ∂m_i/∂x_j and |·| the Frobenius norm.
    ///
    /// In equilibrium χ_ij = β(⟨s_i s_j⟩ − m_i m_j) is symmetric (fluctuation-dissipation theorem), and this is 0.
    public var asymmetry: Double

    /// The fraction of pairs of patterns with (m^μ − m^ν)·(x^μ − x^ν) < 0.
    ///
    /// In equilibrium m = ∂(ln Z/β)/∂x is the gradient of a convex function, hence monotone, and this is 0.
    public var reversedPairs: Double
  }

  /// The response of the network at the patterns.
  ///
  /// - Throws: ``SlowRelaxation`` where the steady state cannot be found to the precision of the solver.
  public func response(of couplings: [Double]) throws(SlowRelaxation) -> Response {
    let network = SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: beta)
    let fields = task.fields(for: spins)
    var (antisymmetric, all) = (0.0, 0.0)
    var averages: [[Double]] = []
    for field in fields {
      let steady = try SpinNetworkSteadyState(of: network.with(fields: field), tolerance: 1e-13)
      averages.append(steady.magnetisations)
      var rows: [[Double]] = []
      for i in 0..<spins {
        let spin = (0..<spins).map { $0 == i ? 1.0 : 0 }
        rows.append(try steady.gradient(of: steady.observable(weighing: spin), tolerance: 1e-9).fields)
      }
      for i in 0..<spins {
        for j in 0..<spins {
          let half = 0.5 * (rows[i][j] - rows[j][i])
          antisymmetric += half * half
          all += rows[i][j] * rows[i][j]
        }
      }
    }
    var reversed = 0
    for second in fields.indices {
      for first in 0..<second {
        let product = (0..<spins).reduce(0) {
          $0 + (averages[first][$1] - averages[second][$1]) * (fields[first][$1] - fields[second][$1])
        }
        if product < 0 { reversed += 1 }
      }
    }
    let pairs = fields.count * (fields.count - 1) / 2
    return Response(
      asymmetry: (antisymmetric / all).squareRoot(), reversedPairs: Double(reversed) / Double(max(1, pairs)))
  }
}
