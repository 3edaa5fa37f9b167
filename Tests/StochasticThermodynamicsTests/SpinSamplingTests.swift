import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing

/// One exact answer, the master equation, looped over every method.
@Suite struct SpinSamplingTests {
  /// The exact steady state: magnetisations, pair averages and entropy production rate.
  private struct Exact {
    var magnetisations: [Double]
    var pairs: [Double]
    var sigma: Double

    init(_ network: SpinNetwork) {
      let n = network.count
      let start = SpinState(Array(repeating: 1, count: n), in: network)
      let matrix = RateMatrix(enumerating: network, from: start)
      let p = matrix.stationary
      magnetisations = Array(repeating: 0, count: n)
      pairs = Array(repeating: 0, count: n * n)
      for (state, probability) in zip(RateMatrix.states(of: network, from: start), p) {
        for i in 0..<n {
          magnetisations[i] += probability * state[i]
          for j in 0..<n { pairs[i * n + j] += probability * state[i] * state[j] }
        }
      }
      sigma = matrix.entropyProductionRate(p)
    }

    /// The largest deviation of a sample, in standard errors; what agrees to rounding, such as ⟨s_i s_i⟩ = 1, counts as 0.
    func deviation(of sample: SpinSample) -> Double {
      let rates = [sample.entropyProductionRate, sample.antisymmetricEntropyProductionRate]
      let found = sample.magnetisations + (sample.pairAverages ?? []) + rates
      let exact = magnetisations + (sample.pairAverages == nil ? [] : pairs) + [sigma, sigma]
      return zip(found, exact).map { abs($0.value - $1) < 1e-10 ? 0 : abs($0.deviation(from: $1)) }.max() ?? .infinity
    }
  }

  private static let cases: [(SpinNetwork.Method, Int, Double, Bool)] = SpinNetwork.Method.allCases.flatMap { method in
    [(2, 2.0), (5, 1), (8, 0.7)].flatMap { spins, beta in [(method, spins, beta, true), (method, spins, beta, false)] }
  }

  private func network(_ spins: Int, beta: Double, symmetric: Bool, law: RateLaw) -> SpinNetwork {
    randomNetwork(spins, symmetric: symmetric, law: law, beta: beta, seed: 50 + spins)
  }

  /// Every method and law, N = 2, 5 and 8, β up to 2, symmetric or not: magnetisations, pair averages and both entropy
  /// production rates within 5 standard errors, which 32 pieces give (Student's t with 31 degrees of freedom: 2.1e-5 a
  /// check, about 1000 checks, 2 % false alarms; the seed is fixed).
  @Test(arguments: cases)
  func agreesWithTheMasterEquation(method: SpinNetwork.Method, spins: Int, beta: Double, symmetric: Bool) {
    for law in RateLaw.allCases {
      let network = network(spins, beta: beta, symmetric: symmetric, law: law)
      guard method.applies(to: network) else { continue }
      let sample = network.sample(
        burnIn: 100, duration: 40_000, observesPairs: true, method: method,
        random: RandomStream(seed: 12)[method.rawValue][spins])
      #expect(Exact(network).deviation(of: sample) < 5)
      if symmetric { #expect(sample.antisymmetricEntropyProductionRate == Estimate(exact: 0)) }
    }
  }

  /// Negative controls: a network whose temperature, one coupling or one field is a little off fails the same test.
  @Test(arguments: [SpinNetwork.Method.table, .multiplicative, .thinning])
  func aBiasedNetworkIsFound(method: SpinNetwork.Method) {
    let right = network(5, beta: 1, symmetric: false, law: .exponential)
    var couplings = right.couplings
    couplings[1] += 0.2
    let wrong = [
      SpinNetwork(couplings: right.couplings, fields: right.fields, beta: 1.05),
      SpinNetwork(couplings: couplings, fields: right.fields, beta: 1),
      SpinNetwork(couplings: right.couplings, fields: [right.fields[0] + 0.1] + right.fields.dropFirst(), beta: 1),
    ]
    for network in wrong {
      let sample = network.sample(burnIn: 100, duration: 40_000, method: method, random: RandomStream(seed: 13))
      #expect(Exact(right).deviation(of: sample) > 5)
    }
  }

  /// Large networks, where no master equation helps: the methods agree with each other, and with free spins exactly.
  @Test(arguments: [12, 33, 70])
  func largeNetworksAgree(spins: Int) {
    let network = randomNetwork(spins, symmetric: false, law: .exponential, beta: 0.8, seed: spins)
    let samples = [SpinNetwork.Method.multiplicative, .thinning].map {
      network.sample(burnIn: 50, duration: 4000, method: $0, random: RandomStream(seed: 14)[$0.rawValue])
    }
    for (one, other) in zip(samples[0].magnetisations, samples[1].magnetisations) {
      #expect(one.isConsistent(with: other, sigmas: 5))
    }
    #expect(samples[0].entropyProductionRate.isConsistent(with: samples[1].entropyProductionRate, sigmas: 5))
    for law in RateLaw.allCases {
      let free = SpinNetwork(
        couplings: Array(repeating: 0, count: spins * spins), fields: network.fields, beta: 0.8, law: law)
      let sample = free.sample(burnIn: 50, duration: 2000, random: RandomStream(seed: 15))
      for (found, field) in zip(sample.magnetisations, network.fields) {
        #expect(found.isConsistent(with: tanh(0.8 * field), sigmas: 5))
      }
    }
  }

  /// The attempt rate is the unit of time: twice the rate, twice the flips and entropy per time, the same averages.
  @Test func theAttemptRateIsTheUnitOfTime() {
    let slow = network(5, beta: 1, symmetric: false, law: .exponential)
    let fast = SpinNetwork(couplings: slow.couplings, fields: slow.fields, beta: 1, attemptRate: 2)
    let sample = fast.sample(burnIn: 50, duration: 20_000, random: RandomStream(seed: 16))
    #expect(sample.entropyProductionRate.isConsistent(with: 2 * Exact(slow).sigma, sigmas: 5))
  }

  /// A sample is a function of its stream, bit for bit.
  @Test func theSameStreamIsTheSameSample() {
    let network = network(8, beta: 0.7, symmetric: false, law: .exponential)
    for method in [SpinNetwork.Method.table, .multiplicative, .thinning] {
      let samples = [1, 1, 2].map {
        network.sample(burnIn: 5, duration: 100, method: method, random: RandomStream(seed: $0)).magnetisations
      }
      #expect(samples[0] == samples[1] && samples[0] != samples[2])
    }
  }
}
