import ElementaryFunctions

/// The number with which a landscape is written: `Double` or `Float`.
///
/// One body serves a single trajectory and the kernels, whose loops over many trajectories the compiler turns into SIMD
/// instructions. Constants are of the type `Double`; beside a real number they are rounded to its precision:
///
///     func energy<R: RealNumber>(at x: R, _ depth: Double) -> R { -depth * R.exp(-0.5 * x * x) }
///
/// Sums, products, quotients, square roots and the functions below have the same bits on every processor.
public protocol RealNumber: Comparable, Sendable {
  /// A constant, rounded to the precision of the number.
  init(constant value: Double)
  /// The number in double precision, exactly.
  var inDouble: Double { get }
  /// Sum.
  static func + (left: Self, right: Self) -> Self
  /// Difference.
  static func - (left: Self, right: Self) -> Self
  /// Product.
  static func * (left: Self, right: Self) -> Self
  /// Quotient.
  static func / (left: Self, right: Self) -> Self
  /// The opposite number.
  static prefix func - (x: Self) -> Self
  /// The square root.
  func squareRoot() -> Self
  /// eˣ; see `Elementary`.
  static func exp(_ x: Self) -> Self
  /// The natural logarithm.
  static func log(_ x: Self) -> Self
  /// The hyperbolic tangent.
  static func tanh(_ x: Self) -> Self
  /// sin 2πu and cos 2πu, for |u| < 2²⁰.
  static func sineAndCosine(ofTurns u: Self) -> (sine: Self, cosine: Self)
}

// Disfavoured, so that two numbers of type Double use the operator that they have.
extension RealNumber {
  /// A constant plus a number.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func + (left: Double, right: Self) -> Self { Self(constant: left) + right }
  /// A number plus a constant.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func + (left: Self, right: Double) -> Self { left + Self(constant: right) }
  /// A constant minus a number.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func - (left: Double, right: Self) -> Self { Self(constant: left) - right }
  /// A number minus a constant.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func - (left: Self, right: Double) -> Self { left - Self(constant: right) }
  /// A constant times a number.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func * (left: Double, right: Self) -> Self { Self(constant: left) * right }
  /// A number times a constant.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func * (left: Self, right: Double) -> Self { left * Self(constant: right) }
  /// A number over a constant.
  @inlinable @inline(__always) @_disfavoredOverload
  public static func / (left: Self, right: Double) -> Self { left / Self(constant: right) }
}

extension Double: RealNumber {
  /// The number itself.
  @inlinable @inline(__always)
  public init(constant value: Double) { self.init(value) }
  /// The number in double precision.
  @inlinable @inline(__always)
  public var inDouble: Double { Double(self) }
  /// eˣ.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double { Elementary.exp(x) }
  /// The natural logarithm.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double { Elementary.log(x) }
  /// The hyperbolic tangent.
  @inlinable @inline(__always)
  public static func tanh(_ x: Double) -> Double { Elementary.tanh(x) }
  /// sin 2πu and cos 2πu.
  @inlinable @inline(__always)
  public static func sineAndCosine(ofTurns u: Double) -> (sine: Double, cosine: Double) {
    Elementary.sineAndCosine(ofTurns: u)
  }
}

extension Float: RealNumber {
  /// The nearest number in single precision.
  @inlinable @inline(__always)
  public init(constant value: Double) { self.init(value) }
  /// The number in double precision.
  @inlinable @inline(__always)
  public var inDouble: Double { Double(self) }
  /// eˣ.
  @inlinable @inline(__always)
  public static func exp(_ x: Float) -> Float { Elementary.exp(x) }
  /// The natural logarithm.
  @inlinable @inline(__always)
  public static func log(_ x: Float) -> Float { Elementary.log(x) }
  /// The hyperbolic tangent.
  @inlinable @inline(__always)
  public static func tanh(_ x: Float) -> Float { Elementary.tanh(x) }
  /// sin 2πu and cos 2πu.
  @inlinable @inline(__always)
  public static func sineAndCosine(ofTurns u: Float) -> (sine: Float, cosine: Float) {
    Elementary.sineAndCosine(ofTurns: u)
  }
}
