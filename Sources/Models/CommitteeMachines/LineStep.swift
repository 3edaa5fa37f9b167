import ElementaryFunctions
import Matrices

/// An exact step of the weights of a line in a constant force, w → Aw + BT + Lz with normal numbers z: of the multivariate
/// Ornstein–Uhlenbeck process dw = (−κw + HT) dt + √2 dW.
///
/// Source: H. Risken, The Fokker–Planck Equation, 2nd ed., Springer (1989), Sec. 6.5.
struct LineStep {
  /// A, K × K; B, K × M; and L, K × K, the symmetric root of the covariance of the noise.
  let decay, shift, noise: Matrix

  init(_ force: CommitteeMachine.Force, duration: Double) throws {
    let system = try force.stiffness.symmetricEigensystem
    func matrix(_ function: (Double) -> Double) -> Matrix {
      (system.vectors * .diagonal(system.values.map(function)) * system.vectors.transpose).symmetricPart
    }
    decay = matrix { Elementary.exp(-$0 * duration) }
    shift = matrix { duration * Self.meanDecay($0 * duration) } * force.pull
    noise = matrix { (2 * duration * Self.meanDecay(2 * $0 * duration)).squareRoot() }
  }

  /// (1 − e^(−x))/x.
  private static func meanDecay(_ x: Double) -> Double {
    abs(x) < 1e-12 ? 1 - 0.5 * x : -Elementary.expMinusOne(-x) / x
  }

  /// R and Q after the step, on average.
  func moved(overlap: Matrix, norm: Matrix) -> (overlap: Matrix, norm: Matrix) {
    let cross = decay * overlap * shift.transpose
    let next = decay * norm * decay + cross + cross.transpose + shift * shift.transpose + noise * noise
    return (decay * overlap + shift, next.symmetricPart)
  }
}
