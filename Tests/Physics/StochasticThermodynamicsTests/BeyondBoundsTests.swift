import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing
import Validation

/// What is too large to be computed is refused with a sentence, at once; and what only looks too large is not.
@Suite struct BeyondBoundsTests {
  /// Energies count from anywhere: an offset of all changes no work. ⟨exp(−W)⟩ = exp(−ΔF) to ten digits, and the mean and the variance.
  @Test(arguments: [0, -20, -30, -100, 100, 1e5])
  func offsetsOfEnergies(offset: Double) throws {
    func network(_ offset: Double) throws -> DrivenNetwork<Double> {
      try DrivenNetwork(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) { offset + Double($0) * $1 }
    }
    let drive = try Drive(over: 50) { 2 * $0 / 50 }
    let (plain, raised) = (try network(0), try network(offset))
    let start = plain.equilibrium(at: 0)
    let work = CountedQuantity.work(on: raised, under: drive)
    let found = try raised.generatingFunction(of: work, at: 1, from: start, under: drive)
    // ΔF = −ln[(1 + e⁻²)/2].
    #expect(abs(found / ((1 + exp(-2.0)) / 2) - 1) < 1e-10)
    // A heat is counted from nowhere, and its generating function may be of any size.
    let heat = CountedQuantity.work(on: plain, under: drive)
    let shifted = CountedQuantity<Double>(
      initial: heat.initial.map { $0 + offset / 10 }, final: heat.final, increments: heat.increments)
    let tilted = try plain.generatingFunction(of: shifted, at: 0.01, from: start, under: drive)
    let expected = try plain.generatingFunction(of: heat, at: 0.01, from: start, under: drive) * exp(0.001 * offset)
    #expect(abs(tilted / expected - 1) < 1e-9)
    let (own, other) = (
      try raised.moments(of: work, from: start, under: drive),
      try plain.moments(of: .work(on: plain, under: drive), from: start, under: drive)
    )
    #expect(abs(own.mean - other.mean) < 1e-9 && abs(own.variance - other.variance) < 1e-8)
    let lattice = try WorkDistribution(on: raised, under: drive, from: start, steps: 100, spacing: 0.02)
    #expect(abs(lattice.probabilities.reduce(0, +) - 1) < 1e-12)
  }

