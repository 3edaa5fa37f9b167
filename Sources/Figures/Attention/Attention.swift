import Companion
import DissipationBottlenecks
import Estimation
import SpinAttention

/// Spins that choose between two inputs as a query asks, in and out of equilibrium, and hidden spins against dissipation.
@main
struct Attention: Figure {
  // MARK: - Question

  static let title = "The price of attention"
  static let question = "Can a query decide which input counts in a handful of spins, and what does it cost?"
  static let section = "24"
  static let minutes = 3.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath; 1/β is the noise level of the spins", in: 0.1...5)
    var beta = 2.0
    @Parameter("sharpness η of the right answer", in: 0.5...20) var eta = 5.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -0.9...0.9) var rho = 0.0
    @Parameter(
      "bound W_max on the absolute values of couplings, biases and gains, at most 8/β: panels b to d", in: 0.1...80)
    var bound = 1.0
    @Parameter("bound on the absolute values of couplings and biases, at most 8/β: panels e and f", in: 0.1...80)
    var parityBound = 2.0
    @Parameter("coupling J of both sensors to the readout in panel a, at most 8/β", in: 0.01...80) var coupling = 1.0
    @Parameter("fields that close a gate: along the lines in panel a, at most 16/β", in: 0...160)
    var gates = (0...24).map { Double($0) / 8 }
    @Parameter("fields that close a gate: of the sampled points, at most 16/β", in: 0.01...160)
    var sampledGates = [0.5, 1, 1.5, 2]
    @Parameter("largest number of spins in equilibrium", in: 3...6) var equilibriumSpins = 6
    @Parameter("largest number of spins with any couplings in panels b and c", in: 3...5) var drivenSpins = 5
    @Parameter("largest number of spins with any couplings in panels d and e", in: 3...4) var frontierSpins = 4
    @Parameter("price α of dissipation in panels b and c, from sampledAlphas", unit: "1/k0", in: 1e-3...100)
    var alpha = 0.1
    @Parameter("prices α of dissipation: along the lines in panels d and e", unit: "1/k0", in: 1e-3...100)
    var alphas = decades(0.01, 10, [1, 1.8, 3.2, 5.6])
    @Parameter(
      "largest price α of dissipation of four spins in panel d; beyond, another branch is better", unit: "1/k0",
      in: 1e-3...100)
    var fourSpinsUpTo = 5.6
    @Parameter("prices α of dissipation: of the sampled points, from alphas", unit: "1/k0", in: 1e-3...100)
    var sampledAlphas = [0.01, 0.1, 1]
    @Parameter("prices α of dissipation: of three visible spins in panel f", unit: "1/k0", in: 0...100)
    var triadAlphas = decades(1e-4, 0.1, [1, 3.2])
    @Parameter("random starts of a search: in equilibrium", in: 1...1000) var equilibriumStarts = 12
    @Parameter("random starts of a search: with any couplings, for each number of spins from 2 on", in: 1...1000)
    var starts = [12, 12, 2, 1]
    @Parameter("random starts of a search: of three visible spins in panel f", in: 1...1000) var triadStarts = 40
    @Parameter(
      "spacing of the quadrature over inputs, or less where β or η demand it: exact", unit: "standard deviations",
      in: 0.1...0.5)
    var step = 0.25
    @Parameter("spacing of the quadrature over inputs: sampled", unit: "standard deviations", in: 0.1...1)
    var samplingStep = 0.25
    @Parameter(
      "simulated time before averages begin, in units of 1/k0 plus the longest time in which a spin switches",
      in: 0...1e4)
    var burnIn = 10.0
    @Parameter("simulated time of the averages, per input and query", unit: "1/k0", in: 1...1e6) var time = 20.0
    @Parameter("simulated time of three visible spins", unit: "1/k0", in: 10...1e8) var triadTime = 7e4
    @Parameter("independent repetitions, from which the errors come", in: 3...100_000) var replicas = 36
  }

  static let paper = Parameters()
  static let quick = Parameters(
    gates: (0...6).map { Double($0) / 2 }, sampledGates: [1, 2], equilibriumSpins: 3, drivenSpins: 3, frontierSpins: 3,
    alphas: [0.01, 0.1, 1], sampledAlphas: [0.1], triadAlphas: [1e-3, 1e-2], equilibriumStarts: 2,
    starts: [1, 1], triadStarts: 4, step: 0.5, samplingStep: 0.8, time: 10, triadTime: 1e3, replicas: 6)

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound, in: 0.1...8 / p.beta, "bound")
    try Complaint.unless(p.parityBound, in: 0.1...8 / p.beta, "parityBound")
    try Complaint.unless(p.coupling, in: 0.01...8 / p.beta, "coupling")
    try Complaint.unless(p.gates, in: 0...16 / p.beta, "gates")
    try Complaint.unless(p.sampledGates, in: 0.01...16 / p.beta, "sampledGates")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.sampledAlphas.contains(p.alpha), "alpha", "must be among sampledAlphas")
    try Complaint.unless(
      p.sampledAlphas.allSatisfy { $0 <= p.fourSpinsUpTo }, "fourSpinsUpTo", "must not be below one of sampledAlphas")
    let sizes = max(p.drivenSpins, p.frontierSpins) - 1
    try Complaint.unless(p.starts.count >= sizes, "starts", "must have a number for each of 2 to \(sizes + 1) spins")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    recordWalls()
    var points = try law()
    points += try sizes()
    points += try frontiers()
    points += try parity()
    let deviations = try compare(points) + triads()
    run.deviations(deviations)
  }

  /// A network whose exact outcome is compared with a simulation, and the series in which it stands.
  struct Point {
    let series: String
    let place: Double
    let model: AttentionModel
    let network: QueriedNetwork
  }

  func model(_ rule: AttentionModel.Rule, spins: Int, hasBiases: Bool = true) -> AttentionModel {
    AttentionModel(rule, spins: spins, beta: p.beta, sharpness: p.eta, correlation: p.rho, hasBiases: hasBiases)
  }

  /// Spins and answers that change within a standard deviation of the inputs need a finer quadrature: it converges as
  /// exp(−2πd/step) with d the distance of the next singularity from the real axis, π/2β and π/η for a single spin.
  func fine(_ step: Double) -> Double { min(step, step * 2 / p.beta, step * 5 / p.eta) }

  func task(_ model: AttentionModel) -> AttentionTask { AttentionTask(model, step: fine(p.step)) }

  private func optima(
    _ rule: AttentionModel.Rule, spins: Int, alphas: [Double], hasBiases: Bool = true
  ) -> AttentionOptima {
    AttentionOptima(
      model: model(rule, spins: spins, hasBiases: hasBiases), alphas: alphas,
      bound: rule == .exclusiveOr ? p.parityBound : p.bound, equilibriumStarts: p.equilibriumStarts,
      starts: spins < 2 ? 0 : p.starts[min(spins - 2, p.starts.count - 1)], step: fine(p.step))
  }

  // MARK: - Panel a

  private func law() throws -> [Point] {
    let model = model(.selection, spins: 3)
    let laws = p.gates.map { AttentionLaw(beta: p.beta, coupling: p.coupling, gate: $0) }
    let outcomes = laws.map { task(model).outcome(of: $0.network) }
    recordLaw(laws, outcomes)
    recordCrossing(task(model))
    return p.sampledGates.map { gate in
      Point(
        series: "sampled-law", place: gate, model: model,
        network: AttentionLaw(beta: p.beta, coupling: p.coupling, gate: gate).network)
    }
  }

  // MARK: - Panels b and c

  private func sizes() throws -> [Point] {
    let still = Array(1...p.equilibriumSpins)
    let equilibria = try run.sweep("equilibria", over: still.map { optima(.selection, spins: $0, alphas: []) })
      .map(\.equilibrium)
    let driven = Array(2...p.drivenSpins)
    let networks = try run.sweep("sizes", over: driven.map { optima(.selection, spins: $0, alphas: [p.alpha]) })
      .map { $0.path[0] }
    let blindSizes = Array(2...p.frontierSpins)
    let blind = try run.sweep(
      "blind", over: blindSizes.map { optima(.selection, spins: $0, alphas: [p.alpha], hasBiases: false) }
    ).map { $0.path[0] }
    record("equilibrium", spins: still, equilibria)
    record("driven", spins: driven, networks)
    record("blind", spins: blindSizes, blind)
    // The control: three spins with one input, which have nothing to choose.
    recordSingle(try run.sweep("single", over: [optima(.single, spins: 3, alphas: [p.alpha], hasBiases: false)])[0])
    func points(_ series: String, _ spins: [Int], _ optima: [AttentionOptima.Optimum], hasBiases: Bool) -> [Point] {
      zip(spins, optima).filter { blindSizes.contains($0.0) }.map {
        Point(
          series: series, place: Double($0), model: model(.selection, spins: $0, hasBiases: hasBiases),
          network: $1.couplings)
      }
    }
    return points("sampled-equilibrium", still, equilibria, hasBiases: true)
      + points("sampled-driven", driven, networks, hasBiases: true)
      + points("sampled-blind", blindSizes, blind, hasBiases: false)
  }

  // MARK: - Panels d and e

  private func frontiers() throws -> [Point] {
    let spins = Array(2...p.frontierSpins)
    func prices(_ spins: Int) -> [Double] { spins < 4 ? p.alphas : p.alphas.filter { $0 <= p.fourSpinsUpTo } }
    let found = try run.sweep(
      "frontiers", over: spins.map { optima(.selection, spins: $0, alphas: prices($0)) })
    return zip(spins, found).flatMap { spins, result in
      points("choice-\(spins)", model(.selection, spins: spins), prices(spins), result)
    }
  }

  private func parity() throws -> [Point] {
    let spins = Array(3...p.frontierSpins)
    let found = try run.sweep("parity", over: spins.map { optima(.exclusiveOr, spins: $0, alphas: p.alphas) })
    return zip(spins, found).flatMap { spins, result in
      points("parity-\(spins)", model(.exclusiveOr, spins: spins), p.alphas, result)
    }
      + closedForm()
  }

  private func points(
    _ name: String, _ model: AttentionModel, _ alphas: [Double], _ result: AttentionOptima.Result
  ) -> [Point] {
    recordFrontier(name, alphas, result)
    return p.sampledAlphas.compactMap(alphas.firstIndex(of:)).map {
      Point(series: "sampled-\(name)", place: alphas[$0], model: model, network: result.path[$0].couplings)
    }
  }

  private func closedForm() -> [Point] {
    let network = ThreeBodyCoupling(beta: p.beta, bound: p.parityBound).exclusiveOr
    let model = model(.exclusiveOr, spins: 4)
    recordClosedForm(task(model).outcome(of: network), twoGlances: task(model).twoGlances)
    return [Point(series: "sampled-closed-form", place: 4, model: model, network: network)]
  }

  // MARK: - Sampled points

  private func compare(_ points: [Point]) throws -> [Double] {
    let step = fine(p.samplingStep)
    let cells = try points.map { point in
      let switching = AttentionTask(point.model, step: step).switchingTime(of: point.network)
      let burnIn = p.burnIn * (1 + switching)
      try Complaint.unless(feasible: burnIn, "burnIn", weaker: "'bound', 'parityBound' or 'beta'")
      return SampledAttention(
        model: point.model, network: point.network, step: step, burnIn: burnIn, time: max(p.time, switching))
    }
    let samples = try run.sweep("sampled", over: cells, replicas: p.replicas)
    var compared: [(point: Point, exact: AttentionOutcome, sample: SampledAttentionAverages)] = []
    for (point, replicas) in zip(points, samples) {
      let task = AttentionTask(point.model, step: step)
      compared.append(
        (
          point, task.outcome(of: point.network),
          SampledAttentionAverages(averaging: replicas, probabilityOfOne: task.probabilityOfOne)
        ))
    }
    recordSamples(compared)
    return compared.flatMap { point, exact, sample in
      [sample.information.deviation(from: exact.information)]
        + (exact.sigma == 0 ? [] : [sample.sigma.deviation(from: exact.sigma)])
        + zip(sample.responses, exact.responses).map { $0.deviation(from: $1) }
    }
  }

  // MARK: - Panel f

  private func triads() throws -> [Double] {
    let cell = ConnectedOptima(beta: p.beta, alphas: p.triadAlphas, bound: p.parityBound, starts: p.triadStarts)
    let path = try run.sweep("triads", over: [cell])[0]
    let connected = path.filter { $0.information > 1e-9 }
    let cells = connected.map {
      SampledTriad(beta: p.beta, network: $0.couplings, burnIn: 100, time: p.triadTime)
    }
    let samples = try run.sweep("sampled-triads", over: cells, replicas: p.replicas).map { replicas in
      Estimate.jackknife(replicas) { ConnectedInformation(of: $0).information }
    }
    recordTriads(path, connected, samples)
    return zip(samples, connected).map { $0.deviation(from: $1.information) }
  }
}
