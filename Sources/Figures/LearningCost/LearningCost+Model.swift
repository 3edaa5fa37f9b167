import Cells
import Companion
import PerceptronLearning
import Randomness

extension LearningCost {
  // MARK: - Model

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

  // MARK: - Relations between the parameters

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
  }
}
