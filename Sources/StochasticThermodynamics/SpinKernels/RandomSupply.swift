import Foundation
import Randomness

/// Random numbers in the order in which the kernels of spin networks use them up: drawn a thousand at a time, in SIMD
/// lanes.
struct RandomSupply {
  private var lanes: RandomLanes
  private var uniforms = [Double](repeating: 0, count: 1024)
  private var exponentials = [Double](repeating: 0, count: 1024)
  private var nextUniform = 1024
  private var nextExponential = 1024

  init(_ stream: RandomStream) { lanes = RandomLanes(stream) }

  /// A number uniform in (0, 1).
  @inline(__always)
  mutating func uniform() -> Double {
    if nextUniform == uniforms.count { refillUniforms() }
    defer { nextUniform += 1 }
    return uniforms[nextUniform]
  }

  /// A waiting time of rate 1.
  @inline(__always)
  mutating func exponential() -> Double {
    if nextExponential == exponentials.count { refillExponentials() }
    defer { nextExponential += 1 }
    return exponentials[nextExponential]
  }

  @inline(never)
  private mutating func refillUniforms() {
    lanes.fillUniform(&uniforms)
    nextUniform = 0
  }

  @inline(never)
  private mutating func refillExponentials() {
    lanes.fillUniform(&exponentials)
    for place in exponentials.indices { exponentials[place] = -log(exponentials[place]) }
    nextExponential = 0
  }
}
