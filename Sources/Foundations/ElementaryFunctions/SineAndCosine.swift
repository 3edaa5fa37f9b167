extension Elementary {
  /// sin 2πu and cos 2πu, for the pair of normal numbers of Box and Muller.
  ///
  /// For 0 ≤ u ≤ 1; exact at the quarters of a turn. Error below 2e-16, absolute.
  ///
  /// Method: u = n/4 + r with |r| ≤ 1/8, exact, and own minimax polynomials of sin 2πr and cos 2πr; with the angle in
  /// turns no digit is lost to π, unlike in W. J. Cody and W. Waite, "Software Manual for the Elementary Functions"
  /// (Prentice-Hall, 1980), chapter 8, which is followed otherwise.
  @inlinable @inline(__always)
  public static func sineAndCosine(ofTurns u: Double) -> (sine: Double, cosine: Double) { circular(u) }

  /// sin 2πu and cos 2πu of eight numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func sineAndCosine(ofTurns u: SIMD8<Double>) -> (sine: SIMD8<Double>, cosine: SIMD8<Double>) {
    circular(u)
  }

  /// sin 2πu and cos 2πu, for the pair of normal numbers of Box and Muller.
  ///
  /// For 0 ≤ u ≤ 1; exact at the quarters of a turn. Error below 1e-7, absolute.
  ///
  /// Method: as in `Double`.
  @inlinable @inline(__always)
  public static func sineAndCosine(ofTurns u: Float) -> (sine: Float, cosine: Float) { circular(u) }

  /// sin 2πu and cos 2πu of sixteen numbers, each with the bits of the scalar function.
  @inlinable @inline(__always)
  public static func sineAndCosine(ofTurns u: SIMD16<Float>) -> (sine: SIMD16<Float>, cosine: SIMD16<Float>) {
    circular(u)
  }

  @inlinable @inline(__always)
  static func circular<V: DoubleLanes>(_ u: V) -> (sine: V, cosine: V) {
    let shifted = u * 4 + 0x1.8p52
    let r = u - (shifted - 0x1.8p52) * 0.25
    let z = r * r
    var sine = V(repeating: 0x1.e44f2776fb83p+1)
    sine = sine * z + -0x1.e3018a2748869p+3
    sine = sine * z + 0x1.5078311d2ecfap+5
    sine = sine * z + -0x1.32d2cce43e546p+6
    sine = sine * z + 0x1.466bc67759cdp+6
    sine = sine * z + -0x1.4abbce625be5p+5
    sine = (sine * z + 0x1.921fb54442d18p+2) * r
    var cosine = V(repeating: -0x1.b2ace1b2a1d57p+0)
    cosine = cosine * z + 0x1.f9cd420094947p+2
    cosine = cosine * z + -0x1.a6d1ede164ecap+4
    cosine = cosine * z + 0x1.e1f506854cb56p+5
    cosine = cosine * z + -0x1.55d3c7e3ca78cp+6
    cosine = cosine * z + 0x1.03c1f081b5abcp+6
    cosine = cosine * z + -0x1.3bd3cc9be45dep+4
    cosine = cosine * z + 1
    // A quarter of a turn turns (sine, cosine) into (cosine, −sine): odd n exchanges them, bit 1 of n and of n + 1 is
    // the sign of the one and of the other.
    let n = shifted.bitPattern
    let isOdd = V(bitPattern: (n & .all(1)) &<< .all(52)) .!= V(repeating: 0)
    let sineSign = (n & .all(2)) &<< .all(62)
    let cosineSign = ((n &+ .all(1)) & .all(2)) &<< .all(62)
    return (
      V(bitPattern: sine.replacing(with: cosine, where: isOdd).bitPattern ^ sineSign),
      V(bitPattern: cosine.replacing(with: sine, where: isOdd).bitPattern ^ cosineSign)
    )
  }

  @inlinable @inline(__always)
  static func circular<V: FloatLanes>(_ u: V) -> (sine: V, cosine: V) {
    let shifted = u * 4 + 0x1.8p23
    let r = u - (shifted - 0x1.8p23) * 0.25
    let z = r * r
    var sine = V(repeating: -0x1.2e2c2ep+6)
    sine = sine * z + 0x1.46624cp+6
    sine = sine * z + -0x1.4abbc4p+5
    sine = (sine * z + 0x1.921fb6p+2) * r
    var cosine = V(repeating: 0x1.da8cdcp+5)
    cosine = cosine * z + -0x1.55c8b8p+6
    cosine = cosine * z + 0x1.03c1e4p+6
    cosine = cosine * z + -0x1.3bd3ccp+4
    cosine = cosine * z + 1
    let n = shifted.bitPattern
    let isOdd = V(bitPattern: (n & .all(1)) &<< .all(23)) .!= V(repeating: 0)
    let sineSign = (n & .all(2)) &<< .all(30)
    let cosineSign = ((n &+ .all(1)) & .all(2)) &<< .all(30)
    return (
      V(bitPattern: sine.replacing(with: cosine, where: isOdd).bitPattern ^ sineSign),
      V(bitPattern: cosine.replacing(with: sine, where: isOdd).bitPattern ^ cosineSign)
    )
  }
}
