import Cells
import ElementaryFunctions
import LangevinDynamics
import Randomness
import StochasticThermodynamics
import Validation

/// Erasure of a bit to the right well, and the control that does everything but tilt: what is compared in the experiment of Y. Jun,
/// M. Gavrilov and J. Bechhoefer, Phys. Rev. Lett. 113, 190601 (2014).
///
///     let erasure = ErasureProtocol(duration: 10)
///     let exact = try erasure.outcome(of: .erasing)
///     exact.meanWork                        // 1.34777, towards ln 2 when it is slow
///     try erasure.outcome(of: .control).meanWork // 0.64488, towards 0
///
/// Energies are in units of k_B T, lengths in the distance x₀ of a well from the barrier, times in x₀²/D.
public struct ErasureProtocol: Sendable, Hashable, Validated {
  /// What is done with the bit.
  public enum Cycle: String, Sendable, CaseIterable, Codable {
    /// The barrier is lowered, the well tilted, the barrier raised and the tilt taken away.
    case erasing
    /// The same without the tilt: the bit is random before and after.
    case control
  }

  /// Landauer's bound on the mean work of an erasure, ln 2, in k_B T.
  public static let landauerBound: Double = Elementary.log(2)

  /// The height E of the barrier at rest, in k_B T.
  public let barrier: Double
  /// The largest tilt A, without unit.
  public let tilt: Double
  /// The cycle time τ, in x₀²/D.
  public let duration: Double

  /// A protocol.
  ///
  /// - Parameters:
  ///   - barrier: the height E of the barrier at rest, in k_B T; positive.
  ///   - tilt: the largest tilt A, without unit.
  ///   - duration: the cycle time τ, in x₀²/D; positive.
  public init(barrier: Double = 13, tilt: Double = 0.2, duration: Double) {
    (self.barrier, self.tilt, self.duration) = (barrier, tilt, duration)
    requireNoFlaw()
  }

  /// The double well.
  public var landscape: DoubleWell {
    get throws(InvalidInput) { try DoubleWell(barrier: barrier, tilt: tilt) }
  }

  /// What is done in time.
  public func drive(_ cycle: Cycle) throws(InvalidInput) -> Drive<DoubleWell.Control> {
    try cycle == .erasing ? .erasure(over: duration) : .barrierCycle(over: duration)
  }

  /// A grid that reaches so far out that the energy there is 45 k_B T above the wells, at least to ±1.9.
  ///
  /// - Parameter count: how many points; an odd number places one on the barrier.
  public func grid(points count: Int = 801) throws(InvalidInput) -> LineGrid {
    // At rest U = E[(x² − 1)² − 1]; the tilt reaches in with 4EAx, and is let in by half as much again.
    let height = 1 + ((45 / barrier).squareRoot() + 2 * abs(tilt).squareRoot())
    let reach = max(1.9, height.squareRoot())
    return try LineGrid(-reach...reach, points: count)
  }

  /// What the cycle does to a bit in equilibrium, by the Fokker–Planck equation on a grid.
  ///
  /// The errors are of second order in spacing and step: with the default numbers 1.5e-4 of the mean work for
  /// 2 ≤ τ ≤ 100.
  public func outcomeOnGrid(of cycle: Cycle, points: Int = 801, steps: Int = 2000) throws(InvalidInput)
    -> ErasureOutcome
  {
    var line = try FokkerPlanck(
      landscape, inEquilibriumAt: DoubleWell.Control(), on: grid(points: points), tilts: [2])
    try line.run(drive(cycle), steps: steps)
    return try ErasureOutcome(line)
  }

  /// What the cycle does to a bit in equilibrium, by the Fokker–Planck equation, without its leading errors.
  ///
  /// From two solutions, one with twice the spacing and twice the step. With the default numbers the mean work is within 3e-7 of
  /// itself for 2 ≤ τ ≤ 100.
  ///
  /// Source: L. F. Richardson, Phil. Trans. R. Soc. A 210, 307 (1911).
  ///
  /// - Parameters:
  ///   - cycle: erasing or only raising the barrier.
  ///   - points: how many points the finer grid has; odd.
  ///   - steps: how many steps the finer solution has; even.
  public func outcome(of cycle: Cycle, points: Int = 801, steps: Int = 2000) throws(InvalidInput) -> ErasureOutcome {
    require(points % 2 == 1 && steps % 2 == 0, "Half as many cells and steps need an odd and an even number.")
    return try ErasureOutcome(
      extrapolating: outcomeOnGrid(of: cycle, points: points / 2 + 1, steps: steps / 2),
      to: outcomeOnGrid(of: cycle, points: points, steps: steps))
  }

