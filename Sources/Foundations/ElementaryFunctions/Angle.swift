extension Elementary {
  /// The angle of the point (x, y), in radians between −π and π: the arctangent of y/x in the quadrant of the point.
  ///
  /// For finite x and y that are not both 0 and whose squares are in the range of normal numbers. Error below 1e-15, absolute.
  ///
  /// Method: the angle of the point (|x|, |y|) with both exchanged for y > x is a(π/4 + 0.273(1 − a)) for the ratio a ≤ 1, up to
  /// 0.004; S. Rajan et al., IEEE Signal Process. Mag. 23 (3), 108 (2006). The sine of what is missing is a cross product,
  /// and the series of its arcsine ends soon.
  public static func angle(x: Double, y: Double) -> Double {
    let (width, height) = (abs(x), abs(y))
    let ratio = min(width, height) / max(width, height)
    // In turns: π/4 is an eighth.
    let steep = ratio * (0.125 + 0.0434493 * (1 - ratio))
    let turns = height > width ? 0.25 - steep : steep
    let (sine, cosine) = sineAndCosine(ofTurns: turns)
    let s = (height * cosine - width * sine) / (x * x + y * y).squareRoot()
    let z = s * s
    let missing = s * (1 + z * (1.0 / 6 + z * (3.0 / 40 + z * (5.0 / 112))))
    let acute = 2 * Double.pi * turns + missing
    let angle = x < 0 ? Double.pi - acute : acute
    return y < 0 ? -angle : angle
  }
}
