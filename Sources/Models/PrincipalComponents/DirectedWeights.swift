import Cells
import ElementaryFunctions
import Estimation
import Randomness
import Validation

/// Trajectories of single weights of an infinitely large student, dw = (−κw + hB)dt + √2 dW, each with its own component B ~ N(0, 1) of the
/// direction, from rest in the hint along a ramp.
///
///     let weights = try DirectedWeights(learning, ramp, until: 2, steps: 200)
///     var theorem = ExponentialAverage()
///     weights.sample(10_000, stream) { theorem.add($0.total) }
///     theorem.mean                                   // 1: the integral fluctuation theorem
///
/// κ = k[1 + ρ(ncρⁿ⁻¹ + b)] and h = √k(ncρⁿ⁻¹ + b) are constant during a step, at their values in its middle, and a step is an exact one of
/// the Ornstein–Uhlenbeck process: the theorem holds at any step, and averages differ from ``CorrelationLearning/path(at:along:tolerance:)`` by
/// the second order of the step.
/// Source: K. Sekimoto, Prog. Theor. Phys. Suppl. 130, 17 (1998); U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct DirectedWeights: Sendable {
  /// What one trajectory yields, in nats.
  public struct Outcome: Sendable {
    /// Δs = −ln p(w(t)) + ln p(w(0)), with the densities of w whatever B.
    public var entropy: Double
    /// q: the heat given to the bath.
    public var heat: Double
    /// Δi, the growth of ln p(w|B)/p(w).
    public var information: Double
    /// s_tot = Δs + q − Δi, with ⟨exp(−s_tot)⟩ = 1 and ⟨s_tot⟩ = ∫(dθ/dt)²dt/k.
    public var total: Double { entropy + heat - information }
  }

  private struct Step: Sendable {
    /// κ/2 and h; and of w → w − loss·w + shift·B + spread·normal.
    var halfStiffness, pull, loss, shift, spread: Double
  }

  /// R and v = Q − R² of the weights.
  private struct Moments: Sendable {
    var overlap, variance: Double
    var norm: Double { overlap * overlap + variance }
  }

  private let steps: [Step]
  private let start, end: Moments

  /// exp ∫κdt, by which the flow without noise contracts: ⟨exp(−Δs + Δi)⟩, without the heat.
  public let contraction: Double

  /// Weights that learn up to a time, in so many steps.
  ///
  /// - Precondition: time and number of steps are positive.
  public init(_ learning: CorrelationLearning, _ ramp: StrengthRamp, until last: Double, steps count: Int)
    throws(InvalidInput)
  {
    require(last > 0 && count > 0, "A trajectory needs time and steps.")
    let length = last / Double(count)
    let middles = (0..<count).map { (Double($0) + 0.5) * length }
    let k = learning.stiffness
    let first = learning.restingOverlap(inHint: ramp.hint)
    start = Moments(overlap: first / k.squareRoot(), variance: (1 - first * first) / k)
    var (moments, remaining) = (start, 0.0)
    steps = zip(middles, try learning.path(at: middles, along: ramp)).map { time, balance in
      let pull = learning.pull(at: balance.overlap, ramp(time))
      let (kappa, h) = (k * (1 + balance.overlap * pull), k.squareRoot() * pull)
      let loss = -Elementary.expMinusOne(-kappa * length)
      let variance = loss * (2 - loss) / kappa
      remaining += kappa * length
      moments.overlap += loss * (h / kappa - moments.overlap)
      moments.variance += variance - loss * (2 - loss) * moments.variance
      return Step(
        halfStiffness: 0.5 * kappa, pull: h, loss: loss, shift: loss * (h / kappa), spread: variance.squareRoot())
    }
    (end, contraction) = (moments, Elementary.exp(remaining))
  }

  /// −ln p(w) and ln p(w|B)/p(w).
  private static func densities(_ weight: Double, _ direction: Double, _ moments: Moments) -> (
    entropy: Double, information: Double
  ) {
    let away = weight - moments.overlap * direction
    let own = 0.5 * (Elementary.log(moments.norm) + weight * weight / moments.norm)
    return (own, own - 0.5 * (Elementary.log(moments.variance) + away * away / moments.variance))
  }

  /// Samples trajectories.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - random: where their random numbers come from.
  ///   - body: is given each outcome.
  public func sample(_ count: Int, _ random: RandomStream, _ body: (Outcome) -> Void) {
    var random = random
    steps.withUnsafeBufferPointer { steps in
      for _ in 0..<count {
        let direction = random.normal()
        var weight = start.overlap * direction + start.variance.squareRoot() * random.normal()
        let before = Self.densities(weight, direction, start)
        var heat = 0.0
        for step in steps {
          let next = weight - step.loss * weight + (step.shift * direction + step.spread * random.normal())
          // The fall of κw²/2 − hBw during the step.
          heat += (weight - next) * (step.halfStiffness * (weight + next) - step.pull * direction)
          weight = next
        }
        let after = Self.densities(weight, direction, end)
        body(
          Outcome(
            entropy: after.entropy - before.entropy, heat: heat, information: after.information - before.information))
      }
    }
  }
}

/// Sampled trajectories of single weights along a ramp.
package struct SampledDirectedWeights: Cell {
  /// n and k.
  package var learning: CorrelationLearning
  /// The ramp.
  package var ramp: StrengthRamp
  /// When it is looked at, in 1/mobility.
  package var time: Double
  /// How many steps a trajectory has, and how many trajectories there are.
  package var steps, count: Int

  /// Trajectories.
  package init(learning: CorrelationLearning, ramp: StrengthRamp, time: Double, steps: Int, count: Int) {
    (self.learning, self.ramp, self.time, self.steps, self.count) = (learning, ramp, time, steps, count)
  }

  /// ⟨s_tot⟩, in nats.
  package func compute(_ random: RandomStream) throws -> Average {
    var average = Average()
    try DirectedWeights(learning, ramp, until: time, steps: steps).sample(count, random) { average.add($0.total) }
    return average
  }
}
