import ElementaryFunctions

/// How fast a jump is that releases the entropy q to its reservoir, in units of the attempt rate.
///
/// Both laws obey generalised local detailed balance, k(q)/k(−q) = exp(q): they have the same equilibrium, and another
/// nonequilibrium steady state.
///
/// Source: C. Maes, SciPost Phys. Lect. Notes 32 (2021), "Local detailed balance"; U. Seifert, Rep. Prog. Phys. 75,
/// 126001 (2012).
public enum RateLaw: String, Sendable, Codable, CaseIterable {
  /// k = exp(q/2): the attempt is accelerated without bound.
  case exponential
  /// k = 1/(1 + exp(−q)): a heat bath that is asked once per attempt.
  ///
  /// Source: R. J. Glauber, J. Math. Phys. 4, 294 (1963).
  case glauber

  /// The rate of a jump, in units of the attempt rate.
  ///
  /// - Parameter q: the entropy flow, released to the reservoir in nats; heat divided by k_B T.
  @inlinable
  public func rate(entropyFlow q: Double) -> Double {
    switch self {
    case .exponential: Elementary.exp(0.5 * q)
    case .glauber: Elementary.logistic(q)
    }
  }

  /// The rate of a jump, given r = exp(q/2): the same without an exponential.
  @inlinable
  public func rate(root r: Double) -> Double {
    switch self {
    case .exponential: r
    case .glauber: 1 / (1 + 1 / (r * r))
    }
  }

  /// The same for eight jumps, each with the bits of the one alone.
  @inlinable @inline(__always)
  public func rate(root r: SIMD8<Double>) -> SIMD8<Double> {
    switch self {
    case .exponential: r
    case .glauber: 1 / (1 + 1 / (r * r))
    }
  }
}
