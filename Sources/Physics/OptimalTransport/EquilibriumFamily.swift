import ElementaryFunctions
import Validation

/// The equilibria of a landscape that depends linearly on a few controls, U(x, λ) = U₀(x) + Σ_i λ_i X_i(x), on a stretch of the
/// line: its slow driving has a metric.
///
/// A slow drive dissipates W − ΔF = (1/τ) ∫₀¹ Σ ζ_ij λ′_i λ′_j ds, s = t/τ, with ζ_ij(λ) = ∫ ∂_iΠ ∂_jΠ/p dx, where Π is the distribution
/// function of the equilibrium and p its density; D = 1. It is the Wasserstein metric, restricted to the family: the flux that
/// carries the equilibrium along is −∂_tΠ, and dissipates ∫ J²/p dx.
///
/// Energies are in k_B T, times in units of length²/D.
/// Source: D. A. Sivak and G. E. Crooks, Phys. Rev. Lett. 108, 190602 (2012), on the metric of slow driving; P. R. Zulkowski and
/// M. R. DeWeese, Phys. Rev. E 89, 052140 (2014), on erasure.
public struct EquilibriumFamily: Sendable {
  /// A function of the position with its derivative.
  public typealias Term = @Sendable (_ x: Double) -> (value: Double, slope: Double)

  /// The stretch of the line to which the particle is confined.
  public let range: ClosedRange<Double>
  /// The number of controls.
  public let dimension: Int
  private let cells: Int
  private let spacing: Double
  // U₀ and the X_i at the middles of the cells; these and their derivatives at the edges.
  private let middles, edges, slopes: [[Double]]

  /// A family.
  ///
  /// - Parameters:
  ///   - range: the stretch, with reflecting ends; where it is open, so far out that the density there is negligible.
  ///   - cells: into how many cells it is divided; the error is of fourth order in their width.
  ///   - base: U₀, in k_B T.
  ///   - terms: the X_i, in k_B T per unit of the control.
  /// - Throws: `InvalidInput` unless the range has a positive, finite width, and there are eight cells and a control.
  public init(
    on range: ClosedRange<Double>, cells: Int = 400, base: @escaping Term, terms: [Term]
  ) throws(InvalidInput) {
    let width = range.upperBound - range.lowerBound
    try demand(width > 0 && width.isFinite, "The range of an equilibrium has a positive, finite width.")
    try demand(cells >= 8 && cells <= 1 << 20, "A line is divided into 8 to a million cells, and not into \(cells).")
    try demand(!terms.isEmpty, "A family of equilibria has at least one control.")
    (self.range, self.cells, dimension, spacing) = (range, cells, terms.count, width / Double(cells))
    let all = [base] + terms
    func position(_ place: Double) -> Double { range.lowerBound + place * width / Double(cells) }
    middles = all.map { term in (0..<cells).map { term(position(Double($0) + 0.5)).value } }
    edges = all.map { term in (0...cells).map { term(position(Double($0))).value } }
    slopes = all.map { term in (0...cells).map { term(position(Double($0))).slope } }
  }

  /// The probability of the cells from a position on, at a control.
  ///
  /// - Parameters:
  ///   - position: the edge of a cell, or what is nearest to it.
  ///   - control: λ.
  public func probability(above position: Double, at control: [Double]) -> Double {
    let weights = weights(middles, control, lowest: nil).weights
    let first = Int(((position - range.lowerBound) / spacing).rounded())
    let above = weights[min(cells, max(0, first))...].reduce(0, +)
    return above / weights.reduce(0, +)
  }

  /// The logarithm of the ratio of the probabilities below and above a position, which keeps its digits where one of them is tiny.
  public func logOdds(below position: Double, at control: [Double]) -> Double {
    let weights = weights(middles, control, lowest: nil).weights
    let first = min(cells, max(0, Int(((position - range.lowerBound) / spacing).rounded())))
    return Elementary.logRatio(weights[..<first].reduce(0, +), weights[first...].reduce(0, +))
  }

  /// ζ_ij, row by row; in units of length² over those of the controls.
  ///
  /// Integrals up to an edge are midpoint sums with the next term of Euler and Maclaurin's formula, from the nearer end.
  public func metric(at control: [Double]) -> [Double] {
    let (weights, lowest) = weights(middles, control, lowest: nil)
    let densities = self.weights(edges, control, lowest: lowest).weights
    let correction = spacing / 24
    let total = weights.reduce(0, +)
    // ∂_iΠ at the edges is −∫ p (X_i − ⟨X_i⟩) dx: here its negative, times Z/h.
    let flows = (1...dimension).map { term -> [Double] in
      let mean = zip(weights, middles[term]).reduce(0) { $0 + $1.0 * $1.1 } / total
      func bend(_ edge: Int) -> Double {
        var slope = slopes[0][edge]
        for other in 1...dimension { slope += control[other - 1] * slopes[other][edge] }
        return correction * densities[edge] * (slopes[term][edge] - slope * (edges[term][edge] - mean))
      }
      var flow = Array(repeating: 0.0, count: cells + 1)
      let (start, end) = (bend(0), bend(cells))
      // ⟨X⟩ is corrected alike, so that the integral over the whole line vanishes.
      let shift = (end - start) / total
      // Up to the median from the lower end, and beyond it from the upper one.
      var (sum, mass, edge) = (0.0, 0.0, 1)
      while edge < cells {
        mass += weights[edge - 1]
        if 2 * mass > total { break }
        sum += weights[edge - 1] * (middles[term][edge - 1] - mean - shift)
        flow[edge] = sum + bend(edge) - start
        edge += 1
      }
      sum = 0
      for edge in stride(from: cells - 1, through: edge, by: -1) {
        sum += weights[edge] * (middles[term][edge] - mean - shift)
        flow[edge] = -(sum + end - bend(edge))
      }
      return flow
    }
    var metric = Array(repeating: 0.0, count: dimension * dimension)
    let scale = spacing / total
    for i in 0..<dimension {
      for j in 0...i {
        var sum = 0.0
        for edge in 1..<cells where densities[edge] > 0 { sum += flows[i][edge] * flows[j][edge] / densities[edge] }
        // ∂Π is flow over the sum of the weights, and p the density over the sum times h.
        metric[i * dimension + j] = sum * scale * spacing
        metric[j * dimension + i] = metric[i * dimension + j]
      }
    }
    return metric
  }

  /// e^(−U), scaled to the lowest energy of the middles.
  private func weights(_ table: [[Double]], _ control: [Double], lowest: Double?) -> (weights: [Double], lowest: Double)
  {
    require(control.count == dimension, "There is one number per control.")
    var energies = table[0]
    for (term, value) in zip(table.dropFirst(), control) {
      for place in energies.indices { energies[place] += value * term[place] }
    }
    let lowest = lowest ?? energies.reduce(.infinity, min)
    for place in energies.indices { energies[place] = Elementary.exp(lowest - energies[place]) }
    return (energies, lowest)
  }
}
