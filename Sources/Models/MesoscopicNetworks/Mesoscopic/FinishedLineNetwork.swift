import MNIST1D
import Matrices
import PackedNumbers
import Randomness
import Validation

/// A network on a line whose training is over: it can be simulated and examined, and there is no way back to a training.
///
/// Only such networks can be examined with a `SealedTest`, so that no training asks a test set by accident.
public struct FinishedLineNetwork: Sendable, Validated {
  /// What it consists of.
  public let architecture: LineArchitecture

  /// What its units are in the mean field.
  public let response: LineResponse

  @Packed private var packed: [Float]

  /// The end of a training.
  ///
  /// - Precondition: all epochs of the training are done.
  public init(_ stage: LineTraining.Stage, of training: LineTraining) {
    require(stage.epochs == training.epochs, "A network is finished after all epochs of its training.")
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
    let count = readout.weights.entries.count
    readout.weights = Matrix(rows: readout.classes, columns: readout.features, entries: Array(weights[..<count]))
    readout.biases = Array(weights[count...])
    return readout
  }
}

extension FinishedLineNetwork {
  /// The same network with another readout.
  private init(_ network: FinishedLineNetwork, readout: SoftmaxReadout) {
    self = network
    let range = LineLayout(architecture).readout
    packed.replaceSubrange(range, with: (readout.weights.entries + readout.biases).map { Float($0) })
  }

  /// The network with a readout that is fitted to simulated spins instead of their mean field: the first part of any fine-tuning, since
  /// there the gradient is exact.
  ///
  /// - Parameters:
  ///   - images: to fit to; none of those by which anything is chosen.
  ///   - burnIn: the time before the spins are looked at, in units of 1/k₀; they start at random.
  ///   - time: for how long they are looked at.
  ///   - penalty: of the squares of the weights; see ``SoftmaxReadout/fitted(to:labels:classes:penalty:from:tolerance:limit:)``.
  ///   - random: image k draws from `random[k]`.
  public func refitted(
    to images: LabelledImages, burnIn: Double, time: Double, penalty: Double, random: RandomStream
  ) throws(InvalidInput) -> FinishedLineNetwork {
    let averages = try images.answers(of: self, NetworkExamination.Observation(burnIn: burnIn, times: [time]), random)
      .map {
        Array($0.magnetisations[0][architecture.readSpins])
      }
    return FinishedLineNetwork(
      self,
      readout: SoftmaxReadout.fitted(
        to: averages, labels: images.labels, classes: architecture.classes, penalty: penalty, from: readout,
        tolerance: 1e-5))
  }
}

extension FinishedLineNetwork {
  /// Reads a network.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    architecture = try fields.read(.architecture)
    response = try fields.read(.response)
    _packed = try fields.read(.packed)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if let flaw = response.flaw(inLayers: architecture.layers) { return flaw }
    return packed.count == architecture.parameters && packed.allSatisfy(\.isFinite)
      ? nil : "A network needs one finite number for each of its parameters."
  }
}
