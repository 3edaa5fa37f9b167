import Matrices
import MNIST1D
import MesoscopicNetworks
import Randomness
import Testing

@Suite struct LineTrainingTests {
  static let images = MNIST1D.Generator(seed: 3, samples: 1250).generate().training

  /// A small training with few sweeps.
  static func training(
    _ wiring: LineArchitecture.Wiring, channels: Int, epochs: Int, response: LineResponse? = nil
  ) -> LineTraining {
    var training = LineTraining(
      .threeLayers(channels: channels, wiring: wiring), response: response ?? .corrected(by: [0.9, 0.9, 0.9]))
    (training.epochs, training.batch, training.rate) = (epochs, 16, 0.01)
    (training.fewestSweeps, training.mostSweeps) = (3, 5)
    return training
  }

  static let stream = RandomStream(seed: 31)

  /// All epochs of a number, with the loss after each.
  static func run(
    _ training: LineTraining, _ epochs: Range<Int>, from stage: LineTraining.Stage? = nil, on images: LabelledImages,
    stream: RandomStream = stream
  ) -> (stage: LineTraining.Stage, losses: [Double]) {
    let workshop = LineWorkshop(training)
    var stage = stage ?? training.begin(stream)
    var losses: [Double] = []
    for epoch in epochs {
      training.advance(&stage, epoch: epoch, on: images, in: workshop, stream)
      losses.append(stage.loss)
    }
    return (stage, losses)
  }

  /// The share of images that the readout finds right, and the mean entropy production rate by pairs.
  static func examine(
    _ training: LineTraining, _ parameters: [Float], _ images: LabelledImages
  ) -> (accuracy: Double, dissipation: Double) {
    let reading = LineWorkshop(training).read(images, parameters: parameters, sweeps: 30)
    let (features, classes) = (training.architecture.features, training.architecture.classes)
    var readout = SoftmaxReadout(features: features, classes: classes)
    let last = parameters.suffix(classes * (features + 1)).map { Double($0) }
    readout.weights = Matrix(rows: classes, columns: features, entries: Array(last.prefix(classes * features)))
    readout.biases = Array(last.suffix(classes))
    let right = zip(reading.features, images.labels).count { readout.classify($0) == $1 }
    return (Double(right) / Double(images.count), reading.dissipation.reduce(0, +) / Double(images.count))
  }

  /// The loss falls from ln 10 of a readout that knows nothing; of 400 images never seen, chance finds 40 ± 6. Control: labels in
  /// another order teach nothing.
  @Test func aSmallNetworkLearns() {
    let training = Self.training(.feedForward, channels: 8, epochs: 60)
    let (seen, unseen) = (Self.images[0..<600], Self.images[600..<1000])
    let (stage, losses) = Self.run(training, 0..<60, on: seen)
    #expect(losses[0] > 2.2 && losses[59] < 0.5 * losses[0])
    let deviation = (0.1 * 0.9 / 400).squareRoot()
    let accuracy = Self.examine(training, stage.parameters, unseen).accuracy
    #expect(accuracy > 0.1 + 20 * deviation)
    let start = training.begin(Self.stream).parameters
    #expect(Self.examine(training, start, unseen).accuracy < 0.1 + 4 * deviation)
    let labels = seen.labels.enumerated().map { seen.labels[($0.offset * 7 + 3) % 600] }
    let shuffled = LabelledImages(values: seen.values, length: seen.length, labels: labels)
    let fooled = Self.run(training, 0..<60, on: shuffled).stage
    #expect(Self.examine(training, fooled.parameters, unseen).accuracy < 0.1 + 6 * deviation)
  }

  /// The same stream gives the same bits, in one go or resumed from a copied stage with new working memory; another does not.
  @Test(arguments: LineArchitecture.Wiring.allCases)
  func aTrainingCanBeResumed(wiring: LineArchitecture.Wiring) {
    var training = Self.training(wiring, channels: 3, epochs: 4)
    (training.inputNoise, training.shift, training.stretch, training.trend) = (0.1, 2, 0.1, 0.2)
    (training.smoothing, training.dissipationPrice) = (0.1, 1e-3)
    let images = Self.images[0..<100]
    let whole = Self.run(training, 0..<4, on: images)
    let half = Self.run(training, 0..<2, on: images)
    let resumed = Self.run(training, 2..<4, from: half.stage, on: images)
    #expect(whole.stage.parameters == resumed.stage.parameters)
    #expect(whole.losses == half.losses + resumed.losses)
    let other = Self.run(training, 0..<4, on: images, stream: RandomStream(seed: 32))
    #expect(whole.stage.parameters != other.stage.parameters)
  }

  /// What costs is done less.
  @Test func dissipationThatCostsIsLess() {
    let images = Self.images[0..<200]
    func dissipation(price: Double) -> Double {
      var training = Self.training(.nonreciprocal, channels: 4, epochs: 10)
      training.dissipationPrice = price
      return Self.examine(training, Self.run(training, 0..<10, on: images).stage.parameters, images).dissipation
    }
    let (free, dear) = (dissipation(price: 0), dissipation(price: 0.1))
    #expect(dear < 0.5 * free && dear > 0)
    let training = Self.training(.symmetric, channels: 4, epochs: 10)
    #expect(Self.examine(training, training.begin(Self.stream).parameters, images).dissipation == 0)
  }

  /// A warm-up is cut to the epochs there are; rectifiers learn, too.
  @Test func shortTrainingsWarmUpOnly() {
    var training = Self.training(.feedForward, channels: 3, epochs: 2, response: .rectifier)
    training.warmUp = 5
    let losses = Self.run(training, 0..<2, on: Self.images[0..<400]).losses
    #expect(losses[1] < losses[0])
  }

  @Test func whatMakesNoSenseIsRefused() async {
    await #expect(processExitsWith: .failure) {
      var training = LineTrainingTests.training(.feedForward, channels: 1, epochs: 1, response: .rectifier)
      training.dissipationPrice = 1
      _ = LineTrainingTests.run(training, 0..<1, on: LineTrainingTests.images[0..<16])
    }
    await #expect(processExitsWith: .failure) {
      let training = LineTrainingTests.training(.nonreciprocal, channels: 1, epochs: 1)
      var (stage, other) = (training.begin(LineTrainingTests.stream), training)
      other.response = .naive(layers: 3)
      training.advance(
        &stage, epoch: 0, on: LineTrainingTests.images[0..<16], in: LineWorkshop(other), LineTrainingTests.stream)
    }
    await #expect(processExitsWith: .failure) {
      _ = LineWorkshop(
        LineTrainingTests.training(.feedForward, channels: 1, epochs: 1, response: .corrected(by: [-1, 0, 0])))
    }
  }
}
