import Estimation
import Randomness
import Validation

/// Many independent overdamped particles in one landscape, dx = μF(x, λ) dt + √(2μT) dW, with the work done on each and the heat
/// that each gives to the bath.
///
///     var ensemble = try LangevinEnsemble(DoubleWell(), inEquilibriumAt: DoubleWell.Control(), count: 10_000, random: stream)
///     try ensemble.run(.erasure(over: 10), timeStep: 1e-3)
///     ensemble.meanWork                     // 1.348(11) k_B T
///
/// Work W is what a change of the control does to a particle at rest, U(x, λ') − U(x, λ), and what a driving force does along
/// the path. The control changes in two halves, before and after the diffusion of a step, at the value in the middle of the step.
/// Heat Q = ∫F∘dx (Stratonovich, F the whole force) is positive when it flows into the bath. At a frozen control that
/// integral is minus the change of the energy (plus f Δx with a driving force f), so heat is W − ΔU and the first law
/// ΔU = W − Q holds to rounding on every trajectory.
/// Source: K. Sekimoto, Prog. Theor. Phys. Suppl. 130, 17 (1998), in the signs of U. Seifert, Rep. Prog. Phys. 75, 126001
/// (2012), section 2.
///
/// Trajectory i of run r draws from a stream of its own, so that more trajectories leave the first ones as they are:
/// in `Double` that is `random["run"][r][i / 8][i % 8]`, one normal number per step.
public struct LangevinEnsemble<Terrain: Landscape>: Sendable {
  /// The landscape.
  public let landscape: Terrain
  /// The temperature T = k_B T, an energy.
  public let temperature: Double
  /// The mobility μ: velocity per force.
  public let mobility: Double
  /// The numbers with which it computes.
  public let precision: LangevinPrecision

  /// The control now. A run that starts at another one begins with a jump of the control, whose work is counted.
  public private(set) var control: Terrain.Control
  /// The positions now, one per trajectory.
  public private(set) var positions: [Double]
  /// The work done on each trajectory so far, in the unit of the energy.
  public private(set) var works: [Double]
  /// The heat which each trajectory has given to the bath so far, in the unit of the energy.
  public private(set) var heats: [Double]

  @usableFromInline let random: RandomStream
  @usableFromInline private(set) var runs = 0

  /// Particles at given positions.
  ///
  /// - Parameters:
  ///   - landscape: the energy and the driving force.
  ///   - positions: where they start, one each; rounded to `Float` if the precision is `float`.
  ///   - control: the control at which they start.
  ///   - temperature: T, in the unit of the energy; positive, or 0 for no noise.
  ///   - mobility: μ, positive.
  ///   - precision: the numbers to compute with.
  ///   - random: the stream below which all random numbers of the ensemble lie.
  /// - Throws: `InvalidInput` where there is no particle, an energy is not finite or a number is out of its range.
  public init(
    _ landscape: Terrain, at positions: [Double], _ control: Terrain.Control, temperature: Double = 1,
    mobility: Double = 1, precision: LangevinPrecision = .double, random: RandomStream
  ) throws(InvalidInput) {
    try demand(!positions.isEmpty, "An ensemble has at least one particle.")
    try demandBath(positions, temperature: temperature, mobility: mobility)
    try demandEnergies(landscape, positions, control)
    (self.landscape, self.control) = (landscape, control)
    (self.temperature, self.mobility, self.precision, self.random) = (temperature, mobility, precision, random)
    self.positions = precision == .float ? positions.map { Double(Float($0)) } : positions
    works = Array(repeating: 0, count: positions.count)
    heats = works
  }

