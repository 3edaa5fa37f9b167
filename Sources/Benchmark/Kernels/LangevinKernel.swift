import Companion
import Estimation
import LangevinDynamics
import Randomness

/// Erasure of a bit in the double well with the work on every trajectory, in steps of 1/1000 for a cycle of duration 2; an event
/// is a step of a trajectory.
struct LangevinKernel: Kernel {
  private static let steps = 2000

  let integrator: LangevinIntegrator
  let precision: LangevinPrecision

  var name: String { "Langevin, double well with work" }
  var variant: String { "\(integrator == .heun ? "Heun" : "Euler–Maruyama"), \(precision.rawValue)" }
  var size: String { "" }
  var unit: String { "trajectory-step" }
  var eventsForAgreement: Int { 2000 * Self.steps }

  func input() -> NaiveDoubleWell { NaiveDoubleWell(steps: Self.steps, isHeun: integrator == .heun) }

  private func trajectories(_ events: Int) -> Int { 16 * max(1, events / (16 * Self.steps)) }

  func run(_ events: Int, on well: NaiveDoubleWell) throws -> Outcome {
    let count = trajectories(events)
    // As in the plain version: from ±1 in turn, near the bottoms of the wells.
    var ensemble = try LangevinEnsemble(
      DoubleWell(barrier: well.barrier, tilt: well.tilt), at: (0..<count).map { $0 % 2 == 0 ? 1 : -1 },
      DoubleWell.Control(), precision: precision, random: RandomStream(seed: 4))
    try ensemble.run(
      .erasure(over: well.duration), timeStep: well.duration / Double(Self.steps), integrator: integrator)
    let right = Average(ensemble.positions.map { $0 > 0 ? 1 : 0 })
    return Outcome(events: count * Self.steps, quantities: [ensemble.meanWork, Self.fraction(right)])
  }

  func runNaively(_ events: Int, on well: NaiveDoubleWell) -> Outcome {
    let count = trajectories(events)
    var random = RandomStream(seed: 5)
    let sample = well.sample(trajectories: count, seed: random.next())
    return Outcome(
      events: count * Self.steps,
      quantities: [sample.work, Estimate(sample.right.value, standardError: max(1e-2, sample.right.standardError))])
  }

  /// Hardly any erasure fails: none in a short run does not mean that none can.
  private static func fraction(_ right: Average) -> Estimate {
    Estimate(right.estimate.value, standardError: max(1e-2, right.estimate.standardError))
  }

  func comparison(on well: NaiveDoubleWell) -> PythonJob? {
    PythonJob(
      function: "double_well",
      arguments: [
        "barrier": .number(well.barrier), "tilt": .number(well.tilt), "duration": .number(well.duration),
        "steps": .integer(well.steps), "heun": .bool(well.isHeun),
      ])
  }
}
