import ExampleSystems
import Foundation
import Matrices
import SpinNetworks
import StochasticThermodynamics
import Testing

/// A network of the table the laws are tested on.
struct SteadyStateCase: Sendable, CustomTestStringConvertible {
  let network: SpinNetwork
  let isSymmetric: Bool

  var testDescription: String {
    "N = \(network.count), β = \(network.beta), \(network.law), \(isSymmetric ? "symmetric" : "asymmetric")"
  }

  static func all(_ counts: ClosedRange<Int>, symmetric: [Bool] = [true, false]) throws -> [SteadyStateCase] {
    try counts.flatMap { n in
      try [0.3, 1, 2].flatMap { β in
        try RateLaw.allCases.flatMap { law in
          try symmetric.map { isSymmetric in
            SteadyStateCase(
              network: try randomNetwork(n, symmetric: isSymmetric, law: law, beta: β, seed: 10 * n + Int(β)),
              isSymmetric: isSymmetric)
          }
        }
      }
    }
  }
}

/// The stationary distribution by elimination of states, numbered by bits: the other way to compute it.
func eliminated(_ network: SpinNetwork) throws -> (p: [Double], matrix: RateMatrix) {
  let start = SpinState(Array(repeating: -1, count: network.count), in: network)
  let matrix = try RateMatrix(enumerating: network, from: start)
  var p = Array(repeating: 0.0, count: matrix.stateCount)
  let states = try RateMatrix.states(of: network, from: start)
  for (state, probability) in zip(states, try matrix.stationary) { p[state.index] = probability }
  return (p, matrix)
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}

@Suite("Spin network in its steady state")
struct SpinNetworkSteadyStateTests {
  @Test("The distribution is that of the elimination of states", arguments: try SteadyStateCase.all(1...6))
  func agreesWithElimination(_ test: SteadyStateCase) throws {
    let steady = try SpinNetworkSteadyState(of: test.network)
    #expect(try largestDifference(steady.probabilities, eliminated(test.network).p) < 1e-12)
    #expect(abs(steady.probabilities.reduce(0, +) - 1) < 1e-14)
    #expect(steady.probabilities.allSatisfy { $0 > 0 })
    #expect(steady.residual <= 1e-14)
  }

  @Test("Nine spins, β = 2: as the elimination of 512 states", arguments: RateLaw.allCases)
  func agreesForNineSpins(_ law: RateLaw) throws {
    let network = try randomNetwork(9, symmetric: false, law: law, beta: 2, seed: 4)
    #expect(try largestDifference(SpinNetworkSteadyState(of: network).probabilities, eliminated(network).p) < 1e-12)
  }

  @Test("Negative control: the other law has another distribution, unless the couplings are symmetric")
  func wrongLawFails() throws {
    for isSymmetric in [true, false] {
      let right = try randomNetwork(5, symmetric: isSymmetric, law: .exponential, beta: 1, seed: 1)
      let wrong = try SpinNetwork(couplings: right.couplings, fields: right.fields, beta: 1, law: .glauber)
      let difference = largestDifference(try SpinNetworkSteadyState(of: wrong).probabilities, try eliminated(right).p)
      #expect(isSymmetric ? difference < 1e-12 : difference > 1e-3)
    }
  }

  @Test("Symmetric couplings: p is Boltzmann's and no entropy is produced", arguments: [1, 2, 3, 6, 10, 12])
  func equilibrium(_ n: Int) throws {
    for law in RateLaw.allCases {
      for β in [0.5, 2] {
        let network = try randomNetwork(n, symmetric: true, law: law, beta: β, seed: n)
        let steady = try SpinNetworkSteadyState(of: network)
        var weights: [Double] = []
        for c in 0..<(1 << n) {
          let s = (0..<n).map { c >> $0 & 1 == 1 ? 1.0 : -1.0 }
          let h = (0..<n).map { i in (0..<n).reduce(0) { $0 + 0.5 * network.couplings[i, $1] * s[$1] } }
          weights.append(exp(β * (0..<n).reduce(0) { $0 + s[$1] * (h[$1] + network.fields[$1]) }))
        }
        let total = weights.reduce(0, +)
        #expect(largestDifference(steady.probabilities, weights.map { $0 / total }) < 1e-12)
        #expect(abs(steady.entropyProductionRate) < 1e-12 * max(1, steady.flipRate))
        #expect(steady.antisymmetricEntropyProductionRate == 0)
      }
    }
  }

