import ElementaryFunctions
import LinearAlgebra
import StochasticThermodynamics

/// How well and at what cost a network of N ≤ 8 spins tells random patterns apart: exactly, with gradients.
///
/// Each pattern is a static field x^μ in which the network, with exponential rates, has the steady-state averages
/// m^μ = ⟨s|x^μ⟩. A linear readout ŷ^μ = w·m^μ without bias is fitted by ridge regression: w minimises
///
///     E(w) = (1/M) Σ_μ (y^μ − w·m^μ)² + r |w|²,
///
/// with r per pattern. Written with the sum over patterns instead of their mean, the ridge is Mr. Averages that are known up to
/// an independent error of variance r would raise the mean squared error by r |w|²: the ridge is the noise of the reading.
///
/// What is maximised over the couplings is L = −½ E(w) − αΣ, with the readout solved for again at every evaluation and Σ the mean
/// entropy production rate over the patterns. As E is smallest at w, the change of w does not count in the gradient, and
/// ∂(−½E)/∂m_i^μ = (1/M)(y^μ − ŷ^μ) w_i: this holds for L with the ridge, which is why L has it. ``Outcome/error`` has not.
///
/// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024), for L; ridge regression: A. E. Hoerl and R. W. Kennard,
/// Technometrics 12, 55 (1970).
public struct PatternRegression: Sendable {
  /// The task.
  public let task: RandomPatternTask

  /// How many spins there are, N; the first read the components of the patterns, the others have no field.
  public let spins: Int

  /// The inverse temperature β, and the ridge r per pattern.
  public let beta, ridge: Double

  /// The patterns, eight at a time: 1/M, or 0 where there is no pattern; the target; exp(−βx_i).
  let groups: [(weight: SIMD8<Double>, target: SIMD8<Double>, roots: [SIMD8<Double>])]

  /// A regression.
  ///
  /// - Precondition: 2 to 8 spins, at least as many as components; the ridge is positive.
  public init(_ task: RandomPatternTask, spins: Int, beta: Double = 1, ridge: Double) {
    precondition(ridge > 0 && ridge.isFinite, "The ridge must be positive and finite.")
    (self.task, self.spins, self.beta, self.ridge) = (task, spins, beta, ridge)
    let inputs = task.inputs
    groups = stride(from: 0, to: task.count, by: 8).map { first in
      var group = (
        weight: SIMD8<Double>.zero, target: SIMD8<Double>.zero,
        roots: inputs[0].map { _ in SIMD8<Double>(repeating: 1) }
      )
      for place in first..<min(first + 8, inputs.count) {
        group.weight[place - first] = 1 / Double(inputs.count)
        group.target[place - first] = task.targets[place]
        for (i, x) in inputs[place].enumerated() { group.roots[i][place - first] = Elementary.exp(-beta * x) }
      }
      return group
    }
  }

  /// What a network achieves.
  public struct Outcome: Sendable, Hashable, Codable {
    /// (1/M) Σ (y − ŷ)², the mean squared error, without the ridge.
    public var error: Double
    /// Σ, the mean entropy production rate, in nats per unit time of k0; exactly 0 for symmetric couplings.
    public var sigma: Double
    /// w, one weight per spin.
    public var readout: [Double]
  }

  /// What the network with these couplings achieves.
  ///
  /// - Parameter couplings: W_ij row by row, N × N.
  public func outcome(of couplings: [Double]) -> Outcome {
    var lanes = lanes()
    lanes.set(couplings: couplings)
    return read(lanes).outcome
  }

  /// L and its derivatives by W_ij, row by row N × N, with zeros on the diagonal.
  ///
  /// - Parameters:
  ///   - couplings: W_ij row by row, N × N.
  ///   - price: α, in units of 1/k0.
  public func slope(at couplings: [Double], price: Double) -> GlobalMaximum.Slope {
    var lanes = lanes()
    lanes.set(couplings: couplings)
    let (outcome, residuals) = read(lanes)
    for (group, residual) in zip(groups, residuals) {
      _ = lanes.solve(group.roots)
      lanes.addGradient(slopes: outcome.readout.map { $0 * residual }, price: price, weight: group.weight)
    }
    let penalty = ridge * outcome.readout.reduce(0) { $0 + $1 * $1 }
    return GlobalMaximum.Slope(
      value: -0.5 * (outcome.error + penalty) - price * outcome.sigma, gradient: lanes.gradient)
  }

  private func lanes() -> SteadyStateLanes {
    SteadyStateLanes(spins: spins, beta: beta, observable: Array(repeating: 0, count: 1 << spins))
  }

  /// The outcome, and y − ŷ of all patterns.
  private func read(_ lanes: borrowing SteadyStateLanes) -> (outcome: Outcome, residuals: [SIMD8<Double>]) {
    var sigma = SIMD8<Double>.zero
    var averages: [[SIMD8<Double>]] = []
    for group in groups {
      sigma += group.weight * lanes.solve(group.roots).entropyProductionRate
      averages.append(lanes.magnetisations)
    }
    func mean(_ value: (Int) -> SIMD8<Double>) -> Double {
      groups.indices.reduce(SIMD8<Double>.zero) { $0 + groups[$1].weight * value($1) }.sum()
    }
    let moments = Matrix(rows: spins, columns: spins) { i, j in
      mean { averages[$0][i] * averages[$0][j] } + (i == j ? ridge : 0)
    }
    let overlaps = (0..<spins).map { i in mean { groups[$0].target * averages[$0][i] } }
    guard let readout = try? moments.solve(overlaps) else {
      preconditionFailure("A positive ridge makes the regression solvable.")
    }
    let residuals = groups.indices.map { number in
      zip(readout, averages[number]).reduce(groups[number].target) { $0 - $1.0 * $1.1 }
    }
    let error = mean { residuals[$0] * residuals[$0] }
    return (Outcome(error: error, sigma: sigma.sum(), readout: readout), residuals)
  }
}
