extension Elementary {
  /// 10ˣ, computed as exp(x ln 10): the number of which x is the decimal logarithm.
  ///
  /// Any x; 0, infinity and NaN as `exp` gives them. 1 for x = 0, and else the relative error is below 2.2e-16 + 4.8e-16 |x|, by
  /// the roundings of ln 10 and of the product: whole powers of ten are not exact.
  public static func powerOfTen(_ x: Double) -> Double { exp(x * log(10.0)) }
}
