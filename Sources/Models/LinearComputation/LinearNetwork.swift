import LinearAlgebra
import Matrices
import Validation

/// A linear network that reads a held input: ds/dt = W s + x + σ_s ξ(t), a multivariate Ornstein–Uhlenbeck process.
///
///     let network = try LinearNetwork(couplings: Matrix([[-1, 0.5], [-0.8, -1]]), noise: 0.5)
///     network.covariance                             // of the state, given the input
///     network.entropyProductionRate                  // (W₁₂ − W₂₁)²/2 = 0.845
///
/// ξ is white noise with ⟨ξ_i(t) ξ_j(t′)⟩ = δ_ij δ(t − t′), so that every unit diffuses with D = σ_s²/2. Time is in
/// units of that in W. Given x, the stationary state is Gaussian with the mean −W⁻¹x and a covariance C that does not
/// depend on x: W C + C Wᵀ + σ_s² 1 = 0.
/// Sources: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024); H. Risken, The Fokker–Planck Equation, 2nd
/// ed., Springer (1989), Sec. 6.5.
///
/// The last bits depend on the processor, as all that LAPACK computes; see `Matrix`.
public struct LinearNetwork: Sendable, Hashable {
  /// W, per unit time: entry (i, j) is what unit j does to unit i.
  public let couplings: Matrix

  /// σ_s², the strength of the noise: squared units of the state per unit time.
  public let noise: Double

  /// C, the stationary covariance of the state given the input.
  public let covariance: Matrix

  /// −W⁻¹: what an input does to the mean state.
  public let response: Matrix

  /// A network, with its stationary state.
  ///
  /// - Precondition: W is square with finite entries and σ_s² is positive.
  /// - Throws: `MatrixError` where W is not stable, or singular to working precision.
  public init(couplings: Matrix, noise: Double) throws(MatrixError) {
    require(couplings.isSquare && couplings.rows > 0, "A linear network needs a square matrix of couplings.")
    require(noise > 0 && noise.isFinite, "The noise of a linear network must be positive.")
    self.couplings = couplings
    self.noise = noise
    covariance = try couplings.stationaryCovariance(noise: noise * .identity(couplings.rows))
    response = -(try couplings.inverse)
  }

  /// Two units that relax by themselves at the rate 1, and act on each other: W₁₂ = J₁₂, W₂₁ = J₂₁.
  ///
  /// - Precondition: σ_s² is positive.
  /// - Throws: `MatrixError` where J₁₂J₂₁ ≥ 1.
  package init(j12: Double, j21: Double, noise: Double) throws(MatrixError) {
    try self.init(couplings: Matrix([[-1, j12], [j21, -1]]), noise: noise)
  }

  /// How many units there are.
  public var count: Int { couplings.rows }

  /// D = σ_s²/2, the diffusion constant of every unit.
  public var diffusion: Double { 0.5 * noise }

  /// The mean state −W⁻¹x of the network that reads x.
  public func mean(reading x: [Double]) -> [Double] { response * x }
}