  /// How the work of the cycle on a bit in equilibrium is distributed, without the leading errors of grid and steps; see
  /// `FokkerPlanck.workDistribution(of:steps:in:endingIn:frequencies:)`.
  ///
  /// The range begins at −40 k_B T, below which a cycle finds no more than the probability e⁻⁴⁰ = 4e-18, and ends 12 standard
  /// deviations above the mean.
  ///
  /// - Parameters:
  ///   - cycle: erasing or only raising the barrier.
  ///   - ends: the positions where the bit may end.
  ///   - points: how many points the finer grid has; odd.
  ///   - steps: how many steps the finer solution has, even; by default 2000, or 4 in ten relaxation times 1/8E of a well where
  ///     that is more.
  public func workDistribution(
    of cycle: Cycle, endingIn ends: ClosedRange<Double> = -.infinity ... .infinity, points: Int = 801,
    steps: Int? = nil
  ) throws(InvalidInput) -> WorkDensity {
    let steps = steps ?? max(2000, 2 * Int((1.6 * barrier * duration).rounded(.up)))
    require(points % 2 == 1 && steps % 2 == 0, "Half as many cells and steps need an odd and an even number.")
    let outcome = try outcomeOnGrid(of: cycle, points: points / 2 + 1, steps: steps / 2)
    let range = -40...outcome.meanWork + 12 * outcome.workVariance.squareRoot()
    func onGrid(_ points: Int, _ steps: Int, _ frequencies: Int?) throws(InvalidInput) -> WorkDensity {
      try FokkerPlanck(landscape, inEquilibriumAt: DoubleWell.Control(), on: grid(points: points))
        .workDistribution(
          of: drive(cycle), steps: steps, in: range, endingIn: ends, frequencies: frequencies)
    }
    let fine = try onGrid(points, steps, nil)
    let coarse = try onGrid(points / 2 + 1, steps / 2, fine.phases.count)
    return WorkDensity(extrapolating: coarse, to: fine)
  }
}

extension DoubleWell {
  /// The mean time in which a bit at rest flips by itself, in x₀²/D, with the barrier in k_B T.
  ///
  /// By the formula of Kramers with U'' = −4E at the barrier and 8E in the wells; good for high barriers.
  /// Source: H. A. Kramers, Physica 7, 284 (1940).
  package var kramersTime: Double {
    2 * Double.pi / (32 * barrier * barrier).squareRoot() * Elementary.exp(barrier)
  }
}

// MARK: - Cells

/// The outcome of a cycle, by the Fokker–Planck equation.
package struct ExactErasure: Cell {
  /// The bit and the cycle time.
  package var erasure: ErasureProtocol
  /// What is done with the bit.
  package var cycle: ErasureProtocol.Cycle
  /// How many points the finer grid has; odd.
  package var points: Int
  /// How many steps the finer solution has; even.
  package var steps: Int

  /// A cycle.
  package init(erasure: ErasureProtocol, cycle: ErasureProtocol.Cycle, points: Int, steps: Int) {
    (self.erasure, self.cycle, self.points, self.steps) = (erasure, cycle, points, steps)
  }

  /// The outcome.
  package func compute(_ random: RandomStream) throws -> ErasureOutcome {
    try erasure.outcome(of: cycle, points: points, steps: steps)
  }
}

/// The distribution of the work of an erasure, by the Fokker–Planck equation.
package struct ErasureWorkDistribution: Cell {
  /// The bit and the cycle time.
  package var erasure: ErasureProtocol
  /// How many points the finer grid has; odd.
  package var points: Int

  /// An erasure.
  package init(erasure: ErasureProtocol, points: Int) { (self.erasure, self.points) = (erasure, points) }

  /// The distribution.
  package func compute(_ random: RandomStream) throws -> WorkDensity {
    try erasure.workDistribution(of: .erasing, points: points)
  }
}

/// The density of the position during an erasure, by the Fokker–Planck equation.
package struct ErasureDensity: Cell {
  /// The bit and the cycle time.
  package var erasure: ErasureProtocol
  /// How many points the grid has.
  package var points: Int
  /// How many equal times after the beginning there are.
  package var frames: Int
  /// Positions around which the density is averaged, equally spaced.
  package var places: [Double]

  /// An erasure.
  package init(erasure: ErasureProtocol, points: Int, frames: Int, places: [Double]) {
    (self.erasure, self.points, self.frames, self.places) = (erasure, points, frames, places)
  }

  /// The density at the places, frame by frame from the beginning to the end, per x₀ and to three decimals.
  package func compute(_ random: RandomStream) throws -> [[Double]] {
    let drive = try erasure.drive(.erasing)
    let half = 0.5 * (places[1] - places[0])
    var line = try FokkerPlanck(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: points))
    return try (0...frames).map { frame in
      if frame > 0 {
        let times = [frame - 1, frame].map { drive.duration * Double($0) / Double(frames) }
        try line.run(drive.part(from: times[0], to: times[1]), steps: 40)
      }
      // A picture needs no more digits.
      return places.map {
        (1000 * line.density.integral(from: $0 - half, to: $0 + half) / (2 * half)).rounded() / 1000
      }
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [[Double]]) -> String? {
    result.count == frames + 1 && result.allSatisfy { $0.count == places.count }
      ? nil : "There is not one density per frame and place."
  }
}

extension ErasureProtocol {
  /// Reads a cycle.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    barrier = try fields.read(.barrier)
    tilt = try fields.read(.tilt)
    duration = try fields.read(.duration)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(barrier > 0 && barrier.isFinite && tilt.isFinite) { return "A bit has a positive barrier and a finite tilt." }
    return duration > 0 && duration.isFinite ? nil : "A cycle lasts a positive, finite time."
  }
}
