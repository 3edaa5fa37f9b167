import Estimation
import MNIST1D
import MesoscopicNetworks
import Randomness
import SpinNetworks
import Testing

/// The currents of networks on a line against the master equation of six and eight spins.
@Suite struct LineCurrentsTests {
  /// C_w of a network in one input, from the stationary distribution: Σ J_ij over the pairs with that weight, i above and j below.
  private static func exact(_ network: LineNetwork, _ image: [Double]) throws -> (currents: [Double], sigma: Double) {
    let spins = try network.spins.with(fields: network.fields(reading: image))
    let steady = try SpinNetworkSteadyState(of: spins)
    var flows = Array(repeating: 0.0, count: spins.count * spins.count)
    for (index, probability) in steady.probabilities.enumerated() {
      let state = SpinState((0..<spins.count).map { index >> $0 & 1 == 1 ? 1 : -1 }, in: spins)
      for i in 0..<spins.count {
        let rate = spins.law.rate(entropyFlow: spins.entropyFlow(of: i, from: state))
        for j in 0..<spins.count { flows[i * spins.count + j] -= 2 * probability * rate * state[i] * state[j] }
      }
    }
    var currents = Array(repeating: 0.0, count: network.architecture.parameters)
    for tie in network.architecture.spinArchitecture.ties where tie.on > tie.by {
      currents[tie.parameter] += flows[tie.on * spins.count + tie.by]
    }
    return (currents, steady.antisymmetricEntropyProductionRate)
  }

  /// A network with the weights of a symmetric one, of which what acts back differs by numbers of the order of ε.
  private static func nearEquilibrium(_ ε: Double) -> (LineNetwork, [Double]) {
    let architecture = LineDissipationTests.architectures[0]
    let plain = PlainLineNetwork(architecture, scale: 0.9, seed: 31)
    var parameters = plain.single
    var random = RandomStream(seed: 32)
    for (read, back) in pairs(architecture) { parameters[back] = parameters[read] - Float(ε * random.normal()) }
    return (LineNetwork(architecture, parameters: parameters), [0.3])
  }

  /// The two parameters of every pair of spins that act on each other.
  private static func pairs(_ architecture: LineArchitecture) -> [(read: Int, back: Int)] {
    let ties = architecture.spinArchitecture.ties
    return ties.filter { $0.on > $0.by }.compactMap { tie in
      ties.first { $0.on == tie.by && $0.by == tie.on }.map { (tie.parameter, $0.parameter) }
    }
  }

  /// Currents in 400 paths of one input: of up to 40 weights none is off by 4.5 standard errors, by Bonferroni one false alarm in 3000
  /// seeds; nor is the entropy production, which is their sum with the differences. Controls: currents in the other direction, and
  /// halves of them.
  @Test(arguments: LineDissipationTests.architectures)
  func currentsAreThoseOfTheMasterEquation(architecture: LineArchitecture) throws {
    let network = PlainLineNetwork(architecture, scale: 0.8, seed: 33).network
    let image = Array(PlainLineNetwork.images(1, for: architecture, seed: 34).image(0))
    let copies = 400
    let images = LabelledImages(
      values: (0..<copies).flatMap { _ in image }, length: image.count, labels: Array(repeating: 0, count: copies))
    let found = try LineCurrents(of: network, in: images, burnIn: 20, time: 50, random: RandomStream(seed: 35))
    let exact = try Self.exact(network, image)
    func largest(_ factor: Double) -> Double {
      exact.currents.indices.filter { found.errors[$0] > 0 }.map {
        abs(Estimate(found.values[$0], standardError: found.errors[$0]).deviation(from: factor * exact.currents[$0]))
      }.max() ?? 0
    }
    #expect(largest(1) < 4.5)
    #expect(largest(-1) > 20 && largest(0.5) > 10)
    #expect(exact.currents.indices.allSatisfy { found.errors[$0] > 0 || exact.currents[$0] == 0 })
    #expect(abs(found.entropyProductionRate / exact.sigma - 1) < 0.02)
    #expect(found.flips > 50 * copies)
  }

