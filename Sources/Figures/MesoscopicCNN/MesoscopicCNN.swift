import Companion
import Estimation
import MesoscopicNetworks
import Randomness

/// Convolutional networks made of spins, trained on MNIST-1D and simulated.
@main
struct MesoscopicCNN: Figure {
  // MARK: - Question

  static let title = "A convolutional network made of spins"
  static let question =
    "How much entropy and how much time does a network of fluctuating spins need to recognise digits?"
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

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    for part in try data.get().parts {
      run.input(named: "MNIST-1D \(part.name)", sha256: part.sha256, bytes: part.bytes)
    }
    run.number("training-images", Double(try data.get().partition(holdingOut: p.heldOut).training.count))
    try baselines(p, run)
    try curves(p, run)
    let front = try front(p, run)
    try waiting(p, run)
    try show(front, p, run)
  }

  /// What others reach: logistic regression, and a network of rectifiers with and without changed images.
  private static func baselines(_ p: Parameters, _ run: Run) throws {
    let logistic = try run.sweep("logistic", over: [Logistic(p)])[0]
    run.number("logistic", logistic, unit: "%")
    for (name, isPlain) in [("rectifiers", false), ("rectifiers-plain", true)] {
      let networks = try trained("training-\(name)", [rectifiers(p, isPlain: isPlain)], p, run)[0]
      let results = try examined(name, networks, times: [], p, run)
      run.number(name, average(results.map { 100 * $0.meanFieldAccuracy }), unit: "%")
      if !isPlain { run.number("rectifier-parameters", Double(networks[0].network.architecture.parameters)) }
    }
  }

  /// Panel a: accuracy against entropy production, for the three ways to act back; the first network of each kind at α = 0.
  private static func front(_ p: Parameters, _ run: Run) throws -> [LineArchitecture.Wiring: FinishedNetwork] {
    var first: [LineArchitecture.Wiring: FinishedNetwork] = [:]
    var best: [LineArchitecture.Wiring: Estimate] = [:]
    for wiring in LineArchitecture.Wiring.allCases {
      let alphas = wiring == .symmetric ? [0] : p.alphas
      let recipes = alphas.map { recipe(wiring, channels: p.channels, alpha: $0, epochs: p.epochs, p) }
      let networks = try trained("training-\(wiring.slug)", recipes, p, run)
      first[wiring] = networks[0][0].network
      let results = try networks.enumerated().map { place, networks in
        try examined("\(wiring.slug)-\(label(alphas[place]))", networks, times: [p.frontTime], p, run)
      }
      let accuracy = results.map { average($0.map { 100 * $0.accuracies[0] }) }
      let sigma = results.map { average($0.map(\.dissipation)) }
      let meanField = results.map { average($0.map { 100 * $0.meanFieldAccuracy }) }
      run.series(
        wiring.slug, ["alpha": alphas, "mean-field": meanField.map(\.value)],
        estimates: [
          "accuracy": accuracy, "sigma": sigma, "sigma-of-pairs": results.map { average($0.map(\.dissipationOfPairs)) },
          "held-out": networks.map { average($0.map { 100 * $0.heldOut }) },
        ])
      let each = zip(alphas, results).flatMap { alpha, networks in networks.map { (alpha, $0) } }
      run.series(
        "\(wiring.slug)-networks",
        [
          "alpha": each.map(\.0), "accuracy": each.map { 100 * $0.1.accuracies[0] }, "sigma": each.map(\.1.dissipation),
          "mean-field": each.map { 100 * $0.1.meanFieldAccuracy },
        ])
      best[wiring] = accuracy[0]
      run.number("\(wiring.slug)-refitted", Double(networks.joined().count(where: \.isRefitted)))
      for (place, alpha) in alphas.enumerated() {
        run.number("\(wiring.slug)-\(label(alpha))", accuracy[place], unit: "%")
        run.number("\(wiring.slug)-\(label(alpha))-mean-field", meanField[place], unit: "%")
        run.number("\(wiring.slug)-\(label(alpha))-sigma", sigma[place], unit: "k0")
        run.number(
          "\(wiring.slug)-\(label(alpha))-sigma-per-spin", (1 / Double(35 * p.channels)) * sigma[place], unit: "k0")
      }
    }
    // The same training for both, though it does not suit the symmetric network.
    let same = try trained("training-same", [symmetricAsOthers(p)], p, run)[0]
    run.number(
      "symmetric-same",
      average(try examined("same", same, times: [p.frontTime], p, run).map { 100 * $0.accuracies[0] }), unit: "%")
    if let free = best[.nonreciprocal], let symmetric = best[.symmetric] {
      run.number("gain", free - symmetric, unit: "%")
    }
    run.number("front-spins", Double(first[.symmetric]?.architecture.spins ?? 0))
    run.number("front-parameters", Double(first[.nonreciprocal]?.architecture.parameters ?? 0))
    return first
  }

  /// Panel b: the largest network, looked at for ever longer times.
  private static func waiting(_ p: Parameters, _ run: Run) throws {
    let recipe = recipe(.feedForward, channels: p.mostChannels, alpha: 0, epochs: p.mostEpochs, p)
    let networks = try trained("training-largest", [recipe], p, run)[0]
    let results = try examined("largest", networks, times: p.times, p, run)
    let accuracy = p.times.indices.map { time in average(results.map { 100 * $0.accuracies[time] }) }
    run.series("largest", ["time": p.times], estimates: ["accuracy": accuracy])
    let meanField = average(results.map { 100 * $0.meanFieldAccuracy })
    run.number("largest-mean-field", meanField, unit: "%")
    run.number("largest-held-out", average(networks.map { 100 * $0.heldOut }), unit: "%")
    run.number("largest-sigma", average(results.map(\.dissipation)), unit: "k0")
    run.number("largest-spins", Double(recipe.architecture.spins))
    run.number("largest-parameters", Double(recipe.architecture.parameters))
    run.number("largest-flips", average(results.map(\.flipsPerTime)), unit: "k0")
    run.number("right-answers", accuracy[p.times.count - 1], unit: "%")
    for (time, accuracy) in zip(p.times, accuracy) { run.number("largest-\(label(time))", accuracy, unit: "%") }
  }
}
