import KernelMemory
import Randomness

/// Random numbers in the order in which a kernel uses them up: drawn a thousand at a time, in SIMD lanes.
struct RandomSupply: ~Copyable {
  private static let size = 1024
  private var lanes: RandomLanes
  private let uniforms = Blocks(capacity: size)
  private let exponentials = Blocks(capacity: size)
  /// The place of the next uniform number.
  private(set) var nextUniform = size
  private var nextExponential = size

  init(_ stream: RandomStream) { lanes = RandomLanes(stream) }

  /// Begins anew with another stream.
  mutating func restart(_ stream: RandomStream) {
    lanes = RandomLanes(stream)
    (nextUniform, nextExponential) = (Self.size, Self.size)
  }

  /// A number uniform in (0, 1).
  @inline(__always)
  mutating func uniform() -> Double {
    if nextUniform == Self.size { refillUniforms() }
    nextUniform &+= 1
    return uniforms[nextUniform &- 1]
  }

  /// The uniform number at a place at or behind the next one, which stays where it is; nil where it is not drawn yet.
  @inline(__always)
  func uniform(at place: Int) -> Double? { place < Self.size ? uniforms[place] : nil }

  /// A waiting time of rate 1.
  @inline(__always)
  mutating func exponential() -> Double {
    if nextExponential == Self.size { refillExponentials() }
    nextExponential &+= 1
    return exponentials[nextExponential &- 1]
  }

  @inline(never)
  private mutating func refillUniforms() {
    for block in 0..<uniforms.count { uniforms[block: block] = lanes.uniform() }
    nextUniform = 0
  }

  @inline(never)
  private mutating func refillExponentials() {
    for pair in 0..<exponentials.count / 2 {
      (exponentials[block: 2 * pair], exponentials[block: 2 * pair + 1]) = lanes.exponentials(splitAt: lanes.uniform())
    }
    nextExponential = 0
  }
}
