import Estimation
import ExampleSystems
import Foundation
import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Testing

/// One exact answer, the master equation, looped over every method.
@Suite struct SpinSamplingTests {
  /// The exact steady state: magnetisations, pair averages and entropy production rate.
  private struct Exact {
    var magnetisations: [Double]
    var pairs: [Double]
    var sigma: Double

    init(_ network: SpinNetwork) throws {
      let steady = try SpinNetworkSteadyState(of: network)
      magnetisations = steady.magnetisations
      pairs = steady.pairAverages.entries
      sigma = steady.entropyProductionRate
    }

    /// The largest deviation of a sample, in standard errors; what agrees to rounding, such as ⟨s_i s_i⟩ = 1, counts as 0.
    func deviation(of sample: SpinSample) -> Double {
      let rates = [sample.entropyProductionRate, sample.antisymmetricEntropyProductionRate]
      let found = sample.magnetisations + (sample.pairAverages ?? []) + rates
      let exact = magnetisations + (sample.pairAverages == nil ? [] : pairs) + [sigma, sigma]
      return zip(found, exact).map { abs($0.value - $1) < 1e-10 ? 0 : abs($0.deviation(from: $1)) }.max() ?? .infinity
    }
  }

  /// A network with a master equation small enough to solve.
  struct Case: CustomTestStringConvertible, Sendable {
    var spins: Int
    var beta: Double
    var isSymmetric: Bool
    var isSparse: Bool
    var law: RateLaw

    var network: SpinNetwork {
      get throws {
        try isSparse
          ? randomSparseNetwork(spins, neighbours: 1, symmetric: isSymmetric, law: law, beta: beta, seed: 50 + spins)
          : randomNetwork(spins, symmetric: isSymmetric, law: law, beta: beta, seed: 50 + spins)
      }
    }

    var testDescription: String {
      "N = \(spins), β = \(beta), \(isSymmetric ? "symmetric" : "asymmetric"), \(isSparse ? "sparse" : "dense"), \(law)"
    }

    static let all = [(2, 2.0, false), (5, 1, false), (8, 0.7, false), (10, 2, false), (12, 1, true), (12, 2, true)]
      .flatMap { spins, beta, isSparse in
        [true, false].flatMap { isSymmetric in
          RateLaw.allCases.map {
            Case(spins: spins, beta: beta, isSymmetric: isSymmetric, isSparse: isSparse, law: $0)
          }
        }
      }
  }

  /// Every method that applies, at 10⁷ flips: magnetisations and both entropy production rates within 4 standard errors, which 32
  /// pieces give (Student's t with 31 degrees of freedom: 3.6e-4 a check, some 800 checks of which those of one sample
  /// are correlated, one to four in ten seeds would alarm falsely; the seed is fixed). For symmetric couplings the
  /// antisymmetric estimator is exactly 0.
  @Test(arguments: Case.all)
  func agreesWithTheMasterEquation(test: Case) throws {
    let network = try test.network
    #expect(network.couplings.isSparse == test.isSparse && network.isSymmetric == test.isSymmetric)
    let exact = try Exact(network)
    let flipRate = try SpinNetworkSteadyState(of: network).flipRate
    for method in SpinNetwork.Method.allCases where method.applies(to: network) {
      let sample = try network.sample(
        burnIn: 100, duration: 1.02e7 / flipRate, method: method,
        random: RandomStream(seed: Self.seed)[method.rawValue][network.count])
      #expect(sample.flips >= 10_000_000)
      #expect(exact.deviation(of: sample) < 4, "\(method)")
      if test.isSymmetric { #expect(sample.antisymmetricEntropyProductionRate == Estimate(exact: 0)) }
    }
  }

  private static let seed: UInt64 = 12

  /// Pair averages, too, within 5 standard errors.
  @Test(arguments: Case.all.filter { $0.spins == 5 })
  func pairAveragesAgreeWithTheMasterEquation(test: Case) throws {
    let network = try test.network
    for method in SpinNetwork.Method.allCases where method.applies(to: network) {
      let sample = try network.sample(
        burnIn: 100, duration: 20_000, observesPairs: true, method: method, random: RandomStream(seed: 18))
      #expect(try Exact(network).deviation(of: sample) < 5, "\(method)")
    }
  }

  /// A network that most methods can simulate, and which.
  private static var small: SpinNetwork {
    get throws { try randomNetwork(5, symmetric: false, law: .exponential, beta: 1, seed: 55) }
  }
  static var smallMethods: [SpinNetwork.Method] {
    get throws {
      let small = try small
      return SpinNetwork.Method.allCases.filter { $0.applies(to: small) }
    }
  }

  private func network(_ spins: Int, beta: Double, symmetric: Bool, law: RateLaw) throws -> SpinNetwork {
    try randomNetwork(spins, symmetric: symmetric, law: law, beta: beta, seed: 50 + spins)
  }

  /// Negative controls: a kernel whose temperature, one coupling or one field is a little off fails the same test.
  @Test(arguments: try smallMethods)
  func aBiasedKernelIsFound(method: SpinNetwork.Method) throws {
    let right = try Self.small
    var couplings = right.couplings.matrix
    couplings[0, 1] += 0.2
    let wrong = [
      try SpinNetwork(couplings: right.couplings, fields: right.fields, beta: 1.05),
      try SpinNetwork(couplings: couplings, fields: right.fields, beta: 1),
      try right.with(fields: [right.fields[0] + 0.1] + right.fields.dropFirst()),
    ]
    for network in wrong {
      let sample = try network.sample(burnIn: 100, duration: 100_000, method: method, random: RandomStream(seed: 13))
      #expect(try Exact(right).deviation(of: sample) > 5)
    }
  }

  /// Large networks, where no master equation helps: the methods agree with each other, and with free spins exactly.
  @Test(arguments: [12, 33, 70], [true, false])
  func largeNetworksAgree(spins: Int, isSparse: Bool) throws {
    for law in RateLaw.allCases {
      let network =
        try isSparse
        ? randomSparseNetwork(spins, neighbours: spins / 12, symmetric: false, law: law, beta: 1.5, seed: spins)
        : randomNetwork(spins, symmetric: false, law: law, beta: 0.8, seed: spins)
      #expect(network.couplings.isSparse == isSparse)
      func sample(_ method: SpinNetwork.Method) throws -> SpinSample {
        try network.sample(burnIn: 50, duration: 4000, method: method, random: RandomStream(seed: 14)[method.rawValue])
      }
      let reference = try sample(.thinning)
      for method in SpinNetwork.Method.allCases where method != .thinning && method.applies(to: network) {
        let other = try sample(method)
        for (one, two) in zip(reference.magnetisations, other.magnetisations) {
          #expect(one.isConsistent(with: two, sigmas: 5), "\(method)")
        }
        #expect(
          reference.entropyProductionRate.isConsistent(with: other.entropyProductionRate, sigmas: 5), "\(method)")
      }
      let free = try SpinNetwork(
        couplings: CouplingMatrix(spins: spins, []), fields: network.fields, beta: 0.8, law: law)
      let sample = try free.sample(burnIn: 50, duration: 2000, random: RandomStream(seed: 15))
      for (found, field) in zip(sample.magnetisations, network.fields) {
        #expect(found.isConsistent(with: tanh(0.8 * field), sigmas: 5))
      }
    }
  }

