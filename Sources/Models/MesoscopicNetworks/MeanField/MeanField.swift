import Matrices
import Validation

/// The mean field of a spin network, m = tanh β(Wm + x), for batches of fields x, and its gradients.
///
///     var meanField = MeanField(couplings: network.couplings.matrix, beta: 1)
///     var m = Array(repeating: 0.0, count: 64 * batch)
///     let convergence = meanField.solve(&m, fields: x)
///     let (gradient, _) = meanField.implicitGradient(of: slopes, at: m, fields: x)        // slopes = dL/dm
///
/// m_i is the magnetisation ⟨s_i⟩ if the fluctuations of the local fields are left out; it is the same for exponential and for
/// Glauber rates. Batches are row-major, one sample per row. All working memory for the sweeps is allocated at the beginning.
/// Results of a sample have the same bits whatever the batch.
///
/// Cost: 2N² operations and N tangents per sweep and sample, one thread; use one value per thread.
/// Source: M. Aguilera, S. A. Moosavi and H. Shimazaki, Nat. Commun. 12, 1197 (2021), the naive mean field of kinetic Ising models.
public struct MeanField: ~Copyable {
  /// N, the number of spins.
  public let count: Int

  /// The inverse temperature β.
  public let beta: Double

  /// W: entry (i, j) is the effect of spin j on spin i.
  public private(set) var couplings: Matrix

  let forward, backward: CouplingPanels
  let tile: MeanFieldTile

  /// The mean field of a network.
  ///
  /// - Precondition: W is square, N ≥ 1, and β is positive and finite.
  public init(couplings: Matrix, beta: Double = 1) {
    require(couplings.rows > 0 && couplings.isSquare, "N spins need N × N couplings.")
    require(beta > 0 && beta.isFinite, "The inverse temperature must be positive and finite.")
    count = couplings.rows
    self.beta = beta
    self.couplings = couplings
    forward = CouplingPanels(couplings.entries, count: count, isTransposed: false)
    backward = CouplingPanels(couplings.entries, count: count, isTransposed: true)
    tile = MeanFieldTile(count: count, generations: 2)
  }

  /// Takes other couplings, in the memory there is.
  public mutating func setCouplings(_ couplings: Matrix) {
    require(couplings.rows == count && couplings.isSquare, "N spins need N × N couplings.")
    self.couplings = couplings
    forward.fill(couplings.entries, isTransposed: false)
    backward.fill(couplings.entries, isTransposed: true)
  }

  /// Sweeps m ← tanh β(Wm + x) until nothing changes.
  ///
  /// For asymmetric or strong couplings the sweeps may oscillate for ever; damping helps against the first.
  ///
  /// - Parameters:
  ///   - magnetisations: where to start, and what was reached; batch × N.
  ///   - fields: x, batch × N.
  ///   - iteration: when the sweeps end, and how they are damped.
  /// - Returns: the samples that did not converge, if any; their magnetisations are those after the last sweep.
  public mutating func solve(
    _ magnetisations: inout [Double], fields: [Double], iteration: FixedPointIteration = FixedPointIteration()
  ) -> FixedPointConvergence {
    requireBatch(magnetisations, fields)
    return tile.iterate(
      .magnetisations(beta: beta), forward, &magnetisations, source: fields, slope: nil, iteration, isRelative: false)
  }

  /// A given number of sweeps m ← d m + (1 − d) tanh β(Wm + x), with the damping d.
  public mutating func sweep(
    _ magnetisations: inout [Double], fields: [Double], sweeps: Int, damping: Double = 0
  ) {
    requireBatch(magnetisations, fields)
    guard sweeps > 0 else { return }
    // Where nothing changes any more the sweeps that are left would not either.
    let iteration = FixedPointIteration(damping: damping, tolerance: 0, limit: sweeps)
    _ = tile.iterate(
      .magnetisations(beta: beta), forward, &magnetisations, source: fields, slope: nil, iteration, isRelative: false)
  }

  /// - Precondition: both are batches of the same number of samples of N.
  func requireBatch(_ first: [Double], _ second: [Double]) {
    require(
      first.count == second.count && first.count % count == 0, "A batch has N numbers for each of its samples.")
  }
}
