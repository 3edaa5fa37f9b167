/// Arguments and exact values, computed with mpmath at 60 digits.
///
/// One word of the tables holds, in hexadecimal, the bits of the argument, the bits of the value rounded to the format,
/// and what the exact value has beyond that, in 1/256 ulp, as a signed byte. The arguments are random, with extra ones
/// where a function is hard: near its zeros, at the ends of its reduction, where the value underflows.
enum ReferenceTable {
  /// The errors of a function on a table, in ulp of the value or, if `absolute`, in units of 1.
  static func errors<T: BinaryFloatingPoint>(
    of function: (T) -> T, on table: String, absolute: Bool
  ) -> [Double] {
    let width = T.exponentBitCount + T.significandBitCount + 1
    return table.split(whereSeparator: \.isWhitespace).map { word in
      let x: T = number(word.prefix(width / 4))
      let y: T = number(word.dropFirst(width / 4).prefix(width / 4))
      let beyond = Double(Int8(bitPattern: UInt8(word.suffix(2), radix: 16) ?? 0)) / 256
      let error = Double((function(x) - y) / y.ulp) - beyond
      return abs(absolute ? error * Double(y.ulp) : error)
    }
  }

  private static func number<T: BinaryFloatingPoint>(_ digits: Substring) -> T {
    guard let bits = UInt64(digits, radix: 16) else { return .nan }
    return T.significandBitCount == 52
      ? T(Double(bitPattern: bits)) : T(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }
}
