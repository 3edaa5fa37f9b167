import Companion
import SensoryComplexes

/// Two spins that read a parity gate, helped by hidden spins that do not, in and out of
/// equilibrium.
@main
struct HiddenUnits: Figure {
  // MARK: - Question

  static let title = "Hidden units help only out of equilibrium"
  static let question = "What do hidden spins, which receive no input, add to the two spins that do?"
  static let section = "7"
  static let minutes = 2.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath; 1/β is the noise level of the spins", in: 0.01...20)
    var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.01...100) var eta = 5.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -1...1) var rho = 0.0
    @Parameter("largest number of hidden spins", in: 1...2) var hidden = 2
    @Parameter("bound on the absolute values of all couplings, at most 20/β", in: 0.1...2000) var bound = 1.0
    @Parameter("wider bound that the last numbers compare with, at most 20/β", in: 0.1...2000) var wideBound = 2.0
    @Parameter("rotations φ of the gate: in panel a", unit: "deg", in: -360...360, count: 1...3)
    var symmetricAngles = [15.0, 30, 45]
    @Parameter("effective couplings along the lines in panel a, at most 20/β in absolute value", in: -2000...2000)
    var couplings = (-30...30).map { Double($0) / 20 }
    @Parameter("random symmetric networks of each size that are compared with two spins", in: 1...100) var networks = 4
    @Parameter(
      "effective couplings of the sampled networks in panel a, for one and two hidden spins in turn", in: -10...10)
    var effectiveCouplings = (-7...7).map { Double($0) / 5 }
    @Parameter("rotations φ of the gate: of the lines in panel b", unit: "deg", in: -360...360)
    var angles = Array(stride(from: 0.0, through: 45, by: 3))
    @Parameter("rotations φ of the gate: of the sampled points in panel b, from angles", unit: "deg", in: -360...360)
    var sampledAngles = [0.0, 15, 30, 45]
    @Parameter("price α of dissipation in panel b", unit: "1/k0", in: 0...1e6) var alpha = 0.01
    @Parameter(
      "rotations φ of the gate: in panels c and d, and of a second frontier in numbers only", unit: "deg",
      in: -360...360, count: 2...2)
    var frontierAngles = [30.0, 45]
    @Parameter("prices α of dissipation: along the lines in panels c and d", unit: "1/k0", in: 0...1e6)
    var alphas = decades(1e-3, 1, [1, 1.8, 3.2, 5.6])
    @Parameter("prices α of dissipation: of the sampled points, from alphas", unit: "1/k0", in: 0...1e6)
    var sampledAlphas = [1e-3, 0.01, 0.032]
    @Parameter(
      "prices α of dissipation: of further sampled points in panels c and d, from alphas", unit: "1/k0", in: 0...1e6)
    var furtherAlphas = [0.1, 0.32, 1]
    @Parameter("searches at every price: from random networks, and as many near the best smaller one", in: 1...1000)
    var starts = 12
    @Parameter("spacing of the quadrature over inputs: exact", unit: "standard deviations", in: 0.05...1)
    var step = 0.25
    @Parameter("spacing of the quadrature over inputs: sampled", unit: "standard deviations", in: 0.05...1)
    var samplingStep = 0.3
    @Parameter(
      "simulated time before averages begin, in units of 1/k0 plus the longest time in which a spin switches",
      in: 0...1e6)
    var burnIn = 10.0
    @Parameter("simulated time of the averages, per input and half", unit: "1/k0", in: 0.01...1e6) var time = 160.0
    @Parameter(
      "length of a window of the sampled memory, in units of 1/k0 plus the longest time in which a spin switches",
      in: 0.1...1e4)
    var memoryWindow = 5.0
    @Parameter("least simulated time of the sampled memory, per input and trajectory", unit: "1/k0", in: 0.01...1e6)
    var memoryTime = 4000.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 16
  }

  static let paper = Parameters()
  static let quick = Parameters(
    hidden: 1, couplings: (-6...6).map { Double($0) / 4 }, networks: 2, effectiveCouplings: [-1.2, -0.4, 0.4, 1.2],
    angles: [0, 15, 30, 45], sampledAngles: [15, 30], alphas: [0.001, 0.01, 0.1], sampledAlphas: [0.01],
    furtherAlphas: [0.1], starts: 2, step: 0.4, samplingStep: 0.4, time: 8,
    memoryTime: 40, replicas: 12)

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(p.wideBound, in: 0.1...20 / p.beta, "wideBound")
    try Complaint.unless(p.couplings, in: -20 / p.beta...20 / p.beta, "couplings")
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.furtherAlphas), "furtherAlphas", "must be among alphas")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try equilibria() + angles() + frontiers()
    run.deviations(deviations)
  }

  private func model(angle: Double) -> ParityGateModel {
    let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: p.rho, beta: p.beta)
  }

  func task(angle: Double, hidden: Int, step: Double) -> HiddenSpinTask {
    HiddenSpinTask(model(angle: angle), hidden: hidden, step: step)
  }

  private func optima(angle: Double, alphas: [Double], bound: Double) -> HiddenSpinOptima {
    HiddenSpinOptima(
      model: model(angle: angle), alphas: alphas, hidden: p.hidden, starts: p.starts, bound: bound, step: p.step)
  }

  /// Networks simulated at all inputs, each after a time that grows with the longest time in which
  /// a spin switches.
  private func sample(_ networks: [(angle: Double, hidden: Int, couplings: [Double])]) throws -> [SampledPerformance] {
    let cells = try networks.map { network in
      let switching = task(angle: network.angle, hidden: network.hidden, step: p.samplingStep)
        .switchingTime(of: network.couplings)
      let burnIn = p.burnIn * (1 + switching)
      try Complaint.unless(feasible: burnIn, "burnIn", weaker: "'bound' or 'beta'")
      return SimulatedHiddenSpins(
        model: model(angle: network.angle), hidden: network.hidden, couplings: network.couplings, step: p.samplingStep,
        burnIn: burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map(SampledPerformance.init(averaging:))
  }

  // MARK: - Panel a

  /// Symmetric networks against two spins with their effective coupling.
  private func equilibria() throws -> [Double] {
    var deviations: [Double] = []
    var (spread, zero) = (0.0, 0.0)
    for angle in p.symmetricAngles {
      let cells = (0...p.hidden).map { hidden in
        SymmetricNetworks(
          model: model(angle: angle), hidden: hidden, networks: p.networks, couplings: hidden == 0 ? p.couplings : [],
          bound: p.bound, step: p.step)
      }
      let found = try run.sweep("equilibria", over: cells)
      run.series(
        "equilibrium-\(label(angle))",
        ["coupling": p.couplings, "information": found[0].map(\.exact.relevantInformation)])
      for hidden in 1...p.hidden {
        deviations += try covering(angle: angle, hidden: hidden)
        let networks = found[hidden]
        let sampled = try sample(networks.map { (angle, hidden, $0.couplings) })
        deviations += zip(sampled, networks).map { $0.information.deviation(from: $1.exact.relevantInformation) }
        run.series(
          "symmetric-\(label(angle))-\(hidden)", ["coupling": networks.map(\.effective)],
          estimates: ["information": sampled.map(\.information)])
        spread = max(spread, networks.map { abs($0.exact.relevantInformation - $0.ofTwoSpins) }.max() ?? 0)
        if angle == 45 { zero = max(zero, networks.map(\.exact.relevantInformation).max() ?? 0) }
      }
    }
    run.number("symmetric-spread", spread, unit: "bits")
    run.number("symmetric-45", zero, unit: "bits")
    return deviations
  }

  /// The points of the panel: networks of one size whose effective couplings cover its range.
  private func covering(angle: Double, hidden: Int) throws -> [Double] {
    let wanted = p.effectiveCouplings.indices.filter { $0 % p.hidden == hidden - 1 }.map { p.effectiveCouplings[$0] }
    let cell = CoveringNetworks(
      model: model(angle: angle), hidden: hidden, effective: wanted, bound: p.bound, step: p.step)
    let networks = try run.sweep("covering", over: [cell])[0]
    let sampled = try sample(networks.map { (angle, hidden, $0.couplings) })
    run.series(
      "covering-\(label(angle))-\(hidden)", ["coupling": networks.map(\.effective)],
      estimates: ["information": sampled.map(\.information)])
    return zip(sampled, networks).map { $0.information.deviation(from: $1.exact.relevantInformation) }
  }

  // MARK: - Panel b

  /// The best networks at one price, against the rotation of the gate.
  private func angles() throws -> [Double] {
    let found = try run.sweep(
      "angles", over: p.angles.map { optima(angle: $0, alphas: [p.alpha], bound: p.bound) })
    run.series(
      "best-equilibrium", ["angle": p.angles, "information": found.map(\.equilibrium)])
    var deviations: [Double] = []
    for hidden in 0...p.hidden {
      let best = found.map { $0.paths[hidden][0] }
      run.series(
        "best-\(hidden)",
        [
          "angle": p.angles, "information": best.map(\.information), "sigma": best.map(\.sigma),
          "all": best.map(\.informationOfAllSpins),
        ])
      let exact = p.sampledAngles.compactMap(p.angles.firstIndex(of:)).map { best[$0] }
      let sampled = try sample(zip(p.sampledAngles, exact).map { ($0, hidden, $1.couplings) })
      deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.performance) }
      run.series(
        "sampled-best-\(hidden)", ["angle": p.sampledAngles], estimates: ["information": sampled.map(\.information)])
    }
    if p.hidden > 0 {
      let gains = found.map { $0.paths[1][0].information - $0.paths[0][0].information }
      run.number("smallest-gain-of-one", gains.min() ?? 0, unit: "bits")
    }
    return deviations
  }

  // MARK: - Panels c to f

  /// The best networks along the price of dissipation.
  private func frontiers() throws -> [Double] {
    var deviations: [Double] = []
    let found = try run.sweep(
      "frontiers", over: p.frontierAngles.map { optima(angle: $0, alphas: p.alphas, bound: p.bound) })
    for (angle, result) in zip(p.frontierAngles, found) {
      run.number("equilibrium-\(label(angle))", result.equilibrium, unit: "bits")
      for (hidden, path) in result.paths.enumerated() {
        let name = "\(label(angle))-\(hidden)"
        record(path, angle: angle, hidden: hidden)
        let isDrawn = angle == p.frontierAngles[0]
        let further = p.furtherAlphas.filter { alpha in
          isDrawn && !p.sampledAlphas.contains(alpha) && path[p.alphas.firstIndex(of: alpha) ?? 0].sigma > 1e-9
        }
        let prices = (p.sampledAlphas + further).sorted()
        let exact = prices.compactMap(p.alphas.firstIndex(of:)).map { path[$0] }
        let sampled = try sample(exact.map { (angle, hidden, $0.couplings) })
        deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.performance) }
        run.series(
          "sampled-frontier-\(name)", ["alpha": prices, "cost": exact.map(\.cost)],
          estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
        if isDrawn { deviations += try memories(zip(prices, exact).map { $0 }, angle: angle, hidden: hidden) }
      }
    }
    if let place = p.alphas.firstIndex(of: 0.1), let result = found.first {
      quote("one-hidden", couplings: result.paths[1][place].couplings)
    }
    let wide = try run.sweep(
      "wide", over: [optima(angle: p.frontierAngles[0], alphas: [p.alpha], bound: p.wideBound)])[0]
    if let best = wide.paths.last?[0] {
      run.number("wide-information", best.information, unit: "bits")
      run.number("wide-sigma", best.sigma, unit: "k0")
      run.number("wide-memory", best.memoryTime, unit: "1/k0")
      run.number("wide-cost", best.cost, unit: "nats")
    }
    return deviations
  }

  /// The points of panel d: the sampled memory of the best networks at some prices.
  private func memories(
    _ optima: [(alpha: Double, optimum: HiddenSpinOptima.Optimum)], angle: Double, hidden: Int
  ) throws -> [Double] {
    let exact = optima.map(\.optimum)
    let task = task(angle: angle, hidden: hidden, step: p.samplingStep)
    let cells = try exact.map { optimum in
      let longest = 1 + task.switchingTime(of: optimum.couplings)
      let window = p.memoryWindow * longest
      try Complaint.unless(feasible: p.burnIn * longest, "burnIn", weaker: "'bound' or 'beta'")
      try Complaint.unless(feasible: 6 * window, "memoryWindow", weaker: "'bound' or 'beta'")
      return SimulatedParityMemory(
        model: task.model, hidden: hidden, couplings: optimum.couplings, step: p.samplingStep,
        burnIn: p.burnIn * longest, window: window, windows: max(6, Int((p.memoryTime / window).rounded(.up))))
    }
    let sampled = try run.sweep("memory", over: cells, replicas: p.replicas)
      .map(SimulatedParityMemory.memoryTime(averaging:))
    run.series(
      "sampled-memory-\(label(angle))-\(hidden)", ["alpha": optima.map(\.alpha), "sigma": exact.map(\.sigma)],
      estimates: ["memory": sampled])
    for (alpha, value) in zip(optima.map(\.alpha), sampled) where [1e-3, 0.01, 0.1].contains(alpha) {
      run.number("frontier-\(label(angle))-\(hidden)-sampled-memory-\(label(alpha))", value, unit: "1/k0")
    }
    return zip(sampled, exact).map { $0.deviation(from: $1.memoryTime) }
  }
}
