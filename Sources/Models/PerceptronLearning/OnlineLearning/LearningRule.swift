import ElementaryFunctions

/// How a student perceptron answers to a labelled example: by adding ν ξ σ_T F to its weights' rate of change.
///
/// ξ is the input, σ_T = sgn(T·ξ) the teacher's label and λ = w·ξ/√N the student's field. The student is wrong where
/// σ_Tλ < 0; a student without an opinion, λ = 0, counts as wrong.
///
/// Sources: D. O. Hebb, "The Organization of Behavior" (Wiley, 1949); F. Rosenblatt, Psychol. Rev. 65, 386 (1958);
/// J. K. Anlauf and M. Biehl, Europhys. Lett. 10, 687 (1989); their thermodynamics: S. Goldt and U. Seifert,
/// New J. Phys. 19, 113001 (2017).
public enum LearningRule: String, Sendable, Codable, CaseIterable {
  /// F = 1: learn from every example.
  case hebbian
  /// F = θ(−σ_Tλ): learn from mistakes.
  case perceptron
  /// F = |λ| θ(−σ_Tλ): learn from mistakes, in proportion to them.
  case adatron

  /// F for an example with this label, ±1, in this field λ of the student.
  @inlinable
  public func strength(label: Double, field: Double) -> Double {
    switch self {
    case .hebbian: 1
    case .perceptron: label * field <= 0 ? 1 : 0
    case .adatron: label * field <= 0 ? abs(field) : 0
    }
  }

  /// Averages of F over random examples.
  public struct Averages: Sendable, Hashable {
    /// ⟨Bσ_TF⟩ = ⟨|B|F⟩, with B = T·ξ/√N: what one example adds to the overlap with the teacher.
    public var alongTeacher: Double

    /// ⟨λσ_TF⟩: what it adds to the student's own length.
    public var alongStudent: Double

    /// ⟨F²⟩.
    public var squared: Double
  }

  /// ⟨|B|F⟩, ⟨λσ_TF⟩ and ⟨F²⟩ over inputs of many independent components of variance 1.
  ///
  /// B and λ are then jointly Gaussian with variances 1 and Q and covariance R. With the angle ϑ between student and teacher,
  /// cos ϑ = R/√Q, they are B = r cos φ and λ = √Q r cos(φ − ϑ) with φ uniform, ⟨r²⟩ = 2 and ⟨r⟩ = √(π/2); the student is
  /// wrong in two sectors of width ϑ. The integrals over the sectors are
  ///
  /// | rule | ⟨\|B\|F⟩ | ⟨λσ_TF⟩ | ⟨F²⟩ |
  /// |---|---|---|---|
  /// | Hebbian | √(2/π) | √(2/π) R | 1 |
  /// | Perceptron | (1 − cos ϑ)/√(2π) | −√Q (1 − cos ϑ)/√(2π) | ϑ/π |
  /// | AdaTron | √Q (sin ϑ − ϑ cos ϑ)/π | −Q (ϑ − sin ϑ cos ϑ)/π | Q (ϑ − sin ϑ cos ϑ)/π |
  public func averages(at point: OrderParameters) -> Averages {
    let angle = point.angle
    let length = point.norm.squareRoot()
    switch self {
    case .hebbian:
      let mean = (2 / Double.pi).squareRoot()
      return Averages(alongTeacher: mean, alongStudent: mean * point.overlap, squared: 1)
    case .perceptron:
      // 1 − cos ϑ = 2 sin²(ϑ/2), without cancellation.
      let half = Elementary.sineAndCosine(ofTurns: angle / (4 * .pi)).sine
      let mean = 2 * half * half / (2 * Double.pi).squareRoot()
      return Averages(alongTeacher: mean, alongStudent: -length * mean, squared: angle / .pi)
    case .adatron:
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: angle / (2 * .pi))
      let squared = point.norm * (angle - sine * cosine) / .pi
      return Averages(
        alongTeacher: length * (sine - angle * cosine) / .pi, alongStudent: -squared, squared: squared)
    }
  }
}
