import Companion
import Estimation
import SensoryComplexes

/// The complex with the largest information on its input is not the one with the largest
/// information on the answer.
@main
struct InformationOptima: Figure {
  // MARK: - Question

  static let title = "Optimal input information is not optimal task-relevant information"
  static let question = "Is the best sensor of its input also the best computer of the answer?"
  static let section = "5"
  static let minutes = 0.2

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("task A: correlation ρ of the two Gaussian inputs", in: -1...1) var rhoA = 0.8
    @Parameter("task A: inverse temperature β of the heat bath", in: 0.01...20) var betaA = 3.0
    @Parameter("task A: rotation φ of the gate", unit: "deg", in: -360...360) var angleA = 30.0
    @Parameter("task B: correlation ρ of the two Gaussian inputs", in: -1...1) var rhoB = 0.95
    @Parameter("task B: inverse temperature β of the heat bath", in: 0.01...20) var betaB = 3.0
    @Parameter("task B: rotation φ of the gate", unit: "deg", in: -360...360) var angleB = 0.0
    @Parameter("sharpness η of both gates", in: 0.01...100) var eta = 5.0
    @Parameter(
      "values of either coupling in the maps of panels a to d, at most 20 over the larger β", in: -2000...2000,
      count: 2...100_000)
    var couplings = Array(stride(from: -50.0, through: 50, by: 2)).map { $0 / 25 }
    // No place stretches the couplings beyond three times the bound: βJ is 60 at most, and exp 8βJ
    // a number.
    @Parameter(
      "places of the lines in panels e and f: 0 is the optimum for the input and 1 that for the answer", in: -1...2)
    var places = Array(stride(from: -50.0, through: 150, by: 2)).map { $0 / 100 }
    @Parameter("places of the sampled points in panels e and f, from places", in: -1...2)
    var sampledPlaces = [-0.5, -0.2, 0, 0.2, 0.5, 0.8, 1, 1.2, 1.5]
    @Parameter("bound on the absolute values of both couplings, at most 20 over the larger β", in: 0.1...2000)
    var bound = 4.0
    @Parameter(
      "spacing of the quadrature over inputs: of the optima and the lines", unit: "standard deviations", in: 0.02...1)
    var step = 0.1
    @Parameter("spacing of the quadrature over inputs: of the maps", unit: "standard deviations", in: 0.05...1)
    var mapStep = 0.2
    @Parameter(
      "spacing of the quadrature over inputs: of the sampled points", unit: "standard deviations", in: 0.02...1)
    var samplingStep = 0.25
    @Parameter("simulated time before averages begin, per input", unit: "1/k0", in: 0...1e6) var burnIn = 15.0
    @Parameter("simulated time of the averages, per input and half", unit: "1/k0", in: 0.01...1e6) var time = 200.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    couplings: Array(stride(from: -4.0, through: 4, by: 0.5)).map { $0 / 2 },
    places: [-0.5, -0.2, 0, 0.2, 0.5, 0.8, 1, 1.2, 1.5], sampledPlaces: [0, 1], step: 0.25, mapStep: 0.5,
    samplingStep: 0.4, time: 40, replicas: 10)

  static func check(_ p: Parameters) throws {
    let largest = 20 / max(p.betaA, p.betaB)
    try Complaint.unless(p.couplings, in: -largest...largest, "couplings")
    try Complaint.unless(Set(p.places).isSuperset(of: p.sampledPlaces), "sampledPlaces", "must be among places")
    try Complaint.unless(p.bound, in: 0.1...largest, "bound")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let optima = try run.sweep(
      "optima", over: tasks.map { InputAndTaskOptima(model: $0.model, bound: p.bound, step: p.step) })
    var deviations: [Double] = []
    for (task, best) in zip(tasks, optima) {
      describe(best.input, "\(task.name)-input")
      describe(best.task, "\(task.name)-task")
      run.number("\(task.name)-lost-input", 1 - best.task.inputInformation / best.input.inputInformation)
      run.number("\(task.name)-lost-task", 1 - best.input.information / best.task.information)
      for (name, optimum) in [("input", best.input), ("task", best.task)] {
        run.series("\(task.name)-\(name)", ["j12": [optimum.couplings.j12], "j21": [optimum.couplings.j21]])
      }
      for (side, ends) in diagonal(around: [best.input.couplings, best.task.couplings]) {
        run.series("\(task.name)-diagonal-\(side)", ["j12": ends, "j21": ends])
      }
      try map(task)
      deviations += try cut(task, through: best)
    }
    run.deviations(deviations)
  }

  /// Panels a to d: both informations and Σ over the plane of the couplings.
  private func map(_ task: NamedTask) throws {
    let cells = p.couplings.map { j12 in
      ExactPerformance(
        model: task.model, couplings: p.couplings.map { PairCouplings(j12: j12, j21: $0) }, step: p.mapStep)
    }
    let rows = try run.sweep("map", over: cells).flatMap { $0 }
    run.series(
      "map-\(task.name)",
      [
        "j12": rows.map(\.couplings.j12), "j21": rows.map(\.couplings.j21), "input": rows.map(\.inputInformation),
        "task": rows.map(\.information), "sigma": rows.map(\.sigma),
      ])
  }

  /// Panels e and f: along the line through both optima, each information relative to its maximum.
  private func cut(_ task: NamedTask, through best: InputAndTaskOptima.Result) throws -> [Double] {
    let cells = p.places.map {
      ExactPerformance(model: task.model, couplings: [best.couplings(at: $0)], step: p.step)
    }
    let exact = try run.sweep("cut", over: cells).map { $0[0] }
    let (input, answer) = (best.input.inputInformation, best.task.information)
    run.series(
      "cut-\(task.name)",
      [
        "place": p.places, "input": exact.map { $0.inputInformation / input },
        "task": exact.map { $0.information / answer }, "sigma": exact.map(\.sigma),
      ])
    let sampled = try sample(task, p.sampledPlaces.map(best.couplings(at:)))
    let expected = p.sampledPlaces.compactMap(p.places.firstIndex(of:)).map { exact[$0] }
    run.series(
      "sampled-\(task.name)", ["place": p.sampledPlaces],
      estimates: [
        "input": sampled.map { (1 / input) * $0.sensing.information },
        "task": sampled.map { (1 / answer) * $0.performance.information }, "sigma": sampled.map(\.performance.sigma),
      ])
    for (position, samples) in zip(p.sampledPlaces, sampled) where [0, 1].contains(position) {
      let name = "\(task.name)-sampled-\(position == 0 ? "input" : "task")"
      run.number("\(name)-input-information", samples.sensing.information, unit: "bits")
      run.number("\(name)-plug-in", samples.sensing.plugIn, unit: "bits")
      run.number("\(name)-task-information", samples.performance.information, unit: "bits")
      run.number("\(name)-sigma", samples.performance.sigma, unit: "k0")
    }
    // Σ is that of the same trajectories in both.
    return zip(sampled, expected).flatMap { samples, exact in
      [samples.sensing.information.deviation(from: exact.inputInformation)]
        + samples.performance.deviations(from: exact.performance)
    }
  }

  // MARK: - Tasks

  /// One of the two tasks, with the name it has in series.
  private struct NamedTask {
    var name: String
    var model: ParityGateModel
  }

  private var tasks: [NamedTask] {
    [("a", p.rhoA, p.betaA, p.angleA), ("b", p.rhoB, p.betaB, p.angleB)].map { name, rho, beta, angle in
      let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
      return NamedTask(name: name, model: ParityGateModel(gate: gate, correlation: rho, beta: beta))
    }
  }

  /// Simulates complexes; both averages are of the same replicas.
  private func sample(
    _ task: NamedTask, _ couplings: [PairCouplings]
  ) throws -> [(performance: SampledPerformance, sensing: SampledSensing)] {
    let cells = couplings.map {
      SimulatedComplex(model: task.model, couplings: $0, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map { replicas in
      (
        SampledPerformance(averaging: replicas.map(\.performance)),
        SampledSensing(averaging: replicas.map(\.sensing))
      )
    }
  }

  // MARK: - Records

  /// The diagonal of equal couplings, where complexes are in equilibrium, in two lines with a gap
  /// for the stars on it.
  private func diagonal(around stars: [PairCouplings]) -> KeyValuePairs<String, [Double]> {
    guard let least = p.couplings.first, let most = p.couplings.last else { return [:] }
    let gap = 0.05 * (most - least)
    let onIt = stars.filter { abs($0.j12 - $0.j21) < gap }.map { ($0.j12 + $0.j21) / 2 }
    let (end, start) = (min((onIt.min() ?? gap) - gap, most), max((onIt.max() ?? -gap) + gap, least))
    return ["below": least < end ? [least, end] : [], "above": start < most ? [start, most] : []]
  }

  private func describe(_ optimum: ParityGateOptimum, _ name: String) {
    run.number("\(name)-j12", optimum.couplings.j12)
    run.number("\(name)-j21", optimum.couplings.j21)
    run.number("\(name)-input-information", optimum.inputInformation, unit: "bits")
    run.number("\(name)-task-information", optimum.information, unit: "bits")
    run.number("\(name)-sigma", optimum.sigma, unit: "k0")
  }
}
