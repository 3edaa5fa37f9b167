import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

/// A perceptron that learns a rule from a teacher: what it learns per unit of what it costs.
@main
struct LearningEfficiency: Figure {
  // MARK: - Question

  static let title = "The efficiency of learning a rule"
  static let question = "How much does a student learn from its teacher per unit of heat and entropy?"
  static let section = "12"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Stiffness k of the trap of every weight, examples r per unit time and weight, and the learning rates ν of the Hebbian rule, the
    /// Perceptron and the AdaTron: of the students in panel a.
    var stiffness = 1.0, samplingRate = 1.0, learningRates = [1.0, 2, 2]
    /// The learning rate in panel c, of all rules.
    var kickRate = 1.0
    /// Times of the lines and of the sampled points in panels a and c; units of the inverse mobility.
    var times = Array(stride(from: 0.0, through: 4, by: 0.02))
    var sampledTimes = Array(stride(from: 0.25, through: 4, by: 0.25))
    /// Weights N of small and large students, how many of each there are per replica, and the number of replicas.
    var smallWeights = 400, largeWeights = 10_000, smallStudents = 10, largeStudents = 3, replicas = 12
    /// Decimal logarithms of the learning rates and of the stiffnesses of the maps, and the time τ of the ramp.
    var mapRates = Array(stride(from: -2.0, through: 2, by: 0.125))
    var mapStiffnesses = Array(stride(from: -2.0, through: 1, by: 0.125)), rampTime = 10.0
    /// Learning rates of the lines and of the sampled points in panel b; the stiffness is 1.
    var efficiencyRates = decades(0.01, 100, [1, 1.5, 2, 3, 4, 5, 6, 8]), sampledRates = [0.3, 1, 3, 10]
    /// Time, steps and number per replica of the trajectories in panel b.
    var restTime = 8.0, restSteps = 800, restWeights = 8000
    /// Learning rates of the three rules, time, steps and number per replica of the trajectories that test the fluctuation theorem; the
    /// time of its negative control.
    var theoremRates = [0.5, 1.0, 1.0], theoremTime = 2.0, controlTime = 0.05, theoremSteps = 50,
      theoremWeights = 50_000
  }

  static let paper = Parameters()
  static let quick = Parameters(
    times: Array(stride(from: 0.0, through: 4, by: 0.2)), sampledTimes: [0.5, 1, 2, 4],
    largeWeights: 1000, smallStudents: 4, largeStudents: 2, replicas: 8,
    mapRates: Array(stride(from: -2.0, through: 2, by: 0.5)),
    mapStiffnesses: Array(stride(from: -2.0, through: 1, by: 0.5)), efficiencyRates: decades(0.01, 100, [1, 3]),
    sampledRates: [1, 3], restSteps: 200, restWeights: 500, theoremWeights: 4000)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try learningCurves(p, run) + efficiencies(p, run) + kicks(p, run) + theorem(p, run)
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
      // Least is known what is lost on the way, s_tot; what is learned in the end is exact.
      let points = zip(sampled, exact).map { weights, cost in
        let total = Estimate(exact: cost.weightInformation) + weights.total.estimate
        let efficiency = cost.labelInformation / total.value
        return Estimate(efficiency, standardError: efficiency * total.standardError / total.value)
      }
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
