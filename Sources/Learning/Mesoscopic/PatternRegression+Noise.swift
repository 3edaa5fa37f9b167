import StochasticThermodynamics

/// How long a simulated network has to be watched.
extension PatternRegression {
  /// D = ⟨2 ∫₀^∞ C(t) dt⟩, the noise of the reading, in units of 1/k0: C is the autocorrelation of w·s in the steady state at an
  /// input, and the mean is over the inputs.
  ///
  /// Watched for a time T that is long against all relaxation times, w·s has a time average of variance 2∫C dt/T, so that
  /// the averages of a simulated network, read by w, have the mean squared error E + D/T.
  public func readingNoise(of couplings: [Double], _ readout: RidgeReadout) -> Double {
    memories(of: readout.weights, couplings).reduce(0) { $0 + 2 * $1.0 * $1.1 }
  }

  /// How long a simulation has to wait, in units of 1/k0: the largest ∫C(t)dt of any spin at any input, with its
  /// autocorrelation C(t). A spin that hardly ever leaves its better side does not count much.
  public func switchingTime(of couplings: [Double]) -> Double {
    (0..<spins).flatMap { spin in
      memories(of: (0..<spins).map { $0 == spin ? 1 : 0 }, couplings).map { $0.weight > 0 ? $0.integral : 0 }
    }.max() ?? 0
  }

  /// ∫C(t)dt of v·s at every input, with the weight of the input.
  private func memories(of v: [Double], _ couplings: [Double]) -> [(weight: Double, integral: Double)] {
    let values = (0..<(1 << spins)).map { state in
      v.indices.reduce(0) { $0 + (state >> $1 & 1 == 1 ? v[$1] : -v[$1]) }
    }
    var lanes = SteadyStateLanes(spins: spins, beta: beta, observable: values)
    lanes.set(couplings: couplings)
    return groups.flatMap { group in
      _ = lanes.solve(group.roots)
      let integral = lanes.memory().integral
      return (0..<8).map { (group.weight[$0], integral[$0]) }
    }
  }
}
