import KernelMemory
import MNIST1D
import Randomness
import Validation

/// The working memory of a training: the mean field, the way back, and the gradient of a batch.
public final class LineWorkshop {
  typealias Vector = SIMD16<Float>

  let layout: LineLayout
  /// The mean gradient of the last batch, one number per parameter.
  package private(set) var gradient: [Float] = []

  private let field: LineMeanField
  private let back: LineBackpropagation
  /// What finds fixed points, where a training wants them.
  private var solver: LineFixedPoint?
  /// The readout sees the averages of the last layer with noise.
  private let read: VectorMemory<Vector>
  /// Where these averages stand in a generation of states, and in the readout.
  private let features, places: [Int]

  /// Memory for trainings of one kind.
  public convenience init(_ training: LineTraining) {
    self.init(
      training.architecture, response: training.response,
      limit: training.architecture.wiring == .feedForward ? 1 : training.generations)
    if let fixedPoint = training.fixedPoint { solver = LineFixedPoint(field, depth: fixedPoint.depth) }
  }

  /// Memory for at most `limit` sweeps of one architecture.
  package init(_ architecture: LineArchitecture, response: LineResponse, limit: Int) {
    layout = LineLayout(architecture)
    field = LineMeanField(architecture, response: response, limit: limit)
    back = LineBackpropagation(field)
    let last = architecture.layers - 1
    let side = field.sides[last]
    let offset = field.offsets[last]
    features = (0..<side.length).flatMap { position in
      (0..<side.channels).map { offset + position * side.width + $0 }
    }
    places = Array(features.indices)
    read = VectorMemory(count: features.count)
  }

  /// Whether the memory fits a training: of the same architecture and response, with room for its sweeps.
  func serves(_ training: LineTraining) -> Bool {
    field.architecture == training.architecture && field.response == training.response
      && (training.architecture.wiring == .feedForward || training.generations <= field.limit)
      && (training.fixedPoint == nil) == (solver == nil)
  }

  /// Takes parameters.
  package func take(_ parameters: [Float]) { field.set(parameters) }

  /// Makes the mean gradient of a batch of images in place of the last one; returns the sum of their losses, in nats.
  ///
  /// - Parameters:
  ///   - chosen: the numbers of the images.
  ///   - sweeps: how many there are; no more than the memory was made for.
  ///   - random: the stream below which every sixteen images have one of their own.
  package func makeGradient(
    of training: LineTraining, _ chosen: ArraySlice<Int>, _ images: LabelledImages, sweeps: Int,
    _ random: RandomStream
  ) -> Double {
    gradient = Array(repeating: 0, count: layout.readout.upperBound)
    var loss = 0.0
    for start in stride(from: chosen.startIndex, to: chosen.endIndex, by: LineMeanField.samples) {
      let group = chosen[start..<min(chosen.endIndex, start + LineMeanField.samples)]
      loss += addGradient(of: training, Array(group), images, sweeps, random[start])
    }
    let share = 1 / Float(chosen.count)
    for place in gradient.indices { gradient[place] *= share }
    return loss
  }

  /// Adds the gradient of α Σ_w κ_w (w − w′)² to the mean gradient, at fixed conductances κ; returns its value.
  func addPrice(_ price: Double, _ conductances: [Float], _ parameters: [Float]) -> Double {
    let differences = layout.differences(parameters)
    var total = 0.0
    for layer in layout.reading.indices.dropFirst() {
      for (place, weight) in layout.reading[layer].enumerated() {
        let slope = price * Double(conductances[weight]) * differences[weight]
        total += slope * differences[weight]
        gradient[weight] += Float(2 * slope)
        if let back = layout.returning[layer] { gradient[back.lowerBound + place] -= Float(2 * slope) }
      }
    }
    return total
  }

