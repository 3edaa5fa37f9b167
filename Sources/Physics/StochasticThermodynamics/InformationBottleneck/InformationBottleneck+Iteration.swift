import ElementaryFunctions
import Randomness

extension InformationBottleneck {
  /// p(s) and p(y|s): all that an iteration hands to the next.
  struct Clusters {
    var probabilities: [Double]
    var answers: [[Double]]
  }

  /// Inputs in vectors of eight.
  struct Lanes: Sendable {
    /// p(x) per vector.
    let weights: [SIMD8<Double>]
    /// p(y|x): entry `vector * answers + y`.
    let conditionals: [SIMD8<Double>]
    /// How many answers there are.
    let answers: Int

    init(weights: [Double], conditionals: [[Double]]) {
      let count = (weights.count + 7) / 8
      let answers = conditionals.first?.count ?? 0
      var packed = Array(repeating: SIMD8<Double>(), count: count)
      // Padding has a uniform p(y|x), which any cluster can explain.
      var table = Array(repeating: SIMD8<Double>(repeating: 1 / Double(max(answers, 1))), count: count * answers)
      for (place, weight) in weights.enumerated() {
        packed[place / 8][place % 8] = weight
        for y in 0..<answers { table[place / 8 * answers + y][place % 8] = conditionals[place][y] }
      }
      (self.weights, self.conditionals, self.answers) = (packed, table, answers)
    }
  }

  /// What a channel adds up to: p(s, y), and ⟨Σ_s p(s|x) ln p(s|x)⟩.
  struct Sums {
    var joint: [[Double]]
    var negativeEntropy: Double
  }

  /// Repeats the two steps until the objective has reached its limit.
  func descend(from start: Clusters, tradeOff: Double, tolerance: Double, limit: Int) -> Channel {
    var clusters = start
    var objectives: [Double] = []
    var (inputInformation, relevantInformation) = (0.0, 0.0)
    var isConverged = false
    while !isConverged && objectives.count < max(limit, 1) {
      let sums = channel(of: clusters, tradeOff: tradeOff)
      clusters.update(from: sums)
      inputInformation = sums.negativeEntropy + entropy(clusters.probabilities)
      relevantInformation = mutualInformation(sums.joint)
      objectives.append(inputInformation - tradeOff * relevantInformation)
      isConverged = Self.hasConverged(objectives, tolerance: tolerance)
    }
    return Channel(
      tradeOff: tradeOff, inputInformation: inputInformation, relevantInformation: relevantInformation,
      probabilities: clusters.probabilities, answers: clusters.answers, objectives: objectives, isConverged: isConverged
    )
  }

  /// Decreases that shrink by the factor r leave d r/(1 − r) to come after the decrease d. While they grow, a symmetry
  /// is being broken, and there is no end in sight.
  private static func hasConverged(_ objectives: [Double], tolerance: Double) -> Bool {
    let n = objectives.count
    guard n > 2 else { return false }
    let (before, last) = (objectives[n - 3] - objectives[n - 2], objectives[n - 2] - objectives[n - 1])
    if before < 1e-15 && last < 1e-15 { return true }
    return last < before && last * last / (before - last) < tolerance
  }

  /// The best channel for given clusters: p(s|x) ∝ p(s) exp[β Σ_y p(y|x) ln p(y|s)].
  private func channel(of clusters: Clusters, tradeOff: Double) -> Sums {
    let count = clusters.probabilities.count
    let answers = lanes.answers
    // Numbers that are 0 stand for something too small to matter: ln 10⁻³⁰⁰.
    let prior = clusters.probabilities.map { Elementary.log(max($0, 1e-300)) }
    let slopes = clusters.answers.flatMap { $0.map { tradeOff * Elementary.log(max($0, 1e-300)) } }
    var scores = Array(repeating: SIMD8<Double>(), count: count)
    var joint = Array(repeating: SIMD8<Double>(), count: count * answers)
    var entropies = SIMD8<Double>()
    lanes.conditionals.withUnsafeBufferPointer { conditionals in
      scores.withUnsafeMutableBufferPointer { scores in
        joint.withUnsafeMutableBufferPointer { joint in
          for (vector, weight) in lanes.weights.enumerated() {
            let p = UnsafeBufferPointer(rebasing: conditionals[vector * answers..<(vector + 1) * answers])
            for s in 0..<count {
              var score = SIMD8(repeating: prior[s])
              for y in 0..<answers { score += slopes[s * answers + y] * p[y] }
              scores[s] = score
            }
            entropies += weight * Self.normalise(scores)
            for s in 0..<count {
              let share = weight * scores[s]
              for y in 0..<answers { joint[s * answers + y] += share * p[y] }
            }
          }
        }
      }
    }
    return Sums(
      joint: (0..<count).map { s in (0..<answers).map { y in joint[s * answers + y].sum() } },
      negativeEntropy: entropies.sum())
  }

  /// Turns ln of unnormalised probabilities into probabilities, and returns Σ p ln p.
  @inline(__always)
  private static func normalise(_ scores: UnsafeMutableBufferPointer<SIMD8<Double>>) -> SIMD8<Double> {
    var top = scores[0]
    for score in scores { top.replace(with: score, where: top .< score) }
    var (total, mean) = (SIMD8<Double>(), SIMD8<Double>())
    for s in scores.indices {
      let score = scores[s] - top
      let factor = Elementary.exp(score)
      total += factor
      mean += factor * score
      scores[s] = factor
    }
    let inverse = 1 / total
    for s in scores.indices { scores[s] *= inverse }
    return mean * inverse - Elementary.log(total)
  }
}

extension InformationBottleneck.Clusters {
  /// As many clusters as wanted, each with the p(y|x) of an input drawn from p(x), mixed with a little of p(y) so that
  /// no answer is excluded.
  init(drawing count: Int, from bottleneck: InformationBottleneck, _ random: inout RandomStream) {
    let answers = bottleneck.lanes.answers
    let average = (0..<answers).map { y in
      zip(bottleneck.weights, bottleneck.conditionals).reduce(0) { $0 + $1.0 * $1.1[y] }
    }
    probabilities = Array(repeating: 1 / Double(count), count: count)
    self.answers = (0..<count).map { _ in
      var rest = random.uniform()
      let drawn = bottleneck.weights.firstIndex { weight in
        rest -= weight
        return rest < 0
      }
      let conditional = bottleneck.conditionals[drawn ?? bottleneck.weights.count - 1]
      return zip(conditional, average).map { 0.95 * $0 + 0.05 * $1 }
    }
  }

  /// The best clusters for a given channel: its own p(s) and p(y|s). A cluster that nothing belongs to keeps its
  /// answers.
  mutating func update(from sums: InformationBottleneck.Sums) {
    for (s, joint) in sums.joint.enumerated() {
      let probability = joint.reduce(0, +)
      probabilities[s] = probability
      if probability > 1e-280 { answers[s] = joint.map { $0 / probability } }
    }
  }
}
