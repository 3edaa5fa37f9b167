import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

/// What learning a rule costs, taken apart: what is needed for it, and what is lost.
@main
struct LearningCost: Figure {
  // MARK: - Question

  static let title = "The cost of learning, taken apart"
  static let question = "What sets the cost of learning, can it be avoided, and what does the algorithm contribute?"
  static let section = "14"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Stiffness k of the trap of every weight.
    var stiffness = 1.0
    /// The generalisation errors of the bars; three.
    var errors = [0.1, 0.2, 0.3]
    /// The learning rate ν in panel d, of all rules, and examples r per unit time and weight where they kick.
    var learningRate = 1.0, samplingRate = 1.0
    /// Times of the lines and of the sampled points in panel d; units of the inverse mobility.
    var times = [0.0] + decades(0.01, 10, [1, 1.5, 2, 3, 4, 5, 6, 8]), sampledTimes = [0.1, 0.2, 0.5, 1, 2, 4, 7, 10]
    /// The generalisation error in panels e and f, and durations τ of the ramps, of the lines and of the sampled points.
    var rampError = 0.2, rampTimes = decades(0.01, 1000, [1, 1.5, 2, 3, 4, 6, 8]), sampledRampTimes = [0.1, 1, 10]
    /// Steps of ν in the limit of slow ramps.
    var slowPoints = 2000
    /// Weights N of the students that are kicked, and how many there are per replica.
    var weights = 400, students = 25
    /// Trajectories of single weights per replica, and steps of each, in panels d to f.
    var trajectories = 8000, steps = 400, rampSteps = 4000
    /// Number of independent replicas.
    var replicas = 12
  }

  static let paper = Parameters()
  static let quick = Parameters(
    times: [0] + decades(0.01, 10, [1, 2, 4]), sampledTimes: [0.1, 1, 10], rampTimes: decades(0.01, 1000, [1, 4]),
    sampledRampTimes: [1], students: 4, trajectories: 200, steps: 200, rampSteps: 400, replicas: 8)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    try bars(p, run)
    let deviations = try manipulation(p, run) + driving(p, run) + ramps(p, run)
    run.deviations(deviations)
  }

  /// Panels a to c: what the three rules pay to come to the same error after a sudden start.
  private static func bars(_ p: Parameters, _ run: Run) throws {
    let rules = LearningRule.allCases
    for error in p.errors {
      let name = label(error)
      let balances = try run.sweep(
        "bars-\(name)", over: rules.map { Settle(rule: $0, error: error, stiffness: p.stiffness, duration: 0) })
      var floor = rules.map { _ in 0.0 }
      for part in Part.allCases {
        let top = zip(floor, balances).map { $0 + part.of($1) }
        run.series("\(part)-\(name)", ["rule": [1, 2, 3], "from": floor, "to": top])
        floor = top
      }
      for (rule, balance) in zip(rules, balances) {
        run.number("rate-\(rule)-\(name)", rule.rate(forError: error, stiffness: p.stiffness))
        run.number("alignment-\(rule)-\(name)", balance.alignment, unit: "nats")
        run.number("compression-\(rule)-\(name)", balance.compression, unit: "nats")
        run.number("cost-\(rule)-\(name)", balance.cost.total, unit: "nats")
        run.number("efficiency-\(rule)-\(name)", balance.cost.efficiency)
      }
      run.number("useful-\(name)", Part.useful.of(balances[0]), unit: "nats")
      run.number("unused-\(name)", Part.unused.of(balances[0]), unit: "nats")
      run.number("needed-\(name)", balances[0].cost.weightInformation, unit: "nats")
    }
  }

  /// Panel d: the cost in time where the examples exert an averaged force, that is, manipulate a potential.
  private static func manipulation(_ p: Parameters, _ run: Run) throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      let learning = AveragedLearning(rule: rule, stiffness: p.stiffness, rate: .sudden(p.learningRate))
      run.series("manipulation-\(rule)", ["time": p.times, "cost": learning.balances(at: p.times).map(\.cost.total)])
      run.number("manipulation-\(rule)", learning.settled.total, unit: "nats")
      let exact = learning.balances(at: p.sampledTimes).map(\.cost)
      let cells = p.sampledTimes.map {
        Weights(learning: learning, time: $0, steps: p.steps, count: p.trajectories)
      }
      let sampled = try run.sweep("manipulation-\(rule)", over: cells, replicas: p.replicas).map(\.merged)
      // What is learned is exact, what is lost is sampled.
      let costs = zip(sampled, exact).map { Estimate(exact: $1.weightInformation) + $0.total.estimate }
      run.series("sampled-manipulation-\(rule)", ["time": p.sampledTimes], estimates: ["cost": costs])
      return zip(costs, exact).map { $0.deviation(from: $1.total) }
    }
  }

  /// Panel d: the cost in time where the examples kick, and do not know the weights: the Hebbian rule.
  private static func driving(_ p: Parameters, _ run: Run) throws -> [Double] {
    let learning = OnlineLearning(rule: .hebbian, stiffness: p.stiffness, samplingRate: p.samplingRate)
    let line = learning.costsOfKicks(at: p.times) { _ in p.learningRate }
    run.series("driving", ["time": p.times, "cost": line.map(\.total)])
    let exact = learning.costsOfKicks(at: [0] + p.sampledTimes) { _ in p.learningRate }.dropFirst()
    let cell = Students(
      learning: learning, rate: p.learningRate, weights: p.weights, count: p.students, times: p.sampledTimes)
    let replicas = try run.sweep("driving", over: [cell], replicas: p.replicas)[0]
    let costs = p.sampledTimes.indices.map { time in replicas.map { $0[time] }.merged.cost.estimate }
    run.series("sampled-driving", ["time": p.sampledTimes], estimates: ["cost": costs])
    if let last = exact.last, let cost = costs.last {
      run.number("driving", last.total, unit: "nats")
      run.number("driving-sampled", cost, unit: "nats")
      // k²Q − k.
      run.number("driving-slope", p.stiffness * (p.stiffness * last.point.norm - 1), unit: "nats")
    }
    return zip(costs, exact).map { $0.deviation(from: $1.total) }
  }
}
