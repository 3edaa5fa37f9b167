import Estimation
import FiniteAutomata
import Foundation
import Randomness
import StochasticThermodynamics
import Testing
import Validation

/// The generalised Landauer bound for maps of states, and automata built of them.
@Suite struct MismatchCostTests {
  private static func distribution(_ count: Int, _ random: inout RandomStream) -> [Double] {
    let weights = (0..<count).map { _ in random.exponential() }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  /// 1000 maps and pairs of distributions drawn at random.
  @Test func neverNegative() {
    var random = RandomStream(seed: 17)["maps"]
    var swapped = 0
    for _ in 0..<1000 {
      let count = 2 + random.index(below: 4)
      let map = StochasticMap(conditionals: (0..<count).map { _ in Self.distribution(count, &random) })
      let (p, q) = (Self.distribution(count, &random), Self.distribution(count, &random))
      let cost = map.mismatchCost(running: p, designedFor: q)
      #expect(cost > -1e-14)
      #expect(abs(map.mismatchCost(running: p, designedFor: p)) < 1e-14)
      // Heat is linear in p: the cost of a mixture is the mixture of ΔS + heat, whatever the design.
      let mixture = zip(p, q).map { 0.3 * $0 + 0.7 * $1 }
      let mixed = 0.3 * map.entropyFlow(running: p, designedFor: q) + 0.7 * map.landauerCost(q)
      #expect(abs(map.entropyFlow(running: mixture, designedFor: q) - mixed) < 1e-13)
      // Control: with p and q exchanged in the divergences it would not be.
      let wrong = { (x: [Double]) in
        map.landauerCost(x) + relativeEntropy(q, from: x) - relativeEntropy(map(q), from: map(x))
      }
      if abs(wrong(mixture) - 0.3 * wrong(p) - 0.7 * wrong(q)) > 1e-4 { swapped += 1 }
      // Permutations forget nothing.
      let rotation = StochasticMap((0..<count).map { ($0 + 1) % count })
      #expect(abs(rotation.mismatchCost(running: p, designedFor: q)) < 1e-14)
      #expect(abs(rotation.landauerCost(p)) < 1e-14)
    }
    #expect(swapped > 900)
  }

  /// Reset of a bit: S(p) + D(p‖q) = −Σ p ln q, the cross entropy, and single realisations with ⟨exp(−m)⟩ = 1.
  @Test func reset() {
    let reset = StochasticMap([0, 0])
    let (p, q) = ([0.9, 0.1], [0.4, 0.6])
    #expect(abs(reset.entropyFlow(running: p, designedFor: q) + 0.9 * log(0.4) + 0.1 * log(0.6)) < 1e-15)
    #expect(abs(reset.landauerCost([0.5, 0.5]) - log(2)) < 1e-15)
    let singles = [0, 1].map { reset.mismatch(from: $0, to: 0, running: p, designedFor: q) }
    #expect(abs(zip(p, singles).reduce(0) { $0 + $1.0 * exp(-$1.1) } - 1) < 1e-15)
    let mean = zip(p, singles).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(mean - reset.mismatchCost(running: p, designedFor: q)) < 1e-15)
  }

  @Test func automata() {
    let words = (0..<256).map { bits in (0..<8).map { bits >> $0 & 1 } }
    for word in words {
      #expect(FiniteAutomaton.parity.states(reading: word)[8] == word.reduce(0, +) % 2)
      let found = zip(word, word.dropFirst()).contains { $0 == 1 && $1 == 1 }
      #expect((FiniteAutomaton.twoOnes.states(reading: word)[8] == 2) == found)
    }
    // With the bits kept the parity is a permutation of the joint states, and the search is not.
    #expect(Set(FiniteAutomaton.parity.step(erasingInput: false)).count == 4)
    #expect(Set(FiniteAutomaton.parity.step(erasingInput: true)).count == 2)
    #expect(Set(FiniteAutomaton.twoOnes.step(erasingInput: false)).count == 4)
  }

  /// Parity of erased bits, built for equal probabilities: ln 2 of heat at every step, of which ln 2 − S(bias) + ΔS(state) mismatch.
  @Test func parityOfAWord() {
    let device = WordDevice(.parity, designs: Array(repeating: [0.25, 0.25, 0.25, 0.25], count: 6))
    var odd = 0.0
    for cost in device.costs(bias: 0.8) {
      let next = 0.8 * (1 - odd) + 0.2 * odd
      let mismatch = log(2) - entropy([0.2, 0.8]) + entropy([next, 1 - next]) - entropy([odd, 1 - odd])
      #expect(abs(cost.heat - log(2)) < 1e-14)
      #expect(abs(cost.mismatch - mismatch) < 1e-14)
      odd = next
    }
    let keeping = WordDevice(.parity, erasesInput: false, designs: device.designs)
    #expect(keeping.costs(bias: 0.8).allSatisfy { abs($0.heat) < 1e-14 && abs($0.mismatch) < 1e-14 })
  }

