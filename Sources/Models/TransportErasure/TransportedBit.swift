import ElementaryFunctions
import LangevinDynamics
import OptimalTransport
import Validation

/// A bit in a double well that is erased by a drive of the whole landscape: what is prescribed for its end, and the least work
/// for it.
///
///     let bit = TransportedBit(error: 0, duration: 10)
///     try bit.leastWork                     // 0.87192 = ln 2 + W₂²/τ
///
/// The landscape at rest is U = 4E(−x²/2 + x⁴/4). The bit starts in equilibrium and ends on the right but for the error ε, each
/// side in its own equilibrium. Energies are in units of k_B T, lengths in the distance x₀ of a well from the barrier, times
/// in x₀²/D.
///
/// Source: E. Aurell, K. Gawędzki, C. Mejía-Monasterio, R. Mohayaee and P. Muratore-Ginanneschi, J. Stat. Phys. 147, 487 (2012).
public struct TransportedBit: Sendable, Hashable, Validated {
  /// The height E of the barrier at rest, in k_B T.
  public let barrier: Double
  /// The probability ε to end on the left.
  public let error: Double
  /// The cycle time τ, in x₀²/D.
  public let duration: Double

  /// A bit.
  ///
  /// - Precondition: the barrier and the time are positive, and 0 ≤ ε ≤ ½.
  public init(barrier: Double = 13, error: Double = 0, duration: Double) {
    (self.barrier, self.error, self.duration) = (barrier, error, duration)
    requireNoFlaw()
  }

  /// Reads a bit.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (barrier, error) = (try fields.read(.barrier), try fields.read(.error))
    duration = try fields.read(.duration)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(barrier > 0 && barrier.isFinite) { return "A bit has a positive, finite barrier." }
    if !(0...0.5).contains(error) { return "The error of an erasure is a probability of at most one half." }
    return duration > 0 && duration.isFinite ? nil : "A cycle lasts a positive, finite time."
  }

  /// The equilibrium at rest and its halves on a fine grid.
  var wells: Wells { get throws(InvalidInput) { try Wells(barrier: barrier) } }

  /// D(p_f‖p_eq) = ln 2 − h(ε), in nats: what the erasure takes if it is slow.
  public var relativeEntropy: Double { Elementary.log(2) - binaryEntropy(error) }

  /// The optimal map from the equilibrium to the density that is prescribed.
  public var map: TransportMap { get throws(InvalidInput) { try wells.map(error: error) } }

  /// W₂² of the two densities, in x₀².
  public var squaredDistance: Double { get throws(InvalidInput) { try map.squaredDistance } }

  /// ⟨x²⟩ in equilibrium, in x₀²: half of it over τ is the work of a very fast erasure of which only the side is prescribed.
  public var meanSquare: Double { get throws(InvalidInput) { try wells.equilibrium.average { $0 * $0 } } }

  /// The least mean work of a cycle, D(p_f‖p_eq) + W₂²/τ, in k_B T.
  public var leastWork: Double { get throws(InvalidInput) { relativeEntropy + (try squaredDistance) / duration } }
}

/// −ε ln ε − (1 − ε) ln(1 − ε), in nats.
func binaryEntropy(_ error: Double) -> Double {
  func term(_ p: Double) -> Double { p > 0 ? -p * Elementary.log(p) : 0 }
  return term(error) + term(1 - error)
}

/// The double well at rest.
struct Wells: Sendable {
  let barrier: Double
  /// The equilibrium: the mean density of each of an even number of cells, with an edge on the barrier.
  let equilibrium: LineDensity

  /// How far the grids reach: the energy there is at least 45 k_B T above the wells.
  static func reach(barrier: Double) -> Double { max(1.9, (1 + (45 / barrier).squareRoot()).squareRoot()) }

  init(barrier: Double, cells: Int = 1 << 13) throws(InvalidInput) {
    let reach = Self.reach(barrier: barrier)
    let half = reach / Double(cells)
    let grid = try LineGrid(half - reach...reach - half, points: cells)
    self.barrier = barrier
    // By Simpson's rule in each cell.
    equilibrium = try LineDensity(
      on: grid,
      values: (0..<cells).map { cell in
        let x = grid.position(cell)
        func weight(_ x: Double) -> Double { Elementary.exp(-barrier * (x * x - 1) * (x * x - 1)) }
        return (weight(x - half) + 4 * weight(x) + weight(x + half)) / 6
      }
    ).normalised
  }

  /// The points for a landscape that is driven.
  static func grid(barrier: Double, points: Int) throws(InvalidInput) -> LineGrid {
    try LineGrid(-reach(barrier: barrier)...reach(barrier: barrier), points: points)
  }

  /// The energies at rest, E[(x² − 1)² − 1].
  static func energies(barrier: Double, on grid: LineGrid) -> [Double] {
    grid.positions.map { barrier * (($0 * $0 - 1) * ($0 * $0 - 1) - 1) }
  }

  /// Each side in its equilibrium, the left one with the probability ε.
  func density(error: Double) throws(InvalidInput) -> LineDensity {
    let half = equilibrium.values.count / 2
    return try LineDensity(
      on: equilibrium.grid,
      values: equilibrium.values.enumerated().map { $1 * ($0 < half ? 2 * error : 2 * (1 - error)) })
  }

  func map(error: Double) throws(InvalidInput) -> TransportMap {
    try TransportMap(from: equilibrium, to: density(error: error))
  }
}
