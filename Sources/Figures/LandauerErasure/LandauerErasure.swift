import BitErasure
import Companion
import Estimation
import LangevinDynamics

/// A bit in a double well that is erased in finite time: mean work, its distribution, and its exponential averages.
@main
struct LandauerErasure: Figure {
  // MARK: - Question

  static let title = "The work to erase a bit in finite time"
  static let question = "How much work does it take to erase a bit in finite time, on average and in a single cycle?"
  static let section = "10"
  static let minutes = 2.2

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("height E of the barrier at rest", unit: "k_B T", in: 2...20) var barrier = 13.0
    @Parameter("height E of the barrier at rest: of the bit that is soon forgotten", unit: "k_B T", in: 2...8)
    var shallowBarrier = 5.0
    @Parameter("largest tilt A of both bits", in: 0...1) var tilt = 0.2
    @Parameter("cycle times τ of the sampled points: at the high barrier", unit: "x0²/D", in: 0.1...1e4)
    var times = [1.0, 2, 5, 10, 20, 50, 100, 200]
    @Parameter("cycle times τ of the sampled points: at the low barrier", unit: "x0²/D", in: 0.1...1e4)
    var shallowTimes = [1.5, 3, 6, 10, 15, 30, 70, 150]
    // Faster cycles have works whose density is not smooth, and slower ones need many steps.
    @Parameter("cycle times τ of the distributions of work, from times", unit: "x0²/D", in: 1...1000, count: 1...3)
    var distributionTimes = [2.0, 10, 100]
    @Parameter("cycle times τ of the lines in panel c", unit: "x0²/D", in: 0.1...1e8)
    var lineTimes = decades(1, 1e6, [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8])
    @Parameter("cycle time τ in panels b and f, from times and shallowTimes", unit: "x0²/D", in: 1...1000)
    var pictureTime = 10.0
    @Parameter("time step of the sampled trajectories in relaxation times 1/(8E) of a well", in: 1e-4...0.5)
    var timeStep = 0.1
    @Parameter("least number of trajectories of a sampled point", in: 100...100_000_000) var trajectories = 100_000
    @Parameter("least number of time steps of a sampled point in all", in: 1...1e13) var samplingSteps = 2e9
    @Parameter("time steps of one cell, at least a ten-thousandth of samplingSteps", in: 1e4...1e10)
    var cellSteps = 4e8
    @Parameter("grid points of the lines, an odd number, on the finer of two grids", in: 101...10_001) var points = 801
    @Parameter("time steps of the lines, an even number, on the finer of two grids", in: 100...1_000_000)
    var steps = 2000
  }

  static let paper = Parameters()
  static let quick = Parameters(
    times: [2, 10], shallowTimes: [3, 10], distributionTimes: [2, 10], lineTimes: decades(1, 1e5, [1, 3]),
    trajectories: 4000, samplingSteps: 1e7, cellSteps: 2e7, points: 401, steps: 1000)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.times).isSuperset(of: p.distributionTimes), "distributionTimes", "must be among times")
    try Complaint.unless(
      p.times.contains(p.pictureTime) && p.shallowTimes.contains(p.pictureTime), "pictureTime",
      "must be among times and shallowTimes")
    try Complaint.unless(
      p.samplingSteps / p.cellSteps <= 10_000, "cellSteps", "must be at least a ten-thousandth of samplingSteps")
    try Complaint.unless(p.points % 2 == 1, "points", "must be odd, so that one point is on the barrier")
    try Complaint.unless(p.steps % 2 == 0, "steps", "must be even")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let erasure = ErasureProtocol(barrier: p.barrier, tilt: p.tilt, duration: p.pictureTime)
    let places = (-32...32).map { Double($0) / 20 }
    let density = ErasureDensity(erasure: erasure, points: p.points, frames: 60, places: places)
    try recordPicture(of: erasure, places: places, frames: run.sweep("density", over: [density])[0])

    for experiment in experiments { recordLine(experiment, try solve(experiment, at: p.lineTimes).map(\.exact)) }
    let points = try experiments.flatMap { try solve($0, at: $0.times) }
    let sampled = zip(points, try sample(points)).map(SampledPoint.init)
    for experiment in experiments {
      let own = sampled.filter { $0.name == experiment.name }
      recordWorks(experiment, own)
      if experiment.cycle == .erasing { recordExponentials(experiment, own) }
    }
    let drawn = sampled.filter { point in
      point.name == "erasing" && p.distributionTimes.contains(point.time)
        || point.name != "control" && point.time == p.pictureTime
    }
    let exact = try run.sweep(
      "distribution", over: drawn.map { ErasureWorkDistribution(erasure: $0.point.erasure, points: p.points) },
      cost: { $0.erasure.duration })
    let deviations =
      sampled.flatMap { $0.sample.deviations(from: $0.exact) }
      + zip(drawn, exact).flatMap { recordDistribution($0, $1) }
    run.number("kramers-time", try DoubleWell(barrier: p.barrier).kramersTime, unit: "x0²/D")
    run.number("shallow-kramers-time", try DoubleWell(barrier: p.shallowBarrier).kramersTime, unit: "x0²/D")
    run.deviations(deviations)
  }

  /// What is done with a bit, and the cycle times of the sampled points.
  struct Experiment {
    let name: String
    let barrier: Double
    let cycle: ErasureProtocol.Cycle
    let times: [Double]
  }

  /// The bit is erased, the bit goes through the cycle without a tilt, and the bit that is soon forgotten is erased.
  private var experiments: [Experiment] {
    [
      Experiment(name: "erasing", barrier: p.barrier, cycle: .erasing, times: p.times),
      Experiment(name: "control", barrier: p.barrier, cycle: .control, times: p.times),
      Experiment(name: "shallow", barrier: p.shallowBarrier, cycle: .erasing, times: p.shallowTimes),
    ]
  }

  /// An experiment at a cycle time with its exact outcome.
  struct Point {
    let experiment: Experiment
    let erasure: ErasureProtocol
    let exact: ErasureOutcome
  }

  /// A point with sampled cycles.
  struct SampledPoint {
    let point: Point
    let sample: ErasureSample

    var name: String { point.experiment.name }
    var time: Double { point.erasure.duration }
    var exact: ErasureOutcome { point.exact }
  }

  private func solve(_ experiment: Experiment, at times: [Double]) throws -> [Point] {
    let cells = times.map {
      ExactErasure(
        erasure: ErasureProtocol(barrier: experiment.barrier, tilt: p.tilt, duration: $0), cycle: experiment.cycle,
        points: p.points, steps: p.steps)
    }
    return zip(cells, try run.sweep("exact", over: cells)).map {
      Point(experiment: experiment, erasure: $0.erasure, exact: $1)
    }
  }

  /// At least `trajectories` and `samplingSteps` for each point, in cells of equal cost.
  private func sample(_ points: [Point]) throws -> [ErasureSample] {
    let cells = points.map { point in
      let timeStep = p.timeStep / (8 * point.erasure.barrier)
      let length = (point.erasure.duration / timeStep).rounded(.up)
      let count = max(Double(p.trajectories), p.samplingSteps / length)
      let blocks = min(count, max(2, (count * length / p.cellSteps).rounded(.up)))
      let deviation = point.exact.workVariance.squareRoot()
      let works = point.exact.meanWork - 12 * deviation...point.exact.meanWork + 6 * deviation
      return (0..<Int(blocks)).map {
        SampledErasure(
          erasure: point.erasure, cycle: point.experiment.cycle, timeStep: timeStep,
          trajectories: Int((count / blocks).rounded(.up)), block: $0, works: works)
      }
    }
    var results = try run.sweep("sampled", over: cells.flatMap { $0 })[...]
    return cells.map { blocks in
      defer { results = results.dropFirst(blocks.count) }
      return results.prefix(blocks.count).merged
    }
  }
}
