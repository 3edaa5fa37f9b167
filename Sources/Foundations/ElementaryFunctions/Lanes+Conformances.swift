extension UInt64: BitLanes {
  @usableFromInline typealias Scalar = UInt64

  @inlinable @inline(__always)
  init(repeating value: UInt64) { self = value }
}

extension SIMD8: BitLanes where Scalar == UInt64 {}

extension UInt32: BitLanes {
  @usableFromInline typealias Scalar = UInt32

  @inlinable @inline(__always)
  init(repeating value: UInt32) { self = value }
}

extension SIMD16: BitLanes where Scalar == UInt32 {}

extension Double: DoubleLanes {
  @usableFromInline typealias Scalar = Double
  @usableFromInline typealias Bits = UInt64
  @usableFromInline typealias Mask = Bool

  @inlinable @inline(__always)
  init(repeating value: Double) { self = value }
  @inlinable @inline(__always)
  static func .< (a: Double, b: Double) -> Bool { a < b }
  @inlinable @inline(__always)
  static func .== (a: Double, b: Double) -> Bool { a == b }
  @inlinable @inline(__always)
  static func .!= (a: Double, b: Double) -> Bool { a != b }
  @inlinable @inline(__always)
  func replacing(with other: Double, where mask: Bool) -> Double { mask ? other : self }
}

extension SIMD8: Lanes, DoubleLanes where Scalar == Double {
  @usableFromInline typealias Bits = SIMD8<UInt64>
  @usableFromInline typealias Mask = SIMDMask<SIMD8<Int64>>

  @inlinable @inline(__always)
  init(bitPattern: SIMD8<UInt64>) { self = unsafeBitCast(bitPattern, to: SIMD8<Double>.self) }
  @inlinable @inline(__always)
  var bitPattern: SIMD8<UInt64> { unsafeBitCast(self, to: SIMD8<UInt64>.self) }
}

extension Float: FloatLanes {
  @usableFromInline typealias Scalar = Float
  @usableFromInline typealias Bits = UInt32
  @usableFromInline typealias Mask = Bool

  @inlinable @inline(__always)
  init(repeating value: Float) { self = value }
  @inlinable @inline(__always)
  static func .< (a: Float, b: Float) -> Bool { a < b }
  @inlinable @inline(__always)
  static func .== (a: Float, b: Float) -> Bool { a == b }
  @inlinable @inline(__always)
  static func .!= (a: Float, b: Float) -> Bool { a != b }
  @inlinable @inline(__always)
  func replacing(with other: Float, where mask: Bool) -> Float { mask ? other : self }
}

extension SIMD16: Lanes, FloatLanes where Scalar == Float {
  @usableFromInline typealias Bits = SIMD16<UInt32>
  @usableFromInline typealias Mask = SIMDMask<SIMD16<Int32>>

  @inlinable @inline(__always)
  init(bitPattern: SIMD16<UInt32>) { self = unsafeBitCast(bitPattern, to: SIMD16<Float>.self) }
  @inlinable @inline(__always)
  var bitPattern: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }
}
