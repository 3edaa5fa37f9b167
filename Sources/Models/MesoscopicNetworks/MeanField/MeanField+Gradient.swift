import Matrices
import Validation

/// The gradient of a loss L that depends on the magnetisations of a batch.
public struct MeanFieldGradient: Sendable, Hashable {
  /// ∂L/∂W_ij, summed over the batch; the diagonal is included.
  public var couplings: Matrix

  /// ∂L/∂x, batch × N.
  public var fields: [Double]

  /// ∂L/∂β, summed over the batch.
  public var beta: Double
}

extension MeanField {
  /// The gradient at a fixed point, through the equation that it solves.
  ///
  /// From dm = D(W dm + dx) with D = β(1 − m²) follows ∂L/∂x = a with a = D(∂L/∂m + Wᵀa) and ∂L/∂W_ij = Σ a_i m_j, the sum over
  /// the batch; couplings and fields stand under the tangent as β(Wm + x), so ∂L/∂β = (Σ W_ij ∂L/∂W_ij + Σ x ∂L/∂x)/β.
  /// The equation of a is solved by sweeps, which converge where those of m do from nearby, with the same damping. For asymmetric
  /// or strong couplings they can grow instead: then there is no gradient of that sample.
  ///
  /// Source: L. B. Almeida, Proc. IEEE First Int. Conf. Neural Networks 2, 609 (1987); F. J. Pineda, Phys. Rev. Lett. 59, 2229 (1987).
  ///
  /// - Parameters:
  ///   - slopes: ∂L/∂m, batch × N.
  ///   - magnetisations: m, a fixed point at these fields.
  ///   - fields: x, batch × N.
  ///   - iteration: how to solve for a; its tolerance is relative to the length of D ∂L/∂m.
  /// - Returns: the gradient, and the samples whose adjoint diverged or took too long: they count as 0 in the gradient.
  public mutating func implicitGradient(
    of slopes: [Double], at magnetisations: [Double], fields: [Double],
    iteration: FixedPointIteration = FixedPointIteration()
  ) -> (gradient: MeanFieldGradient, convergence: FixedPointConvergence) {
    requireBatch(magnetisations, fields)
    requireBatch(magnetisations, slopes)
    let derivatives = magnetisations.map { beta * (1 - $0 * $0) }
    var adjoints = Array(repeating: 0.0, count: slopes.count)
    let convergence = tile.iterate(
      .adjoints, backward, &adjoints, source: slopes, slope: derivatives, iteration, isRelative: true)
    for row in convergence.failures {
      for index in row * count..<(row + 1) * count { adjoints[index] = 0 }
    }
    let sum = OuterProductSum(count: count, rows: fields.count / count)
    for row in 0..<fields.count / count { sum.load(row, adjoints, magnetisations) }
    sum.add()
    return (gradient(couplings: sum.values, fields: fields, adjoints: adjoints), convergence)
  }

  /// The gradient after a given number of sweeps, through every one of them (backpropagation through time).
  ///
  /// Sweep t is m_{t+1} = d m_t + (1 − d) tanh β(Wm_t + x). Backwards, with p_t = ∂L/∂m_t and T_t the tangent,
  /// a_t = (1 − d)β(1 − T_t²)p_{t+1} and p_t = d p_{t+1} + Wᵀa_t; ∂L/∂x = Σ a_t and ∂L/∂W_ij = Σ a_t,i m_t,j. The sweeps are done
  /// again from the start, eight samples at a time, so that the memory is that of 16 N numbers per sweep.
  ///
  /// - Parameters:
  ///   - slopes: ∂L/∂m after the last sweep, batch × N.
  ///   - start: m_0, batch × N.
  ///   - fields: x, batch × N.
  ///   - sweeps: at least one.
  ///   - damping: d.
  public mutating func unrolledGradient(
    of slopes: [Double], from start: [Double], fields: [Double], sweeps: Int, damping: Double = 0
  ) -> MeanFieldGradient {
    requireBatch(start, fields)
    requireBatch(start, slopes)
    require(sweeps > 0 && damping >= 0 && damping < 1, "An unrolled gradient needs sweeps, and damping below 1.")
    let unrolled = UnrolledSweeps(count: count, sweeps: sweeps, damping: damping, beta: beta)
    let sum = OuterProductSum(count: count, rows: sweeps * MeanFieldTile.samples)
    var adjoints = Array(repeating: 0.0, count: fields.count)
    let rows = fields.count / count
    for first in stride(from: 0, to: rows, by: MeanFieldTile.samples) {
      let group = first..<min(rows, first + MeanFieldTile.samples)
      unrolled.run(group, from: start, fields: fields, forward)
      unrolled.runBack(group, slopes: slopes, backward, into: &adjoints)
      sum.transpose(unrolled.adjoints, unrolled.tile.states, generations: sweeps)
      sum.add()
    }
    return gradient(couplings: sum.values, fields: fields, adjoints: adjoints)
  }

  private func gradient(couplings: [Double], fields: [Double], adjoints: [Double]) -> MeanFieldGradient {
    var beta = 0.0
    for (weight, slope) in zip(self.couplings.entries, couplings) { beta += weight * slope }
    for (field, slope) in zip(fields, adjoints) { beta += field * slope }
    return MeanFieldGradient(
      couplings: Matrix(rows: count, columns: count, entries: couplings), fields: adjoints, beta: beta / self.beta)
  }
}
