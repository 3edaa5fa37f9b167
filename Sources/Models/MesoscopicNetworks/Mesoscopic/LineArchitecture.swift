import Validation

/// A mesoscopic network of spin layers on a line: a convolutional network made of Ising spins.
///
/// Layer 0 reads the input x, a signal on a line, as a static field; every further layer reads the one below through a
/// convolution, and may act back on it. Each layer has so many channels at each of its positions. The averages ⟨s⟩ of the last
/// layer are read out by a softmax over the classes.
///
///     h_A = U∗x + b_A + (back from B)      h_B = F₁∗s_A + b_B + (back from C)      h_C = F₂∗s_B + b_C
///
/// What acts back decides what the network can do, and what it pays: see ``Wiring``.
public struct LineArchitecture: Sendable, Validated, Hashable {
  /// How a layer acts back on the layer below.
  public enum Wiring: String, Sendable, Codable, CaseIterable {
    /// With the transpose of what acts on it, W = Wᵀ: the network relaxes to equilibrium and produces no entropy.
    case symmetric
    /// With couplings of its own.
    case nonreciprocal
    /// Not at all: of every pair of spins at most one feels the other.
    case feedForward
  }

  /// How many samples an input has.
  public let inputLength: Int

  /// How many channels each layer has.
  public let channels: [Int]

  /// How each layer reads the one below; the first reads the input.
  public let convolutions: [LineConvolution]

  /// How a layer acts back.
  public let wiring: Wiring

  /// How many classes the readout tells apart.
  public let classes: Int

  /// How many positions each layer has.
  public let lengths: [Int]

  /// A network.
  ///
  /// - Precondition: there is one convolution per layer, at least one layer, and every layer has positions and channels.
  public init(
    inputLength: Int, channels: [Int], convolutions: [LineConvolution], wiring: Wiring, classes: Int
  ) {
    self.inputLength = inputLength
    self.channels = channels
    self.convolutions = convolutions
    self.wiring = wiring
    self.classes = classes
    lengths = Self.lengths(of: convolutions, above: inputLength)
    requireNoFlaw()
  }

  private static func lengths(of convolutions: [LineConvolution], above inputLength: Int) -> [Int] {
    var lengths: [Int] = []
    for convolution in convolutions { lengths.append(convolution.length(above: lengths.last ?? inputLength)) }
    return lengths
  }

  /// The network of the paper: three layers of 20, 10 and 5 positions over 40 samples, with equally many channels.
  public static func threeLayers(channels: Int, wiring: Wiring) -> LineArchitecture {
    LineArchitecture(
      inputLength: 40, channels: [channels, channels, channels],
      convolutions: [
        LineConvolution(kernel: 5, stride: 2, padding: 2), LineConvolution(kernel: 5, stride: 2, padding: 2),
        LineConvolution(kernel: 3, stride: 2, padding: 1),
      ], wiring: wiring, classes: 10)
  }

  /// How many layers there are.
  public var layers: Int { channels.count }

  /// How many spins there are, N.
  public var spins: Int { zip(lengths, channels).reduce(0) { $0 + $1.0 * $1.1 } }

  /// How many averages the readout sees: positions times channels of the last layer.
  public var features: Int { lengths[layers - 1] * channels[layers - 1] }

  /// How many parameters there are, with those of the readout.
  public var parameters: Int { LineLayout(self).readout.upperBound }

  /// The number of the first spin of a layer; within it spins are numbered position by position, channel by channel.
  func firstSpin(of layer: Int) -> Int { (0..<layer).reduce(0) { $0 + lengths[$1] * channels[$1] } }
}

extension LineArchitecture {
  /// Reads an architecture.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    inputLength = try fields.read(.inputLength)
    channels = try fields.read(.channels)
    convolutions = try fields.read(.convolutions)
    wiring = try fields.read(.wiring)
    classes = try fields.read(.classes)
    lengths = try fields.read(.lengths)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if channels.isEmpty || channels.count != convolutions.count { return "Every layer needs one convolution." }
    if !(channels.allSatisfy { $0 > 0 } && classes > 1) {
      return "Layers need channels, and a readout at least two classes."
    }
    if channels.count > 1000 || (channels + [inputLength, classes]).contains(where: { $0 > LineConvolution.largest }) {
      return "A network has at most 1000 layers, and at most a million channels, classes and positions of the input."
    }
    if lengths != Self.lengths(of: convolutions, above: inputLength) {
      return "The lengths of the layers are those of the convolutions."
    }
    return lengths.allSatisfy { $0 > 0 } ? nil : "Every layer needs at least one position."
  }
}
