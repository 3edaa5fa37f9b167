import ElementaryFunctions

/// What a student has learned after some time and what it has cost, per weight and in nats: the efficiency of learning.
///
///     let cost = try AveragedLearning(rule: .hebbian, stiffness: 1, rate: .sudden(1)).settled
///     cost.labelInformation                 // 0.094951 nats: what its label tells of the teacher's
///     cost.total                            // 0.564627: ΔS(w_n) + Q_n
///     cost.efficiency                       // 0.168166
///
/// Source: S. Goldt and U. Seifert, New J. Phys. 19, 113001 (2017).
public struct LearningCost: Sendable, Codable, Hashable {
  /// R and Q.
  public var point: OrderParameters

  /// ΔS(w_n): the growth of the entropy of a weight; negative where learning compresses the weights.
  public var entropy: Double

  /// Q_n: the heat given to the bath, in k_B T.
  public var heat: Double

  /// A cost.
  public init(point: OrderParameters, entropy: Double, heat: Double) {
    self.point = point
    self.entropy = entropy
    self.heat = heat
  }

  /// The cost of a student with Gaussian weights w_n ~ N(0, Q) that started from N(0, 1/k): ΔS(w_n) = ½ ln(kQ).
  public init(point: OrderParameters, stiffness: Double, heat: Double) {
    self.init(point: point, entropy: 0.5 * Elementary.log(stiffness * point.norm), heat: heat)
  }

  /// ΔS(w_n) + Q_n.
  public var total: Double { entropy + heat }

  /// I(σ_T:σ).
  public var labelInformation: Double { point.labelInformation }

  /// I(w_n:T_n).
  public var weightInformation: Double { point.weightInformation }

  /// η = I(σ_T:σ)/(ΔS(w_n) + Q_n).
  public var efficiency: Double { labelInformation / total }
}

extension OrderParameters {
  /// I(σ_T:σ) = ln 2 − S(ε_g), with S(x) = −x ln x − (1 − x) ln(1 − x): the information between the labels of student and teacher.
  public var labelInformation: Double { PerceptronLearning.labelInformation(agreement: generalisationError) }

  /// I(w_n:T_n) = −½ ln(1 − ρ²) of a weight and its teacher that are jointly Gaussian, as they are for N → ∞ and T_n ~ N(0, 1).
  public var weightInformation: Double {
    // ½ ln(1 + z) with z = R²/(Q − R²); the factor ln(u)/(u − 1) of the rounded u = 1 + z corrects for its rounding.
    let ratio = overlap * overlap / (norm - overlap * overlap)
    let u = 1 + ratio
    return u == 1 ? 0.5 * ratio : 0.5 * Elementary.log(u) * (ratio / (u - 1))
  }
}
