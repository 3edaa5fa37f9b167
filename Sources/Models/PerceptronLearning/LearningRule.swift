import ElementaryFunctions
import Validation

/// How a student perceptron answers to a labelled example: by adding ν ξ σ_T F to its weights' rate of change.
///
/// ξ is the input, σ_T = sgn(T·ξ) the teacher's label and λ = w·ξ/√N the student's field. The student is wrong where
/// σ_Tλ < 0; a student without an opinion, λ = 0, counts as wrong.
///
/// To add a rule, add a case: the compiler then asks for its part in every `switch` over the rules,
/// all of which stand in this file.
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

  /// What the rule is called.
  public var name: String {
    switch self {
    case .hebbian: "Hebbian"
    case .perceptron: "Perceptron"
    case .adatron: "AdaTron"
    }
  }

  /// Whether F depends on the student's weights, through its errors: feedback, which compresses the
  /// weights.
  public var isErrorDriven: Bool {
    switch self {
    case .hebbian: false
    case .perceptron, .adatron: true
    }
  }

  /// The rule's own of one value per rule, listed in the order of the cases.
  ///
  /// - Precondition: there are as many values as rules.
  public func value<Value>(in values: [Value]) -> Value {
    require(values.count == Self.allCases.count, "A list by rules has one value per rule.")
    guard let place = Self.allCases.firstIndex(of: self) else { fatalError("Every rule is among all.") }
    return values[place]
  }
}

// MARK: - One example

extension LearningRule {
  /// F for an example with this label, ±1, in this field λ of the student.
  @inlinable
  public func strength(label: Double, field: Double) -> Double {
    switch self {
    case .hebbian: 1
    case .perceptron: label * field <= 0 ? 1 : 0
    case .adatron: label * field <= 0 ? abs(field) : 0
    }
  }

  /// U(x) with F = −dU/dx, the potential that a rule gives to an example of stability x: at fixed labels every rule is a gradient.
  ///
  /// Hebb's rule: −x; errors only: the hinge |x| θ(−x) for the Perceptron, half its square for AdaTron.
  @inlinable
  public func potential(stability x: Double) -> Double {
    switch self {
    case .hebbian: -x
    case .perceptron: max(0, -x)
    case .adatron: 0.5 * max(0, -x) * max(0, -x)
    }
  }

  /// F and U(x) at eight stabilities.
  @inline(__always)
  func answer(toStabilities x: SIMD8<Double>) -> (strength: SIMD8<Double>, potential: SIMD8<Double>) {
    let one = SIMD8<Double>(repeating: 1)
    let signs = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    let error = 0.5 * (x.times(signs: signs) - x)
    return switch self {
    case .hebbian: (one, -x)
    case .perceptron: (0.5 * (one - one.times(signs: signs)), error)
    case .adatron: (error, 0.5 * error * error)
    }
  }
}

// MARK: - Averages over examples

extension LearningRule {
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

  /// A_T and A_w: the average ⟨ξ_nσ_TF⟩√N = A_T T_n + A_w w_n over examples, for N → ∞.
  ///
  /// By Stein's lemma ⟨ξ_n g(B, λ)⟩√N = T_n⟨∂g/∂B⟩ + w_n⟨∂g/∂λ⟩.
  ///
  /// | rule | A_T | A_w |
  /// |---|---|---|
  /// | Hebbian | √(2/π) | 0 |
  /// | Perceptron | 1/√(2π) | −1/√(2πQ) |
  /// | AdaTron | √Q sin ϑ/π | −ϑ/π |
  public func averagedForce(at point: OrderParameters) -> (alongTeacher: Double, alongStudent: Double) {
    switch self {
    case .hebbian: return ((2 / Double.pi).squareRoot(), 0)
    case .perceptron:
      let mean = 1 / (2 * Double.pi).squareRoot()
      return (mean, -mean / point.norm.squareRoot())
    case .adatron:
      let spread = max(0, point.norm - point.overlap * point.overlap).squareRoot()
      return (spread / .pi, -point.angle / .pi)
    }
  }

  /// The mean loss per example, of which the averaged force is the negative gradient: −N∂⟨loss⟩/∂w_n = A_T T_n + A_w w_n.
  ///
  /// | rule | loss of an example | mean |
  /// |---|---|---|
  /// | Hebbian | −σ_Tλ | −√(2/π) R |
  /// | Perceptron | \|λ\| θ(−σ_Tλ) | √Q (1 − cos ϑ)/√(2π) |
  /// | AdaTron | ½λ² θ(−σ_Tλ) | Q (ϑ − sin ϑ cos ϑ)/(2π) |
  public func loss(at point: OrderParameters) -> Double {
    let mean = averages(at: point)
    return switch self {
    case .hebbian, .perceptron: -mean.alongStudent
    case .adatron: 0.5 * mean.squared
    }
  }
}

