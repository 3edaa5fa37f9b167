extension Elementary {
  /// The exponential function eˣ.
  ///
  /// Any x: 0 for −∞, gradual underflow below −708.4, +∞ above 709.78, NaN for NaN. Error below 0.97 ulp.
  ///
  /// Method: reduction to eʳ 2ᵏ with |r| ≤ ln 2 / 2 and ln 2 in two parts, W. J. Cody and W. Waite, "Software Manual
  /// for the Elementary Functions" (Prentice-Hall, 1980), chapter 6; own minimax polynomial.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double { exponential(x) }

  /// eˣ of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func exp(_ x: SIMD8<Double>) -> SIMD8<Double> { exponential(x) }

  /// The exponential function eˣ.
  ///
  /// Any x: 0 for −∞, gradual underflow below −87.3, +∞ above 88.72, NaN for NaN. Error below 0.93 ulp.
  ///
  /// Method: as in `Double`.
  @inlinable @inline(__always)
  public static func exp(_ x: Float) -> Float { exponential(x) }

  /// eˣ of sixteen numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func exp(_ x: SIMD16<Float>) -> SIMD16<Float> { exponential(x) }

  @inlinable @inline(__always)
  static func exponential<V: DoubleLanes>(_ x: V) -> V {
    let (shifted, fraction) = reducedExponential(x.atLeast(-746).atMost(710))
    // 2ᵏ in two factors: k reaches from −1076 to 1024, beyond the exponents of normal numbers. Of the products only the
    // last is rounded, if it is subnormal.
    let half = shifted.bitPattern &>> .all(1)
    let other = shifted.bitPattern &- half
    return (fraction + 1) * V(bitPattern: half &<< .all(52)) * V(bitPattern: other &<< .all(52))
  }

  @inlinable @inline(__always)
  static func exponential<V: FloatLanes>(_ x: V) -> V {
    let (shifted, fraction) = reducedExponential(x.atLeast(-105).atMost(89))
    let half = shifted.bitPattern &>> .all(1)
    let other = shifted.bitPattern &- half
    return (fraction + 1) * V(bitPattern: half &<< .all(23)) * V(bitPattern: other &<< .all(23))
  }
}
