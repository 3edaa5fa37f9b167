import LinearAlgebra
import Matrices
import Validation

/// Coordinates that are drawn by linear forces and pushed by white noise, dx/dt = A x + ξ with ⟨ξ(t) ξ(t′)ᵀ⟩ = 2D δ(t − t′): the
/// multivariate Ornstein–Uhlenbeck process in its steady state, exactly.
///
///     // Two beads between two walls, the springs of stiffness 1, in baths of the temperatures 1 and 4.
///     let beads = try OrnsteinUhlenbeckProcess(drift: [[-2, 1], [1, -2]], diffusion: .diagonal([1, 4]))
///     beads.entropyProductionRate                    // (4 − 1)²/(4 · 4 · 1) = 0.5625 nats per unit time
///
/// All coordinates are even under the reversal of time, as positions of overdamped particles are; each bath is at its own
/// temperature D_ii/μ_i. D may be singular: coordinates without noise, or with one noise in common.
/// Source: H. Risken, The Fokker–Planck Equation, 2nd ed., Springer (1989), Sec. 6.5; U. Seifert, Rep. Prog. Phys. 75, 126001
/// (2012), on the entropy production of Langevin dynamics.
public struct OrnsteinUhlenbeckProcess: Sendable, Hashable {
  /// A, per unit time: entry (i, j) is what coordinate j does to coordinate i.
  public let drift: Matrix

  /// D, half the covariance of the noise per unit time, symmetric.
  public let diffusion: Matrix

  /// C, the covariance in the steady state: A C + C Aᵀ + 2D = 0.
  public let covariance: Matrix

  /// The entropy production rate σ = Tr[D⁻¹ L C⁻¹ Lᵀ] with L = A C + D, which is antisymmetric and vanishes in equilibrium; in nats per
  /// unit time.
  ///
  /// Infinite where probability flows along a direction without noise.
  public let entropyProductionRate: Double

  /// A process in its steady state.
  ///
  /// - Throws: `InvalidInput` unless both are square matrices of one order, of finite numbers, and D is symmetric without a
  ///   negative eigenvalue; `MatrixError` where there is no steady state, or coordinates that do not move.
  public init(drift: Matrix, diffusion: Matrix) throws {
    try demand(
      drift.isSquare && drift.rows > 0 && diffusion.rows == drift.rows && diffusion.isSymmetric(),
      "A process needs a square matrix of the drift and a symmetric matrix of the diffusion of the same order.")
    try demand(
      (drift.entries + diffusion.entries).allSatisfy(\.isFinite), "Drift and diffusion are finite numbers.")
    // In units in which every coordinate that has noise has about as much; powers of two leave all digits as they are.
    let units = diffusion.diagonal.map(Self.unit(of:))
    let pull = drift.scaled { units[$1] / units[$0] }
    let spread = diffusion.scaled { 1 / units[$0] / units[$1] }
    let noise = try spread.symmetricEigensystem
    let largest = noise.values.last ?? 0
    try demand(
      noise.values[0] >= -1e-12 * largest,
      "A diffusion has no negative eigenvalue, and this one has \(noise.values[0]).")
    (self.drift, self.diffusion) = (drift, diffusion)
    let inUnits = try pull.stationaryCovariance(noise: 2 * spread)
    covariance = inUnits.scaled { units[$0] * units[$1] }
    // Antisymmetric but for rounding.
    let flow = pull * inUnits + spread
    let antisymmetric = 0.5 * (flow - flow.transpose)
    // In units in which every coordinate scatters about as much.
    let widths = inUnits.diagonal.map(Self.unit(of:))
    let correlation = inUnits.scaled { 1 / widths[$0] / widths[$1] }
    let inverse = try correlation.inverse.scaled { 1 / widths[$0] / widths[$1] }
    let metric = antisymmetric * inverse * antisymmetric.transpose
    // The rounding error of the flow, a sum of products of this size.
    func sizes(_ matrix: Matrix) -> Matrix {
      Matrix(rows: matrix.rows, columns: matrix.columns) { abs(matrix[$0, $1]) }
    }
    let rounding = 1e-13 * (sizes(pull) * sizes(inUnits) + sizes(spread)).largestEntry
    var sum = 0.0
    for (place, value) in noise.values.enumerated() {
      let direction = noise.vectors.column(place)
      let square = zip(direction, metric * direction).reduce(0) { $0 + $1.0 * $1.1 }
      if value > 1e-14 * largest {
        sum += square / value
      } else if (antisymmetric * direction).contains(where: { abs($0) > rounding }) {
        sum = .infinity
      }
    }
    entropyProductionRate = sum
  }

  /// A power of two of about the size of the square root of a number; 1 where it is not positive.
  private static func unit(of square: Double) -> Double {
    square > 0 ? Double(sign: .plus, exponent: Int(square.exponent) / 2, significand: 1) : 1
  }
}
