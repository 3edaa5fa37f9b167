import MNIST1D
import MesoscopicNetworks
import Randomness
import Testing

/// Networks on a line as implicit layers.
@Suite struct ImplicitLayerTests {
  private static func training(terms: Int, depth: Int = 5, limit: Int = 300) -> LineTraining {
    var training = LineTraining(
      .threeLayers(channels: 2, wiring: .nonreciprocal), response: .corrected(by: [0.9, 0.9, 1.4]))
    (training.readoutNoise, training.startsAtRandom) = (0, false)
    training.fixedPoint = LineTraining.FixedPoint(depth: depth, tolerance: 1e-6, limit: limit, terms: terms)
    return training
  }

  private static func loss(
    _ training: LineTraining, _ parameters: [Float], _ images: LabelledImages
  ) -> (loss: Double, gradient: [Float]) {
    let workshop = LineWorkshop(training)
    workshop.take(parameters)
    let loss = workshop.makeGradient(
      of: training, Array(0..<images.count)[...], images, sweeps: 1, RandomStream(seed: 91))
    return (loss / Double(images.count), workshop.gradient)
  }

  /// With forty terms the implicit gradient is that of the loss at the fixed point, by central differences in single precision, to 1 % of the
  /// largest derivative. Control: the first term alone is not; nor are forty terms after a single sweep, which is no fixed point.
  @Test func theImplicitGradientIsThatOfTheFixedPoint() {
    let plain = PlainLineNetwork(Self.training(terms: 1).architecture, scale: 0.9, seed: 92)
    let images = PlainLineNetwork.images(16, for: plain.network.architecture, seed: 93)
    let found = Self.loss(Self.training(terms: 40), plain.single, images).gradient
    let short = Self.loss(Self.training(terms: 1), plain.single, images).gradient
    let early = Self.loss(Self.training(terms: 40, depth: 0, limit: 1), plain.single, images).gradient
    let largest = found.map(abs).max() ?? 0
    var random = RandomStream(seed: 94)
    var (misses, earlyMisses) = (0, 0)
    for _ in 0..<60 {
      let place = random.index(below: found.count)
      let step = Float(0.01)
      let sides = [-step, step].map { step in
        var moved = plain.single
        moved[place] += step
        return Self.loss(Self.training(terms: 1), moved, images).loss
      }
      let slope = Float((sides[1] - sides[0]) / Double(2 * step))
      #expect(abs(slope - found[place]) < 0.01 * largest, "\(place): \(slope), \(found[place])")
      if abs(slope - short[place]) > 0.02 * largest { misses += 1 }
      if abs(slope - early[place]) > 0.02 * largest { earlyMisses += 1 }
    }
    #expect(misses > 3 && earlyMisses > 3)
  }

  /// Both solvers find the same fixed point, whose loss they share to the last digits of single precision.
  @Test func theAcceleratedSolverFindsTheSame() throws {
    let plain = PlainLineNetwork(Self.training(terms: 1).architecture, scale: 0.9, seed: 92)
    let images = PlainLineNetwork.images(16, for: plain.network.architecture, seed: 93)
    let slow = Self.loss(Self.training(terms: 1, depth: 0), plain.single, images).loss
    let fast = Self.loss(Self.training(terms: 1), plain.single, images).loss
    #expect(abs(slow - fast) < 1e-4)
    // A control: after three sweeps plain ones are not there yet.
    let early = Self.loss(Self.training(terms: 1, depth: 0, limit: 3), plain.single, images).loss
    #expect(abs(early - fast) > 1e-4)
  }

