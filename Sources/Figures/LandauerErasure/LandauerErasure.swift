import Companion
import ElementaryFunctions
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

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    try picture(p, run)
    for (name, barrier, cycle) in kinds(p) {
      let line = try solve(name, barrier, cycle, p.lineTimes, p, run).map(\.exact)
      run.series(name, ["time": p.lineTimes, "work": line.map(\.meanWork), "least": line.map(\.leastWork)])
      for (time, exact) in zip(p.lineTimes, line) where [1e3, 1e4, 1e5, 1e6].contains(time) {
        run.number("\(name)-line-\(label(time))", exact.meanWork, unit: "k_B T")
      }
    }
    let points = try kinds(p).flatMap { name, barrier, cycle in
      try solve(name, barrier, cycle, name == "shallow" ? p.shallowTimes : p.times, p, run)
    }
    let rows = zip(points, try sample(points, p, run)).map(Comparison.init)
    for (name, _, cycle) in kinds(p) {
      let own = rows.filter { $0.name == name }
      works(name, own, p, run)
      if cycle == .erasing { exponentials(name, own, p, run) }
    }
    let drawn = rows.filter { row in
      row.name == "erasing" && p.distributionTimes.contains(row.time)
        || row.name != "control" && row.time == p.pictureTime
    }
    let exact = try run.sweep(
      "distribution", over: drawn.map { Distribute(erasure: $0.point.erasure, points: p.points) })
    let deviations = rows.flatMap(\.deviations) + zip(drawn, exact).flatMap { distribution($0, $1, run) }
    run.number("kramers-time", kramersTime(p.barrier), unit: "x0²/D")
    run.number("shallow-kramers-time", kramersTime(p.shallowBarrier), unit: "x0²/D")
    run.deviations(deviations)
  }

  /// Panels a and b: the protocol and the density.
  private static func picture(_ p: Parameters, _ run: Run) throws {
    let erasure = ErasureProtocol(barrier: p.barrier, tilt: p.tilt, duration: p.pictureTime)
    let phases = Array(stride(from: 0.0, through: 1, by: 0.005))
    let controls = phases.map { erasure.drive(.erasing)($0 * p.pictureTime) }
    run.series("protocol", ["phase": phases, "barrier": controls.map(\.barrier), "tilt": controls.map(\.tilt)])
    let places = (-32...32).map { Double($0) / 20 }
    let follow = Follow(erasure: erasure, points: p.points, frames: 60, places: places)
    let frames = try run.sweep("density", over: [follow])[0]
    run.series(
      "density",
      [
        "phase": frames.indices.flatMap { frame in places.map { _ in Double(frame) / 60 } },
        "position": frames.flatMap { _ in places }, "density": frames.flatMap { $0 },
      ])
  }

  /// Panel c: the mean work, and the least that it could be.
  private static func works(_ name: String, _ rows: [Comparison], _ p: Parameters, _ run: Run) {
    run.series("sampled-\(name)", ["time": rows.map(\.time)], estimates: ["work": rows.map(\.sampled.work.estimate)])
    for row in rows where (p.distributionTimes + p.shallowTimes.suffix(1)).contains(row.time) {
      let (exact, time) = (row.exact, label(row.time))
      run.number("\(name)-work-\(time)", exact.meanWork, unit: "k_B T")
      run.number("\(name)-sampled-work-\(time)", row.sampled.work.estimate, unit: "k_B T")
      if name != "shallow" {
        run.number("\(name)-excess-\(time)", (exact.meanWork - (name == "control" ? 0 : ln2)) * row.time)
      }
      guard name != "control" else { continue }
      run.number("\(name)-failure-\(time)", 1 - exact.success)
      run.number("\(name)-success-\(time)", exact.success)
      run.number("\(name)-sampled-success-\(time)", row.sampled.success.estimate)
      run.number("\(name)-divergence-\(time)", exact.relativeEntropy)
      run.number("\(name)-transport-\(time)", (exact.leastWork - exact.relativeEntropy) * row.time, unit: "x0²")
      run.number("\(name)-least-work-\(time)", exact.leastWork, unit: "k_B T")
    }
  }

  /// Panel e: averages that cannot be relied on are drawn apart.
  private static func exponentials(_ name: String, _ rows: [Comparison], _ p: Parameters, _ run: Run) {
    for (suffix, wanted) in [("", true), ("-unreliable", false)] {
      let (all, right) = (rows.filter { $0.isReliableOverAll == wanted }, rows.filter { $0.isReliable == wanted })
      run.series(
        "all-\(name)\(suffix)", ["time": all.map(\.time)],
        estimates: ["average": all.map(\.sampled.exponential.estimate)])
      run.series(
        "right-\(name)\(suffix)", ["time": right.map(\.time)],
        estimates: ["average": right.map(\.sampled.restricted.estimate)])
    }
    for row in rows where (p.distributionTimes + p.shallowTimes.suffix(1)).contains(row.time) {
      run.number("\(name)-plain-\(label(row.time))", row.sampled.exponential.estimate)
      run.number("\(name)-restricted-\(label(row.time))", row.sampled.restricted.estimate)
    }
  }
}
