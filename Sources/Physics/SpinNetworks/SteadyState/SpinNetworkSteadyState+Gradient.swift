import Matrices
import Validation

extension SpinNetworkSteadyState {
  /// The derivatives of an objective by the parameters of the network.
  public struct Gradient: Sendable, Hashable {
    /// ∂L/∂W_ij, each coupling by itself; zero on the diagonal, which is not a parameter.
    ///
    /// A coupling shared by both directions (symmetric networks) has the derivative ∂L/∂W_ij + ∂L/∂W_ji.
    public let couplings: Matrix

    /// ∂L/∂x_i, one per spin.
    public let fields: [Double]

    /// Σ_c p_c |(Kᵀλ − c + c·p)_c| / Σ_c p_c |c_c − c·p|.
    public let residual: Double

    /// How many sweeps the adjoint took.
    public let sweeps: Int
  }

  /// The exact gradient of L = F(p) − ασ by all couplings and fields.
  ///
  /// With K the generator (Kp = 0), dL = Σ_c c_c dp_c − α Σ_c p_c d(Σ_i k_i q_i) where c = ∂F/∂p − α Σ_i k_i q_i and
  /// q_i = −2β s_i h_i. From K dp = −dK p, Σ dp = 0 and Kᵀλ = c − (c·p)1 follows Σ_c c_c dp_c = −λ·dK p, and so
  ///
  ///     ∂L/∂x_i  = Σ_c g_i(c),    ∂L/∂W_ij = Σ_c g_i(c) s_j,
  ///     g_i(c)   = −2β s_i p_c {−α (k_i + q_i k′_i) − k′_i [λ(c^i) − λ(c)]},
  ///
  /// with k′ = dk/dq: k/2 for exponential rates, k (1 − k/k0) for Glauber rates. λ is found by the sweeps of the steady
  /// state on the transpose, λ(c) = [Σ_i k_i(c) λ(c^i) − c_c + c·p] / k_tot(c); its free constant does not matter.
  ///
  /// - Parameters:
  ///   - observable: ∂F/∂p_c, one per state; for F = Σ_c f_c p_c simply f. A constant added to it changes nothing.
  ///   - α: The price of entropy production.
  ///   - tolerance: The relative residual to reach. It weighs states by p, since the gradient is off by
  ///     Σ_c (residual)_c ∂p_c. λ is of the order of c over the relaxation rate, so that rounding leaves about 1e-16 times
  ///     k_tot over the slowest relaxation rate: a metastable network may need a larger tolerance.
  ///   - maximumSweeps: When to give up.
  /// - Throws: ``SlowRelaxation`` if the tolerance is not reached.
  /// - Precondition: there is one finite number per state.
  public func gradient(
    of observable: [Double], dissipationCost α: Double = 0, tolerance: Double = 1e-11, maximumSweeps: Int = 5_000
  ) throws(SlowRelaxation) -> Gradient {
    require(observable.count == probabilities.count, "An observable has one value per state.")
    require(α.isFinite && observable.allSatisfy(\.isFinite), "An observable and its price must be finite.")
    let observable = α == 0 ? observable : zip(observable, entropyFlowRates).map { $0 - α * $1 }
    let mean = zip(probabilities, observable).reduce(0) { $0 + $1.0 * $1.1 }
    let (λ, outcome) = try adjoint(observable.map { $0 - mean }, tolerance: tolerance, maximumSweeps: maximumSweeps)
    let n = network.count
    var couplings: [Double] = []
    var fields: [Double] = []
    for i in 0..<n {
      let moments = signedMoments(of: response(of: i, to: λ, dissipationCost: α))
      couplings += moments.signed
      couplings[i * n + i] = 0
      fields.append(moments.sum)
    }
    return Gradient(
      couplings: Matrix(rows: n, columns: n, entries: couplings), fields: fields, residual: outcome.residual,
      sweeps: outcome.sweeps)
  }

  /// g_i(c), one entry per state.
  private func response(of i: Int, to λ: [Double], dissipationCost α: Double) -> [Double] {
    let h = localFields(at: i)
    return probabilities.indices.map { c in
      let sign = -2 * network.beta * spin(i, in: c)
      let k = rate(of: i, in: c)
      let slope = network.law == .exponential ? 0.5 * k : k * (1 - k / network.attemptRate)
      return sign * probabilities[c] * (-α * (k + sign * h[c] * slope) - slope * (λ[c ^ (1 << i)] - λ[c]))
    }
  }

  /// Solves Kᵀλ = source for a source of mean zero.
  private func adjoint(
    _ source: [Double], tolerance: Double, maximumSweeps: Int
  ) throws(SlowRelaxation) -> ([Double], ResidualMinimisation.Outcome) {
    let states = 1 << table.spins
    let size = zip(probabilities, source).reduce(0) { $0 + $1.0 * abs($1.1) }
    guard size > 0 else { return (source.map { _ in 0 }, ResidualMinimisation.Outcome(residual: 0, sweeps: 0)) }
    let b = ParityClasses.split((0..<states).map { source[$0 % source.count] }[...])
    let share = Double(source.count) / Double(states)
    let p = ParityClasses.split((0..<states).map { share * probabilities[$0 % source.count] }[...])
    var even = b.even.map { _ in SIMD8<Double>.zero }
    var odd = even
    let classes = classes
    let iteration = ResidualMinimisation(
      sweep: { from, to, withSource in
        odd.withUnsafeMutableBufferPointer { odd in
          classes.average(over: 1, of: from, source: withSource ? b.odd : [], odd)
          classes.average(over: 0, of: UnsafeBufferPointer(odd), source: withSource ? b.even : [], to)
        }
      }, weights: zip(p.even, classes.exit.even).map { $0 * $1 }, known: (p.even, size))
    let outcome = iteration.solve(&even, tolerance: tolerance, maximumSweeps: maximumSweeps)
    guard outcome.residual <= tolerance else {
      throw SlowRelaxation(residual: outcome.residual, sweeps: outcome.sweeps, tolerance: tolerance)
    }
    even.withUnsafeBufferPointer { even in
      odd.withUnsafeMutableBufferPointer { classes.average(over: 1, of: even, source: b.odd, $0) }
    }
    return (Array(ParityClasses.join((even, odd))[..<source.count]), outcome)
  }
}
