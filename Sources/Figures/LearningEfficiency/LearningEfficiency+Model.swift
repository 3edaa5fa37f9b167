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
}
