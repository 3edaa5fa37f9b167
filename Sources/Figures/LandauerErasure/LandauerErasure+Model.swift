import Companion
import ElementaryFunctions
import Estimation
import Randomness
import StochasticThermodynamics

extension LandauerErasure {
  // MARK: - Model

  /// A cycle by the Fokker–Planck equation.
  struct Solve: Cell {
    var erasure: ErasureProtocol
    var cycle: ErasureProtocol.Cycle
    var points, steps: Int

    func compute(_ random: RandomStream) -> ErasureOutcome { erasure.outcome(of: cycle, points: points, steps: steps) }
  }

  /// The distribution of the work of an erasure.
  struct Distribute: Cell {
    var erasure: ErasureProtocol
    var points: Int

    func compute(_ random: RandomStream) -> WorkDensity { erasure.workDistribution(of: .erasing, points: points) }
  }

  /// The density of the position during an erasure, averaged around some places: frame by frame from beginning to end.
  struct Follow: Cell {
    var erasure: ErasureProtocol
    var points, frames: Int
    var places: [Double]

    func compute(_ random: RandomStream) -> [[Double]] {
      let drive = erasure.drive(.erasing)
      let half = 0.5 * (places[1] - places[0])
      var line = FokkerPlanck(
        erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: points))
      return (0...frames).map { frame in
        if frame > 0 {
          let times = [frame - 1, frame].map { drive.duration * Double($0) / Double(frames) }
          line.run(drive.part(from: times[0], to: times[1]), steps: 40)
        }
        // A picture needs no more digits.
        return places.map {
          (1000 * line.density.integral(from: $0 - half, to: $0 + half) / (2 * half)).rounded() / 1000
        }
      }
    }
  }

  /// Some of the trajectories of a sampled point.
  struct Sample: Cell {
    var erasure: ErasureProtocol
    var cycle: ErasureProtocol.Cycle
    var timeStep: Double
    var trajectories, block: Int
    var works: ClosedRange<Double>

    func compute(_ random: RandomStream) throws -> Sampled {
      var ensemble = LangevinEnsemble(
        erasure.landscape, inEquilibriumAt: DoubleWell.Control(), count: trajectories, random: random)
      try ensemble.run(erasure.drive(cycle), timeStep: timeStep)
      var sampled = Sampled(works: Histogram(in: works, bins: 72))
      for (work, position) in zip(ensemble.works, ensemble.positions) { sampled.add(work, position) }
      return sampled
    }
  }

  /// What is averaged over trajectories: W, W < ln 2, the end on the right, e^(−W), and e^(−W) of those that end there.
  struct Sampled: Codable, Sendable {
    var work = Average(), below = Average(), success = Average()
    var exponential = Average(), restricted = Average()
    var works: Histogram

    mutating func add(_ work: Double, _ position: Double) {
      let (weight, isRight) = (Elementary.exp(-work), position > 0)
      self.work.add(work)
      below.add(work < ln2 ? 1 : 0)
      success.add(isRight ? 1 : 0)
      exponential.add(weight)
      restricted.add(isRight ? weight : 0)
      works.add(work)
    }

    mutating func merge(_ other: Sampled) {
      work.merge(other.work)
      below.merge(other.below)
      success.merge(other.success)
      exponential.merge(other.exponential)
      restricted.merge(other.restricted)
      works.merge(other.works)
    }
  }

  static let ln2: Double = Elementary.log(2)

  /// The mean time in which the bit at rest flips by itself, by the formula of Kramers with U'' = −4E at the barrier and 8E in
  /// the wells.
  static func kramersTime(_ barrier: Double) -> Double {
    2 * Double.pi / (32 * barrier * barrier).squareRoot() * Elementary.exp(barrier)
  }

  // MARK: - Sweeps

  /// What is done: to the bit, to the bit without a tilt, to the bit that forgets.
  static func kinds(_ p: Parameters) -> [(name: String, barrier: Double, cycle: ErasureProtocol.Cycle)] {
    [("erasing", p.barrier, .erasing), ("control", p.barrier, .control), ("shallow", p.shallowBarrier, .erasing)]
  }

  /// A cycle at a cycle time with its exact outcome.
  struct Point {
    var name: String
    var erasure: ErasureProtocol
    var cycle: ErasureProtocol.Cycle
    var exact: ErasureOutcome
  }

  /// A sampled point beside its exact outcome.
  struct Comparison {
    var point: Point
    var sampled: Sampled

    var name: String { point.name }
    var time: Double { point.erasure.duration }
    var exact: ErasureOutcome { point.exact }

    /// Whether the sample holds what makes the exponential average of those that end on the right: the works spread by about
    /// k_B T.
    var isReliable: Bool { exact.workVariance <= 2 }

    /// The same of the average over all cycles, which needs the rare ones that end on the left: whether its exact error is below
    /// a tenth.
    var isReliableOverAll: Bool {
      isReliable && 100 * (exact.squaredExponentialAverage - 1) <= Double(sampled.exponential.count)
    }

    /// ⟨W⟩, the success and, where they can be relied on, the exponential averages: in standard errors.
    var deviations: [Double] {
      let success = Comparison.deviation(sampled.success, from: exact.success)
      let restricted = sampled.restricted.estimate.deviation(from: exact.exponentialAverageOfSuccess)
      let exponential = sampled.exponential.estimate.deviation(from: exact.exponentialAverage)
      return [sampled.work.estimate.deviation(from: exact.meanWork), success].compactMap { $0 }
        + (isReliable ? [restricted] : []) + (isReliableOverAll ? [exponential] : [])
    }

    /// Of a frequency in units of its exact error; nil where fewer than 25 events or misses are expected.
    static func deviation(_ sampled: Average, from probability: Double) -> Double? {
      deviation(sampled.mean, from: probability, among: Double(sampled.count))
    }

    static func deviation(_ frequency: Double, from probability: Double, among count: Double) -> Double? {
      let variance = probability * (1 - probability) / count
      return count * count * variance >= 25 ? (frequency - probability) / variance.squareRoot() : nil
    }
  }

  static func solve(
    _ name: String, _ barrier: Double, _ cycle: ErasureProtocol.Cycle, _ times: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Point] {
    let cells = times.map {
      Solve(
        erasure: ErasureProtocol(barrier: barrier, tilt: p.tilt, duration: $0), cycle: cycle, points: p.points,
        steps: p.steps)
    }
    return zip(cells, try run.sweep("exact", over: cells)).map {
      Point(name: name, erasure: $0.erasure, cycle: cycle, exact: $1)
    }
  }

  /// At least `trajectories` and `samplingSteps` for each point, in cells of equal cost.
  static func sample(_ points: [Point], _ p: Parameters, _ run: Run) throws -> [Sampled] {
    let cells = points.map { point in
      let timeStep = p.timeStep / (8 * point.erasure.barrier)
      let length = (point.erasure.duration / timeStep).rounded(.up)
      let count = max(Double(p.trajectories), p.samplingSteps / length)
      let blocks = min(count, max(2, (count * length / p.cellSteps).rounded(.up)))
      let deviation = point.exact.workVariance.squareRoot()
      let works = point.exact.meanWork - 12 * deviation...point.exact.meanWork + 6 * deviation
      return (0..<Int(blocks)).map {
        Sample(
          erasure: point.erasure, cycle: point.cycle, timeStep: timeStep,
          trajectories: Int((count / blocks).rounded(.up)),
          block: $0, works: works)
      }
    }
    var results = try run.sweep("sampled", over: cells.flatMap { $0 })[...]
    return cells.map { blocks in
      defer { results = results.dropFirst(blocks.count) }
      return results.prefix(blocks.count).dropFirst().reduce(into: results[results.startIndex]) { $0.merge($1) }
    }
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.barrier, in: 2...20, "barrier")
    try Complaint.unless(p.shallowBarrier, in: 2...8, "shallowBarrier")
    try Complaint.unless(p.tilt, in: 0...1, "tilt")
    try Complaint.unless(p.times, in: 0.1...1e4, "times")
    try Complaint.unless(p.shallowTimes, in: 0.1...1e4, "shallowTimes")
    try Complaint.unless(p.lineTimes, in: 0.1...1e8, "lineTimes")
    // Faster cycles have works whose density is not smooth, and slower ones need many steps.
    try Complaint.unless(p.distributionTimes, in: 1...1000, "distributionTimes")
    try Complaint.unless(
      Set(p.times).isSuperset(of: p.distributionTimes), "distributionTimes", "must be among times")
    try Complaint.unless(p.distributionTimes.count <= 3, "distributionTimes", "must list at most 3 values")
    try Complaint.unless(p.pictureTime, in: 1...1000, "pictureTime")
    try Complaint.unless(
      p.times.contains(p.pictureTime) && p.shallowTimes.contains(p.pictureTime), "pictureTime",
      "must be among times and shallowTimes")
    try Complaint.unless(p.timeStep, in: 1e-4...0.5, "timeStep")
    try Complaint.unless(p.trajectories, in: 100...100_000_000, "trajectories")
    try Complaint.unless(p.samplingSteps, in: 1...1e13, "samplingSteps")
    try Complaint.unless(p.cellSteps, in: 1e4...1e10, "cellSteps")
    try Complaint.unless(
      p.samplingSteps / p.cellSteps <= 10_000, "cellSteps", "must be at least a ten-thousandth of samplingSteps")
    try Complaint.unless(p.points, in: 101...10_001, "points")
    try Complaint.unless(p.points % 2 == 1, "points", "must be odd, so that one point is on the barrier")
    try Complaint.unless(p.steps, in: 100...1_000_000, "steps")
    try Complaint.unless(p.steps % 2 == 0, "steps", "must be even")
  }
}
