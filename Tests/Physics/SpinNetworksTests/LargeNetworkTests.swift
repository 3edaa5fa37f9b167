import Estimation
import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Testing

/// Networks too large for a master equation, made of small ones that have one: pairs of spins that act on nobody else.
@Suite struct LargeNetworkTests {
  /// W_01, W_10 and the fields of a pair. The first flips rarely, the last often, so that parts of a network of them have sums of
  /// rates that differ by orders of magnitude.
  private static let pairs: [(Double, Double, Double, Double)] = [
    (0.2, -0.4, 3.0, 2.5), (0.9, -0.3, 0.4, -0.2), (-0.7, 1.1, -0.5, 0.3), (1.5, -1.6, 0.1, 0.2),
  ]

  private func pair(_ number: Int, law: RateLaw) throws -> SpinNetwork {
    let (upper, lower, first, second) = Self.pairs[number]
    return try SpinNetwork(
      couplings: CouplingMatrix(Matrix([[0, upper], [lower, 0]])), fields: [first, second], beta: 1, law: law)
  }

  /// So many pairs of each kind, one kind after the other.
  private func network(_ copies: Int, law: RateLaw) throws -> SpinNetwork {
    var (couplings, fields): ([Coupling], [Double]) = ([], [])
    for (upper, lower, first, second) in Self.pairs {
      for _ in 0..<copies {
        let spin = fields.count
        couplings.append(Coupling(on: spin, by: spin + 1, strength: upper))
        couplings.append(Coupling(on: spin + 1, by: spin, strength: lower))
        fields += [first, second]
      }
    }
    return try SpinNetwork(
      couplings: CouplingMatrix(spins: fields.count, couplings), fields: fields, beta: 1, law: law)
  }

  /// 10 400 spins, which rejection divides into stretches, or 52 000 for Glauber rates, where thinning looks ahead: the magnetisations
  /// of both spins of every kind of pair, averaged over its copies, and the entropy production rate are those of the master equation of four states, within 4.5 standard errors (of
  /// independent copies, and of the pieces of the trajectory): 9 checks for each method and law. Trees of sums and thinning,
  /// which have no stretches, must agree, too.
  @Test(arguments: [SpinNetwork.Method.rejection, .sumTree, .thinning], RateLaw.allCases)
  func pairsInALargeNetwork(_ method: SpinNetwork.Method, _ law: RateLaw) throws {
    let copies = law == .glauber ? 6500 : 1300
    let network = try network(copies, law: law)
    guard method.applies(to: network) else { return }
    // A rare pair forgets its start at a rate of 0.1 k0 at least.
    let sample = try network.sample(burnIn: 40, duration: 30, method: method, random: RandomStream(seed: 61))
    var sigma = 0.0
    for number in Self.pairs.indices {
      let exact = try SpinNetworkSteadyState(of: pair(number, law: law))
      sigma += Double(copies) * exact.entropyProductionRate
      for spin in 0..<2 {
        let found = Average(
          (0..<copies).map { sample.magnetisations[2 * (number * copies + $0) + spin].value }
        ).estimate
        #expect(found.isConsistent(with: exact.magnetisations[spin], sigmas: 4.5))
        // Negative control: the spin of another kind of pair.
        let other = try SpinNetworkSteadyState(of: pair((number + 1) % 4, law: law)).magnetisations[spin]
        #expect(!found.isConsistent(with: other, sigmas: 4.5))
      }
    }
    #expect(sample.entropyProductionRate.isConsistent(with: sigma, sigmas: 4.5))
    // Negative control: as if one copy in twenty were missing.
    #expect(!sample.entropyProductionRate.isConsistent(with: 0.95 * sigma, sigmas: 4.5))
  }

  /// Spins with six neighbours at random distances.
  private func sparseNetwork(_ count: Int) throws -> SpinNetwork {
    var random = RandomStream(seed: 62)[count]
    var couplings: [Coupling] = []
    for spin in 0..<count {
      for step in 0..<6 {
        let distance = 1 + step * (count / 6) + random.index(below: count / 6 - 1)
        couplings.append(Coupling(on: spin, by: (spin + distance) % count, strength: 0.4 * random.normal()))
      }
    }
    return try SpinNetwork(
      couplings: CouplingMatrix(spins: count, couplings), fields: (0..<count).map { _ in 0.5 * random.normal() },
      beta: 1)
  }

  /// The number of tries per flip does not grow with the network: by rejection in 65 536 spins with six random neighbours no more
  /// than a tenth more than in 16 384, both divided; thinning, whose bound is that of the whole network, needs more. So rejection is
  /// what is chosen.
  @Test func triesDoNotGrow() throws {
    func acceptance(_ count: Int, _ method: SpinNetwork.Method) throws -> Double {
      try sparseNetwork(count).sample(
        burnIn: 0.2, duration: 65_536 / Double(count), method: method, random: RandomStream(seed: 63)
      ).acceptance
    }
    #expect(try acceptance(65_536, .rejection) > 0.9 * acceptance(16_384, .rejection))
    #expect(try acceptance(65_536, .thinning) < 0.9 * acceptance(16_384, .thinning))
    #expect(try sparseNetwork(65_536).fastestMethod(duration: 10, random: RandomStream(seed: 64)) == .rejection)
  }
}
