import Cells
import ElementaryFunctions
import LangevinDynamics
import OptimalTransport
import Randomness
import StochasticThermodynamics
import Validation

/// A protocol for the controls of a double well: barrier g and tilt f, linear in time between the corners.
public struct ErasureSchedule: Sendable, Hashable, Validated {
  /// The times of the corners in units of the cycle time, ascending from 0 to 1.
  public let phases: [Double]
  /// g at the corners: 1 at rest.
  public let barriers: [Double]
  /// f at the corners: 0 at rest.
  public let tilts: [Double]

  /// A protocol.
  ///
  /// - Precondition: phases ascend from 0 to 1, and all corners are given.
  public init(phases: [Double], barriers: [Double], tilts: [Double]) {
    (self.phases, self.barriers, self.tilts) = (phases, barriers, tilts)
    requireNoFlaw()
  }

  /// Reads a protocol.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (phases, barriers) = (try fields.read(.phases), try fields.read(.barriers))
    tilts = try fields.read(.tilts)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if phases.count < 2 || barriers.count != phases.count || tilts.count != phases.count {
      return "A protocol has a barrier and a tilt at each of at least two corners."
    }
    if phases[0] != 0 || phases[phases.count - 1] != 1 || !zip(phases, phases.dropFirst()).allSatisfy(<) {
      return "The corners of a protocol ascend from 0 to 1."
    }
    return (barriers + tilts).allSatisfy(\.isFinite) ? nil : "Barriers and tilts are finite."
  }

  /// A path of (g, f) whose stretches are passed uniformly, in the shares of the time at which a slow cycle dissipates least.
  init(_ path: ControlPath) {
    var phases = [0.0]
    for share in path.bestShares { phases.append(phases[phases.count - 1] + share) }
    phases[phases.count - 1] = 1
    self.init(phases: phases, barriers: path.nodes.map { $0[0] }, tilts: path.nodes.map { $0[1] })
  }

  /// The controls at a time in units of the cycle time.
  public func control(at phase: Double) -> DoubleWell.Control {
    var (low, high) = (0, phases.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if phases[middle] <= phase { low = middle } else { high = middle }
    }
    let share = min(1, max(0, (phase - phases[low]) / (phases[high] - phases[low])))
    return DoubleWell.Control(
      barrier: barriers[low] + share * (barriers[high] - barriers[low]),
      tilt: tilts[low] + share * (tilts[high] - tilts[low]))
  }

  /// The protocol in time.
  public func drive(over duration: Double) throws(InvalidInput) -> Drive<DoubleWell.Control> {
    try Drive(over: duration, breakpoints: phases.dropFirst().dropLast().map { $0 * duration }) { time in
      control(at: time / duration)
    }
  }
}

// MARK: - Cells

/// A double well and a protocol for it.
package struct ScheduledBit: Sendable, Hashable, Codable {
  /// The height E of the barrier at rest, in k_B T, and the largest tilt A.
  package var barrier, tilt: Double
  /// The protocol.
  package var schedule: ErasureSchedule
  /// The cycle time τ, in x₀²/D.
  package var duration: Double

  /// A bit.
  package init(barrier: Double, tilt: Double, schedule: ErasureSchedule, duration: Double) {
    (self.barrier, self.tilt, self.schedule, self.duration) = (barrier, tilt, schedule, duration)
  }

  var landscape: DoubleWell { get throws(InvalidInput) { try DoubleWell(barrier: barrier, tilt: tilt) } }

  /// A grid that reaches as far as the tilted well.
  func grid(points: Int) throws(InvalidInput) -> LineGrid {
    let reach = BitFamilies.reach(barrier: barrier, tilt: tilt)
    return try LineGrid(-reach...reach, points: points)
  }
}

/// The outcome of a protocol, by the Fokker–Planck equation.
package struct ExactSchedule: Cell, Hashable {
  /// The bit and its protocol.
  package var bit: ScheduledBit
  /// How many points the grid has, and how many steps there are.
  package var points, steps: Int

  /// A protocol.
  package init(_ bit: ScheduledBit, points: Int, steps: Int) {
    (self.bit, self.points, self.steps) = (bit, points, steps)
  }

  /// The outcome.
  package func compute(_ random: RandomStream) throws -> TransportOutcome {
    var line = try FokkerPlanck(
      bit.landscape, inEquilibriumAt: DoubleWell.Control(), on: bit.grid(points: points))
    try line.run(bit.schedule.drive(over: bit.duration), steps: steps)
    return try TransportOutcome(line)
  }
}

/// Sampled cycles of a protocol, by Langevin's equation with the stochastic Heun scheme.
package struct SampledSchedule: Cell, Hashable {
  /// The bit and its protocol.
  package var bit: ScheduledBit
  /// The largest time step, in x₀²/D.
  package var timeStep: Double
  /// How many trajectories there are.
  package var trajectories: Int
  /// The number of the block, which sets its random stream apart.
  package var block: Int

  /// A block of cycles.
  package init(_ bit: ScheduledBit, timeStep: Double, trajectories: Int, block: Int) {
    (self.bit, self.timeStep, self.trajectories, self.block) = (bit, timeStep, trajectories, block)
  }

  /// The averages over the cycles.
  package func compute(_ random: RandomStream) throws -> TransportSample {
    var ensemble = try LangevinEnsemble(
      bit.landscape, inEquilibriumAt: DoubleWell.Control(), count: trajectories, random: random)
    try ensemble.run(bit.schedule.drive(over: bit.duration), timeStep: timeStep)
    var sample = TransportSample()
    for (work, position) in zip(ensemble.works, ensemble.positions) { sample.add(work: work, isRight: position > 0) }
    return sample
  }
}
