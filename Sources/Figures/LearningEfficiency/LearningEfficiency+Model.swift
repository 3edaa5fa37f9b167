import Cells
import Companion
import ElementaryFunctions
import Estimation
import PerceptronLearning
import Randomness

extension LearningEfficiency {
  // MARK: - Model

  /// Students that learn example by example, looked at several times.
  struct Students: Cell {
    var learning: OnlineLearning
    var rate: Double
    var weights, count: Int
    var times: [Double]

    func compute(_ random: RandomStream) -> [StudentAverages] {
      learning.studentAverages(of: count, weights: weights, at: times, random) { _ in rate }
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

    func compute(_ random: RandomStream) -> LearnedWeights.Averages {
      LearnedWeights(learning, until: time, steps: steps).averages(of: count, random)
    }
  }

  /// The efficiency at rest for a row of learning rates.
  struct MapRow: Cell {
    var rule: LearningRule
    var logStiffness: Double
    var logRates: [Double]
    var duration: Double

    func compute(_ random: RandomStream) -> [Double] {
      let stiffness = Elementary.powerOfTen(logStiffness)
      return logRates.map { logRate in
        let ramp = LearningRateRamp(to: Elementary.powerOfTen(logRate), within: duration)
        return AveragedLearning(rule: rule, stiffness: stiffness, rate: ramp).settled.efficiency
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

  /// The efficiency from the entropy that sampled weights produced: both informations are exact, as the heat of a single
  /// weight fluctuates by far more than what is lost of it.
  static func sampledEfficiency(_ weights: LearnedWeights.Averages, _ exact: LearningCost) -> Estimate {
    let total = Estimate(exact: exact.weightInformation) + weights.total.estimate
    let efficiency = exact.labelInformation / total.value
    return Estimate(efficiency, standardError: efficiency * total.standardError / total.value)
  }
}
