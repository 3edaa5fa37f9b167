import Companion
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

  let p: Parameters, run: Run

  // MARK: - Experiment

  func simulate() throws {
    let deviations = try device() + families() + rings()
    run.deviations(deviations)
  }

  /// Panels b and c, and the curve of panel a: the chosen device along its drive.
  private func device() throws -> [Double] {
    func bit(drive: Double) -> CurrentProcess { .bit(flipRate: p.flipRate, rate: p.rate, drive: drive) }
    let line = try solved("exact-device", p.drives.map(bit))
    record("device", line, against: p.drives)
    // The device is a ring of four states, with twice the drive as its affinity.
    record("device-ring", line, against: p.drives.map { 0.5 * $0 })
    let (points, deviations) = try sampled("device", p.sampledDrives.map(bit))
    record("sampled-device", points, against: p.sampledDrives)
    recordDevice(try solved("exact-device", [bit(drive: p.drive)])[0], sampled: points, line)
    return deviations
  }

  /// Panel a: devices drawn at random.
  private func families() throws -> [Double] {
    run.series("bound", ["half-sigma": [1e-5, 10]])
    return try LearningDevice.Family.allCases.flatMap { family in
      let devices = (0..<p.devices).map { CurrentProcess.drawn(family, number: $0, seed: p.drawSeed) }
      let exact = try solved("exact-\(family)", devices)
      record("\(family)", exact, against: exact.indices.map(Double.init))
      let shown = Self.shown(exact.count)
      record("\(family)-shown", shown.map { exact[$0] }, against: shown.map(Double.init))
      let (points, deviations) = try sampled("\(family)", slow(p.sampledDevices, of: devices))
      record("sampled-\(family)", points, against: points.indices.map(Double.init))
      run.number("\(family)-tightest", exact.map(\.tightness).max() ?? 0)
      run.number("\(family)-median-tightness", median(exact.map(\.tightness)))
      run.number("\(family)-most-efficient", exact.map(\.efficiency).max() ?? 0)
      run.number("\(family)-median-efficiency", median(exact.map(\.efficiency)))
      return deviations
    }
  }

  /// Panel d: rings, uniform and drawn at random, against their affinity per edge.
  private func rings() throws -> [Double] {
    func uniform(affinity: Double) -> CurrentProcess {
      .ring(affinities: [affinity, affinity, affinity], attempts: [1, 1, 1])
    }
    record("ring", try solved("exact-ring", p.affinities.map(uniform)), against: p.affinities)
    let (points, deviations) = try sampled("ring", p.sampledAffinities.map(uniform))
    record("sampled-ring", points, against: p.sampledAffinities)
    let drawn = (0..<p.rings).map { CurrentProcess.drawnRing(number: $0, seed: p.drawSeed) }
    let exact = try solved("exact-rings", drawn)
    record("rings", exact, against: drawn.map(\.affinityPerEdge))
    let shown = Self.shown(drawn.count)
    record("rings-shown", shown.map { exact[$0] }, against: shown.map { drawn[$0].affinityPerEdge })
    let chosen = try slow(p.sampledRings, of: drawn)
    let (others, otherDeviations) = try sampled("rings", chosen)
    record("sampled-rings", others, against: chosen.map(\.affinityPerEdge))
    run.number("rings-tightest", zip(drawn, exact).map { $1.tightness * $0.ringBound }.max() ?? 0)
    return deviations + otherDeviations
  }

  // MARK: - Sweeps

  /// The exact statistics, in one cell.
  private func solved(_ sweep: String, _ processes: [CurrentProcess]) throws -> [CurrentSolution] {
    try run.sweep(sweep, over: [SolvedCurrents(systems: processes)])[0]
  }

  /// The first processes that do not jump too often within a window.
  private func slow(_ count: Int, of processes: [CurrentProcess]) throws -> [CurrentProcess] {
    let candidates = Array(processes.prefix(4 * count))
    let windows = try run.sweep("window", over: candidates.map(CountingWindow.init))
    return Array(zip(candidates, windows).filter { $1.jumps <= p.jumps }.map(\.0).prefix(count))
  }

  /// Sampled statistics, and how far they are from the exact ones.
  private func sampled(
    _ name: String, _ processes: [CurrentProcess]
  ) throws -> (points: [CurrentEstimate], deviations: [Double]) {
    let exact = try run.sweep("exact-sampled-\(name)", over: processes.map { SolvedCurrents(systems: [$0]) })
    let windows = try run.sweep("window", over: processes.map(CountingWindow.init))
    let cells = zip(processes, windows).map { SampledCurrent(system: $0, window: $1.length, windows: p.windows) }
    let points = try run.sweep("sampled-\(name)", over: cells, replicas: p.replicas).map(CurrentEstimate.init)
    return (points, zip(points, exact).flatMap { $0.deviations(from: $1[0]) })
  }

  /// The places of the random processes that are shown: evenly chosen, at most 159, so that points do
  /// not cover each other.
  static func shown(_ count: Int) -> [Int] { Array(stride(from: 0, to: count, by: max(1, count / 80))) }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }
}
