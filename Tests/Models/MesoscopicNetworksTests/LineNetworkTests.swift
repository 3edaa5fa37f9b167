import MesoscopicNetworks
import SpinNetworks
import Testing

@Suite struct LineNetworkTests {
  /// By hand for the network of the paper: taps 2…4 at the first position of the lower layers, 0…3 at the last, hence 3 + 8·5 + 4 = 47
  /// windows' taps between 20 and 10 positions, and 2 + 4·3 = 14 between 10 and 5, each of which holds C² couplings.
  @Test(arguments: LineArchitecture.Wiring.allCases)
  func theNetworkOfThePaperIsCountedByHand(wiring: LineArchitecture.Wiring) throws {
    let architecture = LineArchitecture.threeLayers(channels: 2, wiring: wiring)
    #expect(architecture.lengths == [20, 10, 5] && architecture.layers == 3 && architecture.features == 10)
    #expect(architecture.spins == 35 * 2 && LineArchitecture.threeLayers(channels: 7, wiring: wiring).spins == 35 * 7)
    // Reading 5·2 + 5·4 + 3·4, acting back 5·4 + 3·4, biases 3·2, readout 10·(10 + 1).
    #expect(architecture.parameters == 42 + (wiring == .nonreciprocal ? 32 : 0) + 6 + 110)
    let network = PlainLineNetwork(architecture, scale: 0.5, seed: 1).network
    #expect(try network.spins.couplings.count == (wiring == .feedForward ? 1 : 2) * 4 * (47 + 14))
    #expect(try network.spins.beta == 1 && network.spins.attemptRate == 1)
  }

  /// An impulse is felt where windows of five samples, two apart and two outside at first, hold it: with the weight of the tap.
  @Test func windowsEndAtTheBorders() {
    let architecture = LineArchitecture.threeLayers(channels: 1, wiring: .feedForward)
    let weights: [Float] = [1, 2, 3, 4, 5]
    let network = LineNetwork(
      architecture, parameters: weights + Array(repeating: 0, count: architecture.parameters - 5))
    func felt(_ sample: Int) -> [Int: Double] {
      let fields = network.fields(reading: (0..<40).map { $0 == sample ? 1 : 0 })
      return Dictionary(
        uniqueKeysWithValues: fields.enumerated().filter { $0.element != 0 }.map { ($0.offset, $0.element) })
    }
    #expect(felt(0) == [0: 3, 1: 1])
    #expect(felt(1) == [0: 4, 1: 2])
    #expect(felt(2) == [0: 5, 1: 3, 2: 1])
    #expect(felt(38) == [18: 5, 19: 3])
    #expect(felt(39) == [19: 4])
  }

  @Test func aWindowThatDoesNotFitHasNoPosition() {
    #expect(LineConvolution(kernel: 4, stride: 2, padding: 0).length(above: 3) == 0)
    #expect(LineConvolution(kernel: 4, stride: 2, padding: 0).length(above: 4) == 1)
    #expect(LineConvolution(kernel: 4, stride: 3, padding: 1).length(above: 5) == 2)
    #expect(LineConvolution(kernel: 1, stride: 1, padding: 0).length(above: 9) == 9)
  }

  static let architectures = LineArchitecture.Wiring.allCases.flatMap { wiring in
    [
      LineArchitecture.threeLayers(channels: 2, wiring: wiring),
      LineArchitecture(
        inputLength: 13, channels: [3, 2, 4],
        convolutions: [
          LineConvolution(kernel: 4, stride: 3, padding: 1), LineConvolution(kernel: 3, stride: 1, padding: 2),
          LineConvolution(kernel: 2, stride: 3, padding: 0),
        ], wiring: wiring, classes: 3),
      LineArchitecture(
        inputLength: 6, channels: [17], convolutions: [LineConvolution(kernel: 3, stride: 2, padding: 0)],
        wiring: wiring, classes: 2),
    ]
  }

  @Test(arguments: architectures)
  func spinsAreThoseOfAPlainLoop(architecture: LineArchitecture) throws {
    let plain = PlainLineNetwork(architecture, scale: 0.5, seed: 2)
    let (network, images) = (plain.network, PlainLineNetwork.images(3, for: architecture, seed: 3))
    #expect(architecture.lengths == plain.lengths && architecture.parameters == plain.parameters.count)
    #expect(
      try network.spins.couplings.matrix.entries == plain.couplings && network.spins.fields.allSatisfy { $0 == 0 })
    for place in 0..<images.count {
      let image = Array(images.image(place))
      for (found, right) in zip(network.fields(reading: image), plain.fields(image)) {
        #expect(abs(found - right) < 1e-14)
      }
    }
  }

  /// Symmetric couplings to the bit; fed forward, at most one of a pair feels the other, the one above; else neither.
  @Test(arguments: architectures.filter { $0.layers > 1 })
  func wiringsAreWhatTheySay(architecture: LineArchitecture) throws {
    let couplings = try PlainLineNetwork(architecture, scale: 0.5, seed: 4).network.spins.couplings
    #expect(couplings.isSymmetric == (architecture.wiring == .symmetric))
    let pairs = (0..<couplings.spins).flatMap { i in (0..<couplings.spins).map { (i, $0) } }
    let products = pairs.map { couplings[$0, $1] * couplings[$1, $0] }
    #expect(products.allSatisfy { $0 == 0 } == (architecture.wiring == .feedForward))
    if architecture.wiring == .feedForward {
      #expect(pairs.allSatisfy { couplings[$0, $1] == 0 || $0 > $1 })
    }
  }

  /// Whole layers of channels lie in blocks where there are enough.
  @Test func channelsLieInBlocks() throws {
    func couplings(_ channels: Int) throws -> CouplingMatrix {
      try PlainLineNetwork(.threeLayers(channels: channels, wiring: .nonreciprocal), scale: 0.5, seed: 5).network.spins
        .couplings
    }
    #expect(try couplings(16).liesInBlocks && couplings(8).liesInBlocks && !couplings(1).liesInBlocks)
  }
}
