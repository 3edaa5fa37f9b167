import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks

extension MesoscopicCNN {
  // MARK: - Records

  /// A mean over trained networks.
  func mean(_ kind: [Examined], _ value: (Examined) -> Double) -> Estimate { Average(kind.map(value)).estimate }

  /// The right answers at the longest time of observation, in per cent.
  func accuracy(_ kind: [Examined]) -> Estimate { mean(kind) { 100 * $0.examination.accuracies[p.times.count - 1] } }

  /// Σ over the number of flips per unit time, in nats.
  func perFlip(_ network: Examined) -> Double {
    network.examination.meanDissipation * p.times[p.times.count - 1] / network.examination.meanFlips
  }

  /// How many spins flip per unit time.
  private func flipRate(_ network: Examined) -> Double {
    network.examination.meanFlips / p.times[p.times.count - 1]
  }

  /// How networks of spins are trained, where this is no parameter: the factors g of the layers, the noise, the decay of weights.
  func recordRecipes() {
    for (name, wiring) in [
      ("feed-forward", LineArchitecture.Wiring.feedForward), ("nonreciprocal", .nonreciprocal),
      ("symmetric", .symmetric),
    ] {
      for (layer, factor) in zip(["first", "second", "third"], varianceFactors(wiring)) {
        run.number("factor-\(name)-\(layer)", factor)
      }
      let recipe = recipe(wiring, channels: p.channels)
      run.number("readout-noise-\(name)", recipe.readoutNoise)
      run.number("weight-decay-\(name)", recipe.weightDecay)
    }
  }

  /// Numbers of one kind of network.
  func record(_ kind: [Examined], as name: String) {
    run.number(name, accuracy(kind), unit: "%")
    run.number("\(name)-mean-field", mean(kind) { 100 * $0.examination.meanFieldAccuracy }, unit: "%")
    run.number("\(name)-held-out", mean(kind) { 100 * $0.heldOut }, unit: "%")
    run.number("\(name)-sigma", mean(kind, \.examination.meanDissipation), unit: "k0")
    run.number("\(name)-flips", mean(kind, flipRate), unit: "k0")
    run.number("\(name)-parameters", Double(kind[0].network.architecture.parameters))
  }

  /// Panels a and b: networks of one family, by rising price, after one that costs less than all of them; how long their readouts remember; and networks that are left out, as
  /// the entropy production of their training was not the simulated one.
  func recordFront(
    of kinds: [[Examined]], after cheapest: [Examined]? = nil, named name: String, prices: [Double]
  ) throws {
    let memories = try memories(of: Array(kinds.joined()), in: "memory-\(name)")
    var columns: [String: [Estimate]] = [:]
    var (leftOut, furthest, place) = (0, 1.0, 0)
    for (number, kind) in kinds.enumerated() {
      let named = kinds.count > 1 ? "\(name)-\(label(prices[number]))" : name
      let remembered = memories[place..<place + kind.count]
      place += kind.count
      let shown = zip(kind, remembered).filter { network, _ in
        let factor = network.examination.meanDissipation / network.expectedDissipation
        furthest = max(furthest, factor, 1 / factor)
        return factor < p.tolerance && 1 / factor < p.tolerance
      }
      leftOut += kind.count - shown.count
      // A kind of which too few are shown has numbers, but no place on the front.
      let used = shown.count > 1 ? shown : Array(zip(kind, remembered))
      let networks = used.map(\.0)
      record(networks, as: named)
      func add(_ column: String, _ estimate: Estimate, unit: String? = nil) {
        if shown.count > 1 { columns[column, default: []].append(estimate) }
        if let unit { run.number("\(named)-\(column)", estimate, unit: unit) }
      }
      let sigma = mean(networks, \.examination.meanDissipation)
      add("accuracy", accuracy(networks))
      add("sigma", sigma)
      add("mean-field", mean(networks) { 100 * $0.examination.meanFieldAccuracy })
      add("per-flip", mean(networks, perFlip), unit: "nats")
      add("memory", Average(used.map(\.1)).estimate, unit: "1/k0")
      add("per-memory", Average(used.map { $0.0.examination.meanDissipation * $0.1 }).estimate, unit: "nats")
      add("over-expected", mean(networks) { $0.examination.meanDissipation / $0.expectedDissipation }, unit: "")
      add(
        "over-pairs", mean(networks) { $0.examination.meanDissipation / $0.examination.meanDissipationOfPairs },
        unit: "")
      run.series(
        "answer-\(named)", ["time": p.times, "nats": p.times.map { $0 * sigma.value }],
        estimates: [
          "accuracy": p.times.indices.map { time in mean(networks) { 100 * $0.examination.accuracies[time] } }
        ])
    }
    func column(_ name: String) -> [Estimate] { columns[name] ?? [] }
    run.series(
      name, [:],
      estimates: [
        "accuracy": column("accuracy"), "sigma": column("sigma"), "mean-field": column("mean-field"),
        "per-flip": column("per-flip"), "memory": column("memory"), "per-memory": column("per-memory"),
        "over-expected": column("over-expected"), "over-pairs": column("over-pairs"),
      ])
    let each = kinds.enumerated().flatMap { place, kind in kind.map { (place, $0) } }
    run.series(
      "\(name)-networks",
      [
        "kind": each.map { Double($0.0) }, "accuracy": each.map { 100 * ($0.1.examination.accuracies.last ?? 0) },
        "sigma": each.map(\.1.examination.meanDissipation), "expected": each.map(\.1.expectedDissipation),
      ])
    run.number("\(name)-left-out", Double(leftOut))
    run.number("\(name)-shown", Double(each.count - leftOut))
    run.number("\(name)-furthest-factor", furthest)
    var front = zip(column("sigma"), column("accuracy")).map { ($0, $1) }
    if let cheapest { front.append((Estimate(exact: 0), accuracy(cheapest))) }
    recordFold(of: front, named: name)
  }

