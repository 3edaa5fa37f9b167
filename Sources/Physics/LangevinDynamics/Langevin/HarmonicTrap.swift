import StochasticThermodynamics
import Validation

/// A harmonic trap with a constant force, U(x) = k (x − c)²/2 − h x: the model with exact answers.
@frozen
public struct HarmonicTrap: Landscape {
  /// What the experimenter sets: stiffness k, centre c and force h.
  @frozen
  public struct Control: Sendable, Hashable, Validated {
    /// The stiffness k, energy per squared length; 0 is a free particle, negative an unstable point.
    public var stiffness: Double
    /// The centre c of the trap.
    public var center: Double
    /// The constant force h, part of the energy.
    public var force: Double

    /// A trap.
    ///
    /// - Precondition: the three are finite.
    @inlinable
    public init(stiffness: Double = 1, center: Double = 0, force: Double = 0) {
      (self.stiffness, self.center, self.force) = (stiffness, center, force)
    }

    /// Reads the parameters.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      (stiffness, center) = (try fields.read(.stiffness), try fields.read(.center))
      force = try fields.read(.force)
      try decoder.refuseFlaw(of: self)
    }

    /// What is wrong with the parameters; nil where nothing is.
    @inlinable
    public var flaw: String? {
      stiffness.isFinite && center.isFinite && force.isFinite
        ? nil : "Stiffness, centre and force of a trap are finite."
    }
  }

  /// The trap.
  @inlinable
  public init() {}

  /// U = k (x − c)²/2 − h x.
  @inlinable @inline(__always)
  public func energy<R: RealNumber>(at x: R, _ control: Control) -> R {
    let displacement = x - control.center
    return 0.5 * control.stiffness * (displacement * displacement) - control.force * x
  }

  /// F = k (c − x) + h.
  @inlinable @inline(__always)
  public func force<R: RealNumber>(at x: R, _ control: Control) -> R {
    control.stiffness * (control.center - x) + control.force
  }

  /// With y = x − (c + c')/2 and δ = (c' − c)/2: W = (k' − k)(y² + δ²)/2 − (k + k') δ y − (h' − h) x.
  @inlinable @inline(__always)
  public func work<R: RealNumber>(at x: R, from old: Control, to new: Control) -> R {
    let shift = 0.5 * (new.center - old.center)
    let y = x - 0.5 * (old.center + new.center)
    let stiffening = 0.5 * (new.stiffness - old.stiffness)
    let moving = shift * (old.stiffness + new.stiffness)
    return (stiffening * y - moving) * y + stiffening * (shift * shift) - (new.force - old.force) * x
  }

  /// F = (k c + h) − k x.
  @inlinable
  public func linearForce(_ control: Control) -> (constant: Double, stiffness: Double)? {
    (control.stiffness * control.center + control.force, control.stiffness)
  }
}

extension Drive where Control == HarmonicTrap.Control {
  /// A trap of constant stiffness whose centre moves from 0 with constant velocity.
  public static func movingTrap(velocity: Double, stiffness: Double = 1, over duration: Double) throws(InvalidInput)
    -> Drive
  {
    try Drive(over: duration) { HarmonicTrap.Control(stiffness: stiffness, center: velocity * $0) }
  }

  /// A trap at 0 with a force that grows from 0 to `force` at a constant rate.
  public static func forceRamp(to force: Double, stiffness: Double = 1, over duration: Double) throws(InvalidInput)
    -> Drive
  {
    try Drive(over: duration) { HarmonicTrap.Control(stiffness: stiffness, force: force * ($0 / duration)) }
  }

  /// A trap at 0 whose stiffness changes at a constant rate.
  public static func stiffeningTrap(from start: Double, to end: Double, over duration: Double) throws(InvalidInput)
    -> Drive
  {
    try Drive(over: duration) { HarmonicTrap.Control(stiffness: start + (end - start) * ($0 / duration)) }
  }
}
