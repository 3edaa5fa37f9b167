extension Elementary {
  /// The logistic function 1/(1 + e⁻ˣ).
  ///
  /// Any x: 0 for −∞, gradual underflow below −708.4, 1 for +∞, NaN for NaN. Error below 1.8 ulp.
  ///
  /// Method: e⁻ˣ = 2ᵏ (1 + q) as in the exponential; numerator and denominator are scaled by 2⁻ᵏ where k > 0, so the
  /// denominator is rounded once and never overflows.
  @inlinable @inline(__always)
  public static func logistic(_ x: Double) -> Double { logisticFunction(x) }

  /// 1/(1 + e⁻ˣ) of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func logistic(_ x: SIMD8<Double>) -> SIMD8<Double> { logisticFunction(x) }

  /// The logistic function 1/(1 + e⁻ˣ).
  ///
  /// Any x: 0 for −∞, gradual underflow below −87.3, 1 for +∞, NaN for NaN. Error below 1.8 ulp.
  ///
  /// Method: as in `Double`.
  @inlinable @inline(__always)
  public static func logistic(_ x: Float) -> Float { logisticFunction(x) }

  /// 1/(1 + e⁻ˣ) of sixteen numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func logistic(_ x: SIMD16<Float>) -> SIMD16<Float> { logisticFunction(x) }

  @inlinable @inline(__always)
  static func logisticFunction<V: DoubleLanes>(_ x: V) -> V {
    let (shifted, fraction) = reducedExponential(0 - x.atLeast(-746).atMost(64))
    // With j = max(k, 0): 2⁻ʲ / (2⁻ʲ + 2ᵏ⁻ʲ + 2ᵏ⁻ʲ q), where 2⁻ʲ has two factors, as j may exceed 1022.
    let positive = shifted.atLeast(shiftOfDouble).bitPattern
    let half = positive &>> .all(1)
    let first = V(bitPattern: (.all(2046) &- half) &<< .all(52))
    let second = V(bitPattern: (.all(2046) &- (positive &- half)) &<< .all(52))
    let power = V(bitPattern: (shifted.atMost(shiftOfDouble).bitPattern &- .all(1023)) &<< .all(52))
    // One of 2⁻ʲ and 2ᵏ⁻ʲ is 1: what the sum with the other loses is known exactly.
    let other = first * second * power
    let sum = other + 1
    return first / (sum + (power * fraction + (other - (sum - 1)))) * second
  }

  @inlinable @inline(__always)
  static func logisticFunction<V: FloatLanes>(_ x: V) -> V {
    let (shifted, fraction) = reducedExponential(0 - x.atLeast(-105).atMost(32))
    let positive = shifted.atLeast(shiftOfFloat).bitPattern
    let half = positive &>> .all(1)
    let first = V(bitPattern: (.all(254) &- half) &<< .all(23))
    let second = V(bitPattern: (.all(254) &- (positive &- half)) &<< .all(23))
    let power = V(bitPattern: (shifted.atMost(shiftOfFloat).bitPattern &- .all(127)) &<< .all(23))
    let other = first * second * power
    let sum = other + 1
    return first / (sum + (power * fraction + (other - (sum - 1)))) * second
  }
}
