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

  /// Stores vectors of independent standard normal numbers in single precision: by Box and Muller as ``floatNormals()``, with fewer
  /// operations and other bits.
  ///
  /// Bias, from sums over all 2³¹ radii and all 2²³ angles: in the first vector of a pair the mean is −9e-8 and the variance 1 + 1.5e-7, in
  /// the second 0 to 1e-13 and 1 + 1e-7; ``floatNormals()`` has a tenth of it.
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the others follow it.
  ///   - count: how many vectors; where it is odd, one half of the last pair is thrown away.
  public mutating func storeFloatNormals(_ memory: UnsafeMutablePointer<SIMD16<Float>>, count: Int) {
    let even = count & ~1
    storeWords(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: SIMD8<UInt64>.self), count: even)
    Self.turn(memory, pairs: even / 2)
    if even < count {
      let (first, second) = (nextHalves(), nextHalves())
      memory[even] = Self.radius(first) * Self.direction(second).0
    }
  }

  /// Pairs of random words become pairs of normal numbers.
  @inline(never)
  private static func turn(_ memory: UnsafeMutablePointer<SIMD16<Float>>, pairs: Int) {
    for pair in 0..<pairs {
      let (first, second) = (memory[2 &* pair], memory[2 &* pair &+ 1])
      let radius = radius(unsafeBitCast(first, to: SIMD16<UInt32>.self))
      let (x, y) = direction(unsafeBitCast(second, to: SIMD16<UInt32>.self))
      memory[2 &* pair] = radius * x
      memory[2 &* pair &+ 1] = radius * y
    }
  }

  /// √(−2 ln u) with u = (n + ½) 2⁻³¹, n the upper 31 bits. The relative error is below 2e-7.
  ///
  /// ln u = (k − 31) ln 2 + 2 artanh(s) as in `Elementary`, in fewer operations.
  @inline(__always)
  private static func radius(_ words: SIMD16<UInt32>) -> SIMD16<Float> {
    let whole = words &>> 1
    var n = SIMD16<Float>()
    for lane in 0..<16 { n[lane] = Float(Int32(truncatingIfNeeded: whole[lane])) }
    let bits = unsafeBitCast(n + 0.5, to: SIMD16<UInt32>.self) &+ SIMD16(repeating: 0x3F80_0000 - 0x3F35_04F3)
    let exponent = (bits &>> 23) | SIMD16(repeating: 0x4B00_0000)
    let k = unsafeBitCast(exponent, to: SIMD16<Float>.self) - (0x1p23 + 127 + 31)
    let fraction = (bits & SIMD16(repeating: 0x007F_FFFF)) &+ SIMD16(repeating: 0x3F35_04F3)
    let f = unsafeBitCast(fraction, to: SIMD16<Float>.self) - 1
    let s = f / (f + 2)
    let z = s * s
    var series = SIMD16<Float>(repeating: -0x1.311cdap-1)
    series = series * z + -0x1.99675p-1
    series = series * z + -0x1.55557p0
    series = series * z + -4
    let squared = k * -0x1.62e43p0 + s * series
    var radius = SIMD16<Float>()
    for lane in 0..<16 { radius[lane] = abs(squared[lane]).squareRoot() }
    return radius
  }

  /// A point of the unit circle in one of 2²³ equally spaced directions, by the upper 23 bits; the error is below 8e-7.
  ///
  /// With s = sin πv and c = cos πv for v uniform between −½ and ½, (1 − 2s², 2sc) has a uniform direction: no quarter of a turn
  /// need be told from another, as in `Elementary.sineAndCosine`. Own minimax polynomials.
  @inline(__always)
  private static func direction(_ words: SIMD16<UInt32>) -> (SIMD16<Float>, SIMD16<Float>) {
    let bits = (words &>> 9) | SIMD16(repeating: 0x3F80_0000)
    let v = unsafeBitCast(bits, to: SIMD16<Float>.self) - 1.5
    let z = v * v
    var sine = SIMD16<Float>(repeating: 0x1.3daff6p-4)
    sine = sine * z + -0x1.324ccap-1
    sine = sine * z + 0x1.4668bp+1
    sine = sine * z + -0x1.4abbc2p+2
    sine = (sine * z + 0x1.921fb6p+1) * v
    var twiceCosine = SIMD16<Float>(repeating: -0x1.8fb73ep-5)
    twiceCosine = twiceCosine * z + 0x1.e126f2p-2
    twiceCosine = twiceCosine * z + -0x1.55d076p+1
    twiceCosine = twiceCosine * z + 0x1.03c1e4p+3
    twiceCosine = twiceCosine * z + -0x1.3bd3ccp+3
    twiceCosine = twiceCosine * z + 2
    return (1 - (sine + sine) * sine, sine * twiceCosine)
  }
}
