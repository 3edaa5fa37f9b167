import Foundation

/// What is left of a student's N weights w and its teacher T as N → ∞: two numbers.
public struct OrderParameters: Sendable, Codable, Hashable {
  /// R = w·T/N, with T·T/N = 1.
  public var overlap: Double

  /// Q = w·w/N.
  public var norm: Double

  /// R and Q.
  ///
  /// - Precondition: Q is positive and R² ≤ Q.
  public init(overlap: Double, norm: Double) {
    precondition(norm > 0 && overlap * overlap <= norm * (1 + 1e-12), "The overlap obeys R² ≤ Q, and Q is positive.")
    self.overlap = overlap
    self.norm = norm
  }

  /// ρ = R/√Q, the cosine of the angle between student and teacher.
  public var correlation: Double { overlap / norm.squareRoot() }

  /// ϑ = arccos ρ, in radians.
  public var angle: Double { atan2(max(0, norm - overlap * overlap).squareRoot(), overlap) }

  /// ε_g = ϑ/π: the probability that student and teacher disagree about a random input.
  public var generalisationError: Double { angle / .pi }
}
