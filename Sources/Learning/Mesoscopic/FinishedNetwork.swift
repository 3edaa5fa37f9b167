import PackedNumbers

/// A network on a line whose training is over: it can be simulated and examined, and there is no way back to a training.
///
/// Only such networks can be asked about a ``SealedTest``, so that what a test set says cannot flow into what is tested.
public struct FinishedNetwork: Sendable, Codable {
  /// What it consists of.
  public let architecture: LineArchitecture

  /// What its units are in the mean field.
  public let response: LineResponse

  @Packed private var packed: [Float]

  /// The end of a training.
  public init(_ stage: LineTraining.Stage, of training: LineTraining) {
    architecture = training.architecture
    response = training.response
    _packed = Packed(wrappedValue: stage.parameters)
  }

  /// All weights, biases and the readout.
  public var parameters: [Float] { packed }

  /// The spins with these parameters.
  public var network: LineNetwork { LineNetwork(architecture, parameters: parameters) }

  /// The readout of the last layer.
  public var readout: SoftmaxReadout {
    let range = LineLayout(architecture).readout
    var readout = SoftmaxReadout(features: architecture.features, classes: architecture.classes)
    let weights = parameters[range].map(Double.init)
    readout.weights = Array(weights[..<(architecture.classes * architecture.features)])
    readout.biases = Array(weights[(architecture.classes * architecture.features)...])
    return readout
  }
}
