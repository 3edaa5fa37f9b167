import ElementaryFunctions

/// What the sign of a student's field tells of the sign of the input's component along B, where the inputs have the covariance 1 +
/// λBBᵀ/N.
///
/// It is not bounded by the cost of the weights: the component adds to the student's field at every example, and labels agree
/// even where the weights hardly know of B.
public struct FieldLabels: Sendable, Hashable {
  /// λ: the additional variance along B.
  public var spike: Double
  /// ρ.
  public var overlap: Double

  /// A student with an overlap.
  public init(spike: Double, overlap: Double) { (self.spike, self.overlap) = (spike, overlap) }

  /// The squared correlation of the two fields, (1 + λ)ρ²/(1 + λρ²).
  public var squaredCorrelation: Double {
    let square = overlap * overlap
    return (1 + spike) * square / (1 + spike * square)
  }

  /// I(sgn:sgn) = ln 2 − S(arccos(correlation)/π), in nats.
  public var information: Double {
    let square = min(1, squaredCorrelation)
    let error = Elementary.angle(x: square.squareRoot(), y: (1 - square).squareRoot()) / Double.pi
    func part(_ p: Double) -> Double { p > 0 ? p * Elementary.log(p) : 0 }
    return Elementary.log(2) + part(error) + part(1 - error)
  }
}
