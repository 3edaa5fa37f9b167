import Estimation
import ExampleSystems
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Testing
import Validation

/// Averages by control variates against the master equation: unbiased, with smaller errors that are right.
@Suite struct SteadyAveragesTests {
  /// A network, how it is simulated, and by how much the variances must fall at least: of the entropy production rate, and of the
  /// magnetisations on average. The table uses the states, thinning and rejection the instants; sparse networks of more than
  /// 128 spins are tested as independent pairs below.
  struct Case: CustomTestStringConvertible, Sendable {
    var spins: Int
    var law: RateLaw
    var method: SpinNetwork.Method
    var flips: Double
    var gains: (rate: Double, spins: Double)

    var testDescription: String { "N = \(spins), \(law), \(method)" }

    static let all = [
      Case(spins: 2, law: .exponential, method: .table, flips: 1e7, gains: (100, 100)),
      Case(spins: 8, law: .exponential, method: .table, flips: 1e8, gains: (20, 10)),
      Case(spins: 8, law: .glauber, method: .table, flips: 1e8, gains: (20, 10)),
      Case(spins: 10, law: .exponential, method: .thinning, flips: 1e7, gains: (3, 3)),
      Case(spins: 10, law: .glauber, method: .thinning, flips: 1e7, gains: (10, 10)),
      Case(spins: 12, law: .exponential, method: .multiplicative, flips: 1e7, gains: (3, 3)),
      Case(spins: 12, law: .exponential, method: .rejection, flips: 1e7, gains: (3, 3)),
    ]
  }

  /// Rate and magnetisations within 4 standard errors of the master equation (32 pieces, Student's t with 31 degrees of
  /// freedom: 3.6e-4 a check, some 140 checks), and the variances smaller than those of counting after the same time. Those are
  /// themselves known to 25 %.
  ///
  /// The control: a network whose couplings are 3 % stronger is told apart.
  @Test(arguments: Case.all)
  func agreesWithTheMasterEquation(test: Case) throws {
    let network = try randomNetwork(test.spins, symmetric: false, law: test.law, beta: 1, seed: 70 + test.spins)
    let exact = try SpinNetworkSteadyState(of: network)
    let duration = test.flips / exact.flipRate
    let random = RandomStream(seed: 20)[test.method.rawValue][test.spins]
    let (counted, controlled) = try (
      network.steadyAverages(
        burnIn: 100, duration: duration / 10, estimator: .counting, method: test.method, random: random),
      network.steadyAverages(burnIn: 100, duration: duration, method: test.method, random: random)
    )
    #expect(counted.estimator == .counting && controlled.estimator == .controlled)
    #expect(Double(controlled.flips) > 0.99 * test.flips)
    #expect(deviation(of: controlled, from: exact) < 4)
    #expect(deviation(of: counted, from: exact) < 4)
    #expect(controlled.antisymmetricEntropyProductionRate == controlled.entropyProductionRate)
    let gains = (
      rate: variance([counted.entropyProductionRate]) / variance([controlled.entropyProductionRate]) / 10,
      spins: variance(counted.magnetisations) / variance(controlled.magnetisations) / 10
    )
    #expect(gains.rate > test.gains.rate && gains.spins > test.gains.spins, "\(gains)")

    let other = try SpinNetwork(
      couplings: network.couplings, fields: network.fields, beta: 1.03 * network.beta, law: network.law)
    #expect(try deviation(of: controlled, from: SpinNetworkSteadyState(of: other)) > 8)
  }

