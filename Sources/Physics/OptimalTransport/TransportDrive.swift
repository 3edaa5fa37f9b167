import ElementaryFunctions
import LangevinDynamics
import StochasticThermodynamics
import Validation

/// The landscapes that carry a particle along the Wasserstein geodesic of a map, each piece at its own constant velocity: with
/// the least entropy production of all drives that lead from the one density to the other in that time.
///
///     let drive = try TransportDrive(along: map, on: grid, over: 2, steps: 2000)
///     var line = try FokkerPlanck(drive.landscape, inEquilibriumAt: rest, on: grid)
///     try line.run(drive.cycle(restingAt: rest), steps: 2000)
///     line.meanWork                         // D(p₁‖p₀) + W₂²/τ, but for the errors of grid and steps
///
/// In the continuum V = −ln p − ∫v dx with the velocity v = (T(x) − x)/τ at the place of x, in k_B T and up to a constant. It jumps
/// at both ends: by −∫v dx at the beginning, and back at the end. On a grid that formula fails where the density changes
/// over less than a cell. So the probabilities of the cells in the middle of each step and the fluxes between them are taken
/// exactly from the map, and the energies from the inverse of the Scharfetter–Gummel flux.
///
/// Energies are in k_B T, times in units of length²/D. Each row is shifted so that Σ e^(−V) h = 1: its free energy is 0.
///
/// Source: E. Aurell, K. Gawędzki, C. Mejía-Monasterio, R. Mohayaee and P. Muratore-Ginanneschi, J. Stat. Phys. 147, 487 (2012).
public struct TransportDrive: Sendable {
  /// The points of the landscape.
  public let grid: LineGrid
  /// How long the drive lasts, τ.
  public let duration: Double
  /// Into how many equal steps, with a constant landscape each, it is divided.
  public let steps: Int
  /// The energies V, in k_B T: one row of the points for each step.
  public let energies: [Double]

  /// By how much an empty cell lies above the lowest energy, in k_B T, and no cell lies higher.
  static let ceiling = 200.0

  /// The drive along a map.
  ///
  /// - Parameters:
  ///   - map: where the particle goes.
  ///   - grid: the points of the landscape.
  ///   - duration: τ; positive.
  ///   - steps: into how many steps it is divided; at least one.
  ///   - share: the share of the flux that the landscape drives. At 1 it is the optimal drive; at 0 the equilibrium moves along
  ///     the geodesic, and the particle lags behind.
  /// - Throws: `InvalidInput` where the duration or the number of steps is out of its range, or the table too large.
  public init(
    along map: TransportMap, on grid: LineGrid, over duration: Double, steps: Int, share: Double = 1
  ) throws(InvalidInput) {
    try demand(duration > 0 && duration.isFinite, "A transport lasts a positive, finite time, and not \(duration).")
    try demand(
      steps > 0 && steps <= 1 << 27 / grid.count,
      "\(steps) steps of \(grid.count) energies are none, or more than can be held.")
    (self.grid, self.duration, self.steps) = (grid, duration, steps)
    let scale = share * grid.spacing * grid.spacing * Double(steps) / duration
    var energies: [Double] = []
    energies.reserveCapacity(steps * grid.count)
    var before = map.masses(at: 0, on: grid)
    for step in 0..<steps {
      let middle = map.masses(at: (Double(step) + 0.5) / Double(steps), on: grid)
      let after = map.masses(at: min(1, Double(step + 1) / Double(steps)), on: grid)
      energies += Self.row(middle, fluxes: Self.fluxes(from: before, to: after, scale: scale), spacing: grid.spacing)
      before = after
    }
    self.energies = energies
  }

  /// What flows over the right edge of each cell but the last, times the scale: from the change of the probability on the left
  /// or on the right, whichever is smaller.
  private static func fluxes(from before: [Double], to after: [Double], scale: Double) -> [Double] {
    let count = before.count
    var fluxes = Array(repeating: 0.0, count: count - 1)
    var (old, new) = (0.0, 0.0)
    for cell in 0..<(count - 1) {
      (old, new) = (old + before[cell], new + after[cell])
      if old + new > 1 { break }
      fluxes[cell] = scale * (old - new)
    }
    (old, new) = (0, 0)
    for cell in stride(from: count - 2, through: 0, by: -1) {
      (old, new) = (old + before[cell + 1], new + after[cell + 1])
      if old + new >= 1 { break }
      fluxes[cell] = scale * (new - old)
    }
    return fluxes
  }

  /// The energies at which the cells with these probabilities have these fluxes between them.
  private static func row(_ masses: [Double], fluxes: [Double], spacing: Double) -> [Double] {
    var row = Array(repeating: 0.0, count: masses.count)
    let largest = masses.indices.max { masses[$0] < masses[$1] } ?? 0
    func step(_ cell: Int) -> Double {
      let (p, next) = (masses[cell], masses[cell + 1])
      if p > 0 && next > 0 { return ScharfetterGummel.step(from: p, to: next, flux: fluxes[cell]) }
      return p > 0 ? ceiling : next > 0 ? -ceiling : 0
    }
    for cell in stride(from: largest + 1, to: masses.count, by: 1) { row[cell] = row[cell - 1] + step(cell - 1) }
    for cell in stride(from: largest - 1, through: 0, by: -1) { row[cell] = row[cell + 1] - step(cell) }
    let lowest = row.reduce(.infinity, min)
    row = row.map { min($0 - lowest, ceiling) }
    let free = Elementary.log(row.reduce(0) { $0 + Elementary.exp(-$1) } * spacing)
    return row.map { $0 + free }
  }

  /// The landscape that is driven.
  public var landscape: GridLandscape { GridLandscape(on: grid) }

  /// The energies of a step, in k_B T.
  public func energies(ofStep step: Int) -> ArraySlice<Double> {
    energies[step * grid.count..<(step + 1) * grid.count]
  }

  /// The cycle from a landscape at rest through those of the drive and back: the control during each step is constant, and
  /// jumps between the steps.
  ///
  /// - Parameter rest: the energies before and after, in k_B T.
  public func cycle(restingAt rest: GridLandscape.Control) throws(InvalidInput) -> Drive<GridLandscape.Control> {
    let (energies, count, steps, duration) = (energies, grid.count, steps, duration)
    return try Drive(over: duration) { time in
      if time <= 0 || time >= duration { return rest }
      let step = min(steps - 1, Int(time / duration * Double(steps)))
      return GridLandscape.Control(energies, startingAt: step * count)
    }
  }
}
