import LinearAlgebra
import Matrices
import SpinNetworks
import Validation

/// How long a simulated network has to be watched.
extension PatternRegression {
  /// The mean over the inputs of the variance of w·s̄_T, with s̄_T the time average of the spins over a time T in the steady state.
  ///
  /// The averages of a simulated network, read by w, have the mean squared error E plus this. With C the autocorrelation of w·s
  /// it is (2/T²) ∫₀ᵀ (T − t) C(t) dt: C(0) for short times, 2∫C dt/T for times that are long against all relaxation times.
  /// With K the generator and v = p (w·s − w·m), C(t) = w·s e^{Kt} v, and y = ∫₀ᵀ (T − t) e^{Kt} v dt stands in the last
  /// column of the exponential of [K v 0; 0 0 1; 0 0 0] T (C. F. Van Loan, IEEE Trans. Autom. Control 23, 395 (1978)).
  ///
  /// - Parameters:
  ///   - couplings: W, N × N.
  ///   - readout: w.
  ///   - times: T, in units of 1/k0, all positive.
  /// - Returns: one variance per time.
  public func readingVariances(
    of couplings: Matrix, _ readout: RidgeReadout, over times: [Double]
  ) throws(InvalidInput) -> [Double] {
    require(times.allSatisfy { $0 > 0 }, "An observation takes time.")
    let states = 1 << spins
    let values = observable(readout.weights.entries)
    var lanes = lanes(observable: values)
    lanes.set(couplings: couplings)
    let network = try SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: beta)
    var variances = times.map { _ in 0.0 }
    for (place, fields) in task.fields(of: spins).enumerated() {
      if place % 8 == 0 { _ = lanes.solve(groups[place / 8].roots) }
      let p = (0..<states).map { lanes.probability(of: $0)[place % 8] }
      let mean = zip(p, values).reduce(0) { $0 + $1.0 * $1.1 }
      var system = Matrix.zeros(states + 2, states + 2)
      addGenerator(of: try network.with(fields: fields), to: &system)
      for state in 0..<states { system[state, states] = p[state] * (values[state] - mean) }
      system[states, states + 1] = 1
      for (number, time) in times.enumerated() {
        let exponential = (time * system).exponential
        let sum = (0..<states).reduce(0) { $0 + values[$1] * exponential[$1, states + 1] }
        variances[number] += 2 * sum / (time * time) / Double(targets.count)
      }
    }
    return variances
  }

  /// How long a simulation has to wait, in units of 1/k0: the largest ∫C(t)dt of any spin at any input, with its
  /// autocorrelation C(t). A spin that hardly ever leaves its better side does not count much.
  public func switchingTime(of couplings: Matrix) -> Double {
    (0..<spins).map { spin in
      var lanes = lanes(observable: observable((0..<spins).map { $0 == spin ? 1 : 0 }))
      lanes.set(couplings: couplings)
      return groups.reduce(0) { longest, group in
        _ = lanes.solve(group.roots)
        let integral = lanes.memory().integral
        return (0..<8).reduce(longest) { max($0, group.weight[$1] > 0 ? integral[$1] : 0) }
      }
    }.max() ?? 0
  }

  /// v·s in every state.
  private func observable(_ v: [Double]) -> [Double] {
    (0..<(1 << spins)).map { state in
      v.indices.reduce(0) { $0 + (state >> $1 & 1 == 1 ? v[$1] : -v[$1]) }
    }
  }

  /// Adds K, whose columns add up to zero.
  private func addGenerator(of network: SpinNetwork, to system: inout Matrix) {
    for state in 0..<(1 << spins) {
      let configuration = SpinState((0..<spins).map { state >> $0 & 1 == 1 ? 1 : -1 }, in: network)
      for i in 0..<spins {
        let rate = network.rate(of: i, in: configuration)
        system[state ^ (1 << i), state] += rate
        system[state, state] -= rate
      }
    }
  }
}
