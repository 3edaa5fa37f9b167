extension Elementary {
  /// The natural logarithm ln x.
  ///
  /// Any x, subnormal numbers included: −∞ for ±0, NaN for x < 0 and for NaN, +∞ for +∞, exactly 0 for 1. Error below
  /// 0.9 ulp.
  ///
  /// Method: x = 2ᵏ (1 + f) with √½ ≤ 1 + f < √2, and ln(1 + f) = 2 artanh(s) with s = f/(2 + f), W. J. Cody and
  /// W. Waite, "Software Manual for the Elementary Functions" (Prentice-Hall, 1980), chapter 5; own minimax polynomial.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double { naturalLogarithm(x) }

  /// ln x of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func log(_ x: SIMD8<Double>) -> SIMD8<Double> { naturalLogarithm(x) }

  /// ln x of eight positive, finite, normal numbers, such as uniform ones: the bits of `log` without its tests for
  /// other arguments.
  @inlinable @inline(__always)
  public static func log(ofNormal x: SIMD8<Double>) -> SIMD8<Double> {
    finiteLogarithm(x.bitPattern, SIMD8(repeating: 0x1p52 + 1023))
  }

  /// The natural logarithm ln x.
  ///
  /// Any x, subnormal numbers included: −∞ for ±0, NaN for x < 0 and for NaN, +∞ for +∞, exactly 0 for 1. Error below
  /// 0.85 ulp.
  ///
  /// Method: as in `Double`.
  @inlinable @inline(__always)
  public static func log(_ x: Float) -> Float { naturalLogarithm(x) }

  /// ln x of sixteen numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func log(_ x: SIMD16<Float>) -> SIMD16<Float> { naturalLogarithm(x) }

  /// ln x of sixteen positive, finite, normal numbers: the bits of `log` without its tests for other arguments.
  @inlinable @inline(__always)
  public static func log(ofNormal x: SIMD16<Float>) -> SIMD16<Float> {
    finiteLogarithm(x.bitPattern, SIMD16(repeating: 0x1p23 + 127))
  }

  @inlinable @inline(__always)
  static func naturalLogarithm<V: DoubleLanes>(_ x: V) -> V {
    let isTiny = x .< 0x1p-1022
    let bits = x.replacing(with: x * 0x1p54, where: isTiny).bitPattern
    let offset = V(repeating: 0x1p52 + 1023).replacing(with: V(repeating: 0x1p52 + 1077), where: isTiny)
    return withLimits(of: x, finiteLogarithm(bits, offset))
  }

  /// The logarithm of a positive, finite, normal number from its bits.
  ///
  /// - Parameter offset: 2⁵² and the bias of the exponent.
  @inlinable @inline(__always)
  static func finiteLogarithm<V: DoubleLanes>(_ bits: V.Bits, _ offset: V) -> V {
    // Counted from √½, the exponent field is k + 1023 and the rest places 1 + f in [√½, √2). The field, put into the
    // last bits of 2⁵², is a number from which 2⁵² + 1023 is subtracted exactly.
    let counted = bits &+ .all(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD)
    let k = V(bitPattern: (counted &>> .all(52)) | .all(0x4330_0000_0000_0000)) - offset
    let f = V(bitPattern: (counted & .all(0x000F_FFFF_FFFF_FFFF)) &+ .all(0x3FE6_A09E_667F_3BCD)) - 1
    let s = f / (f + 2)
    let z = s * s
    let w = z * z
    // (2 artanh(s) − 2s) / s = z (even(z²) + z odd(z²)).
    var even = V(repeating: 0x1.2d7c7617c2314p-3)
    even = even * w + 0x1.74649060ad679p-3
    even = even * w + 0x1.2492493655d99p-2
    even = even * w + 0x1.5555555555562p-1
    var odd = V(repeating: 0x1.39cabbf984b35p-3)
    odd = odd * w + 0x1.c71c5ac84a82ep-3
    odd = odd * w + 0x1.999999998e36ep-2
    let series = even * z + odd * w
    // As 2s = f − s f: ln(1 + f) = f − (f²/2 − s (f²/2 + series)), where f is exact and the rest small.
    let halfSquare = f * f * 0.5
    let rest = s * (halfSquare + series) + k * 0x1.ef35793c7673p-45
    return k * 0x1.62e42fefa38p-1 - ((halfSquare - rest) - f)
  }

  @inlinable @inline(__always)
  static func naturalLogarithm<V: FloatLanes>(_ x: V) -> V {
    let isTiny = x .< 0x1p-126
    let bits = x.replacing(with: x * 0x1p25, where: isTiny).bitPattern
    let offset = V(repeating: 0x1p23 + 127).replacing(with: V(repeating: 0x1p23 + 152), where: isTiny)
    return withLimits(of: x, finiteLogarithm(bits, offset))
  }

  @inlinable @inline(__always)
  static func finiteLogarithm<V: FloatLanes>(_ bits: V.Bits, _ offset: V) -> V {
    let counted = bits &+ .all(0x3F80_0000 - 0x3F35_04F3)
    let k = V(bitPattern: (counted &>> .all(23)) | .all(0x4B00_0000)) - offset
    let f = V(bitPattern: (counted & .all(0x007F_FFFF)) &+ .all(0x3F35_04F3)) - 1
    let s = f / (f + 2)
    let z = s * s
    var series = V(repeating: 0x1.311cdap-2)
    series = series * z + 0x1.99675p-2
    series = series * z + 0x1.55557p-1
    let halfSquare = f * f * 0.5
    let rest = s * (halfSquare + series * z) + k * 0x1.7f7d1cp-20
    return k * 0x1.62e4p-1 - ((halfSquare - rest) - f)
  }

  /// The logarithm, put right where x is 0, negative, infinite or NaN.
  @inlinable @inline(__always)
  static func withLimits<V: Lanes>(of x: V, _ logarithm: V) -> V {
    logarithm
      .replacing(with: V(repeating: -.infinity), where: x .== 0)
      .replacing(with: V(repeating: .nan), where: x .< 0)
      .replacing(with: x, where: x .== .infinity)
      .replacing(with: x, where: x .!= x)
  }
}
