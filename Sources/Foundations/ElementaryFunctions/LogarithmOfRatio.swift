extension Elementary {
  /// ln(a/b) of two numbers that are not negative, also where a/b overflows or underflows.
  ///
  /// −∞ where only a is 0, +∞ where only b is 0, NaN where both are, or one is negative or NaN. The logarithm of the ratio, in
  /// which small differences do not cancel; apart only where the ratio is no normal number.
  @inlinable @inline(__always)
  public static func logRatio(_ a: Double, _ b: Double) -> Double {
    let ratio = a / b
    return ratio.isNormal ? log(ratio) : log(a) - log(b)
  }

  /// ln(ab/(cd)) of four numbers that are not negative, also where a product overflows or underflows.
  ///
  /// As ``logRatio(_:_:)``, with the products in place of a and b: where one is no normal number, the two ratios a/c and b/d, and only
  /// where one of these is none, four logarithms.
  @inlinable @inline(__always)
  public static func logRatio(_ a: Double, _ b: Double, over c: Double, _ d: Double) -> Double {
    let (above, below) = (a * b, c * d)
    let ratio = above / below
    if above.isNormal && below.isNormal && ratio.isNormal { return log(ratio) }
    return logRatio(a, c) + logRatio(b, d)
  }
}
