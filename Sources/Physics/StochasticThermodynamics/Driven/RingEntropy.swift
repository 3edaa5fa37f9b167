import ElementaryFunctions
import Validation

/// The exact distribution of the entropy that a ring of states produces in its steady state within a time.
///
///     let entropy = try RingEntropy(of: ring, within: 0.5)
///     entropy.logRatiosUnderReflection(of: \.total)      // ln P(s)/P(−s) = s at every value
///     entropy.logRatiosUnderReflection(of: \.heat)       // not so: the ends of the trajectory are forgotten
///
/// Entropy is released jump by jump, so that it takes discrete values. On the unrolled ring it depends on where a trajectory
/// begins and ends only, and the probability to go from here to there follows from the master equation.
/// Source: of the theorem, U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct RingEntropy: Sendable {
  /// What the trajectories from one place to another have in common.
  public struct Outcome: Sendable, Hashable {
    /// The entropy Σ ln k/k′ released to the reservoir, in nats.
    public let heat: Double
    /// The total entropy: the heat and ln p(first state)/p(last state), in nats.
    public let total: Double
    /// How probable it is.
    public let probability: Double
  }

  /// All outcomes, one for each state to begin in and each number of jumps onwards less those back.
  public let outcomes: [Outcome]

  /// The distribution for a ring.
  ///
  /// - Parameters:
  ///   - ring: n states with the edges 0 → 1, 1 → 2, …, n − 1 → 0 in this order, which can all be crossed both ways.
  ///   - time: how long the process is observed.
  /// - Throws: `InvalidInput` where the process is no such ring, the time is negative or not finite, or so many jumps happen
  ///   within it that they cannot all be told apart.
  public init(of ring: RateMatrix, within time: Double) throws(InvalidInput) {
    let n = ring.stateCount
    try demand(
      ring.edges.count == n && ring.edges.enumerated().allSatisfy { $1.from == $0 && $1.to == ($0 + 1) % n },
      "A ring has the edges 0 → 1, 1 → 2, …, and the last leads back to 0.")
    try demand(
      time >= 0 && time.isFinite, "A process evolves for a finite time that is not negative, and not for \(time).")
    let flow = try CountedQuantity.entropyFlow(of: ring).increments(())
    let p = try ring.stationary
    // More jumps than these are less probable than rounding.
    let attempts = time * TiltedGenerator(stateCount: n, edges: ring.edges, counting: flow).exitRates.reduce(0, max)
    try demand(
      Double(n) * attempts * (attempts + Double(n)) < 3e10,
      "A ring that jumps about \(attempts) times is too long to be unrolled.")
    let turns = Int(attempts + 10 * attempts.squareRoot() + 20) / n + 1
    let (origin, length) = (turns * n, 2 * turns * n + 1)
    var outcomes: [Outcome] = []
    for first in 0..<n {
      // The state at a place of the unrolled ring is (first + place) mod n, since the origin is a whole number of turns away.
      let unrolled = try RateMatrix(
        stateCount: length,
        edges: (0..<length - 1).map {
          let edge = ring.edges[(first + $0) % n]
          return .init(from: $0, to: $0 + 1, forward: edge.forward, backward: edge.backward)
        })
      let released = (0..<length - 1).reduce(into: [0.0]) { $0.append($0[$1] + flow[(first + $1) % n]) }
      let start = (0..<length).map { $0 == origin ? p[first] : 0 }
      for (place, probability) in try unrolled.evolve(start, for: time).enumerated() {
        let heat = released[place] - released[origin]
        let total = TrajectoryEntropy(from: first, in: p, to: (first + place) % n, in: p, reservoir: heat).total
        outcomes.append(Outcome(heat: heat, total: total, probability: probability))
      }
    }
    self.outcomes = outcomes
  }

  /// The probability that a quantity has a value, to within rounding.
  public func probability(of value: Double, _ quantity: KeyPath<Outcome, Double>) -> Double {
    outcomes.reduce(0) { abs($1[keyPath: quantity] - value) < Self.resolution ? $0 + $1.probability : $0 }
  }

  /// ln P(s)/P(−s) at each value s > 0 of a quantity, ascending.
  public func logRatiosUnderReflection(of quantity: KeyPath<Outcome, Double>) -> [(value: Double, logarithm: Double)] {
    let values = outcomes.map { $0[keyPath: quantity] }.filter { $0 > Self.resolution }.sorted()
    let distinct = values.indices.filter { $0 == 0 || values[$0] - values[$0 - 1] > Self.resolution }.map { values[$0] }
    return distinct.compactMap { value in
      let (there, back) = (probability(of: value, quantity), probability(of: -value, quantity))
      guard there > 0, back > 0 else { return nil }
      return (value, Elementary.log(there) - Elementary.log(back))
    }
  }

  // Sums of logarithms that agree but for rounding are one value.
  private static let resolution = 1e-6
}
