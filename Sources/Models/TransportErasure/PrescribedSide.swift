import Cells
import ElementaryFunctions
import LangevinDynamics
import OptimalTransport
import Randomness
import Validation

/// The erasure of which nothing is prescribed but the side: of all maps T with T ≥ 0 the one that needs the least work.
///
///     W = ∫ p_eq [U(T) − U(x) − ln T′ + (T − x)²/τ] dx
///
/// A step of the gradient flow of the free energy in the Wasserstein metric, with a wall on the barrier. The map is linear in
/// each of the cells of a grid, and Newton's method, with a tridiagonal matrix, finds it from two starts: the map to the right
/// well, best when slow, and one that carries the left half just over the barrier, best when fast.
///
/// Source: K. Proesmans, J. Ehrich and J. Bechhoefer, Phys. Rev. Lett. 125, 100602 (2020); R. Jordan, D. Kinderlehrer and F. Otto,
/// SIAM J. Math. Anal. 29, 1 (1998), on the gradient flow.
package struct PrescribedSide: Cell, Validated, Hashable {
  /// The height E of the barrier at rest, in k_B T.
  package let barrier: Double
  /// The cycle time τ, in x₀²/D.
  package let duration: Double
  /// How many cells the finer of two grids has; a multiple of four.
  package let cells: Int

  /// An erasure.
  package init(barrier: Double, duration: Double, cells: Int = 4096) {
    (self.barrier, self.duration, self.cells) = (barrier, duration, cells)
    requireNoFlaw()
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (barrier, duration) = (try fields.read(.barrier), try fields.read(.duration))
    cells = try fields.read(.cells)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    if !(barrier > 0 && barrier.isFinite && duration > 0 && duration.isFinite) {
      return "A bit has a positive, finite barrier, and a cycle lasts a positive, finite time."
    }
    return (16...1 << 16).contains(cells) && cells % 4 == 0
      ? nil : "The map is found on 16 to 65536 cells, four at a time."
  }

  /// What it takes, without the error of second order in the width of the cells.
  package func compute(_ random: RandomStream) throws -> SideOutcome {
    let (coarse, fine) = (try solution(cells / 2).outcome, try solution(cells).outcome)
    return SideOutcome(
      work: fine.work + (fine.work - coarse.work) / 3,
      squaredDistance: fine.squaredDistance + (fine.squaredDistance - coarse.squaredDistance) / 3)
  }

  /// The best map.
  package var map: TransportMap { get throws(InvalidInput) { try solution(cells).map } }

  private func solution(_ cells: Int) throws(InvalidInput) -> SideMap {
    let wells = try Wells(barrier: barrier, cells: cells)
    let slow = try SideMap(wells, duration: duration, from: SideMap.toTheRightWell(wells))
    let fast = try SideMap(wells, duration: duration, from: SideMap.overTheBarrier(wells))
    return fast.outcome.work < slow.outcome.work ? fast : slow
  }
}

/// What an erasure takes of which only the side is prescribed.
package struct SideOutcome: Sendable, Codable, Hashable {
  /// The least mean work, in k_B T.
  package var work: Double
  /// W₂² between the equilibrium and the density in which it ends, in x₀².
  package var squaredDistance: Double
}

/// The best map on a grid.
private struct SideMap {
  let wells: Wells
  let duration: Double
  /// The edges of the cells, and where they go; the first goes to the barrier.
  let edges: [Double]
  private(set) var images: [Double]
  private var masses: [Double]

  init(_ wells: Wells, duration: Double, from images: [Double]) throws(InvalidInput) {
    (self.wells, self.duration, self.images) = (wells, duration, images)
    edges = Self.edges(wells)
    let spacing = wells.equilibrium.grid.spacing
    masses = wells.equilibrium.values.map { $0 * spacing }
    try minimise()
  }

  static func edges(_ wells: Wells) -> [Double] {
    let grid = wells.equilibrium.grid
    return (0...grid.count).map { grid.range.lowerBound + (Double($0) - 0.5) * grid.spacing }
  }

  /// The quantile map to the right half, made strictly monotone.
  static func toTheRightWell(_ wells: Wells) throws(InvalidInput) -> [Double] {
    let map = try wells.map(error: 0)
    return ascending(wells, edges(wells).map { map.image(of: $0) })
  }

  /// The right half stays, and the left one comes close to the barrier.
  static func overTheBarrier(_ wells: Wells) -> [Double] {
    ascending(wells, edges(wells).map { 0.5 * ($0 + ($0 * $0 + 0.01).squareRoot()) })
  }

  private static func ascending(_ wells: Wells, _ images: [Double]) -> [Double] {
    let values = wells.equilibrium.values
    var result = [0.0]
    for cell in values.indices {
      let last = result[cell]
      result.append(max(images[cell + 1] - images[0], last * (1 + 1e-10) + 1e-3 * values[cell]))
    }
    return result
  }

