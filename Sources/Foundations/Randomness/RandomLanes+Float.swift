import ElementaryFunctions

/// Sixteen single-precision numbers at a time: every lane of 64 random bits is halved.
extension RandomLanes {
  /// Sixteen times 32 random bits: of generator i, the lower half in lane 2i and the upper half in lane 2i + 1.
  @inlinable @inline(__always)
  public mutating func nextHalves() -> SIMD16<UInt32> { unsafeBitCast(next(), to: SIMD16<UInt32>.self) }

  /// A number uniform in the open interval (0, 1) in each of sixteen lanes: an odd multiple of 2⁻²⁴, never 0 and never 1.
  @inlinable @inline(__always)
  public mutating func floatUniform() -> SIMD16<Float> {
    let bits = (nextHalves() &>> 9) | SIMD16(repeating: 0x3F80_0000)
    return unsafeBitCast(bits, to: SIMD16<Float>.self) - (1 - 0x1p-24)
  }

  /// Two independent standard normal numbers in each of sixteen lanes, by Box and Muller in single precision.
  ///
  /// The radius √(−2 ln u) is made from 31 random bits, u = (n + ½) 2⁻³¹ rounded to 24 significant bits, so that its tail
  /// is smooth far beyond the 2⁻²⁴ of ``floatUniform()``. The largest normal number is 6.67 (a standard normal number is
  /// larger with probability 1.3e-11).
  ///
  /// Bias, from sums over all 2³¹ radii and all 2²³ angles: the mean is 0 to 1e-13, the variance 1 + 1.7e-8, the fourth moment
  /// 3 (1 + 1.7e-8).
  @inlinable @inline(__always)
  public mutating func floatNormals() -> (SIMD16<Float>, SIMD16<Float>) {
    let (radius, turns) = floatPolar()
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: turns)
    return (radius * cosine, radius * sine)
  }

  /// The distance of a pair of normal numbers from the origin, and its direction in turns.
  @inlinable @inline(__always)
  mutating func floatPolar() -> (radius: SIMD16<Float>, turns: SIMD16<Float>) {
    let whole = nextHalves() &>> 1
    var u = SIMD16<Float>()
    // Lane by lane, the compiler makes this one conversion of a vector; the numbers are below 2³¹, where signed and
    // unsigned agree and the conversion of signed numbers is the one that every processor has.
    for lane in 0..<16 { u[lane] = Float(Int32(truncatingIfNeeded: whole[lane])) }
    let squared = -2 * Elementary.log(ofNormal: (u + 0.5) * 0x1p-31)
    var radius = SIMD16<Float>()
    for lane in 0..<16 { radius[lane] = abs(squared[lane]).squareRoot() }
    return (radius, floatUniform())
  }
}
