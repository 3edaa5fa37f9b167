extension Elementary {
  /// In `shifted`, the whole number k nearest to x / ln 2 stands as M + k.
  ///
  /// M = 3·2⁵¹ + 2046: adding it rounds to a whole number, and the lowest 12 bits of M + k are those of k + 2046, twice
  /// the bias of the exponent: the sum of the biased exponents of two factors whose product is 2ᵏ.
  @inlinable @inline(__always)
  static var shiftOfDouble: Double { 0x1.8p52 + 2046 }

  /// M = 3·2²² + 254, as ``shiftOfDouble``.
  @inlinable @inline(__always)
  static var shiftOfFloat: Float { 0x1.8p23 + 254 }

  /// eˣ = 2ᵏ (1 + q), as M + k and q.
  ///
  /// q = eʳ − 1 with r = x − k ln 2, |r| ≤ ln 2 / 2, is kept apart from the 1 for the functions that subtract the 1
  /// again. Before that sum is rounded, the error of q is below half an ulp of 1 + q.
  ///
  /// - Parameter x: between −750 and 750, or NaN.
  @inlinable @inline(__always)
  static func reducedExponential<V: DoubleLanes>(_ x: V) -> (shifted: V, fraction: V) {
    let (shifted, upper, rest) = reducedExponentialInParts(x)
    // Adding the exact upper part last leaves one rounding in the leading term.
    return (shifted, upper + rest)
  }

  /// eˣ = 2ᵏ (1 + q), as M + k and the parts of q: the upper part of r, which is exact, and the rest, which is smaller.
  @inlinable @inline(__always)
  static func reducedExponentialInParts<V: DoubleLanes>(_ x: V) -> (shifted: V, upper: V, rest: V) {
    let shifted = x * 0x1.71547652b82fep+0 + shiftOfDouble
    let k = shifted - shiftOfDouble
    // The upper part of ln 2 has 42 bits: its product with k and the difference are exact.
    let upper = x - k * 0x1.62e42fefa38p-1
    let lower = k * 0x1.ef35793c7673p-45
    let r = upper - lower
    let square = r * r
    // (eʳ − 1 − r) / r² = even(r²) + r odd(r²): two short chains instead of a long one.
    var even = V(repeating: 0x1.28acc0c27513dp-22)
    even = even * square + 0x1.a0199af1205d8p-16
    even = even * square + 0x1.6c16c183c23fcp-10
    even = even * square + 0x1.5555555550ae5p-5
    even = even * square + 0x1.0000000000009p-1
    var odd = V(repeating: 0x1.af82361a492p-26)
    odd = odd * square + 0x1.71dde2294818cp-19
    odd = odd * square + 0x1.a01a01b9aa83ep-13
    odd = odd * square + 0x1.111111110da78p-7
    odd = odd * square + 0x1.555555555556p-3
    return (shifted, upper, (even + r * odd) * square - lower)
  }

  /// eˣ = 2ᵏ (1 + q), as M + k and q.
  ///
  /// - Parameter x: between −107 and 107, or NaN.
  @inlinable @inline(__always)
  static func reducedExponential<V: FloatLanes>(_ x: V) -> (shifted: V, fraction: V) {
    let (shifted, upper, rest) = reducedExponentialInParts(x)
    return (shifted, upper + rest)
  }

  /// eˣ = 2ᵏ (1 + q), as M + k and the parts of q, as in `Double`.
  @inlinable @inline(__always)
  static func reducedExponentialInParts<V: FloatLanes>(_ x: V) -> (shifted: V, upper: V, rest: V) {
    let shifted = x * 0x1.715476p+0 + shiftOfFloat
    let k = shifted - shiftOfFloat
    // The upper part of ln 2 has 15 bits: its product with k and the difference are exact.
    let upper = x - k * 0x1.62e4p-1
    let lower = k * 0x1.7f7d1cp-20
    let r = upper - lower
    var series = V(repeating: 0x1.6daa7cp-10)
    series = series * r + 0x1.1235f4p-7
    series = series * r + 0x1.55546ep-5
    series = series * r + 0x1.555498p-3
    series = series * r + 0x1p-1
    return (shifted, upper, series * (r * r) - lower)
  }
}