  /// Along a path all currents with the differences of their weights are the entropy that the antisymmetric couplings release, to
  /// rounding; and symmetric networks have none.
  @Test func theSumIsTheEntropyProduction() throws {
    for wiring in LineArchitecture.Wiring.allCases {
      let architecture = LineArchitecture.threeLayers(channels: 3, wiring: wiring)
      let plain = PlainLineNetwork(architecture, scale: 0.7, seed: 36)
      let images = PlainLineNetwork.images(3, for: architecture, seed: 37)
      let found = try LineCurrents(of: plain.network, in: images, burnIn: 2, time: 20, random: RandomStream(seed: 38))
      var signs = RandomStream(seed: 38)["start"]
      let starts = (0..<3).map { _ in (0..<architecture.spins).map { _ in signs.sign() } }
      let paths = try plain.network.spins.paths(
        reading: (0..<3).map { plain.network.fields(reading: Array(images.image($0))) }, from: starts, burnIn: 2,
        duration: 20,
        random: RandomStream(seed: 38))
      let couplings = try plain.network.spins.couplings.matrix
      let released = paths.reduce(0.0) { sum, path in
        var state = path.start
        return path.spins.reduce(sum) { sum, spin in
          let i = Int(spin)
          defer { state[i] = -state[i] }
          return state.indices.reduce(sum) { $0 - state[i] * (couplings[i, $1] - couplings[$1, i]) * state[$1] }
        }
      }
      #expect(abs(found.entropyProductionRate - released / 60) < 1e-6 * (1 + abs(released)))
      #expect(wiring != .symmetric || found.entropyProductionRate == 0)
      #expect(wiring == .symmetric || found.entropyProductionRate > 0.1)
    }
  }

  /// Around an equilibrium of strong couplings ∂σ/∂w = 2C_w = −∂σ/∂w′: the difference, relative to the slope, vanishes with ε. Central
  /// differences of the exact σ. Control: C_w alone, which misses half of the slope whatever ε is.
  @Test func currentsAreTheSlopeOfTheEntropyProduction() throws {
    var last = 0.5
    for ε in [0.2, 0.1, 0.05] {
      let (network, image) = Self.nearEquilibrium(ε)
      let currents = try Self.exact(network, image).currents
      func slope(_ parameter: Int) throws -> Double {
        let step = Float(0.002)
        let sigmas = try [-step, step].map { step in
          var parameters = network.parameters
          parameters[parameter] += step
          return try Self.exact(LineNetwork(network.architecture, parameters: parameters), image).sigma
        }
        return (sigmas[1] - sigmas[0]) / Double(2 * step)
      }
      var (norm, off, back, half) = (0.0, 0.0, 0.0, 0.0)
      for pair in Self.pairs(network.architecture) {
        let (read, returned) = (try slope(pair.read), try slope(pair.back))
        norm += read * read
        off += (read - 2 * currents[pair.read]) * (read - 2 * currents[pair.read])
        back += (returned + 2 * currents[pair.read]) * (returned + 2 * currents[pair.read])
        half += (read - currents[pair.read]) * (read - currents[pair.read])
      }
      let discrepancy = (max(off, back) / norm).squareRoot()
      #expect(discrepancy < last, "\(ε): \(discrepancy)")
      #expect((half / norm).squareRoot() > 0.3)
      last = 0.65 * discrepancy
    }
    #expect(last < 0.1)
  }

  /// Conductances give back the entropy production from which they were measured; without differences there is one per pair.
  @Test func conductancesGiveTheEntropyProduction() throws {
    let architecture = LineArchitecture.threeLayers(channels: 4, wiring: .nonreciprocal)
    let plain = PlainLineNetwork(architecture, scale: 0.7, seed: 41)
    let images = PlainLineNetwork.images(40, for: architecture, seed: 42)
    let found = try LineCurrents(of: plain.network, in: images, burnIn: 10, time: 100, random: RandomStream(seed: 43))
    let conductances = found.conductances(of: plain.network)
    let sum = architecture.spinArchitecture.ties.filter { $0.on > $0.by }.map(\.parameter)
    let weights = Set(sum)
    let differences = Dictionary(uniqueKeysWithValues: Self.weights(of: plain.network))
    let again = weights.reduce(0.0) { $0 + conductances[$1] * (differences[$1] ?? 0) * (differences[$1] ?? 0) }
    #expect(abs(again / found.entropyProductionRate - 1) < 0.1)
    #expect(conductances.allSatisfy { $0 >= 0 })
    let symmetric = LineArchitecture.threeLayers(channels: 4, wiring: .symmetric)
    let equal = PlainLineNetwork(symmetric, scale: 0.7, seed: 41)
    let none = try LineCurrents(of: equal.network, in: images, burnIn: 1, time: 2, random: RandomStream(seed: 43))
    #expect(Set(none.conductances(of: equal.network)) == [0, 5, 10])
  }

  /// Every weight with which a layer of spins reads another, and by how much it differs from the one that acts back.
  private static func weights(of network: LineNetwork) -> [(Int, Double)] {
    var differences: [Int: Double] = [:]
    for pair in pairs(network.architecture) {
      differences[pair.read] = Double(network.parameters[pair.read]) - Double(network.parameters[pair.back])
    }
    return differences.map { ($0.key, $0.value) }
  }
}
