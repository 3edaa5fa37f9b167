import Estimation
import ExampleSystems
import Randomness
import SpinNetworks
import Testing
import Validation
import Matrices

/// Averages after several times along one trajectory.
@Suite struct RunningAveragesTests {
  static var network: SpinNetwork {
    get throws { try randomNetwork(6, symmetric: false, law: .exponential, beta: 1, seed: 61) }
  }
  static var methods: [SpinNetwork.Method] {
    get throws {
      let network = try network
      return SpinNetwork.Method.single.filter { $0.applies(to: network) }
    }
  }

  /// Looked at 32 times in equal pieces, a trajectory is the one of a sample with its 32 pieces.
  @Test(arguments: try methods)
  func theLastIsTheAverageOfASample(method: SpinNetwork.Method) throws {
    let dense = try Self.network
    let network = try SpinNetwork(couplings: dense.couplings, fields: dense.fields, beta: 1, attemptRate: 1.5)
    let inputs = (0..<3).map { place in (0..<6).map { 0.1 * Double(place - $0) } }
    let stream = RandomStream(seed: 62)
    let found = try network.runningAverages(
      reading: inputs, burnIn: 4, until: (1...32).map { 2 * Double($0) }, method: method, random: stream)
    let samples = try network.samples(reading: inputs, burnIn: 4, duration: 64, method: method, random: stream)
    for (average, sample) in zip(found, samples) {
      #expect(average.magnetisations.count == 32 && average.flips == sample.flips)
      for (one, two) in zip(average.magnetisations[31], sample.magnetisations) { #expect(abs(one - two.value) < 1e-12) }
      let rate = sample.antisymmetricEntropyProductionRate.value
      #expect(abs(average.antisymmetricEntropyProductionRate - rate) < 1e-9 * abs(rate))
    }
  }

  /// What is seen first does not depend on how long one looks; nor does anything on the number of threads.
  @Test func manyInputsAreManyStreams() throws {
    let inputs = (0..<7).map { place in (0..<6).map { 0.1 * Double(place - $0) } }
    let stream = RandomStream(seed: 63)
    func averages(_ times: [Double], threads: Int = 1) throws -> [RunningAverages] {
      try Self.network.runningAverages(
        reading: inputs, burnIn: 4, until: times, method: .rejection, threads: threads, random: stream)
    }
    let one = try averages([1, 3, 10])
    let two = try averages([1, 3, 10], threads: 2)
    #expect(one.map(\.magnetisations) == two.map(\.magnetisations) && one.map(\.flips) == two.map(\.flips))
    #expect(
      one.map(\.antisymmetricEntropyProductionRate) == two.map(\.antisymmetricEntropyProductionRate))
    #expect(try averages([1, 3]).map(\.magnetisations) == one.map { Array($0.magnetisations.prefix(2)) })
    #expect(one[0].magnetisations != one[1].magnetisations)
    #expect(
      try Self.network.runningAverages(reading: [], burnIn: 1, until: [1], random: stream).isEmpty)
  }

  /// Averages and spreads of many trajectories in the same input: the mean is that of the master equation at all times, and within
  /// a short time a spin hardly ever flips, so that its variance is that of one spin, 1 − m²; eight trajectories would have an eighth.
  @Test(arguments: try [nil] + methods.map { Optional($0) })
  func everyInputHasOneTrajectory(method: SpinNetwork.Method?) throws {
    let exact = try SpinNetworkSteadyState(of: Self.network)
    let found = try Self.averages(of: Self.network, method)
    #expect(Self.largestDeviation(found, exact) < 4.5)
    for (spin, m) in exact.magnetisations.enumerated() {
      let values = found.map { $0.magnetisations[0][spin] }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(variance / (1 - m * m) - 1) < 0.2)
    }
  }

  /// Control: one coupling that is off by 0.1.
  @Test func aBiasedNetworkIsFound() throws {
    let exact = try SpinNetworkSteadyState(of: Self.network)
    var couplings = try Self.network.couplings.matrix
    couplings[0, 1] += 0.1
    let wrong = try SpinNetwork(couplings: couplings, fields: Self.network.fields, beta: 1)
    #expect(try Self.largestDeviation(Self.averages(of: wrong, .rejection), exact) > 6)
  }

  private static func averages(of network: SpinNetwork, _ method: SpinNetwork.Method?) throws -> [RunningAverages] {
    try network.runningAverages(
      reading: Array(repeating: Array(repeating: 0, count: 6), count: 2000), burnIn: 20, until: [0.01, 1, 80],
      method: method, random: RandomStream(seed: 64))
  }

  /// In standard errors: of all magnetisations at all times, and of the entropy production rate.
  private static func largestDeviation(_ found: [RunningAverages], _ exact: SpinNetworkSteadyState) -> Double {
    func deviation(_ values: [Double], _ right: Double) -> Double {
      var average = Average()
      for value in values { average.add(value) }
      return abs(average.estimate.deviation(from: right))
    }
    let magnetisations = (0..<3).flatMap { time in
      exact.magnetisations.enumerated().map { spin, right in
        deviation(found.map { $0.magnetisations[time][spin] }, right)
      }
    }
    let rates = found.map(\.antisymmetricEntropyProductionRate)
    return max(magnetisations.max() ?? 0, deviation(rates, exact.antisymmetricEntropyProductionRate))
  }

  @Test func whatCannotBeObservedIsRefused() throws {
    let (network, random) = (try Self.network, RandomStream(seed: 1))
    let input = Array(repeating: 0.0, count: 6)
    for times in [[2, 1], [], [0], [1, .infinity], [.nan]] as [[Double]] {
      #expect(throws: InvalidInput.self) {
        try network.runningAverages(reading: [input], burnIn: 1, until: times, random: random)
      }
    }
    #expect(throws: InvalidInput.self) {
      try network.runningAverages(reading: [input], burnIn: 1, until: [1], method: .table, random: random)
    }
    for wrong in [[], [0], Array(repeating: .nan, count: 6)] as [[Double]] {
      #expect(throws: InvalidInput.self) {
        try network.samples(reading: [wrong], burnIn: 1, duration: 1, random: random)
      }
      #expect(throws: InvalidInput.self) { try network.sample(from: wrong, burnIn: 1, duration: 1, random: random) }
      #expect(throws: InvalidInput.self) { try network.with(fields: wrong) }
      #expect(throws: InvalidInput.self) { try network.paths(reading: [wrong], burnIn: 1, duration: 1, random: random) }
    }
    for duration in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) { try network.sample(burnIn: 1, duration: duration, random: random) }
      #expect(throws: InvalidInput.self) {
        try network.paths(reading: [input], burnIn: 1, duration: duration, random: random)
      }
    }
  }

  /// What makes no network: sizes, a spin that acts on itself, numbers that are none; each with a sentence.
  @Test func whatIsNoNetwork() throws {
    let fields = [0.1, 0.2]
    for couplings in [
      Matrix([[0, 1, 2], [1, 0, 2]]), Matrix([[0, 1, 0], [1, 0, 0], [0, 0, 0]]), Matrix([[1, 1], [1, 0]]),
      Matrix([[0, .nan], [1, 0]]), Matrix([[0, .infinity], [1, 0]]),
    ] {
      #expect(throws: InvalidInput.self) { try SpinNetwork(couplings: couplings, fields: fields, beta: 1) }
    }
    let couplings = Matrix([[0, 1], [1, 0]])
    for beta in [-1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) { try SpinNetwork(couplings: couplings, fields: fields, beta: beta) }
      #expect(throws: InvalidInput.self) {
        try SpinNetwork(couplings: couplings, fields: fields, beta: 1, attemptRate: beta)
      }
      #expect(throws: InvalidInput.self) { try SpinNetwork(couplings: couplings, fields: [0, beta / 0], beta: 1) }
    }
    for (on, by) in [(0, 0), (0, 2), (-1, 0)] {
      #expect(throws: InvalidInput.self) { try CouplingMatrix(spins: 2, [Coupling(on: on, by: by, strength: 1)]) }
    }
    let twice = Coupling(on: 0, by: 1, strength: 1)
    let error = #expect(throws: InvalidInput.self) { try CouplingMatrix(spins: 2, [twice, twice]) }
    #expect(error?.description.contains("there are two of spin 1 on 0") == true)
    #expect(throws: InvalidInput.self) {
      try SpinNetworkSteadyState(
        of: SpinNetwork(couplings: .zeros(21, 21), fields: Array(repeating: 0, count: 21), beta: 1))
    }
    #expect(throws: InvalidInput.self) {
      try SpinNetworkSteadyState(of: SpinNetwork(couplings: [[0, 1e3], [1e3, 0]], fields: fields, beta: 10))
    }
  }
}
