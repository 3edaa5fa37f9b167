import Companion
import Estimation
import MNIST1D
import MesoscopicNetworks
import Optimisation

/// What else could be done: other prices than that of dissipation, other ways to the state of the network, and learning without a mean field.
extension MesoscopicCNN {
  // MARK: - Other prices

  /// What has a price in place of dissipation.
  enum Regulariser {
    /// A decay of the couplings, relative to the learning rate.
    case couplings(Double)
    /// A price of flips, in units of 1/k₀.
    case flips(Double)

    var name: String {
      switch self {
      case .couplings(let decay): "decay-\(label(decay))"
      case .flips(let price): "flips-\(label(price))"
      }
    }
  }

  /// All of them.
  var regularisers: [Regulariser] { p.decays.map(Regulariser.couplings) + p.flipPrices.map(Regulariser.flips) }

  /// A training with another price.
  func regularised(_ training: LineTraining, by regulariser: Regulariser) -> LineTraining {
    var training = training
    switch regulariser {
    case .couplings(let decay): training.weightDecay = decay
    case .flips(let price): training.flipPrice = price
    }
    return training
  }

  /// Panel d: accuracy against entropy production with other prices; and what the price of dissipation saves at the same accuracy.
  func recordRegularised(_ kinds: [[Examined]], against priced: [[Examined]], after symmetric: [Examined]) {
    let front = ([symmetric] + priced.reversed()).map { kind in
      (sigma: mean(kind, \.examination.meanDissipation).value, accuracy: accuracy(kind).value)
    }
    for (regulariser, kind) in zip(regularisers, kinds) {
      record(kind, as: regulariser.name)
      guard let same = dissipation(of: front, at: accuracy(kind).value), same > 0 else { continue }
      let sigma = mean(kind, \.examination.meanDissipation)
      run.number("\(regulariser.name)-over-priced", (1 / same) * sigma)
    }
    let first = p.decays.count
    for (name, kinds) in [("decays", kinds[..<first]), ("flips", kinds[first...])] {
      // Without any of these prices both begin at the same networks.
      let kinds = [priced[0]] + kinds
      run.series(
        name, [:],
        estimates: ["sigma": kinds.map { mean($0, \.examination.meanDissipation) }, "accuracy": kinds.map(accuracy)])
    }
  }

  /// The least dissipation at which a front has an accuracy: between its points on straight lines; nil beyond its last one.
  private func dissipation(of front: [(sigma: Double, accuracy: Double)], at accuracy: Double) -> Double? {
    for (cheap, dear) in zip(front, front.dropFirst()) where accuracy <= dear.accuracy {
      if accuracy <= cheap.accuracy { return cheap.sigma }
      let share = (accuracy - cheap.accuracy) / (dear.accuracy - cheap.accuracy)
      return cheap.sigma + share * (dear.sigma - cheap.sigma)
    }
    return nil
  }

  // MARK: - Implicit layers

  /// How the state of a network is found in training.
  private enum Way: String, CaseIterable { case sweeps, plain, accelerated }

  /// The same networks trained on with random sweeps and as implicit layers, from random weights and from a network that is trained already;
  /// and the fixed points of what comes of it.
  func implicitLayers() throws {
    let free = recipe(.nonreciprocal, channels: p.channels)
    func training(_ way: Way, isFirst: Bool) -> LineTraining {
      var training = continued(free, alpha: 0, epochs: p.implicitEpochs, rate: isFirst ? p.rate : 0.5 * p.rate)
      if way != .sweeps {
        training.fixedPoint = LineTraining.FixedPoint(
          depth: way == .plain ? 0 : 5, tolerance: 0.01, limit: p.implicitSweeps, terms: p.gradientSweeps)
      }
      return training
    }
    let members =
      [LineFamily.Member(free)] + Way.allCases.map { .init(training($0, isFirst: true)) }
      + Way.allCases.map { .init(training($0, isFirst: false), from: 0) }
    let kinds = try trained(members, in: "implicit", seeds: p.controlSeeds)
    let surveys = try run.sweep(
      "fixed-points",
      over: kinds.joined().map { FixedPointSurvey(of: $0.network, heldOut: p.heldOut, images: p.surveyImages) })
    let names = ["before"] + Way.allCases.map { "first-\($0.rawValue)" } + Way.allCases.map { "further-\($0.rawValue)" }
    for (place, name) in names.enumerated() {
      record(
        kinds[place], Array(surveys[place * p.controlSeeds..<(place + 1) * p.controlSeeds]), as: "implicit-\(name)")
    }
  }

