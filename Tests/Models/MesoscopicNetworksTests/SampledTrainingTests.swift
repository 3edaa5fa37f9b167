import Foundation
import MesoscopicNetworks
import Optimisation
import Randomness
import Testing

@Suite struct SampledTrainingTests {
  static let methods: [SampledTraining.Method] = [
    .simultaneousPerturbation(SimultaneousPerturbation(rate: 0.3, size: 0.1, stability: 5)),
    .likelihoodRatio(.init(window: 3), LearningRateSchedule(peak: 0.05, warmUp: 2, steps: 40)),
  ]

  @Test(arguments: [0, 1])
  func trainingGoesOnWhereItWasStored(method: Int) throws {
    let small = SmallMesoscopicTask(.classes)
    let random = RandomStream(seed: 41)
    var whole = SampledTraining(
      from: small.parameters, by: Self.methods[method], SteadyStateSampling(burnIn: 3, duration: 10))
    for _ in 0..<2 { try whole.step(on: small.objective, random: random) }
    var stored = try JSONDecoder().decode(SampledTraining.self, from: JSONEncoder().encode(whole))
    for _ in 0..<3 {
      try whole.step(on: small.objective, random: random)
      try stored.step(on: small.objective, random: random)
    }
    #expect(whole.parameters == stored.parameters && whole.flips == stored.flips && stored.steps == 5)
    #expect(whole.parameters != small.parameters && whole.flips > 5 * 4 * 10)
  }

  /// With the exact objective as the judge: steps along sampled gradients lead up.
  @Test func stepsAlongTheScoreLeadUp() throws {
    let small = SmallMesoscopicTask(.squares)
    var training = SampledTraining(
      from: small.parameters, by: Self.methods[1], SteadyStateSampling(burnIn: 5, duration: 50))
    for _ in 0..<40 { try training.step(on: small.objective, random: RandomStream(seed: 43)) }
    let before = try small.objective.exact(small.parameters).value.objective
    let after = try small.objective.exact(training.parameters).value.objective
    #expect(after > before + 0.1)
  }

  /// The first step is rate·g/(|g| + floor); with a constant gradient so is every other. Decay is by itself.
  @Test func adamStepsByItsRate() {
    var (adam, single) = (Adam<Double>(parameters: 2), Adam<Float>(parameters: 1, weightDecay: 0.5))
    var (x, y): ([Double], [Float]) = ([0, 1], [2])
    for _ in 0..<3 { adam.step(&x, along: [4, -0.1], rate: 0.01) }
    #expect(abs(x[0] - 0.03) < 1e-9 && abs(x[1] - 0.97) < 1e-8)
    single.step(&y, along: [0], rate: 0.1)
    #expect(y == [2 * (1 - 0.1 * 0.5)] && single.steps == 1)
    // By hand: after gradients 1 and 3, means .1·1·.9 + .1·3 = .39 over 1 − .81, squares (.001·.999 + .001·9) over 1 − .998001.
    var other = Adam<Double>(parameters: 1)
    var z = [0.0]
    other.step(&z, along: [1], rate: 0.01)
    other.step(&z, along: [3], rate: 0.01)
    let (mean, square) = (0.39 / 0.19, 0.009999 / 0.001999)
    let expected: Double = 0.01 + 0.01 * mean / square.squareRoot()
    #expect(abs(z[0] - expected) < 1e-8)
  }

  @Test func ratesRiseAndFall() {
    let schedule = LearningRateSchedule(peak: 2, warmUp: 4, steps: 14, last: 0.1)
    #expect([0, 1, 3].map { schedule.rate(at: $0) } == [0.5, 1, 2])
    #expect(abs(schedule.rate(at: 9) - 1.1) < 1e-15 && abs(schedule.rate(at: 14) - 0.2) < 1e-15)
    #expect(schedule.rate(at: 100) == schedule.rate(at: 14))
  }
}
