import ElementaryFunctions
import KernelMemory
import Randomness

/// The vectors of weights that a student is simulated with: eight `Double` or sixteen `Float`.
protocol WeightLanes: SIMD where Scalar: BinaryFloatingPoint {
  /// As many bits as the vector has.
  associatedtype Bits: SIMD

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self

  /// 512 random bits: the signs of one vector after the other are read off their top, lane by lane.
  static func signs(from random: inout RandomLanes) -> Bits

  /// The bits of the next vector moved to the top.
  static func advanced(_ signs: Bits) -> Bits

  /// Every lane times the sign on top of its bits.
  func times(signs: Bits) -> Self

  /// The first vectors of the memory filled with independent normal numbers of mean 0, from −2 times their variance.
  ///
  /// - Parameter count: how many vectors; even, since Box and Muller's numbers come in pairs.
  ///
  /// Source: G. E. P. Box and M. E. Muller, Ann. Math. Stat. 29, 610 (1958).
  static func fill(
    _ normals: borrowing VectorMemory<Self>, count: Int, minusTwiceVariance: Self, from random: inout RandomLanes)

  /// The sum of the lanes, as `Double`.
  var total: Double { get }

  /// The scalar product with another vector; products and sums as `Double`.
  func dot(_ other: Self) -> Double
}

extension SIMD8<Double>: WeightLanes {
  @inline(__always)
  static func signs(from random: inout RandomLanes) -> SIMD8<UInt64> { random.next() }

  @inline(__always)
  static func advanced(_ signs: SIMD8<UInt64>) -> SIMD8<UInt64> { signs &<< 1 }

  @inline(__always)
  func times(signs: SIMD8<UInt64>) -> Self {
    let sign = signs & 0x8000_0000_0000_0000
    return unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt64>.self) ^ sign, to: Self.self)
  }

  /// Numbers uniform in (0, 1): odd multiples of 2⁻⁵³.
  @inline(__always)
  private static func uniform(_ bits: Self) -> Self {
    let bits = (unsafeBitCast(bits, to: SIMD8<UInt64>.self) &>> 12) | 0x3FF0_0000_0000_0000
    return unsafeBitCast(bits, to: Self.self) - (1 - 0x1p-53)
  }

  @inline(never)
  static func fill(
    _ normals: borrowing VectorMemory<Self>, count: Int, minusTwiceVariance: Self, from random: inout RandomLanes
  ) {
    for place in 0..<count { normals[place] = unsafeBitCast(random.next(), to: Self.self) }
    for place in stride(from: 0, to: count, by: 2) {
      let (first, second) = (uniform(normals[place]), uniform(normals[place + 1]))
      let squared = minusTwiceVariance * Elementary.log(first)
      var radius = Self()
      // The square root of a vector has a branch per lane; of the lanes it is one instruction.
      for lane in 0..<8 { radius[lane] = abs(squared[lane]).squareRoot() }
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: second)
      normals[place] = radius * cosine
      normals[place + 1] = radius * sine
    }
  }

  @inline(__always)
  var total: Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  @inline(__always)
  func dot(_ other: Self) -> Double { (self * other).total }
}

extension SIMD16<Float>: WeightLanes {
  @inline(__always)
  static func signs(from random: inout RandomLanes) -> SIMD16<UInt32> {
    unsafeBitCast(random.next(), to: SIMD16<UInt32>.self)
  }

  @inline(__always)
  static func advanced(_ signs: SIMD16<UInt32>) -> SIMD16<UInt32> { signs &<< 1 }

  @inline(__always)
  func times(signs: SIMD16<UInt32>) -> Self {
    let sign = signs & 0x8000_0000
    return unsafeBitCast(unsafeBitCast(self, to: SIMD16<UInt32>.self) ^ sign, to: Self.self)
  }

  /// Numbers uniform in (0, 1): odd multiples of 2⁻²⁴.
  ///
  /// As the midpoints of 2²³ equal cells they change the mean of −ln u by a fraction of 4·10⁻⁸, and no normal number made of
  /// them exceeds √(48 ln 2) = 5.77 standard deviations, beyond which lie 8·10⁻⁹ of all.
  @inline(__always)
  private static func uniform(_ bits: Self) -> Self {
    let bits = (unsafeBitCast(bits, to: SIMD16<UInt32>.self) &>> 9) | 0x3F80_0000
    return unsafeBitCast(bits, to: Self.self) - (1 - 0x1p-24)
  }

  // Three loops, each through memory: in one the compiler takes the generators apart and leaves one of the elementary
  // functions a call, with all registers saved around it.
  static func fill(
    _ normals: borrowing VectorMemory<Self>, count: Int, minusTwiceVariance: Self, from random: inout RandomLanes
  ) {
    for place in 0..<count { normals[place] = unsafeBitCast(random.next(), to: Self.self) }
    fillRadii(normals, count: count, minusTwiceVariance: minusTwiceVariance)
    fillPairs(normals, count: count)
  }

  /// Random bits in even places become the radii of Box and Muller.
  @inline(never)
  private static func fillRadii(_ numbers: borrowing VectorMemory<Self>, count: Int, minusTwiceVariance: Self) {
    for place in stride(from: 0, to: count, by: 2) {
      let squared = minusTwiceVariance * Elementary.log(uniform(numbers[place]))
      var radius = Self()
      for lane in 0..<16 { radius[lane] = abs(squared[lane]).squareRoot() }
      numbers[place] = radius
    }
  }

  /// Radii in even places, random bits in odd ones become pairs of normal numbers.
  @inline(never)
  private static func fillPairs(_ numbers: borrowing VectorMemory<Self>, count: Int) {
    for place in stride(from: 0, to: count, by: 2) {
      let radius = numbers[place]
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: uniform(numbers[place + 1]))
      numbers[place] = radius * cosine
      numbers[place + 1] = radius * sine
    }
  }

  @inline(__always)
  private static func asDouble(_ x: SIMD8<Float>) -> SIMD8<Double> {
    var wide = SIMD8<Double>()
    for lane in 0..<8 { wide[lane] = Double(x[lane]) }
    return wide
  }

  @inline(__always)
  var total: Double { (Self.asDouble(lowHalf) + Self.asDouble(highHalf)).total }

  @inline(__always)
  func dot(_ other: Self) -> Double {
    let low = Self.asDouble(lowHalf) * Self.asDouble(other.lowHalf)
    return (low + Self.asDouble(highHalf) * Self.asDouble(other.highHalf)).total
  }
}
