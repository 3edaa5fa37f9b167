import Estimation
import ExampleSystems
import Foundation
import Randomness
import SpinNetworks
import StochasticThermodynamics
import TestSupport
import Testing

/// What a set of replicas of one trajectory says: occupation of each state, and entropy released per unit time.
private struct Observed {
  var occupations: [Average]
  var sigma = Average()

  init<P: MarkovJumpProcess>(
    _ process: P, states: Int, from start: P.State, replicas: Int, burnIn: Double, duration: Double, seed: Int,
    number: (P.State) -> Int
  ) {
    occupations = Array(repeating: Average(), count: states)
    for replica in 0..<replicas {
      var trajectory = Gillespie(process, from: start, random: RandomStream(seed: UInt64(seed))[replica])
      trajectory.relax(until: burnIn)
      var times = Array(repeating: 0.0, count: states)
      var released = 0.0
      trajectory.advance(until: burnIn + duration) { sojourn in
        times[number(sojourn.state)] += sojourn.duration
        released += sojourn.entropyFlow
      }
      for state in 0..<states { occupations[state].add(times[state] / duration) }
      sigma.add(released / duration)
    }
  }

  /// Whether every occupation and σ agree with the exact ones within 4.5 standard errors.
  func agrees(with p: [Double], sigma exact: Double) -> Bool {
    zip(occupations, p).allSatisfy { $0.estimate.isConsistent(with: $1, sigmas: 4.5) }
      && sigma.estimate.isConsistent(with: exact, sigmas: 4.5)
  }
}

@Suite struct GillespieTests {
  /// Sampled occupations and entropy production against the exact master equation, for both laws, symmetric and not.
  @Test(arguments: RateLaw.allCases, [true, false])
  func spinNetworksAgreeWithTheMasterEquation(law: RateLaw, symmetric: Bool) throws {
    let network = try randomNetwork(3, symmetric: symmetric, law: law, beta: 1.5, seed: 7)
    let start = SpinState([1, 1, 1], in: network)
    let matrix = try RateMatrix(enumerating: network, from: start)
    let number = Dictionary(uniqueKeysWithValues: zip(try RateMatrix.states(of: network, from: start), 0...))
    let p = try matrix.stationary
    func observe(_ network: SpinNetwork) -> Observed {
      Observed(network, states: 8, from: start, replicas: 60, burnIn: 20, duration: 400, seed: 21) { number[$0] ?? 0 }
    }
    let sigma = matrix.entropyProductionRate(p)
    #expect(observe(network).agrees(with: p, sigma: sigma))
    // Negative controls: the other law out of equilibrium, and an inverse temperature 20 % too large.
    if !symmetric {
      let other = try SpinNetwork(
        couplings: network.couplings, fields: network.fields, beta: 1.5, law: law == .glauber ? .exponential : .glauber)
      #expect(!observe(other).agrees(with: p, sigma: sigma))
    }
    let cold = try SpinNetwork(couplings: network.couplings, fields: network.fields, beta: 1.8, law: law)
    #expect(!observe(cold).agrees(with: p, sigma: sigma))
  }

  @Test func aRingAgreesWithItsClosedForm() {
    let ring = Ring(n: 5, affinity: 4)
    let observed = Observed(ring, states: 5, from: 0, replicas: 50, burnIn: 20, duration: 300, seed: 5) { $0 }
    let uniform = Array(repeating: 0.2, count: 5)
    #expect(observed.agrees(with: uniform, sigma: 4 * 2 * sinh(0.4) / 5))
    // Negative control: the entropy production of an affinity 5 % larger.
    #expect(!observed.agrees(with: uniform, sigma: 4.2 * 2 * sinh(0.42) / 5))
  }

