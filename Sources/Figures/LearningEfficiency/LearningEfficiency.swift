import Companion
import Estimation
import PerceptronLearning

/// A perceptron that learns a rule from a teacher: what it learns per unit of what it costs.
@main
struct LearningEfficiency: Figure {
  // MARK: - Question

  static let title = "The efficiency of learning a rule"
  static let question =
    "How much of the heat and entropy that learning produces becomes information about the teacher?"
  static let section = "12"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    private static let onePerRule = LearningRule.allCases.count...LearningRule.allCases.count

    @Parameter("stiffness k of the trap of every weight of the students in panels a and c", unit: "kT", in: 0.01...100)
    var stiffness = 1.0
    @Parameter("examples r per unit time and weight in panels a and c", unit: "mobility", in: 0.01...1000)
    var samplingRate = 1.0
    @Parameter(
      "learning rates ν of the Hebbian rule, the Perceptron and the AdaTron in panel a", unit: "kT", in: 0.001...100,
      count: onePerRule, ascending: false)
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
      count: onePerRule, ascending: false)
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

  static func check(_ p: Parameters) throws {
    for rule in LearningRule.allCases {
      let largest = rule.largestStableRate(stiffness: p.stiffness, samplingRate: p.samplingRate)
      for (rate, name) in [(rule.value(in: p.learningRates), "learningRates"), (p.kickRate, "kickRate")] {
        try Complaint.unless(
          rate <= largest, name, "must be at most \(largest) for the \(rule.name), which is unstable beyond")
      }
    }
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
  }

  let p: Parameters, run: Run

  // MARK: - Experiment

  func simulate() throws {
    let deviations = try learningCurves() + efficiencies() + kicks() + theorem()
    try histories()
    try maps()
    try recordRest()
    run.deviations(deviations)
  }

  /// Panel a: the generalisation error in time, of two sizes of students over the limit of infinitely many weights.
  private func learningCurves() throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      let rate = rule.value(in: p.learningRates)
      let learning = OnlineLearning(rule: rule, stiffness: p.stiffness, samplingRate: p.samplingRate)
      let line = try learning.orderParameters(at: p.times) { _ in rate }
      run.series("error-\(rule)", ["time": p.times, "error": line.map(\.generalisationError)])
      let exact = try learning.orderParameters(at: [0] + p.sampledTimes) { _ in rate }.dropFirst()
      if let last = exact.last { run.number("error-\(rule)", last.generalisationError) }
      return try [("small", p.smallWeights, p.smallStudents), ("large", p.largeWeights, p.largeStudents)].flatMap {
        size, weights, count in
        let students = try sampled(
          "\(size)-\(rule)",
          SampledStudents(learning: learning, rate: rate, weights: weights, count: count, times: p.sampledTimes))
        let errors = students.map(\.error.estimate)
        // Small and large students are drawn at times in turn, so that none hide the others.
        let shown = errors.indices.filter { $0 % 2 == (size == "small" ? 0 : 1) }
        run.series(
          "\(size)-\(rule)", ["time": shown.map { p.sampledTimes[$0] }], estimates: ["error": shown.map { errors[$0] }])
        if let last = errors.last { run.number("error-\(size)-\(rule)", last) }
        return zip(students, exact).flatMap { student, point in student.deviations(from: point) }
      }
    }
  }

  /// Panel b: the efficiency at rest against the learning rate, after a sudden start and after an infinitely slow ramp.
  private func efficiencies() throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      func learning(_ rate: Double) -> AveragedLearning {
        AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate))
      }
      let line = p.efficiencyRates.map(learning)
      run.series(
        "efficiency-\(rule)",
        [
          "rate": p.efficiencyRates, "sudden": try line.map { try $0.settled.efficiency },
          "quasistatic": line.map(\.quasistatic.efficiency),
        ])
      let cells = p.sampledRates.map {
        SampledWeights(learning: learning($0), time: p.restTime, steps: p.restSteps, count: p.restWeights)
      }
      let weights = try run.sweep("rest-\(rule)", over: cells, replicas: p.replicas).map(\.merged)
      let exact = try cells.map { try $0.learning.settled }
      let points = zip(weights, exact).map { $0.efficiency(ofLearning: $1) }
      run.series("sampled-efficiency-\(rule)", ["rate": p.sampledRates], estimates: ["efficiency": points])
      for (rate, point) in zip(p.sampledRates, points) where rate == 1 {
        run.number("sampled-efficiency-\(rule)", point)
      }
      return zip(points, exact).map { $0.deviation(from: $1.efficiency) }
    }
  }

  /// Panel c: the cost if examples displace the weights at once, and only their relaxation is heat.
  private func kicks() throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      let learning = OnlineLearning(rule: rule, stiffness: p.stiffness, samplingRate: p.samplingRate)
      let line = try learning.costsOfKicks(at: p.times) { _ in p.kickRate }
      run.series("kicks-\(rule)", ["time": p.times, "cost": line.map(\.total)])
      let exact = try learning.costsOfKicks(at: [0] + p.sampledTimes) { _ in p.kickRate }.dropFirst()
      let students = try sampled(
        "kicked-\(rule)",
        SampledStudents(
          learning: learning, rate: p.kickRate, weights: p.smallWeights, count: p.smallStudents, times: p.sampledTimes))
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
      let end = try weak.costsOfKicks(at: [0, p.times.last ?? 0]) { _ in p.kickRate }[1]
      run.number("kicks-weak-\(rule)", end.total, unit: "nats")
      return zip(students, exact).map { $0.cost.estimate.deviation(from: $1.total) }
    }
  }

  /// Averages over the students of all replicas, at each of their times.
  private func sampled(_ sweep: String, _ students: SampledStudents) throws -> [StudentAverages] {
    let replicas = try run.sweep(sweep, over: [students], replicas: p.replicas)[0]
    return students.times.indices.map { time in replicas.map { $0[time] }.merged }
  }

  /// ⟨exp(−s_tot)⟩ over trajectories of single weights, the same without the information, and for a short time without the heat.
  ///
  /// Without the heat the average is exp ∫κdt, of which the variance diverges soon.
  private func theorem() throws -> [Double] {
    try LearningRule.allCases.flatMap { rule in
      let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rule.value(in: p.theoremRates)))
      let cells = [p.theoremTime, p.controlTime].map {
        SampledWeights(learning: learning, time: $0, steps: p.theoremSteps, count: p.theoremWeights)
      }
      let found = try run.sweep("theorem-\(rule)", over: cells, replicas: p.replicas).map(\.merged)
      let (weights, control) = (found[0], found[1].withoutHeat.mean)
      let contraction = try LearnedWeights(learning, until: p.controlTime, steps: p.theoremSteps).contraction
      run.number("theorem-\(rule)", weights.theorem.mean)
      run.number("theorem-without-information-\(rule)", weights.withoutInformation.mean)
      run.number("theorem-without-heat-\(rule)", control)
      run.number("theorem-without-heat-exact-\(rule)", contraction)
      return [
        weights.theorem.mean.deviation(from: 1), weights.withoutInformation.mean.deviation(from: 1),
        control.deviation(from: contraction),
      ]
    }
  }

  /// Panels d to f: the efficiency at finite times, after a sudden start and along a ramp.
  ///
  /// As in panel b the two informations at the time are exact and the entropy produced until then is sampled:
  /// η(t) = I(σ_T:σ)/[I(w_n:T_n) + ⟨s_tot⟩].
  private func histories() throws {
    var deviations: [Double] = []
    for rule in LearningRule.allCases {
      for (start, duration) in [("sudden", 0), ("ramp", p.rampTime)] {
        for rate in p.historyRates {
          let learning = AveragedLearning(
            rule: rule, stiffness: 1, rate: LearningRateRamp(to: rate, within: duration))
          deviations += try history("\(start)-\(rule)-\(label(rate))", of: learning)
        }
      }
    }
    run.number("history-largest-deviation", deviations.map(abs).max() ?? 0, unit: "standard errors")
    run.number("history-sampled-points", Double(deviations.count))
  }

  private func history(_ name: String, of learning: AveragedLearning) throws -> [Double] {
    recordHistory(name, try learning.balances(at: p.historyTimes).map(\.cost.efficiency))
    // Where the loss is small its mean is lost in its fluctuations, of variance 2⟨s_tot⟩: points whose loss would be
    // uncertain by more than a tenth are left out.
    let exact = zip(p.sampledHistoryTimes, try learning.balances(at: p.sampledHistoryTimes)).filter { _, balance in
      Double(p.historyWeights * p.replicas) * (balance.alignment + balance.compression) >= 200
    }
    let cells = exact.map { time, _ in
      SampledWeights(
        learning: learning, time: time, steps: max(100, Int((time / p.historyStep).rounded(.up))),
        count: p.historyWeights)
    }
    let weights = try run.sweep("history-\(name)", over: cells, replicas: p.replicas).map(\.merged)
    let points = zip(weights, exact).map { $0.efficiency(ofLearning: $1.1.cost) }
    run.series("sampled-history-\(name)", ["time": exact.map(\.0)], estimates: ["efficiency": points])
    return zip(points, exact).map { $0.deviation(from: $1.1.cost.efficiency) }
  }

  /// Panels g to i: the efficiency at rest against learning rate and stiffness after a ramp.
  ///
  /// After a sudden start it depends on one number alone, and panel b shows all of it; of that map the largest value is kept.
  private func maps() throws {
    func rows(_ name: String, of rule: LearningRule, rampTime: Double) throws -> [[Double]] {
      let cells = p.mapStiffnesses.map {
        RestingEfficiencies(rule: rule, logStiffness: $0, logRates: p.mapRates, duration: rampTime)
      }
      return try run.sweep("map-\(name)-\(rule)", over: cells)
    }
    for rule in LearningRule.allCases {
      let sudden = try rows("sudden", of: rule, rampTime: 0)
      let ramp = try rows("ramp", of: rule, rampTime: p.rampTime)
      try recordMap(of: rule, sudden: sudden, ramp: ramp)
    }
  }
}
