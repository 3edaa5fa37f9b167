/// What the kernels need of the number they compute with: one floating-point number or a vector of them.
///
/// A kernel is written once and used for a scalar and for a vector, so one lane of the vector takes the same operations
/// in the same order as the scalar, and gives the same bits.
@usableFromInline
protocol Lanes {
  associatedtype Scalar: BinaryFloatingPoint
  associatedtype Bits: BitLanes
  associatedtype Mask
  init(repeating value: Scalar)
  init(bitPattern: Bits)
  var bitPattern: Bits { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static func .< (a: Self, b: Self) -> Mask
  static func .== (a: Self, b: Self) -> Mask
  static func .!= (a: Self, b: Self) -> Mask
  func replacing(with other: Self, where mask: Mask) -> Self
}

/// The bit patterns of ``Lanes``: one unsigned integer or a vector of them.
@usableFromInline
protocol BitLanes {
  associatedtype Scalar: FixedWidthInteger & UnsignedInteger
  init(repeating value: Scalar)
  static func &+ (a: Self, b: Self) -> Self
  static func &- (a: Self, b: Self) -> Self
  static func & (a: Self, b: Self) -> Self
  static func | (a: Self, b: Self) -> Self
  static func ^ (a: Self, b: Self) -> Self
  static func &<< (a: Self, b: Self) -> Self
  static func &>> (a: Self, b: Self) -> Self
}

/// `Double` and `SIMD8<Double>`.
@usableFromInline
protocol DoubleLanes: Lanes where Scalar == Double, Bits.Scalar == UInt64 {}

/// `Float` and `SIMD16<Float>`.
@usableFromInline
protocol FloatLanes: Lanes where Scalar == Float, Bits.Scalar == UInt32 {}

// A constant beside a vector stands for that constant in every lane.
extension Lanes {
  @inlinable @inline(__always)
  static func + (a: Self, b: Scalar) -> Self { a + Self(repeating: b) }
  @inlinable @inline(__always)
  static func - (a: Self, b: Scalar) -> Self { a - Self(repeating: b) }
  @inlinable @inline(__always)
  static func - (a: Scalar, b: Self) -> Self { Self(repeating: a) - b }
  @inlinable @inline(__always)
  static func * (a: Self, b: Scalar) -> Self { a * Self(repeating: b) }
  @inlinable @inline(__always)
  static func .< (a: Self, b: Scalar) -> Mask { a .< Self(repeating: b) }
  @inlinable @inline(__always)
  static func .== (a: Self, b: Scalar) -> Mask { a .== Self(repeating: b) }

  /// The smaller of each lane and a bound; NaN stays NaN.
  @inlinable @inline(__always)
  func atMost(_ bound: Scalar) -> Self {
    replacing(with: Self(repeating: bound), where: Self(repeating: bound) .< self)
  }

  /// The larger of each lane and a bound; NaN stays NaN.
  @inlinable @inline(__always)
  func atLeast(_ bound: Scalar) -> Self { replacing(with: Self(repeating: bound), where: self .< bound) }
}

extension BitLanes {
  /// The same bits in every lane.
  @inlinable @inline(__always)
  static func all(_ bits: Scalar) -> Self { Self(repeating: bits) }
}
