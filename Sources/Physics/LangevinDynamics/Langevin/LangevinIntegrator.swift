import ElementaryFunctions

/// How a step of the overdamped Langevin equation dx = μF dt + √(2μT) dW is made. The control is frozen during a step, at its
/// value in the middle of the step, which makes an error of second order in dt.
///
/// The strong order is that of the error of a path on a given Brownian path, the weak order that of the error of an average;
/// both at a constant control. As the noise is additive, the Itô and the Stratonovich reading of the equation agree.
public enum LangevinIntegrator: String, Sendable, CaseIterable, Codable {
  /// x' = x + μF(x) dt + √(2μT dt) ξ. Strong order 1 (by additive noise, else ½), weak order 1. One force per step.
  ///
  /// Source: G. Maruyama, Rend. Circ. Mat. Palermo 4, 48 (1955).
  case eulerMaruyama

  /// The Euler–Maruyama step predicts y, and x' = x + μ[F(x) + F(y)] dt/2 + √(2μT dt) ξ. Strong order 1, weak order 2. Two
  /// forces per step. Steps with dt·8E ≤ 0.1 are within errors in a double well of barrier E (T = μ = 1).
  ///
  /// Source: stochastic Heun, P. E. Kloeden and E. Platen, "Numerical Solution of Stochastic Differential Equations"
  /// (Springer, 1992), section 15.1.
  case heun

  /// The exact transition of the frozen control, for linear forces only: x' is normal with mean x e^(−μk dt) +
  /// a (1 − e^(−μk dt))/k and variance T (1 − e^(−2μk dt))/k. No error at a constant control. As it obeys detailed balance
  /// at frozen control, the Jarzynski and Crooks relations hold exactly for steps of any size.
  ///
  /// Source: D. T. Gillespie, Phys. Rev. E 54, 2084 (1996).
  case exactOrnsteinUhlenbeck

  /// One step of one particle: where it is afterwards.
  ///
  /// - Parameters:
  ///   - landscape: the energy and the driving force.
  ///   - control: the control during the step.
  ///   - x: where it is before.
  ///   - noise: a standard normal number ξ; the increment of the Brownian path is √dt ξ.
  ///   - timeStep: dt, positive.
  ///   - temperature: T, in the unit of the energy; not negative.
  ///   - mobility: μ, positive.
  public func step<Terrain: Landscape>(
    _ landscape: Terrain, _ control: Terrain.Control, from x: Double, noise: Double, timeStep: Double,
    temperature: Double = 1, mobility: Double = 1
  ) -> Double {
    func destination<Move: LangevinMove<Terrain>>(_ type: Move.Type) -> Double {
      let drift = mobility * timeStep
      let move = Move(landscape, control, drift: drift, width: (2 * drift * temperature).squareRoot())
      return move.destination(from: x, noise: noise)
    }
    return switch self {
    case .eulerMaruyama: destination(EulerMaruyamaMove<Terrain>.self)
    case .heun: destination(HeunMove<Terrain>.self)
    case .exactOrnsteinUhlenbeck: destination(OrnsteinUhlenbeckMove<Terrain>.self)
    }
  }
}

/// One step of an integrator at a frozen control: where it carries a particle.
@usableFromInline
protocol LangevinMove<Terrain> {
  associatedtype Terrain: Landscape
  /// - Parameters:
  ///   - drift: μ dt.
  ///   - width: √(2μT dt).
  init(_ landscape: Terrain, _ control: Terrain.Control, drift: Double, width: Double)
  /// Where a standard normal number carries a particle from x.
  func destination<R: RealNumber>(from x: R, noise: R) -> R
}

@usableFromInline
struct EulerMaruyamaMove<Terrain: Landscape>: LangevinMove {
  @usableFromInline let landscape: Terrain
  @usableFromInline let control: Terrain.Control
  @usableFromInline let drift, width: Double

  @inlinable @inline(__always)
  init(_ landscape: Terrain, _ control: Terrain.Control, drift: Double, width: Double) {
    (self.landscape, self.control, self.drift, self.width) = (landscape, control, drift, width)
  }

  @inlinable @inline(__always)
  func destination<R: RealNumber>(from x: R, noise: R) -> R {
    x + (drift * landscape.totalForce(at: x, control) + width * noise)
  }
}

@usableFromInline
struct HeunMove<Terrain: Landscape>: LangevinMove {
  @usableFromInline let landscape: Terrain
  @usableFromInline let control: Terrain.Control
  @usableFromInline let drift, width: Double

  @inlinable @inline(__always)
  init(_ landscape: Terrain, _ control: Terrain.Control, drift: Double, width: Double) {
    (self.landscape, self.control, self.drift, self.width) = (landscape, control, drift, width)
  }

  @inlinable @inline(__always)
  func destination<R: RealNumber>(from x: R, noise: R) -> R {
    let kick = width * noise
    let force = landscape.totalForce(at: x, control)
    let predicted = x + (drift * force + kick)
    return x + ((0.5 * drift) * (force + landscape.totalForce(at: predicted, control)) + kick)
  }
}

/// The exact transition of a linear force: x' = decay x + shift + width ξ.
@usableFromInline
struct OrnsteinUhlenbeckMove<Terrain: Landscape>: LangevinMove {
  @usableFromInline let decay, shift, width: Double

  /// - Precondition: the force is linear.
  @usableFromInline
  init(_ landscape: Terrain, _ control: Terrain.Control, drift: Double, width: Double) {
    guard let (constant, stiffness) = landscape.linearForce(control) else {
      fatalError("The exact Ornstein–Uhlenbeck step needs a landscape with a linear force.")
    }
    let exponent = stiffness * drift
    decay = Elementary.exp(-exponent)
    shift = (constant + (landscape.drivingForce(control) ?? 0)) * drift * meanDecay(exponent)
    self.width = width * meanDecay(2 * exponent).squareRoot()
  }

  @inlinable @inline(__always)
  func destination<R: RealNumber>(from x: R, noise: R) -> R { decay * x + (width * noise + shift) }
}

/// (1 − e⁻ᶻ)/z, the mean of e⁻ᶻᵘ over 0 < u < 1; with t = tanh(z/2) nothing cancels, as 1 − e⁻ᶻ = 2t/(1 + t).
func meanDecay(_ z: Double) -> Double {
  if z == 0 { return 1 }
  if z < -1 { return (1 - Elementary.exp(-z)) / z }
  let t = Elementary.tanh(0.5 * z)
  return 2 * t / ((1 + t) * z)
}
