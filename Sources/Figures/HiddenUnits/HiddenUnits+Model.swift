import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

extension HiddenUnits {
  // MARK: - Model

  static func model(_ angle: Double, _ p: Parameters) -> ParityGateModel {
    let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: p.rho, beta: p.beta)
  }

  /// Symmetric networks: random ones, or two spins with given couplings.
  struct Symmetric: Cell {
    var model: ParityGateModel
    var hidden, networks: Int
    var couplings: [Double]
    var bound, step: Double

    init(model: ParityGateModel, hidden: Int, networks: Int, couplings: [Double], _ p: Parameters) {
      (self.model, self.hidden, self.networks, self.couplings) = (model, hidden, networks, couplings)
      (bound, step) = (p.bound, p.step)
    }

    /// A network, its effective coupling, what it knows, and what two spins with this coupling know, in bits.
    struct Network: Codable {
      var couplings: [Double]
      var effective: Double
      var exact: Performance
      var ofTwoSpins: Double
    }

    func compute(_ random: RandomStream) -> [Network] {
      let task = HiddenSpinTask(model, hidden: hidden, step: step)
      let pair = HiddenSpinTask(model, hidden: 0, step: step)
      var random = random
      let points = hidden == 0 ? couplings.map { [$0, $0] } : (0..<networks).map { _ in draw(task, &random) }
      return points.map { point in
        let effective = task.effectiveCoupling(of: point)
        return Network(
          couplings: point, effective: effective, exact: task.performance(of: point),
          ofTwoSpins: pair.performance(of: [effective, effective]).relevantInformation)
      }
    }

    /// A random symmetric network: couplings are uniform within half of the bound.
    private func draw(_ task: HiddenSpinTask, _ random: inout RandomStream) -> [Double] {
      let n = task.spins
      var matrix = Array(repeating: 0.0, count: n * n)
      for i in 0..<n {
        for j in 0..<i {
          matrix[i * n + j] = 0.5 * bound * (2 * random.uniform() - 1)
          matrix[j * n + i] = matrix[i * n + j]
        }
      }
      return task.couplings(of: matrix)
    }
  }

  /// The best equilibrium, in bits, and the best networks at each price of dissipation for each number of hidden spins.
  struct Optimise: Cell {
    var model: ParityGateModel
    var alphas: [Double]
    var hidden, starts: Int
    var bound, step: Double

    init(model: ParityGateModel, alphas: [Double], bound: Double? = nil, _ p: Parameters) {
      (self.model, self.alphas) = (model, alphas)
      (hidden, starts, self.bound, step) = (p.hidden, p.starts, bound ?? p.bound, p.step)
    }

    struct Result: Codable { var equilibrium: Double, paths: [[HiddenSpinBottleneck.Optimum]] }

    func compute(_ random: RandomStream) -> Result {
      let bottleneck = HiddenSpinBottleneck(model: model, bound: bound, step: step)
      return Result(
        equilibrium: Bottleneck(task: model.task(step: step), bound: bound).equilibrium.information,
        paths: bottleneck.optima(upTo: hidden, along: alphas, starts: starts, random: random))
    }
  }

  /// A network simulated at all inputs.
  struct Simulate: Cell {
    var model: ParityGateModel
    var hidden: Int
    var couplings: [Double]
    var step, burnIn, time: Double

    func compute(_ random: RandomStream) -> Performance {
      HiddenSpinTask(model, hidden: hidden, step: step, cutoff: 5)
        .sampledPerformance(of: couplings, burnIn: burnIn, duration: time, random: random)
    }
  }

  // MARK: - Samples

  static func sample(
    _ networks: [(angle: Double, hidden: Int, couplings: [Double])], _ p: Parameters, _ run: Run
  ) throws -> [SampledPerformance] {
    let cells = networks.map { network in
      let model = Self.model(network.angle, p)
      let switching = HiddenSpinTask(model, hidden: network.hidden, step: p.samplingStep)
        .switchingTime(of: network.couplings)
      return Simulate(
        model: model, hidden: network.hidden, couplings: network.couplings, step: p.samplingStep,
        burnIn: p.burnIn * (1 + switching), time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map(SampledPerformance.init(averaging:))
  }
}
