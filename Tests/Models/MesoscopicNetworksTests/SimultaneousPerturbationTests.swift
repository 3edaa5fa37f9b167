import ElementaryFunctions
import Estimation
import Optimisation
import Randomness
import SensoryComplexes
import Testing

@Suite struct SimultaneousPerturbationTests {
  /// The optimum of the two-spin parity gate, L* = 0.059283 nats at ∓0.4699, in 1000 steps from zero.
  @Test(arguments: [1, 2, 3])
  func reachesTheOptimumOfTwoSpins(seed: UInt64) {
    let gate = StochasticParityGate(angle: 30, sharpness: 5)
    let task = ParityGateModel(gate: gate, correlation: 0, beta: 2).task(step: 0.2)
    func value(_ θ: [Double]) -> Double {
      let performance = task.performance(of: PairCouplings(j12: θ[0], j21: θ[1]))
      return performance.relevantInformation * Elementary.log(2) - 0.01 * performance.entropyProductionRate
    }
    let ascent = SimultaneousPerturbation(rate: 2, size: 0.05, stability: 50)
    var θ = [0.0, 0]
    for step in 0..<1000 {
      ascent.step(&θ, at: step, random: RandomStream(seed: seed)[step]) { value($0) - value($1) }
    }
    #expect(abs(value(θ) - 0.059283) < 1e-6)
    // Where the steps end is off by their bias, of the order of 0.025².
    #expect(abs(θ[0] + 0.4699) < 3e-4 && abs(θ[1] - 0.4699) < 3e-4)
    // A control: the other way it ends elsewhere.
    var down = [0.0, 0]
    for step in 0..<50 {
      ascent.step(&down, at: step, random: RandomStream(seed: seed)[step]) { value($1) - value($0) }
    }
    #expect(value(down) < 0.02)
  }

  @Test func gainsAreSpalls() {
    let ascent = SimultaneousPerturbation(rate: 2, size: 0.05, stability: 50)
    // 2/100^0.602 = 0.1250345, 0.05/1024^0.101 = 0.0248273.
    #expect(abs(ascent.rate(at: 49) - 0.1250345) < 1e-6)
    #expect(ascent.size(at: 0) == 0.05)
    #expect(abs(ascent.size(at: 1023) - 0.0248273) < 1e-6)
  }

  /// All 64 directions: the mean is the gradient but for c²/6 of third derivatives, four times as much for twice the step.
  @Test func biasIsOfSecondOrder() throws {
    let small = SmallMesoscopicTask(.symmetric)
    let exact = try small.objective.exact(small.parameters).gradient
    func bias(_ size: Double) throws -> [Double] {
      var mean = exact.map { -$0 }
      for signs in 0..<64 {
        let directions = (0..<6).map { signs >> $0 & 1 == 1 ? 1.0 : -1 }
        var difference = 0.0
        for (sign, factor) in [(1.0, 1.0), (-1, -1)] {
          let θ = zip(small.parameters, directions).map { $0 + sign * size * $1 }
          difference += factor * (try small.objective.exact(θ).value.objective)
        }
        let estimate = SimultaneousPerturbation.gradient(at: small.parameters, directions, size: size) { _, _ in
          difference
        }
        for place in mean.indices { mean[place] += estimate[place] / 64 }
      }
      return mean
    }
    let (one, two) = (try bias(0.03), try bias(0.06))
    for (a, b) in zip(one, two) where abs(a) > 1e-5 { #expect(abs(b / a - 4) < 0.3) }
    #expect(one.contains { abs($0) > 1e-5 } && one.allSatisfy { abs($0) < 0.01 })
  }

  /// The mean of sampled differences is the exact difference, direction by direction.
  @Test func sampledDifferencesAreUnbiased() throws {
    let small = SmallMesoscopicTask(.squares)
    let objective = small.objectiveWithReadout
    var (rest, wrong, independent) = (Average(), Average(), Average())
    let size = 0.05
    for repetition in 0..<80 {
      let random = RandomStream(seed: 31)[repetition]
      let directions = SimultaneousPerturbation.directions(small.parameters.count, random: random["directions"])
      let ahead = zip(small.parameters, directions).map { $0 + size * $1 }
      let behind = zip(small.parameters, directions).map { $0 - size * $1 }
      let exact = try objective.exact(ahead).value.objective - objective.exact(behind).value.objective
      let pair = try objective.sampledPair(ahead, behind, burnIn: 10, duration: 300, random: random)
      let found = pair.first.objective - pair.second.objective
      let alone =
        try objective.sampled(ahead, burnIn: 10, duration: 300, random: random["a"]).objective
        - objective.sampled(behind, burnIn: 10, duration: 300, random: random["b"]).objective
      rest.add((found - exact) * (exact > 0 ? 1 : -1))
      wrong.add((found + exact) * (exact > 0 ? 1 : -1))
      independent.add(alone - exact)
    }
    #expect(rest.estimate.isConsistent(with: 0, sigmas: 4))
    #expect(abs(wrong.estimate.deviation(from: 0)) > 10)
    #expect(independent.variance > 2 * rest.variance)
  }

  /// Each of two coupled networks has its own steady state; with the same parameters they are one.
  @Test func coupledNetworksHaveTheirOwnLaw() throws {
    let small = SmallMesoscopicTask(.classes)
    let other = small.parameters.map { -0.5 * $0 }
    let objective = small.objectiveWithReadout
    let pair = try objective.sampledPair(
      small.parameters, other, burnIn: 10, duration: 2e4, random: RandomStream(seed: 37))
    for (found, θ) in [(pair.first, small.parameters), (pair.second, other)] {
      let exact = try objective.exact(θ).value
      #expect(abs(found.performance - exact.performance) < 0.02)
      #expect(abs(found.entropyProductionRate - exact.entropyProductionRate) < 0.03 * exact.entropyProductionRate)
    }
    let twins = try objective.sampledPair(
      small.parameters, small.parameters, burnIn: 10, duration: 20, random: RandomStream(seed: 37))
    #expect(twins.first.objective == twins.second.objective && twins.first.flips == twins.second.flips)
  }
}
