import StochasticThermodynamics
import Validation

/// A perceptron that learns a rule from a stream of examples while its weights relax and diffuse.
///
/// Weights obey dw = −k w dt + √2 dW. At rN equidistant times per unit time comes an example, an input ξ with the label
/// σ_T = sgn(T·ξ) of the teacher, and w jumps by ν ξ σ_T F/(r√N), with F from the ``LearningRule`` and the learning rate ν(t).
/// Before it learns, the student is in equilibrium: w_n ~ N(0, 1/k).
///
///     let learning = OnlineLearning(rule: .hebbian, stiffness: 1, samplingRate: 1)
///     try learning.orderParameters(at: [0, 4]) { _ in 1 }[1].generalisationError          // 0.318878, N → ∞
///     var student = OnlinePerceptron(learning, weights: 400, random: stream)
///     student.learn(until: 4) { _ in 1 }
///     student.generalisationError                                                    // the same, up to 1/√N
///
/// Units: temperature, mobility and so the diffusion constant D are 1 (k_B = 1); time, k and ν follow from them.
/// Source: S. Goldt and U. Seifert, New J. Phys. 19, 113001 (2017).
public struct OnlineLearning: Sendable, Validated, Hashable {
  /// How the student answers to an example.
  public var rule: LearningRule

  /// k: the strength of the harmonic trap of every weight.
  public var stiffness: Double

  /// r: examples per unit time and weight; infinite for the averaged force that they exert as r → ∞.
  public var samplingRate: Double

  /// A way to learn.
  ///
  /// - Precondition: stiffness and sampling rate are positive and the stiffness is finite.
  public init(rule: LearningRule, stiffness: Double, samplingRate: Double = 1) {
    self.rule = rule
    self.stiffness = stiffness
    self.samplingRate = samplingRate
    requireNoFlaw()
  }

  /// R = 0 and Q = 1/k: equilibrium in the trap, without knowledge of the teacher.
  public var equilibrium: OrderParameters { OrderParameters(overlap: 0, norm: 1 / stiffness) }

  /// dR/dt = −kR + ν⟨|B|F⟩ and dQ/dt = −2kQ + 2ν⟨λσ_TF⟩ + (ν²/r)⟨F²⟩ + 2, exact as N → ∞.
  ///
  /// An example moves R by ν|B|F/(rN) and Q by 2νλσ_TF/(rN) + ν²F²/(r²N), and rN of them come per unit time.
  public func drift(at point: OrderParameters, learningRate: Double) -> (overlap: Double, norm: Double) {
    let mean = rule.averages(at: point)
    return (
      learningRate * mean.alongTeacher - stiffness * point.overlap,
      2 * learningRate * mean.alongStudent + learningRate * learningRate / samplingRate * mean.squared + 2
        - 2 * stiffness * point.norm
    )
  }

  /// R and Q at these times, from the equations for N → ∞.
  ///
  /// - Parameters:
  ///   - times: increasing; the student starts at the first of them.
  ///   - start: where it starts; in equilibrium, if not given.
  ///   - tolerance: the local error allowed per step, relative to 1 + |R| and 1 + Q.
  ///   - learningRate: ν(t).
  public func orderParameters(
    at times: [Double], from start: OrderParameters? = nil, tolerance: Double = 1e-10,
    learningRate: (Double) -> Double
  ) throws(InvalidInput) -> [OrderParameters] {
    let start = start ?? equilibrium
    let solver = DormandPrince(tolerance: tolerance)
    return try solver.solution(from: [start.overlap, start.norm], at: times) { time, point in
      let drift = drift(at: Self.physical(point), learningRate: learningRate(time))
      return [drift.overlap, drift.norm]
    }.map(Self.physical)
  }

  /// R and Q of a point of a trial step, which may lie beyond R² = Q by the error of the step.
  static func physical(_ point: [Double]) -> OrderParameters {
    let norm = max(point[1], 0)
    let limit = norm.squareRoot()
    return OrderParameters(overlap: min(max(point[0], -limit), limit), norm: norm)
  }
}

// MARK: - Heat

// What heat would be if the examples were not averaged into a smooth force: two more readings of "heat per weight".

extension OnlineLearning {
  /// The cost if every example moves the weights at once, and only their relaxation in kw²/2 gives heat to the bath.
  ///
  /// Heat flows at the rate k²Q − k per weight, on average, for ever where Q stays away from 1/k. Kicks of the Hebbian rule do not
  /// depend on the weights: they drive. Those of the Perceptron and AdaTron do: each is a measurement of w·ξ with feedback, the cost of
  /// which this reading does not count, so that ΔS(w_n) + Q_n need not exceed what is learned, and may even fall for ever.
  ///
  /// Compare ``OnlinePerceptron/heat``, the same for a student of finitely many weights.
  ///
  /// - Parameters:
  ///   - times: increasing; the student starts in equilibrium at the first of them.
  ///   - learningRate: ν(t).
  public func costsOfKicks(at times: [Double], learningRate: (Double) -> Double) throws(InvalidInput) -> [LearningCost]
  {
    let start = equilibrium
    let path = try DormandPrince().solution(from: [start.overlap, start.norm, 0], at: times) { time, y in
      let drift = drift(at: Self.physical(y), learningRate: learningRate(time))
      return [drift.overlap, drift.norm, stiffness * (stiffness * y[1] - 1)]
    }
    return path.map { y in
      LearningCost(point: Self.physical(y), stiffness: stiffness, heat: y[2])
    }
  }

  /// The heat per weight and unit time if every example exerts its force √N ν ξ_nσ_TF literally, for the time 1/(rN): ν²N⟨F²⟩ but for
  /// terms that do not grow with N.
  ///
  /// The force moves a weight by ν ξ_nσ_TF/(r√N) and so does the work ν²F²/r, rN times per unit time. It diverges with N, and with
  /// it the cost of learning: in this reading η → 0.
  public func literalHeatRate(at point: OrderParameters, learningRate: Double, weights: Int) -> Double {
    learningRate * learningRate * Double(weights) * rule.averages(at: point).squared
  }
}

extension OnlineLearning {
  /// Reads a way to learn.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rule = try fields.read(.rule)
    stiffness = try fields.read(.stiffness)
    samplingRate = try fields.read(.samplingRate)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(stiffness > 0 && stiffness.isFinite) { return "The stiffness must be positive and finite." }
    return samplingRate > 0 ? nil : "The sampling rate must be positive."
  }
}
