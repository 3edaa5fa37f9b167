import Estimation
import ExampleSystems
import Randomness
import SpinNetworks
import Testing

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

  @Test func timesAscendAndTheTableIsNoMethod() async {
    await #expect(processExitsWith: .failure) {
      _ = try RunningAveragesTests.network.runningAverages(
        reading: [[0, 0, 0, 0, 0, 0]], burnIn: 1, until: [2, 1], random: RandomStream(seed: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = try RunningAveragesTests.network.runningAverages(
        reading: [[0, 0, 0, 0, 0, 0]], burnIn: 1, until: [1], method: .table, random: RandomStream(seed: 1))
    }
  }
}
