import Cells
import ElementaryFunctions
import Estimation
import LangevinDynamics
import OptimalTransport
import Randomness
import StochasticThermodynamics
import Validation

/// What a cycle did to a bit that begins in equilibrium, exactly.
package struct TransportOutcome: Sendable, Codable, Hashable {
  /// The mean work, in k_B T.
  package let meanWork: Double
  /// Its variance, in (k_B T)².
  package let workVariance: Double
  /// The probability to end on the right.
  package let success: Double
  /// D(p_f‖p_eq) of the density in which it ends, in nats.
  package let relativeEntropy: Double
  /// The least work for this end in this time, in k_B T; see `FokkerPlanck.leastWork`.
  package let leastWork: Double
  /// ⟨e^(−W)⟩, which is 1, and ⟨e^(−W); ends on the right⟩, which is ½.
  package let exponentialAverage, exponentialAverageOfSuccess: Double

  init<Terrain>(_ line: FokkerPlanck<Terrain>) throws(InvalidInput) {
    meanWork = line.meanWork
    workVariance = line.workVariance
    success = line.density.integral(from: 0)
    relativeEntropy = line.relativeEntropyFromEquilibrium
    leastWork = try line.leastWork
    exponentialAverage = line.tilted().integral()
    exponentialAverageOfSuccess = line.tilted().integral(from: 0)
  }
}

/// The drives of the whole landscape on a grid: the geodesic to a prescribed density, or to the best one on the right.
package enum TransportGoal: String, Sendable, Codable, CaseIterable {
  /// The density is prescribed: both sides in their equilibria, the left one with the error ε.
  case density
  /// Only the right side is prescribed.
  case side
}

/// A bit, what is prescribed for it, and the grid and the steps of its drive.
package struct TransportOnGrid: Sendable, Hashable, Codable {
  /// The bit. Its error is not used where only the side is prescribed.
  package var bit: TransportedBit
  /// What is prescribed.
  package var goal: TransportGoal
  /// How many points the landscape has.
  package var points: Int
  /// Into how many steps, with a constant landscape each, the drive is divided.
  package var steps: Int
  /// The share of the flux that the landscape drives: 1, or less in controls.
  package var share: Double

  /// A drive.
  package init(bit: TransportedBit, goal: TransportGoal = .density, points: Int, steps: Int, share: Double = 1) {
    (self.bit, self.goal, self.points, self.steps, self.share) = (bit, goal, points, steps, share)
  }

  /// The optimal map.
  package var map: TransportMap {
    get throws(InvalidInput) {
      switch goal {
      case .density: try Wells(barrier: bit.barrier, cells: max(2048, 8 * points)).map(error: bit.error)
      case .side: try PrescribedSide(barrier: bit.barrier, duration: bit.duration).map
      }
    }
  }

  /// The drive.
  package var drive: TransportDrive {
    get throws(InvalidInput) {
      try TransportDrive(
        along: map, on: Wells.grid(barrier: bit.barrier, points: points), over: bit.duration, steps: steps, share: share
      )
    }
  }

  /// The energies at rest, in k_B T.
  package var rest: [Double] {
    get throws(InvalidInput) {
      Wells.energies(barrier: bit.barrier, on: try Wells.grid(barrier: bit.barrier, points: points))
    }
  }
}

/// The outcome of a drive of the whole landscape, by the Fokker–Planck equation on the grid.
///
/// In one step per landscape, the solution is that of a landscape that moves smoothly, to second order. In many, it is that of
/// the jump process whose landscape is constant in each step, which dissipates a little more: the exact answer for
/// ``SampledTransport``.
package struct ExactTransport: Cell, Hashable {
  /// The drive.
  package var transport: TransportOnGrid
  /// In how many steps of the Fokker–Planck equation each step of the drive is solved.
  package var substeps: Int

  /// A drive.
  ///
  /// - Parameters:
  ///   - transport: the drive.
  ///   - substeps: by default so many that a step is at most 0.7 h², and at least four.
  package init(_ transport: TransportOnGrid, substeps: Int? = nil) {
    let spacing = 2 * Wells.reach(barrier: transport.bit.barrier) / Double(transport.points - 1)
    let timeStep = transport.bit.duration / Double(transport.steps)
    let least = max(4, (timeStep / (0.7 * spacing * spacing)).rounded(.up))
    (self.transport, self.substeps) = (transport, substeps ?? Int(min(least, 1e6)))
  }

  /// The outcome.
  package func compute(_ random: RandomStream) throws -> TransportOutcome {
    let drive = try transport.drive
    let rest = GridLandscape.Control(try transport.rest)
    var line = try FokkerPlanck(drive.landscape, inEquilibriumAt: rest, on: drive.grid)
    try line.run(drive.cycle(restingAt: rest), steps: transport.steps * substeps)
    return try TransportOutcome(line)
  }
}

