import Randomness

/// Random numbers in the order in which the kernels of spin networks use them up: drawn a thousand at a time, in SIMD
/// lanes.
struct RandomSupply: ~Copyable {
  private static let size = 1024
  private var lanes: RandomLanes
  private let uniforms = Blocks(Array(repeating: 0, count: size), filling: 0)
  private let exponentials = Blocks(Array(repeating: 0, count: size), filling: 0)
  private let logits = Blocks(Array(repeating: 0, count: size), filling: 0)
  private var nextUniform = size
  private var nextExponential = size
  private var nextLogit = size

  init(_ stream: RandomStream) { lanes = RandomLanes(stream) }

  /// A number uniform in (0, 1).
  @inline(__always)
  mutating func uniform() -> Double {
    if nextUniform == Self.size { refillUniforms() }
    nextUniform += 1
    return uniforms[nextUniform - 1]
  }

  /// A waiting time of rate 1.
  @inline(__always)
  mutating func exponential() -> Double {
    if nextExponential == Self.size { refillExponentials() }
    nextExponential += 1
    return exponentials[nextExponential - 1]
  }

  /// ln[(1 − u)/u] with u uniform in (0, 1): it exceeds x with probability 1/(1 + exp(x)).
  @inline(__always)
  mutating func logit() -> Double {
    if nextLogit == Self.size { refillLogits() }
    nextLogit += 1
    return logits[nextLogit - 1]
  }

  @inline(never)
  private mutating func refillLogits() {
    for block in 0..<logits.count { logits[block: block] = lanes.logistic() }
    nextLogit = 0
  }

  @inline(never)
  private mutating func refillUniforms() {
    for block in 0..<uniforms.count { uniforms[block: block] = lanes.uniform() }
    nextUniform = 0
  }

  @inline(never)
  private mutating func refillExponentials() {
    for block in 0..<exponentials.count { exponentials[block: block] = lanes.exponential() }
    nextExponential = 0
  }
}
