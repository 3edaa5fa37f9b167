import Randomness
import StochasticThermodynamics
import Validation

/// One step of an overdamped particle.
public struct LangevinStep: Sendable, Hashable {
  /// The time at its end.
  public let time: Double
  /// The position at its end.
  public let position: Double
  /// The work done on the particle in the step.
  public let work: Double
  /// The heat that flowed into the bath in the step, ∫F∘dx.
  public let heat: Double
}

/// A single overdamped particle, as a sequence of steps; an observer is the body of the loop.
///
///     let drive = try Drive.movingTrap(velocity: 1, over: 10)
///     for step in try LangevinTrajectory(HarmonicTrap(), from: 0, drive, timeStep: 0.01, random: stream) {
///       heat += step.heat
///     }
///
/// The equation, the integrators and the signs are those of ``LangevinEnsemble``. Moved by the same normal numbers, it has the same
/// positions to the bit as a trajectory of an ensemble in `Double`; an ensemble draws them for many at once, in another order.
public struct LangevinTrajectory<Terrain: Landscape>: Sequence, IteratorProtocol {
  private let landscape: Terrain
  private let parts: [(drive: Drive<Terrain.Control>, schedule: StepSchedule<Terrain.Control>)]
  private let integrator: LangevinIntegrator
  private let temperature, mobility: Double
  private var random: RandomStream
  /// Normal numbers to use in place of those of the stream; empty where there are none.
  private var noise: [Double] = []
  private var nextNoise = 0
  private var position: Double
  private var control: Terrain.Control
  private var (part, step, past) = (0, 0, 0.0)

  /// A particle that starts at the first control of a drive.
  ///
  /// - Parameters:
  ///   - landscape: the energy and the driving force.
  ///   - position: where it starts; finite.
  ///   - drive: the control as a function of time; the sequence ends with it, and goes from breakpoint to breakpoint.
  ///   - timeStep: the largest step; the drive is cut into equal steps of at most this length.
  ///   - integrator: how a step is made.
  ///   - temperature: T, in the unit of the energy; not negative.
  ///   - mobility: μ, positive.
  ///   - random: the stream to draw from.
  /// - Throws: `InvalidInput` where a number is out of its range, or the integrator is not made for the landscape.
  public init(
    _ landscape: Terrain, from position: Double, _ drive: Drive<Terrain.Control>, timeStep: Double,
    integrator: LangevinIntegrator = .heun, temperature: Double = 1, mobility: Double = 1, random: RandomStream
  ) throws(InvalidInput) {
    try demandBath([position], temperature: temperature, mobility: mobility)
    (self.landscape, self.position, self.random) = (landscape, position, random)
    (self.integrator, self.temperature, self.mobility) = (integrator, temperature, mobility)
    control = drive(0)
    try demandEnergies(landscape, [position], control)
    try demandForce(of: landscape, control, for: integrator)
    var parts: [(drive: Drive<Terrain.Control>, schedule: StepSchedule<Terrain.Control>)] = []
    for part in drive.parts {
      parts.append(
        (part, try StepSchedule(part, largestStep: timeStep, from: parts.last?.schedule.controls.last ?? control)))
    }
    self.parts = parts
  }

  /// The same trajectory, moved by these normal numbers in place of those of its stream.
  package func moved(by noise: [Double]) -> LangevinTrajectory {
    var moved = self
    moved.noise = noise
    return moved
  }

  /// The next step; nil after the end of the drive.
  ///
  /// - Precondition: the position stays finite; it does not if the time step is too large.
  public mutating func next() -> LangevinStep? {
    if part < parts.count, step == parts[part].schedule.steps {
      past += parts[part].drive.duration
      (part, step) = (part + 1, 0)
    }
    guard part < parts.count else { return nil }
    let (drive, schedule) = parts[part]
    let frozen = schedule.controls[step + 1]
    let time = Double(step + 1) * schedule.timeStep
    let after = step + 1 == schedule.steps ? schedule.controls[step + 2] : drive(time)
    var work = landscape.work(at: position, from: control, to: frozen)
    var heat = landscape.energy(at: position, frozen)
    let moved = integrator.step(
      landscape, frozen, from: position, noise: nextNormal(), timeStep: schedule.timeStep,
      temperature: temperature, mobility: mobility)
    require(moved.isFinite, "A particle is no longer at a finite position: the time step is too large.")
    heat -= landscape.energy(at: moved, frozen)
    if let push = landscape.drivingForce(frozen) {
      work += push * (moved - position)
      heat += push * (moved - position)
    }
    work += landscape.work(at: moved, from: frozen, to: after)
    (position, control) = (moved, after)
    step += 1
    return LangevinStep(time: past + time, position: moved, work: work, heat: heat)
  }

  private mutating func nextNormal() -> Double {
    guard !noise.isEmpty else { return random.normal() }
    defer { nextNoise += 1 }
    return noise[nextNoise]
  }
}
