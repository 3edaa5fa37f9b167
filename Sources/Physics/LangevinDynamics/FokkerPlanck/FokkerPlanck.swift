import StochasticThermodynamics
import Validation

/// The exact line under an ensemble of overdamped particles: the Fokker–Planck equation ∂ρ/∂t = ∂/∂x [μ(∂U/∂x) ρ + D ∂ρ/∂x], D = μT,
/// on a line with reflecting ends, with the moments of the work and its exponential averages.
///
///     let grid = try LineGrid(-1.9...1.9, points: 801)
///     var line = try FokkerPlanck(DoubleWell(), inEquilibriumAt: DoubleWell.Control(), on: grid)
///     try line.run(.erasure(over: 10), steps: 2000)
///     line.meanWork                         // 1.34786
///     line.density.integral(from: 0)        // 0.999989: the particle is in the right well
///     line.tilted().integral()              // 1: ⟨e^(−W/T)⟩ = e^(−ΔF/T)
///
/// Signs and units are those of ``LangevinEnsemble``: work is done on the particle, heat is positive when it flows into the bath,
/// both in the unit of the energy.
///
/// In space it is a jump process between cells, with the rates of D. L. Scharfetter and H. K. Gummel, IEEE Trans. Electron
/// Devices 16, 64 (1969): at a frozen control detailed balance holds to rounding, and the density at rest is e^(−U/T) at every
/// point. The error of a driven average is of second order in the spacing.
///
/// In time the control is frozen during a step, at its value in the middle, and its changes do work at fixed position, which
/// makes an error of second order in the step: with the Crank–Nicolson step between them, an expansion in even powers. A step of
/// any length keeps the equilibrium of its control and obeys detailed balance. Therefore ⟨e^(−W/T)⟩ = e^(−ΔF/T), also restricted
/// to final positions, and the symmetry between a drive and its reverse hold to rounding for any number of steps; they check the
/// code, not the step.
///
/// A density that is given, and may be rough, starts with two steps that damp what a Crank–Nicolson step would only turn
/// around: R. Rannacher, Numer. Math. 43, 309 (1984). Steps too long for the drive show as negative densities.
/// Time per step: O(points), about 20 ns per point; no memory is allocated in it.
public struct FokkerPlanck<Terrain: Landscape>: Sendable {
  /// The landscape.
  public let landscape: Terrain
  /// Where the density is given.
  public let grid: LineGrid
  /// The temperature T = k_B T, an energy.
  public let temperature: Double
  /// The mobility μ: velocity per force.
  public let mobility: Double
  /// The tilts u of the averages ⟨e^(−uW)⟩, per energy. The first is 1/T.
  public let tilts: [Double]
  /// The density at the beginning, and the control there.
  public let start: (density: LineDensity, control: Terrain.Control)

  /// The control now. A run that starts at another one begins with a jump of the control, whose work is counted.
  public private(set) var control: Terrain.Control
  /// The time for which the drives have lasted so far.
  public private(set) var time = 0.0

  @usableFromInline private(set) var fields: [Double]
  @usableFromInline private(set) var isRough: Bool

  /// A given density at a control.
  ///
  /// - Parameters:
  ///   - landscape: the energy, and how the control changes it.
  ///   - density: where the particle is at the beginning; normalised here.
  ///   - control: the control at the beginning.
  ///   - temperature: T, in the unit of the energy; positive.
  ///   - mobility: μ, positive.
  ///   - tilts: further u for ⟨e^(−uW)⟩, per energy; at most four.
  /// - Throws: `InvalidInput` unless the density is nowhere negative and somewhere positive, the landscape has no driving
  ///   force, and all numbers are in their range.
  public init(
    _ landscape: Terrain, from density: LineDensity, _ control: Terrain.Control, temperature: Double = 1,
    mobility: Double = 1, tilts: [Double] = []
  ) throws(InvalidInput) {
    try demand(
      density.values.allSatisfy { $0 >= 0 } && density.values.contains { $0 > 0 },
      "A particle starts from a density that is not negative, and positive somewhere.")
    try demandTemperature(temperature)
    try demandBath([], temperature: temperature, mobility: mobility)
    try demand(
      tilts.count < FokkerPlanckKernel.tiltCount && tilts.allSatisfy(\.isFinite), "There are at most four finite tilts."
    )
    try demand(
      landscape.drivingForce(control) == nil,
      "A line has ends: a driving force on it is the gradient of an energy, and belongs into the landscape's.")
    (self.landscape, self.control, grid) = (landscape, control, density.grid)
    (self.temperature, self.mobility, self.tilts) = (temperature, mobility, [1 / temperature] + tilts)
    let density = density.normalised
    start = (density, control)
    isRough = true
    fields = density.values.flatMap { value in
      let probability = value * density.grid.spacing
      return [probability, 0, 0] + Array(repeating: probability, count: FokkerPlanckKernel.tiltCount)
    }
  }