  /// Births (0) and deaths (1) of up to three, with reverses as they are told.
  private struct Told: MarkovJumpProcess {
    let reverses: [Int?]
    var channels: Range<Int> { 0..<2 }
    func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? (state < 3 ? 2 : 0) : Double(state) }
    func fire(_ channel: Int, on state: inout Int) { state += channel == 0 ? 1 : -1 }
    func reverse(of channel: Int) -> Int? { reverses[channel] }
  }

  /// A reverse whose reverse is another channel would count a rate twice, or not at all.
  @Test func reversesOfReverses() throws {
    let right = try RateMatrix(enumerating: Told(reverses: [1, 0]), from: 0)
    #expect(right.edges.map(\.forward) == [2, 2, 2] && right.edges.map(\.backward) == [1, 2, 3])
    // Without a word of reverses all jumps are one-way, at the same rates.
    let silent = try RateMatrix(enumerating: Told(reverses: [nil, nil]), from: 0)
    #expect(silent.generator == right.generator)
    for wrong in [[1, nil], [nil, 0], [1, 1], [0, 0]] as [[Int?]] {
      #expect(throws: InvalidInput.self) { try RateMatrix(enumerating: Told(reverses: wrong), from: 0) }
    }
  }

  @Test func ratesThatAddUpToInfinity() {
    let edges = [1, 2].map { RateMatrix.Edge(from: 0, to: $0, forward: 1e308, backward: 1) }
    let error = #expect(throws: InvalidInput.self) { try RateMatrix(stateCount: 3, edges: edges) }
    #expect(error?.description.contains("out of state 0") == true)
  }

  @Test func sizes() throws {
    for count in [0, -1, 10_000_000_000, .max] {
      #expect(throws: InvalidInput.self) { try RateMatrix(stateCount: count, edges: []) }
    }
    let long = try RateMatrix(
      stateCount: 10_000, edges: (0..<9999).map { .init(from: $0, to: $0 + 1, forward: 2, backward: 1) })
    #expect(throws: InvalidInput.self) { try long.stationary }
    #expect(throws: InvalidInput.self) { try long.propagator(for: 1) }
    #expect(throws: InvalidInput.self) { try long.evolve((0..<10_000).map { $0 == 0 ? 1 : 0 }, for: 1e9) }
    let start = (0..<10_000).map { $0 == 0 ? 1.0 : 0 }
    #expect(abs(try long.evolve(start, for: 1).reduce(0, +) - 1) < 1e-13)
    for (windows, window) in [(1_000_000, 1.0), (1, 1e10), (1000, 1e9)] {
      #expect(throws: InvalidInput.self) {
        try long.crossings(startingIn: start, windows: windows, each: window, random: RandomStream(seed: 1))
      }
    }
    let ring = try RateMatrix(
      stateCount: 10, edges: (0..<10).map { .init(from: $0, to: ($0 + 1) % 10, forward: 1, backward: 1) })
    #expect(throws: InvalidInput.self) { try RingEntropy(of: ring, within: 45_000) }
    // A stiff equation, and steps that no number resolves.
    let two = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1, attemptRate: 1e9)]) {
      Double($0) * $1
    }
    let drive = try Drive(over: 1) { $0 }
    #expect(throws: InvalidInput.self) { try two.evolve([1, 0], under: drive) }
    #expect(throws: InvalidInput.self) {
      try DormandPrince().solution(from: [1], at: [0, 1e9], largestStep: 1e-9) { _, y in [-y[0]] }
    }
    #expect(throws: InvalidInput.self) {
      try WorkDistribution(on: two, under: drive, from: [1, 0], steps: 1_000_000_000, spacing: 0.1)
    }
    #expect(throws: InvalidInput.self) {
      try WorkDistribution(on: two, under: drive, from: [1, 0], steps: 10, spacing: 1e-300)
    }
    #expect(throws: InvalidInput.self) {
      try RateBounds(over: 1, pieces: 1 << 20, stateCount: 1000) { _, _ in 1 }
    }
  }

  /// What is no rate and no probability is named, and not only that something is not smooth.
  @Test func whatIsNoRate() throws {
    let drive = try Drive(over: 1) { $0 }
    let negative = try DrivenNetwork<Double>(
      stateCount: 3,
      edges: [.init(from: 0, to: 1, attemptRate: 2), .init(from: 0, to: 2, attemptRate: -1)]
    ) { Double($0) * $1 }
    #expect(throws: InvalidInput.self) { try RateBounds(of: negative, under: drive) }
    let error = #expect(throws: InvalidInput.self) { try negative.evolve([1, 0, 0], under: drive) }
    #expect(error?.description.contains("between 0 and 2") == true)
    let fine = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1)]) { Double($0) * $1 }
    for p in [[.nan, 1], [-0.5, 1.5], [.infinity, 0]] as [[Double]] {
      let error = #expect(throws: InvalidInput.self) { try fine.evolve(p, under: drive) }
      #expect(error?.description.contains("Probabilities") == true)
    }
    // Later in the drive, too.
    let later = try DrivenNetwork<Double>(
      stateCount: 2, edges: [.init(from: 0, to: 1, driving: { _ in 0 }, attemptRate: { $0 < 0.5 ? 1 : -1 })]
    ) { Double($0) * $1 }
    #expect(throws: InvalidInput.self) { try later.evolve([1, 0], under: drive) }
    #expect(throws: InvalidInput.self) {
      try fine.moments(of: .current([1, 2], stateCount: 2), from: [1, 0], under: drive)
    }
    #expect(throws: InvalidInput.self) {
      try fine.generatingFunction(of: .current([1], stateCount: 3), at: 1, from: [1, 0], under: drive)
    }
  }

  /// Two pairs that do not hear of each other: who starts in one is never in the other, and ⟨exp(−s)⟩ = 1.
  @Test func statesThatNobodyReaches() throws {
    let pairs = try RateMatrix(
      stateCount: 4,
      edges: [.init(from: 0, to: 1, forward: 2, backward: 1), .init(from: 2, to: 3, forward: 1, backward: 3)])
    let start = [0.7, 0.3, 0, 0]
    let total = try CountedQuantity.entropyFlow(of: pairs).addingSystemEntropy(
      from: start, to: pairs.evolve(start, for: 2))
    #expect(abs(try pairs.generatingFunction(of: total, at: 1, from: start, for: 2) - 1) < 1e-12)
  }
}
