import Validation

/// What a sensory complex at a clamped input does within a time: `Propagator` for four states in a cycle, without an array.
public struct SensoryPropagator: Sendable, Hashable {
  /// p(A|·), p(B|·), p(C|·), p(D|·), each over the four states at the beginning.
  public private(set) var toA, toB, toC, toD: SIMD4<Double>

  /// The mean entropy released to the bath, in nats, by the state at the beginning.
  public private(set) var entropyFlow: SIMD4<Double>

  /// The propagator of the time `t`, in units of 1/k0; see `RateMatrix.propagator(for:)` for the method.
  ///
  /// - Precondition: `t` is finite and not negative.
  public init(_ cycle: SensoryCycle, for t: Double) {
    require(t >= 0 && t.isFinite, "A process evolves for a finite time that is not negative.")
    let exit = cycle.onward + cycle.back
    let fastest = max(max(exit.x, exit.y), max(exit.z, exit.w))
    let attempts = 16 * fastest * t
    let doublings = attempts > 1 ? Int(attempts.exponent) + 1 : 0
    self.init(
      cycle, exit: exit, attemptRate: fastest, short: t * Double(sign: .plus, exponent: -doublings, significand: 1))
    for doubling in 0..<doublings {
      double()
      // A division takes as long as the rest of a doubling, and four doublings make 16 roundings of one.
      if doubling % 4 == 3 { normalise() }
    }
    normalise()
  }

  /// The propagator of a time in which hardly anything happens.
  @inline(__always)
  private init(_ cycle: SensoryCycle, exit: SIMD4<Double>, attemptRate: Double, short h: Double) {
    let (onward, back, stay) = (cycle.onward, cycle.back, attemptRate - exit)
    let (a, b, c, d) = (SIMD4(1.0, 0, 0, 0), SIMD4(0.0, 1, 0, 0), SIMD4(0.0, 0, 1, 0), SIMD4(0.0, 0, 0, 1))
    (toA, toB, toC, toD) = (a, b, c, d)
    let perTime = onward * cycle.released - back * Self.before(cycle.released)
    entropyFlow = perTime
    for order in stride(from: 9.0, through: 1, by: -1) {
      let s = h / order
      let (pa, pb, pc, pd) = (toA, toB, toC, toD)
      toA = a + ((s * stay.x) * pa + (s * onward.w) * pd + (s * back.y) * pb)
      toB = b + ((s * stay.y) * pb + (s * onward.x) * pa + (s * back.z) * pc)
      toC = c + ((s * stay.z) * pc + (s * onward.y) * pb + (s * back.w) * pd)
      toD = d + ((s * stay.w) * pd + (s * onward.z) * pc + (s * back.x) * pa)
      let f = entropyFlow
      entropyFlow = perTime + (h / (order + 1)) * (onward * (Self.after(f) - f) + back * (Self.before(f) - f))
    }
    entropyFlow = h * entropyFlow
    normalise()
  }

  /// The same for twice the time.
  @inline(__always)
  private mutating func double() {
    let (a, b, c, d, f) = (toA, toB, toC, toD, entropyFlow)
    entropyFlow = f + ((f.x * a + f.y * b) + (f.z * c + f.w * d))
    toA = (a.x * a + a.y * b) + (a.z * c + a.w * d)
    toB = (b.x * a + b.y * b) + (b.z * c + b.w * d)
    toC = (c.x * a + c.y * b) + (c.z * c + c.w * d)
    toD = (d.x * a + d.y * b) + (d.z * c + d.w * d)
  }

  @inline(__always)
  private mutating func normalise() {
    let scale = 1 / ((toA + toB) + (toC + toD))
    toA *= scale
    toB *= scale
    toC *= scale
    toD *= scale
  }

  /// The number of the next state, and of the one before, in the place of each.
  @inline(__always)
  private static func after(_ v: SIMD4<Double>) -> SIMD4<Double> { SIMD4(v.y, v.z, v.w, v.x) }
  @inline(__always)
  private static func before(_ v: SIMD4<Double>) -> SIMD4<Double> { SIMD4(v.w, v.x, v.y, v.z) }

  /// The distribution at the end, from `p` at the beginning.
  @inline(__always)
  public func evolve(_ p: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(Self.dot(toA, p), Self.dot(toB, p), Self.dot(toC, p), Self.dot(toD, p))
  }

  /// The mean entropy released to the bath, in nats, from `p` at the beginning.
  @inline(__always)
  public func entropyFlow(from p: SIMD4<Double>) -> Double { Self.dot(entropyFlow, p) }

  @inline(__always)
  private static func dot(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> Double {
    let product = a * b
    return (product.x + product.y) + (product.z + product.w)
  }
}
