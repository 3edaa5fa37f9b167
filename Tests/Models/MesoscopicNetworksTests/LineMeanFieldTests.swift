import MNIST1D
import MesoscopicNetworks
import Randomness
import Testing

/// The mean field of networks on a line, sixteen samples at a time in single precision, against a plain one in double precision.
@Suite struct LineMeanFieldTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var wiring: LineArchitecture.Wiring
    var channels: [Int]
    var response: LineResponse
    var sweeps: Int
    var price = 0.0
    var smoothing = 0.0
    var scale = 0.5

    var architecture: LineArchitecture {
      let convolutions = [(5, 2, 2), (3, 2, 1), (2, 1, 0)].map { LineConvolution(kernel: $0, stride: $1, padding: $2) }
      return LineArchitecture(
        inputLength: 13, channels: channels, convolutions: Array(convolutions.prefix(channels.count)), wiring: wiring,
        classes: 3)
    }

    /// Rectifiers with biases that keep most of them alive.
    var plain: PlainLineNetwork {
      var plain = PlainLineNetwork(architecture, scale: scale, seed: 11)
      for part in plain.parts where response == .rectifier && part.name.hasPrefix("biases") {
        for place in part.range { plain.parameters[place] = 0.75 + 0.25 * plain.parameters[place] }
      }
      return plain
    }

    /// More than sixteen, and no multiple.
    var images: LabelledImages { PlainLineNetwork.images(20, for: architecture, seed: 12) }

    var training: LineTraining {
      var training = LineTraining(architecture, response: response)
      (training.readoutNoise, training.dissipationPrice, training.smoothing) = (0, price, smoothing)
      return training
    }

    var testDescription: String { "\(wiring), \(channels), \(response), \(sweeps) sweeps, α = \(price), \(smoothing)" }

    /// The mean gradient in single precision, and the loss.
    func found(sweeps: Int? = nil, response: LineResponse? = nil) -> (gradient: [Double], loss: Double) {
      let sweeps = sweeps ?? self.sweeps
      let workshop = LineWorkshop(architecture, response: response ?? self.response, limit: sweeps)
      workshop.take(plain.single)
      let (images, stream) = (images, RandomStream(seed: 1))
      let loss = workshop.makeGradient(of: training, [Int](0..<images.count)[...], images, sweeps: sweeps, stream)
      return (workshop.gradient.map { Double($0) }, loss / Double(images.count))
    }

    func loss(_ network: PlainLineNetwork) -> Double {
      network.loss(images, response, sweeps: sweeps, price: price, smoothing: smoothing)
    }

    /// By central differences of step h, whose error is h²/6 times a third derivative, some 1e-9; closer to each other where there are
    /// kinks. Rounding: 1e-16/h.
    var exact: [Double] { plain.gradient(step: response == .rectifier ? 1e-6 : 1e-4, of: loss) }
  }

  /// max |a − b| over max |b|.
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / b.reduce(0) { max($0, abs($1)) }
  }

  static let corrected = LineResponse.corrected(by: [0.9, 1.3, 0.5])

  static let cases =
    LineArchitecture.Wiring.allCases.flatMap { wiring in
      [
        Case(wiring: wiring, channels: [3, 2, 3], response: corrected, sweeps: 4),
        Case(wiring: wiring, channels: [3, 2, 3], response: corrected, sweeps: 3, price: 0.1, smoothing: 0.2),
        Case(wiring: wiring, channels: [2, 3, 3], response: .naive(layers: 3), sweeps: 2, price: 0.02),
        Case(wiring: wiring, channels: [4, 5], response: .corrected(by: [0, 2]), sweeps: 3, price: 0.3, scale: 0.8),
        Case(wiring: wiring, channels: [3, 2, 3], response: .rectifier, sweeps: 2, scale: 0.2),
      ]
    } + [
      Case(wiring: .nonreciprocal, channels: [2, 17], response: .corrected(by: [0.7, 0]), sweeps: 1, price: 0.05),
      Case(wiring: .nonreciprocal, channels: [18, 2], response: .corrected(by: [0.7, 1.1]), sweeps: 2, scale: 0.3),
      Case(wiring: .feedForward, channels: [5], response: .corrected(by: [1]), sweeps: 1, smoothing: 0.1),
    ]

  /// Single precision carries 1e-7 per operation. What is found is 3e-7 of the largest component, and 7e-7 of the largest in each
  /// part of the parameters by itself, of which some are much smaller than others.
  @Test(arguments: cases)
  func gradientsAreThoseOfTheLoss(test: Case) {
    let (found, exact) = (test.found(), test.exact)
    #expect(abs(found.loss / test.loss(test.plain) - 1) < 1e-6)
    #expect(Self.distance(found.gradient, exact) < 2e-6)
    for part in test.plain.parts {
      #expect(exact[part.range].contains { abs($0) > 1e-4 }, "\(part.name) matters")
      let partial = Self.distance(Array(found.gradient[part.range]), Array(exact[part.range]))
      #expect(partial < 5e-6, "\(part.name)")
    }
  }

  @Test(arguments: cases)
  func averagesAndDissipationAreThoseOfThePlainSweeps(test: Case) {
    let reading = LineWorkshop(test.architecture, response: test.response, limit: 1)
      .read(test.images, parameters: test.plain.single, sweeps: test.sweeps)
    #expect(reading.features.count == 20 && reading.dissipation.count == 20)
    for place in 0..<20 {
      let m = test.plain.averages(Array(test.images.image(place)), test.response, sweeps: test.sweeps)
      let features = m.suffix(test.architecture.features)
      let largest = features.reduce(1) { max($0, abs($1)) }
      #expect(zip(reading.features[place], features).allSatisfy { abs($0 - $1) < 1e-5 * largest })
      guard test.response != .rectifier else { continue }
      let sigma = test.plain.dissipation(m)
      #expect(abs(reading.dissipation[place] - sigma) <= 1e-5 * sigma)
      #expect((sigma == 0) == (test.wiring == .symmetric || test.channels.count == 1))
    }
  }

  /// Controls: a gradient of the wrong sign, one without the correction, one of another number of sweeps and one with channels
  /// exchanged are far from that of the loss.
  @Test(arguments: [LineArchitecture.Wiring.symmetric, .nonreciprocal])
  func wrongGradientsAreFound(wiring: LineArchitecture.Wiring) {
    let test = Case(wiring: wiring, channels: [3, 3, 3], response: Self.corrected, sweeps: 2, price: 0.05)
    let exact = test.exact
    let right = test.found().gradient
    #expect(Self.distance(right, exact) < 2e-6)
    #expect(Self.distance(right.map { -$0 }, exact) > 1)
    #expect(Self.distance(test.found(response: .naive(layers: 3)).gradient, exact) > 1e-2)
    #expect(Self.distance(test.found(sweeps: 1).gradient, exact) > 1e-3)
    #expect(Self.distance(test.found(sweeps: 3).gradient, exact) > 1e-3)
    for part in test.plain.parts where part.name == "reading 1" || part.name == "returning 2" {
      // w[c][k][d] to w[d][k][c].
      let kernel = part.range.count / 9
      let transposed = (0..<part.range.count).map { place in
        let (c, k, d) = (place / 3 / kernel, place / 3 % kernel, place % 3)
        return right[part.range.lowerBound + (d * kernel + k) * 3 + c]
      }
      #expect(Self.distance(transposed, Array(exact[part.range])) > 1e-2)
    }
  }

  /// Without feedback one sweep is all: more give the same gradient, to the bit but for zeros that are added.
  @Test func oneSweepIsEnoughWithoutFeedback() {
    let test = Case(wiring: .feedForward, channels: [3, 2, 3], response: Self.corrected, sweeps: 1, price: 0.1)
    #expect(test.found(sweeps: 3).gradient == test.found().gradient)
    #expect(test.found(sweeps: 3).loss == test.found().loss)
  }

  /// Lanes that hold no image add nothing: twenty images in one batch have the mean gradient of one by one.
  @Test func emptyLanesAddNothing() {
    let test = Case(wiring: .nonreciprocal, channels: [3, 2], response: .corrected(by: [1, 1]), sweeps: 3, price: 0.1)
    let workshop = LineWorkshop(test.architecture, response: test.response, limit: 3)
    workshop.take(test.plain.single)
    var sum = Array(repeating: 0.0, count: test.architecture.parameters)
    for image in 0..<20 {
      _ = workshop.makeGradient(of: test.training, [image], test.images, sweeps: 3, RandomStream(seed: 1))
      for place in sum.indices { sum[place] += Double(workshop.gradient[place]) / 20 }
    }
    #expect(Self.distance(test.found().gradient, sum) < 1e-6)
  }
}
