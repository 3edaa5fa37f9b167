import SpinNetworks
import Validation

/// A network on a line with its parameters: spins that can be simulated, and the readout of their last layer.
///
/// Inverse temperature and attempt rate are 1: energies in units of k_B T, times in units of 1/k₀.
public struct LineNetwork: Sendable {
  /// What it consists of.
  public let architecture: LineArchitecture

  /// All weights, biases and the readout, in single precision.
  public let parameters: [Float]

  private let layout: LineLayout

  /// A network.
  ///
  /// - Precondition: there are as many parameters as the architecture has, and all are finite.
  public init(_ architecture: LineArchitecture, parameters: [Float]) {
    require(
      parameters.count == architecture.parameters && parameters.allSatisfy(\.isFinite),
      "A network needs one finite number for each of its parameters.")
    self.architecture = architecture
    self.parameters = parameters
    layout = LineLayout(architecture)
  }

  /// The spins in no input.
  public var spins: SpinNetwork {
    get throws(InvalidInput) {
      var couplings: [Coupling] = []
      architecture.forEachCoupling { on, by, parameter in
        couplings.append(Coupling(on: on, by: by, strength: Double(parameters[parameter])))
      }
      return try SpinNetwork(
        couplings: CouplingMatrix(spins: architecture.spins, couplings),
        fields: Array(repeating: 0, count: architecture.spins), beta: 1)
    }
  }

  /// The static fields that an input makes, U∗x + b, one per spin.
  ///
  /// - Precondition: the input has as many samples as the architecture wants.
  public func fields(reading input: [Double]) -> [Double] {
    require(input.count == architecture.inputLength, "An input has \(architecture.inputLength) samples.")
    var fields: [Double] = []
    for (layer, length) in architecture.lengths.enumerated() {
      for position in 0..<length {
        for channel in 0..<architecture.channels[layer] {
          let bias = Double(parameters[layout.biases[layer].lowerBound + channel])
          fields.append(bias + (layer == 0 ? reading(input, position, channel) : 0))
        }
      }
    }
    return fields
  }

  private func reading(_ input: [Double], _ position: Int, _ channel: Int) -> Double {
    let convolution = architecture.convolutions[0]
    return convolution.taps(of: position, within: input.count).reduce(0) { sum, tap in
      let weight = parameters[layout.reading[0].lowerBound + channel * convolution.kernel + tap]
      return sum + Double(weight) * input[convolution.source(of: position, tap: tap)]
    }
  }
}

extension LineArchitecture {
  /// Calls a closure with every coupling: the spin on which it acts, the spin that acts, and the place of its parameter.
  func forEachCoupling(_ body: (_ on: Int, _ by: Int, _ parameter: Int) -> Void) {
    let layout = LineLayout(self)
    for layer in channels.indices.dropFirst() {
      let (convolution, below) = (convolutions[layer], channels[layer - 1])
      for position in 0..<lengths[layer] {
        for tap in convolution.taps(of: position, within: lengths[layer - 1]) {
          let source = convolution.source(of: position, tap: tap)
          for c in 0..<channels[layer] {
            for d in 0..<below {
              let upper = firstSpin(of: layer) + position * channels[layer] + c
              let lower = firstSpin(of: layer - 1) + source * below + d
              let weight = (c * convolution.kernel + tap) * below + d
              body(upper, lower, layout.reading[layer].lowerBound + weight)
              if let returning = layout.returning[layer] { body(lower, upper, returning.lowerBound + weight) }
            }
          }
        }
      }
    }
  }
}