  /// The equilibrium of a control.
  ///
  /// - Parameters: as of ``init(_:from:_:temperature:mobility:tilts:)``.
  /// - Throws: as that, and where an energy on the grid is not finite.
  public init(
    _ landscape: Terrain, inEquilibriumAt control: Terrain.Control, on grid: LineGrid, temperature: Double = 1,
    mobility: Double = 1, tilts: [Double] = []
  ) throws(InvalidInput) {
    let rest = try Self.equilibrium(landscape, control, on: grid, temperature)
    try self.init(landscape, from: rest.density, control, temperature: temperature, mobility: mobility, tilts: tilts)
    isRough = false
  }

  /// Drives the particle.
  ///
  /// - Parameters:
  ///   - drive: the control as a function of time. Its schedule is evaluated once per step.
  ///   - steps: into how many equal steps it is cut; between breakpoints of the drive, each stretch into its share of them.
  /// - Throws: `InvalidInput` where there is no step or an energy on the grid is not finite.
  @inlinable
  public mutating func run(_ drive: Drive<Terrain.Control>, steps: Int) throws(InvalidInput) {
    try demand(steps > 0, "A run has at least one step, and not \(steps).")
    let kernel = FokkerPlanckKernel(
      points: grid.count, fields: fields, energies: grid.positions.map { landscape.energy(at: $0, control) },
      tilts: tilts)
    advance(kernel, along: drive, steps: steps)
    try finishRun(kernel.values, drive(drive.duration), drive.duration)
  }

  /// Alternates between changes of the control and steps of diffusion.
  @inlinable
  func advance<Kernel: LineKernel>(_ kernel: Kernel, along drive: Drive<Terrain.Control>, steps: Int) {
    var isRough = isRough
    for part in drive.parts {
      let count = drive.breakpoints.isEmpty ? steps : Self.share(of: steps, part.duration / drive.duration)
      let timeStep = part.duration / Double(count)
      let halfStep = 0.5 * timeStep * mobility * temperature / (grid.spacing * grid.spacing)
      for step in 0..<count {
        change(to: part((Double(step) + 0.5) * timeStep), kernel)
        kernel.prepare(halfStep: halfStep, inverseTemperature: 1 / temperature)
        kernel.step(damping: isRough && step < 2)
      }
      change(to: part(part.duration), kernel)
      isRough = false
    }
  }

  /// How many steps are so large a part of all.
  @usableFromInline
  static func share(of steps: Int, _ part: Double) -> Int { max(1, Int((Double(steps) * part).rounded(.up))) }

  @inlinable
  func change<Kernel: LineKernel>(to control: Terrain.Control, _ kernel: Kernel) {
    let energies = kernel.newEnergies
    for point in 0..<grid.count { energies[point] = landscape.energy(at: grid.position(point), control) }
    kernel.changeControl()
  }

  /// Drives the particle with as many steps as the mean work needs: their number is doubled until the error, a third of what the
  /// last doubling changed, is small enough.
  ///
  /// - Parameters:
  ///   - drive: the control as a function of time.
  ///   - tolerance: the largest error of the mean work from the steps (not from the grid), an energy; positive.
  /// - Returns: how many steps the run had in the end.
  /// - Throws: `InvalidInput` where 2²⁰ steps are not enough, or an energy on the grid is not finite.
  @inlinable @discardableResult
  public mutating func run(_ drive: Drive<Terrain.Control>, workTolerance tolerance: Double) throws(InvalidInput) -> Int
  {
    try demand(tolerance > 0, "A tolerance is positive, and not \(tolerance).")
    var steps = 128
    var coarse = self
    try coarse.run(drive, steps: steps)
    while true {
      steps *= 2
      try demand(steps <= 1 << 20, "The drive is too rough for a tolerance of \(tolerance) of its work.")
      var fine = self
      try fine.run(drive, steps: steps)
      if abs(fine.meanWork - coarse.meanWork) <= 3 * tolerance {
        self = fine
        return steps
      }
      coarse = fine
    }
  }

  /// The probability of each cell now.
  @usableFromInline
  var probabilities: [Double] { stride(from: 0, to: fields.count, by: 8).map { fields[$0] } }

  /// Books what a run did.
  @usableFromInline
  mutating func finishRun(_ fields: [Double], _ end: Terrain.Control, _ duration: Double) throws(InvalidInput) {
    try demand(fields.allSatisfy(\.isFinite), "The energies of a landscape are finite on the whole grid.")
    (self.fields, control, isRough) = (fields, end, false)
    time += duration
  }
}
