import Matrices
import Validation

extension SpinNetworkSteadyState {
  /// m_i = ⟨s_i⟩, one per spin.
  public var magnetisations: [Double] { signedMoments(of: probabilities).signed }

  /// ⟨s_i s_j⟩: symmetric, with ones on the diagonal.
  public var pairAverages: Matrix {
    let n = network.count
    var averages: [Double] = []
    for i in 0..<n {
      averages += signedMoments(of: probabilities.indices.map { spin(i, in: $0) * probabilities[$0] }).signed
      averages[i * n + i] = 1
    }
    return Matrix(rows: n, columns: n, entries: averages)
  }

  /// The flips of the whole network per unit time, Σ_c p_c k_tot(c).
  public var flipRate: Double {
    var sum = 0.0
    for i in 0..<network.count {
      for c in probabilities.indices { sum += probabilities[c] * rate(of: i, in: c) }
    }
    return sum
  }

  /// The entropy production rate σ = Σ_c p_c Σ_i k_i(c)·(−2β s_i h_i(c)) ≥ 0, in nats per unit time.
  public var entropyProductionRate: Double {
    zip(probabilities, entropyFlowRates).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The same from the antisymmetric couplings W_A = (W − Wᵀ)/2 alone: Σ_c p_c Σ_i k_i(c)·(−2β s_i (W_A s)_i), in nats
  /// per unit time. Exactly zero for symmetric couplings.
  ///
  /// The rest, Σ_i k_i·(−2β s_i (W_S s + x)_i), is −β times the mean change per unit time of the energy
  /// E = −½ s·W_S s − x·s, for a flip of spin i changes E by 2 s_i (W_S s + x)_i. In a steady state ⟨E⟩ is constant.
  public var antisymmetricEntropyProductionRate: Double {
    let n = network.count
    var sum = 0.0
    for i in 0..<n {
      let row = (0..<n).map { 0.5 * (network.couplings[i, $0] - network.couplings[$0, i]) }
      let fields = signedSums(row[...], from: 0)
      for c in probabilities.indices {
        sum += probabilities[c] * rate(of: i, in: c) * (-2 * network.beta * spin(i, in: c) * fields[c])
      }
    }
    return sum
  }

  /// The entropy Σ_i k_i(c)·(−2β s_i h_i(c)) that a network in state c releases per unit time; one entry per state.
  public var entropyFlowRates: [Double] {
    var sums = Array(repeating: 0.0, count: probabilities.count)
    for i in 0..<network.count {
      let fields = localFields(at: i)
      for c in sums.indices { sums[c] += rate(of: i, in: c) * (-2 * network.beta * spin(i, in: c) * fields[c]) }
    }
    return sums
  }

  /// Σ_i g_i s_i for every state: the observable whose mean is g·m.
  ///
  /// For an objective G(m) of the magnetisations, g = ∂G/∂m makes it what
  /// ``gradient(of:dissipationCost:tolerance:maximumSweeps:)`` wants.
  ///
  /// - Precondition: there is one g per spin.
  public func observable(weighing g: [Double]) -> [Double] {
    require(g.count == network.count, "There must be one weight per spin.")
    return signedSums(g[...], from: 0)
  }

  /// k_i(c), per unit time.
  func rate(of i: Int, in c: Int) -> Double { table.rates[i << table.spins + c] }

  /// s_i in state c.
  func spin(_ i: Int, in c: Int) -> Double { c >> i & 1 == 1 ? 1 : -1 }

  /// h_i in every state.
  func localFields(at i: Int) -> [Double] {
    let n = network.count
    return signedSums((0..<n).map { network.couplings[i, $0] }[...], from: network.fields[i])
  }
}

/// Σ_c v_c and Σ_c v_c s_j(c) for every j, for 2^n values numbered by bits.
///
/// The upper half of the values is folded onto the lower one, bit by bit: O(2^n) in all.
func signedMoments(of values: [Double]) -> (sum: Double, signed: [Double]) {
  var values = values
  var signed = Array(repeating: 0.0, count: values.count.trailingZeroBitCount)
  for j in signed.indices.reversed() {
    let half = 1 << j
    var difference = 0.0
    for n in 0..<half {
      difference += values[half + n] - values[n]
      values[n] += values[half + n]
    }
    signed[j] = difference
  }
  return (values[0], signed)
}