  private func addGradient(
    of training: LineTraining, _ group: [Int], _ images: LabelledImages, _ sweeps: Int, _ random: RandomStream
  ) -> Double {
    var noise = RandomLanes(random)
    field.load(group.enumerated().map { lane, image in altered(images.image(image), training, random[lane]) })
    if training.startsAtRandom { field.scatter(&noise) }
    var sweeps = sweeps
    if let fixedPoint = training.fixedPoint, let solver, training.architecture.wiring != .feedForward {
      _ = solver.settle(tolerance: Float(fixedPoint.tolerance), limit: fixedPoint.limit)
      sweeps = fixedPoint.terms
      solver.keep(generations: sweeps)
    } else {
      field.run(sweeps: sweeps)
    }
    let state = sweeps * field.stride
    for (place, feature) in features.enumerated() { read[place] = field.averages[state + feature] }
    if training.readoutNoise > 0 {
      for place in 0..<read.count {
        read[place] = read[place] + Float(training.readoutNoise) * noise.floatNormals().0
      }
    }
    let labels = (0..<LineMeanField.samples).map { $0 < group.count ? images.labels[group[$0]] : -1 }
    let classes = field.architecture.classes
    let scores = LineReadout.scores(
      read, places, parameters: field.parameters, layout.readout, classes: classes)
    let (loss, slopes) = LineReadout.crossEntropy(scores, labels: labels, smoothing: Float(training.smoothing))
    for place in 0..<field.stride { back.slopes[place] = Vector() }
    LineReadout.addGradient(
      slopes, read, places, parameters: field.parameters, layout.readout, to: back.slopes, at: features,
      gradient: &gradient)
    var total = Double(ConvolutionTile.total(loss))
    if training.dissipationPrice > 0 && training.currents == nil {
      var price = Vector()
      for lane in group.indices { price[lane] = Float(training.dissipationPrice) }
      let dissipation = LineDissipation(
        field, generation: sweeps, price: price, slopes: back.slopes, gradient: &gradient)
      total += Double(ConvolutionTile.total(price * dissipation.rate))
    }
    if let flipPrice = training.flipPrice, flipPrice > 0 {
      total += addFlips(Float(flipPrice), group.count, state: state)
    }
    let kept = training.fixedPoint?.terms ?? training.gradientSweeps ?? sweeps
    let first = max(1, sweeps + 1 - kept)
    back.addGradient(sweeps: first...sweeps, to: &gradient)
    return total
  }

  /// Adds ∂/∂m of a price times Σ √v to the slopes, for the first of the sixteen samples; returns their sum.
  private func addFlips(_ price: Float, _ samples: Int, state: Int) -> Double {
    var prices = Vector()
    for lane in 0..<samples { prices[lane] = price }
    var sum = Vector()
    for (layer, side) in field.sides.enumerated() {
      for position in 0..<side.length {
        for channel in 0..<side.channels {
          let place = field.offsets[layer] + position * side.width + channel
          let (m, v) = (field.averages[state + place], field.variances[state + place])
          var root = Vector()
          // Never 0, so that the slope of a frozen spin is finite.
          for lane in 0..<16 { root[lane] = (abs(v[lane]) + 1e-6).squareRoot() }
          sum += prices * root
          back.slopes[place] = back.slopes[place] - prices * m / root
        }
      }
    }
    return Double(ConvolutionTile.total(sum))
  }

  /// An image as the network sees it in training: shifted, stretched, tilted and with noise.
  private func altered(
    _ image: ArraySlice<Double>, _ training: LineTraining, _ random: RandomStream
  ) -> ArraySlice<Float> {
    var random = random
    let count = image.count
    let shift = random.index(below: 2 * training.shift + 1) - training.shift
    let scale = 1 + training.stretch * (2 * random.uniform() - 1)
    let tilt = training.trend * (2 * random.uniform() - 1)
    var result: [Float] = []
    for place in 0..<count {
      let value = image[image.startIndex + (place + shift + count) % count]
      let slope = 2 * Double(place) / Double(max(1, count - 1)) - 1
      let noise = training.inputNoise > 0 ? training.inputNoise * random.normal() : 0
      result.append(Float(scale * value + tilt * slope + noise))
    }
    return result[...]
  }

  /// What the mean field makes of images.
  public struct Reading: Sendable {
    /// The averages that the readout sees, image by image.
    public var features: [[Double]]
    /// The entropy production rate of each image by pairs, to leading order in the couplings; in nats per unit time of k₀.
    public var dissipation: [Double]
  }

  /// The averages of the last layer for images, after so many sweeps and without noise.
  ///
  /// - Precondition: images are as long as the network's input, and there are all of its parameters.
  public func read(_ images: LabelledImages, parameters: [Float], sweeps: Int = 50) -> Reading {
    require(images.length == field.architecture.inputLength, "Images are as long as the network's input.")
    take(parameters)
    var reading = Reading(features: [], dissipation: [])
    for start in stride(from: 0, to: images.count, by: LineMeanField.samples) {
      let group = start..<min(images.count, start + LineMeanField.samples)
      field.load(group.map { image in images.image(image).map { Float($0) }[...] })
      field.settle(sweeps: sweeps)
      var unused = Array(repeating: Float(0), count: parameters.count)
      let dissipation = LineDissipation(
        field, generation: 1, price: Vector(), slopes: back.slopes, gradient: &unused)
      for lane in 0..<group.count {
        reading.features.append(features.map { Double(field.averages[field.stride + $0][lane]) })
        reading.dissipation.append(Double(dissipation.rate[lane]))
      }
    }
    return reading
  }
}

extension LineTraining {
  /// How many states of the mean field are kept for the way back.
  fileprivate var generations: Int { fixedPoint?.terms ?? mostSweeps }
}
