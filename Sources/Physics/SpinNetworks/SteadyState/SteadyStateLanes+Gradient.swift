import Matrices
import Validation

extension SteadyStateLanes {
  /// Adds the gradient of Σ_lanes w (u ⟨f⟩ − ασ) at the last solution to what has been gathered since the couplings were set.
  ///
  /// - Parameters:
  ///   - slope: u, one per input.
  ///   - price: α of the entropy production.
  ///   - weight: w, one per input.
  public func addGradient(slope: SIMD8<Double>, price: Double, weight: SIMD8<Double>) {
    for state in 0..<states { adjoint[block: state] = slope * observable[state] }
    solveAdjoint(price: price)
    gather(price: price, weight: weight)
  }

  /// Adds the gradient of Σ_lanes w (Σ_i g_i m_i − ασ) with m_i = ⟨s_i⟩ at the last solution to what has been gathered: what an
  /// objective needs that depends on all magnetisations, in every input in another way.
  ///
  /// - Parameters:
  ///   - slopes: g_i, one vector per spin, one number per input.
  ///   - price: α of the entropy production.
  ///   - weight: w, one per input.
  /// - Precondition: there is one slope per spin.
  public func addGradient(slopes: [SIMD8<Double>], price: Double, weight: SIMD8<Double>) {
    require(slopes.count == spins, "An objective of the magnetisations has one slope per spin.")
    fillAdjoint(slopes)
    solveAdjoint(price: price)
    gather(price: price, weight: weight)
  }

  /// ∂(Σ_i g_i m_i)/∂x_j at the last solution, one vector per spin: the linear response to a static field.
  ///
  /// From dk_j = −β s_j k_j dx_j it is Σ_s β p s_j k_j [λ(s^j) − λ(s)].
  ///
  /// - Parameter slopes: g_i, one vector per spin, one number per input.
  /// - Precondition: there is one slope per spin.
  public func response(of slopes: [SIMD8<Double>]) -> [SIMD8<Double>] {
    require(slopes.count == spins, "A response has one slope per spin.")
    fillAdjoint(slopes)
    solveAdjoint(price: 0)
    return (0..<spins).map { j in
      var sum = SIMD8<Double>.zero
      for state in 0..<states {
        let flow = probabilities[block: state] * rates[block: state * spins + j]
        let rise = adjoint[block: state ^ (1 << j)] - adjoint[block: state]
        sum += (state >> j & 1 == 1 ? beta : -beta) * flow * rise
      }
      return sum
    }
  }

  /// Σ_i g_i s_i in the place of λ.
  private func fillAdjoint(_ slopes: [SIMD8<Double>]) {
    for state in 0..<states {
      var source = SIMD8<Double>.zero
      for i in 0..<spins { source += (state >> i & 1 == 1 ? 1 : -1) * slopes[i] }
      adjoint[block: state] = source
    }
  }

  /// Adds to the responses and flows what the adjoint solution λ says.
  private func gather(price: Double, weight: SIMD8<Double>) {
    for state in 0..<states {
      let share = beta * weight * probabilities[block: state]
      let here = adjoint[block: state]
      for i in 0..<spins {
        let n = state * spins + i
        let flow = share * rates[block: n]
        let rise = adjoint[block: state ^ (1 << i)] - here
        responses[block: n] = responses[block: n] + flow * (rise + price * (drive[n] + 1))
        flows[block: n] = flows[block: n] + price * flow
      }
    }
  }

  /// ∫₀^∞ C(t) dt with C(t) = ⟨δf(t) δf(0)⟩ at the last solution, and C(0): their ratio is how long f remembers.
  ///
  /// With λ for c = f, −λ(s) = ∫₀^∞ [⟨f(t)|s⟩ − ⟨f⟩] dt, so that the integral is −⟨f λ⟩ + ⟨f⟩⟨λ⟩.
  public func memory() -> (integral: SIMD8<Double>, variance: SIMD8<Double>) {
    for state in 0..<states { adjoint[block: state] = SIMD8(repeating: observable[state]) }
    solveAdjoint(price: 0)
    var (mean, square, level, product) = (
      SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
    )
    for state in 0..<states {
      let p = probabilities[block: state]
      mean += observable[state] * p
      square += observable[state] * observable[state] * p
      level += p * adjoint[block: state]
      product += observable[state] * p * adjoint[block: state]
    }
    return (mean * level - product, square - mean * mean)
  }

  /// The gathered derivatives by W_ij; zero on the diagonal, which is not a parameter.
  ///
  /// From dk_i = −β s_i s_j k_i dW_ij and dσ = Σ p (q_i dk_i + k_i dq_i) + Σ dp Σ_i k_i q_i, with q of the antisymmetric
  /// couplings, follows
  ///
  ///     ∂L/∂W_ij = Σ_s β p s_i s_j {k_i [λ(s^i) − λ(s) + α (q_i + 1)] − α k_j}.
  public var gradient: Matrix {
    var gradient = Array(repeating: 0.0, count: spins * spins)
    for state in 0..<states {
      for i in 0..<spins {
        let response = responses[block: state * spins + i].sum()
        let flow = flows[block: state * spins + i].sum()
        for j in 0..<spins where j != i {
          let sign = (state >> i ^ state >> j) & 1 == 0 ? 1.0 : -1
          gradient[i * spins + j] += sign * response
          gradient[j * spins + i] -= sign * flow
        }
      }
    }
    return Matrix(rows: spins, columns: spins, entries: gradient)
  }

  /// Solves Kᵀλ = c − c·p with c = f − α Σ_i k_i q_i, where f stands in the place of λ.
  private func solveAdjoint(price: Double) {
    var mean = SIMD8<Double>.zero
    for state in 0..<states {
      let source = adjoint[block: state] - price * dissipation(in: state)
      adjoint[block: state] = source
      mean += probabilities[block: state] * source
    }
    for state in 0..<states { adjoint[block: state] = adjoint[block: state] - mean }
    for (place, state) in odd.enumerated() {
      let source = adjoint[block: state]
      for i in 0..<spins {
        let neighbour = state ^ (1 << i)
        adjoint[block: neighbour] = adjoint[block: neighbour] + shares[block: place * spins + i] * source
      }
    }
    for last in stride(from: half - 1, to: 0, by: -1) {
      let source = adjoint[block: even[last]]
      for from in 0..<last {
        adjoint[block: even[from]] = adjoint[block: even[from]] + chain[block: last * half + from] * source
      }
    }
    // What is left in the last state is zero by solvability; λ is known up to a constant.
    adjoint[block: even[0]] = .zero
    for place in 1..<half {
      var sum = SIMD8<Double>.zero
      for to in 0..<place { sum += chain[block: to * half + place] * adjoint[block: even[to]] }
      adjoint[block: even[place]] = (sum - adjoint[block: even[place]]) * inverses[block: place]
    }
    for (place, state) in odd.enumerated() {
      var sum = SIMD8<Double>.zero
      for i in 0..<spins { sum += rates[block: state * spins + i] * adjoint[block: state ^ (1 << i)] }
      adjoint[block: state] = (sum - adjoint[block: state]) * inverses[block: half + place]
    }
  }
}
