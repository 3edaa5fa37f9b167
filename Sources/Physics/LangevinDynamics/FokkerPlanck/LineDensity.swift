import StochasticThermodynamics
import Validation

/// A density on a line: one value per cell of a grid, per unit of length.
///
///     let grid = try LineGrid(-8...8, points: 1601)
///     let density = try LineDensity(on: grid) { x in Elementary.exp(-0.5 * x * x) }.normalised
///     density.integral(from: 0)             // 0.5
///     density.average { x in x * x }        // 1.0
///
/// It is a probability density if its ``integral(from:to:)`` over the line is 1. Densities of works and of tilted averages have
/// other integrals. Averages are midpoint sums: exact to rounding for what is smooth and vanishes at the ends of the grid.
public struct LineDensity: Sendable, Hashable, Validated {
  /// Where it is given.
  public let grid: LineGrid
  /// The density in each cell, per unit of length.
  public let values: [Double]

  /// A density with given values.
  ///
  /// - Precondition: there is one finite value per point of the grid.
  public init(on grid: LineGrid, values: [Double]) throws(InvalidInput) {
    self.init(unchecked: values, on: grid)
    try demandNoFlaw()
  }

  init(unchecked values: [Double], on grid: LineGrid) { (self.grid, self.values) = (grid, values) }

  /// Reads a density.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (grid, values) = (try fields.read(.grid), try fields.read(.values))
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the values; nil where nothing is.
  public var flaw: String? {
    if values.count != grid.count { return "A density has one value per point of its grid." }
    return values.allSatisfy(\.isFinite) ? nil : "The values of a density are finite."
  }

  /// The density with these values at the points of a grid.
  public init(on grid: LineGrid, _ function: (_ x: Double) -> Double) throws(InvalidInput) {
    try self.init(on: grid, values: grid.positions.map(function))
  }

  /// The integral over what lies between two positions; of a cell that is cut, its share.
  public func integral(from start: Double = -.infinity, to end: Double = .infinity) -> Double {
    if start.isNaN || end.isNaN { return .nan }
    let half = 0.5 * grid.spacing
    var sum = 0.0
    for (point, value) in values.enumerated() {
      let x = grid.position(point)
      sum += value * max(0, min(x + half, end) - max(x - half, start))
    }
    return sum
  }

  /// The same density with integral 1.
  ///
  /// - Precondition: its integral is positive.
  public var normalised: LineDensity {
    let total = integral()
    require(total > 0, "A density whose integral is not positive cannot be normalised.")
    return LineDensity(unchecked: values.map { $0 / total }, on: grid)
  }

  /// The integral of f(x) with this density; of a probability density, the average ⟨f⟩.
  public func average(of function: (_ x: Double) -> Double) -> Double {
    var sum = 0.0
    for (point, value) in values.enumerated() { sum += value * function(grid.position(point)) }
    return sum * grid.spacing
  }

  /// The mean position.
  public var mean: Double { average { $0 } }

  /// The variance of the position. A cell counts with its middle.
  public var variance: Double {
    let mean = mean
    return average { ($0 - mean) * ($0 - mean) }
  }

  /// The differential entropy −∫ρ ln ρ dx, in nats. Values that are not positive count as nothing.
  public var entropy: Double { StochasticThermodynamics.entropy(values.lazy.map { max(0, $0) }) * grid.spacing }

  /// The relative entropy D(ρ‖σ) = ∫ρ ln(ρ/σ) dx of two probability densities, in nats; infinite where σ vanishes and ρ does not.
  /// Values of ρ that are not positive count as nothing.
  ///
  /// - Precondition: both are given on the same grid.
  public func relativeEntropy(from other: LineDensity) -> Double {
    require(grid == other.grid, "A relative entropy compares densities on the same grid.")
    return StochasticThermodynamics.relativeEntropy(values.map { max(0, $0) }, from: other.values) * grid.spacing
  }
}
