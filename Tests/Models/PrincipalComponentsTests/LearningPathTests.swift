import Estimation
import Foundation
import PrincipalComponents
import Randomness
import TestSupport
import Testing

/// Learning in time for N → ∞: overlap, heat and losses along sudden starts, ramps and the best protocol.
@Suite struct LearningPathTests {
  private static let target = LearnedDirection(ratio: 3)

  @Test func curves() throws {
    let times = [0.25, 0.5, 1, 2]
    let labels = CorrelationLearning(order: 1)
    let c = labels.strength(leadingTo: Self.target)
    let path = try labels.path(at: times) { _ in .init(strength: c) }
    for (point, overlap) in zip(path, [0.633030, 0.821273, 0.864644, 0.866024]) {
      #expect(agrees(point.overlap, overlap, digits: 6))
      // Heat of a sudden start: c(ρⁿ − ρ₀ⁿ).
      #expect(abs(point.heat - c * point.overlap) < 1e-9 && abs(point.excess) < 1e-9)
    }
    // Half of ρ².
    let half = try labels.path(at: [0.236203, 0.236205]) { _ in .init(strength: c) }.map { $0.overlap * $0.overlap }
    #expect(half[0] < 0.375 && half[1] > 0.375)
    let oja = CorrelationLearning(order: 2)
    let turned = try oja.path(at: times, from: 0.1) { _ in .init(strength: 2) }
    let printed = zip([0.206951, 0.400139, 0.796086, 0.865829], [0.048796, 0.218005, 0.750307, 0.791878])
    for (point, (overlap, losses)) in zip(turned, printed) {
      #expect(agrees(point.overlap, overlap, digits: 6) && agrees(point.losses, losses, digits: 6))
      #expect(abs(point.heat - 2 * (point.overlap * point.overlap - 0.01)) < 1e-9 && abs(point.excess) < 1e-9)
    }
  }

  /// Linear ramps from rest in a hint to the strength of x = 3: losses at τ = 1, 10, 100, 1000.
  static let ramps: [(order: Int, hint: Double, losses: [Double])] = [
    (1, 0, [1.034259, 0.170234, 0.019176, 0.001942]), (2, 0.1, [0.799436, 0.150696, 0.014064, 0.001363]),
    (2, 0.01, [0.814440, 0.314693, 0.033064, 0.002783]), (2, 0.001, [0.807708, 0.473600, 0.060731, 0.005495]),
  ]

  @Test(arguments: ramps) func rampsLose(order: Int, hint: Double, losses: [Double]) throws {
    for stiffness in [1.0, 0.4] {
      let learning = CorrelationLearning(order: order, stiffness: stiffness)
      let c = learning.strength(leadingTo: Self.target)
      for (time, printed) in zip([1.0, 10, 100, 1000], losses) {
        let ramp = StrengthRamp(to: c, within: time / stiffness, hint: hint)
        let settled = try learning.settled(after: ramp)
        #expect(agrees(settled.losses, printed, digits: 6))
        // The same integrated until rest, and with its own losses.
        let path = try learning.path(at: [(time + 20) / stiffness], along: ramp)[0]
        #expect(abs(path.losses - settled.losses) < 1e-8 && abs(path.excess) < 1e-8)
        #expect(abs(path.overlap - settled.overlap) < 1e-8)
        // No protocol of that duration loses less, from the start to where it is at its end.
        let end = try learning.path(at: [time / stiffness], along: ramp)[0]
        let turn = asin(end.overlap) - asin(learning.restingOverlap(inHint: hint))
        #expect(end.losses > turn * turn / time)
      }
    }
  }

  /// τ · losses as τ → ∞, in closed form and from long ramps; the coefficient grows like ln(1/b).
  @Test func slowRamps() throws {
    for (order, hint, coefficient) in [(1, 0, 1.94483), (2, 0.01, 2.61569), (2, 0.001, 4.06028)] {
      let learning = CorrelationLearning(order: order)
      let c = learning.strength(leadingTo: Self.target)
      let slow = try #require(learning.slowLosses(to: c, hint: hint))
      #expect(agrees(slow, coefficient, digits: 5))
      let long = try learning.settled(after: StrengthRamp(to: c, within: 2e4, hint: hint), tolerance: 1e-12).losses
      #expect(abs(2e4 * long / slow - 1) < 0.06)
    }
    let oja = CorrelationLearning(order: 2)
    let growth = zip([1e-3, 1e-4, 1e-5], [1e-4, 1e-5, 1e-6]).map { large, small in
      (oja.slowLosses(to: 2, hint: small) ?? .nan) - (oja.slowLosses(to: 2, hint: large) ?? .nan)
    }
    #expect(growth.allSatisfy { abs($0 / growth[2] - 1) < 0.1 })
    // Beyond the second order the states of rest have a gap; without a hint the second order has a divergence.
    #expect(CorrelationLearning(order: 4).slowLosses(to: 3, hint: 0.2) == nil)
    #expect(oja.slowLosses(to: 2, hint: 0) == .infinity)
  }

