import Companion
import Estimation
import MesoscopicNetworks

/// Random patterns told apart by spin networks, in and out of equilibrium: exactly for five spins, by simulation alone for twenty.
@main
struct RandomPatterns: Figure {
  // MARK: - Question

  static let title = "Learning random patterns"
  static let question =
    "How much better does a network of spins learn random patterns when its couplings need not be reciprocal?"
  static let section = "18"
  static let minutes = 4.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("random tasks of small networks, in panels a, b, d and e", in: 2...1000) var tasks = 12
    @Parameter("patterns of each task M, in panels a, d and e", in: 1...1000) var patterns = 20
    @Parameter("spins N in panels a, b, d and e; each reads one component of a pattern", in: 2...7) var spins = 5
    @Parameter("inverse temperature β of the heat bath, per unit of the inputs", in: 0.01...20) var beta = 1.0
    @Parameter("ridge of small networks, the price r of the squared weights of the readout", in: 1e-9...1)
    var ridge = 5e-6
    @Parameter("bound on the absolute values of all couplings, at most 10/β", in: 0.01...1000) var bound = 3.0
    @Parameter("longest switching time of a spin with which a free network counts", unit: "1/k0", in: 0.01...1e9)
    var patience = 1000.0
    @Parameter("prices α of dissipation at which small networks are optimised", unit: "1/k0", in: 0...1e6)
    var alphas = decades(1e-4, 100, [1, 1.8, 3.2, 5.6])
    @Parameter("searches from random networks: of free networks, at every price", in: 0...10_000) var starts = 10
    @Parameter("searches from random networks: of symmetric networks", in: 4...10_000) var symmetricStarts = 80
    @Parameter("spins of the larger symmetric networks in panel a, at least as many as N", in: 2...8)
    var controlSpins = 7
    @Parameter("searches from random networks: of the larger symmetric networks", in: 0...10_000) var controlStarts = 10
    @Parameter("allowed entropy production rates Σ: of the lines in panels a and d", unit: "k0", in: 1e-9...1e6)
    var budgets = decades(1e-4, 10, [1, 1.8, 3.2, 5.6])
    @Parameter("allowed entropy production rates Σ: of the sampled points in panel a", unit: "k0", in: 1e-9...1e6)
    var sampledBudgets = [1e-3, 0.01, 0.1, 1, 10]
    @Parameter("numbers of patterns M in panel b, in ascending order", in: 1...1000)
    var loads = [5, 10, 15, 20, 25, 30, 40]
    @Parameter("prices α of dissipation at which the networks of panel b are optimised", unit: "1/k0", in: 0...1e6)
    var loadAlphas = decades(1e-3, 10, [1, 3.2])
    @Parameter("searches from random networks: of the free networks in panel b, at every price", in: 0...10_000)
    var loadStarts = 6
    @Parameter("allowed entropy production rates Σ: in panels b and e", unit: "k0", in: 1e-9...1e6, count: 1...3)
    var loadBudgets = [0.01, 0.1, 1]
    @Parameter(
      "simulated time before averages begin, for small networks, plus as many times the longest switching time of a spin",
      unit: "1/k0", in: 0...1e6)
    var burnIn = 10.0
    @Parameter("simulated time of the averages in panel a, per input and half", unit: "1/k0", in: 0.01...1e6)
    var time = 1000.0
    @Parameter("independent repetitions for small networks, from which the errors come", in: 2...100_000)
    var replicas = 32
    @Parameter("observation times T in panel e: of the lines", unit: "1/k0", in: 0.01...1e6)
    var times = decades(10, 1e4, [1, 3])
    @Parameter("observation times T in panel e: of the sampled points, from times", unit: "1/k0", in: 0.01...1e6)
    var sampledTimes = [30.0, 300, 3000]
    @Parameter("random tasks of trained networks, in panels c and f", in: 2...1000) var trainedTasks = 10
    @Parameter("spins of trained networks", in: 2...20) var trainedSpins = 20
    @Parameter("patterns of each task for trained networks", in: 1...10_000) var trainedPatterns = 80
    @Parameter("prices α of dissipation in the training, from the last one to the first", unit: "1/k0", in: 0...1e6)
    var trainedAlphas = [0.01, 0.1, 1]
    @Parameter("ridge of trained networks, the price r of the squared weights of the readout", in: 1e-9...1)
    var trainedRidge = 1e-3
    @Parameter("standard deviation of the couplings at the start of training, times the root of the spins", in: 0...10)
    var startingScale = 0.5
    @Parameter("steps of training: of the symmetric network, a multiple of stepsPerRecord", in: 1...1_000_000)
    var steps = 300
    @Parameter("steps of training: of the free network at each price, a multiple of stepsPerRecord", in: 1...1_000_000)
    var furtherSteps = 100
    @Parameter("steps of training: over which the course in panel f is averaged", in: 1...10_000) var stepsPerRecord =
      20
    @Parameter("largest learning rate", in: 1e-6...1) var rate = 0.01
    @Parameter("simulated time before averages begin, per path in training", unit: "1/k0", in: 0...1e6)
    var trainingBurnIn = 4.0
    @Parameter("simulated time of flips that count, per path in training", unit: "1/k0", in: 0.01...1e6)
    var trainingTime = 50.0
    @Parameter("time after a flip that its score is credited with, in training", unit: "1/k0", in: 0.01...1e3)
    var window = 8.0
    @Parameter("simulated time before averages begin, for trained networks", unit: "1/k0", in: 0...1e6)
    var readingBurnIn = 50.0
    @Parameter(
      "simulated time per input from which the readout is fitted, for trained networks", unit: "1/k0", in: 0.01...1e7)
    var fitTime = 4000.0
    @Parameter("simulated time of the averages, for trained networks, per input and half", unit: "1/k0", in: 0.01...1e7)
    var readingTime = 500.0
    @Parameter("independent repetitions for trained networks, which are averaged", in: 2...100_000)
    var readingReplicas = 8
    @Parameter("inputs at which one trained network is solved exactly, at most trainedPatterns", in: 1...10_000)
    var solvedInputs = 8
  }

  static let paper = Parameters()
  static let quick = Parameters(
    tasks: 2, alphas: [1e-3, 0.01, 0.1, 1], starts: 2, symmetricStarts: 10, controlSpins: 6, controlStarts: 1,
    budgets: [0.001, 0.01, 0.1, 1, 10], sampledBudgets: [0.01, 1], loads: [10, 20], loadAlphas: [0.01, 1],
    loadStarts: 1,
    time: 100, replicas: 6, times: [100, 1000], sampledTimes: [100], trainedTasks: 2, trainedSpins: 12,
    trainedPatterns: 40, trainedAlphas: [0.1],
    steps: 40, furtherSteps: 20, trainingTime: 20, fitTime: 400, readingTime: 100, readingReplicas: 4, solvedInputs: 2)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let largest = (count: max(p.patterns, p.loads.max() ?? 0), components: max(p.spins, p.controlSpins))
    let drawn = try run.sweep(
      "patterns",
      over: (0..<p.tasks).map { Draw(number: $0, count: largest.count, components: largest.components) })
    let tasks = drawn.map { part(of: $0, count: p.patterns, components: p.spins) }
    let found = try run.sweep(
      "optima",
      over: tasks.map { Optimise($0, spins: p.spins, alphas: p.alphas, p.symmetricStarts, p.starts, p) })
    recordPath(found, p, run)
    try controls(drawn, found, p, run)
    try loads(drawn, p, run)
    let deviations = try sampledFront(tasks, found, p, run) + reading(tasks, found, p, run) + trained(p, run)
    run.deviations(deviations)
  }

  /// Symmetric networks with as many couplings: with spins that read nothing, and with spins that read components of their own.
  private static func controls(
    _ drawn: [MesoscopicTask], _ found: [Optimise.Result], _ p: Parameters, _ run: Run
  ) throws {
    for (name, components) in [("hidden", p.spins), ("wider", p.controlSpins)] {
      let errors = try run.sweep(
        "control",
        over: drawn.map {
          Control(
            task: part(of: $0, count: p.patterns, components: components), spins: p.controlSpins,
            starts: p.controlStarts, beta: p.beta, ridge: p.ridge, bound: p.bound)
        })
      run.number("control-\(name)", Average(errors).estimate)
      for budget in p.loadBudgets {
        let wins = zip(found, errors).filter { ($0.front.loss(atCost: budget) ?? $0.symmetric.error) < $1 }
        run.number("wins-\(name)-\(label(budget))", Double(wins.count))
      }
    }
  }

  /// Panel b: the same for other numbers of patterns.
  private static func loads(_ drawn: [MesoscopicTask], _ p: Parameters, _ run: Run) throws {
    let found = try p.loads.map { load in
      try run.sweep(
        "loads",
        over: drawn.map {
          Optimise(
            part(of: $0, count: load, components: p.spins), spins: p.spins, alphas: p.loadAlphas,
            p.symmetricStarts / 4, p.loadStarts, p)
        })
    }
    let counts = p.loads.map { Double($0) / Double(p.spins) }
    func record(_ name: String, _ error: (Optimise.Result) -> Double) {
      run.series(
        name, ["load": counts], estimates: ["error": found.map { Average($0.map(error)).estimate }])
    }
    record("load-zero", \.zero)
    record("load-symmetric", \.symmetric.error)
    for budget in p.loadBudgets { record("load-\(label(budget))") { $0.network(within: budget).error } }
  }
}
