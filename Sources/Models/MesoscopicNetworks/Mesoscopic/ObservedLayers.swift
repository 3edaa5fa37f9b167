import Cells
import ElementaryFunctions
import Randomness
import SpinNetworks
import Validation

/// What a finished network makes of one image, layer by layer; and how far the averages of its first layer lie from the exact ones, as
/// far as they are known: in a feed-forward network these spins depend on nothing but the image.
package struct ObservedLayers: Cell {
  /// The network.
  package var network: FinishedLineNetwork

  /// The image.
  package var image: [Double]

  /// The simulated times before and of the averages, in units of 1/k₀.
  package var burnIn, time: Double

  /// An observation.
  package init(of network: FinishedLineNetwork, image: [Double], burnIn: Double, time: Double) {
    (self.network, self.image, self.burnIn, self.time) = (network, image, burnIn, time)
  }

  /// Numbers on a line, position by position, channel by channel; from −1 to 1.
  package struct Grid: Validated, Sendable {
    /// How many positions there are, and how many channels.
    package var length, channels: Int

    /// The numbers.
    package var values: [Double]
  }

  /// What is seen.
  package struct Result: Validated, Sendable {
    /// The image, scaled.
    package var input: Grid

    /// The averages of the spins.
    package var layers: [Grid]

    /// The probabilities of the digits, from −1 for 0 to 1 for 1.
    package var digits: Grid

    /// The most likely digit.
    package var digit: Int

    /// Its probability.
    package var probability: Double

    /// Of the averages of the first layer from the exact ones, in exact standard errors; empty where layers act back. There is one for every
    /// spin that leaves its better side often, and a last one for the sum of all others if they leave theirs often together.
    package var deviations: [Double]
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let architecture = network.architecture
    let fields = network.network.fields(reading: image)
    let averages = try network.network.spins
      .runningAverages(reading: [fields], burnIn: burnIn, until: [time], random: random)[0].magnetisations[0]
    let largest = image.map(abs).max() ?? 1
    var layers: [Grid] = []
    var first = 0
    for (length, channels) in zip(architecture.lengths, architecture.channels) {
      layers.append(
        Grid(length: length, channels: channels, values: Array(averages[first..<first + length * channels])))
      first += length * channels
    }
    let probabilities = network.readout.probabilities(of: Array(averages[architecture.readSpins]))
    let digit = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    let independent = architecture.wiring == .feedForward ? architecture.lengths[0] * architecture.channels[0] : 0
    return Result(
      input: Grid(length: image.count, channels: 1, values: image.map { $0 / largest }), layers: layers,
      digits: Grid(length: probabilities.count, channels: 1, values: probabilities.map { 2 * $0 - 1 }),
      digit: digit, probability: probabilities[digit],
      deviations: deviations(of: averages[..<independent], in: fields))
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    let architecture = network.architecture
    return result.input.length == image.count && result.layers.map(\.length) == architecture.lengths
      && result.layers.map(\.channels) == architecture.channels && result.digits.values.count == architecture.classes
      ? nil : "What was observed are not the layers of the network."
  }

  /// The deviations of averages of independent spins, of each of them or of their sum.
  ///
  /// A spin in the field h has the average m = tanh h and forgets at the rate λ = 2 cosh h; its average over a time T from the steady
  /// state on has the variance (1 − m²)(2/λT)[1 − (1 − exp(−λT))/λT]. On average it leaves its better side T/(2 cosh h) times. Where that is
  /// less than 25, its average is not normally distributed, and only the sum of all such averages, counted towards the better sides, is
  /// compared; not even that where all of these spins together leave them less than 25 times.
  package func deviations(of averages: ArraySlice<Double>, in fields: [Double]) -> [Double] {
    var (deviations, sum, total, exits) = ([Double](), 0.0, 0.0, 0.0)
    // In larger fields the average is 1 to the last bit, and so is what is expected.
    for (spin, average) in averages.enumerated() where abs(fields[spin]) < 15 {
      let field = fields[spin]
      let m = Elementary.tanh(field)
      let rate = Elementary.exp(field) + Elementary.exp(-field)
      let span = rate * time
      let variance = (1 - m * m) * 2 / span * (1 - (1 - Elementary.exp(-span)) / span)
      if time / rate >= 25 {
        deviations.append((average - m) / variance.squareRoot())
      } else {
        sum += field > 0 ? average - m : m - average
        total += variance
        exits += time / rate
      }
    }
    if exits >= 25 { deviations.append(sum / total.squareRoot()) }
    return deviations
  }
}

extension ObservedLayers.Grid {
  /// Reads a grid.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    length = try fields.read(.length)
    channels = try fields.read(.channels)
    values = try fields.read(.values)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    let (size, overflow) = length.multipliedReportingOverflow(by: channels)
    return length > 0 && channels > 0 && !overflow && values.count == size
      ? nil : "A grid has one value per position and channel."
  }
}

extension ObservedLayers.Result {
  /// Reads what was observed.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    input = try fields.read(.input)
    layers = try fields.read(.layers)
    digits = try fields.read(.digits)
    digit = try fields.read(.digit)
    probability = try fields.read(.probability)
    deviations = try fields.read(.deviations)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    digits.values.indices.contains(digit) ? nil : "The digit that is found is one of the digits."
  }
}
