extension Elementary {
  /// eˣ − 1, with full relative precision where x is small and eˣ close to 1.
  ///
  /// Any x: ±0 for ±0, −1 for −∞, +∞ above 709.78, NaN for NaN. Error below 1.4 ulp.
  ///
  /// Method: eˣ = 2ᵏ (1 + q) as in the exponential, and (2ᵏ − 1) + 2ᵏ q with q in two parts, of which the larger is exact;
  /// what its sum with 2ᵏ − 1 loses is computed exactly, T. J. Dekker, Numer. Math. 18, 224 (1971).
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: Double) -> Double { exponentialMinusOne(x) }

  /// eˣ − 1 of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: SIMD8<Double>) -> SIMD8<Double> { exponentialMinusOne(x) }

  /// eˣ − 1, with full relative precision where x is small and eˣ close to 1.
  ///
  /// Any x: ±0 for ±0, −1 for −∞, +∞ above 88.72, NaN for NaN. Error below 1.2 ulp.
  ///
  /// Method: as in `Double`.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: Float) -> Float { exponentialMinusOne(x) }

  /// eˣ − 1 of sixteen numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: SIMD16<Float>) -> SIMD16<Float> { exponentialMinusOne(x) }

  @inlinable @inline(__always)
  static func exponentialMinusOne<V: DoubleLanes>(_ x: V) -> V {
    let (shifted, upper, rest) = reducedExponentialInParts(x.atLeast(-45).atMost(710))
    // 2ᵏ in two factors, as k reaches 1024: the second is 1 up to k = 1000, above which the 1 subtracted is nothing.
    let first = shifted.atMost(shiftOfDouble + 1000).bitPattern
    let power = V(bitPattern: (first &- .all(1023)) &<< .all(52))
    let second = V(bitPattern: (shifted.bitPattern &- first &+ .all(1023)) &<< .all(52))
    let whole = power - 1
    let part = power * upper
    // |part| < |whole| unless k = 0, where whole is 0: either way the loss is exact.
    let sum = whole + part
    let loss = part - (sum - whole)
    let value = (sum + (power * rest + loss)) * second
    return V(bitPattern: value.bitPattern | (x.bitPattern & .all(0x8000_0000_0000_0000)))
  }

  @inlinable @inline(__always)
  static func exponentialMinusOne<V: FloatLanes>(_ x: V) -> V {
    let (shifted, upper, rest) = reducedExponentialInParts(x.atLeast(-25).atMost(89))
    let first = shifted.atMost(shiftOfFloat + 100).bitPattern
    let power = V(bitPattern: (first &- .all(127)) &<< .all(23))
    let second = V(bitPattern: (shifted.bitPattern &- first &+ .all(127)) &<< .all(23))
    let whole = power - 1
    let part = power * upper
    let sum = whole + part
    let loss = part - (sum - whole)
    let value = (sum + (power * rest + loss)) * second
    return V(bitPattern: value.bitPattern | (x.bitPattern & .all(0x8000_0000)))
  }
}
