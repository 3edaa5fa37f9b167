import Companion
import DrivenSystems
import ElementaryFunctions
import Estimation

extension FluctuationTheorems {
  // MARK: - Records of work

  func record(
    _ pull: PulledParticle, in range: ClosedRange<Double>, sampled: WorkHistograms
  ) throws -> [Double] {
    let (name, exact) = ("pull-\(label(pull.time))", pull.exactWork)
    let works = (0...240).map { range.lowerBound + Double($0) / 240 * (range.upperBound - range.lowerBound) }
    run.series(
      name,
      [
        "work": works, "forward": works.map { exact.density(at: $0, .forward) },
        "reverse": works.map { exact.density(at: $0, .negatedReverse) },
      ])
    return try recordWorks(name, sampled, expecting: sampled.coarse.probabilities(of: exact))
  }

  func record(
    _ molecule: TwoStateMolecule, isFastest: Bool, exact: WorkProbabilities, sampled: WorkHistograms
  ) throws -> [Double] {
    let name = "molecule-\(label(molecule.time))"
    let difference = try molecule.difference
    let coarse = sampled.coarse
    let (works, densities) = coarse.staircase(of: exact)
    run.series(name, ["work": works, "forward": densities.forward, "reverse": densities.reverse])
    if isFastest {
      let ratios = coarse.forward.logRatios(to: coarse.reverse)
      run.series(
        "detailed-molecule", ["entropy": ratios.map { $0.center - difference }],
        estimates: ["ratio": ratios.map(\.logarithm)])
    }
    recordTogether(name, coarse, expecting: exact, difference: difference)
    return try recordWorks(name, sampled, expecting: exact)
  }

  /// Records sampled works and where they cross; how many standard errors the bins are off.
  private func recordWorks(
    _ name: String, _ histograms: WorkHistograms, expecting exact: WorkProbabilities
  ) throws -> [Double] {
    guard histograms.overlap else {
      throw Complaint("Forward and reverse works of '\(name)' do not overlap: take more works or longer times.")
    }
    let crossing = try FreeEnergyDifference.crossing(forward: histograms.forward, negatedReverse: histograms.reverse)
    run.number("\(name)-crossing", crossing.difference, unit: "kT")
    run.number("\(name)-slope", crossing.slope)
    let coarse = histograms.coarse
    return [("forward", coarse.forward, exact.forward), ("reverse", coarse.reverse, exact.reverse)].flatMap {
      direction, histogram, exact in
      let count = histogram.total
      let shown = exact.indices.filter { count * exact[$0] >= 10 }
      run.series(
        "sampled-\(name)-\(direction)", ["work": shown.map(histogram.center)],
        estimates: ["density": shown.map(histogram.density)])
      return histogram.deviations(from: exact).compactMap { $0 }
    }
  }

  /// Records the sampled density of the work, and that of the negated reverse work times exp(w − ΔF), which Crooks'
  /// theorem makes the same: in turn at every other bin, so that neither hides the other.
  ///
  /// The last bin shows forward works, the first one reverse works: the work of a trajectory without a jump is the most
  /// frequent there.
  private func recordTogether(
    _ name: String, _ coarse: WorkHistograms, expecting exact: WorkProbabilities, difference: Double
  ) {
    let last = exact.forward.count - 1
    func shown(_ expected: [Double], _ total: Double, _ isForward: Bool) -> [Int] {
      expected.indices.filter {
        total * expected[$0] >= 10 && ($0 > 0 && (last - $0).isMultiple(of: 2)) == isForward
      }
    }
    let forward = shown(exact.forward, coarse.forward.total, true)
    run.series(
      "shown-\(name)-forward", ["work": forward.map(coarse.forward.center)],
      estimates: ["density": forward.map(coarse.forward.density)])
    let reverse = shown(exact.reverse, coarse.reverse.total, false)
    run.series(
      "shown-\(name)-reverse", ["work": reverse.map(coarse.reverse.center)],
      estimates: [
        "density": reverse.map {
          Elementary.exp(coarse.reverse.center(of: $0) - difference) * coarse.reverse.density(at: $0)
        }
      ])
  }

  // MARK: - Records of estimates of ΔF

  func recordEstimateLines() {
    let works = p.lineTimes.map { PulledParticle(force: p.force, time: $0).exactWork }
    let lines = works.map { $0.jarzynski(count: p.pulls) }
    run.series(
      "estimates",
      [
        "time": p.lineTimes, "forward": zip(works, lines).map { $0.difference + $1.bias },
        "reverse": zip(works, lines).map { $0.difference - $1.bias }, "jarzynski-error": lines.map(\.error),
        "bennett-error": works.map { $0.bennettError(forward: p.pulls / 2, reverse: p.pulls / 2) },
      ])
  }

