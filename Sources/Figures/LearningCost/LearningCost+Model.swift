import Companion
import Learning
import Randomness

extension LearningCost {
  // MARK: - Model

  /// What the cost is made of.
  enum Part: String, CaseIterable {
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

  /// A student that comes to rest at a given error after a ramp.
  struct Settle: Cell {
    var rule: LearningRule
    var error, stiffness, duration: Double

    var learning: AveragedLearning {
      let rate = rule.rate(forError: error, stiffness: stiffness)
      return AveragedLearning(rule: rule, stiffness: stiffness, rate: LearningRateRamp(to: rate, within: duration))
    }

    func compute(_ random: RandomStream) -> AveragedLearning.Balance { learning.settledBalance() }
  }

  /// Trajectories of single weights in the averaged force.
  struct Weights: Cell {
    var learning: AveragedLearning
    var time: Double
    var steps, count: Int

    func compute(_ random: RandomStream) -> LearnedWeights.Averages {
      LearnedWeights(learning, until: time, steps: steps).averages(of: count, random)
    }
  }

  /// Students that are kicked by every example, looked at several times.
  struct Students: Cell {
    var learning: OnlineLearning
    var rate: Double
    var weights, count: Int
    var times: [Double]

    func compute(_ random: RandomStream) -> [StudentAverages] {
      learning.studentAverages(of: count, weights: weights, at: times, random) { _ in rate }
    }
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.stiffness, in: 0.01...100, "stiffness")
    try Complaint.unless(p.errors, in: 0.05...0.49, "errors")
    try Complaint.unless(p.errors.count == 3, "errors", "must list three values, one for each panel")
    try Complaint.unless(p.learningRate, in: 0.001...100, "learningRate")
    try Complaint.unless(p.samplingRate, in: 0.01...1000, "samplingRate")
    try Complaint.unless(p.times, in: 0...1000, "times")
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
    try Complaint.unless(p.sampledTimes, in: 0.001...1000, "sampledTimes")
    try Complaint.unless(p.rampError, in: 0.05...0.49, "rampError")
    try Complaint.unless(p.rampTimes, in: 0.001...10_000, "rampTimes")
    try Complaint.unless(p.sampledRampTimes, in: 0.001...1000, "sampledRampTimes")
    try Complaint.unless(p.slowPoints, in: 2...1_000_000, "slowPoints")
    try Complaint.unless(p.weights, in: 2...1_000_000, "weights")
    try Complaint.unless(p.students, in: 1...100_000, "students")
    try Complaint.unless(p.trajectories, in: 2...100_000_000, "trajectories")
    try Complaint.unless(p.steps, in: 1...1_000_000, "steps")
    try Complaint.unless(p.rampSteps, in: 1...1_000_000, "rampSteps")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }
}