  /// Many inputs in one call: the same samples on one thread and on two, each those of the network in its fields.
  @Test(arguments: try smallMethods)
  func inputsAreReadOnAnyNumberOfThreads(method: SpinNetwork.Method) throws {
    let network = try network(8, beta: 0.7, symmetric: false, law: .exponential)
    let inputs = (0..<9).map { place in (0..<8).map { 0.1 * Double(place - $0) } }
    let stream = RandomStream(seed: 17)
    func samples(threads: Int) throws -> [SpinSample] {
      try network.samples(reading: inputs, burnIn: 5, duration: 100, method: method, threads: threads, random: stream)
    }
    let one = try samples(threads: 1)
    #expect(try one.map(\.magnetisations) == samples(threads: 2).map(\.magnetisations))
    #expect(try one.map(\.flips) == samples(threads: 5).map(\.flips))
    let fields = zip(network.fields, inputs[3]).map { $0 + $1 }
    let alone = try network.with(fields: fields).sample(burnIn: 5, duration: 100, method: method, random: stream[3])
    #expect(one[3].magnetisations == alone.magnetisations)
    #expect(one[3].magnetisations != one[4].magnetisations)
    #expect(try network.samples(reading: [], burnIn: 1, duration: 1, random: stream).isEmpty)
  }

