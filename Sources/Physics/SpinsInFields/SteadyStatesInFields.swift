import ElementaryFunctions
import KernelMemory
import Matrices
import Validation

/// Eight steady states of one small spin network, each in static fields on all of its spins, with averages and exact
/// gradients by the couplings and by the fields; exponential rates k0 exp(−β s_i h_i), h_i = Σ_j W_ij s_j + f_i.
///
///     var states = SteadyStatesInFields(spins: 3, beta: 2)
///     states.set(couplings: w)
///     states.solve(roots)                             // exp(−β f_i), one vector per spin
///     states.average(of: readout)                     // ⟨s_3⟩ in eight fields
///
/// States are censored one by one (W. K. Grassmann, M. I. Taksar and D. P. Heyman, Oper. Res. 33, 1107 (1985)), so that no step
/// subtracts and every probability keeps its relative precision. Those of odd parity go first: a flip joins no two of them, so that
/// each has only N neighbours. The adjoint equation Kᵀλ = c − c·p is solved by the same elimination, read backwards.
///
/// The entropy production rate is that of the antisymmetric couplings W_A = (W − Wᵀ)/2, σ = Σ_s p Σ_i k_i q_i with
/// q_i = −2β s_i (W_A s)_i: the symmetric ones and the fields release a change of energy, which has no mean in a steady state. It
/// vanishes exactly for symmetric couplings.
///
/// States are numbered by bits: bit i is 1 where spin i is up. Time in units of 1/k0, entropy in nats.
public struct SteadyStatesInFields: ~Copyable {
  /// How many spins there are, N, and how many states, 2^N.
  public let spins, states: Int

  /// The inverse temperature β.
  public let beta: Double

  /// The states in the order in which they are solved for, those of even parity first, and the place of each state.
  private let order, rank: [Int]
  /// For every place, the earlier places to which there may be a rate once all later ones are censored.
  private let neighbours: [[Int]]
  /// exp(−β s_i (W s)_i) and −2β s_i (W_A s)_i, by s·N + i.
  private var factors, drive: [Double]
  /// k_i(s) by s·N + i; the censored chain, from·2^N + to, by places; 1/k_tot by places; p and λ by states.
  private let rates, chain, inverses, probabilities, adjoint: Blocks
  /// What gathers for the gradient by the couplings, by s·N + i.
  private let responses, flows: Blocks

  /// The steady states of networks with N spins; couplings are zero until they are set.
  ///
  /// - Precondition: 1 to 8 spins; β is finite and not negative.
  public init(spins: Int, beta: Double) {
    require((1...8).contains(spins), "Steady states in fields are for networks of 1 to 8 spins.")
    require(beta >= 0 && beta.isFinite, "The inverse temperature must be finite and not negative.")
    let all = 0..<(1 << spins)
    let order = all.filter { $0.nonzeroBitCount % 2 == 0 } + all.filter { $0.nonzeroBitCount % 2 == 1 }
    var rank = all.map { _ in 0 }
    for (place, state) in order.enumerated() { rank[state] = place }
    let places = rank
    neighbours = order.enumerated().map { place, state in
      state.nonzeroBitCount % 2 == 1 ? (0..<spins).map { places[state ^ (1 << $0)] } : Array(0..<place)
    }
    (self.spins, states, self.beta) = (spins, 1 << spins, beta)
    (self.order, self.rank) = (order, rank)
    factors = Array(repeating: 1, count: spins << spins)
    drive = Array(repeating: 0, count: spins << spins)
    rates = Blocks(capacity: 8 * spins << spins)
    chain = Blocks(capacity: 8 << (2 * spins))
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
    require(
      couplings.rows == spins && couplings.columns == spins && couplings.entries.allSatisfy(\.isFinite),
      "N spins need N × N finite couplings.")
    for state in 0..<states {
      for i in 0..<spins {
        var (field, antisymmetric) = (0.0, 0.0)
        for j in 0..<spins where j != i {
          field += couplings[i, j] * sign(j, in: state)
          antisymmetric += 0.5 * (couplings[i, j] - couplings[j, i]) * sign(j, in: state)
        }
        factors[state * spins + i] = Elementary.exp(-beta * sign(i, in: state) * field)
        drive[state * spins + i] = -2 * beta * sign(i, in: state) * antisymmetric
      }
    }
    responses.fill(with: 0)
    flows.fill(with: 0)
  }

