import Foundation
import StochasticThermodynamics
import Testing

@Suite struct RateMatrixTests {
  /// Two states with rates k and k′: p = (k′, k)/(k + k′), and relaxation with the rate k + k′.
  @Test func twoStatesInClosedForm() throws {
    let matrix = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: 3, backward: 0.5)])
    #expect(try abs(matrix.stationary[0] - 0.5 / 3.5) < 1e-16)
    for t in [0, 1e-3, 0.4, 2, 100] {
      let exact = 0.5 / 3.5 + (1 - 0.5 / 3.5) * exp(-3.5 * t)
      #expect(try abs(matrix.evolve([1, 0], for: t)[0] - exact) < 1e-14)
    }
  }

  /// In the stationary state every state gains as much as it loses.
  @Test(arguments: [2, 3, 7, 40])
  func stationaryIsStationary(states: Int) throws {
    let matrix = try randomProcess(states, seed: states)
    let p = try matrix.stationary
    #expect(abs(p.reduce(0, +) - 1) < 1e-14)
    let generator = matrix.generator
    for to in 0..<states {
      let change = (0..<states).reduce(0) { $0 + generator[to, $1] * p[$1] }
      #expect(abs(change) < 1e-13 * Double(states))
    }
    let later = try matrix.evolve(p, for: 3)
    #expect(zip(p, later).allSatisfy { abs($0 - $1) < 1e-13 })
    let relaxed = try matrix.evolve((0..<states).map { $0 == 0 ? 1 : 0 }, for: 200)
    #expect(zip(p, relaxed).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  /// Probabilities far below the rounding of 1 keep their relative precision: a ladder with steps of e⁻²⁰.
  @Test func smallProbabilitiesAreExact() throws {
    let edges = (0..<6).map { RateMatrix.Edge(from: $0, to: $0 + 1, entropyFlow: -20) }
    let p = try RateMatrix(stateCount: 7, edges: edges).stationary
    for state in 0..<6 { #expect(abs(p[state + 1] / p[state] / exp(-20) - 1) < 1e-12) }
  }

  /// Evolving is a semigroup: t₁ then t₂ is t₁ + t₂.
  @Test func evolutionIsASemigroup() throws {
    let matrix = try randomProcess(5, seed: 1)
    let start = [0.2, 0.1, 0.4, 0.3, 0]
    let once = try matrix.evolve(start, for: 1.3)
    let twice = try matrix.evolve(matrix.evolve(start, for: 0.9), for: 0.4)
    #expect(zip(once, twice).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(try matrix.evolve(start, for: 0) == start)
  }

  @Test func reducibleProcessesAreRecognised() throws {
    let oneWay = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: 1, backward: 0)])
    #expect(!oneWay.isIrreducible)
    let islands = try RateMatrix(
      stateCount: 4, edges: [.init(from: 0, to: 1, entropyFlow: 0), .init(from: 2, to: 3, entropyFlow: 0)])
    #expect(!islands.isIrreducible)
    let circle = try RateMatrix(
      stateCount: 3, edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, forward: 1, backward: 0) })
    #expect(circle.isIrreducible)
    #expect(try circle.stationary.allSatisfy { abs($0 - 1.0 / 3) < 1e-15 })
  }

  /// k(q)/k(−q) = exp(q) for both laws, from either form.
  @Test(arguments: RateLaw.allCases, [-30, -2.5, 0, 0.1, 7, 40])
  func generalisedLocalDetailedBalance(law: RateLaw, q: Double) {
    #expect(abs(log(law.rate(entropyFlow: q) / law.rate(entropyFlow: -q)) - q) < 1e-13 * max(1, abs(q)))
    #expect(abs(law.rate(root: exp(q / 2)) / law.rate(entropyFlow: q) - 1) < 1e-13)
    let edge = RateMatrix.Edge(from: 0, to: 1, entropyFlow: q, law: law, attemptRate: 2)
    #expect(abs(log(edge.forward / edge.backward) - q) < 1e-13 * max(1, abs(q)))
  }
}