  /// - Parameters:
  ///   - works: the distributions of the work at the sampled durations.
  ///   - sampled: how estimates scatter, one for each.
  func recordEstimates(of works: [GaussianWork], sampled: [FreeEnergyEstimates.Result]) -> [Double] {
    let exact = works.map { $0.jarzynski(count: p.pulls) }
    let difference = works[0].difference
    let offset = Estimate(exact: difference)
    run.series(
      "sampled-estimates", ["time": p.estimateTimes],
      estimates: [
        "forward": sampled.map { offset + $0.forward.bias }, "reverse": sampled.map { offset + $0.reverse.bias },
        "bennett": sampled.map { offset + $0.bennett.bias }, "jarzynski-error": sampled.map(\.forward.error),
        "bennett-error": sampled.map(\.bennett.error),
      ])
    run.number("pull-difference", difference, unit: "kT")
    run.number("dissipation-fast", 0.5 * works[0].variance, unit: "kT")
    for (name, place) in [("fast", 0), ("slow", works.count - 1)] {
      run.number("jarzynski-\(name)", offset + sampled[place].forward.bias, unit: "kT")
      run.number("jarzynski-\(name)-exact", difference + exact[place].bias, unit: "kT")
      run.number("bennett-\(name)", offset + sampled[place].bennett.bias, unit: "kT")
      run.number("jarzynski-\(name)-error", sampled[place].forward.error, unit: "kT")
      run.number("bennett-\(name)-error", sampled[place].bennett.error, unit: "kT")
    }
    return zip(sampled, exact).flatMap { sampled, exact in
      [
        sampled.forward.bias.deviation(from: exact.bias), sampled.reverse.bias.deviation(from: -exact.bias),
        sampled.bennett.bias.deviation(from: 0), sampled.forward.error.deviation(from: exact.error),
      ]
    }
  }

  // MARK: - Records of entropy

  /// - Parameters:
  ///   - line: the moments at the times of the lines.
  ///   - times: those of the sampled points.
  ///   - exact: the moments there.
  ///   - sampled: the averages there.
  func recordIntegral(
    _ name: String, line: [ExactEntropy.Result], times: [Double], exact: [ExactEntropy.Result],
    sampled: [EntropyPair<ExponentialAverage>]
  ) -> [Double] {
    run.series(name, ["time": p.entropyTimes, "total": line.map(\.total.mean), "heat": line.map(\.heat.mean)])
    // The variances are exact: those of the sample would miss rare trajectories.
    let total = zip(sampled, exact).map { $1.total.estimate($0.total) }
    let heat = zip(sampled, exact).map { $1.heat.estimate($0.heat) }
    run.series("sampled-\(name)", ["time": times], estimates: ["total": total, "heat": heat])
    if let last = line.last { run.number("\(name)-variance", last.total.variance) }
    if let last = times.indices.last {
      run.number("\(name)-time", times[last])
      run.number("\(name)-total", total[last])
      run.number("\(name)-heat", heat[last])
      run.number("\(name)-heat-exact", exact[last].heat.mean)
    }
    return zip(total, exact).map { $0.deviation(from: $1.total.mean) }
      + zip(heat, exact).map { $0.deviation(from: $1.heat.mean) }
  }

  /// - Parameters:
  ///   - tally: how often the values of a quantity were found.
  ///   - exact: ln P(s)/P(−s) at its values s > 0.
  func recordDetailed(
    _ name: String, _ tally: Tally, _ exact: [(value: Double, logarithm: Double)]
  ) -> [Double] {
    let ratios = tally.logRatiosUnderReflection()
    let reach = ratios.last?.center ?? 0
    let lines = exact.filter { $0.value <= reach + 1e-5 }
    run.series("detailed-\(name)", ["entropy": lines.map(\.value), "ratio": lines.map(\.logarithm)])
    run.series(
      "sampled-detailed-\(name)", ["entropy": ratios.map(\.center)], estimates: ["ratio": ratios.map(\.logarithm)])
    // A ring in equilibrium produces nothing.
    if !ratios.isEmpty { run.number("slope-\(name)", LogRatio.slope(of: ratios)) }
    return ratios.compactMap { ratio in
      lines.first { abs($0.value - ratio.center) < 1e-5 }.map { ratio.logarithm.deviation(from: $0.logarithm) }
    }
  }
}
