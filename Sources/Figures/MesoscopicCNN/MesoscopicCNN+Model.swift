import Companion
import Estimation
import Learning
import PackedNumbers
import Randomness
import StochasticThermodynamics

extension MesoscopicCNN {
  // MARK: - Model

  /// How a network of spins is trained.
  static func recipe(
    _ wiring: LineArchitecture.Wiring, channels: Int, alpha: Double, epochs: Int, _ p: Parameters
  ) -> LineTraining {
    let architecture = LineArchitecture.threeLayers(channels: channels, wiring: wiring)
    // How much of the variance counts in each layer was fitted to sampled averages of trained networks, with held-out images.
    let factors = wiring == .feedForward ? (channels > 32 ? [0.9, 0.7, 2.8] : [0.9, 0.8, 1.5]) : [0.9, 0.9, 1.2]
    var training = LineTraining(architecture, response: .corrected(by: factors))
    training.dissipationPrice = alpha
    training.epochs = epochs
    training.batch = p.batch
    training.rate = p.rate
    training.readoutNoise = channels > 32 ? 0.3 : 0.2
    (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend)
    if wiring != .feedForward {
      (training.fewestSweeps, training.mostSweeps, training.startsAtRandom) = (6, 12, true)
      training.scale = 0.6
    }
    return training
  }

  /// How the small network of rectifiers of S. Greydanus is trained: the same layers without spins and noise.
  static func rectifiers(_ p: Parameters, isPlain: Bool) -> LineTraining {
    let convolutions = [(5, 1), (3, 1), (3, 1)].map { LineConvolution(kernel: $0.0, stride: 2, padding: $0.1) }
    let architecture = LineArchitecture(
      inputLength: 40, channels: [25, 25, 25], convolutions: convolutions, wiring: .feedForward,
      classes: MNIST1D.classes)
    var training = LineTraining(architecture, response: .rectifier)
    (training.epochs, training.batch, training.rate) = (p.rectifierEpochs, p.batch, 0.003)
    (training.readoutNoise, training.weightDecay) = (0, 0)
    if !isPlain { (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend) }
    return training
  }

  /// A training, epoch by epoch.
  struct Train: StagedCell {
    var training: LineTraining
    var heldOut: Int

    struct Result: Codable {
      var network: FinishedNetwork
      /// The fraction of held-out images that the mean field classifies rightly.
      var heldOut: Double
    }

    var stages: Int { training.epochs }

    func begin(_ random: RandomStream) -> LineTraining.Stage { training.begin(random) }

    func advance(_ stage: inout LineTraining.Stage, number: Int, _ random: RandomStream) throws {
      let images = try MesoscopicCNN.data.get().partition(holdingOut: heldOut).training
      training.advance(&stage, epoch: number, on: images, in: LineWorkshop(training), random)
    }

    func result(of stage: LineTraining.Stage, _ random: RandomStream) throws -> Result {
      let network = FinishedNetwork(stage, of: training)
      let images = try MesoscopicCNN.data.get().partition(holdingOut: heldOut).heldOut
      let examination = images.examination(of: network, Observation(burnIn: 0, times: []), random: random)
      return Result(network: network, heldOut: Double(examination.rightInMeanField) / Double(images.count))
    }
  }

  /// The one examination of a finished network with a part of the test images.
  struct Examine: Cell {
    var network: FinishedNetwork
    var first, count: Int
    var observation: Observation

    func compute(_ random: RandomStream) throws -> Examination {
      try MesoscopicCNN.data.get().test
        .examination(of: network, images: first..<first + count, observation, random: random)
    }
  }

  /// Multinomial logistic regression on the bare images; its penalty is chosen with the held-out ones. In per cent.
  struct Logistic: Cell {
    var heldOut: Int
    var penalties = [1e-4, 1e-3, 0.01, 0.1]

    init(_ p: Parameters) { heldOut = p.heldOut }

    func compute(_ random: RandomStream) throws -> Double {
      let data = try MesoscopicCNN.data.get().partition(holdingOut: heldOut)
      let images = (0..<data.training.count).map { Array(data.training.image($0)) }
      let readouts = penalties.map {
        SoftmaxReadout.fitted(to: images, labels: data.training.labels, classes: MNIST1D.classes, penalty: $0)
      }
      let right = readouts.map { readout in
        (0..<heldOut).count { readout.classify(Array(data.heldOut.image($0))) == data.heldOut.labels[$0] }
      }
      let best = zip(readouts, right).max { $0.1 < $1.1 }?.0 ?? readouts[0]
      return 100 * Double(data.test.right(by: best)) / Double(data.test.count)
    }
  }

  // MARK: - Sweeps

  /// The finished networks of each recipe, one per seed.
  static func trained(
    _ name: String, _ recipes: [LineTraining], _ p: Parameters, _ run: Run
  ) throws -> [[Train.Result]] {
    try run.sweep(name, over: recipes.map { Train(training: $0, heldOut: p.heldOut) }, replicas: p.seeds)
  }

  /// What examinations of all test images found, network by network.
  static func examined(
    _ name: String, _ networks: [Train.Result], times: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Examined] {
    let blocks = stride(from: 0, to: p.testImages, by: 50).map { ($0, min(50, p.testImages - $0)) }
    let observation = Observation(burnIn: p.burnIn, times: times)
    let cells = networks.flatMap { network in
      blocks.map { Examine(network: network.network, first: $0.0, count: $0.1, observation: observation) }
    }
    let parts = try run.sweep("test-\(name)", over: cells)
    return networks.indices.map { network in
      let own = parts[network * blocks.count..<(network + 1) * blocks.count]
      return Examined(own.dropFirst().reduce(own[own.startIndex]) { $0.joined(with: $1) }, times.last)
    }
  }

  /// An examination per image.
  struct Examined {
    let accuracies: [Double]
    let meanFieldAccuracy, dissipation, dissipationOfPairs, flipsPerTime: Double

    init(_ examination: Examination, _ time: Double?) {
      let images = Double(examination.images)
      accuracies = examination.right.map { Double($0) / images }
      meanFieldAccuracy = Double(examination.rightInMeanField) / images
      dissipation = examination.dissipation / images
      dissipationOfPairs = examination.dissipationOfPairs / images
      flipsPerTime = time.map { Double(examination.flips) / images / $0 } ?? 0
    }
  }

  /// The mean over seeds, with its standard error.
  static func average(_ values: [Double]) -> Estimate {
    var average = Average()
    for value in values { average.add(value) }
    return average.estimate
  }
}

extension LineArchitecture.Wiring {
  /// The name in series and numbers.
  var slug: String { self == .feedForward ? "feed-forward" : rawValue }
}
