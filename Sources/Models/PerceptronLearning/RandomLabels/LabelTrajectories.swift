import ElementaryFunctions
import KernelMemory
import Randomness

/// Eight weight vectors that learn eight sets of random labels of the same inputs, one per lane.
///
/// Heun's scheme for ẇ = −w + ν(t) N^(−½) Σ_μ ξ^μ σ_T^μ F(x_μ) + ζ, with the stabilities x_μ = σ_T^μ w·ξ^μ/√N:
/// weak order 2 where the force is smooth. The heat of a step is the loss of w²/2 + ν Σ U at the ν of its middle.
struct LabelTrajectories: ~Copyable {
  private let rule: LearningRule
  private let patterns, weights: Int
  /// ξ_n^μ/√N in all lanes; pattern by pattern.
  private let inputs: VectorMemory<SIMD8<Double>>
  /// σ_T^μ.
  private let labels: VectorMemory<SIMD8<Double>>
  private let current, predicted, force, nextForce, noise: VectorMemory<SIMD8<Double>>
  private var lanes: RandomLanes

  init(_ learning: BatchLearning, _ random: RandomStream) {
    rule = learning.rule
    (patterns, weights) = (learning.inputs.count, learning.inputs[0].count)
    inputs = VectorMemory(count: patterns * weights)
    labels = VectorMemory(count: patterns)
    current = VectorMemory(count: weights)
    predicted = VectorMemory(count: weights)
    force = VectorMemory(count: weights)
    nextForce = VectorMemory(count: weights)
    // Normal numbers come in pairs of vectors.
    noise = VectorMemory(count: weights)
    lanes = RandomLanes(random)
    let root = Double(weights).squareRoot()
    for (place, component) in learning.inputs.flatMap({ $0 }).enumerated() {
      inputs[place] = SIMD8(repeating: component / root)
    }
  }

  /// The weight n of all lanes.
  func weight(_ n: Int) -> SIMD8<Double> { current[n] }

  /// The stability of a label in all lanes.
  func stability(_ pattern: Int) -> SIMD8<Double> { stability(pattern, of: current) }

  /// Numbers uniform in (0, 1).
  mutating func uniform() -> SIMD8<Double> { lanes.uniform() }

  @inline(__always)
  private func stability(_ pattern: Int, of w: borrowing VectorMemory<SIMD8<Double>>) -> SIMD8<Double> {
    var field = SIMD8<Double>()
    for n in 0..<weights { field += inputs[pattern * weights + n] * w[n] }
    return labels[pattern] * field
  }

  /// New labels, new weights from N(0, 1), and learning for some steps; returns the heat.
  ///
  /// - Parameters:
  ///   - steps: how many, and how long each is.
  ///   - rates: ν at the beginning, the middle and the end of a step.
  mutating func learn(
    steps: Int, of step: Double, rates: (Int) -> (start: Double, middle: Double, end: Double)
  ) -> SIMD8<Double> {
    for pattern in 0..<patterns { labels[pattern] = SIMD8<Double>(repeating: 1).times(signs: lanes.next()) }
    drawNoise()
    for n in 0..<weights { current[n] = noise[n] }
    var heat = SIMD8<Double>()
    let deviation = (2 * step).squareRoot()
    // The force at the end of a step is that at the beginning of the next.
    var before = push(on: current, into: force, rates(0).start)
    for place in 0..<steps {
      let rate = rates(place)
      drawNoise()
      for n in 0..<weights { predicted[n] = current[n] + (step * force[n] + deviation * noise[n]) }
      _ = push(on: predicted, into: nextForce, rate.end)
      for n in 0..<weights {
        let old = current[n]
        let new = old + (0.5 * step * (force[n] + nextForce[n]) + deviation * noise[n])
        heat += 0.5 * (old * old - new * new)
        current[n] = new
      }
      let after = push(on: current, into: force, rate.end)
      heat += rate.middle * (before - after)
      before = after
    }
    return heat
  }

  private mutating func drawNoise() { lanes.storeNormals(noise.vectors, count: weights) }

  /// Stores the whole force on weights, and returns Σ_μ U.
  @inline(__always)
  private func push(
    on w: borrowing VectorMemory<SIMD8<Double>>, into force: borrowing VectorMemory<SIMD8<Double>>, _ rate: Double
  ) -> SIMD8<Double> {
    for n in 0..<weights { force[n] = -w[n] }
    var potential = SIMD8<Double>()
    for pattern in 0..<patterns {
      let (strength, loss) = rule.answer(toStabilities: stability(pattern, of: w))
      potential += loss
      let kick = rate * (labels[pattern] * strength)
      for n in 0..<weights { force[n] = force[n] + kick * inputs[pattern * weights + n] }
    }
    return potential
  }
}
