import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// A bit: the quartic double well U(x) = 4E [−g x²/2 + x⁴/4 − A f x] with wells at ±1 and the barrier E between them when
/// g = 1 and f = 0.
///
/// The landscape of the erasure experiments: A. Bérut et al., Nature 483, 187 (2012); Y. Jun, M. Gavrilov and
/// J. Bechhoefer, Phys. Rev. Lett. 113, 190601 (2014). The unit of length is the distance of a well from the barrier.
@frozen
public struct DoubleWell: Landscape {
  /// What the experimenter sets.
  @frozen
  public struct Control: Sendable, Hashable, Validated {
    /// How much there is of the barrier, g: 1 at rest, 0 for a flat bottom.
    public var barrier: Double
    /// How much there is of the tilt, f: 0 at rest, 1 for the whole tilt, to the right.
    public var tilt: Double

    /// A barrier and a tilt.
    ///
    /// - Precondition: both are finite.
    @inlinable
    public init(barrier: Double = 1, tilt: Double = 0) {
      (self.barrier, self.tilt) = (barrier, tilt)
    }

    /// Reads the parameters.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      (barrier, tilt) = (try fields.read(.barrier), try fields.read(.tilt))
      try decoder.refuseFlaw(of: self)
    }

    /// What is wrong with the parameters; nil where nothing is.
    @inlinable
    public var flaw: String? {
      barrier.isFinite && tilt.isFinite ? nil : "Barrier and tilt of a double well are finite."
    }
  }

  /// The height E of the barrier at rest, an energy.
  public let barrier: Double
  /// The largest tilt A, a force in units of four times the barrier over the unit of length.
  public let tilt: Double

  /// A double well.
  ///
  /// - Parameters:
  ///   - barrier: the height E of the barrier at rest, an energy; positive.
  ///   - tilt: the largest tilt A, without unit.
  @inlinable
  public init(barrier: Double = 13, tilt: Double = 0.2) throws(InvalidInput) {
    try demand(
      barrier > 0 && barrier.isFinite && tilt.isFinite, "A double well has a positive barrier and a finite tilt.")
    (self.barrier, self.tilt) = (barrier, tilt)
  }

  /// U = 4E [−g x²/2 + x⁴/4 − A f x].
  @inlinable @inline(__always)
  public func energy<R: RealNumber>(at x: R, _ control: Control) -> R {
    let square = x * x
    return 4 * barrier * ((0.25 * square - 0.5 * control.barrier) * square - (tilt * control.tilt) * x)
  }

  /// F = 4E [g x − x³ + A f].
  @inlinable @inline(__always)
  public func force<R: RealNumber>(at x: R, _ control: Control) -> R {
    (4 * barrier) * ((control.barrier - x * x) * x + tilt * control.tilt)
  }

  /// W = −4E [(g' − g) x/2 + A (f' − f)] x.
  @inlinable @inline(__always)
  public func work<R: RealNumber>(at x: R, from old: Control, to new: Control) -> R {
    ((2 * barrier * (old.barrier - new.barrier)) * x + 4 * barrier * tilt * (old.tilt - new.tilt)) * x
  }
}

extension Drive where Control == DoubleWell.Control {
  /// Erases a bit to the right: lowers the barrier, tilts, raises the barrier and takes the tilt away, a quarter of the time
  /// each, smoothly and one after the other: g = 1 − S(4s) + S(4s − 2), f = S(4s − 1) − S(4s − 3) with s = t/τ and S the rise
  /// sin²(πu/2) from 0 at u ≤ 0 to 1 at u ≥ 1.
  ///
  /// - Parameter duration: the cycle time τ.
  public static func erasure(over duration: Double) throws(InvalidInput) -> Drive {
    try .cycle(over: duration, tilt: 1)
  }

  /// The barrier of ``erasure(over:)`` without its tilt: a cycle that erases nothing, and whose work vanishes when it is slow.
  public static func barrierCycle(over duration: Double) throws(InvalidInput) -> Drive {
    try .cycle(over: duration, tilt: 0)
  }

  private static func cycle(over duration: Double, tilt: Double) throws(InvalidInput) -> Drive {
    @Sendable func rise(_ u: Double) -> Double {
      let sine = Elementary.sineAndCosine(ofTurns: 0.25 * min(1, max(0, u))).sine
      return sine * sine
    }
    return try Drive(over: duration) { time in
      let quarters = 4 * time / duration
      return DoubleWell.Control(
        barrier: 1 - (rise(quarters) - rise(quarters - 2)), tilt: tilt * (rise(quarters - 1) - rise(quarters - 3)))
    }
  }
}