  /// Names are unique and find their method, which is encoded as its name; a name of none is refused.
  @Test func aMethodIsItsName() throws {
    let methods = SpinNetwork.Method.allCases
    #expect(methods.map(\.rawValue).starts(with: ["table", "multiplicative", "thinning", "sumTree", "rejection"]))
    #expect(Set(methods).count == methods.count)
    let text = try String(decoding: JSONEncoder().encode(methods), as: UTF8.self)
    #expect(text == "[" + methods.map { "\"\($0)\"" }.joined(separator: ",") + "]")
    #expect(try JSONDecoder().decode([SpinNetwork.Method].self, from: Data(text.utf8)) == methods)
    #expect(SpinNetwork.Method(rawValue: "stopwatch") == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([SpinNetwork.Method].self, from: Data(#"["stopwatch"]"#.utf8))
    }
  }

  /// The choice follows size, law, sparsity and the measured acceptance, and is the same every time.
  @Test func theMethodIsChosenByMeasurement() throws {
    func choice(_ network: SpinNetwork, duration: Double = 1e5) -> SpinNetwork.Method {
      let random = RandomStream(seed: 19)
      let choice = network.fastestMethod(duration: duration, random: random)
      #expect(choice == network.fastestMethod(duration: duration, random: random))
      return choice
    }
    func dense(_ spins: Int, beta: Double, law: RateLaw = .exponential) throws -> SpinNetwork {
      try randomNetwork(spins, symmetric: false, law: law, beta: beta, seed: spins)
    }
    #expect(try choice(dense(8, beta: 1)) == .table)
    #expect(try choice(dense(8, beta: 2), duration: 10) == .multiplicative)
    #expect(try choice(dense(14, beta: 2)) == .multiplicative)
    #expect(try choice(dense(100, beta: 1)) == .thinning)
    #expect(try choice(dense(100, beta: 4)) == .multiplicative)
    #expect(try choice(dense(100, beta: 1, law: .glauber)) == .thinning)
    for (beta, method) in [(1.0, SpinNetwork.Method.rejection), (5, .sumTree)] {
      let sparse = try randomSparseNetwork(400, neighbours: 6, symmetric: false, law: .exponential, beta: beta, seed: 1)
      #expect(choice(sparse) == method)
    }
  }

  /// The attempt rate is the unit of time: twice the rate, twice the flips and entropy per time, the same averages.
  @Test func theAttemptRateIsTheUnitOfTime() throws {
    let slow = try network(5, beta: 1, symmetric: false, law: .exponential)
    let fast = try SpinNetwork(couplings: slow.couplings, fields: slow.fields, beta: 1, attemptRate: 2)
    let sample = try fast.sample(burnIn: 50, duration: 20_000, random: RandomStream(seed: 16))
    #expect(sample.entropyProductionRate.isConsistent(with: 2 * (try Exact(slow).sigma), sigmas: 5))
  }

  /// A sample is a function of its stream, bit for bit.
  @Test func theSameStreamIsTheSameSample() throws {
    let network = try network(8, beta: 0.7, symmetric: false, law: .exponential)
    for method in SpinNetwork.Method.allCases where method.applies(to: network) {
      let samples = try [1, 1, 2].map {
        try network.sample(burnIn: 5, duration: 100, method: method, random: RandomStream(seed: $0)).magnetisations
      }
      #expect(samples[0] == samples[1] && samples[0] != samples[2])
    }
  }

  /// Without a burn-in a sample begins at once.
  @Test(arguments: RateLaw.allCases)
  func aBurnInMayBeEmpty(law: RateLaw) throws {
    let network = try network(4, beta: 1, symmetric: false, law: law)
    for method in SpinNetwork.Method.allCases where method.applies(to: network) {
      let sample = try network.sample(burnIn: 0, duration: 20_000, method: method, random: RandomStream(seed: 17))
      #expect(sample.entropyProductionRate.isConsistent(with: try Exact(network).sigma, sigmas: 5))
    }
  }

  /// Cold networks hardly ever flip: every method still comes to its end, at once, and finds them where they lie. A cold ferromagnet
  /// with all spins up stays so: 1 − m = 2/(1 + e^(2βg)), with g = (N − 1)J, is below 1e-20.
  @Test(arguments: RateLaw.allCases, [1.0, 4])
  func coldNetworksEnd(law: RateLaw, beta: Double) throws {
    let ferromagnet = try CouplingMatrix(Matrix(rows: 64, columns: 64) { $0 == $1 ? 0 : 0.4 })
    let sparse = try randomSparseNetwork(64, neighbours: 6, symmetric: false, law: law, beta: beta, seed: 3)
    let stream = RandomStream(seed: 23)
    for network in [
      try SpinNetwork(couplings: ferromagnet, fields: Array(repeating: 0, count: 64), beta: beta, law: law),
      try SpinNetwork(
        couplings: CouplingMatrix(spins: 64, []), fields: Array(repeating: 20, count: 64), beta: beta, law: law),
    ] {
      for method in [nil, .thinning] as [SpinNetwork.Method?] {
        let sample = try network.sample(burnIn: 1, duration: 100, method: method, random: stream)
        #expect(sample.flips == 0 && sample.magnetisations.allSatisfy { $0.value == 1 })
      }
    }
    // An excited spin leaves a bound behind that is far too high until it is made exact.
    let cold = try SpinNetwork(
      couplings: sparse.couplings, fields: Array(repeating: 7, count: 64), beta: beta, law: law)
    let sample = try cold.sample(from: Array(repeating: -1, count: 64), burnIn: 20, duration: 20, random: stream)
    #expect(sample.magnetisations.allSatisfy { $0.value > 0.9 })
  }

  /// Rates beyond e³⁰⁰ would overflow where they are kept: such networks are left to thinning, also where only an input makes them so.
  @Test func extremeRatesAreLeftToThinning() throws {
    let fields = (0..<64).map { $0 % 2 == 0 ? -720.0 : 1 }
    let network = try SpinNetwork(couplings: CouplingMatrix(spins: 64, []), fields: fields, beta: 1)
    let stream = RandomStream(seed: 24)
    #expect(SpinNetwork.Method.allCases.filter { $0.applies(to: network) } == [.thinning])
    let sample = try network.sample(burnIn: 50, duration: 2000, random: stream)
    #expect(sample.method == .thinning)
    for (found, field) in zip(sample.magnetisations, fields) {
      #expect(found.isConsistent(with: tanh(field), sigmas: 5))
    }
    let mild = try network.with(fields: Array(repeating: 0, count: 64))
    #expect(
      try mild.samples(reading: [fields.map { $0 / 720 }, fields], burnIn: 1, duration: 10, random: stream)[1].method
        == .thinning)
  }
}
