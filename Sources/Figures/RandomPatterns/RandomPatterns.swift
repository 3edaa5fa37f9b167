import Companion
import Estimation
import Matrices
import MesoscopicNetworks
import SpinNetworks

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
    @Parameter("prices of the squared couplings |W|² in panels g and h", in: 0...1e6)
    var normPrices = decades(1e-4, 0.1, [1, 1.8, 3.2, 5.6])
    @Parameter("prices of the flip rate of the network in panels g and h", unit: "1/k0", in: 0...1e6)
    var flipPrices = decades(1e-3, 1, [1, 1.8, 3.2, 5.6])
    @Parameter("mean squared errors at which networks are compared by what had a price", in: 1e-9...10)
    var matchedErrors = [0.1, 0.2, 0.3]
    @Parameter("standard deviations σ_x of the disturbances of the inputs in panel h", in: 1e-9...5)
    var disturbances = [0.03, 0.06, 0.1, 0.2, 0.3]
    @Parameter("disturbed copies of every input in panel h", in: 1...10_000) var copies = 50
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
    time: 100, replicas: 6, times: [100, 1000], sampledTimes: [100], normPrices: [3e-4, 3e-3], flipPrices: [0.01, 0.1],
    matchedErrors: [0.1], disturbances: [0.03, 0.1], copies: 5, trainedTasks: 2, trainedSpins: 12,
    trainedPatterns: 40, trainedAlphas: [0.1],
    steps: 40, furtherSteps: 20, trainingTime: 20, fitTime: 400, readingTime: 100, readingReplicas: 4, solvedInputs: 2)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound, in: 0.01...10 / p.beta, "bound")
    try Complaint.unless(p.controlSpins, in: p.spins...8, "controlSpins")
    try Complaint.unless(p.loads.map(Double.init), in: 1...1000, "loads")
    try Complaint.unless(Set(p.times).isSuperset(of: p.sampledTimes), "sampledTimes", "must be among times")
    for (name, steps) in [("steps", p.steps), ("furtherSteps", p.furtherSteps)] {
      try Complaint.unless(steps % p.stepsPerRecord == 0, name, "must be a multiple of stepsPerRecord")
    }
    try Complaint.unless(p.solvedInputs, in: 1...p.trainedPatterns, "solvedInputs")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let drawn = try draw(
      p.tasks, in: "patterns", patterns: max(p.patterns, p.loads.max() ?? 0),
      components: max(p.spins, p.controlSpins))
    let tasks = drawn.map { $0.part(patterns: p.patterns, components: p.spins) }
    let optima = try bestNetworks(
      "optima", of: tasks, alphas: p.alphas, symmetricStarts: p.symmetricStarts, starts: p.starts)
    recordFront(optima)
    try controls(drawn, optima)
    try regularisers(tasks, optima)
    try loads(drawn)
    let deviations = try sampledFront(tasks, optima) + reading(tasks, optima) + trained()
    run.deviations(deviations)
  }

  /// Random tasks.
  private func draw(
    _ tasks: Int, in sweep: String, patterns: Int, components: Int
  ) throws -> [MesoscopicTask] {
    try run.sweep(
      sweep,
      over: (0..<tasks).map { RandomRegression(number: $0, patterns: patterns, components: components) })
  }

  // MARK: - Small networks, exactly

  /// The best networks for every task.
  private func bestNetworks(
    _ name: String, of tasks: [MesoscopicTask], alphas: [Double], symmetricStarts: Int, starts: Int
  ) throws -> [PatternOptima.Result] {
    try run.sweep(
      name,
      over: tasks.map {
        PatternOptima(
          task: $0, spins: p.spins, beta: p.beta, ridge: p.ridge, bound: p.bound, patience: p.patience,
          alphas: alphas, symmetricStarts: symmetricStarts, starts: starts)
      })
  }

  /// Symmetric networks with as many couplings: with spins that read nothing, and with spins that read components of their own.
  private func controls(_ drawn: [MesoscopicTask], _ optima: [PatternOptima.Result]) throws {
    for (name, components) in [("hidden", p.spins), ("wider", p.controlSpins)] {
      let errors = try run.sweep(
        "control",
        over: drawn.map {
          SymmetricPatternError(
            task: $0.part(patterns: p.patterns, components: components), spins: p.controlSpins,
            starts: p.controlStarts, beta: p.beta, ridge: p.ridge, bound: p.bound)
        })
      recordControl(name, errors, optima)
    }
  }

  /// Panel b: the same for other numbers of patterns.
  private func loads(_ drawn: [MesoscopicTask]) throws {
    let optima = try p.loads.map { load in
      try bestNetworks(
        "loads", of: drawn.map { $0.part(patterns: load, components: p.spins) }, alphas: p.loadAlphas,
        symmetricStarts: p.symmetricStarts / 4, starts: p.loadStarts)
    }
    recordLoads(optima)
  }

  // MARK: - Small networks, sampled

  /// Panel a: the best networks within what is allowed, simulated; what is read without the noise of the reading.
  private func sampledFront(
    _ tasks: [MesoscopicTask], _ optima: [PatternOptima.Result]
  ) throws -> [Double] {
    var deviations: [Double] = []
    var front: [[RegressionEstimate]] = []
    for budget in p.sampledBudgets {
      let networks = optima.map { $0.network(within: budget) }
      let sampled = try sample("sampled", tasks, networks, for: p.time)
      deviations += zip(sampled, networks).flatMap { $0.deviations(from: $1.outcome) }
      front.append(sampled)
    }
    recordSampledFront(front)
    return deviations
  }

  /// Panel e: the error with the noise of the reading, against the time for which a network is watched.
  private func reading(
    _ tasks: [MesoscopicTask], _ optima: [PatternOptima.Result]
  ) throws -> [Double] {
    var deviations: [Double] = []
    var symmetric: [Double] = []
    var crossings: [Double: Double] = [:]
    for budget in [nil] + p.loadBudgets.map(Optional.some) {
      let networks = optima.map { optima in budget.map(optima.network(within:)) ?? optima.symmetric }
      let exact = try run.sweep(
        "reading",
        over: zip(tasks, networks).map {
          WatchedPatternErrors(task: $0, network: $1, beta: p.beta, ridge: p.ridge, times: p.times)
        })
      let curve = p.times.indices.map { place in Average(exact.map { $0[place] }).mean }
      if budget == nil { symmetric = curve }
      var points: [Estimate] = []
      for time in p.sampledTimes {
        guard let place = p.times.firstIndex(of: time) else { continue }
        let errors = try sample("watched", tasks, networks, for: time, by: .multiplicative).map(\.noisyError)
        deviations += zip(errors, exact).map { $0.deviation(from: $1[place]) }
        points.append((1 / Double(errors.count)) * errors.reduce(Estimate(exact: 0), +))
      }
      let crossing = recordReading(budget.map(label) ?? "symmetric", curve, points, symmetric: symmetric)
      if let budget { crossings[budget] = crossing }
    }
    recordClocks(tasks, optima, crossings: crossings)
    return deviations
  }

  /// Networks for tasks, each simulated for some time.
  private func sample(
    _ name: String, _ tasks: [MesoscopicTask], _ networks: [PatternNetwork], for time: Double,
    by method: SpinNetwork.Method? = nil
  ) throws -> [RegressionEstimate] {
    let cells = try zip(tasks, networks).map { task, network in
      let burnIn = p.burnIn * (1 + network.switching)
      try Complaint.unless(feasible: burnIn, "burnIn", weaker: "'bound', 'beta' or 'ridge'")
      return SimulatedRegression(
        task: task, couplings: network.couplings, readout: network.outcome.readout, beta: p.beta, burnIn: burnIn,
        time: time, method: method)
    }
    return try run.sweep(name, over: cells, replicas: p.replicas).map(RegressionEstimate.init)
  }

  // MARK: - Larger networks, trained and read by simulation alone

  /// Panels c and f.
  private func trained() throws -> [Double] {
    let tasks = try draw(
      p.trainedTasks, in: "trained-patterns", patterns: p.trainedPatterns, components: p.trainedSpins)
    recordUncoupled(tasks)
    let prices = Array(p.trainedAlphas.reversed())
    let trainings = try run.sweep(
      "training",
      over: tasks.map {
        RegressionTraining(
          on: $0, spins: p.trainedSpins, prices: prices, beta: p.beta, ridge: p.trainedRidge, bound: p.bound,
          scale: p.startingScale, rate: p.rate, burnIn: p.trainingBurnIn, time: p.trainingTime, window: p.window,
          steps: p.steps, furtherSteps: p.furtherSteps, every: p.stepsPerRecord)
      })
    recordTraining(trainings)
    let symmetric = try read(tasks, trainings.map(\.symmetric))
    let free = try prices.indices.map { place in try read(tasks, trainings.map { $0.free[place] }) }
    recordTrained(prices, symmetric: symmetric.sampled, free: free.map(\.sampled))
    let stations = [try read(tasks, trainings.map(\.beginning))] + free
    recordStations(trainings, stations, noises: try stations.map { try noise(of: $0, tasks) })
    return try solved(tasks[0], free[prices.count - 1])
  }

  /// Networks for tasks with their readouts, and what these make of simulations.
  struct Reading { var networks: [Matrix], readouts: [RidgeReadout], sampled: [RegressionEstimate] }

  /// Networks for tasks, read by readouts that are fitted to simulations of their own.
  private func read(_ tasks: [MesoscopicTask], _ networks: [Matrix]) throws -> Reading {
    let readouts = try run.sweep(
      "fits",
      over: zip(tasks, networks).map {
        SampledReadout(
          task: $0, couplings: $1, spins: p.trainedSpins, beta: p.beta, ridge: p.trainedRidge,
          burnIn: p.readingBurnIn, time: p.fitTime)
      })
    let cells = tasks.indices.map {
      SimulatedRegression(
        task: tasks[$0], couplings: networks[$0], readout: readouts[$0], beta: p.beta, burnIn: p.readingBurnIn,
        time: p.readingTime)
    }
    let sampled = try run.sweep("trained", over: cells, replicas: p.readingReplicas).map(RegressionEstimate.init)
    return Reading(networks: networks, readouts: readouts, sampled: sampled)
  }

  /// By how much the error is larger, task by task, at averages over the time of a path of the training.
  private func noise(of reading: Reading, _ tasks: [MesoscopicTask]) throws -> [Double] {
    let cells = tasks.indices.map {
      SimulatedRegression(
        task: tasks[$0], couplings: reading.networks[$0], readout: reading.readouts[$0], beta: p.beta,
        burnIn: p.readingBurnIn, time: p.trainingTime + p.window, method: .multiplicative)
    }
    let short = try run.sweep("short", over: cells, replicas: p.readingReplicas).map(RegressionEstimate.init)
    return zip(short, reading.sampled).map { $0.noisyError.value - $1.error.value }
  }

  /// The network of the first task at a few inputs: by all its states, and simulated.
  private func solved(_ task: MesoscopicTask, _ reading: Reading) throws -> [Double] {
    let (couplings, readout) = (reading.networks[0], reading.readouts[0])
    let inputs = task.fields(of: p.trainedSpins).prefix(p.solvedInputs)
    let exact = try run.sweep(
      "solved",
      over: inputs.map { ExactNetworkAnswer(couplings: couplings, fields: $0, readout: readout, beta: p.beta) })
    let cells = inputs.map {
      SampledNetworkAnswer(
        couplings: couplings, fields: $0, readout: readout, beta: p.beta, burnIn: p.readingBurnIn, time: p.fitTime)
    }
    return recordSolved(exact, try run.sweep("observed", over: cells, replicas: p.replicas))
  }
}
