import Cells
import Companion
import Estimation
import Randomness
import SensoryComplexes
import SpinNetworks
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

    /// A network, its effective coupling, its performance, and the information of two spins with this coupling, in bits.
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

  /// Symmetric networks whose effective couplings cover a range.
  struct Cover: Cell {
    var model: ParityGateModel
    var hidden: Int
    /// The effective coupling of each network, as far as the bound on the couplings allows.
    var effective: [Double]
    var bound, step: Double

    /// A network, its effective coupling and its performance.
    struct Network: Codable {
      var couplings: [Double]
      var effective: Double
      var exact: Performance
    }

    func compute(_ random: RandomStream) -> [Network] {
      let task = HiddenSpinTask(model, hidden: hidden, step: step)
      var random = random
      return effective.map { wanted in
        let couplings = draw(task, wanted, &random)
        return Network(
          couplings: couplings, effective: task.effectiveCoupling(of: couplings), exact: task.performance(of: couplings)
        )
      }
    }

    /// All couplings but that between the visible spins are uniform within the bound. That one supplies the rest of the
    /// effective coupling: of some draws the first counts for which the bound allows it, or else the nearest.
    private func draw(_ task: HiddenSpinTask, _ wanted: Double, _ random: inout RandomStream) -> [Double] {
      let n = task.spins
      let draws = (0..<100).map { _ -> (matrix: [Double], rest: Double) in
        var matrix = Array(repeating: 0.0, count: n * n)
        for i in 2..<n {
          for j in 0..<i {
            matrix[i * n + j] = bound * (2 * random.uniform() - 1)
            matrix[j * n + i] = matrix[i * n + j]
          }
        }
        return (matrix, wanted - task.effectiveCoupling(of: task.couplings(of: matrix)))
      }
      var (matrix, rest) =
        draws.first { abs($0.rest) <= bound } ?? draws.min { abs($0.rest) < abs($1.rest) } ?? draws[0]
      rest = min(max(rest, -bound), bound)
      (matrix[1], matrix[n]) = (rest, rest)
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

  /// The memory of the parity s₁s₂ from Gillespie trajectories at all inputs.
  ///
  /// With S and S′ the integrals of s₁s₂ over two successive windows of length T and C(t) the autocorrelation,
  /// Var(S) + 2 Cov(S, S′) = 2T∫C(t)dt, but for a memory longer than a window. Two independent trajectories give the
  /// deviations without their mean: the difference of their integrals over √2 has the same variances.
  struct Remember: Cell {
    var model: ParityGateModel
    var hidden: Int
    var couplings: [Double]
    var step, burnIn, window: Double
    var windows: Int

    /// ∫C(t)dt in units of 1/k0, and C(0), both averaged over the inputs.
    func compute(_ random: RandomStream) -> [Double] {
      let task = HiddenSpinTask(model, hidden: hidden, step: step, cutoff: 5)
      let none = Array(repeating: 0.0, count: hidden)
      let network = SpinNetwork(couplings: task.matrix(couplings), fields: [0, 0] + none, beta: model.beta)
      var (integral, variance) = (0.0, 0.0)
      for (place, (x, weight)) in zip(task.ensemble.inputs, task.ensemble.weights).enumerated() {
        let reading = network.with(fields: [x.x, x.y] + none)
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

    /// The integrals of s₁s₂ over successive windows of a trajectory.
    private func parities(of network: SpinNetwork, _ random: RandomStream) -> [Double] {
      let start = SpinState(Array(repeating: 1, count: network.count), in: network)
      var trajectory = Gillespie(network, from: start, random: random)
      trajectory.relax(until: burnIn)
      return (1...windows).map { number in
        trajectory = trajectory.until(burnIn + Double(number) * window)
        var sum = 0.0
        while let sojourn = trajectory.next() { sum += sojourn.duration * sojourn.state[0] * sojourn.state[1] }
        return sum
      }
    }
  }

  // MARK: - Samples

  /// The sampled memory ∫C(t)dt/C(0) of the parity, in units of 1/k0.
  static func memory(
    _ networks: [[Double]], at angle: Double, hidden: Int, _ p: Parameters, _ run: Run
  ) throws -> [Estimate] {
    let model = Self.model(angle, p)
    let task = HiddenSpinTask(model, hidden: hidden, step: p.samplingStep)
    let cells = networks.map { couplings in
      let longest = 1 + task.switchingTime(of: couplings)
      let window = p.memoryWindow * longest
      return Remember(
        model: model, hidden: hidden, couplings: couplings, step: p.samplingStep, burnIn: p.burnIn * longest,
        window: window, windows: max(6, Int((p.memoryTime / window).rounded(.up))))
    }
    return try run.sweep("memory", over: cells, replicas: p.replicas).map { replicas in
      Estimate.jackknife(replicas) { $0[0] / $0[1] }
    }
  }

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
