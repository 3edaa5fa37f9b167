import Companion
import ElementaryFunctions
import Estimation
import LangevinDynamics

extension LandauerErasure {
  // MARK: - Points

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

    /// Of a frequency, in units of its exact error.
    static func deviation(_ sampled: Average, from probability: Double) -> Double? {
      Estimate.deviation(ofFrequency: sampled.mean, from: probability, among: Double(sampled.count))
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
      return results.prefix(blocks.count).merged
    }
  }

  static let ln2: Double = Elementary.log(2)

  /// The mean time in which the bit at rest flips by itself, by the formula of Kramers with U'' = −4E at the barrier and 8E in
  /// the wells.
  static func kramersTime(_ barrier: Double) -> Double {
    2 * Double.pi / (32 * barrier * barrier).squareRoot() * Elementary.exp(barrier)
  }
}
