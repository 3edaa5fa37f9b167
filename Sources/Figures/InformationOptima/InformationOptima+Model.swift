import Companion
import Learning
import Randomness
import StochasticThermodynamics

extension InformationOptima {
  // MARK: - Model

  /// One of the two tasks, with the name it has in series.
  struct NamedTask {
    var name: String
    var model: ParityGateModel
  }

  static func tasks(_ p: Parameters) -> [NamedTask] {
    [("a", p.rhoA, p.betaA, p.angleA), ("b", p.rhoB, p.betaB, p.angleB)].map { name, rho, beta, angle in
      let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
      return NamedTask(name: name, model: ParityGateModel(gate: gate, correlation: rho, beta: beta))
    }
  }

  /// The couplings on the straight line through both optima.
  static func place(on best: Optimise.Result, _ place: Double) -> Couplings {
    let (one, other) = (best.input.couplings, best.task.couplings)
    return Couplings(one.j12 + place * (other.j12 - one.j12), one.j21 + place * (other.j21 - one.j21))
  }

  /// The complex that tells most about the input, and the one that tells most about the answer.
  struct Optimise: Cell {
    var model: ParityGateModel
    var bound, step: Double

    struct Result: Codable { var input: Bottleneck.Optimum, task: Bottleneck.Optimum }

    func compute(_ random: RandomStream) -> Result {
      let bottleneck = Bottleneck(task: model.task(step: step), bound: bound)
      let sensing = SensingBottleneck(inputs: bottleneck.task.inputs, bound: bound).optima(along: [0])[0]
      return Result(input: bottleneck.optimum(at: sensing.couplings), task: bottleneck.optima(along: [0])[0])
    }
  }

  /// What some complexes achieve.
  struct Evaluate: Cell {
    var model: ParityGateModel
    var couplings: [Couplings]
    var step: Double

    func compute(_ random: RandomStream) -> [Bottleneck.Optimum] {
      let bottleneck = Bottleneck(task: model.task(step: step), bound: 1)
      return couplings.map(bottleneck.optimum(at:))
    }
  }

  /// A complex simulated at all inputs.
  struct Simulate: Cell {
    var model: ParityGateModel
    var couplings: Couplings
    var step, burnIn, time: Double

    func compute(_ random: RandomStream) -> TaskSample {
      model.task(step: step, cutoff: 5).sample(of: couplings, burnIn: burnIn, duration: time, random: random)
    }
  }

  /// Averages of the same replicas.
  struct Sampled {
    var performance: SampledPerformance
    var sensing: SampledSensing
  }

  static func sample(_ task: NamedTask, _ couplings: [Couplings], _ p: Parameters, _ run: Run) throws -> [Sampled] {
    let cells = couplings.map {
      Simulate(model: task.model, couplings: $0, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map { replicas in
      Sampled(
        performance: SampledPerformance(averaging: replicas.map(\.performance)),
        sensing: SampledSensing(averaging: replicas.map(\.sensing)))
    }
  }

  static func describe(_ optimum: Bottleneck.Optimum, _ name: String, _ run: Run) {
    run.number("\(name)-j12", optimum.couplings.j12)
    run.number("\(name)-j21", optimum.couplings.j21)
    run.number("\(name)-input-information", optimum.inputInformation, unit: "bits")
    run.number("\(name)-task-information", optimum.information, unit: "bits")
    run.number("\(name)-sigma", optimum.sigma, unit: "k0")
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    for (rho, name) in [(p.rhoA, "rhoA"), (p.rhoB, "rhoB")] { try Complaint.unless(rho, in: -1...1, name) }
    for (beta, name) in [(p.betaA, "betaA"), (p.betaB, "betaB")] { try Complaint.unless(beta, in: 0.01...20, name) }
    for (angle, name) in [(p.angleA, "angleA"), (p.angleB, "angleB")] {
      try Complaint.unless(angle, in: -360...360, name)
    }
    try Complaint.unless(p.eta, in: 0.01...100, "eta")
    let largest = 20 / max(p.betaA, p.betaB)
    try Complaint.unless(p.couplings, in: -largest...largest, "couplings")
    try Complaint.unless(p.couplings.count >= 2, "couplings", "must list at least two values")
    // No place stretches the couplings beyond three times the bound: βJ is 60 at most, and exp 8βJ a number.
    try Complaint.unless(p.places, in: -1...2, "places")
    try Complaint.unless(p.sampledPlaces, in: -1...2, "sampledPlaces")
    try Complaint.unless(Set(p.places).isSuperset(of: p.sampledPlaces), "sampledPlaces", "must be among places")
    try Complaint.unless(p.bound, in: 0.1...largest, "bound")
    try Complaint.unless(p.step, in: 0.02...1, "step")
    try Complaint.unless(p.mapStep, in: 0.05...1, "mapStep")
    try Complaint.unless(p.samplingStep, in: 0.02...1, "samplingStep")
    try Complaint.unless(p.burnIn, in: 0...1e6, "burnIn")
    try Complaint.unless(p.time, in: 0.01...1e6, "time")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }
}
