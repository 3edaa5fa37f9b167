import Foundation
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct InformationBottleneckTests {
  static let random = RandomStream(seed: 41)

  private func entropy(_ p: Double) -> Double { p <= 0 || p >= 1 ? 0 : -p * log(p) - (1 - p) * log1p(-p) }

  /// Two bits that agree with probability 1 − ε. By Mrs. Gerber's lemma (A. D. Wyner and J. Ziv, IEEE Trans. Inf.
  /// Theory 19, 769 (1973)) the curve is I(s, x) = ln 2 − h(u), I(s, y) = ln 2 − h(u(1 − ε) + (1 − u)ε), with 0 ≤ u ≤
  /// ½.
  @Test(arguments: [0.05, 0.2])
  func twoBits(error: Double) {
    let bottleneck = InformationBottleneck(
      weights: [0.5, 0.5], conditionals: [[1 - error, error], [error, 1 - error]])
    // Informative above β = 1/(1 − 2ε)², the curvature at u = ½.
    let onset = 1 / ((1 - 2 * error) * (1 - 2 * error))
    for factor in [1.1, 1.5, 4] {
      let beta = factor * onset
      let best = bottleneck.optimum(tradeOff: beta, clusters: 2, random: Self.random["bits"])
      // u by bisection of the slope: ln((1−u)/u) = β(1−2ε) ln((1−v)/v).
      var (low, high) = (1e-12, 0.5 - 1e-6)
      for _ in 0..<100 {
        let u = 0.5 * (low + high)
        let v = u * (1 - error) + (1 - u) * error
        if log((1 - u) / u) > beta * (1 - 2 * error) * log((1 - v) / v) { low = u } else { high = u }
      }
      let u = low
      let v = u * (1 - error) + (1 - u) * error
      #expect(best.isConverged)
      #expect(abs(best.objective - (log(2) - entropy(u) - beta * (log(2) - entropy(v)))) < 1e-8)
      #expect(abs(best.inputInformation - (log(2) - entropy(u))) < 1e-4)
      #expect(abs(best.relevantInformation - (log(2) - entropy(v))) < 1e-4)
      // Negative control: the point of another trade-off lies elsewhere, and is worse here.
      let other = bottleneck.optimum(tradeOff: 1.3 * beta, clusters: 2, random: Self.random["bits"])
      #expect(other.inputInformation - beta * other.relevantInformation > best.objective + 1e-6)
    }
    #expect(bottleneck.optimum(tradeOff: 0.9 * onset, clusters: 2, random: Self.random).inputInformation < 1e-7)
  }

  /// Five inputs, three answers.
  private static let example = InformationBottleneck(
    weights: [0.3, 0.1, 0.2, 0.25, 0.15],
    conditionals: [[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.1, 0.1, 0.8], [0.4, 0.5, 0.1], [0.3, 0.2, 0.5]])

  /// β ≤ 1: nothing, as I(s, y) ≤ I(s, x). β → ∞: all of I(x, y), and s is a function of x.
  @Test func limits() {
    for beta in [0, 0.5, 1] {
      let none = Self.example.optimum(tradeOff: beta, clusters: 5, random: Self.random["limits"])
      #expect(abs(none.inputInformation) < 1e-6 && abs(none.relevantInformation) < 1e-6)
    }
    let all = Self.example.optimum(tradeOff: 1e4, clusters: 5, starts: 20, random: Self.random["limits"])
    #expect(abs(all.relevantInformation - Self.example.availableInformation) < 1e-9)
    #expect(abs(all.inputInformation - StochasticThermodynamics.entropy(Self.example.weights)) < 1e-6)
    // With two clusters only, the best of all 2⁵ functions of x.
    let two = Self.example.optimum(tradeOff: 1e4, clusters: 2, starts: 20, random: Self.random["limits"])
    let best = (0..<32).map { assignment -> Double in
      var joint = Array(repeating: Array(repeating: 0.0, count: 3), count: 2)
      for x in 0..<5 {
        for y in 0..<3 { joint[assignment >> x & 1][y] += Self.example.weights[x] * Self.example.conditionals[x][y] }
      }
      return mutualInformation(joint)
    }.max()
    #expect(abs(two.relevantInformation - (best ?? 0)) < 1e-9)
  }

  /// The objective never rises; no random channel is better; I(s, x) and I(s, y) rise with β, with the slope 1/β.
  @Test func theCurve() {
    let betas = [1.5, 2, 2.5, 3, 5, 5.05, 10, 30]
    let curve = Self.example.curve(tradeOffs: betas, clusters: 5, random: Self.random["curve"])
    for (beta, best) in zip(betas, curve) {
      #expect(best.isConverged && best.tradeOff == beta)
      #expect(zip(best.objectives, best.objectives.dropFirst()).allSatisfy { $1 <= $0 + 1e-14 })
      #expect(abs(best.probabilities.reduce(0, +) - 1) < 1e-12)
      var random = Self.random["channels"]
      for _ in 0..<200 {
        let channel = (0..<5).map { _ -> [Double] in
          let raw = (0..<5).map { _ in pow(random.uniform(), 6) }
          return raw.map { $0 / raw.reduce(0, +) }
        }
        #expect(objective(channel, beta) >= best.objective)
      }
    }
    for (one, next) in zip(curve, curve.dropFirst()) {
      #expect(next.inputInformation >= one.inputInformation - 1e-6)
      #expect(next.relevantInformation >= one.relevantInformation - 1e-6)
    }
    let slope =
      (curve[5].relevantInformation - curve[4].relevantInformation)
      / (curve[5].inputInformation - curve[4].inputInformation)
    #expect(abs(slope * 5.025 - 1) < 0.01)
  }

  private func objective(_ channel: [[Double]], _ beta: Double) -> Double {
    let (weights, conditionals) = (Self.example.weights, Self.example.conditionals)
    var joint = Array(repeating: Array(repeating: 0.0, count: 3), count: 5)
    for x in 0..<5 {
      for s in 0..<5 { for y in 0..<3 { joint[s][y] += weights[x] * channel[x][s] * conditionals[x][y] } }
    }
    return mutualInformation(weights: weights, conditionals: channel) - beta * mutualInformation(joint)
  }

  /// Inputs with the same answers are one input: splitting one changes nothing.
  @Test func equalInputsAreOne() {
    let split = InformationBottleneck(
      weights: [0.1, 0.5, 0.4], conditionals: [[0.9, 0.1], [0.3, 0.7], [0.9, 0.1]])
    let whole = InformationBottleneck(weights: [0.5, 0.5], conditionals: [[0.9, 0.1], [0.3, 0.7]])
    #expect(split.weights == whole.weights && split.conditionals == whole.conditionals)
    let random = Self.random["equal"]
    #expect(
      split.optimum(tradeOff: 6, clusters: 3, random: random) == whole.optimum(tradeOff: 6, clusters: 3, random: random)
    )
  }
}
