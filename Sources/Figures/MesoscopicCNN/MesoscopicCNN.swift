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
  static let minutes = 32.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter(
      "channels of the three layers of the networks in panels a, b, d and f, which have 35 spins per channel",
      in: 1...64)
    var channels = 16
    @Parameter("channels of the three layers of the network in panel c, which has 35 spins per channel", in: 1...128)
    var mostChannels = 28
    @Parameter("channels of the network of rectifiers with about as many parameters as that in panel c", in: 1...128)
    var rectifierChannels = 44
    @Parameter("prices α of dissipation, of which the first is 0", unit: "1/k0", in: 0...10)
    var alphas = [0, 0.001, 0.01, 0.03]
    @Parameter("rising prices α that make free networks symmetric, one after the other", unit: "1/k0", in: 1e-6...10)
    var risingAlphas = [0.003, 0.01, 0.03, 0.1]
    @Parameter("prices α of dissipation of feed-forward networks, of which the first is 0", unit: "1/k0", in: 0...10)
    var forwardAlphas = [0, 0.001, 0.01]
    @Parameter("price α of dissipation in panel c", unit: "1/k0", in: 0...10) var mostAlpha = 3e-4
    @Parameter("decays of couplings and input weights in panel d, relative to the learning rate, per step", in: 0...10)
    var decays = [0.1, 0.3]
    @Parameter("prices of flips in panel d", unit: "1/k0", in: 0...10) var flipPrices = [3e-4, 0.001]
    @Parameter(
      "trained networks of each kind, which differ in their start, their noise and the order of images", in: 2...20)
    var seeds = 8
    @Parameter(
      "trained networks of each control: symmetric from random weights, on plain and shuffled images, as implicit layers",
      in: 2...20)
    var controlSeeds = 4
    @Parameter("epochs of training: from random weights", in: 3...1000) var epochs = 100
    @Parameter("epochs of training: at each of the rising prices, and as a symmetric network after them", in: 1...1000)
    var risingEpochs = 40
    @Parameter("epochs of training: at the last price", in: 1...1000) var lastEpochs = 40
    @Parameter("epochs of training: of the networks of rectifiers", in: 3...1000) var rectifierEpochs = 60
    @Parameter("epochs of training: as implicit layers, and of what they are compared with", in: 1...1000)
    var implicitEpochs = 20
    @Parameter("sweeps through which a gradient goes back, and terms of an implicit gradient", in: 1...50)
    var gradientSweeps = 4
    @Parameter("sweeps after which a solver of implicit layers stops", in: 1...1000) var implicitSweeps = 20
    @Parameter("held-out images in which fixed points are looked for", in: 1...500) var surveyImages = 96
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
    @Parameter("channels of the networks in panel e, which have 35 spins per channel", in: 1...16) var smallChannels = 3
    @Parameter("networks in panel e, which differ in their start and their simulations", in: 2...20) var smallSeeds = 2
    @Parameter("training images in panel e", in: 10...3000) var smallImages = 400
    @Parameter("steps of learning in panel e: by the likelihood ratio", in: 1...100_000) var ratioSteps = 100
    @Parameter("steps of learning in panel e: by simultaneous perturbation", in: 1...1_000_000)
    var perturbationSteps = 200
    @Parameter("price α of dissipation in panel e", unit: "1/k0", in: 0...10) var smallAlpha = 1e-4
    @Parameter("loss in panel e at which the numbers of flips are compared", unit: "nats", in: 0...10)
    var smallLoss = 1.8
    @Parameter("simulated time before averages begin in panel e, per image", unit: "1/k0", in: 0...1000)
    var smallBurnIn = 2.0
    @Parameter("simulated time of the averages in panel e, per image", unit: "1/k0", in: 0.1...1e4)
    var smallTime = 10.0
    @Parameter("time after a flip in panel e that its score is credited with", unit: "1/k0", in: 0.1...1000)
    var window = 1.0
    @Parameter("held-out images in panel e, in which accuracies are found", in: 10...2000) var lookedImages = 500
    @Parameter("simulated time per image in panel e, from which what is drawn is found", unit: "1/k0", in: 0.1...1e4)
    var lookTime = 100.0
  }

  static let paper = Parameters()
  static let quick = Parameters(
    channels: 6, mostChannels: 8, rectifierChannels: 8, alphas: [0, 0.01], risingAlphas: [0.01],
    forwardAlphas: [0, 0.01], decays: [0.3], flipPrices: [0.001],
    seeds: 2, controlSeeds: 2, epochs: 4, risingEpochs: 2, lastEpochs: 2, rectifierEpochs: 4, implicitEpochs: 1,
    surveyImages: 16, heldOut: 100, currentPeriod: 1, currentImages: 32, currentTime: 10, testImages: 100,
    burnIn: 3,
    times: [1, 10, 33], memoryImages: 4, smallImages: 30, ratioSteps: 12, perturbationSteps: 12, smallLoss: 1,
    lookedImages: 30, lookTime: 20)

  static func check(_ p: Parameters) throws {
    for (name, alphas) in [("alphas", p.alphas), ("forwardAlphas", p.forwardAlphas)] {
      try Complaint.unless(
        alphas[0] == 0 && alphas.count > 1 && zip(alphas, alphas.dropFirst()).allSatisfy(<), name,
        "must begin with 0, and have other prices, all different")
    }
    try Complaint.unless(p.memoryImages <= p.heldOut, "memoryImages", "must not exceed heldOut")
    try Complaint.unless(p.surveyImages <= p.heldOut, "surveyImages", "must not exceed heldOut")
    try Complaint.unless(p.smallImages <= 4000 - p.heldOut, "smallImages", "must not exceed 4000 less heldOut")
    try Complaint.unless(p.lookedImages <= p.heldOut, "lookedImages", "must not exceed heldOut")
    try Complaint.unless(p.controlSeeds <= p.seeds, "controlSeeds", "must not exceed seeds")
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
    try learnFromSimulations()
    let symmetric = try waiting()
    let forward = try front(against: symmetric)
    try shuffled()
    try implicitLayers()
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

  /// Panels a, b and d: accuracy against entropy production, and against the entropy of an answer. Returns a feed-forward network.
  private func front(against large: [Examined]) throws -> FinishedLineNetwork {
    let kinds = try examined(trained(nonreciprocalFamily, in: "family"), in: "test-family", times: p.times)
    let symmetric = kinds[0]
    let priced = Array(kinds[1...p.alphas.count])
    let free = kinds[p.alphas.count + 1]
    let forward = try examined(
      trained(feedForwardFamily, in: "family-feed-forward"), in: "test-feed-forward", times: p.times)
    try recordFront(of: priced, after: symmetric, named: "nonreciprocal", prices: p.alphas)
    try recordFront(of: [free], named: "free", prices: [0])
    try recordFront(of: forward, named: "feed-forward", prices: p.forwardAlphas)
    record(symmetric, as: "symmetric")
    let alone = try examined(
      trained([.init(symmetricAlone)], in: "symmetric-alone", seeds: p.controlSeeds), in: "test-alone", times: p.times)[
        0]
    record(alone, as: "symmetric-alone")
    recordGains(symmetric: symmetric, alone: alone, priced: priced, free: free, forward: forward, large: large)
    try recordRegularised(Array(kinds[(p.alphas.count + 2)...]), against: priced, after: symmetric)
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

  /// For how long spins are observed in shuffled and unchanged images: the last but one of the times.
  private var shuffledTime: Double { p.times[max(0, p.times.count - 2)] }

  /// The loss of accuracy on shuffled images, of spins and of rectifiers.
  private func shuffled() throws {
    run.number("shuffled-time", shuffledTime, unit: "1/k0")
    for (name, shuffle) in [("plain", nil), ("shuffled", UInt32(p.shuffle))] {
      var spins = recipe(.feedForward, channels: p.channels)
      (spins.shift, spins.stretch, spins.trend) = (0, 0, 0)
      let networks = try trained([.init(spins)], in: "training-\(name)", seeds: p.controlSeeds, shuffle: shuffle)
      // They have no place on a front, and a shorter time does.
      let kind = try examined(networks, in: "test-\(name)", times: [shuffledTime], shuffle: shuffle)[0]
      run.number("\(name)-spins", mean(kind) { 100 * $0.examination.accuracies[0] }, unit: "%")
      guard shuffle != nil else { continue }
      let others = try trained([.init(rectifiers(25, isPlain: true))], in: "rectifiers-\(name)", shuffle: shuffle)
      let found = try examined(others, in: "test-rectifiers-\(name)", times: [], shuffle: shuffle)[0]
      run.number("\(name)-rectifiers", mean(found) { 100 * $0.examination.meanFieldAccuracy }, unit: "%")
    }
  }

  /// Panel f: the response of a network, layer by layer.
  private func look(at network: FinishedLineNetwork, in images: LabelledImages) throws {
    let image = Array(images.image(0))
    let look = ObservedLayers(of: network, image: image, burnIn: p.burnIn, time: p.times[p.times.count - 1])
    let seen = try run.sweep("look", over: [look])[0]
    record(seen)
    run.deviations(seen.deviations)
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
  func trained(
    _ members: [LineFamily.Member], in sweep: String, seeds: Int? = nil, shuffle: UInt32? = nil
  ) throws -> [[LineFamily.Finished]] {
    let family = LineFamily(members, heldOut: p.heldOut, shuffle: shuffle, currents: currents)
    let families = try run.sweep(sweep, over: [family], replicas: seeds ?? p.seeds)[0]
    return families[0].indices.map { member in families.map { $0[member] } }
  }

  /// All of them with their examinations in all test images.
  func examined(
    _ kinds: [[LineFamily.Finished]], in sweep: String, times: [Double], shuffle: UInt32? = nil
  ) throws -> [[Examined]] {
    let blocks = NetworkExamination.parts(of: p.testImages)
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
          examination: .joined(own), heldOut: finished.heldOut)
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
  var currents: LineTraining.CurrentMeasurement {
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

  /// A symmetric network at the end of a detour, and one that goes on; and from it, networks at all prices, each by itself. Then a
  /// free one that makes no detour, and those with other prices. All have been trained equally long.
  private var nonreciprocalFamily: [LineFamily.Member] {
    let free = recipe(.nonreciprocal, channels: p.channels)
    let (members, start) = detour(p.channels)
    let symmetric = continued(
      recipe(.symmetric, channels: p.channels), alpha: 0, epochs: p.lastEpochs, rate: 0.5 * p.rate)
    return members + [.init(symmetric, from: start)]
      + p.alphas.map { .init(continued(free, alpha: $0, epochs: p.lastEpochs), from: start) }
      + [.init(continued(free, alpha: 0, epochs: epochsAfterFree), from: 0)]
      + regularisers.map { .init(regularised(continued(free, alpha: 0, epochs: p.lastEpochs), by: $0), from: start) }
  }

  /// The epochs that a network is trained for after it was free.
  private var epochsAfterFree: Int { (p.risingAlphas.count + 1) * p.risingEpochs + p.lastEpochs }

  /// A feed-forward network, and from it networks at all prices; each has been trained as long as the nonreciprocal ones.
  private var feedForwardFamily: [LineFamily.Member] {
    var free = recipe(.feedForward, channels: p.channels)
    free.epochs += epochsAfterFree - p.lastEpochs
    return [.init(free, isKept: false)]
      + p.forwardAlphas.map { .init(continued(free, alpha: $0, epochs: p.lastEpochs), from: 0) }
  }

  /// A symmetric network that is trained from random weights to its end, for as long as others on their way.
  private var symmetricAlone: LineTraining {
    var training = recipe(.symmetric, channels: p.channels)
    training.epochs += epochsAfterFree
    return training
  }

  /// A training that goes on, at another price.
  func continued(_ training: LineTraining, alpha: Double, epochs: Int, rate: Double? = nil) -> LineTraining {
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
      training.gradientSweeps = p.gradientSweeps
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