/// Models in which some channels make no sense in some states: closed channels must not be fired.
@Suite struct EnumerationTests {
  /// Particles enter on the left, hop right and leave on the right: the exclusion process on two sites with open ends. A
  /// state is a pair of occupations; every channel has a reverse of its own with a small rate.
  struct Exclusion: MarkovJumpProcess {
    var channels: Range<Int> { 0..<6 }
    func rate(of channel: Int, in state: [Bool]) -> Double {
      switch channel {
      case 0: state[0] ? 0 : 1
      case 1: state[0] ? 0.1 : 0
      case 2: state[0] && !state[1] ? 1 : 0
      case 3: !state[0] && state[1] ? 0.1 : 0
      case 4: state[1] ? 1 : 0
      default: state[1] ? 0 : 0.1
      }
    }
    func fire(_ channel: Int, on state: inout [Bool]) {
      switch channel {
      case 0, 1: state[0] = channel == 0
      case 2, 3: (state[0], state[1]) = (channel == 3, channel == 2)
      default: state[1] = channel == 5
      }
    }
    func reverse(of channel: Int) -> Int? { channel ^ 1 }
  }

  @Test func exclusionProcess() throws {
    let matrix = try RateMatrix(enumerating: Exclusion(), from: [false, false])
    #expect(matrix.stateCount == 4 && matrix.edges.count == 5)
    // One particle through the whole system releases three times ln 10.
    let p = try matrix.stationary
    let current = matrix.currents(p)
    let states = try RateMatrix.states(of: Exclusion(), from: [false, false])
    let through = zip(matrix.edges, current).reduce(0) { sum, entry in
      let (from, to) = (states[entry.0.from], states[entry.0.to])
      return from[0] == to[0] ? sum : from[1] != to[1] ? sum + (to[1] ? 1 : -1) * entry.1 : sum
    }
    #expect(through > 0)
    #expect(abs(matrix.entropyProductionRate(p) - 3 * log(10) * through) < 1e-13)
  }

  /// A population that grows by one and shrinks by one, up to six: detailed balance, p(n+1)/p(n) = 2/(n+1).
  @Test func birthAndDeath() throws {
    struct Population: MarkovJumpProcess {
      var channels: Range<Int> { 0..<2 }
      func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? (state < 6 ? 2 : 0) : Double(state) }
      func fire(_ channel: Int, on state: inout Int) {
        precondition(channel == 0 || state > 0, "nobody is left")
        state += channel == 0 ? 1 : -1
      }
      func reverse(of channel: Int) -> Int? { 1 - channel }
    }
    let matrix = try RateMatrix(enumerating: Population(), from: 0)
    #expect(matrix.stateCount == 7 && matrix.edges.count == 6 && matrix.isDetailedBalanced())
    let p = try matrix.stationary
    for n in 0..<6 { #expect(abs(p[n + 1] / p[n] - 2 / Double(n + 1)) < 1e-14) }
  }

  /// A jump without return is an edge with one rate, wherever its ends stand in the numbering.
  @Test func oneWayJumps() throws {
    struct Circle: MarkovJumpProcess {
      var channels: Range<Int> { 0..<2 }
      func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? 1 : 0 }
      func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : 2)) % 3 }
      func reverse(of channel: Int) -> Int? { 1 - channel }
    }
    let matrix = try RateMatrix(enumerating: Circle(), from: 0)
    #expect(matrix.edges.count == 3 && matrix.edges.allSatisfy { $0.forward == 1 && $0.backward == 0 })
    #expect(try matrix.stationary.allSatisfy { abs($0 - 1.0 / 3) < 1e-15 })
  }
}

@Suite struct EntropyProductionTests {
  /// A driven ring has uniform p, current (k₊ − k₋)/n and σ = current × affinity.
  @Test(arguments: [(3, 1.0), (4, 6), (30, 2)])
  func ringInClosedForm(n: Int, affinity: Double) throws {
    let matrix = try RateMatrix(enumerating: Ring(n: n, affinity: affinity), from: 0)
    let p = try matrix.stationary
    #expect(p.allSatisfy { abs($0 - 1 / Double(n)) < 1e-14 })
    let current = 2 * sinh(affinity / 2 / Double(n)) / Double(n)
    #expect(abs(matrix.entropyProductionRate(p) - current * affinity) < 1e-13)
    let cycles = matrix.cycles
    #expect(cycles.count == 1)
    #expect(abs(abs(cycles[0].affinity) - affinity) < 1e-12)
    #expect(cycles[0].steps.count == n)
  }