  /// What became of one kind of training.
  private func record(_ kind: [LineFamily.Finished], _ surveys: [FixedPointSurvey.Result], as name: String) {
    func add(_ part: String, _ values: [Double], unit: String = "") {
      run.number("\(name)-\(part)", Average(values).estimate, unit: unit)
    }
    add("held-out", kind.map { 100 * $0.heldOut }, unit: "%")
    add("plain-found", surveys.map { 100 * $0.plain.found }, unit: "%")
    add("plain-sweeps", surveys.map(\.plain.sweeps))
    add("accelerated-found", surveys.map { 100 * $0.accelerated.found }, unit: "%")
    add("accelerated-sweeps", surveys.map(\.accelerated.sweeps))
    add("several", surveys.map { 100 * $0.several }, unit: "%")
    add("undecided", surveys.map { 100 * $0.undecided }, unit: "%")
  }

  // MARK: - Learning from simulations

  /// Panel e: networks that learn images from simulations alone, by the likelihood ratio and by simultaneous perturbation.
  func learnFromSimulations() throws {
    let schedule = LearningRateSchedule(peak: 0.05, steps: p.ratioSteps, last: 0.1)
    let ratio = try learn(
      "likelihood-ratio", by: .likelihoodRatio(LikelihoodRatio.Settings(window: p.window), schedule),
      steps: p.ratioSteps)
    let perturbation = try learn(
      "perturbation",
      by: .simultaneousPerturbation(rate: 0.3, size: 0.1, stability: 0.1 * Double(p.perturbationSteps)),
      steps: p.perturbationSteps)
    recordFlipsSaved(by: ratio, against: perturbation)
    let architecture = smallArchitecture
    run.number("small-spins", Double(architecture.spins))
    run.number(
      "small-parameters", Double(LineTraining(architecture, response: .naive(layers: 3)).architecture.parameters))
  }

  private var smallArchitecture: LineArchitecture { .threeLayers(channels: p.smallChannels, wiring: .nonreciprocal) }

  private func learn(
    _ name: String, by method: SampledTraining.Method, steps: Int
  ) throws -> [SampledImageTraining.Curve] {
    var training = SampledImageTraining(
      of: smallArchitecture, images: p.smallImages, heldOut: p.heldOut, looked: p.lookedImages, by: method,
      steps: steps,
      looks: 24, sample: SteadyStateSampling(burnIn: p.smallBurnIn, duration: p.smallTime), alpha: p.smallAlpha,
      readoutPenalty: 1e-3, lookBurnIn: p.burnIn, lookTime: p.lookTime)
    training.scale = 0.6
    let curves = try run.sweep(name, over: [training], replicas: p.smallSeeds)[0]
    for (place, curve) in curves.enumerated() {
      run.series(
        "\(name)-\(place + 1)",
        [
          // The first look is at no flips, which a logarithmic axis does not show.
          "flips": Array(curve.flips.dropFirst()), "loss": Array(curve.losses.dropFirst()),
          "unseen": curve.unseen.dropFirst().map { 100 * $0 },
        ])
    }
    func add(_ part: String, _ values: [Double], unit: String = "") {
      run.number("\(name)-\(part)", Average(values).estimate, unit: unit)
    }
    add("first-loss", curves.map { $0.losses[0] }, unit: "nats")
    add("first-unseen", curves.map { 100 * $0.unseen[0] }, unit: "%")
    add("all-flips", curves.map { $0.flips[$0.flips.count - 1] })
    add("last-loss", curves.map { $0.losses[$0.losses.count - 1] }, unit: "nats")
    add("last-learned", curves.map { 100 * $0.learned[$0.learned.count - 1] }, unit: "%")
    add("last-unseen", curves.map { 100 * $0.unseen[$0.unseen.count - 1] }, unit: "%")
    add("last-sigma", curves.map { $0.dissipation[$0.dissipation.count - 1] }, unit: "k0")
    return curves
  }

  /// Panel e: by which factor the one method needs fewer flips than the other.
  private func recordFlipsSaved(
    by ratio: [SampledImageTraining.Curve], against perturbation: [SampledImageTraining.Curve]
  ) {
    let pairs = zip(ratio, perturbation).compactMap { ratio, perturbation in
      // Who begins with a smaller loss needs no flips, and there is nothing to compare.
      ratio.flips(toReach: p.smallLoss).flatMap { few in
        few == 0 ? nil : perturbation.flips(toReach: p.smallLoss).map { (few: few, many: $0) }
      }
    }
    run.number("both-reached", Double(pairs.count))
    guard pairs.count > 1 else { return }
    run.number("likelihood-ratio-flips", Average(pairs.map(\.few)).estimate)
    run.number("perturbation-flips", Average(pairs.map(\.many)).estimate)
    run.number("flips-saved", Average(pairs.map { $0.many / $0.few }).estimate)
  }
}
