import Cells
import Companion
import Randomness
import SensoryComplexes

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

  /// The diagonal of equal couplings, where complexes are in equilibrium, in two lines with a gap
  /// for the stars on it.
  static func diagonal(_ couplings: [Double], around stars: [Couplings]) -> KeyValuePairs<String, [Double]> {
    guard let least = couplings.first, let most = couplings.last else { return [:] }
    let gap = 0.05 * (most - least)
    let onIt = stars.filter { abs($0.j12 - $0.j21) < gap }.map { ($0.j12 + $0.j21) / 2 }
    let (end, start) = (min((onIt.min() ?? gap) - gap, most), max((onIt.max() ?? -gap) + gap, least))
    return ["below": least < end ? [least, end] : [], "above": start < most ? [start, most] : []]
  }

  /// The complexes with the largest information on the input and on the answer.
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
    let largest = 20 / max(p.betaA, p.betaB)
    try Complaint.unless(p.couplings, in: -largest...largest, "couplings")
    try Complaint.unless(Set(p.places).isSuperset(of: p.sampledPlaces), "sampledPlaces", "must be among places")
    try Complaint.unless(p.bound, in: 0.1...largest, "bound")
  }
}
