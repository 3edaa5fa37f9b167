import ExampleSystems
import Foundation
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Testing

@Suite struct SpinNetworkTests {
  /// Whether couplings are symmetric, and whether they lie in rows, is found entry by entry when they are made: as from W and Wᵀ, and from blocks
  /// of eight. Controls: one coupling that differs in its last bit, and one without its counterpart.
  @Test func symmetryAndRowsAreFound() throws {
    var random = RandomStream(seed: 71)
    for count in [0, 1, 2, 9, 30] {
      for density in [0.1, 0.5, 1] {
        var symmetric: [Coupling] = []
        for i in 0..<count {
          for j in 0..<i where random.uniform() < density {
            let strength = random.normal()
            symmetric.append(Coupling(on: i, by: j, strength: strength))
            symmetric.append(Coupling(on: j, by: i, strength: strength))
          }
        }
        var different = symmetric
        if let last = symmetric.last {
          different[different.count - 1] = Coupling(on: last.on, by: last.by, strength: last.strength.nextUp)
        }
        for couplings in [symmetric, different, Array(symmetric.dropLast())] {
          let matrix = try CouplingMatrix(spins: count, couplings.reversed())
          let isEqual = (0..<count).allSatisfy { i in (0..<count).allSatisfy { matrix[i, $0] == matrix[$0, i] } }
          #expect(matrix.isSymmetric == isEqual)
          #expect(matrix.isSymmetric == (couplings == symmetric))
          let blocks = (0..<count).reduce(0) { sum, j in
            sum + Set((0..<count).filter { matrix[$0, j] != 0 }.map { $0 / 8 }).count
          }
          #expect(matrix.liesInBlocks == (blocks > 0 && 2 * matrix.count >= 8 * blocks))
        }
      }
    }
  }

  /// Symmetric couplings relax to p ∝ exp(β(½ s·Ws + x·s)) without dissipation, for both laws.
  @Test(arguments: RateLaw.allCases, [1, 2, 4, 6])
  func symmetricNetworksReachEquilibrium(law: RateLaw, spins: Int) throws {
    let network = try randomNetwork(spins, symmetric: true, law: law, beta: 1.7, seed: spins)
    let start = SpinState(Array(repeating: 1, count: spins), in: network)
    let matrix = try RateMatrix(enumerating: network, from: start)
    let states = try RateMatrix.states(of: network, from: start)
    #expect(states.count == 1 << spins)
    #expect(Set(states.map(\.index)) == Set(0..<(1 << spins)))
    let weights = states.map { state in
      var energy = 0.0
      for i in 0..<spins {
        energy += network.fields[i] * state[i]
        for j in 0..<spins { energy += 0.5 * network.couplings[i, j] * state[i] * state[j] }
      }
      return exp(network.beta * energy)
    }
    let total = weights.reduce(0, +)
    let p = try matrix.stationary
    #expect(zip(p, weights).allSatisfy { abs($0 - $1 / total) < 1e-14 })
    #expect(matrix.isDetailedBalanced())
    #expect(matrix.entropyProductionRate(p) < 1e-25)
  }

  /// Asymmetric couplings dissipate: σ = Σ p k (−2β s_i h_i), the heat of every flip, equals Schnakenberg's form.
  @Test(arguments: RateLaw.allCases, [2, 3, 5])
  func asymmetricNetworksDissipate(law: RateLaw, spins: Int) throws {
    let network = try randomNetwork(spins, symmetric: false, law: law, beta: 1.2, seed: 40 + spins)
    let start = SpinState(Array(repeating: -1, count: spins), in: network)
    let matrix = try RateMatrix(enumerating: network, from: start)
    let p = try matrix.stationary
    let heat = zip(try RateMatrix.states(of: network, from: start), p).reduce(0) { sum, entry in
      sum
        + network.channels.reduce(0) {
          $0 + entry.1 * network.rate(of: $1, in: entry.0) * network.entropyFlow(of: $1, from: entry.0)
        }
    }
    let sigma = matrix.entropyProductionRate(p)
    #expect(sigma > 1e-3)
    #expect(abs(heat - sigma) < 1e-12)
    #expect(!matrix.isDetailedBalanced())
  }

  /// The local fields that a state carries are those of its spins, after any number of flips.
  @Test func fieldsFollowTheFlips() throws {
    let network = try randomNetwork(9, symmetric: false, law: .exponential, beta: 1, seed: 3)
    var state = SpinState(Array(repeating: 1, count: 9), in: network)
    for flip in [3, 1, 4, 1, 5, 8, 2, 6, 5, 3] { network.fire(flip, on: &state) }
    let fresh = SpinState((0..<9).map { state[$0] }, in: network)
    for spin in 0..<9 {
      #expect(abs(network.entropyFlow(of: spin, from: state) - network.entropyFlow(of: spin, from: fresh)) < 1e-14)
    }
    #expect(state == fresh && state.hashValue == fresh.hashValue)
  }
}
