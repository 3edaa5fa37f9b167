extension Elementary {
  /// The hyperbolic tangent.
  ///
  /// Any x: ±0 for ±0, ±1 for ±∞, NaN for NaN; odd to the bit. Error below 1.4 ulp.
  ///
  /// Method, with a = |x|: for a < 0.55, a + a³ T(a²) with an own minimax polynomial T, so that nothing cancels; above,
  /// 1 − 2/(1 + e²ᵃ), W. J. Cody and W. Waite, "Software Manual for the Elementary Functions" (Prentice-Hall, 1980),
  /// chapter 13, with the exponential of this module before its last rounding.
  @inlinable @inline(__always)
  public static func tanh(_ x: Double) -> Double { hyperbolicTangent(x) }

  /// tanh x of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func tanh(_ x: SIMD8<Double>) -> SIMD8<Double> { hyperbolicTangent(x) }

  /// The hyperbolic tangent.
  ///
  /// Any x: ±0 for ±0, ±1 for ±∞, NaN for NaN; odd to the bit. Error below 1.4 ulp.
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
    let large = 1 - V(repeating: 2) / ((power + 1) + power * fraction)
    let z = a * a
    let w = z * z
    var even = V(repeating: -0x1.bc95a0e997c1cp-13)
    even = even * w + -0x1.7d0e8595df7cap-10
    even = even * w + -0x1.226df6ace2f64p-7
    even = even * w + -0x1.ba1ba1b3ba6f9p-5
    even = even * w + -0x1.555555555553ap-2
    var odd = V(repeating: 0x1.b541476998a19p-15)
    odd = odd * w + 0x1.3036a26766664p-11
    odd = odd * w + 0x1.d6c90ba56162ap-9
    odd = odd * w + 0x1.664f46ce779f9p-6
    odd = odd * w + 0x1.111111110bf54p-3
    let small = a + (even + z * odd) * z * a
    let tangent = large.replacing(with: small, where: a .< 0.55)
    return V(bitPattern: tangent.bitPattern | (x.bitPattern & .all(0x8000_0000_0000_0000)))
  }

  @inlinable @inline(__always)
  static func hyperbolicTangent<V: FloatLanes>(_ x: V) -> V {
    // Above 10 the tangent rounds to 1.
    let a = V(bitPattern: x.bitPattern & .all(0x7FFF_FFFF)).atMost(10)
    let (shifted, fraction) = reducedExponential(a + a)
    let power = V(bitPattern: (shifted.bitPattern &- .all(127)) &<< .all(23))
    let large = 1 - V(repeating: 2) / ((power + 1) + power * fraction)
    let z = a * a
    var series = V(repeating: -0x1.a239dap-8)
    series = series * z + 0x1.5a96c2p-6
    series = series * z + -0x1.b956d8p-5
    series = series * z + 0x1.110e66p-3
    series = series * z + -0x1.55555p-2
    let small = a + series * z * a
    let tangent = large.replacing(with: small, where: a .< 0.55)
    return V(bitPattern: tangent.bitPattern | (x.bitPattern & .all(0x8000_0000)))
  }
}
