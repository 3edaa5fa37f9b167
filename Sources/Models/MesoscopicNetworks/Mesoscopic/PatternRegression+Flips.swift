import ElementaryFunctions
import KernelMemory
import Matrices

/// How often a network flips.
extension PatternRegression {
  /// k_flip, the flips of the whole network per unit time of k0, averaged over the inputs, and its derivatives by W_ij, with zeros on
  /// the diagonal.
  ///
  /// k_flip = Σ_s p(s) r(s) with the exit rates r(s) = Σ_i k_i(s) and k_i = exp(−β s_i (Ws + x)_i). As dk_i = −β s_i s_j k_i dW_ij,
  ///
  ///     ∂k_flip/∂W_ij = −Σ_s β p s_i s_j k_i {1 − [λ(s^i) − λ(s)]},    Kᵀλ = r − k_flip,
  ///
  /// where the 1 is the explicit change of the rates and λ the change of p. In equilibrium every spin flips at most at the rate
  /// 1, k_flip = Σ_i ⟨1/cosh(β(Ws + x)_i)⟩: strong couplings make k_flip small.
  ///
  /// - Parameter couplings: W, N × N.
  public func flipRate(of couplings: Matrix) -> (value: Double, gradient: Matrix) {
    let lanes = FlipRateLanes(couplings: couplings, beta: beta)
    var gradient = Matrix.zeros(spins, spins)
    let value = groups.reduce(0) { $0 + lanes.add($1.roots, weight: $1.weight, to: &gradient) }
    return (value, gradient)
  }
}

/// The flip rate of one small network in eight inputs, with its gradient.
///
/// States are censored without a subtraction, those of odd parity first, as in `SteadyStateLanes`: the exit rate takes the place of an
/// observable, which depends on the input.
private struct FlipRateLanes: ~Copyable {
  let spins: Int
  let beta: Double

  /// States of even parity, then of odd parity: the last is censored first. And the states to which each is joined when its turn comes.
  let order: [Int], partners: [[Int]]

  /// exp(−β s_i (Ws)_i) by s·N + i.
  let factors: [Double]

  /// k_i(s) by s·N + i; k(from → to) by from·2^N + to of the censored chain; 1/k_tot when a state is censored; p; r − k_flip, then λ.
  let rates, chain, inverses, p, adjoint: Blocks

  init(couplings: Matrix, beta: Double) {
    let spins = couplings.rows
    let states = 0..<(1 << spins)
    (self.spins, self.beta) = (spins, beta)
    let even = states.filter { $0.nonzeroBitCount % 2 == 0 }
    order = even + states.filter { $0.nonzeroBitCount % 2 == 1 }
    partners = order.enumerated().map { place, state in
      place < even.count ? Array(even[..<place]) : (0..<spins).map { state ^ (1 << $0) }
    }
    factors = states.flatMap { state in
      (0..<spins).map { i in
        let field = (0..<spins).reduce(0) { $1 == i ? $0 : $0 + couplings[i, $1] * Self.sign($1, state) }
        return Elementary.exp(-beta * Self.sign(i, state) * field)
      }
    }
    rates = Blocks(capacity: 8 * spins << spins)
    chain = Blocks(capacity: 8 << (2 * spins))
    inverses = Blocks(capacity: 8 << spins)
    p = Blocks(capacity: 8 << spins)
    adjoint = Blocks(capacity: 8 << spins)
  }

  private static func sign(_ i: Int, _ state: Int) -> Double { state >> i & 1 == 1 ? 1 : -1 }

  /// Adds to the gradient, and returns the weighted sum over the lanes.
  ///
  /// - Parameters:
  ///   - roots: exp(−βx_i) of the inputs, one vector per spin.
  ///   - weight: one per input.
  func add(_ roots: [SIMD8<Double>], weight: SIMD8<Double>, to gradient: inout Matrix) -> Double {
    fill(roots)
    censor()
    let flips = solve()
    for state in order {
      for i in 0..<spins {
        let rise = adjoint[block: state ^ (1 << i)] - adjoint[block: state]
        let change = (weight * p[block: state] * rates[block: state * spins + i] * (1 - rise)).sum()
        for j in 0..<spins where j != i {
          gradient[i, j] -= beta * Self.sign(i, state) * Self.sign(j, state) * change
        }
      }
    }
    return (weight * flips).sum()
  }

  private func fill(_ roots: [SIMD8<Double>]) {
    chain.fill(with: 0)
    for state in order {
      for i in 0..<spins {
        let rate = factors[state * spins + i] * (state >> i & 1 == 1 ? roots[i] : 1 / roots[i])
        rates[block: state * spins + i] = rate
        chain[block: state << spins + (state ^ (1 << i))] = rate
      }
    }
  }

  /// Leaves k(n → m) of a censored state n as it is when its turn comes, and puts k(m → n)/Σ k(n → ·) in the place of k(m → n).
  private func censor() {
    for place in order.indices.dropFirst().reversed() {
      let (state, others) = (order[place], partners[place])
      var exit = SIMD8<Double>.zero
      for to in others { exit += chain[block: state << spins + to] }
      let inverse = 1 / exit
      inverses[block: state] = inverse
      for from in others {
        let share = chain[block: from << spins + state] * inverse
        chain[block: from << spins + state] = share
        // The diagonal is never read.
        for to in others {
          let entry = from << spins + to
          chain[block: entry] = chain[block: entry] + share * chain[block: state << spins + to]
        }
      }
    }
  }

  /// p, then λ; returns k_flip.
  private func solve() -> SIMD8<Double> {
    var total = SIMD8<Double>(repeating: 1)
    p[block: order[0]] = total
    for place in order.indices.dropFirst() {
      let state = order[place]
      var sum = SIMD8<Double>.zero
      for from in partners[place] { sum += p[block: from] * chain[block: from << spins + state] }
      p[block: state] = sum
      total += sum
    }
    var flips = SIMD8<Double>.zero
    for state in order {
      p[block: state] = p[block: state] / total
      var exit = SIMD8<Double>.zero
      for i in 0..<spins { exit += rates[block: state * spins + i] }
      adjoint[block: state] = exit
      flips += p[block: state] * exit
    }
    for state in order { adjoint[block: state] = adjoint[block: state] - flips }
    for place in order.indices.dropFirst().reversed() {
      let state = order[place]
      for to in partners[place] {
        adjoint[block: to] = adjoint[block: to] + chain[block: to << spins + state] * adjoint[block: state]
      }
    }
    // λ is known up to a constant.
    adjoint[block: order[0]] = .zero
    for place in order.indices.dropFirst() {
      let state = order[place]
      var sum = SIMD8<Double>.zero
      for to in partners[place] { sum += chain[block: state << spins + to] * adjoint[block: to] }
      adjoint[block: state] = (sum - adjoint[block: state]) * inverses[block: state]
    }
    return flips
  }
}