  /// Particles in equilibrium at a control, drawn from the stream `random["start"]`.
  ///
  /// - Parameters:
  ///   - landscape: the energy and the driving force.
  ///   - control: the control at which they are in equilibrium.
  ///   - range: where to look for the equilibrium; see ``BoltzmannDistribution``.
  ///   - count: how many.
  ///   - temperature: T, in the unit of the energy; positive.
  ///   - mobility: μ, positive.
  ///   - precision: the numbers to compute with.
  ///   - random: the stream below which all random numbers of the ensemble lie.
  /// - Throws: `InvalidInput` where the count or the temperature is not positive, or the landscape does not confine the particle.
  public init(
    _ landscape: Terrain, inEquilibriumAt control: Terrain.Control, in range: ClosedRange<Double>? = nil, count: Int,
    temperature: Double = 1, mobility: Double = 1, precision: LangevinPrecision = .double, random: RandomStream
  ) throws(InvalidInput) {
    try demand(count > 0, "An ensemble has at least one particle, and not \(count).")
    let rest = try BoltzmannDistribution(landscape, control, temperature: temperature, in: range)
    var start = random["start"]
    try self.init(
      landscape, at: (0..<count).map { _ in rest.position(&start) }, control, temperature: temperature,
      mobility: mobility, precision: precision, random: random)
  }

  /// The mean work so far.
  public var meanWork: Estimate { Average(works).estimate }

  /// The mean heat so far.
  public var meanHeat: Estimate { Average(heats).estimate }

  /// The energies U(x, λ) now, one per trajectory.
  @inlinable
  public var energies: [Double] { positions.map { landscape.energy(at: $0, control) } }

  /// Books what a run did.
  @usableFromInline
  mutating func finishRun(
    at places: [Double], _ end: Terrain.Control, works: [Double], energyChanges: [Double]
  ) {
    for trajectory in places.indices {
      self.works[trajectory] += works[trajectory]
      heats[trajectory] += works[trajectory] - energyChanges[trajectory]
    }
    (positions, control) = (places, end)
    runs += 1
  }
}

/// Requires positions, a temperature and a mobility with which a particle can move.
func demandBath(_ positions: [Double], temperature: Double, mobility: Double) throws(InvalidInput) {
  try demand(positions.allSatisfy(\.isFinite), "Particles start at finite positions.")
  try demand(
    temperature >= 0 && temperature.isFinite, "A temperature is finite and not negative, and not \(temperature).")
  try demand(mobility > 0 && mobility.isFinite, "A mobility is positive and finite, and not \(mobility).")
}

/// Requires energies that are numbers where particles start.
func demandEnergies<Terrain: Landscape>(
  _ landscape: Terrain, _ positions: [Double], _ control: Terrain.Control
) throws(InvalidInput) {
  for position in positions {
    let energy = landscape.energy(at: position, control)
    try demand(energy.isFinite, "The energies of a landscape are finite, and that at \(position) is \(energy).")
  }
}

/// Requires a landscape that an integrator is made for.
@usableFromInline
func demandForce<Terrain: Landscape>(
  of landscape: Terrain, _ control: Terrain.Control, for integrator: LangevinIntegrator
) throws(InvalidInput) {
  try demand(
    integrator != .exactOrnsteinUhlenbeck || landscape.linearForce(control) != nil,
    "The exact Ornstein–Uhlenbeck step needs a landscape with a linear force.")
}

/// A trajectory left the finite numbers: the time step is too large for the landscape.
public struct LangevinBlowUp: Error, Hashable, CustomStringConvertible {
  /// The number of the first trajectory that did.
  public let trajectory: Int
  /// The time step.
  public let timeStep: Double
  /// The integrator.
  public let integrator: LangevinIntegrator

  @usableFromInline
  init(trajectory: Int, timeStep: Double, integrator: LangevinIntegrator) {
    (self.trajectory, self.timeStep, self.integrator) = (trajectory, timeStep, integrator)
  }

  /// What happened, and what to do.
  public var description: String {
    """
    Trajectory \(trajectory) is no longer at a finite position: the time step \(timeStep) is too large for this landscape \
    (integrator \(integrator.rawValue)). Choose a smaller one.
    """
  }
}
