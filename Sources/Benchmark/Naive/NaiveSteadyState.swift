import Foundation
import SpinNetworks

/// The stationary distribution by plain Gauss–Seidel sweeps over all states, from a table of all rates.
struct NaiveSteadyState {
  private let count: Int
  /// The rate of spin i out of state c, and the entropy it releases, at c·N + i.
  private var rates: [Double] = []
  private var flows: [Double] = []

  /// For exponential rates.
  init(of network: SpinNetwork) {
    let n = network.count
    count = n
    for c in 0..<(1 << n) {
      let spins = (0..<n).map { c >> $0 & 1 == 1 ? 1.0 : -1.0 }
      for i in 0..<n {
        var field = network.fields[i]
        for j in 0..<n { field += network.couplings[i, j] * spins[j] }
        rates.append(exp(-network.beta * spins[i] * field))
        flows.append(-2 * network.beta * spins[i] * field)
      }
    }
  }

  /// σ once the flux that is not balanced is a small enough part of all flux.
  func entropyProductionRate(tolerance: Double) -> Double {
    let p = stationary(tolerance: tolerance)
    var (sum, norm) = (0.0, 0.0)
    for c in p.indices {
      norm += p[c]
      for i in 0..<count { sum += p[c] * rates[c * count + i] * flows[c * count + i] }
    }
    return sum / norm
  }

  /// p_c = Σ_i k_i(c^i) p(c^i) / Σ_i k_i(c), state after state; not normalised.
  private func stationary(tolerance: Double) -> [Double] {
    let exits = (0..<(1 << count)).map { c in rates[c * count..<(c + 1) * count].reduce(0, +) }
    var p = Array(repeating: 1.0, count: 1 << count)
    while true {
      var (unbalanced, flux) = (0.0, 0.0)
      for c in p.indices {
        var inflow = 0.0
        for i in 0..<count {
          let neighbour = c ^ (1 << i)
          inflow += rates[neighbour * count + i] * p[neighbour]
        }
        unbalanced += abs(inflow - p[c] * exits[c])
        flux += inflow
        p[c] = inflow / exits[c]
      }
      if unbalanced <= tolerance * flux { return p }
    }
  }
}
