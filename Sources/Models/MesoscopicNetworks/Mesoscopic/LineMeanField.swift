import ElementaryFunctions
import KernelMemory
import Randomness
import Validation

/// What a unit of a network on a line makes of its field.
public enum LineResponse: Sendable, Codable, Hashable {
  /// The magnetisation of a spin in a fluctuating field, m = tanh(h/√(1 + cV)) with the mean field h, the variance
  /// V_i = Σ_j W_ij²(1 − m_j²) of independent spins, and a correction c for each layer.
  ///
  /// The average of tanh over a Gaussian field is close to tanh(h/√(1 + πV/2)), since that of the error function is exact (D. J.
  /// C. MacKay, Neural Comput. 4, 720 (1992)). c = g·π/2 with g < 1 where a field changes faster than the spins that feel it,
  /// which then see its average; with g > 1 where spins fluctuate together, since their fields vary more than V says. c = 0 is the
  /// naive mean field.
  case spin(corrections: [Double])

  /// max(0, h), the unit of an ordinary convolutional network: the baseline.
  case rectifier

  /// Spins with the corrections c = g·π/2, layer by layer.
  public static func corrected(by factors: [Double]) -> LineResponse {
    .spin(corrections: factors.map { 0.5 * Double.pi * $0 })
  }

  /// Spins in the naive mean field, in so many layers.
  public static func naive(layers: Int) -> LineResponse { .spin(corrections: Array(repeating: 0, count: layers)) }

  /// What is wrong with the response of so many layers; nil where nothing is.
  func flaw(inLayers layers: Int) -> String? {
    guard case .spin(let corrections) = self else { return nil }
    return corrections.count == layers && corrections.allSatisfy { $0 >= 0 && $0.isFinite }
      ? nil : "A mean field has one correction per layer, finite and not negative."
  }
}

/// The mean field of a network on a line for sixteen inputs at a time, with its gradient: what such networks are trained with.
///
/// A sweep goes through the layers from the input up, each with the newest averages of its neighbours, at β = 1. In a feed-forward
/// network one sweep is all. All states are kept for the way back. Single precision, one thread.
final class LineMeanField {
  typealias Vector = SIMD16<Float>
  typealias Memory = VectorMemory<Vector>

  /// How many inputs there are side by side.
  static let samples = 16

  let architecture: LineArchitecture
  let layout: LineLayout
  let response: LineResponse
  /// c, layer by layer.
  let corrections: [Float]
  let input: LineSide
  let sides: [LineSide]
  /// Where a layer begins in a generation of states, and how long a generation is, in vectors.
  let offsets: [Int]
  let stride: Int
  /// How each layer reads the one below, and how it acts back on it, nil where it does not.
  let reading: [LineLink], returning: [LineLink?]
  private(set) var parameters: [Float]

  /// The input; U∗x + b; and generation by generation m, 1 − m², h and 1/√(1 + cV).
  let inputs, source: Memory
  let averages, variances, fields, shrinkage: Memory
  /// How many sweeps fit.
  let limit: Int

  init(_ architecture: LineArchitecture, response: LineResponse, limit: Int) {
    self.architecture = architecture
    self.response = response
    self.limit = limit
    layout = LineLayout(architecture)
    if case .spin(let corrections) = response {
      if let flaw = response.flaw(inLayers: architecture.layers) { fatalError(flaw) }
      self.corrections = corrections.map { Float($0) }
    } else {
      corrections = architecture.channels.map { _ in 0 }
    }
    let input = LineSide(input: architecture.inputLength)
    let sides = zip(architecture.lengths, architecture.channels).map { LineSide(length: $0, channels: $1) }
    self.input = input
    self.sides = sides
    offsets = sides.indices.map { sides[..<$0].reduce(0) { $0 + $1.size } }
    let stride = sides.reduce(0) { $0 + $1.size }
    self.stride = stride
    func link(_ layer: Int) -> LineLink {
      LineLink(above: sides[layer], below: layer == 0 ? input : sides[layer - 1], architecture.convolutions[layer])
    }
    reading = sides.indices.map(link)
    returning = sides.indices.map { $0 > 0 && architecture.wiring != .feedForward ? link($0) : nil }
    parameters = Array(repeating: 0, count: layout.readout.upperBound)
    inputs = Memory(count: input.size + 4)
    source = Memory(count: sides[0].size)
    averages = Memory(count: (limit + 1) * stride)
    variances = Memory(count: (limit + 1) * stride)
    fields = Memory(count: (limit + 1) * stride)
    shrinkage = Memory(count: (limit + 1) * stride)
  }