  var outcome: SideOutcome {
    SideOutcome(
      work: work(images),
      squaredDistance: masses.indices.reduce(0) { sum, cell in
        let (a, b) = (images[cell] - edges[cell], images[cell + 1] - edges[cell + 1])
        return sum + masses[cell] * (a * a + a * b + b * b) / 3
      })
  }

  var map: TransportMap {
    get throws(InvalidInput) {
      try TransportMap(
        pieces: masses.indices.map {
          TransportMap.Piece(
            probability: masses[$0], first: edges[$0], last: edges[$0 + 1], firstImage: images[$0],
            lastImage: images[$0 + 1])
        })
    }
  }

  private func energy(_ x: Double) -> Double { wells.barrier * (x * x - 1) * (x * x - 1) }
  private func slope(_ x: Double) -> Double { 4 * wells.barrier * (x * x - 1) * x }
  private func curvature(_ x: Double) -> Double { 4 * wells.barrier * (3 * x * x - 1) }

  /// The work of a map; energies are averaged over a cell by Simpson's rule.
  private func work(_ images: [Double]) -> Double {
    var sum = 0.0
    for cell in masses.indices {
      let (x, y, s, t) = (edges[cell], edges[cell + 1], images[cell], images[cell + 1])
      let risen =
        energy(s) + 4 * energy(0.5 * (s + t)) + energy(t) - energy(x) - 4 * energy(0.5 * (x + y)) - energy(y)
      let (a, b) = (s - x, t - y)
      sum +=
        masses[cell]
        * (risen / 6 + (a * a + a * b + b * b) / (3 * duration) - Elementary.logRatio(t - s, y - x))
    }
    return sum
  }

  private mutating func minimise() throws(InvalidInput) {
    var value = work(images)
    for _ in 0..<1000 {
      let (move, gain) = newtonMove()
      // The value is then right to half of this.
      if !(gain > 1e-13 * max(1, abs(value))) { return }
      // No cell may be turned around.
      var length = 1.0
      for cell in masses.indices {
        let shrinking = move[cell] - move[cell + 1]
        if shrinking > 0 { length = min(length, 0.95 * (images[cell + 1] - images[cell]) / shrinking) }
      }
      while true {
        let next = zip(images, move).map { $0 + length * $1 }
        let isAscending = zip(next, next.dropFirst()).allSatisfy { $0 < $1 }
        let reached = isAscending ? work(next) : .infinity
        if reached < value && reached <= value - 1e-4 * length * gain {
          (images, value) = (next, reached)
          break
        }
        length *= 0.5
        // Rounding leaves nothing to gain.
        if length < 1e-12 { return }
      }
    }
    throw InvalidInput("The map of an erasure to one side was not found within a thousand steps.")
  }

  /// The move −H⁻¹∇W of the images, the first of which is held, and ∇W·H⁻¹∇W. Where H is not positive definite, concave energies
  /// count as flat.
  ///
  /// H has the stiffness c of each cell against being stretched, which spans many orders of magnitude. A pivot is c + q with q
  /// found from the right end on without a difference of large numbers.
  private func newtonMove() -> (move: [Double], gain: Double) {
    let count = masses.count
    let nothing = Array(repeating: 0.0, count: count + 1)
    for isConvex in [false, true] {
      func bend(_ x: Double) -> Double { isConvex ? max(0, curvature(x)) : curvature(x) }
      var (gradient, own, beside, stiffness) = (nothing, nothing, nothing, nothing)
      for cell in 0..<count {
        let (mass, s, t) = (masses[cell], images[cell], images[cell + 1])
        let (a, b, middle) = (s - edges[cell], t - edges[cell + 1], 0.5 * (s + t))
        let inverse = 1 / (t - s)
        gradient[cell] += mass * ((slope(s) + 2 * slope(middle)) / 6 + (2 * a + b) / (3 * duration) + inverse)
        gradient[cell + 1] += mass * ((slope(t) + 2 * slope(middle)) / 6 + (a + 2 * b) / (3 * duration) - inverse)
        own[cell] += mass * ((bend(s) + bend(middle)) / 6 + 2 / (3 * duration))
        own[cell + 1] += mass * ((bend(t) + bend(middle)) / 6 + 2 / (3 * duration))
        beside[cell] = mass * (bend(middle) / 6 + 1 / (3 * duration))
        stiffness[cell] = mass * inverse * inverse
      }
      var (pivots, rest, q, isPositive) = (nothing, gradient, own[count], true)
      for place in stride(from: count, through: 1, by: -1) {
        let (c, e) = (stiffness[place - 1], beside[place - 1])
        pivots[place] = c + q
        if !(pivots[place] > 0) { isPositive = false }
        rest[place - 1] -= (e - c) / pivots[place] * rest[place]
        q = own[place - 1] + (c * q + e * (2 * c - e)) / pivots[place]
      }
      guard isPositive || isConvex else { continue }
      var move = nothing
      var gain = 0.0
      for place in 1...count {
        move[place] = -(rest[place] + (beside[place - 1] - stiffness[place - 1]) * move[place - 1]) / pivots[place]
        gain -= gradient[place] * move[place]
      }
      return (move, gain)
    }
    return (nothing, 0)
  }
}
