import LinearAlgebra
import Matrices
import Validation

/// What is left of the weights of student and teacher as N → ∞: the moments of the weights of one line.
public struct CommitteeOverlaps: Sendable, Validated, Hashable {
  /// R = wTᵀ/N, K × M: ⟨w_iT_n⟩.
  public var overlap: Matrix

  /// V = Q − RRᵀ, K × K: the covariance of the weights of a line at given teacher.
  public var variance: Matrix

  /// Moments.
  ///
  /// - Precondition: there are as many rows of R as of V, which is symmetric.
  public init(overlap: Matrix, variance: Matrix) {
    (self.overlap, self.variance) = (overlap, variance)
    requireNoFlaw()
  }

  /// Q = wwᵀ/N, K × K: ⟨w_iw_j⟩.
  public var norm: Matrix { variance + (overlap * overlap.transpose).symmetricPart }

  /// I(w; T) = ½ ln(det Q/det V) of the weights of a line, in nats.
  public var information: Double {
    get throws { 0.5 * (try norm.logDeterminant - variance.logDeterminant) }
  }

  /// ½ ln det Q: the entropy of the weights of a line, in nats and up to a constant.
  public var entropy: Double {
    get throws { 0.5 * (try norm.logDeterminant) }
  }

  /// W₂², the squared Wasserstein distance of the weights at given teacher from others: (R − R₀)(R − R₀)ᵀ and the distance of two normal
  /// distributions, tr[V + V₀ − 2(V₀^½ V V₀^½)^½].
  ///
  /// Whoever leads from one to the other within the time t loses at least W₂²/t. Sources: J.-D. Benamou and Y. Brenier,
  /// Numer. Math. 84, 375 (2000); for normal distributions C. R. Givens and R. M. Shortt, Michigan Math. J. 31, 231 (1984).
  public func squaredDistance(from other: CommitteeOverlaps) throws -> Double {
    let shift = overlap - other.overlap
    let root = try other.variance.squareRoot
    let common = try (root * variance * root).symmetricPart.squareRoot
    return (shift * shift.transpose).trace + variance.trace + other.variance.trace - 2 * common.trace
  }
}

extension Matrix {
  /// The symmetric root of a symmetric matrix without negative eigenvalues.
  var squareRoot: Matrix {
    get throws { try mapped { max(0, $0).squareRoot() } }
  }

  /// The symmetric matrix of the same eigenvectors with a function of the eigenvalues.
  func mapped(_ function: (Double) -> Double) throws -> Matrix {
    let system = try symmetricEigensystem
    let values = Matrix.diagonal(system.values.map(function))
    return (system.vectors * values * system.vectors.transpose).symmetricPart
  }
}

extension CommitteeOverlaps {
  /// Reads moments.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    overlap = try fields.read(.overlap)
    variance = try fields.read(.variance)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with them; nil where nothing is.
  public var flaw: String? {
    overlap.rows == variance.rows && variance.isSymmetric()
      ? nil : "The variance of the weights is a symmetric matrix with as many rows as the overlap."
  }
}
