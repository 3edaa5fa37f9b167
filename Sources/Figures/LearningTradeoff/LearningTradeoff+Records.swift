import Companion
import Estimation
import LearningDevices

extension LearningTradeoff {
  // MARK: - Records

  // Series stand against the drive of the chosen device, the affinity per edge of a ring, or the
  // number of a device drawn at random.

  /// Exact statistics.
  func record(_ name: String, _ found: [CurrentSolution], against control: [Double]) {
    run.series(
      name,
      [
        "control": control, "half-sigma": found.map { 0.5 * $0.sigma }, "precision": found.map(\.current.precision),
        "speed": found.map(\.current.mean), "variance": found.map(\.current.variance), "sigma": found.map(\.sigma),
        "efficiency": found.map(\.efficiency), "tightness": found.map(\.tightness),
        "ratio": found.map { 1 / $0.tightness },
      ])
  }

  /// Sampled statistics.
  func record(_ name: String, _ points: [CurrentEstimate], against control: [Double]) {
    run.series(
      name, ["control": control],
      estimates: [
        "half-sigma": points.map { 0.5 * $0.sigma }, "precision": points.map(\.precision),
        "speed": points.map(\.mean), "variance": points.map(\.variance), "sigma": points.map(\.sigma),
        "tightness": points.map(\.tightness), "ratio": points.map(\.ratio),
      ])
  }

  /// The quoted device, and the ends of the line of drives.
  func recordDevice(_ quoted: CurrentSolution, sampled points: [CurrentEstimate], _ line: [CurrentSolution]) {
    run.number("match", quoted.match)
    run.number("information", quoted.information, unit: "nats")
    run.number("speed", quoted.current.mean, unit: "nats per unit time")
    run.number("variance", quoted.current.variance, unit: "nats² per unit time")
    run.number("sigma", quoted.sigma, unit: "nats per unit time")
    run.number("efficiency", quoted.efficiency)
    run.number("ratio", 1 / quoted.tightness)
    // What is paid until the relative error is 10 %.
    run.number("cost-of-ten-percent", 200 / quoted.tightness, unit: "nats")
    run.number("time-of-ten-percent", 100 / quoted.current.precision)
    for (drive, point) in zip(p.sampledDrives, points) where drive == p.drive {
      run.number("sampled-speed", point.mean, unit: "nats per unit time")
      run.number("sampled-variance", point.variance, unit: "nats² per unit time")
      run.number("sampled-sigma", point.sigma, unit: "nats per unit time")
      run.number("sampled-ratio", point.ratio)
    }
    for (name, place) in [("weak", 0), ("strong", line.count - 1)] {
      run.number("drive-\(name)", p.drives[place], unit: "k_B T")
      run.number("speed-\(name)", line[place].current.mean, unit: "nats per unit time")
      run.number("efficiency-\(name)", line[place].efficiency)
      run.number("tightness-\(name)", line[place].tightness)
    }
  }
}
