import Foundation

/// Eight independent xoshiro256++ generators side by side, for loops that want random numbers by the thousand.
///
///     var lanes = RandomLanes(RandomStream(seed: 7)["kernel"])
///     var waits = [Double](repeating: 0, count: 1024)
///     lanes.fillExponential(&waits)
///
/// Lane i is the generator of the stream `stream[i]`, so that the numbers do not depend on who else draws.
@frozen
public struct RandomLanes: Sendable {
  @usableFromInline var s0, s1, s2, s3: SIMD8<UInt64>

  /// The lanes below a stream, from their beginning.
  public init(_ stream: RandomStream) {
    let generators = (0..<8).map { stream.address.appending($0).generator }
    (s0, s1, s2, s3) = (SIMD8(), SIMD8(), SIMD8(), SIMD8())
    for (lane, generator) in generators.enumerated() {
      (s0[lane], s1[lane], s2[lane], s3[lane]) = (generator.s0, generator.s1, generator.s2, generator.s3)
    }
  }

  /// The next 64 random bits of every lane.
  @inlinable @inline(__always)
  public mutating func next() -> SIMD8<UInt64> {
    let sum = s0 &+ s3
    let result = ((sum &<< 23) | (sum &>> 41)) &+ s0
    let shifted = s1 &<< 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 &<< 45) | (s3 &>> 19)
    return result
  }

  /// A number uniform in the open interval (0, 1) in every lane; see ``RandomStream/uniform()``.
  @inlinable @inline(__always)
  public mutating func uniform() -> SIMD8<Double> {
    // Bits of a number in [1, 2); the subtraction is exact and leaves odd multiples of 2⁻⁵³.
    let bits = (next() &>> 12) | SIMD8(repeating: 0x3FF0_0000_0000_0000)
    return unsafeBitCast(bits, to: SIMD8<Double>.self) - (1 - 0x1p-53)
  }

  /// Fills an array with uniform numbers in (0, 1).
  ///
  /// - Precondition: the length is a multiple of 8.
  @inlinable
  public mutating func fillUniform(_ numbers: inout [Double]) {
    precondition(numbers.count % 8 == 0, "Random lanes fill arrays whose length is a multiple of 8.")
    for start in stride(from: 0, to: numbers.count, by: 8) {
      let drawn = uniform()
      for lane in 0..<8 { numbers[start + lane] = drawn[lane] }
    }
  }
}
