import ElementaryFunctions

/// Eight independent xoshiro256++ generators side by side, for loops that want random numbers by the thousand.
///
///     var lanes = RandomLanes(RandomStream(seed: 7)["kernel"])
///     let numbers = lanes.uniform()                  // eight numbers between 0 and 1
///
/// Lane i is the generator of the stream `stream[i]`, so that the numbers do not depend on who else draws.
@frozen
public struct RandomLanes: Sendable {
  @usableFromInline var s0, s1, s2, s3: SIMD8<UInt64>

  /// The lanes below a stream, from their beginning.
  public init(_ stream: RandomStream) {
    (s0, s1, s2, s3) = (SIMD8(), SIMD8(), SIMD8(), SIMD8())
    for lane in 0..<8 {
      let generator = stream.address.appending(lane).generator
      (s0[lane], s1[lane], s2[lane], s3[lane]) = (generator.s0, generator.s1, generator.s2, generator.s3)
    }
  }

  /// The next 64 random bits of every lane.
  @inlinable @inline(__always)
  public mutating func next() -> SIMD8<UInt64> {
    let sum = s0 &+ s3
    let result = ((sum &<< 23) | (sum &>> 41)) &+ s0
    let shifted = s1 &<< 17
    let (t2, t3) = (Self.exclusiveOr(s2, s0), Self.exclusiveOr(s3, s1))
    s1 = Self.exclusiveOr(s1, t2)
    s0 = Self.exclusiveOr(s0, t3)
    s2 = Self.exclusiveOr(t2, shifted)
    s3 = (t3 &<< 45) | (t3 &>> 19)
    return result
  }

  /// a ^ b. Of integer vectors it is compiled lane by lane, and the vectorizer does not find its way back: the generator took three
  /// times as long. Of masks, which are vectors of integers too, it is one instruction.
  @inlinable @inline(__always)
  static func exclusiveOr(_ a: SIMD8<UInt64>, _ b: SIMD8<UInt64>) -> SIMD8<UInt64> {
    let (left, right) = (
      unsafeBitCast(a, to: SIMDMask<SIMD8<Int64>>.self), unsafeBitCast(b, to: SIMDMask<SIMD8<Int64>>.self)
    )
    return unsafeBitCast(left .^ right, to: SIMD8<UInt64>.self)
  }

  /// Stores random words.
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the others follow it.
  ///   - count: how many vectors.
  public mutating func storeWords(_ memory: UnsafeMutablePointer<SIMD8<UInt64>>, count: Int) {
    self = storedWords(memory, count)
  }

  /// Where the state goes back by way of a result, the loop does not store it at every step.
  @inline(never)
  private func storedWords(_ memory: UnsafeMutablePointer<SIMD8<UInt64>>, _ count: Int) -> RandomLanes {
    var lanes = self
    for place in 0..<count { memory[place] = lanes.next() }
    return lanes
  }

  /// A number uniform in the open interval (0, 1) in every lane; see ``RandomStream/uniform()``.
  @inlinable @inline(__always)
  public mutating func uniform() -> SIMD8<Double> {
    // Bits of a number in [1, 2); the subtraction is exact and leaves odd multiples of 2⁻⁵³.
    let bits = (next() &>> 12) | SIMD8(repeating: 0x3FF0_0000_0000_0000)
    return unsafeBitCast(bits, to: SIMD8<Double>.self) - (1 - 0x1p-53)
  }

  /// A whole number from 0 to `count` − 1 in every lane, each with equal probability, and beside it a number uniform in [0, 1], in
  /// steps of 2⁻⁵³ `count`: what the whole number leaves of a uniform one.
  ///
  /// - Parameter count: how many numbers there are, from 1 to 2⁵⁰.
  @inlinable @inline(__always)
  public mutating func index(below count: Double) -> (index: SIMD8<UInt64>, rest: SIMD8<Double>) {
    let place = uniform() * count - 0.5
    // Adding 1.5·2⁵² leaves the nearest whole number in the lowest bits.
    let shifted = place + 0x1.8p52
    let nearest = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) & 0x7_FFFF_FFFF_FFFF
    let last = SIMD8(repeating: UInt64(count) &- 1)
    return (nearest.replacing(with: last, where: nearest .> last), (place - (shifted - 0x1.8p52)) + 0.5)
  }

  /// Two independent waiting times of rate 1 in every lane, at the price of one logarithm: the sum of two is
  /// −ln(u₁u₂), and the first is a uniform fraction of the sum.
  ///
  /// Source: L. Devroye, "Non-Uniform Random Variate Generation" (Springer, 1986), section V.3.1.
  ///
  /// - Parameter fraction: a number uniform in [0, 1] and independent of everything else.
  @inlinable @inline(__always)
  public mutating func exponentials(splitAt fraction: SIMD8<Double>) -> (SIMD8<Double>, SIMD8<Double>) {
    let sum = -Elementary.log(ofNormal: uniform() * uniform())
    return (fraction * sum, (1 - fraction) * sum)
  }
}
