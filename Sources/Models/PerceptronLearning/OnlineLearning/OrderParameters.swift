import ElementaryFunctions
import Validation

/// What is left of a student's N weights w and its teacher T as N → ∞: two numbers.
public struct OrderParameters: Sendable, Validated, Hashable {
  /// R = w·T/N, with T·T/N = 1.
  public var overlap: Double

  /// Q = w·w/N.
  public var norm: Double

  /// R and Q.
  ///
  /// - Precondition: R² ≤ Q.
  public init(overlap: Double, norm: Double) {
    self.overlap = overlap
    self.norm = norm
    requireNoFlaw()
  }

  /// ρ = R/√Q, the cosine of the angle between student and teacher; not a number for Q = 0.
  public var correlation: Double { overlap / norm.squareRoot() }

  /// ϑ = arccos ρ, in radians; a right angle for a student without weights, Q = 0.
  public var angle: Double {
    norm > 0 ? Elementary.angle(x: overlap, y: max(0, norm - overlap * overlap).squareRoot()) : .pi / 2
  }

  /// ε_g = ϑ/π: the probability that student and teacher disagree about a random input.
  public var generalisationError: Double { angle / .pi }
}

extension OrderParameters {
  /// Reads order parameters.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    overlap = try fields.read(.overlap)
    norm = try fields.read(.norm)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with them; nil where nothing is.
  public var flaw: String? {
    overlap * overlap <= norm * (1 + 1e-12) ? nil : "Overlap and norm obey R² ≤ Q."
  }
}