  /// Chain rule: built step by step for another source, the costs add up to D(word) − D(last state), as if all were one step.
  @Test func wholeWords() {
    let automaton = FiniteAutomaton.twoOnes
    let (read, expected) = (
      automaton.distributions(bias: 0.8, steps: 9), automaton.distributions(bias: 0.35, steps: 9)
    )
    let device = WordDevice(automaton, designs: expected)
    let total = device.costs(bias: 0.8).reduce(0) { $0 + $1.mismatch }
    // Over all words of nine bits, as one map from words to states.
    var (before, design, after, other) = ([Double](), [Double](), [0.0, 0, 0], [0.0, 0, 0])
    for bits in 0..<512 {
      let word = (0..<9).map { bits >> $0 & 1 }
      let last = automaton.states(reading: word)[9]
      before.append(word.reduce(1) { $0 * ($1 == 1 ? 0.8 : 0.2) })
      design.append(word.reduce(1) { $0 * ($1 == 1 ? 0.35 : 0.65) })
      after[last] += before[bits]
      other[last] += design[bits]
    }
    let whole = relativeEntropy(before, from: design) - relativeEntropy(after, from: other)
    #expect(abs(total - whole) < 1e-13)
    // Control: one design for all steps costs more, by what the mean of the steps costs and what they differ by.
    let map = StochasticMap(automaton.step(erasingInput: true))
    let mean = { (steps: [[Double]]) in steps[0].indices.map { s in steps.reduce(0) { $0 + $1[s] } / 9 } }
    let single = WordDevice(automaton, designs: expected.map { _ in mean(expected) })
    let sum = single.costs(bias: 0.8).reduce(0) { $0 + $1.mismatch }
    let source = 9 * map.mismatchCost(running: mean(read), designedFor: mean(expected))
    let steps = read.reduce(0) { $0 + map.mismatchCost(running: $1, designedFor: mean(read)) }
    #expect(abs(sum - source - steps) < 1e-13)
    #expect(sum > whole + 0.5)
  }

  @Test func sampledWords() {
    let automaton = FiniteAutomaton.twoOnes
    let device = WordDevice(automaton, designs: automaton.distributions(bias: 0.4, steps: 6))
    let sample = device.sample(words: 20_000, bias: 0.8, RandomStream(seed: 2)["words"])
    let exact = device.costs(bias: 0.8)
    var total = 0.0
    for (step, cost) in exact.enumerated() {
      total += cost.mismatch
      if step > 0 { #expect(sample.landauer[step].estimate.isConsistent(with: cost.landauer, sigmas: 4)) }
      if step > 0 { #expect(sample.mismatch[step].estimate.isConsistent(with: cost.mismatch, sigmas: 4)) }
      if step > 0 { #expect(sample.total[step].estimate.isConsistent(with: total, sigmas: 4)) }
    }
    // Control: the words alone, without what their last state still tells.
    #expect(sample.total[2].estimate.deviation(from: 3 * relativeEntropy([0.8, 0.2], from: [0.4, 0.6])) < -10)
  }

  /// What no protocol carries out is refused with a sentence.
  @Test func badProtocols() throws {
    for images in [[0, 2], [0, -1]] {
      #expect(throws: InvalidInput("The image of a state is a state.")) {
        try CollapseProtocol(images, designedFor: [0.5, 0.5])
      }
    }
    for q in [[0.5], [1, 0], [0.5, .nan], [0.5, .infinity]] {
      #expect(throws: InvalidInput("A design is positive in every state.")) {
        try CollapseProtocol([0, 0], designedFor: q)
      }
    }
    for gap in [0, -1, Double.nan, .infinity] {
      #expect(throws: InvalidInput("A gap is positive.")) {
        try CollapseProtocol([0, 0], designedFor: [0.5, 0.5], gap: gap)
      }
    }
  }

  /// A slow protocol produces D(p‖q) − D(Pp‖Pq) and O(1/τ), exactly and on trajectories.
  @Test func slowProtocol() throws {
    let images = FiniteAutomaton.twoOnes.step(erasingInput: true)
    let p = FiniteAutomaton.twoOnes.distributions(bias: 0.9, steps: 4)[3]
    let q = [0.1, 0.1, 0.2, 0.1, 0.4, 0.1]
    let collapse = try CollapseProtocol(images, designedFor: q)
    let limit = collapse.map.mismatchCost(running: p, designedFor: q)
    // Within blocks: images are those of the deterministic map, and the mismatch does not depend on the odds in the end.
    #expect(abs(StochasticMap(images).mismatchCost(running: p, designedFor: q) - limit) < 1e-14)
    let slow = try collapse.drive(over: 200)
    let exact = try collapse.entropyProduction(running: p, under: slow)
    let gaps = try [400.0, 800].map {
      $0 * (try collapse.entropyProduction(running: p, under: collapse.drive(over: $0)) - limit)
    }
    #expect(gaps[0] > 0 && abs(gaps[1] / gaps[0] - 1) < 0.05)
    let final = try collapse.network.evolve(p, under: slow)
    let bounds = try RateBounds(of: collapse.network, under: slow)
    var produced = Average()
    for place in 0..<3000 {
      let trajectory = DrivenTrajectory(
        collapse.network, under: slow, within: bounds, startingIn: p, random: RandomStream(seed: 8)["slow"][place])
      produced.add(TrajectoryEntropy(of: trajectory, from: p, to: final).total)
    }
    #expect(produced.estimate.isConsistent(with: exact, sigmas: 4))
    // Controls: without the mismatch, and with p and q exchanged.
    #expect(produced.estimate.deviation(from: exact - limit) > 10)
    let swapped = collapse.map.mismatchCost(running: q, designedFor: p)
    #expect(abs(produced.estimate.deviation(from: exact - limit + swapped)) > 10)
    #expect(try collapse.entropyProduction(running: q, under: slow) < 0.05)
  }
}