  /// A network of independent pairs, so that the answer is known for any size: dense in whole columns up to 128 spins, sparse above.
  @Test(arguments: [64, 160], RateLaw.allCases)
  func pairsOfAnySize(spins: Int, law: RateLaw) throws {
    let pair = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.2, law: law)
    let exact = try SpinNetworkSteadyState(of: pair)
    let network = try SpinNetwork(
      couplings: CouplingMatrix(
        spins: spins,
        (0..<spins / 2).flatMap { pair in
          [
            Coupling(on: 2 * pair, by: 2 * pair + 1, strength: -0.7),
            Coupling(on: 2 * pair + 1, by: 2 * pair, strength: 0.9),
          ]
        }), fields: (0..<spins).map { $0 % 2 == 0 ? 0.4 : -0.3 }, beta: 1.2, law: law)
    for method in [nil, SpinNetwork.Method.thinning] {
      let found = try network.steadyAverages(
        burnIn: 20, duration: 2e4, estimator: .controlled, method: method, random: RandomStream(seed: 5)[spins])
      let rate = found.entropyProductionRate
      #expect(abs(rate.deviation(from: Double(spins / 2) * exact.entropyProductionRate)) < 4)
      for parity in 0..<2 {
        let spin = found.magnetisations.enumerated().filter { $0.offset % 2 == parity }.map(\.element)
        let mean = Estimate(
          spin.reduce(0) { $0 + $1.value } / Double(spin.count),
          standardError: (spin.reduce(0) { $0 + $1.standardError * $1.standardError }).squareRoot()
            / Double(spin.count))
        #expect(abs(mean.deviation(from: exact.magnetisations[parity])) < 4)
        #expect(abs(mean.deviation(from: exact.magnetisations[parity] + 0.01)) > 8)
      }
      let counted = try network.steadyAverages(
        burnIn: 20, duration: 2e4, estimator: .counting, method: method, random: RandomStream(seed: 6)[spins])
      #expect(variance([rate]) < 0.2 * variance([counted.entropyProductionRate]))
      #expect(variance(found.magnetisations) < 0.2 * variance(counted.magnetisations))
    }
  }

  /// In the cold and in fields, where the states differ in how long they take by orders of magnitude: independent spins, and a
  /// ferromagnet in a field, whose sweeps would be carried away if means were not taken over the steady state. The variances of the
  /// magnetisations are a tenth of those of counting or less, and the values agree.
  @Test(arguments: RateLaw.allCases, [2.0, 3, 4])
  func coldTables(law: RateLaw, beta: Double) throws {
    let spins = 7
    let ferromagnet = (0..<spins).flatMap { i in
      (0..<spins).filter { $0 != i }.map { Coupling(on: i, by: $0, strength: 1 / Double(spins)) }
    }
    for (couplings, field) in [([], 1.0), (ferromagnet, 0.5)] {
      let network = try SpinNetwork(
        couplings: CouplingMatrix(spins: spins, couplings), fields: Array(repeating: field, count: spins), beta: beta,
        law: law)
      let exact = try SpinNetworkSteadyState(of: network)
      let (counted, controlled) = try (
        network.steadyAverages(
          burnIn: 100, duration: 1e6, estimator: .counting, method: .table, random: RandomStream(seed: 31)),
        network.steadyAverages(burnIn: 100, duration: 1e6, method: .table, random: RandomStream(seed: 31))
      )
      #expect(controlled.estimator == .controlled)
      #expect(variance(controlled.magnetisations) < 0.1 * variance(counted.magnetisations))
      #expect(
        abs(controlled.entropyProductionRate.value) < max(1e-9, 5 * controlled.entropyProductionRate.standardError))
      #expect(controlled.magnetisations.allSatisfy { abs($0.value) < 1 + 4 * $0.standardError })
      for (found, expected) in zip(controlled.magnetisations, exact.magnetisations) {
        #expect(abs(found.value - expected) < max(1e-9, 5 * found.standardError))
      }
    }
  }

  /// One spin, and an observation that is shorter than what it takes to prepare, forced.
  @Test func smallestAndShortest() throws {
    let one = try SpinNetwork(couplings: CouplingMatrix(spins: 1, []), fields: [0.4], beta: 1)
    let exact = try SpinNetworkSteadyState(of: one).magnetisations[0]
    for method in [SpinNetwork.Method.table, .thinning] {
      let found = try one.steadyAverages(
        burnIn: 10, duration: 1e4, estimator: .controlled, method: method, random: RandomStream(seed: 1))
      #expect(abs(found.magnetisations[0].value - exact) < max(1e-9, 4 * found.magnetisations[0].standardError))
    }
    let frozen = try SpinNetwork(
      couplings: CouplingMatrix(spins: 40, []), fields: Array(repeating: 30, count: 40), beta: 1, law: .glauber)
    let found = try frozen.steadyAverages(
      burnIn: 1, duration: 1, estimator: .controlled, random: RandomStream(seed: 1))
    #expect(found.magnetisations.allSatisfy { abs($0.value - 1) < 1e-9 })
    let none = try SpinNetwork(couplings: CouplingMatrix(spins: 0, []), fields: [], beta: 1)
    #expect(throws: InvalidInput.self) {
      try none.steadyAverages(burnIn: 0, duration: 1, estimator: .controlled, random: RandomStream(seed: 1))
    }
  }

  /// A dense network of more spins than have a coefficient each, against counting.
  @Test(arguments: RateLaw.allCases)
  func manyDenseSpins(law: RateLaw) throws {
    let network = try randomNetwork(136, symmetric: false, law: law, beta: 0.7, seed: 12)
    let (counted, controlled) = try (
      network.steadyAverages(burnIn: 20, duration: 2e4, estimator: .counting, random: RandomStream(seed: 3)),
      network.steadyAverages(burnIn: 20, duration: 2e4, random: RandomStream(seed: 4))
    )
    #expect(controlled.estimator == .controlled)
    #expect(controlled.entropyProductionRate.isConsistent(with: counted.entropyProductionRate, sigmas: 4))
    for (one, other) in zip(controlled.magnetisations, counted.magnetisations) {
      #expect(one.isConsistent(with: other, sigmas: 5))
    }
    #expect(variance([controlled.entropyProductionRate]) < variance([counted.entropyProductionRate]))
    #expect(variance(controlled.magnetisations) < variance(counted.magnetisations))
  }

  /// Time in other units changes rates, and nothing else.
  @Test(arguments: [SpinNetwork.Method.table, .thinning])
  func ratesInUnitsOfTheAttemptRate(method: SpinNetwork.Method) throws {
    let network = try randomNetwork(6, symmetric: false, law: .exponential, beta: 1, seed: 4)
    let faster = try SpinNetwork(
      couplings: network.couplings, fields: network.fields, beta: network.beta, law: network.law, attemptRate: 4)
    let (one, four) = try (
      network.steadyAverages(
        burnIn: 20, duration: 8192, estimator: .controlled, method: method, random: RandomStream(seed: 1)),
      faster.steadyAverages(
        burnIn: 5, duration: 2048, estimator: .controlled, method: method, random: RandomStream(seed: 1))
    )
    #expect(one.magnetisations == four.magnetisations && one.flips == four.flips)
    #expect(4 * one.entropyProductionRate.value == four.entropyProductionRate.value)
    #expect(4 * one.entropyProductionRate.standardError == four.entropyProductionRate.standardError)
  }

  /// In equilibrium the antisymmetric rate is exactly 0, and the other within its error.
  @Test func symmetricCouplings() throws {
    let network = try randomNetwork(9, symmetric: true, law: .exponential, beta: 1, seed: 3)
    for method in [SpinNetwork.Method.table, .thinning] {
      let found = try network.steadyAverages(
        burnIn: 20, duration: 1e5, estimator: .controlled, method: method, random: RandomStream(seed: 2))
      #expect(found.antisymmetricEntropyProductionRate == Estimate(exact: 0))
      #expect(abs(found.entropyProductionRate.deviation(from: 0)) < 4)
    }
  }

  /// Left to itself it counts where there is no time to prepare more, and where spins hardly ever flip; then it is the sample.
  @Test func whatIsNotWorthwhileIsCounted() throws {
    let network = try randomNetwork(40, symmetric: false, law: .exponential, beta: 1, seed: 6)
    let random = RandomStream(seed: 9)
    let (short, sample) = try (
      network.steadyAverages(burnIn: 5, duration: 50, random: random),
      network.sample(burnIn: 5, duration: 50, random: random)
    )
    #expect(short.estimator == .counting && short.magnetisations == sample.magnetisations)
    #expect(short.entropyProductionRate == sample.entropyProductionRate)
    #expect(try network.steadyAverages(burnIn: 5, duration: 1e4, random: random).estimator == .controlled)
    let frozen = try SpinNetwork(
      couplings: CouplingMatrix(spins: 12, []), fields: Array(repeating: 30, count: 12), beta: 1, law: .glauber)
    let found = try frozen.steadyAverages(burnIn: 5, duration: 1e4, random: random)
    #expect(found.estimator == .counting && found.flips == 0)
    #expect(found.magnetisations.allSatisfy { $0 == Estimate(exact: 1) })
  }

  /// The same stream gives the same bits, and wrong input a sentence.
  @Test func repeatsAndRefuses() throws {
    let network = try randomNetwork(20, symmetric: false, law: .glauber, beta: 1, seed: 8)
    let found = try (0..<2).map { _ in
      try network.steadyAverages(burnIn: 5, duration: 5000, estimator: .controlled, random: RandomStream(seed: 3))
    }
    #expect(found[0].magnetisations == found[1].magnetisations)
    #expect(found[0].entropyProductionRate == found[1].entropyProductionRate)
    let random = RandomStream(seed: 3)
    #expect(throws: InvalidInput.self) { try network.steadyAverages(burnIn: 0, duration: .nan, random: random) }
    #expect(throws: InvalidInput.self) { try network.steadyAverages(burnIn: -1, duration: 1, random: random) }
    #expect(throws: InvalidInput.self) {
      try network.steadyAverages(from: [1], burnIn: 0, duration: 1, random: random)
    }
    #expect(throws: InvalidInput.self) {
      try network.steadyAverages(burnIn: 0, duration: 1, method: .table, random: random)
    }
  }

  private func deviation(of sample: SpinSample, from exact: SpinNetworkSteadyState) -> Double {
    zip(
      sample.magnetisations + [sample.entropyProductionRate], exact.magnetisations + [exact.entropyProductionRate]
    ).map { abs($0.deviation(from: $1)) }.max() ?? .infinity
  }

  private func variance(_ estimates: [Estimate]) -> Double {
    estimates.reduce(0) { $0 + $1.standardError * $1.standardError } / Double(estimates.count)
  }
}
