import BitErasure
import Companion
import ElementaryFunctions
import Estimation
import LangevinDynamics

extension LandauerErasure {
  // MARK: - Records

  /// Panels a and b: the protocol and the density.
  func recordPicture(of erasure: ErasureProtocol, places: [Double], frames: [[Double]]) throws {
    let phases = Array(stride(from: 0.0, through: 1, by: 0.005))
    let controls = try phases.map { try erasure.drive(.erasing)($0 * p.pictureTime) }
    run.series("protocol", ["phase": phases, "barrier": controls.map(\.barrier), "tilt": controls.map(\.tilt)])
    run.series(
      "density",
      [
        "phase": frames.indices.flatMap { frame in places.map { _ in Double(frame) / Double(frames.count - 1) } },
        "position": frames.flatMap { _ in places }, "density": frames.flatMap { $0 },
      ])
  }

  /// Panel c: the mean work, and the least that it could be.
  func recordLine(_ experiment: Experiment, _ line: [ErasureOutcome]) {
    let name = experiment.name
    run.series(name, ["time": p.lineTimes, "work": line.map(\.meanWork), "least": line.map(\.leastWork)])
    for (time, exact) in zip(p.lineTimes, line) where [1e3, 1e4, 1e5, 1e6].contains(time) {
      run.number("\(name)-line-\(label(time))", exact.meanWork, unit: "k_B T")
    }
  }

  /// Panel c: the sampled mean work.
  func recordWorks(_ experiment: Experiment, _ points: [SampledPoint]) {
    let name = experiment.name
    run.series("sampled-\(name)", ["time": points.map(\.time)], estimates: ["work": points.map(\.sample.work.estimate)])
    for point in points where isQuoted(point) {
      let (exact, time) = (point.exact, label(point.time))
      run.number("\(name)-work-\(time)", exact.meanWork, unit: "k_B T")
      run.number("\(name)-sampled-work-\(time)", point.sample.work.estimate, unit: "k_B T")
      if name != "shallow" {
        let slow = experiment.cycle == .control ? 0 : ErasureProtocol.landauerBound
        run.number("\(name)-excess-\(time)", (exact.meanWork - slow) * point.time)
      }
      guard experiment.cycle == .erasing else { continue }
      run.number("\(name)-failure-\(time)", 1 - exact.success)
      run.number("\(name)-success-\(time)", exact.success)
      run.number("\(name)-sampled-success-\(time)", point.sample.success.estimate)
      run.number("\(name)-divergence-\(time)", exact.relativeEntropy)
      run.number("\(name)-transport-\(time)", (exact.leastWork - exact.relativeEntropy) * point.time, unit: "x0²")
      run.number("\(name)-least-work-\(time)", exact.leastWork, unit: "k_B T")
    }
  }

  /// Panel e: averages that cannot be relied on are drawn apart.
  func recordExponentials(_ experiment: Experiment, _ points: [SampledPoint]) {
    let name = experiment.name
    for (suffix, wanted) in [("", true), ("-unreliable", false)] {
      let all = points.filter { $0.exact.canSampleAll(cycles: $0.sample.exponential.count) == wanted }
      let right = points.filter { $0.exact.canSampleSuccesses == wanted }
      run.series(
        "all-\(name)\(suffix)", ["time": all.map(\.time)],
        estimates: ["average": all.map(\.sample.exponential.estimate)])
      run.series(
        "right-\(name)\(suffix)", ["time": right.map(\.time)],
        estimates: ["average": right.map(\.sample.restricted.estimate)])
    }
    for point in points where isQuoted(point) {
      run.number("\(name)-plain-\(label(point.time))", point.sample.exponential.estimate)
      run.number("\(name)-restricted-\(label(point.time))", point.sample.restricted.estimate)
    }
  }

  private func isQuoted(_ point: SampledPoint) -> Bool {
    (p.distributionTimes + p.shallowTimes.suffix(1)).contains(point.time)
  }

  /// Panels d and f: how the work is distributed. Bins with at least 25 expected cycles are drawn and compared.
  func recordDistribution(_ point: SampledPoint, _ exact: WorkDensity) -> [Double] {
    let (name, works) = ("\(point.name)-\(label(point.time))", point.sample.works)
    let (mean, spread) = (point.exact.meanWork, point.exact.workVariance.squareRoot())
    let near = (-50...70).map { mean + 0.1 * Double($0) * spread }
    let line = Array(stride(from: -24, to: near[0], by: 0.2)) + near
    let seen = line.filter { exact.density(at: $0) > 1e-6 }
    run.series("density-\(name)", ["work": seen, "density": seen.map(exact.density)])
    // Below 1e-15 a density is rounding, which e^(−W) would magnify.
    let weighted = line.map { Elementary.exp(-$0) * max(0, exact.density(at: $0) - 1e-15) }
    run.series("weighted-\(name)", ["work": line, "density": weighted])
    if point.name == "erasing" && point.time == p.pictureTime {
      let left = zip(line, weighted).filter { $0.0 < -8 }.max { $0.1 < $1.1 }
      run.number("erasing-left-hump-\(label(point.time))", left?.0 ?? .nan, unit: "k_B T")
    }
    let deviations = point.sample.deviations(from: exact)
    let bins = deviations.bins.indices.filter { deviations.bins[$0] != nil }
    run.series(
      "bins-\(name)", ["work": bins.map(works.center)],
      estimates: [
        "density": bins.map(works.density),
        "weighted": bins.map { Elementary.exp(-works.center(of: $0)) * works.density(at: $0) },
      ])
    let time = label(point.time)
    run.number("\(point.name)-below-\(time)", exact.probability(to: ErasureProtocol.landauerBound))
    run.number("\(point.name)-sampled-below-\(time)", point.sample.below.estimate)
    run.number("\(point.name)-rare-\(time)", exact.probability(to: -8))
    return (deviations.bins + [deviations.below]).compactMap { $0 }
  }
}
