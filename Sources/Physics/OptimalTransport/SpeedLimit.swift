import ElementaryFunctions
import Validation

/// How fast a jump process changes its distribution, what it dissipates for that and how often it jumps: the classical speed
/// limit.
///
///     let course = SpeedLimit(distance: 0.98, entropyProduction: 0.704, jumps: 0.843)
///     course.ratio                          // τ over the least time: 1.24
///
/// In a time τ with the mean number N of jumps, up to L = Σ_s |p_s(τ) − p_s(0)|, a process needs 2 Σ N ≥ L², that is
/// τ ≥ L²/(2 Σ N/τ). From (a − b) ln(a/b) ≥ 2(a − b)²/(a + b) and the inequality of Cauchy and Schwarz; it holds for averages
/// over several processes, too.
///
/// Source: N. Shiraishi, K. Funo and K. Saito, Phys. Rev. Lett. 121, 070601 (2018).
public struct SpeedLimit: Sendable, Codable, Hashable {
  /// L, the sum of all |p_s(τ) − p_s(0)|: twice the total variation distance.
  public var distance: Double
  /// Σ, the total entropy produced, in nats; that of the system is part of it.
  public var entropyProduction: Double
  /// N, the mean number of jumps.
  public var jumps: Double

  /// A course.
  public init(distance: Double, entropyProduction: Double, jumps: Double) {
    (self.distance, self.entropyProduction, self.jumps) = (distance, entropyProduction, jumps)
  }

  /// The time over the least time, 2 Σ N/L²: at least 1; not a number where nothing happened.
  public var ratio: Double { 2 * entropyProduction * jumps / (distance * distance) }

  /// The least entropy production with so many jumps, L artanh(L/2N), in nats: a sharper bound.
  ///
  /// Each edge dissipates 2J artanh(J/A) with the current J and the number A of jumps, both ways, per unit time. That is
  /// homogeneous and convex in both, and the currents together carry at least L/2.
  public var leastEntropyProduction: Double {
    let share = 0.5 * distance / jumps
    if share >= 1 { return .infinity }
    return 0.5 * distance * (Elementary.log(1 + share) - Elementary.log(1 - share))
  }
}

/// Σ_s |p_s − q_s|.
public func totalDistance(_ p: [Double], _ q: [Double]) -> Double {
  require(p.count == q.count, "Distributions over the same states are compared.")
  return zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) }
}
