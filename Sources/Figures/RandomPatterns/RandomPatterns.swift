import Companion
import Estimation
import Learning

/// Random patterns told apart by spin networks, in and out of equilibrium: exactly for five spins, by simulation alone for twenty.
@main
struct RandomPatterns: Figure {
  // MARK: - Question

  static let title = "Learning random patterns"
  static let question =
    "What does a network of spins gain at a random regression when its couplings need not be reciprocal?"
  static let section = "18"
  static let minutes = 4.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Number of tasks; patterns of each, M; spins that read one component each, N.
    var tasks = 12, patterns = 20, spins = 5
    /// Inverse temperature β per unit of the inputs; ridge per pattern, with M = 20 a sum's ridge of 1e-4; bound on all couplings.
    var beta = 1.0, ridge = 5e-6, bound = 3.0
    /// The longest switching time of a free network that counts, in 1/k0: the rate Σ would reward slowness without end.
    var patience = 1000.0
    /// Prices α of dissipation, nats per nat and 1/k0; searches from random networks, free ones at every price and symmetric ones.
    var alphas = decades(1e-4, 100, [1, 1.8, 3.2, 5.6]), starts = 10, symmetricStarts = 80
    /// Spins of the symmetric networks with about as many couplings, and their searches.
    var controlSpins = 7, controlStarts = 10
    /// Entropy production rates Σ that are allowed, in k0: along the line of panel a, and where networks are sampled.
    var budgets = decades(1e-4, 10, [1, 1.8, 3.2, 5.6]), sampledBudgets = [1e-3, 0.01, 0.1, 1, 10]
    /// Panel b: numbers of patterns, prices, searches, and what is allowed.
    var loads = [5, 10, 15, 20, 25, 30, 40], loadAlphas = decades(1e-3, 10, [1, 3.2]), loadStarts = 6
    var loadBudgets = [0.01, 0.1, 1]
    /// Burn-in in units of 1/k0 plus the longest time in which the network switches; observation time per input and half in 1/k0;
    /// number of independent replicas. Panel e: observation times of the lines and of the sampled points, in 1/k0.
    var burnIn = 10.0, time = 1000.0, replicas = 32
    var times = decades(10, 1e4, [1, 3]), sampledTimes = [30.0, 300, 3000]
    /// Panel c: tasks, spins and patterns; prices, in ascending order; ridge per pattern; spread of the first couplings times √N.
    var trainedTasks = 10, trainedSpins = 20, trainedPatterns = 80, trainedAlphas = [0.01, 0.1, 1], trainedRidge = 1e-3
    var startingScale = 0.5
    /// Steps of the symmetric network, of each free one, and per record; learning rate; burn-in, time and window of a step, in 1/k0.
    var steps = 300, furtherSteps = 100, stepsPerRecord = 20, rate = 0.01
    var trainingBurnIn = 4.0, trainingTime = 50.0, window = 8.0
    /// How the trained networks are read: burn-in, time for the fit of the readout and for each half of a replica, in 1/k0; number
    /// of replicas, and of inputs at which one network is solved exactly.
    var readingBurnIn = 50.0, fitTime = 4000.0, readingTime = 500.0, readingReplicas = 8, solvedInputs = 8
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
      run.series("control-\(name)", ["budget": ends(p), "error": ends(p).map { _ in Average(errors).mean }])
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
