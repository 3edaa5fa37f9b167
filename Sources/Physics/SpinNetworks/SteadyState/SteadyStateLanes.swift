import ElementaryFunctions
import KernelMemory
import Matrices
import Validation

/// Eight steady states of one small spin network in eight inputs, with averages and exact gradients; exponential rates.
///
/// Where the same network faces thousands of inputs, and an optimiser asks for all of them again and again, this is what
/// takes the time: one input per lane of a vector. The first spins read the inputs, the others have no field.
///
/// States are censored one by one as in `RateMatrix.stationary`, so that no step subtracts and every probability keeps its
/// relative precision. A flip changes the parity of the number of spins that are up, hence states of odd parity are not
/// joined among each other and go first, at a cost of N² each; what is left are the 2^(N−1) even ones. The adjoint equation
/// Kᵀλ = c − c·p is solved by the same elimination (W. K. Grassmann, M. I. Taksar and D. P. Heyman, Oper. Res. 33, 1107
/// (1985), read backwards): a state n that is censored obeys λ(n) = [Σ_m k(n→m) λ(m) − r(n)] / Σ_m k(n→m), and leaves
/// r(m) + k(m→n) r(n) / Σ k(n→·) to the others.
///
/// The entropy production rate is that of the antisymmetric couplings W_A = (W − Wᵀ)/2, σ = Σ_s p Σ_i k_i q_i with
/// q_i = −2β s_i (W_A s)_i: what the symmetric ones release is a change of energy, with no mean in a steady state. It
/// vanishes exactly for symmetric couplings.
///
/// States are numbered by bits as in ``SpinState/index``; time in units of 1/k0, entropy in nats.
public struct SteadyStateLanes: ~Copyable {
  /// How many spins there are, N, and how many states, 2^N.
  public let spins, states: Int

  /// The inverse temperature β.
  public let beta: Double

  /// f(s): what is averaged.
  public let observable: [Double]

  let half: Int
  /// The states of even and odd parity, and the place of a state among those of its parity.
  let even, odd, rank: [Int]
  /// exp(−β s_i (W s)_i) and −2β s_i (W_A s)_i, by s·N + i.
  var factors, drive: [Double]
  /// k_i(s) by s·N + i; the censored chain, to·half + from; the shares of the odd states; 1/k_tot; p; λ.
  let rates, chain, shares, inverses, probabilities, adjoint: Blocks
  /// What gathers for the gradient, by s·N + i.
  let responses, flows: Blocks

  /// The lanes of networks with N spins; couplings are zero until they are set.
  ///
  /// - Precondition: 2 to 8 spins; one value per state.
  public init(spins: Int, beta: Double, observable: [Double]) {
    require((2...8).contains(spins), "Lanes of steady states are for networks of 2 to 8 spins.")
    require(observable.count == 1 << spins, "An observable has one value per state.")
    require(beta >= 0 && beta.isFinite, "The inverse temperature must be finite and not negative.")
    self.spins = spins
    states = 1 << spins
    half = states / 2
    self.beta = beta
    self.observable = observable
    let all = 0..<(1 << spins)
    even = all.filter { $0.nonzeroBitCount % 2 == 0 }
    odd = all.filter { $0.nonzeroBitCount % 2 == 1 }
    var rank = all.map { _ in 0 }
    for states in [even, odd] {
      for (place, state) in states.enumerated() { rank[state] = place }
    }
    self.rank = rank
    factors = Array(repeating: 1, count: spins << spins)
    drive = Array(repeating: 0, count: spins << spins)
    rates = Blocks(capacity: 8 * spins << spins)
    chain = Blocks(capacity: 8 << (2 * spins - 2))
    shares = Blocks(capacity: 8 * spins << spins)
    inverses = Blocks(capacity: 8 << spins)
    probabilities = Blocks(capacity: 8 << spins)
    adjoint = Blocks(capacity: 8 << spins)
    responses = Blocks(capacity: 8 * spins << spins)
    flows = Blocks(capacity: 8 * spins << spins)
  }

  /// Sets the couplings: entry (i, j) is the effect of spin j on spin i. Forgets what was gathered.
  ///
  /// - Precondition: N × N finite numbers; the diagonal does not count.
  public mutating func set(couplings: Matrix) {
    let rows = couplings.entries
    require(
      couplings.rows == spins && couplings.columns == spins && rows.allSatisfy(\.isFinite),
      "N spins need N × N finite couplings.")
    for state in 0..<states {
      for i in 0..<spins {
        var (field, antisymmetric) = (0.0, 0.0)
        for j in 0..<spins where j != i {
          let sign = state >> j & 1 == 1 ? 1.0 : -1
          field += rows[i * spins + j] * sign
          antisymmetric += 0.5 * (rows[i * spins + j] - rows[j * spins + i]) * sign
        }
        let sign = state >> i & 1 == 1 ? 1.0 : -1
        factors[state * spins + i] = Elementary.exp(-beta * sign * field)
        drive[state * spins + i] = -2 * beta * sign * antisymmetric
      }
    }
    responses.fill(with: 0)
    flows.fill(with: 0)
  }

