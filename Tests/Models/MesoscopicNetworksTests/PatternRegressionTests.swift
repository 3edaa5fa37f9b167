import ElementaryFunctions
import Estimation
import Matrices
import MesoscopicNetworks
import Randomness
import SpinNetworks
import Testing

@Suite struct PatternRegressionTests {
  static func task(_ seed: UInt64, count: Int = 20, components: Int = 5) -> MesoscopicTask {
    .randomPatterns(count: count, components: components, random: RandomStream(seed: seed)["patterns"])
  }

  /// Couplings drawn uniformly from −1...1, with a zero diagonal; symmetric if asked for.
  static func couplings(_ spins: Int, _ seed: UInt64, symmetric: Bool = false) -> Matrix {
    var random = RandomStream(seed: seed)["couplings"]
    var couplings = Matrix(rows: spins, columns: spins) { _, _ in 2 * random.uniform() - 1 }
    for i in 0..<spins {
      couplings[i, i] = 0
      for j in 0..<i where symmetric { couplings[i, j] = couplings[j, i] }
    }
    return couplings
  }

  /// Tasks with more patterns extend those with fewer; components and targets have the moments of their laws within 4 standard errors.
  @Test func patterns() {
    let (small, large) = (Self.task(3, count: 5, components: 3), Self.task(3, count: 2000, components: 4))
    #expect(Array(large.inputs.prefix(5)).map { Array($0.prefix(3)) } == small.inputs)
    #expect(Array((large.scalarTargets ?? []).prefix(5)) == small.scalarTargets)
    let components = Average(large.inputs.joined())
    #expect(components.estimate.isConsistent(with: 0, sigmas: 4))
    // Var(z²) = 2.
    #expect(abs(components.variance - 1) < 4 * (2 / 8000.0).squareRoot())
    let targets = Average(large.scalarTargets ?? [])
    #expect(targets.estimate.isConsistent(with: 0, sigmas: 4) && targets.variance > 0.99)
    #expect(small.fields(of: 5)[0] == small.inputs[0] + [0, 0])
  }

