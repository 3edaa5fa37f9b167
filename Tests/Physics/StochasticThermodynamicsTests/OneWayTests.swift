import Estimation
import ExampleSystems
import Foundation
import Randomness
import StochasticThermodynamics
import Testing
import Validation

/// Individuals that are born and die, one by one.
private struct BirthDeath: MarkovJumpProcess {
  var birth: @Sendable (Int) -> Double, death: @Sendable (Int) -> Double
  var back: [Int?] = [1, 0]
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? birth(state) : death(state) }
  func fire(_ channel: Int, on state: inout Int) { state += channel == 0 ? 1 : -1 }
  func reverse(of channel: Int) -> Int? { back[channel] }
  func contains(_ state: Int) -> Bool { state >= 0 }

  init(birth: @escaping @Sendable (Int) -> Double, death: @escaping @Sendable (Int) -> Double, back: [Int?] = [1, 0]) {
    (self.birth, self.death, self.back) = (birth, death, back)
  }
}

/// 0 → 1 → 2, at the rates a and b.
private func chain(_ a: Double, _ b: Double) throws -> RateMatrix {
  try RateMatrix(
    stateCount: 3,
    edges: [.init(from: 0, to: 1, forward: a, backward: 0), .init(from: 1, to: 2, forward: b, backward: 0)])
}

