import ElementaryFunctions
import Matrices
import SpinNetworks
import Validation

/// How well and at what cost a network of N ≤ 8 spins answers with numbers: exactly, with gradients.
///
/// The same as a ``MesoscopicObjective`` of scalar targets whose first spins read the inputs, for small networks that an optimiser
/// asks for again and again: eight inputs at a time (`SteadyStateLanes`), some hundred times faster than one by one.
///
/// Each input is a static field x^μ in which the network, with exponential rates, has the averages m^μ = ⟨s|x^μ⟩. A linear
/// readout ŷ^μ = w·m^μ without a constant is fitted by ridge regression: w minimises
///
///     E(w) = (1/M) Σ_μ (y^μ − w·m^μ)² + r |w|²
///
/// with r per pattern; written with the sum over patterns instead of their mean, the ridge is Mr. Averages known up to
/// independent errors of variance r raise the mean squared error by r |w|²: the ridge is the noise of the reading.
///
/// What is maximised over the couplings is L = −½ E(w) − αΣ, with the readout solved for again at every evaluation and Σ the mean
/// entropy production rate. As E is smallest at w, the change of w does not count in the gradient, and
/// ∂(−½E)/∂m_i^μ = (1/M)(y^μ − ŷ^μ) w_i. This holds because E has the ridge; ``Outcome/error`` has not.
///
/// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024), for L.
public struct PatternRegression: Sendable {
  /// The inputs and their targets.
  public let task: MesoscopicTask

  /// How many spins there are, N; the first read the inputs, the others have no field.
  public let spins: Int

  /// The inverse temperature β, and the ridge r per pattern.
  public let beta, ridge: Double

  let targets: [Double]

  /// The inputs, eight at a time: 1/M, or 0 where there is none; exp(−βx_i).
  let groups: [(weight: SIMD8<Double>, roots: [SIMD8<Double>])]

  /// A regression.
  ///
  /// - Precondition: one target per input; 2 to 8 spins, at least as many as an input has numbers; the ridge is positive.
  public init(_ task: MesoscopicTask, spins: Int, beta: Double = 1, ridge: Double) {
    guard let targets = task.scalarTargets else { fatalError("A regression has one target per input.") }
    require(ridge > 0 && ridge.isFinite, "The ridge must be positive and finite.")
    (self.task, self.spins, self.beta, self.ridge, self.targets) = (task, spins, beta, ridge, targets)
    let fields = task.fields(of: spins)
    groups = stride(from: 0, to: fields.count, by: 8).map { first in
      var (weight, roots) = (SIMD8<Double>.zero, Array(repeating: SIMD8<Double>(repeating: 1), count: spins))
      for place in first..<min(first + 8, fields.count) {
        weight[place - first] = 1 / Double(fields.count)
        for (i, x) in fields[place].enumerated() { roots[i][place - first] = Elementary.exp(-beta * x) }
      }
      return (weight, roots)
    }
  }

  /// What a network achieves.
  public struct Outcome: Sendable, Hashable, Codable {
    /// (1/M) Σ (y − ŷ)², the mean squared error, without the ridge.
    public var error: Double
    /// Σ, the mean entropy production rate, in nats per unit time of k0; exactly 0 for symmetric couplings.
    public var sigma: Double
    /// w.
    public var readout: RidgeReadout
  }

  /// What the network with these couplings achieves.
  ///
  /// - Parameter couplings: W, N × N.
  public func outcome(of couplings: Matrix) -> Outcome {
    var lanes = lanes()
    lanes.set(couplings: couplings)
    return read(lanes).outcome
  }

  /// L and its derivatives by W_ij, with zeros on the diagonal.
  ///
  /// - Parameters:
  ///   - couplings: W, N × N.
  ///   - price: α, in units of 1/k0.
  public func slope(at couplings: Matrix, price: Double) -> (value: Double, gradient: Matrix) {
    var lanes = lanes()
    lanes.set(couplings: couplings)
    let (outcome, residuals) = read(lanes)
    let weights = outcome.readout.weights.entries
    for (group, residual) in zip(groups, residuals) {
      _ = lanes.solve(group.roots)
      lanes.addGradient(slopes: weights.map { $0 * residual }, price: price, weight: group.weight)
    }
    let penalty = ridge * weights.reduce(0) { $0 + $1 * $1 }
    return (-0.5 * (outcome.error + penalty) - price * outcome.sigma, lanes.gradient)
  }

  func lanes(observable: [Double]? = nil) -> SteadyStateLanes {
    SteadyStateLanes(spins: spins, beta: beta, observable: observable ?? Array(repeating: 0, count: 1 << spins))
  }

  /// The outcome, and y − ŷ of all inputs.
  private func read(_ lanes: borrowing SteadyStateLanes) -> (outcome: Outcome, residuals: [SIMD8<Double>]) {
    var sigma = SIMD8<Double>.zero
    var averages: [[Double]] = []
    for (number, group) in groups.enumerated() {
      sigma += group.weight * lanes.solve(group.roots).entropyProductionRate
      let m = lanes.magnetisations
      averages += (0..<min(8, targets.count - 8 * number)).map { lane in m.map { $0[lane] } }
    }
    let readout = RidgeReadout.fitted(to: averages, targets: targets.map { [$0] }, penalty: ridge)
    var residuals = groups.map { _ in SIMD8<Double>.zero }
    var error = 0.0
    for (place, m) in averages.enumerated() {
      let residual = targets[place] - zip(readout.weights.entries, m).reduce(0) { $0 + $1.0 * $1.1 }
      residuals[place / 8][place % 8] = residual
      error += residual * residual
    }
    return (Outcome(error: error / Double(targets.count), sigma: sigma.sum(), readout: readout), residuals)
  }
}
