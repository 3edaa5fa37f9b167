import Cells
import Estimation
import Randomness

/// The exponentials that are averaged along trajectories of a student: the theorem and its controls.
package enum InferenceExponential: String, Codable, CaseIterable, Sendable {
  /// exp(−(Δs + q) + i), and the same without i: both averages are 1.
  case theorem, withoutInformation
  /// The same without q and with −i: these obey no theorem.
  case withoutHeat, wrongSign

  /// What counts in it, and how much.
  package var exponents: InferringStudent.Exponents {
    switch self {
    case .theorem: .theorem
    case .withoutInformation: .withoutInformation
    case .withoutHeat: .withoutHeat
    case .wrongSign: .wrongSign
    }
  }

  /// Its average over sampled trajectories.
  package func average(in sample: InferenceSample) -> Average {
    switch self {
    case .theorem: sample.theorem
    case .withoutInformation: sample.withoutInformation
    case .withoutHeat: sample.withoutHeat
    case .wrongSign: sample.wrongSign
    }
  }
}

/// Mean and variance of an exponential, by enumeration of all data and a tilted walk.
package struct ExponentialMoments: Cell {
  /// The student.
  package var student: InferringStudent
  /// The exponential.
  package var kind: InferenceExponential

  /// An exponential of a student.
  package init(student: InferringStudent, kind: InferenceExponential) {
    (self.student, self.kind) = (student, kind)
  }

  /// Mean and variance along single trajectories.
  package struct Result: Codable, Sendable {
    /// Both of them.
    package var mean, variance: Double

    /// A sampled mean with its exact error: the variance of a sample would miss its rarest members.
    package func estimate(_ sampled: Average) -> Estimate {
      Estimate(sampled.mean, standardError: (max(variance, 1e-16) / Double(sampled.count)).squareRoot())
    }
  }

  package func compute(_ random: RandomStream) -> Result {
    let moments = student.moments(kind.exponents)
    return Result(mean: moments.mean, variance: moments.variance)
  }
}
