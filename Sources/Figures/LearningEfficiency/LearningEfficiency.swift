import Companion
import Estimation
import PerceptronLearning
import Randomness

/// A perceptron that learns a rule from a teacher: what it learns per unit of what it costs.
@main
struct LearningEfficiency: Figure {
  // MARK: - Question

  static let title = "The efficiency of learning a rule"
  static let question =
    "How much does a student learn from its teacher for the heat and entropy that learning produces?"
  static let section = "12"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("stiffness k of the trap of every weight of the students in panels a and c", unit: "kT", in: 0.01...100)
    var stiffness = 1.0
    @Parameter("examples r per unit time and weight in panels a and c", unit: "mobility", in: 0.01...1000)
    var samplingRate = 1.0
    @Parameter(
      "learning rates ν of the Hebbian rule, the Perceptron and the AdaTron in panel a", unit: "kT", in: 0.001...100,
      count: 3...3, ascending: false)
    var learningRates = [1.0, 2, 2]
    @Parameter("learning rate ν of all rules in panel c", unit: "kT", in: 0.001...100) var kickRate = 1.0
    @Parameter("times of the lines in panels a and c; the first is 0", unit: "1/mobility", in: 0...1000)
    var times = Array(stride(from: 0.0, through: 4, by: 0.02))
    @Parameter("times of the sampled points in panels a and c", unit: "1/mobility", in: 0.001...1000)
    var sampledTimes = Array(stride(from: 0.25, through: 4, by: 0.25))
    @Parameter("weights N of small students", in: 2...1_000_000) var smallWeights = 400
    @Parameter("weights N of large students", in: 2...1_000_000) var largeWeights = 10_000
    @Parameter("small students per replica", in: 1...100_000) var smallStudents = 10
    @Parameter("large students per replica", in: 1...100_000) var largeStudents = 3
    @Parameter("independent replicas of everything that is sampled", in: 2...100_000) var replicas = 12
    @Parameter("decimal logarithms of the learning rates ν of the maps", in: -3...3, count: 2...100_000)
    var mapRates = Array(stride(from: -2.0, through: 2, by: 0.125))
    @Parameter("decimal logarithms of the stiffnesses k of the maps", in: -3...3, count: 2...100_000)
    var mapStiffnesses = Array(stride(from: -2.0, through: 1, by: 0.125))
    @Parameter("duration τ of the ramp of the learning rate in panels d to i", unit: "1/mobility", in: 0.001...1000)
    var rampTime = 10.0
    @Parameter("learning rates ν of the lines in panel b, where the stiffness is 1", unit: "kT", in: 1e-4...1e4)
    var efficiencyRates = decades(0.01, 100, [1, 1.5, 2, 3, 4, 5, 6, 8])
    @Parameter("learning rates ν of the sampled points in panel b", unit: "kT", in: 0.01...100)
    var sampledRates = [0.3, 1, 3, 10]
    @Parameter("duration of the trajectories in panel b", unit: "1/mobility", in: 5...1000) var restTime = 8.0
    @Parameter("steps of a trajectory in panel b", in: 1...1_000_000) var restSteps = 800
    @Parameter("trajectories per replica and point in panel b", in: 2...100_000_000) var restWeights = 8000
    @Parameter(
      "learning rates ν in panels d to f, where the stiffness is 1", unit: "kT", in: 0.01...100, count: 1...2)
    var historyRates = [1.0, 10]
    @Parameter("times of the lines in panels d to f", unit: "1/mobility", in: 0.001...1000)
    var historyTimes =
      decades(0.1, 10, [1, 1.2, 1.4, 1.6, 1.8, 2, 2.3, 2.6, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9])
      + [11, 12, 14, 16, 18, 20, 25, 30]
    @Parameter("times of the sampled points in panels d to f", unit: "1/mobility", in: 0.001...1000)
    var sampledHistoryTimes = [0.2, 0.5, 1, 2, 3, 5, 8, 14, 25]
    @Parameter("largest time step of the trajectories in panels d to f", unit: "1/mobility", in: 1e-4...0.1)
    var historyStep = 0.02
    @Parameter("trajectories per replica and point in panels d to f", in: 2...100_000_000) var historyWeights = 4000
    @Parameter(
      "learning rates ν of the three rules in the test of the fluctuation theorem", unit: "kT", in: 0.001...100,
      count: 3...3, ascending: false)
    var theoremRates = [0.5, 1.0, 1.0]
    @Parameter("duration of the trajectories in that test", unit: "1/mobility", in: 0.01...100) var theoremTime = 2.0
    @Parameter("duration of the trajectories in its negative control", unit: "1/mobility", in: 0.001...0.1)
    var controlTime = 0.05
    @Parameter("steps of a trajectory in that test", in: 1...1_000_000) var theoremSteps = 50
    @Parameter("trajectories per replica in that test", in: 2...100_000_000) var theoremWeights = 50_000
  }

  static let paper = Parameters()
  static let quick = Parameters(
    times: Array(stride(from: 0.0, through: 4, by: 0.2)), sampledTimes: [0.5, 1, 2, 4],
    largeWeights: 1000, smallStudents: 4, largeStudents: 2, replicas: 8,
    mapRates: Array(stride(from: -2.0, through: 2, by: 0.5)),
    mapStiffnesses: Array(stride(from: -2.0, through: 1, by: 0.5)), efficiencyRates: decades(0.01, 100, [1, 3]),
    sampledRates: [1, 3], restSteps: 200, restWeights: 500,
    historyTimes: decades(0.1, 10, [1, 2, 4, 6]) + [15, 30], sampledHistoryTimes: [0.5, 2, 10], historyStep: 0.1,
    historyWeights: 1000, theoremWeights: 4000)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try learningCurves(p, run) + efficiencies(p, run) + kicks(p, run) + theorem(p, run)
    try histories(p, run)
    try maps(p, run)
    restingNumbers(run)
    run.deviations(deviations)
  }

  /// Panel a: the generalisation error in time, of two sizes of students over the limit of infinitely many weights.
  private static func learningCurves(_ p: Parameters, _ run: Run) throws -> [Double] {
    try zip(LearningRule.allCases, p.learningRates).flatMap { rule, rate in
      let learning = OnlineLearning(rule: rule, stiffness: p.stiffness, samplingRate: p.samplingRate)
      let line = learning.orderParameters(at: p.times) { _ in rate }
      run.series("error-\(rule)", ["time": p.times, "error": line.map(\.generalisationError)])
      let exact = learning.orderParameters(at: [0] + p.sampledTimes) { _ in rate }.dropFirst()
      if let last = exact.last { run.number("error-\(rule)", last.generalisationError) }
      return try [("small", p.smallWeights, p.smallStudents), ("large", p.largeWeights, p.largeStudents)].flatMap {
        name, weights, count in
        let students = try sample("\(name)-\(rule)", learning, rate, weights, count, p, run)
        let errors = students.map(\.error.estimate)
        // Small and large students are drawn at times in turn, so that none hide the others.
        let shown = errors.indices.filter { $0 % 2 == (name == "small" ? 0 : 1) }
        run.series(
          "\(name)-\(rule)", ["time": shown.map { p.sampledTimes[$0] }], estimates: ["error": shown.map { errors[$0] }])
        if let last = errors.last { run.number("error-\(name)-\(rule)", last) }
        return zip(students, exact).flatMap { student, point in student.deviations(from: point) }
      }
    }
  }

  /// Panel b: the efficiency at rest against the learning rate, after a sudden start and after an infinitely slow ramp.
  private static func efficiencies(_ p: Parameters, _ run: Run) throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      func learning(_ rate: Double) -> AveragedLearning {
        AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate))
      }
      let line = p.efficiencyRates.map(learning)
      run.series(
        "efficiency-\(rule)",
        [
          "rate": p.efficiencyRates, "sudden": line.map(\.settled.efficiency),
          "quasistatic": line.map(\.quasistatic.efficiency),
        ])
      let cells = p.sampledRates.map { Weights(learning($0), p.restTime, p.restSteps, p.restWeights) }
      let sampled = try run.sweep("rest-\(rule)", over: cells, replicas: p.replicas).map(\.merged)
      let exact = cells.map(\.learning.settled)
      let points = zip(sampled, exact).map(sampledEfficiency)
      run.series("sampled-efficiency-\(rule)", ["rate": p.sampledRates], estimates: ["efficiency": points])
      for (rate, point) in zip(p.sampledRates, points) where rate == 1 {
        run.number("sampled-efficiency-\(rule)", point)
      }
      return zip(points, exact).map { $0.deviation(from: $1.efficiency) }
    }
  }

  /// Panel c: the cost if examples displace the weights at once, and only their relaxation is heat.
  private static func kicks(_ p: Parameters, _ run: Run) throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      let learning = OnlineLearning(rule: rule, stiffness: p.stiffness, samplingRate: p.samplingRate)
      let line = learning.costsOfKicks(at: p.times) { _ in p.kickRate }
      run.series("kicks-\(rule)", ["time": p.times, "cost": line.map(\.total)])
      let exact = learning.costsOfKicks(at: [0] + p.sampledTimes) { _ in p.kickRate }.dropFirst()
      let students = try sample("kicked-\(rule)", learning, p.kickRate, p.smallWeights, p.smallStudents, p, run)
      run.series(
        "sampled-kicks-\(rule)", ["time": p.sampledTimes], estimates: ["cost": students.map(\.cost.estimate)])
      if let last = exact.last, let student = students.last {
        run.number("kicks-\(rule)", last.total, unit: "nats")
        run.number("kicks-sampled-\(rule)", student.cost.estimate, unit: "nats")
        run.number("kicks-learned-\(rule)", last.weightInformation, unit: "nats")
        run.number(
          "literal-\(rule)",
          learning.literalHeatRate(
            at: last.point, learningRate: p.kickRate, weights: p.smallWeights), unit: "nats")
      }
      var weak = learning
      weak.samplingRate = .infinity
      let end = weak.costsOfKicks(at: [0, p.times.last ?? 0]) { _ in p.kickRate }[1]
      run.number("kicks-weak-\(rule)", end.total, unit: "nats")
      return zip(students, exact).map { $0.cost.estimate.deviation(from: $1.total) }
    }
  }
}