  /// Takes parameters, in the order of ``LineLayout``.
  func set(_ parameters: [Float]) {
    require(parameters.count == self.parameters.count, "A network needs all of its parameters.")
    self.parameters = parameters
    for layer in sides.indices {
      reading[layer].fill(parameters[layout.reading[layer]])
      if let weights = layout.returning[layer] { returning[layer]?.fill(parameters[weights]) }
    }
  }

  /// Takes up to sixteen inputs; lanes without one are 0.
  func load(_ images: [ArraySlice<Float>]) {
    for place in 0..<inputs.count { inputs[place] = Vector() }
    for (lane, image) in images.enumerated() {
      for (position, value) in image.enumerated() { inputs[scalar: 16 * position * input.width + lane] = value }
    }
    setBiases(of: 0, source, at: 0)
    reading[0].read(inputs, from: 0, to: source, at: 0)
    for place in 0..<stride {
      averages[place] = Vector()
      variances[place] = Vector(repeating: 1)
    }
  }

  /// Sets the averages of all layers but the first, from which sweeps begin, to numbers uniform in (−1, 1).
  func scatter(_ random: inout RandomLanes) {
    for place in sides[0].size..<stride {
      let average = 2 * random.floatUniform() - 1
      averages[place] = average
      variances[place] = 1 - average * average
    }
  }

  /// The averages after so many sweeps, generation by generation.
  func run(sweeps: Int) {
    require((1...limit).contains(sweeps), "The sweeps must fit into the memory.")
    for generation in 1...sweeps {
      for layer in sides.indices { update(layer, generation) }
    }
  }

  /// The averages after very many sweeps, whose states are not kept; feed-forward networks need one.
  func settle(sweeps: Int) {
    guard architecture.wiring != .feedForward else { return run(sweeps: 1) }
    for _ in 0..<max(1, sweeps) {
      run(sweeps: 1)
      for place in 0..<stride {
        averages[place] = averages[stride + place]
        variances[place] = variances[stride + place]
      }
    }
  }

  private func update(_ layer: Int, _ generation: Int) {
    let (here, before) = (generation * stride, (generation - 1) * stride)
    let place = here + offsets[layer]
    if layer == 0 {
      for index in 0..<sides[0].size { fields[place + index] = source[index] }
    } else {
      setBiases(of: layer, fields, at: place)
    }
    for index in 0..<sides[layer].size { shrinkage[place + index] = Vector() }
    if layer > 0 {
      let below = here + offsets[layer - 1]
      reading[layer].read(averages, from: below, to: fields, at: place)
      if corrections[layer] > 0 { reading[layer].read(variances, from: below, squared: true, to: shrinkage, at: place) }
    }
    if layer + 1 < sides.count, let link = returning[layer + 1] {
      let above = before + offsets[layer + 1]
      link.act(back: averages, from: above, to: fields, at: place)
      if corrections[layer] > 0 { link.act(back: variances, from: above, squared: true, to: shrinkage, at: place) }
    }
    if case .rectifier = response {
      rectify(place, sides[layer].size)
    } else {
      respond(place, sides[layer].size, corrections[layer])
    }
  }

  private func setBiases(of layer: Int, _ sums: borrowing Memory, at place: Int) {
    let side = sides[layer]
    for position in 0..<side.length {
      for channel in 0..<side.width {
        let bias = channel < side.channels ? parameters[layout.biases[layer].lowerBound + channel] : 0
        sums[place + position * side.width + channel] = Vector(repeating: bias)
      }
    }
  }

  /// m, 1 − m² and 1/√(1 + cV) from h and V.
  @inline(never)
  private func respond(_ start: Int, _ count: Int, _ correction: Float) {
    for place in start..<start + count {
      let total = 1 + correction * shrinkage[place]
      var root = Vector()
      for lane in 0..<16 { root[lane] = abs(total[lane]).squareRoot() }
      shrinkage[place] = 1 / root
    }
    for place in start..<start + count {
      let average = Elementary.tanh(fields[place] * shrinkage[place])
      averages[place] = average
      variances[place] = 1 - average * average
    }
  }

  private func rectify(_ start: Int, _ count: Int) {
    for place in start..<start + count {
      let field = fields[place]
      averages[place] = field.replacing(with: 0, where: field .< 0)
      shrinkage[place] = Vector(repeating: 1)
    }
  }
}
