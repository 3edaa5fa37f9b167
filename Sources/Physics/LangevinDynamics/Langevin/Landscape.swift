/// An energy landscape for a particle on a line, under a control.
///
/// A landscape is written once and runs on a single number and in SIMD lanes; what is in another module than the ensemble
/// is as fast, if that module is optimised:
///
///     struct GaussianWell: Landscape {                        // U = −d exp(−x²/2) + k x²/2
///       var stiffness = 0.1
///       func energy<R: RealNumber>(at x: R, _ depth: Double) -> R {
///         0.5 * stiffness * (x * x) - depth * R.exp(-0.5 * (x * x))
///       }
///       func force<R: RealNumber>(at x: R, _ depth: Double) -> R {
///         -x * (stiffness + depth * R.exp(-0.5 * (x * x)))
///       }
///     }
///
/// Energies are in the unit of the temperature k_B T of the ensemble, lengths in the reader's.
public protocol Landscape: Sendable {
  /// What the experimenter sets.
  associatedtype Control: Sendable

  /// The energy U(x, λ).
  func energy<R: RealNumber>(at x: R, _ control: Control) -> R

  /// The force −∂U/∂x.
  func force<R: RealNumber>(at x: R, _ control: Control) -> R

  /// The work done on a particle that rests at x while the control changes: U(x, λ') − U(x, λ).
  ///
  /// By default the difference of the two energies. Where most of it cancels, the difference of the controls in closed form is
  /// faster, and in single precision better.
  func work<R: RealNumber>(at x: R, from old: Control, to new: Control) -> R

  /// A force that is the gradient of no energy, the same everywhere: it drives a particle around a periodic landscape. It is
  /// added to ``force(at:_:)``, and the work it does is counted. By default there is none.
  func drivingForce(_ control: Control) -> Double?

  /// Where the force is linear, F(x) = a − k x without the driving force: a and k. By default nil, not linear.
  func linearForce(_ control: Control) -> (constant: Double, stiffness: Double)?
}

extension Landscape {
  /// The difference of the two energies.
  @inlinable @inline(__always)
  public func work<R: RealNumber>(at x: R, from old: Control, to new: Control) -> R {
    energy(at: x, new) - energy(at: x, old)
  }

  /// None.
  @inlinable @inline(__always)
  public func drivingForce(_ control: Control) -> Double? { nil }

  /// Not linear.
  @inlinable @inline(__always)
  public func linearForce(_ control: Control) -> (constant: Double, stiffness: Double)? { nil }

  /// The whole force on the particle.
  @inlinable @inline(__always)
  func totalForce<R: RealNumber>(at x: R, _ control: Control) -> R {
    guard let push = drivingForce(control) else { return force(at: x, control) }
    return force(at: x, control) + push
  }
}