  @Test("Both forms of the entropy production rate are Schnakenberg's", arguments: try SteadyStateCase.all(2...6))
  func entropyProduction(_ test: SteadyStateCase) throws {
    let steady = try SpinNetworkSteadyState(of: test.network)
    let (_, matrix) = try eliminated(test.network)
    let expected = matrix.entropyProductionRate(try matrix.stationary)
    #expect(abs(steady.entropyProductionRate - expected) < 1e-11 * max(1, steady.flipRate))
    #expect(abs(steady.antisymmetricEntropyProductionRate - expected) < 1e-11 * max(1, steady.flipRate))
    if !test.isSymmetric { #expect(steady.entropyProductionRate > 1e-4) }
  }

  @Test("Two spins: the values derived from Kirchhoff's trees")
  func twoSpins() throws {
    let values: [(RateLaw, [Double], Double)] = [
      (.exponential, [0.131027, 0.324514, 0.106054, 0.438405], 5.951353),
      (.glauber, [0.200069, 0.269345, 0.193848, 0.336738], 1.760366),
    ]
    for (law, p, σ) in values {
      let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5, law: law)
      let steady = try SpinNetworkSteadyState(of: network)
      #expect(largestDifference(steady.probabilities, p) < 6e-7)
      #expect(abs(steady.entropyProductionRate - σ) < 6e-7)
    }
  }

  @Test("Averages are sums over the states; the attempt rate only sets the unit of time")
  func averages() throws {
    let network = try randomNetwork(5, symmetric: false, law: .glauber, beta: 1, seed: 3)
    let steady = try SpinNetworkSteadyState(of: network)
    var m = Array(repeating: 0.0, count: 5)
    var pairs = Matrix.zeros(5, 5)
    var flips = 0.0
    for (c, p) in steady.probabilities.enumerated() {
      let state = SpinState((0..<5).map { c >> $0 & 1 == 1 ? 1 : -1 }, in: network)
      for i in 0..<5 {
        m[i] += p * state[i]
        flips += p * network.rate(of: i, in: state)
        for j in 0..<5 { pairs[i, j] += p * state[i] * state[j] }
      }
    }
    #expect(largestDifference(steady.magnetisations, m) < 1e-14)
    #expect(largestDifference(steady.pairAverages.entries, pairs.entries) < 1e-14)
    #expect(abs(steady.flipRate - flips) < 1e-13)

    let fast = try SpinNetworkSteadyState(
      of: SpinNetwork(
        couplings: network.couplings, fields: network.fields, beta: 1, law: .glauber, attemptRate: 7))
    #expect(largestDifference(fast.probabilities, steady.probabilities) < 1e-13)
    #expect(abs(fast.entropyProductionRate - 7 * steady.entropyProductionRate) < 1e-12)
    #expect(abs(fast.flipRate - 7 * steady.flipRate) < 1e-12)
  }

  @Test("Twelve spins at β up to 5 converge; the balance of every state is checked from the network itself")
  func twelveSpins() throws {
    for (β, law) in [(1.0, RateLaw.exponential), (2, .glauber), (5, .exponential)] {
      let network = try randomNetwork(12, symmetric: false, law: law, beta: β, seed: 2)
      let steady = try SpinNetworkSteadyState(of: network)
      var balance = Array(repeating: 0.0, count: 4096)
      for (c, p) in steady.probabilities.enumerated() {
        let state = SpinState((0..<12).map { c >> $0 & 1 == 1 ? 1 : -1 }, in: network)
        for i in 0..<12 {
          let flux = p * network.rate(of: i, in: state)
          balance[c] -= flux
          balance[c ^ (1 << i)] += flux
        }
      }
      #expect(balance.reduce(0) { $0 + abs($1) } < 3e-14 * steady.flipRate)
      #expect(steady.sweeps < 200)
    }
  }

  @Test("What is not reached is thrown, with what to do")
  func slowRelaxation() throws {
    let network = try randomNetwork(6, symmetric: false, law: .exponential, beta: 2, seed: 1)
    let error = try #require(throws: SlowRelaxation.self) {
      _ = try SpinNetworkSteadyState(of: network, maximumSweeps: 2)
    }
    #expect(error.sweeps <= 2 && error.residual > error.tolerance)
    #expect(error.description.contains("Allow more sweeps"))
  }
}
