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

  /// The first vectors of the memory filled with independent standard normal numbers.
  static func fill(_ normals: borrowing VectorMemory<Self>, count: Int, from random: inout RandomLanes)

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

  static func fill(_ normals: borrowing VectorMemory<Self>, count: Int, from random: inout RandomLanes) {
    random.storeNormals(normals.vectors, count: count)
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

  static func fill(_ normals: borrowing VectorMemory<Self>, count: Int, from random: inout RandomLanes) {
    random.storeFloatNormals(normals.vectors, count: count)
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
