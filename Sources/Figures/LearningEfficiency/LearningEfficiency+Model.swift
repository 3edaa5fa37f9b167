import Companion
import ElementaryFunctions
import Estimation
import Learning
import Randomness

extension LearningEfficiency {
  // MARK: - Model

  /// Averages over students.
  struct StudentAverages: Codable, Mergeable {
    var overlap = Average(), norm = Average(), error = Average(), cost = Average()

    mutating func add(_ student: borrowing OnlinePerceptron) {
      let point = student.orderParameters
      overlap.add(point.overlap)
      norm.add(point.norm)
      error.add(point.generalisationError)
      cost.add(LearningCost(point: point, stiffness: student.learning.stiffness, heat: student.heat).total)
    }

    mutating func merge(_ other: StudentAverages) {
      overlap.merge(other.overlap)
      norm.merge(other.norm)
      error.merge(other.error)
      cost.merge(other.cost)
    }

    /// Of R, Q and ε_g, in standard errors.
    func deviations(from point: OrderParameters) -> [Double] {
      [
        overlap.estimate.deviation(from: point.overlap), norm.estimate.deviation(from: point.norm),
        error.estimate.deviation(from: point.generalisationError),
      ]
    }
  }

  /// Students that learn example by example, looked at several times.
  struct Students: Cell {
    var learning: OnlineLearning
    var rate: Double
    var weights, count: Int
    var times: [Double]

    func compute(_ random: RandomStream) -> [StudentAverages] {
      var averages = times.map { _ in StudentAverages() }
      for number in 0..<count {
        var student = OnlinePerceptron(learning, weights: weights, precision: .single, random: random[number])
        for (place, time) in times.enumerated() {
          student.learn(until: time) { _ in rate }
          averages[place].add(student)
        }
      }
      return averages
    }
  }

  /// Trajectories of single weights in the averaged force.
  struct Weights: Cell {
    var learning: AveragedLearning
    var time: Double
    var steps, count: Int

    init(_ learning: AveragedLearning, _ time: Double, _ steps: Int, _ count: Int) {
      (self.learning, self.time, self.steps, self.count) = (learning, time, steps, count)
    }

    struct Result: Codable, Mergeable {
      var total = Average()
      var theorem = ExponentialAverage(), withoutInformation = ExponentialAverage(), withoutHeat = ExponentialAverage()

      mutating func merge(_ other: Result) {
        total.merge(other.total)
        theorem.merge(other.theorem)
        withoutInformation.merge(other.withoutInformation)
        withoutHeat.merge(other.withoutHeat)
      }
    }

    func compute(_ random: RandomStream) -> Result {
      var result = Result()
      LearnedWeights(learning, until: time, steps: steps).sample(count, random) { outcome in
        result.total.add(outcome.total)
        result.theorem.add(outcome.total)
        result.withoutInformation.add(outcome.entropy + outcome.heat)
        result.withoutHeat.add(outcome.entropy - outcome.information)
      }
      return result
    }
  }

  /// The efficiency at rest for a row of learning rates.
  struct MapRow: Cell {
    var rule: LearningRule
    var logStiffness: Double
    var logRates: [Double]
    var duration: Double

    func compute(_ random: RandomStream) -> [Double] {
      let decade = Elementary.log(10.0)
      return logRates.map { logRate in
        let ramp = LearningRateRamp(to: Elementary.exp(decade * logRate), within: duration)
        return AveragedLearning(rule: rule, stiffness: Elementary.exp(decade * logStiffness), rate: ramp).settled
          .efficiency
      }
    }
  }

  static func sample(
    _ name: String, _ learning: OnlineLearning, _ rate: Double, _ weights: Int, _ count: Int, _ p: Parameters,
    _ run: Run
  ) throws -> [StudentAverages] {
    let cell = Students(learning: learning, rate: rate, weights: weights, count: count, times: p.sampledTimes)
    let replicas = try run.sweep(name, over: [cell], replicas: p.replicas)[0]
    return p.sampledTimes.indices.map { time in replicas.map { $0[time] }.merged }
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.stiffness, in: 0.01...100, "stiffness")
    try Complaint.unless(p.samplingRate, in: 0.01...1000, "samplingRate")
    for (rates, name) in [(p.learningRates, "learningRates"), (p.theoremRates, "theoremRates")] {
      try Complaint.unless(rates.count == 3, name, "must list one value for each of the three rules")
      for rate in rates { try Complaint.unless(rate, in: 0.001...100, name) }
    }
    try Complaint.unless(p.kickRate, in: 0.001...100, "kickRate")
    try Complaint.unless(p.times, in: 0...1000, "times")
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
    try Complaint.unless(p.sampledTimes, in: 0.001...1000, "sampledTimes")
    try Complaint.unless(p.smallWeights, in: 2...1_000_000, "smallWeights")
    try Complaint.unless(p.largeWeights, in: 2...1_000_000, "largeWeights")
    try Complaint.unless(p.smallStudents, in: 1...100_000, "smallStudents")
    try Complaint.unless(p.largeStudents, in: 1...100_000, "largeStudents")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
    try Complaint.unless(p.mapRates, in: -3...3, "mapRates")
    try Complaint.unless(p.mapStiffnesses, in: -3...3, "mapStiffnesses")
    try Complaint.unless(p.rampTime, in: 0.001...1000, "rampTime")
    try Complaint.unless(p.efficiencyRates, in: 1e-4...1e4, "efficiencyRates")
    try Complaint.unless(p.sampledRates, in: 0.01...100, "sampledRates")
    try Complaint.unless(p.restTime, in: 5...1000, "restTime")
    try Complaint.unless(p.restSteps, in: 1...1_000_000, "restSteps")
    try Complaint.unless(p.restWeights, in: 2...100_000_000, "restWeights")
    try Complaint.unless(p.theoremTime, in: 0.01...100, "theoremTime")
    try Complaint.unless(p.controlTime, in: 0.001...0.1, "controlTime")
    try Complaint.unless(p.theoremSteps, in: 1...1_000_000, "theoremSteps")
    try Complaint.unless(p.theoremWeights, in: 2...100_000_000, "theoremWeights")
  }
}
