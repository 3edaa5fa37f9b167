import Companion
import Estimation
import MesoscopicNetworks

extension MesoscopicCNN {
  // MARK: - Records

  /// A mean over trained networks.
  func mean(_ examinations: [NetworkExamination], _ value: (NetworkExamination) -> Double) -> Estimate {
    Average(examinations.map(value)).estimate
  }

  /// The mean over trained networks of Σ over the number of flips per unit time, in nats.
  private func perFlip(_ examinations: [NetworkExamination], over time: Double) -> Estimate {
    mean(examinations) { $0.meanDissipation * time / $0.meanFlips }
  }

  /// How networks of spins are trained, where this is no parameter: the factors g of the layers, the noise, the decay of weights.
  func recordRecipes() {
    for (name, wiring, channels) in [
      ("largest", LineArchitecture.Wiring.feedForward, p.mostChannels), ("feed-forward", .feedForward, p.channels),
      ("nonreciprocal", .nonreciprocal, p.channels), ("symmetric", .symmetric, p.channels),
    ] {
      let factors = varianceFactors(wiring, channels: channels)
      for (layer, factor) in zip(["first", "second", "third"], factors) {
        run.number("factor-\(name)-\(layer)", factor)
      }
      let recipe = recipe(wiring, channels: channels, alpha: 0, epochs: p.epochs)
      run.number("readout-noise-\(name)", recipe.readoutNoise)
      run.number("weight-decay-\(name)", recipe.weightDecay)
    }
  }

  /// Panel c: the course of learning by one method, task by task.
  func record(_ curves: [ClassificationTraining.Curve], as name: String) {
    for (place, curve) in curves.enumerated() {
      run.series("\(name)-\(place + 1)", ["flips": curve.flips, "loss": curve.losses])
    }
    let flips = curves.compactMap { $0.flips(toReach: p.smallLoss) }
    run.number("\(name)-reached", Double(flips.count))
    if flips.count > 1 { run.number("\(name)-flips", Average(flips).estimate) }
    run.number("\(name)-loss", Average(curves.compactMap(\.losses.last)).estimate, unit: "nats")
  }

  /// Panel c: by which factor the one method needs fewer flips than the other; and the size of the network.
  func recordFlipsSaved(
    by ratio: [ClassificationTraining.Curve], against perturbation: [ClassificationTraining.Curve]
  ) {
    let factors = zip(ratio, perturbation).compactMap { ratio, perturbation in
      ratio.flips(toReach: p.smallLoss).flatMap { few in perturbation.flips(toReach: p.smallLoss).map { $0 / few } }
    }
    if factors.count > 1 { run.number("flips-saved", Average(factors).estimate) }
    run.number("small-spins", Double(ClassificationTraining.architecture.spins))
    run.number("small-couplings", Double(ClassificationTraining.architecture.ties.count))
    run.number("small-parameters", Double(ClassificationTraining.architecture.parameters))
  }

  /// Panel a: the networks of one kind at all prices. Returns the accuracy at the first price, in per cent.
  func record(
    _ wiring: LineArchitecture.Wiring, alphas: [Double], _ networks: [[MNIST1DTraining.Result]],
    _ results: [[NetworkExamination]]
  ) -> Estimate {
    let accuracy = results.map { mean($0) { 100 * $0.accuracies[0] } }
    let sigma = results.map { mean($0, \.meanDissipation) }
    let meanField = results.map { mean($0) { 100 * $0.meanFieldAccuracy } }
    run.series(
      wiring.slug, ["alpha": alphas, "mean-field": meanField.map(\.value)],
      estimates: [
        "accuracy": accuracy, "sigma": sigma, "sigma-of-pairs": results.map { mean($0, \.meanDissipationOfPairs) },
        "held-out": networks.map { Average($0.map { 100 * $0.heldOut }).estimate },
      ])
    let each = zip(alphas, results).flatMap { alpha, networks in networks.map { (alpha, $0) } }
    run.series(
      "\(wiring.slug)-networks",
      [
        "alpha": each.map(\.0), "accuracy": each.map { 100 * $0.1.accuracies[0] },
        "sigma": each.map(\.1.meanDissipation), "mean-field": each.map { 100 * $0.1.meanFieldAccuracy },
      ])
    run.number("\(wiring.slug)-refitted", Double(networks.joined().count(where: \.isRefitted)))
    for (place, alpha) in alphas.enumerated() {
      run.number("\(wiring.slug)-\(label(alpha))", accuracy[place], unit: "%")
      run.number("\(wiring.slug)-\(label(alpha))-mean-field", meanField[place], unit: "%")
      run.number("\(wiring.slug)-\(label(alpha))-sigma", sigma[place], unit: "k0")
      run.number(
        "\(wiring.slug)-\(label(alpha))-sigma-per-spin", (1 / Double(35 * p.channels)) * sigma[place], unit: "k0")
      if wiring != .symmetric {
        run.number("\(wiring.slug)-\(label(alpha))-per-flip", perFlip(results[place], over: p.frontTime), unit: "nats")
      }
      if wiring == .nonreciprocal && alpha > 0 {
        let ratios = results[place].map { $0.meanDissipation / $0.meanDissipationOfPairs }
        run.number("pairs-shortfall-\(label(alpha))", ratios.max() ?? .nan)
      }
    }
    return accuracy[0]
  }

  /// Panel b: accuracy against the time of observation.
  func recordLargest(_ networks: [MNIST1DTraining.Result], _ results: [NetworkExamination]) {
    let architecture = networks[0].network.architecture
    let accuracy = p.times.indices.map { time in mean(results) { 100 * $0.accuracies[time] } }
    run.series("largest", ["time": p.times], estimates: ["accuracy": accuracy])
    run.number("largest-mean-field", mean(results) { 100 * $0.meanFieldAccuracy }, unit: "%")
    run.number("largest-held-out", Average(networks.map { 100 * $0.heldOut }).estimate, unit: "%")
    run.number("largest-sigma", mean(results, \.meanDissipation), unit: "k0")
    run.number("largest-spins", Double(architecture.spins))
    run.number("largest-parameters", Double(architecture.parameters))
    let last = p.times.count - 1
    run.number("largest-per-flip", perFlip(results, over: p.times[last]), unit: "nats")
    run.number("largest-flips", mean(results) { $0.meanFlips / p.times[last] }, unit: "k0")
    run.number("right-answers", accuracy[last], unit: "%")
    for (time, accuracy) in zip(p.times, accuracy) { run.number("largest-\(label(time))", accuracy, unit: "%") }
  }

  /// Panel d: grids of averages, with a row of cells for each channel and white above and below; and how well the simulation agrees
  /// with the exact averages of the first layer.
  func record(_ seen: ObservedLayers.Result) {
    let layers = zip(["a", "b", "c"], seen.layers).map { ($0, $1) }
    let bands = [("input", seen.input)] + layers + [("digits", seen.digits)]
    let (rows, columns) = (max(p.channels, 2), seen.input.length)
    for (band, (name, grid)) in bands.enumerated() {
      var (x, y, value): ([Double], [Double], [Double]) = ([], [], [])
      for row in 0..<rows {
        for column in 0..<columns {
          x.append(Double(column))
          y.append(Double(band) + 0.5 + (Double(row) + 1.5) / Double(rows + 2))
          let channel = row * grid.channels / rows
          value.append(grid.values[column * grid.length / columns * grid.channels + channel])
        }
      }
      run.series("seen-\(name)", ["position": x, "layer": y, "average": value])
    }
    run.number("seen-digit", Double(seen.digit))
    run.number("seen-probability", seen.probability)
    run.deviations(seen.deviations)
  }
}