  /// Two reservoirs over one pair of states: heat flows although the state cannot tell. σ = J (a₁ − a₂) with
  /// J = p₀k₁ − p₁k₁′. Rates summed over reservoirs would give none: the negative control.
  @Test func everyReservoirCounts() throws {
    let process = TwoReservoirs(ratios: [1, 3])
    let matrix = try RateMatrix(enumerating: process, from: 0)
    let p = try matrix.stationary
    #expect(matrix.edges.count == 2)
    let current = p[0] * exp(-0.5) - p[1] * exp(0.5)
    #expect(abs(matrix.entropyProductionRate(p) - current * (3 - 1)) < 1e-14)
    #expect(matrix.entropyProductionRate(p) > 0.1)
    let summed = try RateMatrix(stateCount: 2) { from, _ in
      process.channels.reduce(0) { $0 + process.rate(of: $1, in: from) }
    }
    #expect(abs(summed.entropyProductionRate(p)) < 1e-15)
  }

  /// σ = system + reservoir ≥ 0 at all times, d/dt of the entropy is its system part, and both end at Σ J·A over cycles.
  @Test(arguments: 0..<5)
  func partsAndCycles(seed: Int) throws {
    let matrix = try randomProcess(6, seed: 100 + seed)
    let start = [1.0, 0, 0, 0, 0, 0]
    for t in [0.05, 0.3, 2] {
      let p = try matrix.evolve(start, for: t)
      let parts = matrix.entropyProduction(p)
      #expect(abs(parts.total - matrix.entropyProductionRate(p)) < 1e-12)
      #expect(parts.total >= 0)
      let h = 1e-6
      let change =
        (entropy(try matrix.evolve(start, for: t + h)) - entropy(try matrix.evolve(start, for: t - h))) / (2 * h)
      #expect(abs(change - parts.system) < 1e-8)
    }
    let p = try matrix.stationary
    let steady = matrix.entropyProduction(p)
    #expect(abs(steady.system) < 1e-13)
    #expect(matrix.cycles.count == matrix.edges.count - 5)
    let currents = matrix.currents(p)
    let overCycles = matrix.cycles.reduce(0) { $0 + currents[$1.chord] * $1.affinity }
    #expect(abs(overCycles - steady.total) < 1e-12)
    // Negative control: affinities with the sign of one step wrong do not add up.
    let wrong = matrix.cycles.reduce(0) { sum, cycle in
      sum + currents[cycle.chord]
        * cycle.steps.reduce(0) { $0 + log(matrix.edges[$1.edge].forward / matrix.edges[$1.edge].backward) }
    }
    #expect(abs(wrong - steady.total) > 1e-3)
  }

  /// Rates from energies obey detailed balance: σ = 0, all affinities 0; one edge driven by 1e-3 is found.
  @Test func detailedBalance() throws {
    let energies = [0.3, -1, 2, 0.7]
    var edges = (0..<4).flatMap { a in
      ((a + 1)..<max(4, a + 1)).map { b in
        RateMatrix.Edge(from: a, to: b, entropyFlow: energies[a] - energies[b], attemptRate: Double(a + b))
      }
    }
    let matrix = try RateMatrix(stateCount: 4, edges: edges)
    #expect(matrix.isDetailedBalanced())
    let p = try matrix.stationary
    #expect(matrix.entropyProductionRate(p) < 1e-28)
    let weights = energies.map { exp(-$0) }
    let sum = weights.reduce(0, +)
    #expect(zip(p, weights).allSatisfy { abs($0 - $1 / sum) < 1e-15 })
    edges[0] = RateMatrix.Edge(from: 0, to: 1, entropyFlow: energies[0] - energies[1] + 1e-3)
    #expect(try !RateMatrix(stateCount: 4, edges: edges).isDetailedBalanced())
  }

  @Test func aWayWithoutReturnProducesInfiniteEntropy() throws {
    let circle = try RateMatrix(
      stateCount: 3, edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, forward: 1, backward: 0) })
    #expect(try circle.entropyProductionRate(circle.stationary) == .infinity)
    #expect(!circle.isDetailedBalanced())
  }
}