/// Sampled cycles.
package struct TransportSample: Sendable, Codable, Hashable, Mergeable {
  /// The work, in k_B T.
  package private(set) var work = Average()
  /// How often the bit ends on the right.
  package private(set) var success = Average()

  init() {}

  mutating func add(work: Double, isRight: Bool) {
    self.work.add(work)
    success.add(isRight ? 1 : 0)
  }

  /// Adds the cycles of another sample.
  package mutating func merge(_ other: TransportSample) {
    work.merge(other.work)
    success.merge(other.success)
  }

  /// The mean work, and the success where enough cycles fail, less the exact values, in standard errors.
  package func deviations(from exact: TransportOutcome) -> [Double] {
    [
      work.estimate.deviation(from: exact.meanWork),
      Estimate.deviation(ofFrequency: success.mean, from: exact.success, among: Double(success.count)),
    ].compactMap { $0 }
  }
}

/// Exact trajectories of the jump process on the grid.
package struct SampledTransport: Cell, Hashable {
  /// The drive.
  package var transport: TransportOnGrid
  /// How many trajectories there are.
  package var trajectories: Int
  /// The number of the block, which sets its random stream apart.
  package var block: Int

  /// A block of trajectories.
  package init(_ transport: TransportOnGrid, trajectories: Int, block: Int) {
    (self.transport, self.trajectories, self.block) = (transport, trajectories, block)
  }

  /// The averages over the trajectories.
  package func compute(_ random: RandomStream) throws -> TransportSample {
    let drive = try transport.drive
    var sample = TransportSample()
    // The cell on the barrier belongs to both sides.
    let middle = 0.5 * Double(drive.grid.count - 1)
    var coin = random["side"]
    for outcome in try drive.trajectories(trajectories, restingAt: transport.rest, random: random["jumps"]) {
      let place = Double(outcome.point)
      sample.add(work: outcome.work, isRight: place > middle || place == middle && coin.sign() > 0)
    }
    return sample
  }
}

/// The landscape and the density at some times of an optimal erasure, for a picture.
package struct TransportPicture: Cell, Hashable {
  /// The drive.
  package var transport: TransportOnGrid
  /// The times in units of the duration, from 0 to 1: the landscape of the step that holds each, just after the beginning for
  /// 0 and just before the end for 1.
  package var phases: [Double]

  /// A picture.
  package init(_ transport: TransportOnGrid, phases: [Double]) { (self.transport, self.phases) = (transport, phases) }

  /// The frames.
  package struct Result: Sendable, Codable, Hashable {
    /// The points, in x₀.
    package var positions: [Double]
    /// Per phase: the energies, in k_B T, with free energy 0; and the densities, per x₀.
    package var energies, densities: [[Double]]
  }

  /// The landscapes and densities at the points.
  package func compute(_ random: RandomStream) throws -> Result {
    let (map, drive) = (try transport.map, try transport.drive)
    return Result(
      positions: drive.grid.positions,
      energies: phases.map { phase in
        Array(drive.energies(ofStep: min(drive.steps - 1, Int(phase * Double(drive.steps)))))
      },
      densities: try phases.map { try map.density(at: $0, on: drive.grid).values })
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    let isWhole =
      result.energies.count == phases.count && result.densities.count == phases.count
      && (result.energies + result.densities).allSatisfy { $0.count == result.positions.count }
    return isWhole ? nil : "There is not one energy and density per phase and point."
  }
}
