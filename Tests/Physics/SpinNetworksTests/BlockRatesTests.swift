import Estimation
import ExampleSystems
import Randomness
import SpinNetworks
import Testing

/// Networks whose couplings lie in blocks: positions in a row, with some channels in each, which act on all channels of their
/// neighbours with the same couplings everywhere.
func networkInBlocks(
  positions: Int, channels: Int, symmetric: Bool, beta: Double, scale: Double = 1, seed: Int
) throws -> SpinNetwork {
  var random = RandomStream(seed: UInt64(seed))["network in blocks"]
  let strength = scale / Double(2 * channels).squareRoot()
  let up = (0..<channels * channels).map { _ in strength * random.normal() }
  let down = (0..<channels * channels).map { _ in strength * random.normal() }
  var couplings: [Coupling] = []
  for position in 0..<positions - 1 {
    for c in 0..<channels {
      for d in 0..<channels {
        let (above, below) = ((position + 1) * channels + c, position * channels + d)
        couplings.append(Coupling(on: above, by: below, strength: up[c * channels + d]))
        couplings.append(
          Coupling(on: below, by: above, strength: symmetric ? up[c * channels + d] : down[c * channels + d]))
      }
    }
  }
  let spins = positions * channels
  return try SpinNetwork(
    couplings: CouplingMatrix(spins: spins, couplings), fields: (0..<spins).map { _ in 0.5 * random.normal() },
    beta: beta)
}

/// Flips that go block by block.
@Suite struct BlockRatesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var network: SpinNetwork
    var testDescription: String { name }

    static var all: [Case] {
      get throws {
        try [true, false].flatMap { symmetric in
          let kind = symmetric ? "symmetric" : "asymmetric"
          return [
            Case(
              name: "three positions of four, \(kind)",
              network: try networkInBlocks(
                positions: 3, channels: 4, symmetric: symmetric, beta: 1, scale: 1.5, seed: 1)),
            Case(
              name: "two positions of six, \(kind), cold",
              network: try networkInBlocks(positions: 2, channels: 6, symmetric: symmetric, beta: 2, seed: 2)),
            Case(
              name: "eight, dense, \(kind)",
              network: try randomNetwork(8, symmetric: symmetric, law: .exponential, beta: 1, seed: 3)),
            Case(
              name: "twelve, dense, \(kind)",
              network: try randomNetwork(12, symmetric: symmetric, law: .exponential, beta: 0.8, seed: 4)),
          ]
        }

      }
    }
  }

  /// The largest deviation of magnetisations and of the antisymmetric entropy production rate, in standard errors.
  private func deviation(of network: SpinNetwork, from exact: SpinNetworkSteadyState, flips: Double) throws -> Double {
    let sample = try network.sample(
      burnIn: 100, duration: flips / exact.flipRate, method: .rejection, random: RandomStream(seed: 41)[network.count])
    #expect(sample.method == .rejection && Double(sample.flips) > 0.9 * flips)
    if network.isSymmetric { #expect(sample.antisymmetricEntropyProductionRate == Estimate(exact: 0)) }
    let found = sample.magnetisations + [sample.antisymmetricEntropyProductionRate]
    let right = exact.magnetisations + [network.isSymmetric ? 0 : exact.antisymmetricEntropyProductionRate]
    return zip(found, right).map { abs($0.deviation(from: $1)) }.max() ?? .infinity
  }

  /// Within 4.2 standard errors of 32 pieces (Student's t with 31 degrees of freedom: 2e-4 a check, 90 checks in all).
  @Test(arguments: try Case.all)
  func agreesWithTheMasterEquation(test: Case) throws {
    #expect(test.network.couplings.liesInBlocks)
    let exact = try SpinNetworkSteadyState(of: test.network)
    #expect(try deviation(of: test.network, from: exact, flips: 3e6) < 4.2)
  }

  /// Control: one coupling that is off by 0.1, and a temperature that is off by two per cent.
  @Test func aBiasedNetworkIsFound() throws {
    let right = try Case.all[4].network
    let exact = try SpinNetworkSteadyState(of: right)
    var couplings = right.couplings.matrix
    let place = couplings.entries.firstIndex { $0 != 0 } ?? 0
    couplings[place / right.count, place % right.count] += 0.1
    let wrong = [
      try SpinNetwork(couplings: couplings, fields: right.fields, beta: 1),
      try SpinNetwork(couplings: right.couplings, fields: right.fields, beta: 1.02),
    ]
    for network in wrong {
      #expect(network.couplings.liesInBlocks && !network.isSymmetric)
      #expect(try deviation(of: network, from: exact, flips: 3e6) > 6)
    }
  }

  /// Large networks against thinning, which has code of its own: channels that fill blocks, and channels that lie across them.
  @Test(arguments: [(6, 16, 0.8), (9, 9, 1.5)])
  func largeNetworksAgree(positions: Int, channels: Int, beta: Double) throws {
    let network = try networkInBlocks(positions: positions, channels: channels, symmetric: false, beta: beta, seed: 5)
    #expect(network.couplings.liesInBlocks)
    let stream = RandomStream(seed: 42)
    let one = try network.sample(burnIn: 50, duration: 6000, method: .rejection, random: stream["rejection"])
    let two = try network.sample(burnIn: 50, duration: 6000, method: .thinning, random: stream["thinning"])
    for (found, other) in zip(one.magnetisations, two.magnetisations) {
      #expect(found.isConsistent(with: other, sigmas: 5))
    }
    #expect(one.entropyProductionRate.isConsistent(with: two.entropyProductionRate, sigmas: 4.5))
    #expect(
      one.antisymmetricEntropyProductionRate.isConsistent(with: two.antisymmetricEntropyProductionRate, sigmas: 4.5))
    // Control: fields that are off by 0.1.
    let pushed = try network.with(fields: network.fields.map { $0 + 0.1 })
      .sample(burnIn: 50, duration: 6000, method: .rejection, random: stream["pushed"])
    let deviations = zip(pushed.magnetisations, two.magnetisations).map { $0.deviation(from: $1) }
    #expect(deviations.max() ?? 0 > 6)
  }

  /// Sparse networks in blocks are simulated by rejection; dense ones, which lie in blocks too, have faster methods.
  @Test func longLinesAreSimulatedByRejection() throws {
    let random = RandomStream(seed: 43)
    for beta in [0.5, 1, 2] {
      let line = try networkInBlocks(positions: 35, channels: 16, symmetric: false, beta: beta, seed: 6)
      #expect(line.couplings.isSparse && line.couplings.liesInBlocks)
      #expect(line.fastestMethod(duration: 100, random: random) == .rejection)
      for spins in [12, 20, 100] {
        let dense = try randomNetwork(spins, symmetric: false, law: .exponential, beta: beta, seed: spins)
        #expect(dense.couplings.liesInBlocks && dense.fastestMethod(duration: 100, random: random) != .rejection)
      }
    }
  }

  /// What is said to lie in blocks of eight, filled by half or more.
  @Test func blocksAreHalfFull() throws {
    func lies(_ targets: [Int]) throws -> Bool {
      try CouplingMatrix(spins: 40, targets.map { Coupling(on: $0, by: 39, strength: 1) }).liesInBlocks
    }
    #expect(
      try lies([0, 1, 2, 3]) && lies([4, 5, 6, 7, 8, 9, 10, 11]) && !lies([0, 1, 2]) && !lies([6, 7, 8, 9, 10]))
    #expect(try !lies([]))
  }
}
