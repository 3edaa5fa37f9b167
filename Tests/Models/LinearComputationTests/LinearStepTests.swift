import Estimation
import Foundation
import LinearAlgebra
import Matrices
import LinearComputation
import Randomness
import Testing

@Suite struct LinearStepTests {
  static let seed: UInt64 = 35

  /// A step that is followed by another is a step of twice the time: e^{2W dt}, S + e^{W dt} S e^{Wᵀ dt}.
  @Test func stepsCompose() throws {
    var random = RandomStream(seed: Self.seed)["composition"]
    for count in 1...6 {
      let network = try randomLinearNetwork(count, &random)
      let one = try LinearStep(of: network, duration: 0.3)
      let two = try LinearStep(of: network, duration: 0.6)
      let a = one.propagator
      #expect((a * a - two.propagator).largestEntry < 1e-13)
      let noise = one.noiseCovariance + a * one.noiseCovariance * a.transpose
      #expect((noise - two.noiseCovariance).largestEntry < 1e-12 * network.covariance.largestEntry)
    }
  }

  /// One unit: e^{−k dt} and (σ_s²/2k)(1 − e^{−2k dt}); nothing is produced.
  @Test func oneUnit() throws {
    let network = try LinearNetwork(couplings: Matrix([[-2]]), noise: 0.5)
    let step = try LinearStep(of: network, duration: 0.1)
    #expect(abs(step.propagator[0, 0] - exp(-0.2)) < 1e-15)
    #expect(abs(step.noiseCovariance[0, 0] + 0.125 * expm1(-0.4)) < 1e-15)
    #expect(step.entropyProductionRate == 0 && step.midpointEntropyProductionRate == 0)
  }