// MARK: - Where learning ends

extension LearningRule {
  /// The learning rate with which a student of stiffness k comes to rest at a generalisation error below ½, for r → ∞.
  ///
  /// With ϑ = πε_g, and Ṙ = v̇ = 0, that is tan²ϑ = v/R² = κ/h²:
  ///
  /// | rule | ν |
  /// |---|---|
  /// | Hebbian | √(πk/2)/tan ϑ |
  /// | Perceptron | √(2πk/(1 − cos ϑ))/tan ϑ |
  /// | AdaTron | πk cos ϑ/(sin ϑ − ϑ cos ϑ) |
  ///
  /// - Precondition: 0 < ε_g < ½.
  public func rate(forError error: Double, stiffness: Double) -> Double {
    require(error > 0 && error < 0.5, "A student that has learned errs in less than half of the cases.")
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: 0.5 * error)
    switch self {
    case .hebbian: return (0.5 * .pi * stiffness).squareRoot() * cosine / sine
    case .perceptron:
      let half = Elementary.sineAndCosine(ofTurns: 0.25 * error).sine
      return (.pi * stiffness).squareRoot() / half * cosine / sine
    case .adatron: return .pi * stiffness * cosine / (sine - .pi * error * cosine)
    }
  }

  /// The generalisation error at rest for a learning rate ν ≥ 0: the inverse of ``rate(forError:stiffness:)``.
  func restingError(rate: Double, stiffness: Double) -> Double {
    if rate == 0 { return 0.5 }
    switch self {
    case .hebbian: return Elementary.angle(x: rate, y: (0.5 * .pi * stiffness).squareRoot()) / .pi
    case .perceptron, .adatron:
      // The rate falls with the error.
      let (low, high) = Elementary.bisection(from: 0, to: 0.5) { self.rate(forError: $0, stiffness: stiffness) > rate }
      return 0.5 * (low + high)
    }
  }

  /// κ at rest, where v = 1/κ and κ = h²tan²ϑ, for r → ∞.
  ///
  /// - Parameters:
  ///   - error: the generalisation error at rest.
  ///   - rate: the learning rate ν.
  ///   - stiffness: k.
  func restingStiffness(error: Double, rate: Double, stiffness: Double) -> Double {
    switch self {
    case .hebbian: return stiffness
    case .perceptron:
      let half = Elementary.sineAndCosine(ofTurns: 0.25 * error).sine
      // From κ = k + h/√Q with h/√Q = κ cos ϑ.
      return error == 0.5 ? stiffness : stiffness / (2 * half * half)
    case .adatron: return stiffness + rate * error
    }
  }

  /// The largest learning rate at which weights are stable that have learned nothing, ϑ = π/2.
  ///
  /// Examples of the AdaTron add to Q at the rate (ν²/r − 2ν)⟨F²⟩ with ⟨F²⟩ = Q/2, and the traps
  /// take from it at the rate 2kQ: beyond ν = r + √(r² + 4kr) weights grow exponentially. With the
  /// other rules the examples add less than in proportion to Q.
  ///
  /// - Parameters:
  ///   - stiffness: k.
  ///   - samplingRate: r, examples per unit time and weight.
  public func largestStableRate(stiffness: Double, samplingRate: Double) -> Double {
    switch self {
    case .hebbian, .perceptron: .infinity
    case .adatron: samplingRate + (samplingRate * (samplingRate + 4 * stiffness)).squareRoot()
    }
  }
}

// MARK: - Weak learning

extension LearningRule {
  /// η for ν → 0 after a sudden start: 2/π² (Hebbian), 8/(5π²) (Perceptron), 32/(π²(16 + π²)) (AdaTron).
  ///
  /// To leading order I(σ_T:σ) = 2ρ²/π² and I(w_n:T_n) = ρ²/2 = ∫Ṙ²dt, to which error-driven rules add ∫v̇²/(4v)dt = (κ/k − 1)²/4
  /// with κ/k − 1 = ρ (Perceptron) and πρ/2 (AdaTron).
  public var weakEfficiency: Double {
    switch self {
    case .hebbian: 2 / (.pi * .pi)
    case .perceptron: 8 / (5 * .pi * .pi)
    case .adatron: 32 / (.pi * .pi * (16 + .pi * .pi))
    }
  }

  /// η for ν → 0 and an infinitely slow ramp: 4/π² for all rules, the largest efficiency of all.
  public static var largestEfficiency: Double { 4 / (.pi * .pi) }
}