  @Test func twoReservoirsAreToldApart() throws {
    let process = TwoReservoirs(ratios: [1, 3])
    let matrix = try RateMatrix(enumerating: process, from: 0)
    let p = try matrix.stationary
    let observed = Observed(process, states: 2, from: 0, replicas: 50, burnIn: 20, duration: 300, seed: 6) { $0 }
    #expect(observed.agrees(with: p, sigma: matrix.entropyProductionRate(p)))
    // Negative control: without the second reservoir nothing is produced.
    #expect(!observed.agrees(with: p, sigma: 0))
  }

  /// The distribution at a time, not only the stationary one: p(t) by uniformisation against 20 000 trajectories.
  @Test func transientsAgreeWithTheMasterEquation() throws {
    let ring = Ring(n: 4, affinity: 3)
    let exact = try RateMatrix(enumerating: ring, from: 0).evolve([1, 0, 0, 0], for: 0.7)
    var counts = Array(repeating: Average(), count: 4)
    for replica in 0..<20_000 {
      var trajectory = Gillespie(ring, from: 0, until: 0.7, random: RandomStream(seed: 17)[replica])
      trajectory.relax(until: 1)
      for state in 0..<4 { counts[state].add(trajectory.state == state ? 1 : 0) }
    }
    // States are numbered in order of discovery: 0, then 1 and 3, then 2.
    let states = try RateMatrix.states(of: ring, from: 0)
    for (place, state) in states.enumerated() {
      #expect(counts[state].estimate.isConsistent(with: exact[place], sigmas: 4.5))
    }
  }

  @Test func sojournsFillTheTime() {
    let trajectory = Gillespie(Ring(n: 3, affinity: 1), from: 0, until: 50, random: RandomStream(seed: 1))
    let sojourns = Array(trajectory)
    #expect(abs(sojourns.reduce(0) { $0 + $1.duration } - 50) < 1e-12)
    #expect(sojourns.last?.exit == nil && sojourns.last?.entropyFlow == 0)
    #expect(sojourns.dropLast().allSatisfy { $0.exit != nil })
    for (before, after) in zip(sojourns, sojourns.dropFirst()) {
      #expect(after.state == (before.state + (before.exit == 0 ? 1 : 2)) % 3)
    }
    #expect(sojourns.allSatisfy { $0.exit == nil || abs(abs($0.entropyFlow) - 1.0 / 3) < 1e-14 })
  }

  @Test func theSameStreamIsTheSameTrajectory() {
    func durations(_ seed: UInt64) -> [Double] {
      Gillespie(Ring(n: 3, affinity: 1), from: 0, until: 20, random: RandomStream(seed: seed)).map(\.duration)
    }
    #expect(durations(1) == durations(1))
    #expect(durations(1) != durations(2))
  }

  @Test func relaxingStopsAtTheEnd() {
    var trajectory = Gillespie(Ring(n: 3, affinity: 1), from: 0, until: 5, random: RandomStream(seed: 1))
    trajectory.relax(until: 3)
    #expect(trajectory.time == 3)
    trajectory.relax(until: 10)
    #expect(trajectory.time == 5)
    #expect(trajectory.next() == nil)
  }

  /// A state without exit holds the system until the end, and a trajectory without end stays there for ever.
  @Test func absorbingStates() {
    struct Decay: MarkovJumpProcess {
      var channels: Range<Int> { 0..<2 }
      func rate(of channel: Int, in state: Int) -> Double { channel == 0 && state == 1 ? 2 : 0 }
      func fire(_ channel: Int, on state: inout Int) { state = channel == 0 ? 0 : 1 }
      func reverse(of channel: Int) -> Int? { 1 - channel }
    }
    let sojourns = Array(Gillespie(Decay(), from: 1, until: 100, random: RandomStream(seed: 2)))
    #expect(sojourns.count == 2)
    #expect(sojourns[0].entropyFlow == .infinity)
    let endless = Array(Gillespie(Decay(), from: 1, random: RandomStream(seed: 2)))
    #expect(endless.count == 2 && endless[1].duration == .infinity)
  }
}
