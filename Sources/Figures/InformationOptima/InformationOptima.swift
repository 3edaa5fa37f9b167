import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

/// The complex that tells most about its input is not the one that tells most about the answer.
@main
struct InformationOptima: Figure {
  // MARK: - Question

  static let title = "Optimal input information is not optimal task-relevant information"
  static let question = "Does the complex that tells most about its input tell most about the answer?"
  static let section = "5"
  static let minutes = 0.2

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Two tasks, A and B: correlation ρ of the two Gaussian inputs, inverse temperature β of the heat bath, and rotation φ
    /// of the gate in degrees.
    var rhoA = 0.8, betaA = 3.0, angleA = 30.0
    var rhoB = 0.95, betaB = 3.0, angleB = 0.0
    /// Sharpness η of both gates.
    var eta = 5.0
    /// The couplings of the maps: both run over them.
    var couplings = Array(stride(from: -50.0, through: 50, by: 2)).map { $0 / 25 }
    /// Places on the straight line through both optima, on which 0 is the optimum for the input and 1 that for the task:
    /// of the lines and of the sampled points.
    var places = Array(stride(from: -50.0, through: 150, by: 2)).map { $0 / 100 }
    var sampledPlaces = [-0.5, -0.2, 0, 0.2, 0.5, 0.8, 1, 1.2, 1.5]
    /// Bound on both couplings.
    var bound = 4.0
    /// Spacing of the quadrature over inputs, of the optima, of the maps and of the sampled points; standard deviations.
    var step = 0.1, mapStep = 0.2, samplingStep = 0.25
    /// Burn-in and observation time per input and half, in 1/k0; number of independent replicas.
    var burnIn = 15.0, time = 200.0, replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    couplings: Array(stride(from: -4.0, through: 4, by: 0.5)).map { $0 / 2 },
    places: [-0.5, -0.2, 0, 0.2, 0.5, 0.8, 1, 1.2, 1.5], sampledPlaces: [0, 1], step: 0.25, mapStep: 0.5,
    samplingStep: 0.4, time: 40, replicas: 10)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let tasks = tasks(p)
    let optima = try run.sweep(
      "optima", over: tasks.map { Optimise(model: $0.model, bound: p.bound, step: p.step) })
    let ends = [p.couplings.first ?? 0, p.couplings.last ?? 0]
    run.series("diagonal", ["j12": ends, "j21": ends])
    var deviations: [Double] = []
    for (task, best) in zip(tasks, optima) {
      describe(best.input, "\(task.name)-input", run)
      describe(best.task, "\(task.name)-task", run)
      run.number("\(task.name)-lost-input", 1 - best.task.inputInformation / best.input.inputInformation)
      run.number("\(task.name)-lost-task", 1 - best.input.information / best.task.information)
      for (name, optimum) in [("input", best.input), ("task", best.task)] {
        run.series("\(task.name)-\(name)", ["j12": [optimum.couplings.j12], "j21": [optimum.couplings.j21]])
      }
      try map(task, p, run)
      deviations += try cut(task, best, p, run)
    }
    run.deviations(deviations)
  }

  /// Panels a to d: both informations and Σ over the plane of the couplings.
  private static func map(_ task: NamedTask, _ p: Parameters, _ run: Run) throws {
    let rows = try run.sweep(
      "map",
      over: p.couplings.map { j12 in
        Evaluate(model: task.model, couplings: p.couplings.map { Couplings(j12, $0) }, step: p.mapStep)
      }
    ).flatMap { $0 }
    run.series(
      "map-\(task.name)",
      [
        "j12": rows.map(\.couplings.j12), "j21": rows.map(\.couplings.j21), "input": rows.map(\.inputInformation),
        "task": rows.map(\.information), "sigma": rows.map(\.sigma),
      ])
  }

  /// Panels e and f: along the line through both optima, each information relative to its maximum.
  private static func cut(
    _ task: NamedTask, _ best: Optimise.Result, _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    let couplings = p.places.map { place(on: best, $0) }
    let exact = try run.sweep(
      "cut", over: couplings.map { Evaluate(model: task.model, couplings: [$0], step: p.step) }
    ).map { $0[0] }
    let (input, answer) = (best.input.inputInformation, best.task.information)
    run.series(
      "cut-\(task.name)",
      [
        "place": p.places, "input": exact.map { $0.inputInformation / input },
        "task": exact.map { $0.information / answer }, "sigma": exact.map(\.sigma),
      ])
    let sampled = try sample(task, p.sampledPlaces.map { place(on: best, $0) }, p, run)
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
    return zip(sampled, expected).flatMap { samples, exact in
      [
        abs(samples.sensing.information.deviation(from: exact.inputInformation)),
        abs(samples.performance.information.deviation(from: exact.information)),
        abs(samples.performance.sigma.deviation(from: exact.sigma)),
      ]
    }
  }
}