  /// A trained network goes on learning as an implicit layer: its loss falls at least as far as by a random number of sweeps, to 0.05 nats of
  /// some 1.3. Control: a gradient of the other sign, by a negative rate of learning, makes it rise.
  @Test func aTrainedNetworkGoesOn() {
    let images = LineTrainingTests.images[0..<600]
    var training = LineTrainingTests.training(.nonreciprocal, channels: 6, epochs: 10)
    let start = LineTrainingTests.run(training, 0..<10, on: images).stage
    let begun = start.loss
    func further(_ fixedPoint: LineTraining.FixedPoint?) -> Double {
      training.fixedPoint = fixedPoint
      let stage = training.begin(at: start.parameters)
      return LineTrainingTests.run(training, 0..<10, from: stage, on: images).stage.loss
    }
    let explicit = further(nil)
    let implicit = further(LineTraining.FixedPoint(depth: 5, tolerance: 1e-3, limit: 20, terms: 4))
    #expect(implicit < begun - 0.1 && implicit < explicit + 0.05, "\(begun), \(explicit), \(implicit)")
    training.rate = -training.rate
    #expect(further(LineTraining.FixedPoint(limit: 20, terms: 4)) > begun + 0.1)
  }

  /// The gradient through the last k of sixty sweeps, whose first have settled, is k terms of the implicit one, to single precision. All of
  /// the sweeps give what any number beyond them gives. Control: one more or one fewer is something else.
  @Test func theLastSweepsGiveTheTermsOfTheSeries() {
    var sweeps = Self.training(terms: 1)
    (sweeps.fixedPoint, sweeps.mostSweeps) = (nil, 60)
    let plain = PlainLineNetwork(sweeps.architecture, scale: 0.9, seed: 92)
    let images = PlainLineNetwork.images(16, for: plain.network.architecture, seed: 93)
    func gradient(_ last: Int?) -> [Float] {
      sweeps.gradientSweeps = last
      let workshop = LineWorkshop(sweeps)
      workshop.take(plain.single)
      _ = workshop.makeGradient(
        of: sweeps, Array(0..<images.count)[...], images, sweeps: 60, RandomStream(seed: 91))
      return workshop.gradient
    }
    func distance(_ one: [Float], _ other: [Float]) -> Float {
      (zip(one, other).map { abs($0 - $1) }.max() ?? 0) / (one.map(abs).max() ?? 1)
    }
    for terms in 1...3 {
      let implicit = Self.loss(Self.training(terms: terms), plain.single, images).gradient
      #expect(distance(implicit, gradient(terms)) < 1e-3)
      #expect(distance(implicit, gradient(terms + 1)) > 5e-3)
    }
    #expect(gradient(nil) == gradient(60) && gradient(nil) == gradient(90))
    // A fixed point has its own number of terms.
    var implicit = Self.training(terms: 3)
    implicit.gradientSweeps = 1
    #expect(
      Self.loss(implicit, plain.single, images).gradient
        == Self.loss(Self.training(terms: 3), plain.single, images).gradient)
    implicit.fixedPoint?.tolerance = .nan
    #expect(implicit.flaw?.hasPrefix("A fixed point is found") == true)
    implicit = LineTraining(.threeLayers(channels: 2, wiring: .feedForward), response: implicit.response)
    implicit.fixedPoint = LineTraining.FixedPoint()
    #expect(implicit.flaw == "A feed-forward network has no fixed point to be found.")
    sweeps.gradientSweeps = 0
    #expect(sweeps.flaw == "A gradient goes back through at least one sweep.")
  }

  /// Weak couplings have one fixed point. Strong symmetric ones have several, which are found from random states.
  @Test func fixedPointsAreCounted() throws {
    func survey(_ scale: Double) throws -> FixedPointSurvey.Result {
      let architecture = LineArchitecture.threeLayers(channels: 3, wiring: .symmetric)
      var training = LineTraining(architecture, response: .naive(layers: 3))
      training.epochs = 0
      let parameters = PlainLineNetwork(architecture, scale: scale, seed: 95).single
      let network = FinishedLineNetwork(training.begin(at: parameters), of: training)
      return try FixedPointSurvey(of: network, heldOut: 500, images: 32, limit: 400).compute(RandomStream(seed: 96))
    }
    let (weak, strong) = (try survey(0.15), try survey(2.5))
    #expect(weak.plain.found == 1 && weak.accelerated.found == 1 && weak.several == 0 && weak.undecided == 0)
    #expect(weak.accelerated.sweeps <= weak.plain.sweeps)
    #expect(strong.several > 0.5 && strong.several >= strong.undecided)
  }
}
