import Companion
import Estimation
import PerceptronLearning

/// What learning a rule costs, taken apart: what is needed for it, and what is lost.
@main
struct LearningCost: Figure {
  // MARK: - Question

  static let title = "The cost of learning, taken apart"
  static let question = "How much of the cost of learning a rule is unavoidable, and how much is due to the algorithm?"
  static let section = "14"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("stiffness k of the trap of every weight", unit: "kT", in: 0.01...100) var stiffness = 1.0
    @Parameter("generalisation errors ε_g whose costs are recorded", in: 0.05...0.49, count: 3...3)
    var errors = [0.1, 0.2, 0.3]
    @Parameter("generalisation errors ε_g of the lines in panels a to c", in: 0.05...0.49, count: 2...1000)
    var lineErrors = (10...40).map { Double($0) / 100 }
    @Parameter("learning rate ν of all rules in panel d", unit: "kT", in: 0.001...100) var learningRate = 1.0
    @Parameter("examples r per unit time and weight where they kick", unit: "mobility", in: 0.01...1000)
    var samplingRate = 1.0
    @Parameter("times of the lines in panel d; the first is 0", unit: "1/mobility", in: 0...1000)
    var times = [0.0] + decades(0.01, 10, [1, 1.5, 2, 3, 4, 5, 6, 8])
    @Parameter("times of the sampled points in panel d", unit: "1/mobility", in: 0.001...1000)
    var sampledTimes = [0.1, 0.2, 0.5, 1, 2, 4, 7, 10]
    @Parameter("generalisation error ε_g in panels e and f", in: 0.05...0.49) var rampError = 0.2
    @Parameter("durations τ of the ramp, of the lines in panels e and f", unit: "1/mobility", in: 0.001...10_000)
    var rampTimes = decades(0.01, 1000, [1, 1.5, 2, 3, 4, 6, 8])
    @Parameter("durations τ of the ramp, of the sampled points in panels e and f", unit: "1/mobility", in: 0.001...1000)
    var sampledRampTimes = [0.1, 1, 10]
    @Parameter("steps of ν in the limit of slow ramps", in: 2...1_000_000) var slowPoints = 2000
    @Parameter("weights N of a student that is kicked", in: 2...1_000_000) var weights = 400
    @Parameter("such students per replica", in: 1...100_000) var students = 25
    @Parameter("trajectories of single weights per replica and point in panels d to f", in: 2...100_000_000)
    var trajectories = 8000
    @Parameter("steps of a trajectory in panel d", in: 1...1_000_000) var steps = 400
    @Parameter("steps of a trajectory in panels e and f", in: 1...1_000_000) var rampSteps = 4000
    @Parameter("independent replicas of everything that is sampled", in: 2...100_000) var replicas = 12
  }

  static let paper = Parameters()
  static let quick = Parameters(
    lineErrors: [0.1, 0.15, 0.2, 0.3, 0.4],
    times: [0] + decades(0.01, 10, [1, 2, 4]), sampledTimes: [0.1, 1, 10], rampTimes: decades(0.01, 1000, [1, 4]),
    sampledRampTimes: [1], students: 4, trajectories: 200, steps: 200, rampSteps: 400, replicas: 8)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
  }

  let p: Parameters, run: Run

  // MARK: - Experiment

  /// What the cost is made of.
  enum Part: String {
    /// What the student's label tells of the teacher's, and what else the weights know of the teacher's.
    case useful, unused
    /// What is lost by turning the weights, and by compressing them.
    case alignment, compression

    func of(_ balance: AveragedLearning.Balance) -> Double {
      switch self {
      case .useful: balance.cost.labelInformation
      case .unused: balance.cost.weightInformation - balance.cost.labelInformation
      case .alignment: balance.alignment
      case .compression: balance.compression
      }
    }
  }

  func simulate() throws {
    try parts()
    let deviations = try manipulation() + driving() + ramps()
    run.deviations(deviations)
  }

  /// Panels a to c: the parts of what each rule pays to come to rest at an error after a sudden start.
  private func parts() throws {
    let rules = LearningRule.allCases
    for rule in rules {
      let line = try run.sweep(
        "parts-\(rule)",
        over: p.lineErrors.map { SettledStudent(rule: rule, error: $0, stiffness: p.stiffness, duration: 0) })
      run.series(
        "parts-\(rule)",
        [
          "error": p.lineErrors, "useful": line.map(Part.useful.of), "unused": line.map(Part.unused.of),
          "alignment": line.map(Part.alignment.of), "compression": line.map(Part.compression.of),
          "cost": line.map(\.cost.total),
        ])
    }
    for error in p.errors {
      let name = label(error)
      let balances = try run.sweep(
        "errors-\(name)",
        over: rules.map { SettledStudent(rule: $0, error: error, stiffness: p.stiffness, duration: 0) })
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
  private func manipulation() throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      let learning = AveragedLearning(rule: rule, stiffness: p.stiffness, rate: .sudden(p.learningRate))
      run.series(
        "manipulation-\(rule)", ["time": p.times, "cost": try learning.balances(at: p.times).map(\.cost.total)])
      run.number("manipulation-\(rule)", try learning.settled.total, unit: "nats")
      let exact = try learning.balances(at: p.sampledTimes).map(\.cost)
      let cells = p.sampledTimes.map {
        SampledWeights(learning: learning, time: $0, steps: p.steps, count: p.trajectories)
      }
      let sampled = try run.sweep("manipulation-\(rule)", over: cells, replicas: p.replicas).map(\.merged)
      // What is learned is exact, what is lost is sampled.
      let costs = zip(sampled, exact).map { Estimate(exact: $1.weightInformation) + $0.total.estimate }
      run.series("sampled-manipulation-\(rule)", ["time": p.sampledTimes], estimates: ["cost": costs])
      return zip(costs, exact).map { $0.deviation(from: $1.total) }
    }
  }

  /// Panel d: the cost in time where the examples kick, whatever the weights: the Hebbian rule.
  private func driving() throws -> [Double] {
    let learning = OnlineLearning(rule: .hebbian, stiffness: p.stiffness, samplingRate: p.samplingRate)
    let line = try learning.costsOfKicks(at: p.times) { _ in p.learningRate }
    run.series("driving", ["time": p.times, "cost": line.map(\.total)])
    let exact = try learning.costsOfKicks(at: [0] + p.sampledTimes) { _ in p.learningRate }.dropFirst()
    let students = SampledStudents(
      learning: learning, rate: p.learningRate, weights: p.weights, count: p.students, times: p.sampledTimes)
    let replicas = try run.sweep("driving", over: [students], replicas: p.replicas)[0]
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

  /// Panels e and f: what is lost by turning and by compressing the weights, against the duration of the ramp.
  private func ramps() throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      func student(rampTime: Double) -> SettledStudent {
        SettledStudent(rule: rule, error: p.rampError, stiffness: p.stiffness, duration: rampTime)
      }
      let line = try run.sweep("ramps-\(rule)", over: p.rampTimes.map(student))
      run.series(
        "ramps-\(rule)",
        ["time": p.rampTimes, "alignment": line.map(\.alignment), "compression": line.map(\.compression)])
      let losses = student(rampTime: 1).learning.slowLosses(points: p.slowPoints)
      run.number("slow-alignment-\(rule)", losses.alignment)
      run.number("slow-compression-\(rule)", losses.compression)
      let slow = p.rampTimes.filter { $0 >= 2 }
      run.series(
        "slow-\(rule)",
        [
          "time": slow, "alignment": slow.map { losses.alignment / $0 },
          "compression": slow.map { losses.compression / $0 },
        ])
      if let last = line.last {
        run.number("slowest-cost-\(rule)", last.cost.total, unit: "nats")
        run.number("slowest-efficiency-\(rule)", last.cost.efficiency)
      }
      return try sampledRamps(of: rule, p.sampledRampTimes.map(student))
    }
  }

  /// The entropy produced along sampled trajectories is the sum of both losses; less the exact one of
  /// them it is the other.
  private func sampledRamps(of rule: LearningRule, _ students: [SettledStudent]) throws -> [Double] {
    let exact = try run.sweep("ramps-\(rule)", over: students)
    let weights = students.map {
      SampledWeights(
        learning: $0.learning, time: $0.duration + 10 / p.stiffness, steps: p.rampSteps, count: p.trajectories)
    }
    let sampled = try run.sweep("sampled-ramps-\(rule)", over: weights, replicas: p.replicas).map(
      \.merged.total.estimate)
    let losses = zip(sampled, exact).map { total, balance in
      total - Estimate(exact: rule.isErrorDriven ? balance.alignment : balance.compression)
    }
    run.series("sampled-ramps-\(rule)", ["time": p.sampledRampTimes], estimates: ["loss": losses])
    return zip(sampled, exact).map { $0.deviation(from: $1.alignment + $1.compression) }
  }
}
