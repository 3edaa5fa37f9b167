import ElementaryFunctions
import Randomness
import StochasticThermodynamics
import Validation

/// The four states of a sensory complex at a clamped input, A = (++), B = (−+), C = (−−), D = (+−), as what they are: one
/// cycle A → B → C → D → A with eight rates.
public struct SensoryCycle: Sendable, Hashable {
  /// The rates out of A, B, C, D to the next state and to the one before, per unit time of 1/k0.
  public let onward, back: SIMD4<Double>

  /// The entropy released by the jump onward out of each state, in nats; the jump back through the same edge releases the
  /// negative.
  public let released: SIMD4<Double>

  /// The cycle of a complex at input x.
  public init(_ complex: SensoryComplex, reading x: SIMD2<Double>) {
    self.init(
      complex, roots: SensoryComplex.BoltzmannRoots(complex.couplings, beta: complex.beta), reading: x,
      roots: SIMD2(Elementary.exp(-complex.beta * x.x), Elementary.exp(-complex.beta * x.y)))
  }

  /// The same from Boltzmann factors: no exponential is left to compute.
  @inline(__always)
  init(
    _ complex: SensoryComplex, roots w: SensoryComplex.BoltzmannRoots, reading x: SIMD2<Double>, roots e: SIMD2<Double>
  ) {
    let (law, j) = (complex.law, complex.couplings)
    // exp(q/2) of the jumps onward.
    let (ab, bc, cd, da) = (w.j12 * e.x, e.y / w.j21, w.j12 / e.x, 1 / (w.j21 * e.y))
    onward = SIMD4(law.rate(root: ab), law.rate(root: bc), law.rate(root: cd), law.rate(root: da))
    back = SIMD4(law.rate(root: 1 / da), law.rate(root: 1 / ab), law.rate(root: 1 / bc), law.rate(root: 1 / cd))
    released = -2 * complex.beta * SIMD4(j.j12 + x.x, x.y - j.j21, j.j12 - x.x, -j.j21 - x.y)
  }

  /// The same as a process that can be solved in general.
  public var rateMatrix: RateMatrix {
    get throws(InvalidInput) {
      try RateMatrix(
        stateCount: 4,
        edges: (0..<4).map { state in
          let next = (state + 1) % 4
          return RateMatrix.Edge(from: state, to: next, forward: onward[state], backward: back[next])
        })
    }
  }

  /// Carries a trajectory on for a time, jump by jump, and returns the entropy that it released, in nats.
  ///
  /// Source: D. T. Gillespie, J. Phys. Chem. 81, 2340 (1977), the direct method.
  ///
  /// - Parameters:
  ///   - state: 0, 1, 2, 3 for A, B, C, D.
  ///   - duration: how long, in units of 1/k0.
  ///   - random: the stream to draw from.
  public func run(_ state: inout Int, for duration: Double, _ random: inout RandomStream) -> Double {
    var rest = duration
    var entropy = 0.0
    while true {
      let total = onward[state] + back[state]
      rest -= random.exponential(rate: total)
      guard rest > 0 else { return entropy }
      if random.uniform() * total < onward[state] {
        entropy += released[state]
        state = (state + 1) & 3
      } else {
        state = (state + 3) & 3
        entropy -= released[state]
      }
    }
  }
}
