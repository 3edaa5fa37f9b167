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
  static let minutes = 20.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter(
      "channels of the three layers of the networks in panels a and d, which have 35 spins per channel", in: 1...64)
    var channels = 16
    @Parameter("channels of the three layers of the network in panel b, which has 35 spins per channel", in: 1...128)
    var mostChannels = 64
    @Parameter("prices α of dissipation in panel a, of which the first is 0", unit: "1/k0", in: 0...10)
    var alphas = [0, 3e-4, 1e-3, 3e-3, 0.01]
    @Parameter(
      "trained networks of each kind, which differ in their start, their noise and the order of images", in: 2...20)
    var seeds = 3
    @Parameter("epochs of training: of the networks in panels a and d", in: 3...1000) var epochs = 160
    @Parameter("epochs of training: of the network in panel b", in: 3...1000) var mostEpochs = 150
    @Parameter("epochs of training: of the networks of rectifiers", in: 3...1000) var rectifierEpochs = 60
    @Parameter("images per step of training", in: 1...1000) var batch = 48
    @Parameter("largest learning rate", in: 1e-6...0.1) var rate = 0.006
    @Parameter("largest cyclic shift of an image in training", unit: "samples", in: 0...20) var shift = 3
    @Parameter("largest change of the height of an image in training, relative to its height", in: 0...1)
    var stretch = 0.1
    @Parameter("largest linear trend of an image in training, at its ends", in: 0...10) var trend = 0.2
    @Parameter("images that are held out of the training, to choose by", in: 100...2000) var heldOut = 500
    @Parameter("test images that networks are examined with", in: 10...1000) var testImages = 1000
    @Parameter("simulated time before averages begin, per image", unit: "1/k0", in: 0...1000) var burnIn = 10.0
    @Parameter("times of observation T in panel b", unit: "1/k0", in: 0.1...1e5) var times = [1, 3.3, 10, 33, 100, 333]
    @Parameter("time of observation T in panels a and d", unit: "1/k0", in: 0.1...1e5) var frontTime = 333.0
    @Parameter(
      "simulated time per training image, from which networks whose layers act back get a new readout", unit: "1/k0",
      in: 0.1...1e4)
    var refitTime = 100.0
    @Parameter("price of the squared weights of the new readout", unit: "nats", in: 1e-8...10) var refitPenalty = 1e-3
    @Parameter("small networks in panel c, which differ in their task and their start", in: 2...20) var smallSeeds = 3
    @Parameter("steps of learning in panel c: by the likelihood ratio", in: 1...100_000) var ratioSteps = 150
    @Parameter("steps of learning in panel c: by simultaneous perturbation", in: 1...1_000_000)
    var perturbationSteps = 2000
    @Parameter("price α of dissipation in panel c", unit: "1/k0", in: 0...10) var smallAlpha = 0.002
    @Parameter("loss in panel c at which the numbers of flips are compared", unit: "nats", in: 0...10)
    var smallLoss = 0.5
    @Parameter("simulated time before averages begin in panel c, per pattern", unit: "1/k0", in: 0...1000)
    var smallBurnIn = 3.0
    @Parameter("simulated time of the averages in panel c, per pattern", unit: "1/k0", in: 0.1...1e4)
    var smallTime = 20.0
    @Parameter("time after a flip in panel c that its score is credited with", unit: "1/k0", in: 0.1...1000)
    var window = 1.0
    @Parameter(
      "simulated time per pattern in panel c, from which the loss that is drawn is found", unit: "1/k0", in: 0.1...1e4)
    var lookTime = 200.0
  }

  static let paper = Parameters()
  static let quick = Parameters(
    mostChannels: 16, alphas: [0, 0.01], seeds: 2, epochs: 10, mostEpochs: 40, rectifierEpochs: 8, testImages: 200,
    burnIn: 3, times: [1, 10, 33], frontTime: 33, refitTime: 1, smallSeeds: 2, ratioSteps: 20, perturbationSteps: 40,
    smallLoss: 2, lookTime: 20)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.alphas[0] == 0, "alphas", "must begin with 0")
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
    let networks = try front()
    try waiting()
    if let network = networks[.feedForward] { try look(at: network, in: partition.heldOut) }
  }

  /// What others reach: logistic regression, and a network of rectifiers with and without changed images.
  private func baselines() throws {
    let logistic = try run.sweep("logistic", over: [MNIST1DLogisticRegression(heldOut: p.heldOut)])[0]
    run.number("logistic", logistic, unit: "%")
    for (name, isPlain) in [("rectifiers", false), ("rectifiers-plain", true)] {
      let networks = try trained([rectifiers(isPlain: isPlain)], in: "training-\(name)")[0]
      let results = try examined(networks, in: "test-\(name)", times: [])
      run.number(name, mean(results) { 100 * $0.meanFieldAccuracy }, unit: "%")
      if !isPlain { run.number("rectifier-parameters", Double(networks[0].network.architecture.parameters)) }
    }
  }

  /// Panel c: a small network that learns from simulations alone, by the likelihood ratio and by simultaneous perturbation.
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

  /// Panel a: accuracy against entropy production, for the three ways to act back. Returns the first network of each at α = 0.
  private func front() throws -> [LineArchitecture.Wiring: FinishedLineNetwork] {
    var first: [LineArchitecture.Wiring: FinishedLineNetwork] = [:]
    var best: [LineArchitecture.Wiring: Estimate] = [:]
    for wiring in LineArchitecture.Wiring.allCases {
      let alphas = wiring == .symmetric ? [0] : p.alphas
      let recipes = alphas.map { recipe(wiring, channels: p.channels, alpha: $0, epochs: p.epochs) }
      let networks = try trained(recipes, in: "training-\(wiring.slug)")
      let results = try zip(alphas, networks).map { alpha, networks in
        try examined(networks, in: "test-\(wiring.slug)-\(label(alpha))", times: [p.frontTime])
      }
      first[wiring] = networks[0][0].network
      best[wiring] = record(wiring, alphas: alphas, networks, results)
    }
    let same = try trained([symmetricAsOthers], in: "training-same")[0]
    let results = try examined(same, in: "test-same", times: [p.frontTime])
    run.number("symmetric-same", mean(results) { 100 * $0.accuracies[0] }, unit: "%")
    if let free = best[.nonreciprocal], let symmetric = best[.symmetric] {
      run.number("gain", free - symmetric, unit: "%")
    }
    run.number("front-spins", Double(first[.symmetric]?.architecture.spins ?? 0))
    run.number("front-parameters", Double(first[.nonreciprocal]?.architecture.parameters ?? 0))
    return first
  }

  /// Panel b: the largest network, looked at for ever longer times.
  private func waiting() throws {
    let recipe = recipe(.feedForward, channels: p.mostChannels, alpha: 0, epochs: p.mostEpochs)
    let networks = try trained([recipe], in: "training-largest")[0]
    recordLargest(networks, try examined(networks, in: "test-largest", times: p.times))
  }

  /// Panel d: what a network sees, layer by layer.
  private func look(at network: FinishedLineNetwork, in images: LabelledImages) throws {
    let look = ObservedLayers(of: network, image: Array(images.image(0)), burnIn: p.burnIn, time: p.frontTime)
    record(try run.sweep("look", over: [look])[0])
  }

  /// The finished networks of each recipe, one per seed.
  private func trained(_ recipes: [LineTraining], in sweep: String) throws -> [[MNIST1DTraining.Result]] {
    let cells = recipes.map {
      MNIST1DTraining(
        $0, heldOut: p.heldOut, burnIn: p.burnIn, refitTime: p.refitTime, refitPenalty: p.refitPenalty)
    }
    return try run.sweep(sweep, over: cells, replicas: p.seeds)
  }

  /// Examinations with all test images, one per network.
  private func examined(
    _ networks: [MNIST1DTraining.Result], in sweep: String, times: [Double]
  ) throws -> [NetworkExamination] {
    let blocks = stride(from: 0, to: p.testImages, by: 50).map { $0..<min($0 + 50, p.testImages) }
    let observation = NetworkExamination.Observation(burnIn: p.burnIn, times: times)
    let cells = networks.flatMap { network in
      blocks.map { MNIST1DExamination(of: network.network, images: $0, observation) }
    }
    let parts = try run.sweep(sweep, over: cells)
    return networks.indices.map { network in
      let own = parts[network * blocks.count..<(network + 1) * blocks.count]
      return own.dropFirst().reduce(own[own.startIndex]) { $0.joined(with: $1) }
    }
  }

  // MARK: - Recipes

  /// How a network of spins is trained.
  func recipe(
    _ wiring: LineArchitecture.Wiring, channels: Int, alpha: Double, epochs: Int
  ) -> LineTraining {
    let architecture = LineArchitecture.threeLayers(channels: channels, wiring: wiring)
    var training = LineTraining(architecture, response: .corrected(by: varianceFactors(wiring, channels: channels)))
    training.dissipationPrice = alpha
    (training.epochs, training.batch) = (epochs, p.batch)
    (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend)
    // Chosen, each for its kind of network, with held-out images.
    switch wiring {
    case .feedForward:
      training.rate = channels > 32 ? p.rate : 4 / 3 * p.rate
      training.readoutNoise = channels > 32 ? 0.3 : 0.2
    case .nonreciprocal, .symmetric:
      // Symmetric networks, and those that the price of dissipation makes nearly symmetric, want small steps and a weak beginning.
      let isCareful = wiring == .symmetric || alpha > 0
      training.rate = isCareful ? 0.5 * p.rate : p.rate
      training.scale = isCareful ? 0.6 : 1.2
      (training.fewestSweeps, training.mostSweeps, training.startsAtRandom) = (6, 12, true)
      training.readoutNoise = 0.3
    }
    return training
  }

  /// A symmetric network that is trained like a nonreciprocal one, though that does not suit it.
  private var symmetricAsOthers: LineTraining {
    var training = recipe(.nonreciprocal, channels: p.channels, alpha: 0, epochs: p.epochs)
    training.architecture = LineArchitecture.threeLayers(channels: p.channels, wiring: .symmetric)
    return training
  }

  /// How much of the variance counts in each layer: fitted to sampled averages of trained networks, with held-out images.
  func varianceFactors(_ wiring: LineArchitecture.Wiring, channels: Int) -> [Double] {
    switch wiring {
    case .feedForward: channels > 32 ? [0.9, 0.7, 2.8] : [0.9, 0.8, 1.5]
    case .nonreciprocal: [0.9, 0.9, 1.5]
    case .symmetric: [0.9, 0.9, 1.4]
    }
  }

  /// How the small network of rectifiers of S. Greydanus is trained: kernels of 5, 3 and 3, and 25 channels.
  private func rectifiers(isPlain: Bool) -> LineTraining {
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
}

extension LineArchitecture.Wiring {
  /// The name in series and numbers.
  var slug: String { self == .feedForward ? "feed-forward" : rawValue }
}
