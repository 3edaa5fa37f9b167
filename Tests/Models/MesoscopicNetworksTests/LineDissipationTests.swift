import MesoscopicNetworks
import SpinNetworks
import StochasticThermodynamics
import Testing

/// The entropy production of pairs of spins against the exact one of small networks.
@Suite struct LineDissipationTests {
  /// Six spins: one position, three layers of two channels; eight: two positions and windows of three.
  static let architectures = [LineArchitecture.Wiring.nonreciprocal, .feedForward].flatMap { wiring in
    [
      LineArchitecture(
        inputLength: 1, channels: [2, 2, 2],
        convolutions: Array(repeating: LineConvolution(kernel: 1, stride: 1, padding: 0), count: 3), wiring: wiring,
        classes: 2),
      LineArchitecture(
        inputLength: 2, channels: [3, 1],
        convolutions: Array(repeating: LineConvolution(kernel: 3, stride: 1, padding: 1), count: 2), wiring: wiring,
        classes: 2),
    ]
  }

  /// For couplings of the order of a scale: by pairs, exact, and what powers of v = 1 − m² that are wrong would give.
  private func rates(_ architecture: LineArchitecture, scale: Double) throws
    -> (pairs: Double, exact: Double, rootless: Double, withoutVariance: Double)
  {
    let plain = PlainLineNetwork(architecture, scale: scale, seed: 21)
    let images = PlainLineNetwork.images(1, for: architecture, seed: 22)
    let image = Array(images.image(0))
    let response = LineResponse.corrected(by: Array(repeating: 1, count: architecture.layers))
    let workshop = LineWorkshop(architecture, response: response, limit: 1)
    let pairs = workshop.read(images, parameters: plain.single).dissipation[0]
    let spins = try plain.network.spins.with(fields: plain.network.fields(reading: image))
    let exact = try SpinNetworkSteadyState(of: spins).antisymmetricEntropyProductionRate
    let m = plain.averages(image, response, sweeps: 50)
    func wrong(_ factor: (Double, Double) -> Double) -> Double {
      var sum = 0.0
      for i in m.indices {
        for j in 0..<i {
          let difference = spins.couplings[i, j] - spins.couplings[j, i]
          sum += 2 * difference * difference * factor(1 - m[i] * m[i], 1 - m[j] * m[j])
        }
      }
      return sum
    }
    return (
      pairs, exact, wrong { $0 * $1 / ($0 + $1) },
      wrong { ($0 * $1).squareRoot() / ($0.squareRoot() + $1.squareRoot()) }
    )
  }

  /// The ratio tends to 1 as couplings vanish, and its distance from 1 with their first or a higher power; with another power of v
  /// it tends to something else.
  @Test(arguments: architectures)
  func weakCouplingsDissipatePairByPair(architecture: LineArchitecture) throws {
    #expect([6, 8].contains(architecture.spins))
    var last = 0.04
    for scale in [0.05, 0.025, 0.0125] {
      let found = try rates(architecture, scale: scale)
      let discrepancy = abs(found.pairs / found.exact - 1)
      #expect(discrepancy < last, "\(scale)")
      last = 0.65 * discrepancy
      #expect(abs(found.rootless / found.exact - 1) > 0.04)
      #expect(abs(found.withoutVariance / found.exact - 1) > 0.04)
    }
    #expect(last < 0.01)
  }

  /// Two independent ways to the exact rate: the relaxed steady state and the linear equations of the master equation.
  @Test func theExactRateIsExact() throws {
    let plain = PlainLineNetwork(Self.architectures[0], scale: 0.05, seed: 21)
    let network = try plain.network.spins.with(fields: plain.network.fields(reading: [0.3]))
    let matrix = try RateMatrix(enumerating: network, from: SpinState(Array(repeating: 1, count: 6), in: network))
    let steady = try SpinNetworkSteadyState(of: network).antisymmetricEntropyProductionRate
    #expect(try abs(matrix.entropyProductionRate(matrix.stationary) / steady - 1) < 1e-6)
  }

  @Test func symmetricCouplingsDissipateNothing() {
    let architecture = LineArchitecture.threeLayers(channels: 3, wiring: .symmetric)
    let plain = PlainLineNetwork(architecture, scale: 0.7, seed: 23)
    let workshop = LineWorkshop(architecture, response: .naive(layers: 3), limit: 1)
    let images = PlainLineNetwork.images(17, for: architecture, seed: 24)
    let reading = workshop.read(images, parameters: plain.single)
    #expect(reading.dissipation == Array(repeating: 0, count: 17))
  }
}
