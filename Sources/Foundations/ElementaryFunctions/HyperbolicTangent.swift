extension Elementary {
  /// The hyperbolic tangent.
  ///
  /// Any x: ±0 for ±0, ±1 for ±∞, NaN for NaN; odd to the bit. Error below 2.4 ulp.
  ///
  /// Method, with a = |x| and e²ᵃ = 2ᵏ (1 + q): (e²ᵃ − 1)/(e²ᵃ + 1) for a < 0.55, with the numerator as (2ᵏ − 1) + 2ᵏ q, so
  /// that nothing cancels; above, 1 − 2/(e²ᵃ + 1), W. J. Cody and W. Waite, "Software Manual for the Elementary Functions"
  /// (Prentice-Hall, 1980), chapter 13, with the exponential of this module before its last rounding.
  @inlinable @inline(__always)
  public static func tanh(_ x: Double) -> Double { hyperbolicTangent(x) }

  /// tanh x of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func tanh(_ x: SIMD8<Double>) -> SIMD8<Double> { hyperbolicTangent(x) }

  /// The hyperbolic tangent.
  ///
  /// Any x: ±0 for ±0, ±1 for ±∞, NaN for NaN; odd to the bit. Error below 2.4 ulp.
  ///
  /// Method: as in `Double`.
  @inlinable @inline(__always)
  public static func tanh(_ x: Float) -> Float { hyperbolicTangent(x) }

  /// tanh x of sixteen numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func tanh(_ x: SIMD16<Float>) -> SIMD16<Float> { hyperbolicTangent(x) }

  @inlinable @inline(__always)
  static func hyperbolicTangent<V: DoubleLanes>(_ x: V) -> V {
    // Above 22 the tangent rounds to 1.
    let a = V(bitPattern: x.bitPattern & .all(0x7FFF_FFFF_FFFF_FFFF)).atMost(22)
    let (shifted, fraction) = reducedExponential(a + a)
    let power = V(bitPattern: (shifted.bitPattern &- .all(1023)) &<< .all(52))
    let part = power * fraction
    let isSmall = a .< 0.55
    let numerator = V(repeating: -2).replacing(with: (power - 1) + part, where: isSmall)
    let tangent = V(repeating: 1).replacing(with: V(repeating: 0), where: isSmall) + numerator / ((power + 1) + part)
    return V(bitPattern: tangent.bitPattern | (x.bitPattern & .all(0x8000_0000_0000_0000)))
  }

  @inlinable @inline(__always)
  static func hyperbolicTangent<V: FloatLanes>(_ x: V) -> V {
    // Above 10 the tangent rounds to 1.
    let a = V(bitPattern: x.bitPattern & .all(0x7FFF_FFFF)).atMost(10)
    let (shifted, fraction) = reducedExponential(a + a)
    let power = V(bitPattern: (shifted.bitPattern &- .all(127)) &<< .all(23))
    let part = power * fraction
    let isSmall = a .< 0.55
    let numerator = V(repeating: -2).replacing(with: (power - 1) + part, where: isSmall)
    let tangent = V(repeating: 1).replacing(with: V(repeating: 0), where: isSmall) + numerator / ((power + 1) + part)
    return V(bitPattern: tangent.bitPattern | (x.bitPattern & .all(0x8000_0000)))
  }
}