  /// Solves for the steady states.
  ///
  /// - Parameter roots: exp(−β f_i), one vector per spin, one number per set of fields.
  /// - Precondition: there is one vector per spin.
  public func solve(_ roots: [SIMD8<Double>]) {
    require(roots.count == spins, "Every spin has a field.")
    for i in 0..<spins {
      let (up, down) = (roots[i], 1 / roots[i])
      for state in 0..<states {
        rates[block: state * spins + i] = factors[state * spins + i] * (state >> i & 1 == 1 ? up : down)
      }
    }
    censor()
    fillProbabilities()
  }

  /// p of a state at the last solution.
  public func probability(of state: Int) -> SIMD8<Double> { probabilities[block: state] }

  /// ⟨f⟩ at the last solution.
  ///
  /// - Precondition: f has one value per state.
  public func average(of observable: [Double]) -> SIMD8<Double> {
    require(observable.count == states, "An observable has one value per state.")
    var sum = SIMD8<Double>.zero
    for state in 0..<states { sum += observable[state] * probabilities[block: state] }
    return sum
  }

  /// σ at the last solution, in nats per unit time of k0.
  public var entropyProductionRate: SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    for state in 0..<states { sum += probabilities[block: state] * dissipation(in: state) }
    return sum
  }

  // MARK: - Gradients

  /// Adds the gradient of Σ_lanes w (u ⟨f⟩ − ασ) by the couplings at the last solution to what has been gathered since they were
  /// set, and returns that by the fields of every lane.
  ///
  /// With K the generator and Kᵀλ = c − c·p for c = u f − α Σ_i k_i q_i, and since dk_i = −β s_i k_i df_i,
  ///
  ///     ∂L/∂f_i = Σ_s β p s_i k_i [λ(s^i) − λ(s) + α q_i].
  ///
  /// - Parameters:
  ///   - observable: f, one value per state.
  ///   - slope: u, one per lane.
  ///   - price: α of the entropy production.
  ///   - weight: w, one per lane.
  /// - Returns: w ∂L/∂f_i, one vector per spin.
  /// - Precondition: f has one value per state.
  public func addGradient(
    of observable: [Double], slope: SIMD8<Double>, price: Double, weight: SIMD8<Double>
  ) -> [SIMD8<Double>] {
    require(observable.count == states, "An observable has one value per state.")
    for state in 0..<states { adjoint[block: state] = slope * observable[state] - price * dissipation(in: state) }
    solveAdjoint()
    var byFields = Array(repeating: SIMD8<Double>.zero, count: spins)
    for state in 0..<states {
      let share = beta * weight * probabilities[block: state]
      let here = adjoint[block: state]
      for i in 0..<spins {
        let n = state * spins + i
        let flow = share * rates[block: n]
        let rise = adjoint[block: state ^ (1 << i)] - here + price * drive[n]
        byFields[i] += sign(i, in: state) * (flow * rise)
        responses[block: n] = responses[block: n] + flow * (rise + price)
        flows[block: n] = flows[block: n] + price * flow
      }
    }
    return byFields
  }

  /// The gathered derivatives by W_ij; zero on the diagonal, which is not a parameter.
  ///
  /// From dk_i = −β s_i s_j k_i dW_ij and dσ = Σ p (q_i dk_i + k_i dq_i) + Σ dp Σ_i k_i q_i, with q of the antisymmetric
  /// couplings, ∂L/∂W_ij = Σ_s β p s_i s_j {k_i [λ(s^i) − λ(s) + α (q_i + 1)] − α k_j}.
  public var gradient: Matrix {
    var gradient = Matrix.zeros(spins, spins)
    for state in 0..<states {
      for i in 0..<spins {
        let response = responses[block: state * spins + i].sum()
        let flow = flows[block: state * spins + i].sum()
        for j in 0..<spins where j != i {
          let pair = sign(i, in: state) * sign(j, in: state)
          gradient[i, j] += pair * response
          gradient[j, i] -= pair * flow
        }
      }
    }
    return gradient
  }

  /// ∫₀^∞ C(t) dt with C(t) = ⟨δf(t) δf(0)⟩ at the last solution, and C(0): their ratio is how long f remembers.
  ///
  /// With λ for c = f, −λ(s) = ∫₀^∞ [⟨f(t)|s⟩ − ⟨f⟩] dt, so that the integral is −⟨f λ⟩ + ⟨f⟩⟨λ⟩.
  public func memory(of observable: [Double]) -> (integral: SIMD8<Double>, variance: SIMD8<Double>) {
    let mean = average(of: observable)
    for state in 0..<states { adjoint[block: state] = SIMD8(repeating: observable[state]) }
    solveAdjoint()
    var (square, level, product) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
    for state in 0..<states {
      let p = probabilities[block: state]
      square += observable[state] * observable[state] * p
      level += p * adjoint[block: state]
      product += observable[state] * p * adjoint[block: state]
    }
    return (mean * level - product, square - mean * mean)
  }

  // MARK: - Elimination

  private func sign(_ spin: Int, in state: Int) -> Double { state >> spin & 1 == 1 ? 1 : -1 }

  /// Σ_i k_i q_i.
  private func dissipation(in state: Int) -> SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    for n in state * spins..<(state + 1) * spins { sum += drive[n] * rates[block: n] }
    return sum
  }

  /// Takes the places out one by one, from the last: what enters one of them goes on to where it leaves to. The rate into it becomes
  /// the share k(from→n)/k_tot(n).
  private func censor() {
    chain.fill(with: 0)
    for (place, state) in order.enumerated() {
      for i in 0..<spins {
        chain[block: place * states + rank[state ^ (1 << i)]] = rates[block: state * spins + i]
      }
    }
    for last in stride(from: states - 1, to: 0, by: -1) {
      let (earlier, row) = (neighbours[last], last * states)
      var exit = SIMD8<Double>.zero
      for to in earlier { exit += chain[block: row + to] }
      let inverse = 1 / exit
      inverses[block: last] = inverse
      for from in earlier {
        let share = chain[block: from * states + last] * inverse
        chain[block: from * states + last] = share
        // The diagonal is never read.
        for to in earlier {
          chain[block: from * states + to] = chain[block: from * states + to] + share * chain[block: row + to]
        }
      }
    }
  }

  private func fillProbabilities() {
    var total = SIMD8<Double>(repeating: 1)
    probabilities[block: order[0]] = total
    for place in 1..<states {
      var p = SIMD8<Double>.zero
      for from in neighbours[place] { p += probabilities[block: order[from]] * chain[block: from * states + place] }
      probabilities[block: order[place]] = p
      total += p
    }
    let inverse = 1 / total
    for state in 0..<states { probabilities[block: state] = probabilities[block: state] * inverse }
  }

  /// Solves Kᵀλ = c − c·p, where c stands in the place of λ, which is known up to a constant.
  private func solveAdjoint() {
    var mean = SIMD8<Double>.zero
    for state in 0..<states { mean += probabilities[block: state] * adjoint[block: state] }
    for state in 0..<states { adjoint[block: state] = adjoint[block: state] - mean }
    for last in stride(from: states - 1, to: 0, by: -1) {
      let source = adjoint[block: order[last]]
      for from in neighbours[last] {
        adjoint[block: order[from]] = adjoint[block: order[from]] + chain[block: from * states + last] * source
      }
    }
    // What is left in the last state is zero by solvability.
    adjoint[block: order[0]] = .zero
    for place in 1..<states {
      var sum = SIMD8<Double>.zero
      for to in neighbours[place] { sum += chain[block: place * states + to] * adjoint[block: order[to]] }
      adjoint[block: order[place]] = (sum - adjoint[block: order[place]]) * inverses[block: place]
    }
  }
}