  /// Averages in the steady states.
  public struct Averages: Sendable {
    /// ⟨f⟩ per input.
    public var observable: SIMD8<Double>
    /// σ per input, in nats per unit time of k0.
    public var entropyProductionRate: SIMD8<Double>
  }

  /// Solves for the steady states.
  ///
  /// - Parameter roots: exp(−β x_i) of the inputs of the first spins, one vector per spin that reads.
  public func solve(_ roots: [SIMD8<Double>]) -> Averages {
    fillRates(roots)
    censorOddStates()
    censorEvenStates()
    fillProbabilities()
    var sums = Averages(observable: .zero, entropyProductionRate: .zero)
    for state in 0..<states {
      let p = probabilities[block: state]
      sums.observable += observable[state] * p
      sums.entropyProductionRate += p * dissipation(in: state)
    }
    return sums
  }

  /// p of a state, per input of the last solution.
  public func probability(of state: Int) -> SIMD8<Double> { probabilities[block: state] }

  /// m_i = ⟨s_i⟩ of the last solution, one vector per spin.
  public var magnetisations: [SIMD8<Double>] {
    (0..<spins).map { i in
      var sum = SIMD8<Double>.zero
      for state in 0..<states { sum += (state >> i & 1 == 1 ? 1 : -1) * probabilities[block: state] }
      return sum
    }
  }

  /// Σ_i k_i q_i.
  @inline(__always)
  func dissipation(in state: Int) -> SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    for n in state * spins..<(state + 1) * spins { sum += drive[n] * rates[block: n] }
    return sum
  }

  private func fillRates(_ roots: [SIMD8<Double>]) {
    require(roots.count <= spins, "At most all spins read an input.")
    for i in 0..<spins {
      let up = i < roots.count ? roots[i] : SIMD8(repeating: 1)
      let down = 1 / up
      for state in 0..<states {
        rates[block: state * spins + i] = factors[state * spins + i] * (state >> i & 1 == 1 ? up : down)
      }
    }
  }

  private func censorOddStates() {
    chain.fill(with: 0)
    for (place, state) in odd.enumerated() {
      var exit = SIMD8<Double>.zero
      for i in 0..<spins { exit += rates[block: state * spins + i] }
      let inverse = 1 / exit
      inverses[block: half + place] = inverse
      for i in 0..<spins {
        let neighbour = state ^ (1 << i)
        let share = rates[block: neighbour * spins + i] * inverse
        shares[block: place * spins + i] = share
        for j in 0..<spins where j != i {
          let entry = rank[state ^ (1 << j)] * half + rank[neighbour]
          chain[block: entry] = chain[block: entry] + share * rates[block: state * spins + j]
        }
      }
    }
  }

  private func censorEvenStates() {
    for last in stride(from: half - 1, to: 0, by: -1) {
      var exit = SIMD8<Double>.zero
      for to in 0..<last { exit += chain[block: to * half + last] }
      let inverse = 1 / exit
      inverses[block: last] = inverse
      for from in 0..<last { chain[block: last * half + from] = chain[block: last * half + from] * inverse }
      for to in 0..<last {
        let rate = chain[block: to * half + last]
        // The diagonal is never read.
        for from in 0..<last {
          let entry = to * half + from
          chain[block: entry] = chain[block: entry] + chain[block: last * half + from] * rate
        }
      }
    }
  }

  private func fillProbabilities() {
    var total = SIMD8<Double>(repeating: 1)
    probabilities[block: even[0]] = total
    for place in 1..<half {
      var p = SIMD8<Double>.zero
      for from in 0..<place { p += probabilities[block: even[from]] * chain[block: place * half + from] }
      probabilities[block: even[place]] = p
      total += p
    }
    for (place, state) in odd.enumerated() {
      var p = SIMD8<Double>.zero
      for i in 0..<spins { p += probabilities[block: state ^ (1 << i)] * shares[block: place * spins + i] }
      probabilities[block: state] = p
      total += p
    }
    let inverse = 1 / total
    for state in 0..<states { probabilities[block: state] = probabilities[block: state] * inverse }
  }
}
