import Companion
import Estimation
import MNIST1D
import MesoscopicNetworks
import Optimisation

/// Alternatives: other prices than that of dissipation, other ways to the state of the network, and learning without a mean field.
extension MesoscopicCNN {
  // MARK: - Other prices

  /// A price in place of that of dissipation.
  enum Regulariser {
    /// A decay of couplings and input weights, relative to the learning rate.
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
  func recordRegularised(_ kinds: [[Examined]], against priced: [[Examined]], after symmetric: [Examined]) throws {
    let front = [symmetric] + priced.reversed()
    let memories = try memories(of: Array(kinds.joined()), in: "memory-other-prices")
    for (place, (regulariser, kind)) in zip(regularisers, kinds).enumerated() {
      let name = regulariser.name
      record(kind, as: name)
      let own = memories[place * p.seeds..<(place + 1) * p.seeds]
      run.number("\(name)-per-flip", mean(kind, perFlip), unit: "nats")
      run.number("\(name)-memory", Average(Array(own)).estimate, unit: "1/k0")
      run.number(
        "\(name)-per-memory",
        Average(zip(kind, own).map { $0.examination.meanDissipation * $1 }).estimate, unit: "nats")
      recordRatio(of: kind, to: front, named: name)
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

  /// Σ of a kind of networks over that which networks at prices of dissipation have at the same accuracy, seeds left out one by one.
  private func recordRatio(of kind: [Examined], to front: [[Examined]], named name: String) {
    let columns = ([kind] + front).map { kind in
      kind.map { [$0.examination.meanDissipation, $0.examination.accuracies[p.times.count - 1]] }
    }
    let replicas = kind.indices.map { seed in columns.flatMap { $0[seed] } }
    let ratio = Estimate.jackknife(replicas) { means in
      let pairs = stride(from: 0, to: means.count, by: 2).map { (sigma: means[$0], accuracy: means[$0 + 1]) }
      return pairs[0].sigma / dissipation(of: Array(pairs.dropFirst()), at: pairs[0].accuracy)
    }
    run.number("\(name)-over-priced", ratio)
  }

  /// The least dissipation at which a front has an accuracy, between its points on straight lines: where it never has, that of its last one;
  /// where it always has, that of the first which dissipates.
  private func dissipation(of front: [(sigma: Double, accuracy: Double)], at accuracy: Double) -> Double {
    for (cheap, dear) in zip(front, front.dropFirst()) where accuracy <= dear.accuracy {
      if accuracy <= cheap.accuracy { return cheap.sigma > 0 ? cheap.sigma : dear.sigma }
      let share = (accuracy - cheap.accuracy) / (dear.accuracy - cheap.accuracy)
      return cheap.sigma + share * (dear.sigma - cheap.sigma)
    }
    return front[front.count - 1].sigma
  }

  // MARK: - Implicit layers

  /// How the state of a network is found in training; thoroughly, in three times as many sweeps and with as many terms of the gradient.
  private enum Way: String, CaseIterable { case sweeps, plain, accelerated, thorough }

  /// The same networks trained on with random sweeps and as implicit layers, from random weights and from a network that is trained already;
  /// and the fixed points of the networks that result.
  func implicitLayers() throws {
    let free = recipe(.nonreciprocal, channels: p.channels)
    func training(_ way: Way, isFirst: Bool) -> LineTraining {
      var training = continued(free, alpha: 0, epochs: p.implicitEpochs, rate: isFirst ? p.rate : 0.5 * p.rate)
      if way != .sweeps {
        let times = way == .thorough ? 3 : 1
        training.fixedPoint = LineTraining.FixedPoint(
          depth: way == .plain ? 0 : 5, tolerance: 0.01, limit: times * p.implicitSweeps,
          terms: times * p.gradientSweeps)
      }
      return training
    }
    let further = Way.allCases.filter { $0 != .thorough }
    let members =
      [LineFamily.Member(free)] + Way.allCases.map { .init(training($0, isFirst: true)) }
      + further.map { .init(training($0, isFirst: false), from: 0) }
    let kinds = try trained(members, in: "implicit", seeds: p.controlSeeds)
    let surveys = try run.sweep(
      "fixed-points",
      over: kinds.joined().map { FixedPointSurvey(of: $0.network, heldOut: p.heldOut, images: p.surveyImages) })
    let names = ["before"] + Way.allCases.map { "first-\($0.rawValue)" } + further.map { "further-\($0.rawValue)" }
    for (place, name) in names.enumerated() {
      record(
        kinds[place], Array(surveys[place * p.controlSeeds..<(place + 1) * p.controlSeeds]), as: "implicit-\(name)")
    }
  }

  /// Numbers of one kind of training.
  private func record(_ kind: [LineFamily.Finished], _ surveys: [FixedPointSurvey.Result], as name: String) {
    func add(_ part: String, _ values: [Double], unit: String = "") {
      run.number("\(name)-\(part)", Average(values).estimate, unit: unit)
    }
    add("held-out", kind.map { 100 * $0.heldOut }, unit: "%")
    add("largest-coupling", kind.map { Double($0.network.parameters.map(abs).max() ?? 0) })
    for (solver, path) in [("plain", \FixedPointSurvey.Result.plain), ("accelerated", \.accelerated)] {
      add("\(solver)-found", surveys.map { 100 * $0[keyPath: path].found }, unit: "%")
      add("\(solver)-sweeps", surveys.map { $0[keyPath: path].sweeps })
      add("\(solver)-right", surveys.map { 100 * $0[keyPath: path].right }, unit: "%")
    }
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
    run.number("small-spins", Double(smallArchitecture.spins))
    run.number("small-parameters", Double(smallArchitecture.parameters))
    // The same networks by backpropagation: from as few images, all others held out, and from all.
    let images = try MNIST1D.published().training.count
    for (name, heldOut) in [("few", images - p.smallImages), ("all", p.heldOut)] {
      var training = recipe(.nonreciprocal, channels: p.smallChannels)
      (training.shift, training.stretch, training.trend) = (0, 0, 0)
      let family = LineFamily([.init(training)], heldOut: heldOut, currents: currents)
      let networks = try run.sweep("small-\(name)", over: [family], replicas: p.smallSeeds)[0]
      run.number("small-\(name)-held-out", Average(networks.map { 100 * $0[0].heldOut }).estimate, unit: "%")
    }
  }

  private var smallArchitecture: LineArchitecture { .threeLayers(channels: p.smallChannels, wiring: .nonreciprocal) }

  private func learn(
    _ name: String, by method: SampledTraining.Method, steps: Int
  ) throws -> [SampledImageTraining.Curve] {
    let trainings = (1...p.smallSeeds).map { start in
      var training = SampledImageTraining(
        of: smallArchitecture, start: start, images: p.smallImages, heldOut: p.heldOut, looked: p.lookedImages,
        by: method, steps: steps, looks: 24,
        sample: SteadyStateSampling(burnIn: p.smallBurnIn, duration: p.smallTime), alpha: p.smallAlpha,
        readoutPenalty: 1e-3, lookBurnIn: p.burnIn, lookTime: p.lookTime)
      training.scale = 0.6
      return training
    }
    let curves = try run.sweep(name, over: trainings)
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
      // A training that begins with a smaller loss needs no flips, and there is nothing to compare.
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
