import Companion
import Estimation
import MNIST1D
import MesoscopicNetworks

/// Convolutional networks made of spins, trained on MNIST-1D and simulated.
@main
struct MesoscopicCNN: Figure {
  // MARK: - Question

  static let title = "A convolutional network made of spins"
  static let question =
    "How much entropy and how much time does a network of fluctuating spins need to classify digits?"
  static let section = "19"
  static let minutes = 36.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter(
      "channels of the three layers of the networks in panels a, b and e, which have 35 spins per channel", in: 1...64)
    var channels = 16
    @Parameter("channels of the three layers of the network in panel c, which has 35 spins per channel", in: 1...128)
    var mostChannels = 28
    @Parameter("channels of the network of rectifiers with about as many parameters as that in panel c", in: 1...128)
    var rectifierChannels = 44
    @Parameter("prices α of dissipation, of which the first is 0", unit: "1/k0", in: 0...10)
    var alphas = [0, 0.001, 0.01, 0.03]
    @Parameter("rising prices α that make free networks symmetric, one after the other", unit: "1/k0", in: 1e-6...10)
    var risingAlphas = [0.003, 0.01, 0.03, 0.1]
    @Parameter("price α of dissipation in panel c", unit: "1/k0", in: 0...10) var mostAlpha = 3e-4
    @Parameter(
      "trained networks of each kind, which differ in their start, their noise and the order of images", in: 2...20)
    var seeds = 8
    @Parameter("epochs of training: from random weights", in: 3...1000) var epochs = 160
    @Parameter("epochs of training: at each of the rising prices, and as a symmetric network after them", in: 1...1000)
    var risingEpochs = 40
    @Parameter("epochs of training: at the last price", in: 1...1000) var lastEpochs = 60
    @Parameter("epochs of training: of the networks of rectifiers", in: 3...1000) var rectifierEpochs = 60
    @Parameter("images per step of training", in: 1...1000) var batch = 48
    @Parameter("largest learning rate", in: 1e-6...0.1) var rate = 0.006
    @Parameter("largest cyclic shift of an image in training", unit: "samples", in: 0...20) var shift = 3
    @Parameter("largest change of the height of an image in training, relative to its height", in: 0...1)
    var stretch = 0.1
    @Parameter("largest linear trend of an image in training, at its ends", in: 0...10) var trend = 0.2
    @Parameter("share of the target of a training that is spread over all digits", in: 0...0.5) var smoothing = 0.05
    @Parameter("images that are held out of the training, to choose by", in: 100...2000) var heldOut = 500
    @Parameter("epochs between two measurements of the currents that have a price", in: 1...1000) var currentPeriod = 5
    @Parameter("training images in which currents are measured", in: 2...1000) var currentImages = 48
    @Parameter("simulated time of a measurement of currents, per image", unit: "1/k0", in: 0.1...1e4)
    var currentTime = 30.0
    @Parameter("test images that networks are examined with", in: 10...1000) var testImages = 1000
    @Parameter("simulated time before averages begin, per image", unit: "1/k0", in: 0...1000) var burnIn = 10.0
    @Parameter("times of observation T", unit: "1/k0", in: 0.1...1e5) var times = [1, 3.3, 10, 33, 100, 333]
    @Parameter("largest factor between simulated and expected Σ of a network that is shown", in: 1...10)
    var tolerance = 1.5
    @Parameter("costs of an answer at which kinds of networks are compared", unit: "nats", in: 0.1...1e9)
    var nats = [100, 1000, 10_000]
    @Parameter("held-out images in which the memory of the readout is measured", in: 1...500) var memoryImages = 40
    @Parameter("order of the samples of shuffled images: the seed that chooses it", in: 0...1_000_000)
    var shuffle = 1
    @Parameter("small networks in panel d, which differ in their task and their start", in: 2...20) var smallSeeds = 3
    @Parameter("steps of learning in panel d: by the likelihood ratio", in: 1...100_000) var ratioSteps = 150
    @Parameter("steps of learning in panel d: by simultaneous perturbation", in: 1...1_000_000)
    var perturbationSteps = 2000
    @Parameter("price α of dissipation in panel d", unit: "1/k0", in: 0...10) var smallAlpha = 0.002
    @Parameter("loss in panel d at which the numbers of flips are compared", unit: "nats", in: 0...10)
    var smallLoss = 0.5
    @Parameter("simulated time before averages begin in panel d, per pattern", unit: "1/k0", in: 0...1000)
    var smallBurnIn = 3.0
    @Parameter("simulated time of the averages in panel d, per pattern", unit: "1/k0", in: 0.1...1e4)
    var smallTime = 20.0
    @Parameter("time after a flip in panel d that its score is credited with", unit: "1/k0", in: 0.1...1000)
    var window = 1.0
    @Parameter(
      "simulated time per pattern in panel d, from which the loss that is drawn is found", unit: "1/k0", in: 0.1...1e4)
    var lookTime = 200.0
  }

  static let paper = Parameters()
  static let quick = Parameters(
    channels: 8, mostChannels: 10, rectifierChannels: 8, alphas: [0, 0.01], risingAlphas: [0.01],
    seeds: 2, epochs: 12, risingEpochs: 3, lastEpochs: 3, rectifierEpochs: 4, currentPeriod: 1, currentImages: 32,
    currentTime: 10, testImages: 100,
    burnIn: 3,
    times: [1, 10, 33], memoryImages: 4, smallSeeds: 2, ratioSteps: 20, perturbationSteps: 40, smallLoss: 2,
    lookTime: 20)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(
      p.alphas[0] == 0 && p.alphas.count > 1 && zip(p.alphas, p.alphas.dropFirst()).allSatisfy(<), "alphas",
      "must begin with 0, and have other prices, all different")
    try Complaint.unless(p.memoryImages <= p.heldOut, "memoryImages", "must not exceed heldOut")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let data = try MNIST1D.published()
    for part in data.parts {
      try run.input(named: "MNIST-1D \(part.name)", sha256: part.sha256, bytes: part.bytes)
    }
    let partition = data.partition(holdingOut: p.heldOut)
    run.number("training-images", Double(partition.training.count))
    recordRecipes()
    try baselines()
    try curves()
    let symmetric = try waiting()
    let forward = try front(against: symmetric)
    try shuffled()
    try look(at: forward, in: partition.heldOut)
  }

  /// What others reach: logistic regression, and networks of rectifiers with and without changed images.
  private func baselines() throws {
    let logistic = try run.sweep("logistic", over: [MNIST1DLogisticRegression(heldOut: p.heldOut)])[0]
    run.number("logistic", logistic, unit: "%")
    for (name, channels, isPlain) in [
      ("rectifiers", 25, false), ("rectifiers-plain", 25, true), ("rectifiers-many", p.rectifierChannels, false),
    ] {
      let networks = try trained([.init(rectifiers(channels, isPlain: isPlain))], in: "training-\(name)")
      let kind = try examined(networks, in: "test-\(name)", times: [])[0]
      run.number(name, mean(kind) { 100 * $0.examination.meanFieldAccuracy }, unit: "%")
      if !isPlain { run.number("\(name)-parameters", Double(kind[0].network.architecture.parameters)) }
    }
  }

  /// Panel d: a small network that learns from simulations alone, by the likelihood ratio and by simultaneous perturbation.
  private func curves() throws {
    let tasks = try run.sweep("tasks", over: [RandomClassification()], replicas: p.smallSeeds)[0]
    func learn(
      _ name: String, by method: SampledTraining.Method, steps: Int
    ) throws -> [ClassificationTraining.Curve] {
      let sample = SteadyStateSampling(burnIn: p.smallBurnIn, duration: p.smallTime)
      let curves = try run.sweep(
        name,
        over: tasks.map {
          ClassificationTraining(
            on: $0, by: method, steps: steps, sample: sample, alpha: p.smallAlpha, lookTime: p.lookTime)
        })
      record(curves, as: name)
      return curves
    }
    let schedule = LearningRateSchedule(peak: 0.1, steps: p.ratioSteps, last: 0.1)
    let ratio = try learn(
      "likelihood-ratio", by: .likelihoodRatio(LikelihoodRatio.Settings(window: p.window), schedule),
      steps: p.ratioSteps)
    let perturbation = try learn(
      "perturbation",
      by: .simultaneousPerturbation(rate: 2, size: 0.2, stability: 0.1 * Double(p.perturbationSteps)),
      steps: p.perturbationSteps)
    recordFlipsSaved(by: ratio, against: perturbation)
  }

  /// Panels a and b: accuracy against entropy production, and against the entropy of an answer. Returns a feed-forward network.
  private func front(against large: [Examined]) throws -> FinishedLineNetwork {
    let family = try examined(trained(nonreciprocalFamily, in: "family"), in: "test-family", times: p.times)
    let (symmetric, priced, free) = (family[0], Array(family[1..<family.count - 1]), family[family.count - 1])
    let forward = try examined(
      trained(feedForwardFamily, in: "family-feed-forward"), in: "test-feed-forward", times: p.times)
    try recordFront(of: priced, after: symmetric, named: "nonreciprocal")
    try recordFront(of: [free], named: "free")
    try recordFront(of: forward, named: "feed-forward")
    record(symmetric, as: "symmetric")
    let alone = try examined(trained([.init(symmetricAlone)], in: "symmetric-alone"), in: "test-alone", times: p.times)[
      0]
    record(alone, as: "symmetric-alone")
    recordGains(symmetric: symmetric, alone: alone, priced: priced, free: free, forward: forward, large: large)
    return forward[0][0].network
  }

  /// Panel c: the largest network, looked at for ever longer times. Returns the symmetric ones of this size.
  private func waiting() throws -> [Examined] {
    let (members, start) = detour(p.mostChannels)
    let symmetric = continued(
      recipe(.symmetric, channels: p.mostChannels), alpha: 0, epochs: p.lastEpochs, rate: 0.5 * p.rate)
    let last = continued(recipe(.nonreciprocal, channels: p.mostChannels), alpha: p.mostAlpha, epochs: p.lastEpochs)
    let family = members + [.init(symmetric, from: start), .init(last, from: start)]
    let kinds = try examined(trained(family, in: "largest"), in: "test-largest", times: p.times)
    record(kinds[0], as: "largest-symmetric")
    recordLargest(kinds[1])
    return kinds[0]
  }

  /// The loss of accuracy on shuffled images, of spins and of rectifiers.
  private func shuffled() throws {
    for (name, shuffle) in [("plain", nil), ("shuffled", UInt32(p.shuffle))] {
      var spins = recipe(.feedForward, channels: p.channels)
      (spins.shift, spins.stretch, spins.trend) = (0, 0, 0)
      let networks = try trained([.init(spins)], in: "training-\(name)", shuffle: shuffle)
      let kind = try examined(networks, in: "test-\(name)", times: p.times, shuffle: shuffle)[0]
      run.number("\(name)-spins", accuracy(kind), unit: "%")
      guard shuffle != nil else { continue }
      let others = try trained([.init(rectifiers(25, isPlain: true))], in: "rectifiers-\(name)", shuffle: shuffle)
      let found = try examined(others, in: "test-rectifiers-\(name)", times: [], shuffle: shuffle)[0]
      run.number("\(name)-rectifiers", mean(found) { 100 * $0.examination.meanFieldAccuracy }, unit: "%")
    }
  }

  /// Panel e: the response of a network, layer by layer.
  private func look(at network: FinishedLineNetwork, in images: LabelledImages) throws {
    let image = Array(images.image(0))
    let look = ObservedLayers(of: network, image: image, burnIn: p.burnIn, time: p.times[p.times.count - 1])
    let seen = try run.sweep("look", over: [look])[0]
    record(seen)
    recordDeviations(of: seen, in: network.network.fields(reading: image))
  }

  // MARK: - Trainings and examinations

  /// A trained network with its examination in the test images.
  struct Examined {
    var network: FinishedLineNetwork
    var expectedDissipation: Double
    var examination: NetworkExamination
    var heldOut: Double
  }

  /// The finished networks of a family: the kept members, each once per seed.
  private func trained(
    _ members: [LineFamily.Member], in sweep: String, shuffle: UInt32? = nil
  ) throws -> [[LineFamily.Finished]] {
    let family = LineFamily(members, heldOut: p.heldOut, shuffle: shuffle, currents: currents)
    let families = try run.sweep(sweep, over: [family], replicas: p.seeds)[0]
    return families[0].indices.map { member in families.map { $0[member] } }
  }

  /// All of them with their examinations in all test images.
  private func examined(
    _ kinds: [[LineFamily.Finished]], in sweep: String, times: [Double], shuffle: UInt32? = nil
  ) throws -> [[Examined]] {
    let blocks = stride(from: 0, to: p.testImages, by: 50).map { $0..<min($0 + 50, p.testImages) }
    let observation = NetworkExamination.Observation(burnIn: p.burnIn, times: times)
    let cells = kinds.joined().flatMap { finished in
      blocks.map { MNIST1DExamination(of: finished.network, images: $0, observation, shuffle: shuffle) }
    }
    let parts = try run.sweep(sweep, over: cells)
    var number = 0
    return kinds.map { networks in
      networks.map { finished in
        let own = parts[number * blocks.count..<(number + 1) * blocks.count]
        number += 1
        return Examined(
          network: finished.network, expectedDissipation: finished.expectedDissipation,
          examination: own.dropFirst().reduce(own[own.startIndex]) { $0.joined(with: $1) }, heldOut: finished.heldOut)
      }
    }
  }

  /// The memories of the readouts of networks, in units of 1/k₀.
  func memories(of networks: [Examined], in sweep: String) throws -> [Double] {
    let time = p.times[p.times.count - 1]
    return try run.sweep(
      sweep,
      over: networks.map {
        ReadoutMemory(of: $0.network, heldOut: p.heldOut, images: p.memoryImages, burnIn: p.burnIn, time: time)
      })
  }

  // MARK: - Recipes

  /// How currents are measured that have a price.
  private var currents: LineTraining.CurrentMeasurement {
    LineTraining.CurrentMeasurement(
      period: p.currentPeriod, images: p.currentImages, burnIn: p.burnIn, time: p.currentTime)
  }

  /// A free network, rising prices, and a symmetric network, each from the one before; and the number of the last.
  private func detour(_ channels: Int) -> (members: [LineFamily.Member], symmetric: Int) {
    let free = recipe(.nonreciprocal, channels: channels)
    var trainings = [free]
    trainings += p.risingAlphas.map { continued(free, alpha: $0, epochs: p.risingEpochs, rate: 0.5 * p.rate) }
    trainings.append(
      continued(recipe(.symmetric, channels: channels), alpha: 0, epochs: p.risingEpochs, rate: 0.5 * p.rate))
    let members = trainings.enumerated().map { place, training in
      LineFamily.Member(training, from: place > 0 ? place - 1 : nil, isKept: false)
    }
    return (members, members.count - 1)
  }

  /// A symmetric network at the end of a detour, and one that goes on; and from it, networks at all prices, each by itself. The last is a
  /// free one that makes no detour. All have been trained equally long.
  private var nonreciprocalFamily: [LineFamily.Member] {
    let free = recipe(.nonreciprocal, channels: p.channels)
    let (members, start) = detour(p.channels)
    let symmetric = continued(
      recipe(.symmetric, channels: p.channels), alpha: 0, epochs: p.lastEpochs, rate: 0.5 * p.rate)
    return members + [.init(symmetric, from: start)]
      + p.alphas.map { .init(continued(free, alpha: $0, epochs: p.lastEpochs), from: start) }
      + [.init(continued(free, alpha: 0, epochs: epochsAfterFree), from: 0)]
  }

  /// The epochs that a network is trained for after it was free.
  private var epochsAfterFree: Int { (p.risingAlphas.count + 1) * p.risingEpochs + p.lastEpochs }

  /// A feed-forward network, and from it networks at all prices; each has been trained as long as the nonreciprocal ones.
  private var feedForwardFamily: [LineFamily.Member] {
    var free = recipe(.feedForward, channels: p.channels)
    free.epochs += epochsAfterFree - p.lastEpochs
    return [.init(free, isKept: false)]
      + p.alphas.map { .init(continued(free, alpha: $0, epochs: p.lastEpochs), from: 0) }
  }

  /// A symmetric network that is trained from random weights to its end, for as long as others on their way.
  private var symmetricAlone: LineTraining {
    var training = recipe(.symmetric, channels: p.channels)
    training.epochs += epochsAfterFree
    return training
  }

  /// A training that goes on, at another price.
  private func continued(_ training: LineTraining, alpha: Double, epochs: Int, rate: Double? = nil) -> LineTraining {
    var training = training
    (training.epochs, training.rate, training.dissipationPrice) = (epochs, rate ?? p.rate, alpha)
    if alpha > 0 { training.currents = currents }
    return training
  }

  /// How a network of spins is trained from random weights, without a price.
  func recipe(_ wiring: LineArchitecture.Wiring, channels: Int) -> LineTraining {
    let architecture = LineArchitecture.threeLayers(channels: channels, wiring: wiring)
    var training = LineTraining(architecture, response: .corrected(by: varianceFactors(wiring)))
    (training.epochs, training.batch) = (p.epochs, p.batch)
    (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend)
    training.smoothing = p.smoothing
    // Chosen, each for its kind of network, with held-out images.
    switch wiring {
    case .feedForward: (training.rate, training.readoutNoise) = (4 / 3 * p.rate, 0.2)
    case .nonreciprocal, .symmetric:
      // Symmetric networks want small steps and a weak beginning.
      training.rate = wiring == .symmetric ? 0.5 * p.rate : p.rate
      training.scale = wiring == .symmetric ? 0.6 : 1.2
      (training.fewestSweeps, training.mostSweeps, training.startsAtRandom) = (4, 8, true)
      training.readoutNoise = 0.3
    }
    return training
  }

  /// How much of the variance counts in each layer: fitted to sampled averages of trained networks, with held-out images.
  func varianceFactors(_ wiring: LineArchitecture.Wiring) -> [Double] {
    switch wiring {
    case .feedForward: [0.9, 0.8, 1.5]
    case .nonreciprocal: [0.9, 0.9, 1.5]
    case .symmetric: [0.9, 0.9, 1.4]
    }
  }

  /// How the small network of rectifiers of S. Greydanus is trained: kernels of 5, 3 and 3, there with 25 channels.
  private func rectifiers(_ channels: Int, isPlain: Bool) -> LineTraining {
    let convolutions = [(5, 1), (3, 1), (3, 1)].map { LineConvolution(kernel: $0.0, stride: 2, padding: $0.1) }
    let architecture = LineArchitecture(
      inputLength: 40, channels: [channels, channels, channels], convolutions: convolutions, wiring: .feedForward,
      classes: MNIST1D.classes)
    var training = LineTraining(architecture, response: .rectifier)
    (training.epochs, training.batch, training.rate) = (p.rectifierEpochs, p.batch, 0.003)
    (training.readoutNoise, training.weightDecay) = (0, 0)
    if !isPlain {
      (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend)
      training.smoothing = p.smoothing
    }
    return training
  }
}