  /// What is seen at intervals is never more than σ, and the less the longer they are. Both means fall short of σ by
  /// (dt/4)‖W − Wᵀ‖²: for the midpoint rule, e^{Wᵀ dt} = 1 + Wᵀ dt + ½WᵀWᵀ dt² and C Wᵀ = −WC − 2D leave
  /// −½ dt Tr[(W − Wᵀ)Wᵀ].
  @Test(arguments: 2...6)
  func shortStepsSeeEverything(count: Int) throws {
    var random = RandomStream(seed: Self.seed)["limit"][count]
    let network = try randomLinearNetwork(count, &random)
    let sigma = network.entropyProductionRate
    let steps = try [0.0005, 0.001, 0.01, 0.1, 1, 10].map { try LinearStep(of: network, duration: $0) }
    let seen = steps.map(\.entropyProductionRate)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 > $1 } && seen[0] < sigma && seen[5] > -1e-12)
    let loss = (network.couplings - network.couplings.transpose).entries.reduce(0) { $0 + 0.25 * $1 * $1 }
    for rate in [\LinearStep.entropyProductionRate, \.midpointEntropyProductionRate] {
      // Extrapolated to dt = 0 from two steps.
      let slopes = steps.prefix(2).map { (sigma - $0[keyPath: rate]) / $0.duration }
      #expect(abs((2 * slopes[0] - slopes[1]) / loss - 1) < 1e-3)
    }
  }

  /// The mean of ln p(path)/p(reversed path) as a relative entropy of Gaussians: ½ Tr(Σ̃⁻¹Σ) − n for (s, s′) against
  /// (s′, s).
  @Test(arguments: [0.05, 0.5, 3])
  func meanIsARelativeEntropy(duration: Double) throws {
    var random = RandomStream(seed: Self.seed)["relative entropy"]
    let network = try randomLinearNetwork(3, &random)
    let step = try LinearStep(of: network, duration: duration)
    let (c, lagged) = (network.covariance, step.propagator * network.covariance)
    func joint(_ lagged: Matrix) -> Matrix {
      Matrix(rows: 6, columns: 6) { i, j in
        if i / 3 == j / 3 { return c[i % 3, j % 3] }
        return i < 3 ? lagged[j - 3, i] : lagged[i - 3, j]
      }
    }
    let exact = 0.5 * (try joint(lagged.transpose).solve(joint(lagged))).trace - 3
    #expect(abs(step.entropyProductionRate * duration - exact) < 1e-10)
  }

  // MARK: - Paths

  /// All within 4 standard errors: covariance, both rates against their exact means at the same dt, ⟨e^{−Σ}⟩ = 1.
  private func worst(_ sample: LinearPathSample, _ step: LinearStep) -> Double {
    let n = step.network.count
    let covariance = (0..<n * n).map {
      abs(sample.covariance[$0 / n][$0 % n].deviation(from: step.network.covariance[$0 / n, $0 % n]))
    }
    return max(
      covariance.max() ?? 0, abs(sample.entropyProductionRate.deviation(from: step.entropyProductionRate)),
      abs(sample.midpointEntropyProductionRate.deviation(from: step.midpointEntropyProductionRate)))
  }

  @Test(arguments: [0.01, 0.1, 0.5])
  func pathsAgree(duration: Double) throws {
    let step = try LinearStep(of: linearPair(0.5, -0.8, noise: 0.5), duration: duration)
    let sample = step.sample(paths: 2000, steps: 200, random: RandomStream(seed: Self.seed)["paths"])
    #expect(worst(sample, step) < 4)
    // Negative controls: another W, and the antisymmetric part with the other sign.
    for other in [try linearPair(0.5, -0.3, noise: 0.5), try linearPair(-0.8, 0.5, noise: 0.5)] {
      #expect(worst(sample, try LinearStep(of: other, duration: duration)) > 5)
    }
  }

  @Test func pathsOfFiveUnitsAgree() throws {
    var random = RandomStream(seed: Self.seed)["five"]
    let step = try LinearStep(of: randomLinearNetwork(5, &random), duration: 0.05)
    #expect(worst(step.sample(paths: 1000, steps: 300, random: random["paths"]), step) < 4)
  }

  /// Short paths: ⟨e^{−Σ}⟩ = 1 at any dt. Negative control: without the term of the ends it is not.
  @Test func integralFluctuationTheorem() throws {
    let step = try LinearStep(of: linearPair(0.5, -0.8, noise: 0.5), duration: 0.2)
    let sample = step.sample(paths: 100_000, steps: 4, random: RandomStream(seed: Self.seed)["theorem"])
    #expect(sample.integralTheorem.isConsistent(with: 1, sigmas: 4))
    #expect(sample.integralTheorem.standardError < 0.01)
    #expect(sample.entropyProductionRate.deviation(from: 0) > 20)
    // In equilibrium Σ vanishes path by path.
    let quiet = try LinearStep(of: linearPair(0.5, 0.5), duration: 0.2)
    let none = quiet.sample(paths: 10, steps: 100, random: RandomStream(seed: Self.seed)["quiet"])
    #expect(abs(none.integralTheorem.value - 1) < 1e-11 && none.midpointEntropyProductionRate.value == 0)
  }

  /// I(s, y) from simulated inputs, states and answers. The relaxation over time 8 leaves e^{−8} of the start.
  @Test func sampledInformation() throws {
    let network = try linearPair(0.5, -0.8, noise: 0.5)
    let task = LinearTask(inputCovariance: Matrix([[1, 0.3], [0.3, 1]]), weights: [1, 0.5], answerNoise: 0.1)
    let step = try LinearStep(of: network, duration: 2)
    let random = RandomStream(seed: Self.seed)["information"]
    let sampled = try step.sampledInformation(at: task, draws: 50_000, steps: 4, random: random)
    #expect(sampled.isConsistent(with: try network.relevantInformation(at: task), sigmas: 4))
    #expect(sampled.standardError < 0.01)
    // Negative controls: other couplings with the same σ; and a look that comes too early.
    let turned = try linearPair(-0.5, 0.8, noise: 0.5)
    #expect(!sampled.isConsistent(with: try turned.relevantInformation(at: task), sigmas: 5))
    let short = try LinearStep(of: network, duration: 0.3)
    let early = try short.sampledInformation(at: task, draws: 50_000, steps: 1, random: random)
    #expect(!early.isConsistent(with: try network.relevantInformation(at: task), sigmas: 5))
  }
}
