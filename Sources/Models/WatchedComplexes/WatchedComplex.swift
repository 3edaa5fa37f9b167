import ElementaryFunctions
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// A two-spin complex that is watched for a time while it reads a static input.
///
/// Its four states form the cycle A = (++) → B = (−+) → C = (−−) → D = (+−) → A. With exponential rates every rate is a factor
/// without the input times exp(βx_i e), where i is the spin that flips and e = −s_i. So the likelihood of a path is
/// p_ss(s₀|x) f₁(x₁) f₂(x₂), and depends on the path by few numbers only; see ``CyclePath``.
public struct WatchedComplex: Sendable, Codable, Hashable {
  /// J₁₂ and J₂₁; the clock does not use them.
  public var couplings: PairCouplings

  /// The inverse temperature β.
  public var beta: Double

  /// δ: how strongly the input itself drives the cycle. Flips of spin i onward, A → B → C → D → A, are faster by
  /// exp(βδx_i), and those back slower; the affinity of a turn gains 4βδ(x₁ + x₂). 0 in a sensory complex, whose input
  /// is a conservative field.
  public var inputDrive: Double

  /// Whether this is the limit of strong drive, J = (−a, a) with a → ∞: the cycle goes onward only, and the unit of time is
  /// e^(−βa)/k0.
  public var isClock: Bool

  /// A complex with exponential rates.
  public init(couplings: PairCouplings, beta: Double, inputDrive: Double = 0) {
    (self.couplings, self.beta, self.inputDrive, isClock) = (couplings, beta, inputDrive, false)
  }

  /// The limit of strong drive; see ``isClock``.
  public static func clock(beta: Double) -> WatchedComplex {
    var clock = WatchedComplex(couplings: PairCouplings(symmetric: 0), beta: beta)
    clock.isClock = true
    return clock
  }

  /// The factors of the rates out of A, B, C, D onward and back.
  var factors: (onward: SIMD4<Double>, back: SIMD4<Double>) {
    if isClock { return (SIMD4(repeating: 1), SIMD4()) }
    let (w1, w2) = (Elementary.exp(-beta * couplings.j12), Elementary.exp(-beta * couplings.j21))
    return (SIMD4(w1, 1 / w2, w1, 1 / w2), SIMD4(w2, 1 / w1, w2, 1 / w1))
  }

  /// The exponents e of the rates onward and back, in units of βx_i. Out of A and C spin 1 flips onward and spin 2 back; out of
  /// B and D it is the other way round.
  var exponents: (onward: SIMD4<Double>, back: SIMD4<Double>) {
    (SIMD4(-1, -1, 1, 1) + inputDrive, SIMD4(-1, 1, 1, -1) - inputDrive)
  }

  /// The process at an input.
  public func process(reading x: SIMD2<Double>) -> CycleProcess {
    let (factors, exponents) = (factors, exponents)
    let (first, second) = (SIMD4(x.x, x.y, x.x, x.y), SIMD4(x.y, x.x, x.y, x.x))
    func rates(_ factors: SIMD4<Double>, _ exponents: SIMD4<Double>) -> SIMD4<Double> {
      let all = Elementary.exp(SIMD8(lowHalf: beta * exponents, highHalf: SIMD4()))
      return factors * all.lowHalf
    }
    return CycleProcess(
      onward: rates(factors.onward, exponents.onward * first), back: rates(factors.back, exponents.back * second))
  }

  /// ln p(γ)/p(γᴿ) as far as it does not depend on the input: the entropy that the couplings released, in nats.
  func released(by path: CyclePath) -> Double {
    2 * beta * (couplings.j21 * path.turns.y - couplings.j12 * path.turns.x)
  }
}

/// A jump process on the cycle of four states 0 → 1 → 2 → 3 → 0. Channel 0 leads onward, channel 1 back.
public struct CycleProcess: MarkovJumpProcess, Hashable {
  /// The rates out of each state to the next one and to the one before.
  public let onward, back: SIMD4<Double>

  /// A process.
  public init(onward: SIMD4<Double>, back: SIMD4<Double>) { (self.onward, self.back) = (onward, back) }

  /// The process of a sensory complex with any rate law.
  public init(_ cycle: SensoryCycle) { self.init(onward: cycle.onward, back: cycle.back) }

  /// Onward and back.
  @inlinable public var channels: Range<Int> { 0..<2 }

  /// The rate of a channel out of a state.
  @inlinable @inline(__always)
  public func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? onward[state] : back[state] }

  /// Goes on to the next state, or back to the one before.
  @inlinable @inline(__always)
  public func fire(_ channel: Int, on state: inout Int) { state = (state &+ (channel == 0 ? 1 : 3)) & 3 }

  /// The other channel.
  @inlinable public func reverse(of channel: Int) -> Int? { 1 - channel }

  /// The steady state, by Kirchhoff's theorem: the weight of a state is the sum over the four trees that lead to it.
  ///
  /// Source: J. Schnakenberg, Rev. Mod. Phys. 48, 571 (1976), Sec. III.
  public var stationary: SIMD4<Double> {
    func next(_ v: SIMD4<Double>) -> SIMD4<Double> { SIMD4(v.y, v.z, v.w, v.x) }
    // Rates out of the states one, two and three places further on.
    let (f1, b1) = (next(onward), next(back))
    let (f2, b2) = (next(f1), next(b1))
    let (f3, b3) = (next(f2), next(b2))
    let weights = f1 * f2 * f3 + b1 * f2 * f3 + b1 * b2 * f3 + b1 * b2 * b3
    return weights / weights.sum()
  }
}

/// What the likelihood of a path on the cycle depends on: the residence times, both ends and the net flips.
///
/// Every flip of spin i adds −βs_i x_i to ln p(γ|x). As its flips alternate, these terms add up to (β/2)x·(s_T − s₀): with the
/// input as a conservative field the residence times and the two ends are sufficient, six numbers as the times
/// add up to T. How often and in which order the spins flipped says nothing more. Where the input drives the cycle, the
/// net number of flips onward of each spin counts, too.
public struct CyclePath: Sendable, Hashable {
  /// The first and the last state, 0 to 3 for A to D.
  public private(set) var start, end: Int

  /// The time spent in A, B, C, D.
  public private(set) var times = SIMD4<Double>()

  /// The net number of flips onward of spin 1 and of spin 2.
  public private(set) var turns = SIMD2<Double>()

  /// A path that has not begun.
  public init(startingIn state: Int) { (start, end) = (state, state) }

  /// Adds a sojourn and the flip that ends it.
  @inline(__always)
  package mutating func add(_ sojourn: Sojourn<Int>) {
    let state = sojourn.state
    times[state] += sojourn.duration
    guard let channel = sojourn.exit else {
      end = state
      return
    }
    let isFirst = (state & 1 == 0) == (channel == 0)
    let step = channel == 0 ? 1.0 : -1
    turns += isFirst ? SIMD2(step, 0) : SIMD2(0, step)
  }

  /// The same path run backwards.
  public var reversed: CyclePath {
    var path = self
    (path.start, path.end, path.turns) = (end, start, -turns)
    return path
  }

  /// Half the change of each spin, s_T − s₀: 0 or ±1.
  var change: SIMD2<Double> { 0.5 * (Self.spins[end] - Self.spins[start]) }

  /// The spins of A, B, C, D.
  static let spins: [SIMD2<Double>] = [SIMD2(1, 1), SIMD2(-1, 1), SIMD2(-1, -1), SIMD2(1, -1)]
}
