import Companion
import Estimation
import Learning
import Randomness

/// Convolutional networks made of spins, trained on MNIST-1D and simulated.
@main
struct MesoscopicCNN: Figure {
  // MARK: - Question

  static let title = "A convolutional network made of spins"
  static let question = "What does it cost a network of fluctuating spins to recognise digits, in entropy and in time?"
  static let section = "19"
  static let minutes = 20.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Channels of the three layers along the front, and of the largest network; N is 35 times that.
    var channels = 16, mostChannels = 64
    /// Prices α of dissipation along the front, in nats per nat and unit time of k0.
    var alphas = [0, 3e-4, 1e-3, 3e-3, 0.01]
    /// Trained networks of each kind, which differ in start, noise and order of the images.
    var seeds = 3
    /// Training: epochs along the front, of the largest network and of the rectifiers; images per step and largest learning rate.
    var epochs = 160, mostEpochs = 150, rectifierEpochs = 60, batch = 48, rate = 0.006
    /// How training images are changed at random: cyclic shift in samples, scale of the values, linear trend at the ends.
    var shift = 3, stretch = 0.1, trend = 0.2
    /// Images that are held out of the training to choose by, and test images that networks are examined with.
    var heldOut = 500, testImages = 1000
    /// Burn-in and times of observation in 1/k0; the time along the front.
    var burnIn = 10.0, times = [1, 3.3, 10, 33, 100, 333], frontTime = 333.0
    /// Readout of networks whose layers act back: simulated time per training image in 1/k0, and the price of its weights.
    var refitTime = 100.0, refitPenalty = 1e-3
    /// The small network of panel c: seeds; steps by the likelihood ratio and by simultaneous perturbation; price of dissipation; the
    /// loss at which they are compared, in nats.
    var smallSeeds = 3, ratioSteps = 150, perturbationSteps = 2000, smallAlpha = 0.002, smallLoss = 0.5
    /// Its burn-in, observation and window of the score in training, and the time of a look at it, in 1/k0.
    var smallBurnIn = 3.0, smallTime = 20.0, window = 1.0, lookTime = 200.0
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
    level("logistic-level", logistic, from: p.times[0], to: p.times[p.times.count - 1], run)
    for (name, isPlain) in [("rectifiers", false), ("rectifiers-plain", true)] {
      let networks = try trained("training-\(name)", [rectifiers(p, isPlain: isPlain)], p, run)[0]
      let results = try examined(name, networks, times: [], p, run)
      let accuracy = average(results.map { 100 * $0.meanFieldAccuracy })
      run.number(name, accuracy, unit: "%")
      if !isPlain { run.number("rectifier-parameters", Double(networks[0].network.architecture.parameters)) }
      level("\(name)-level", accuracy.value, from: p.times[0], to: p.times[p.times.count - 1], run)
    }
  }

  /// A horizontal line.
  private static func level(_ name: String, _ accuracy: Double, from first: Double, to last: Double, _ run: Run) {
    run.series(name, ["x": [first, last], "accuracy": [accuracy, accuracy]])
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
      best[wiring] = accuracy[0]
      run.number("\(wiring.slug)-refitted", Double(networks.joined().count(where: \.isRefitted)))
      if wiring == .symmetric { level("symmetric-level", accuracy[0].value, from: 1, to: 1000, run) }
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
    level("largest-level", meanField.value, from: p.times[0], to: p.times[p.times.count - 1], run)
    run.number("largest-mean-field", meanField, unit: "%")
    run.number("largest-held-out", average(networks.map { 100 * $0.heldOut }), unit: "%")
    run.number("largest-sigma", average(results.map(\.dissipation)), unit: "k0")
    run.number("largest-spins", Double(recipe.architecture.spins))
    run.number("largest-parameters", Double(recipe.architecture.parameters))
    run.number("largest-flips", average(results.map(\.flipsPerTime)), unit: "k0")
    for (time, accuracy) in zip(p.times, accuracy) { run.number("largest-\(label(time))", accuracy, unit: "%") }
  }
}
