import Randomness
import StochasticThermodynamics
import Validation

/// The times of a drive cut into equal steps, and the control in the middle of each.
@usableFromInline
struct StepSchedule<Control: Sendable>: Sendable {
  /// How long a step is.
  @usableFromInline let timeStep: Double
  /// The control before the drive, in the middle of each step, and at the end: two more than there are steps.
  @usableFromInline let controls: [Control]

  /// - Parameter drive: without breakpoints.
  /// - Throws: ``InvalidInput`` where the largest step is not positive, or there are too many.
  @usableFromInline
  init(_ drive: Drive<Control>, largestStep: Double, from start: Control) throws(InvalidInput) {
    try demand(largestStep > 0 && largestStep.isFinite, "A time step is positive and finite, and not \(largestStep).")
    let largestStep = min(largestStep, drive.largestStep ?? .infinity)
    // A duration that is a multiple of the step but for rounding is not cut into one step more.
    let steps = max(1, (drive.duration / largestStep * (1 - 1e-12)).rounded(.up))
    try demand(
      steps < 0x1p23,
      "A run of \(drive.duration) in steps of \(largestStep) has more than 8 million steps: cut the drive into parts.")
    let timeStep = drive.duration / steps
    self.timeStep = timeStep
    var controls = [start]
    controls.reserveCapacity(Int(steps) + 2)
    for step in 0..<Int(steps) { controls.append(drive((Double(step) + 0.5) * timeStep)) }
    controls.append(drive(drive.duration))
    self.controls = controls
  }

  @usableFromInline var steps: Int { controls.count - 2 }
}

extension LangevinEnsemble {
  /// Drives all particles.
  ///
  /// - Parameters:
  ///   - drive: the control as a function of time. Its schedule is evaluated once per step. A drive with breakpoints is one run
  ///     from each to the next.
  ///   - timeStep: the largest step; the drive is cut into equal steps of at most this length.
  ///   - integrator: how a step is made.
  /// - Throws: `InvalidInput` where the step is not positive, there are too many or the integrator is not made for the
  ///   landscape; ``LangevinBlowUp`` if a position or a work
  ///   is not finite at the end. The ensemble is then as it was before.
  @inlinable
  public mutating func run(
    _ drive: Drive<Terrain.Control>, timeStep: Double, integrator: LangevinIntegrator = .heun
  ) throws {
    try demandForce(of: landscape, control, for: integrator)
    let parts = drive.parts
    if parts.count == 1 { return try runSmoothly(parts[0], timeStep: timeStep, integrator: integrator) }
    let before = self
    do {
      for part in parts { try runSmoothly(part, timeStep: timeStep, integrator: integrator) }
    } catch {
      self = before
      throw error
    }
  }

  /// The normal numbers that moved a trajectory in one of the runs, step by step, of which the run made so many.
  package func noise(of trajectory: Int, inRun run: Int, steps: Int) -> [Double] {
    let supply = NormalSupply(precision)
    supply.begin(block: trajectory / NormalSupply.lanes, random["run"][run])
    return supply.numbers(of: trajectory % NormalSupply.lanes, steps: steps)
  }

  @inlinable
  mutating func runSmoothly(
    _ drive: Drive<Terrain.Control>, timeStep: Double, integrator: LangevinIntegrator
  ) throws {
    let schedule = try StepSchedule(drive, largestStep: timeStep, from: control)
    let (places, works) =
      precision == .float ? moved(Float.self, schedule, integrator) : moved(Double.self, schedule, integrator)
    for trajectory in places.indices where !(places[trajectory].isFinite && works[trajectory].isFinite) {
      throw LangevinBlowUp(trajectory: trajectory, timeStep: schedule.timeStep, integrator: integrator)
    }
    let end = schedule.controls[schedule.steps + 1]
    let risen = places.indices.map {
      landscape.energy(at: places[$0], end) - landscape.energy(at: positions[$0], control)
    }
    finishRun(at: places, end, works: works, energyChanges: risen)
  }

  /// Where a run carries the particles, and the work of this run on each.
  @inlinable
  func moved<R: RealNumber>(
    _ number: R.Type, _ schedule: StepSchedule<Terrain.Control>, _ integrator: LangevinIntegrator
  ) -> (positions: [Double], works: [Double]) {
    switch integrator {
    case .eulerMaruyama: moved(number, schedule, EulerMaruyamaMove<Terrain>.self)
    case .heun: moved(number, schedule, HeunMove<Terrain>.self)
    case .exactOrnsteinUhlenbeck: moved(number, schedule, OrnsteinUhlenbeckMove<Terrain>.self)
    }
  }

  @inlinable
  func moved<R: RealNumber, Move: LangevinMove<Terrain>>(
    _ number: R.Type, _ schedule: StepSchedule<Terrain.Control>, _ move: Move.Type
  ) -> (positions: [Double], works: [Double]) {
    let drift = mobility * schedule.timeStep
    let width = (2 * drift * temperature).squareRoot()
    let moves = schedule.controls[1...schedule.steps].map { Move(landscape, $0, drift: drift, width: width) }
    let block = LangevinBlock<R>(NormalSupply(precision))
    let stream = random["run"][runs]
    var places = positions
    var works = Array(repeating: 0.0, count: places.count)
    for first in stride(from: 0, to: places.count, by: block.width) {
      let trajectories = first..<Swift.min(first + block.width, places.count)
      block.begin(first / block.width, at: places[trajectories], stream)
      schedule.controls.withUnsafeBufferPointer { controls in
        moves.withUnsafeBufferPointer { block.run(landscape, controls, $0) }
      }
      for trajectory in trajectories {
        places[trajectory] = block.places[trajectory - first].inDouble
        works[trajectory] = block.works[trajectory - first]
      }
    }
    return (places, works)
  }
}
