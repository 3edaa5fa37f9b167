import Validation

/// The xoshiro256++ generator: 256 bits of state, period 2²⁵⁶ − 1, one 64-bit word a call.
///
/// It passes the known statistical batteries and costs about a nanosecond a word.
/// Use ``RandomStream`` unless you need the bare generator.
///
/// Source: D. Blackman and S. Vigna, ACM Trans. Math. Softw. 47, 36 (2021), "Scrambled linear pseudorandom
/// number generators".
@frozen
public struct Xoshiro256PlusPlus: RandomNumberGenerator, Sendable, Hashable {
  @usableFromInline var s0, s1, s2, s3: UInt64

  /// The generator in a given state.
  ///
  /// - Precondition: not all four words are zero, the one state from which the generator never leaves.
  @inlinable
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    require(
      state.0 | state.1 | state.2 | state.3 != 0, "xoshiro256++ cannot start from the state of all zeros.")
    (s0, s1, s2, s3) = state
  }

  /// The next 64 random bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let result = Self.rotate(s0 &+ s3, 23) &+ s0
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = Self.rotate(s3, 45)
    return result
  }

  @inlinable @inline(__always)
  static func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    (word << bits) | (word >> (64 - bits))
  }
}