  /// Lanes of eight inputs against one master equation per input: error, readout, dissipation, with spins that read nothing.
  /// Negative control: other targets.
  @Test(arguments: [(5, 5), (4, 3)])
  func againstOneByOne(spins: Int, components: Int) throws {
    let task = Self.task(1, count: 11, components: components)
    let couplings = Self.couplings(spins, 2)
    let outcome = PatternRegression(task, spins: spins, beta: 1.2, ridge: 1e-3).outcome(of: couplings)
    let network = try SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: 1.2)
    let steady = try task.fields(of: spins).map { try SpinNetworkSteadyState(of: network.with(fields: $0)) }
    let averages = steady.map(\.magnetisations)
    let targets = task.scalarTargets ?? []
    let readout = RidgeReadout.fitted(to: averages, targets: targets.map { [$0] }, penalty: 1e-3)
    let errors = zip(averages, targets).map { -2 * readout.performance(of: $0, target: [$1]).value }
    #expect(zip(outcome.readout.weights.entries, readout.weights.entries).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(abs(outcome.error - Average(errors).mean) < 1e-10)
    #expect(abs(outcome.sigma - Average(steady.map(\.entropyProductionRate)).mean) < 1e-9)
    let flipped = MesoscopicTask(
      inputs: task.inputs, answers: .targets(targets.enumerated().map { [$0 < 4 ? -$1 : $1] }))
    let other = PatternRegression(flipped, spins: spins, beta: 1.2, ridge: 1e-3).outcome(of: couplings)
    #expect(abs(other.error - outcome.error) > 1e-3)
  }

  /// The gradient against central differences of sixth order and against ``MesoscopicObjective``, which knows nothing of lanes.
  /// Negative controls: the opposite sign, and the gradient at another price.
  @Test(arguments: [2, 5, 7])
  func gradient(spins: Int) throws {
    let task = Self.task(4, count: 10, components: 2)
    let regression = PatternRegression(task, spins: spins, ridge: 1e-3)
    let couplings = Self.couplings(spins, 5)
    let slope = regression.slope(at: couplings, price: 0.05)
    let size = slope.gradient.largestEntry
    let architecture = SpinArchitecture.allToAll(spins: spins, reading: 2)
    let h = 0.01
    for tie in architecture.ties where spins < 7 || (tie.on * spins + tie.by) % 5 == 1 {
      let difference = [(1.0, 45.0), (2, -9), (3, 1)].reduce(0) { sum, term in
        var (ahead, behind) = (couplings, couplings)
        ahead[tie.on, tie.by] += term.0 * h
        behind[tie.on, tie.by] -= term.0 * h
        let values = [ahead, behind].map { regression.slope(at: $0, price: 0.05).value }
        return sum + term.1 * (values[0] - values[1]) / (60 * h)
      }
      #expect(abs(slope.gradient[tie.on, tie.by] - difference) < 1e-6 * size)
    }
    let objective = MesoscopicObjective(
      architecture: architecture, task: task, dissipationCost: 0.05, readoutPenalty: 1e-3)
    let exact = try objective.exact(architecture.ties.map { couplings[$0.on, $0.by] })
    #expect(abs(exact.value.objective - slope.value) < 1e-9)
    let found = architecture.ties.map { slope.gradient[$0.on, $0.by] }
    #expect(zip(found, exact.gradient).allSatisfy { abs($0 - $1) < 1e-7 * size })
    #expect(zip(found, exact.gradient).contains { abs($0 + $1) > 0.1 * size })
    let free = regression.slope(at: couplings, price: 0).gradient
    #expect((free - slope.gradient).largestEntry > 1e-4 * size)
  }

  /// Symmetric networks do not dissipate at all, and their response is symmetric. Negative control: one coupling changed.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func equilibrium(seed: UInt64) {
    let regression = PatternRegression(Self.task(seed), spins: 5, ridge: 1e-4)
    var couplings = Self.couplings(5, seed, symmetric: true)
    #expect(regression.outcome(of: couplings).sigma == 0)
    #expect(regression.responseAsymmetry(of: couplings) < 1e-8)
    #expect(couplingAsymmetry(couplings) == 0)
    couplings[0, 1] += 0.5
    #expect(regression.outcome(of: couplings).sigma > 1e-3)
    #expect(regression.responseAsymmetry(of: couplings) > 1e-3)
    #expect(couplingAsymmetry([[0, 1], [0, 0]]) == 0.5.squareRoot())
  }

  /// The asymmetry of the response against ∂m_i/∂x_j of single steady states.
  @Test func responses() throws {
    let task = Self.task(9, count: 9, components: 4)
    let couplings = Self.couplings(4, 9)
    let network = try SpinNetwork(couplings: couplings, fields: [0, 0, 0, 0], beta: 1.3)
    var (antisymmetric, all) = (0.0, 0.0)
    for fields in task.fields(of: 4) {
      let steady = try SpinNetworkSteadyState(of: network.with(fields: fields))
      let response = try (0..<4).map { i in
        try steady.gradient(of: steady.observable(weighing: (0..<4).map { $0 == i ? 1 : 0 })).fields
      }
      for i in 0..<4 {
        for j in 0..<4 {
          antisymmetric += 0.25 * (response[i][j] - response[j][i]) * (response[i][j] - response[j][i])
          all += response[i][j] * response[i][j]
        }
      }
    }
    let found = PatternRegression(task, spins: 4, beta: 1.3, ridge: 1e-3).responseAsymmetry(of: couplings)
    #expect(abs(found - (antisymmetric / all).squareRoot()) < 1e-9 && found > 0.01)
  }

  /// The variance of a time average against the formula for free spins, each of which remembers at the rate 2 cosh βx: with
  /// γT = g, Var = (1 − m²) 2 (g − 1 + e^(−g))/g². Negative control: the variance of a long observation at a short time.
  @Test func readingOfFreeSpins() throws {
    let task = Self.task(6, count: 3, components: 2)
    let regression = PatternRegression(task, spins: 2, ridge: 1e-3)
    let readout = RidgeReadout(weights: [[0.7, -1.3]])
    let times = [0.1, 1, 30]
    let found = try regression.readingVariances(of: .zeros(2, 2), readout, over: times)
    for (time, variance) in zip(times, found) {
      let terms = task.inputs.flatMap { input in
        zip(input, readout.weights.entries).map { x, w -> Double in
          let g = 2 * 0.5 * (Elementary.exp(x) + Elementary.exp(-x)) * time
          let m = Elementary.tanh(x)
          return w * w * (1 - m * m) * 2 * (g - 1 + Elementary.exp(-g)) / (g * g)
        }
      }
      #expect(abs(variance - terms.reduce(0, +) / 3) < 1e-11)
    }
    #expect(abs(found[0] - 300 * found[2]) > found[0])
  }

  /// Simulated networks within 4 standard errors of the exact error, of the error over a finite time and of Σ. Negative control: the
  /// error over a finite time is not the error at the averages.
  @Test func samples() throws {
    let task = Self.task(2, count: 10, components: 4)
    let regression = PatternRegression(task, spins: 4, ridge: 1e-3)
    let couplings = Self.couplings(4, 8)
    let readout = RidgeReadout(weights: [[1.5, -1, 2, -0.7]])
    let network = try SpinNetwork(couplings: couplings, fields: [0, 0, 0, 0], beta: 1)
    let averages = try task.fields(of: 4).map {
      try SpinNetworkSteadyState(of: network.with(fields: $0)).magnetisations
    }
    let residuals = zip(averages, task.scalarTargets ?? []).map { $1 - readout.answer(to: $0)[0] }
    let exact = Average(residuals.map { $0 * $0 }).mean
    let random = RandomStream(seed: 5)["pattern samples"]
    let replicas = try (0..<256).map {
      try task.regressionSample(
        of: network, readout, burnIn: 30, duration: 20, method: .multiplicative, random: random[$0])
    }
    let error = Average(replicas.map(\.error)).estimate
    let noisy = Average(replicas.map(\.noisyError)).estimate
    #expect(error.isConsistent(with: exact, sigmas: 4))
    #expect(
      Average(replicas.map(\.sigma)).estimate.isConsistent(with: regression.outcome(of: couplings).sigma, sigmas: 4))
    let variance = try regression.readingVariances(of: couplings, readout, over: [20])[0]
    #expect(noisy.isConsistent(with: exact + variance, sigmas: 4))
    #expect(!noisy.isConsistent(with: exact, sigmas: 8))
  }
}
