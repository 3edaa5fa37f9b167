import Companion
import Estimation

extension LearningTradeoff {
  // MARK: - Sweeps

  /// The first systems that do not jump too often within a window.
  static func choose(_ count: Int, of systems: [System], _ p: Parameters, _ run: Run) throws -> [System] {
    let candidates = Array(systems.prefix(4 * count))
    let windows = try run.sweep("window", over: candidates.map { ChooseWindow(system: $0) })
    return Array(zip(candidates, windows).filter { $1.jumps <= p.jumps }.map(\.0).prefix(count))
  }

  static func sample(_ name: String, _ systems: [System], _ p: Parameters, _ run: Run) throws -> [Point] {
    let exact = try run.sweep("exact-sampled-\(name)", over: systems.map { Solve(systems: [$0]) }).map { $0[0] }
    let windows = try run.sweep("window", over: systems.map { ChooseWindow(system: $0) })
    let cells = zip(systems, windows).map { Simulate(system: $0, window: $1.length, windows: p.windows) }
    return try zip(exact, run.sweep("sampled-\(name)", over: cells, replicas: p.replicas)).map(Point.init)
  }

  // MARK: - Series

  // Against the drive of the chosen device, the affinity per edge of a ring, or the number of a device drawn at random.

  static func record(_ name: String, _ found: [Exact], against control: [Double], _ run: Run) {
    run.series(
      name,
      [
        "control": control, "half-sigma": found.map { 0.5 * $0.sigma }, "precision": found.map(\.current.precision),
        "speed": found.map(\.current.mean), "variance": found.map(\.current.variance), "sigma": found.map(\.sigma),
        "efficiency": found.map(\.efficiency), "tightness": found.map(\.tightness),
        "ratio": found.map { 1 / $0.tightness },
      ])
  }

  static func record(_ name: String, _ points: [Point], against control: [Double], _ run: Run) {
    run.series(
      name, ["control": control],
      estimates: [
        "half-sigma": points.map { 0.5 * $0.sigma }, "precision": points.map(\.precision),
        "speed": points.map(\.mean), "variance": points.map(\.variance), "sigma": points.map(\.sigma),
        "tightness": points.map(\.tightness), "ratio": points.map(\.ratio),
      ])
  }
}
