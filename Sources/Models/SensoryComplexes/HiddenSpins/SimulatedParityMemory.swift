import Cells
import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Validation

/// The memory of the parity s₁s₂ from Gillespie trajectories at all inputs: one replica.
///
/// With S and S′ the integrals of s₁s₂ over two successive windows of length T and C(t) the
/// autocorrelation, Var(S) + 2 Cov(S, S′) = 2T∫C(t)dt, but for a memory longer than a window. Two
/// independent trajectories give the deviations without their mean: the difference of their
/// integrals over √2 has the same variances.
package struct SimulatedParityMemory: Cell, Validated {
  /// The gate, its inputs and the temperature.
  package var model: ParityGateModel
  /// The number of hidden spins.
  package var hidden: Int
  /// The couplings, as a point of the ``HiddenSpinTask``.
  package var couplings: [Double]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before the first window, and the length of a window, in units of 1/k0.
  package var burnIn, window: Double
  /// The number of windows of a trajectory, at least two.
  package var windows: Int

  /// A cell.
  package init(
    model: ParityGateModel, hidden: Int, couplings: [Double], step: Double, burnIn: Double, window: Double,
    windows: Int
  ) {
    (self.model, self.hidden, self.couplings, self.step) = (model, hidden, couplings, step)
    (self.burnIn, self.window, self.windows) = (burnIn, window, windows)
    requireNoFlaw()
  }

  /// ∫C(t)dt/C(0) in units of 1/k0, as ``HiddenSpinTask/memoryTime(of:)``, from the results of
  /// independent replicas.
  package static func memoryTime(averaging replicas: [[Double]]) -> Estimate {
    Estimate.jackknife(replicas) { $0[0] / $0[1] }
  }

  /// ∫C(t)dt in units of 1/k0, and C(0), both averaged over the inputs.
  package func compute(_ random: RandomStream) throws -> [Double] {
    let task = HiddenSpinTask(model, hidden: hidden, step: step, cutoff: 5)
    let none = Array(repeating: 0.0, count: hidden)
    let network = try SpinNetwork(couplings: task.matrix(couplings), fields: [0, 0] + none, beta: model.beta)
    var (integral, variance) = (0.0, 0.0)
    for (place, (x, weight)) in zip(task.ensemble.inputs, task.ensemble.weights).enumerated() {
      let reading = try network.with(fields: [x.x, x.y] + none)
      let pair = (0..<2).map { parities(of: reading, random[place][$0]) }
      let differences = zip(pair[0], pair[1]).map { ($0 - $1) / 2.0.squareRoot() }
      let squares = differences.reduce(0) { $0 + $1 * $1 } / Double(windows)
      let products = zip(differences, differences.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(windows - 1)
      integral += weight * (squares + 2 * products) / (2 * window)
      let means = pair.map { $0.reduce(0, +) / (Double(windows) * window) }
      variance += weight * (1 - means[0] * means[1])
    }
    return [integral, variance]
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Double]) -> String? {
    result.count == 2 ? nil : "A memory has an integral and a variance."
  }

  /// The integrals of s₁s₂ over successive windows of a trajectory.
  private func parities(of network: SpinNetwork, _ random: RandomStream) -> [Double] {
    let start = SpinState(Array(repeating: 1, count: network.count), in: network)
    var trajectory = Gillespie(network, from: start, random: random)
    trajectory.relax(until: burnIn)
    return (1...windows).map { number in
      var sum = 0.0
      trajectory.advance(until: burnIn + Double(number) * window) { sojourn in
        sum += sojourn.duration * sojourn.state[0] * sojourn.state[1]
      }
      return sum
    }
  }
}

extension SimulatedParityMemory {
  /// Reads a cell.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    model = try fields.read(.model)
    hidden = try fields.read(.hidden)
    couplings = try fields.read(.couplings)
    step = try fields.read(.step)
    burnIn = try fields.read(.burnIn)
    window = try fields.read(.window)
    windows = try fields.read(.windows)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    windows > 1 ? nil : "A memory is seen in two successive windows."
  }
}
