import Companion
import Estimation
import LearningDevices

/// Reliability, speed and dissipation of devices that learn in a steady state.
@main
struct LearningTradeoff: Figure {
  // MARK: - Question

  static let title = "Reliability, speed and dissipation of a learning device"
  static let question = "What does it cost a device to learn both fast and reliably?"
  static let section = "15"
  static let minutes = 0.2

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("rate γ at which the hidden bit of the two-state device flips", unit: "1/time", in: 1e-3...1e3)
    var flipRate = 0.1
    @Parameter("rate k of the memory of the two-state device", unit: "1/time", in: 1e-3...1e3) var rate = 1.0
    @Parameter("drives a of the two-state device: of the lines", unit: "k_B T", in: 0.01...30)
    var drives = Array(stride(from: 0.05, through: 10, by: 0.05))
    @Parameter("drives a of the two-state device: of the sampled points", unit: "k_B T", in: 0.1...20)
    var sampledDrives = [0.5, 1, 2, 3, 4, 6, 8, 10]
    @Parameter("drives a of the two-state device: the one that is quoted", unit: "k_B T", in: 0.01...30) var drive = 2.0
    @Parameter("random devices of each family in panel a", in: 1...10_000) var devices = 250
    @Parameter("random devices of each family that are sampled", in: 0...100) var sampledDevices = 10
    @Parameter("seed that devices and rings are drawn from", in: 0...1_000_000_000) var drawSeed = 1
    @Parameter("affinities per edge of the uniform ring in panel d: of the line", unit: "k_B T", in: 0.01...20)
    var affinities = Array(stride(from: 0.1, through: 12, by: 0.1))
    @Parameter("affinities per edge of the uniform ring in panel d: of the sampled points", unit: "k_B T", in: 0.1...15)
    var sampledAffinities = [0.4, 1, 2, 3, 5, 7, 10]
    @Parameter("random rings in panel d", in: 1...10_000) var rings = 250
    @Parameter("random rings that are sampled", in: 0...100) var sampledRings = 10
    @Parameter("windows of a sampled trajectory", in: 10...1_000_000) var windows = 12_000
    @Parameter(
      "largest mean number of jumps in a window with which a random device or ring is sampled", in: 10...100_000)
    var jumps = 200.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 60
  }

  static let paper = Parameters()
  static let quick = Parameters(
    drives: Array(stride(from: 0.25, through: 10, by: 0.25)), sampledDrives: [1, 2, 4, 8], devices: 60,
    sampledDevices: 3, affinities: Array(stride(from: 0.5, through: 12, by: 0.5)), sampledAffinities: [1, 3, 7],
    rings: 60, sampledRings: 3, windows: 400, replicas: 20)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try device(p, run) + families(p, run) + rings(p, run)
    run.deviations(deviations)
  }

  /// Panels b and c, and the curve of panel a: the chosen device along its drive.
  private static func device(_ p: Parameters, _ run: Run) throws -> [Double] {
    func bit(_ drive: Double) -> System { .bit(flipRate: p.flipRate, rate: p.rate, drive: drive) }
    let line = try run.sweep("exact-device", over: [Solve(systems: p.drives.map(bit))])[0]
    record("device", line, against: p.drives, run)
    // The device is a ring of four states, with twice the drive as its affinity.
    record("device-ring", line, against: p.drives.map { 0.5 * $0 }, run)
    let points = try sample("device", p.sampledDrives.map(bit), p, run)
    record("sampled-device", points, against: p.sampledDrives, run)
    let quoted = try run.sweep("exact-device", over: [Solve(systems: [bit(p.drive)])])[0][0]
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
    return points.flatMap(\.deviations)
  }

  /// Panel a: devices drawn at random.
  private static func families(_ p: Parameters, _ run: Run) throws -> [Double] {
    run.series("bound", ["half-sigma": [1e-5, 10]])
    return try LearningDevice.Family.allCases.flatMap { family in
      let systems = (0..<p.devices).map { System.drawn(family, number: $0, seed: p.drawSeed) }
      let exact = try run.sweep("exact-\(family)", over: [Solve(systems: systems)])[0]
      record("\(family)", exact, against: exact.indices.map(Double.init), run)
      let shown = shown(exact.count)
      record("\(family)-shown", shown.map { exact[$0] }, against: shown.map(Double.init), run)
      let points = try sample("\(family)", choose(p.sampledDevices, of: systems, p, run), p, run)
      record("sampled-\(family)", points, against: points.indices.map(Double.init), run)
      run.number("\(family)-tightest", exact.map(\.tightness).max() ?? 0)
      run.number("\(family)-median-tightness", median(exact.map(\.tightness)))
      run.number("\(family)-most-efficient", exact.map(\.efficiency).max() ?? 0)
      run.number("\(family)-median-efficiency", median(exact.map(\.efficiency)))
      return points.flatMap(\.deviations)
    }
  }

  /// Panel d: rings, uniform and drawn at random, against their affinity per edge.
  private static func rings(_ p: Parameters, _ run: Run) throws -> [Double] {
    func uniform(_ affinity: Double) -> System {
      .ring(affinities: [affinity, affinity, affinity], attempts: [1, 1, 1])
    }
    let line = try run.sweep("exact-ring", over: [Solve(systems: p.affinities.map(uniform))])[0]
    record("ring", line, against: p.affinities, run)
    let points = try sample("ring", p.sampledAffinities.map(uniform), p, run)
    record("sampled-ring", points, against: p.sampledAffinities, run)
    let drawn = (0..<p.rings).map { System.drawnRing(number: $0, seed: p.drawSeed) }
    let exact = try run.sweep("exact-rings", over: [Solve(systems: drawn)])[0]
    record("rings", exact, against: drawn.map(\.affinityPerEdge), run)
    let shown = shown(drawn.count)
    record("rings-shown", shown.map { exact[$0] }, against: shown.map { drawn[$0].affinityPerEdge }, run)
    let chosen = try choose(p.sampledRings, of: drawn, p, run)
    let others = try sample("rings", chosen, p, run)
    record("sampled-rings", others, against: chosen.map(\.affinityPerEdge), run)
    run.number("rings-tightest", zip(drawn, exact).map { $1.tightness * $0.ringBound }.max() ?? 0)
    return (points + others).flatMap(\.deviations)
  }

  /// The places of the random systems that are drawn: evenly chosen, at most 159, so that points do not cover each other.
  static func shown(_ count: Int) -> [Int] { Array(stride(from: 0, to: count, by: max(1, count / 80))) }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }
}