  /// By how many standard errors a point of a front lies below a cheaper one, at most; negative where none does.
  private func recordFold(of front: [(sigma: Estimate, accuracy: Estimate)], named name: String) {
    let folds = front.flatMap { one in
      front.filter { $0.sigma.value < one.sigma.value }.map { cheaper in
        let difference = cheaper.accuracy - one.accuracy
        return difference.value / difference.standardError
      }
    }
    if let fold = folds.max() { run.number("\(name)-fold", fold) }
  }

  /// The gains of nonreciprocal and of feed-forward couplings over symmetric ones: at equal spins, parameters, flips and nats.
  func recordGains(
    symmetric: [Examined], alone: [Examined], priced: [[Examined]], free: [Examined],
    forward: [[Examined]], large: [Examined]
  ) {
    let last = p.times.count - 1
    func gain(_ one: [Examined], _ other: [Examined]) -> Estimate {
      Average(zip(one, other).map { 100 * ($0.examination.accuracies[last] - $1.examination.accuracies[last]) })
        .estimate
    }
    let best = priced[0]
    run.number("gain-spins", gain(best, symmetric), unit: "points")
    run.number("gain-parameters", gain(best, large), unit: "points")
    run.number("gain-feed-forward", gain(forward[0], symmetric), unit: "points")
    run.number("gain-detour", gain(best, free), unit: "points")
    // Networks of two trainings that share nothing.
    run.number("gain-symmetric-detour", accuracy(symmetric) - accuracy(alone), unit: "points")
    run.number("gain-cheapest", gain(priced[priced.count - 1], symmetric), unit: "points")
    run.number("front-spins", Double(symmetric[0].network.architecture.spins))
    // As many flips as a symmetric network makes in the longest time, which the other makes earlier.
    let flips = mean(symmetric, \.examination.meanFlips).value
    run.number(
      "gain-flips",
      Average(
        zip(best, symmetric).map { one, other in
          100 * (accuracy(of: one, at: flips / flipRate(one)) - other.examination.accuracies[last])
        }
      ).estimate, unit: "points")
    for nats in p.nats {
      let equilibrium = symmetric.map { 100 * $0.examination.accuracies[last] }
      let nonreciprocal = highest(of: priced + [free], within: nats)
      let best = [equilibrium, nonreciprocal].compactMap(\.self).max { Average($0).mean < Average($1).mean }
      if let best { run.number("nonreciprocal-within-\(label(nats))", Average(best).estimate, unit: "%") }
      if let forward = highest(of: forward, within: nats) {
        run.number("feed-forward-within-\(label(nats))", Average(forward).estimate, unit: "%")
      }
      if let nonreciprocal {
        let gains = zip(nonreciprocal, equilibrium).map { $0 - $1 }
        run.number("gain-within-\(label(nats))", Average(gains).estimate, unit: "points")
      }
    }
  }

  /// The accuracy after a time between the times of observation: on a straight line in its logarithm.
  private func accuracy(of network: Examined, at time: Double) -> Double {
    let values = network.examination.accuracies
    guard let next = p.times.firstIndex(where: { $0 >= time }) else { return values[values.count - 1] }
    guard next > 0 else { return values[0] }
    let share = Elementary.log(time / p.times[next - 1]) / Elementary.log(p.times[next] / p.times[next - 1])
    return values[next - 1] + share * (values[next] - values[next - 1])
  }

  /// The accuracies of the kind that is best on average if an answer may cost so many nats, network by network in per cent: each kind is
  /// watched until it has spent them, at most for the longest time.
  private func highest(of kinds: [[Examined]], within nats: Double) -> [Double]? {
    let found = kinds.compactMap { kind -> [Double]? in
      let time = nats / mean(kind, \.examination.meanDissipation).value
      return time >= p.times[0] ? kind.map { 100 * accuracy(of: $0, at: time) } : nil
    }
    return found.max { Average($0).mean < Average($1).mean }
  }

  /// Panel c: accuracy against the time of observation.
  func recordLargest(_ networks: [Examined]) {
    let accuracy = p.times.indices.map { time in mean(networks) { 100 * $0.examination.accuracies[time] } }
    run.series("largest", ["time": p.times], estimates: ["accuracy": accuracy])
    record(networks, as: "largest")
    run.number("largest-spins", Double(networks[0].network.architecture.spins))
    run.number("largest-per-flip", mean(networks, perFlip), unit: "nats")
    run.number("right-answers", accuracy[accuracy.count - 1], unit: "%")
    for (time, accuracy) in zip(p.times, accuracy) { run.number("largest-\(label(time))", accuracy, unit: "%") }
  }

  /// Panel f: grids of averages, with a row of cells for each channel and white above and below.
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
  }
}
