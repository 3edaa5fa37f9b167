import LinearAlgebra
import Matrices

/// An exact step of the weights of a line in a constant force, w → Aw + BT + Lz with normal numbers z: of the multivariate
/// Ornstein–Uhlenbeck process dw = (−κw + HT) dt + √2 dW.
///
/// Source: H. Risken, The Fokker–Planck Equation, 2nd ed., Springer (1989), Sec. 6.5.
struct LineStep {
  /// A, K × K and symmetric; B, K × M; and the covariance LLᵀ of the noise, K × K.
  let decay, shift, spread: Matrix

  /// L, lower triangular.
  var noise: Matrix {
    get throws { try spread.choleskyFactor }
  }

  init(_ force: CommitteeMachine.Force, duration: Double) {
    // The exponential of −κΔ and its mean φ over the step, from those of a part of the step by doubling it.
    let whole = duration * force.stiffness
    let size = (0..<whole.rows).map { whole.row($0).reduce(0) { $0 + abs($1) } }.max() ?? 0
    var (parts, doublings) = (1.0, 0)
    while size > 0.25 * parts { (parts, doublings) = (2 * parts, doublings + 1) }
    let exponent = (-1 / parts) * whole
    let one = Matrix.identity(whole.rows)
    // φ = Σ (−κΔ)ⁿ/(n + 1)!, by Horner's rule.
    var mean = one
    for order in stride(from: 14.0, through: 1, by: -1) { mean = one + (1 / (order + 1)) * (exponent * mean) }
    var power = one + exponent * mean
    for _ in 0..<doublings {
      mean = 0.5 * (mean + power * mean)
      power = power * power
    }
    decay = power.symmetricPart
    shift = duration * (mean * force.pull)
    // Over twice the step, φ is ½(1 + e^(−κΔ))φ.
    spread = (duration * (mean + power * mean)).symmetricPart
  }

  /// R and Q after the step, on average.
  func moved(overlap: Matrix, norm: Matrix) -> (overlap: Matrix, norm: Matrix) {
    let cross = decay * overlap * shift.transpose
    let next = decay * norm * decay + cross + cross.transpose + shift * shift.transpose + spread
    return (decay * overlap + shift, next.symmetricPart)
  }
}
