import Cells
import Companion
import Estimation
import Inference
import Randomness

extension UniversalCost {
  // MARK: - Cells

  /// Costs by enumeration of all data, and I(Y : B).
  struct Enumerate: Cell {
    var student: InferringStudent

    struct Result: Codable {
      var costs: InferenceCosts
      var source: Double
    }

    func compute(_ random: RandomStream) -> Result { Result(costs: student.costs, source: student.dataInformation) }
  }

  /// Which exponential is averaged.
  enum Kind: String, Codable, CaseIterable {
    case theorem, withoutInformation, withoutHeat, wrongSign

    /// Which of two neighbouring learning rates it is drawn at; nil for both.
    var turn: Int? {
      switch self {
      case .theorem: 1
      case .withoutInformation: 0
      case .withoutHeat, .wrongSign: nil
      }
    }

    var exponents: InferringStudent.Exponents {
      switch self {
      case .theorem: .theorem
      case .withoutInformation: .withoutInformation
      case .withoutHeat: .withoutHeat
      case .wrongSign: .wrongSign
      }
    }

    func average(in sample: InferenceSample) -> Average {
      switch self {
      case .theorem: sample.theorem
      case .withoutInformation: sample.withoutInformation
      case .withoutHeat: sample.withoutHeat
      case .wrongSign: sample.wrongSign
      }
    }
  }

  /// Mean and variance of an exponential, by enumeration and a tilted walk.
  struct ExactAverage: Cell {
    var student: InferringStudent
    var kind: Kind

    struct Result: Codable {
      var mean, variance: Double

      /// A sampled mean with its exact error.
      func estimate(_ sampled: Average) -> Estimate {
        Estimate(sampled.mean, standardError: (max(variance, 1e-16) / Double(sampled.count)).squareRoot())
      }
    }

    func compute(_ random: RandomStream) -> Result {
      let moments = student.moments(kind.exponents)
      return Result(mean: moments.mean, variance: moments.variance)
    }
  }

  /// Trajectories, each with data of its own.
  struct Simulate: Cell {
    var student: InferringStudent
    var count: Int

    func compute(_ random: RandomStream) -> InferenceSample {
      InferenceSample(of: student, count: count, random: random)
    }
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    // The squared exponentials grow not faster than this, and no probability is less than its inverse.
    let (m, rate) = (Double(p.largestWeight), (p.theoremRates + p.sampledTheoremRates).max() ?? 0)
    try Complaint.unless(
      Double(p.data) * (rate + p.stiffness * m) + p.stiffness * m * m <= 300, "stiffness",
      "is too large for averages of exponentials with so many weights and data, or theoremRates are")
    for (name, lengths) in [("lengths", p.lengths), ("sampledLengths", p.sampledLengths)] {
      try Complaint.unless(lengths.allSatisfy { $0 == $0.rounded() }, name, "must list whole numbers")
    }
    try Complaint.unless(
      p.replicas % 2 == 0, "replicas", "must be even, as the bias of informations is seen in two halves")
  }
}
