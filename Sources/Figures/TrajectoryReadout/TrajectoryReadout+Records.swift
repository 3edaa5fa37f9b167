import Companion
import ElementaryFunctions
import Estimation
import StochasticThermodynamics
import WatchedComplexes

extension TrajectoryReadout {
  // MARK: - Records

  /// Panels a, b and c: uncoupled spins, exactly.
  func recordLines(_ angle: Double, _ lines: [UncoupledInformation.Result], _ points: [UncoupledInformation.Result]) {
    let name = label(angle)
    run.series(
      "line-\(name)",
      [
        "time": p.lineTimes, "path": lines.map(\.path), "residence": lines.map(\.residence), "ends": lines.map(\.ends),
      ])
    if angle == p.angle {
      let lost = lines.map { $0.path - $0.residence }
      run.series("without-ends", ["time": p.lineTimes, "lost": lost])
      run.number("ends-most", lost.max() ?? 0, unit: "bits")
    }
    for (time, point) in zip(p.times, points) {
      run.number("uncoupled-\(name)-at-\(label(time))", point.path, unit: "bits")
      run.number("uncoupled-\(name)-residence-at-\(label(time))", point.residence, unit: "bits")
    }
  }

  /// Panels a, b and f: what is sampled, and both limits.
  func recordWatching(
    _ angle: Double, _ a: Double, _ available: Double, _ limits: WatchedTask.SteadyState, _ times: [Double],
    _ samples: [WatchedSample]
  ) {
    let name = "\(label(angle))-\(label(a))"
    let sigma = limits.entropyProductionRate ?? 0
    run.series(
      "watched-\(name)", ["time": times, "entropy": times.map { sigma * $0 }],
      estimates: ["information": samples.map(\.bits)])
    run.number("look-\(name)", limits.information, unit: "bits")
    run.number("slope-\(name)", limits.slope, unit: "bits k0")
    run.number("late-\(name)", limits.longTimeConstant, unit: "bits/k0")
    run.number("sigma-\(name)", sigma, unit: "k0")
    run.number("flips-\(name)", limits.flipRates.reduce(0, +), unit: "k0")
    run.number("economy-\(name)", limits.longTimeConstant * limits.flipRates.reduce(0, +), unit: "bits")
    for (time, sample) in zip(times, samples) {
      run.number("watched-\(name)-at-\(label(time))", sample.bits, unit: "bits")
    }
    guard a != 0 else { return }
    // Both limits, drawn where the first adds up to a half of what is known, and the second leaves half of it.
    let most = max(0.5 * limits.information, 0.03) / limits.slope
    let early = [0.001, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map { $0 * most }
    let least = 2 * limits.longTimeConstant / available
    let late = stride(from: 0.0, through: 4.5, by: 0.25).map { least * Elementary.exp($0) }.filter { $0 <= 1000 }
    for (part, times, values) in [
      ("early", early, early.map { limits.information + limits.slope * $0 }),
      ("late", late, late.map { available - limits.longTimeConstant / $0 }),
    ] {
      run.series(
        "\(part)-\(name)", ["time": times, "entropy": times.map { sigma * $0 }, "information": values])
    }
  }

  /// How much more a driven pair has told than one without couplings.
  func recordGain(
    _ angle: Double, _ times: [Double], _ samples: [WatchedSample], _ points: [UncoupledInformation.Result]
  ) {
    for (time, (sample, point)) in zip(times, zip(samples, points)) {
      run.number(
        "gain-\(label(angle))-at-\(label(time))", sample.bits - Estimate(exact: point.path), unit: "bits")
    }
  }

  /// The best single look, and the time in which uncoupled spins have told as much; 0 where it takes less than 10⁻³.
  func recordBestLook(_ angle: Double, _ information: Double, _ sigma: Double, _ time: Double?, flips: Double) {
    let name = label(angle)
    run.number("best-look-\(name)", information, unit: "bits")
    run.number("best-look-sigma-\(name)", sigma, unit: "k0")
    run.number("best-look-time-\(name)", time ?? 0, unit: "1/k0")
    run.number("best-look-flips-\(name)", (time ?? 0) * flips)
  }

  /// Panel c: points, and the bound ΣT/4.
  func recordArrow(_ name: String, _ samples: [WatchedSample]) {
    run.series(
      name, ["time": p.arrowTimes],
      estimates: ["lost": samples.map(\.arrowBits), "information": samples.map(\.bits)])
    for (time, sample) in zip(p.arrowTimes, samples) {
      run.number("\(name)-at-\(label(time))", sample.arrowBits, unit: "bits")
      run.number("\(name)-path-at-\(label(time))", sample.bits, unit: "bits")
    }
    guard name == "arrow" else { return }
    let sigma = p.task(p.drive, angle: p.angle).steadyState.entropyProductionRate ?? 0
    let bound = p.lineTimes.map { bitsPerNat * min(Elementary.log(2), sigma * $0 / 4) }
    run.series("arrow-bound", ["time": p.lineTimes, "lost": bound])
  }

  /// Panels d and e: the times at which an information is reached, and what was dissipated until then.
  func recordCrossings(_ drives: [Double], _ limits: [WatchedTask.SteadyState], _ crossings: [[Estimate?]]) {
    for (place, information) in p.informations.enumerated() {
      let rows = drives.indices.compactMap { row in
        crossings[row][place].map { (a: drives[row], sigma: limits[row].entropyProductionRate ?? 0, time: $0) }
      }
      let name = label(information)
      guard let first = rows.first, first.a == 0 else {
        run.series("slowed-\(name)", ["a": [], "ratio": [], "ratio.error": []])
        run.series("price-\(name)", ["a": [], "time": [], "time.error": [], "entropy": [], "entropy.error": []])
        continue
      }
      let free = first.time.value
      let ratios = rows.map { (1 / free) * $0.time }
      let (paid, entropies) = (rows.dropFirst(), rows.map { $0.sigma * $0.time })
      run.series("slowed-\(name)", ["a": rows.map(\.a)], estimates: ["ratio": ratios])
      run.series(
        "price-\(name)", ["a": paid.map(\.a)],
        estimates: ["time": paid.map(\.time), "entropy": Array(entropies.dropFirst())])
      for (row, (ratio, entropy)) in zip(rows, zip(ratios, entropies)) {
        run.number("time-\(name)-\(label(row.a))", row.time, unit: "1/k0")
        guard row.a != 0 else { continue }
        run.number("ratio-\(name)-\(label(row.a))", ratio)
        run.number("entropy-\(name)-\(label(row.a))", entropy, unit: "nats")
        // The mean price of an e-fold of speed. The relative error is that of T, but for the logarithm.
        let folds = Elementary.log(free / row.time.value)
        guard folds > 0 else { continue }
        let price = row.sigma * row.time.value / folds
        run.number(
          "e-fold-\(name)-\(label(row.a))",
          Estimate(
            price, standardError: price * row.time.standardError / row.time.value * (1 + 1 / folds),
            degreesOfFreedom: row.time.degreesOfFreedom), unit: "nats")
      }
    }
  }

  /// Panel e: the limit of strong drive, ΣT = 8N ln(θ/T).
  func recordClock(_ limits: WatchedTask.SteadyState, _ times: [Estimate?], _ crossings: [[Estimate?]]) {
    run.number("turns-constant", limits.longTimeTurns, unit: "bits")
    for (place, information) in p.informations.enumerated() {
      let name = label(information)
      guard let theta = times[place], let free = crossings[0][place] else {
        run.series("asymptote-\(name)", ["time": [], "entropy": []])
        continue
      }
      let turns = limits.turnRate * theta
      run.number("turns-\(name)", turns)
      run.number("asymptotic-e-fold-\(name)", 8 * turns, unit: "nats")
      let line = stride(from: 0.0, through: 8, by: 0.25).map { theta.value * Elementary.exp(-$0) }
        .filter { $0 < free.value }
      run.series(
        "asymptote-\(name)",
        ["time": line, "entropy": line.map { 8 * turns.value * Elementary.log(theta.value / $0) }])
    }
  }

  /// Panel d: the limit of patience.
  func recordSlowing(_ drives: [Double], _ limits: [WatchedTask.SteadyState]) {
    let constants = limits.map(\.longTimeConstant)
    let ratios = constants.map { $0 / constants[0] }
    run.series("slowed-limit", ["a": drives, "ratio": ratios])
    run.number("slowed-most", ratios.max() ?? 1)
  }

  /// The difference between both signs of a weak drive, in bits per unit of the coupling.
  func recordWeak(_ limits: [WatchedTask.SteadyState], _ times: [Double], _ samples: [[WatchedSample]]) {
    let factor = 1 / (2 * p.weakDrive)
    run.number("weak-look", factor * (limits[0].information - limits[1].information), unit: "bits")
    run.number("weak-late", factor * (limits[1].longTimeConstant - limits[0].longTimeConstant), unit: "bits/k0")
    let differences = zip(samples[0], samples[1]).map { factor * ($0.bits - $1.bits) }
    run.series("weak", ["time": times], estimates: ["difference": differences])
    for (time, difference) in zip(times, differences) {
      run.number("weak-at-\(label(time))", difference, unit: "bits")
    }
  }

  /// I(n; y) and I(|n|; y) for the driven pair, and for one without its symmetry.
  func recordCirculation(_ found: [NetCirculation.Informations]) {
    let count = p.circulationTimes.count
    for (place, circulation) in found.enumerated() {
      let name = "\(place < count ? "driven" : "one-way")-at-\(label(p.circulationTimes[place % count]))"
      run.number("circulation-\(name)", circulation.net, unit: "bits")
      run.number("circulation-size-\(name)", circulation.size, unit: "bits")
    }
  }
}