  /// cost ≥ −ln cos θ + θ²/τ, reached by turning at constant speed.
  @Test(arguments: [(1, 1.0, 0.0), (1, 2.5, 0), (2, 1, 0.01), (3, 0.5, 0.2), (4, 1, 0.5)]) func bestProtocol(
    order: Int, stiffness: Double, start: Double
  ) throws {
    let learning = CorrelationLearning(order: order, stiffness: stiffness)
    let from = LearnedDirection(ratio: start)
    for duration in [0.3, 3, 30] {
      let turned = try learning.turned(to: Self.target, within: duration, from: from)
      let turn = Self.target.angle - from.angle
      #expect(abs(turned.overlap - Self.target.overlap) < 1e-8)
      #expect(abs(turned.losses - turn * turn / (stiffness * duration)) < 1e-7)
      #expect(abs(turned.excess) < 1e-7)
      if start == 0 {
        #expect(abs(turned.heat - learning.leastHeat(at: Self.target, within: duration)) < 1e-7)
        #expect(agrees(turn * turn, 1.096623, digits: 6))
        // n = 1: c(t) = (ω cos θ + sin θ)/cos²θ.
        let speed = turn / duration
        let c = (speed / stiffness * cos(0.5) + sin(0.5)) / pow(cos(0.5), 2)
        #expect(abs(learning.strength(turning: 0.5, at: speed) - c) < 1e-12)
      }
    }
    // Negative control: turning of the weights alone, without their compression, is less than the losses.
    let path = try learning.path(
      at: (0...1000).map { Double($0) / 500 }, from: max(0.3, from.overlap)
    ) { _ in .init(strength: 3) }
    let alignment = zip(path, path.dropFirst()).reduce(0) {
      $0 + ($1.1.overlap - $1.0.overlap) * ($1.1.overlap - $1.0.overlap) * 500 / stiffness
    }
    #expect(alignment < 0.9 * path[1000].losses)
  }
}

/// Trajectories of single weights.
@Suite struct DirectedWeightsTests {
  /// ⟨exp(−s_tot)⟩ = 1 and ⟨s_tot⟩ = losses within 4.5 standard errors, for every order, also from a hint; without the heat it is
  /// exp ∫κdt, by more than ten.
  @Test(arguments: [(1, 0.4, 0.0, 1.0, 0.05), (2, 0.6, 0.3, 1, 0.05), (2, 0.6, 0.3, 2, 0.02), (3, 0.5, 0.3, 1, 0.05)])
  func fluctuationTheorem(order: Int, strength: Double, hint: Double, stiffness: Double, short: Double) throws {
    let learning = CorrelationLearning(order: order, stiffness: stiffness)
    let ramp = StrengthRamp(to: strength, within: 0.5, hint: hint)
    let exact = try learning.path(at: [1], along: ramp)[0].losses
    let stream = RandomStream(seed: 23)["weights"][order]["\(stiffness)"]
    var (theorem, total) = (ExponentialAverage(), Average())
    try DirectedWeights(learning, ramp, until: 1, steps: 200).sample(20_000, stream) {
      theorem.add($0.total)
      total.add($0.total)
    }
    #expect(theorem.mean.isConsistent(with: 1, sigmas: 4.5) && theorem.mean.standardError < 0.01)
    #expect(total.estimate.isConsistent(with: exact, sigmas: 4.5))
    // Negative control, in a short time, where its variance is finite.
    let weights = try DirectedWeights(learning, ramp, until: short, steps: 20)
    var without = ExponentialAverage()
    weights.sample(20_000, stream["short"]) { without.add($0.entropy - $0.information) }
    #expect(without.mean.isConsistent(with: weights.contraction, sigmas: 4.5))
    #expect(abs(without.mean.deviation(from: 1)) > 10)
  }
}
