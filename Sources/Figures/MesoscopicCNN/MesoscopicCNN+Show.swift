import Cells
import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks
import Randomness

extension MesoscopicCNN {
  /// Panel d: what a network sees, layer by layer; and a check of the simulation, as the spins of the first layer of a feed-forward
  /// network depend on nothing but the input.
  static func show(
    _ networks: [LineArchitecture.Wiring: FinishedNetwork], _ p: Parameters, _ run: Run
  ) throws {
    guard let network = networks[.feedForward] else { return }
    let image = Array(try data.get().partition(holdingOut: p.heldOut).heldOut.image(0))
    let look = Look(network: network, image: image, burnIn: p.burnIn, time: p.frontTime)
    let seen = try run.sweep("look", over: [look])[0]
    let layers = zip(["a", "b", "c"], seen.layers).map { ($0, $1) }
    let bands = [("input", seen.input)] + layers + [("digits", seen.digits)]
    // A row of cells for each channel, and white above and below.
    let rows = max(p.channels, 2)
    for (band, (name, grid)) in bands.enumerated() {
      var (x, y, value): ([Double], [Double], [Double]) = ([], [], [])
      for row in 0..<rows {
        for column in 0..<image.count {
          x.append(Double(column))
          y.append(Double(band) + 0.5 + (Double(row) + 1.5) / Double(rows + 2))
          let channel = row * grid.channels / rows
          value.append(grid.values[column * grid.length / image.count * grid.channels + channel])
        }
      }
      run.series("seen-\(name)", ["position": x, "layer": y, "average": value])
    }
    run.number("seen-digit", Double(seen.digit))
    run.number("seen-probability", seen.probability)
    run.deviations(seen.deviations)
  }

  /// A network looked at in one image.
  struct Look: Cell {
    var network: FinishedNetwork
    var image: [Double]
    var burnIn, time: Double

    /// Numbers on a line, position by position, channel by channel; from −1 to 1.
    struct Grid: Codable {
      var length, channels: Int
      var values: [Double]
    }

    struct Result: Codable {
      var input: Grid
      var layers: [Grid]
      var digits: Grid
      var digit: Int
      var probability: Double
      /// Of the averages of the first layer from the exact ones, in exact standard errors.
      var deviations: [Double]
    }

    func compute(_ random: RandomStream) -> Result {
      let architecture = network.architecture
      let fields = network.network.fields(reading: image)
      let averages = network.network.spins
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
        // In larger fields the average is 1 to the last bit, and so is what is expected.
        deviations: (0..<independent).filter { abs(fields[$0]) < 15 }.map {
          deviation(of: averages[$0], in: fields[$0])
        })
    }

    /// A spin in the field h has the average m = tanh h and forgets at the rate λ = 2 cosh h; its average over a time T from the steady
    /// state on has the variance (1 − m²)(2/λT)[1 − (1 − exp(−λT))/λT].
    private func deviation(of average: Double, in field: Double) -> Double {
      let m = Elementary.tanh(field)
      let span = (Elementary.exp(field) + Elementary.exp(-field)) * time
      let variance = (1 - m * m) * 2 / span * (1 - (1 - Elementary.exp(-span)) / span)
      return (average - m) / variance.squareRoot()
    }
  }
}