/// Ways without a way back, absorbing states, rates beyond all measure, processes without an end.
@Suite struct OneWayTests {
  /// p₀ = e^{−at}, p₁ = a/(b − a) (e^{−at} − e^{−bt}), by both ways to evolve; entropy production is infinite, and where nothing
  /// can happen any more it is 0.
  @Test(arguments: [0.3, 2, 50])
  func aChain(time: Double) throws {
    let (a, b) = (0.7, 0.2)
    let matrix = try chain(a, b)
    let first = exp(-a * time)
    let second = a / (b - a) * (exp(-a * time) - exp(-b * time))
    let exact = [first, second, 1 - first - second]
    let propagator = try matrix.propagator(for: time)
    for p in [try matrix.evolve([1, 0, 0], for: time), propagator.evolve([1, 0, 0])] {
      for state in 0..<3 { #expect(abs(p[state] - exact[state]) < 1e-14) }
    }
    #expect(propagator.entropyFlow == [.infinity, .infinity, 0])
    #expect(propagator.entropyProduction(from: [0, 0, 1]).total == 0)
    #expect(propagator.entropyProduction(from: [0.5, 0, 0.5]).total == .infinity)
    #expect(matrix.entropyProductionRate([1, 0, 0]) == .infinity && matrix.entropyProductionRate([0, 0, 1]) == 0)
    #expect(matrix.entropyProduction([0.5, 0.5, 0]).total == .infinity)
    #expect(try matrix.propagator(for: 0).entropyFlow == [0, 0, 0])
    #expect(try matrix.stationary == [0, 0, 1])
    #expect(!matrix.isIrreducible && matrix.recurrentClasses == [[2]])
  }

  /// A ring behind a state that is left for ever: in the long run only the ring counts.
  @Test func whatIsLeftForEver() throws {
    let ring = try RateMatrix(
      stateCount: 3,
      edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, forward: 2, backward: 0.5) })
    let all = try RateMatrix(
      stateCount: 4,
      edges: ring.edges.map { .init(from: $0.from + 1, to: $0.to + 1, forward: $0.forward, backward: $0.backward) }
        + [.init(from: 0, to: 1, forward: 3, backward: 0)])
    #expect(try all.stationary == [0] + ring.stationary)
    let p = try all.stationary
    #expect(abs(all.entropyProductionRate(p) - (try ring.entropyProductionRate(ring.stationary))) < 1e-15)
    #expect(try all.statistics(ofCurrent: [1, 0, 0, 5]) == ring.statistics(ofCurrent: [1, 0, 0]))
    // Two ends: no one distribution.
    let fork = try RateMatrix(
      stateCount: 3,
      edges: [.init(from: 0, to: 1, forward: 1, backward: 0), .init(from: 0, to: 2, forward: 1, backward: 0)])
    let error = #expect(throws: InvalidInput.self) { try fork.stationary }
    #expect(error?.description.contains("stays for ever with state 1 or with state 2") == true)
    #expect(throws: InvalidInput.self) { try fork.statistics(ofCurrent: [1, 1]) }
    #expect(abs(try fork.evolve([1, 0, 0], for: 100)[1] - 0.5) < 1e-15)
    // What cannot be crossed back counts no finite entropy.
    #expect(throws: InvalidInput.self) { try DrivenNetwork<Void>(fork) }
    #expect(throws: InvalidInput.self) { try CountedQuantity.entropyFlow(of: fork) }
  }

  /// A trajectory that is absorbed stays, crossings too: 0 → 1 → 2 crosses each edge once.
  @Test func absorbedTrajectories() throws {
    let crossings = try chain(3, 2).crossings(
      startingIn: [1, 0, 0], windows: 5, each: 100, random: RandomStream(seed: 1))
    #expect(crossings.current([1, 0]) == [1, 0, 0, 0, 0] && crossings.current([0, 1]) == [1, 0, 0, 0, 0])
    let process = BirthDeath(birth: { _ in 0 }, death: { Double($0) }, back: [nil, nil])
    let sojourns = Array(Gillespie(process, from: 3, until: 1000, random: RandomStream(seed: 2)))
    #expect(sojourns.map(\.state) == [3, 2, 1, 0] && sojourns.last?.exit == nil)
    #expect(sojourns.dropLast().allSatisfy { $0.entropyFlow == .infinity })
    #expect(abs(sojourns.reduce(0) { $0 + $1.duration } - 1000) < 1e-9)
  }

  /// Deaths of n individuals at the rate 1 each: binomial, n(n − 1)… as an exact enumeration of a one-way process.
  @Test func oneWayProcessesAreEnumerated() throws {
    let process = BirthDeath(birth: { _ in 0 }, death: { Double($0) }, back: [nil, nil])
    let matrix = try RateMatrix(enumerating: process, from: 5)
    let p = try matrix.evolve([1, 0, 0, 0, 0, 0], for: 0.4)
    let lives = exp(-0.4)
    for dead in 0...5 {
      let binomial = [1, 5, 10, 10, 5, 1][dead] * pow(lives, Double(5 - dead)) * pow(1 - lives, Double(dead))
      #expect(abs(p[dead] - binomial) < 1e-14)
    }
    #expect(matrix.entropyProductionRate(p) == .infinity)
  }

  /// Rates and times beyond all measure: an answer within the time of some squarings, or a sentence.
  @Test(arguments: [1e3, 1e6, 1e9, 1e15, 1e100, 1e300])
  func rateTimesTime(size: Double) throws {
    let matrix = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: 2, backward: 1)])
    for (rates, time) in [(1.0, size), (size, 1), (size, min(size, 1e8))] {
      let scaled = try RateMatrix(
        stateCount: 2,
        edges: matrix.edges.map { .init(from: 0, to: 1, forward: rates * $0.forward, backward: rates * $0.backward) })
      let p = try scaled.evolve([1, 0], for: time)
      #expect(abs(p[0] - 1.0 / 3) < 1e-14 && abs(p[1] - 2.0 / 3) < 1e-14, "\(p)")
      #expect(abs(try scaled.propagator(for: time).evolve([1, 0])[1] - 2.0 / 3) < 1e-14)
    }
    // What is counted along so many jumps is not followed: a sentence.
    let flow = CountedQuantity<Void>.current([1], stateCount: 2)
    if size > 1e10 {
      #expect(throws: InvalidInput.self) { try matrix.moments(of: flow, from: [1, 0], for: size) }
      #expect(throws: InvalidInput.self) { try matrix.generatingFunction(of: flow, at: 1, from: [1, 0], for: size) }
    }
  }

  /// Squaring and uniformisation agree where both can be had, on a ring of 30 states after 20 000 attempts.
  @Test func bothWaysToEvolveAgree() throws {
    let ring = try RateMatrix(
      stateCount: 30, edges: (0..<30).map { .init(from: $0, to: ($0 + 1) % 30, forward: 3, backward: 2) })
    let start = (0..<30).map { $0 == 0 ? 1.0 : 0 }
    let time = 9.0
    let one = try ring.evolve(start, for: time)
    let other = try ring.propagator(for: time).evolve(start)
    for (a, b) in zip(one, other) { #expect(abs(a - b) < 1e-14 && abs(a / b - 1) < 1e-9) }
    let long = try ring.evolve(start, for: 4000)
    for p in long { #expect(abs(p - 1.0 / 30) < 1e-14) }
  }

  @Test func withoutAnEnd() throws {
    let unbounded = BirthDeath(birth: { _ in 1 }, death: { 0.1 * Double($0) })
    let error = #expect(throws: InvalidInput.self) { try RateMatrix(enumerating: unbounded, from: 0, limit: 1000) }
    #expect(error?.description.contains("More than 1000 states can be reached from 0") == true)
    #expect(throws: InvalidInput.self) { try RateMatrix.states(of: unbounded, from: 0) }
    // It can be simulated.
    var trajectory = Gillespie(unbounded, from: 0, random: RandomStream(seed: 1))
    trajectory.relax(until: 100)
    #expect(trajectory.state >= 0)
    // A death where nobody lives.
    let wrong = BirthDeath(birth: { _ in 1 }, death: { _ in 0.5 })
    let other = #expect(throws: InvalidInput.self) { try RateMatrix(enumerating: wrong, from: 0, limit: 1000) }
    #expect(other?.description.contains("Channel 1 leads from the state 0 to -1, where the process cannot be") == true)
  }

  /// A reverse that does not undo its channel: found where states are enumerated, and where entropy is counted.
  @Test func reversesAreChecked() async throws {
    let own = BirthDeath(birth: { $0 < 3 ? 1 : 0 }, death: { Double($0) }, back: [0, 1])
    #expect(throws: InvalidInput.self) { try RateMatrix(enumerating: own, from: 0) }
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let own = BirthDeath(birth: { _ in 1 }, death: { Double($0) }, back: [0, 1])
      for _ in Gillespie(own, from: 0, until: 10, random: RandomStream(seed: 1)) {}
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("The reverse of channel 0 is said to be 0, which does not undo it."), "\(said)")
  }

  @Test func whatAreNoRates() throws {
    for rate in [-1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) {
        try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: rate, backward: 1)])
      }
      #expect(throws: InvalidInput.self) { try RateMatrix(stateCount: 2) { _, _ in rate } }
      let process = BirthDeath(birth: { _ in rate }, death: { _ in 0 })
      #expect(throws: InvalidInput.self) { try RateMatrix(enumerating: process, from: 0) }
    }
    for (from, to) in [(0, 0), (0, 2), (-1, 1)] {
      #expect(throws: InvalidInput.self) {
        try RateMatrix(stateCount: 2, edges: [.init(from: from, to: to, forward: 1, backward: 1)])
      }
    }
    #expect(throws: InvalidInput.self) { try RateMatrix(stateCount: 0, edges: []) }
    let matrix = try chain(1, 1)
    for time in [-1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) { try matrix.evolve([1, 0, 0], for: time) }
      #expect(throws: InvalidInput.self) { try matrix.propagator(for: time) }
    }
    #expect(throws: InvalidInput.self) { try matrix.evolve([1, 0], for: 1) }
  }
}
