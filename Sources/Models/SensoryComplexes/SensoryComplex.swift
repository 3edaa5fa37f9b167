import ElementaryFunctions
import SpinNetworks
import StochasticThermodynamics
import Validation

/// The couplings of the two-spin sensory complex.
public struct PairCouplings: Sendable, Codable, Hashable {
  /// The effect of spin 2 on spin 1.
  public var j12: Double

  /// The effect of spin 1 on spin 2.
  public var j21: Double

  /// Two couplings.
  public init(j12: Double, j21: Double) { (self.j12, self.j21) = (j12, j21) }

  /// The same coupling both ways: an equilibrium system.
  public init(symmetric j: Double) { self.init(j12: j, j21: j) }
}

/// Two spins that read two inputs: the smallest system that can compute out of equilibrium.
///
/// s = (s₁, s₂) with fields h₁ = J₁₂s₂ + x₁ and h₂ = J₂₁s₁ + x₂ and rates k0·k(−2β s_i h_i). Its four states form one
/// cycle A = (++), B = (−+), C = (−−), D = (+−), so everything is known in closed form; see ``response(to:)``.
///
/// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024); the closed form is Kirchhoff's
/// (J. Schnakenberg, Rev. Mod. Phys. 48, 571 (1976), Sec. III).
public struct SensoryComplex: Sendable, Codable, Hashable {
  /// J₁₂ and J₂₁.
  public var couplings: PairCouplings

  /// The inverse temperature β; 1/β is the noise level.
  public var beta: Double

  /// Exponential or Glauber rates.
  public var law: RateLaw

  /// A sensory complex.
  public init(couplings: PairCouplings, beta: Double, law: RateLaw = .exponential) {
    self.couplings = couplings
    self.beta = beta
    self.law = law
  }

  /// The network with its input clamped to x: what is simulated.
  public func network(reading x: SIMD2<Double>) throws(InvalidInput) -> SpinNetwork {
    try SpinNetwork(couplings: [[0, couplings.j12], [couplings.j21, 0]], fields: [x.x, x.y], beta: beta, law: law)
  }

  /// The steady state at a clamped input.
  public struct Response: Sendable, Hashable {
    /// p(s|x) of the states (++), (−+), (−−), (+−), in this order.
    public let probabilities: SIMD4<Double>

    /// The probability current A → B → C → D → A, per unit time of k0.
    public let current: Double

    /// The entropy production rate σ(x) ≥ 0, in nats per unit time of k0.
    public let entropyProductionRate: Double

    /// p(s₁s₂ = +1|x).
    @inlinable public var evenParity: Double { probabilities.x + probabilities.z }
  }

  /// The exact steady state at input x.
  ///
  /// The current is computed from the cycle affinity 4β(J₂₁ − J₁₂), which does not depend on x, so that σ(x) vanishes
  /// exactly for symmetric couplings.
  public func response(to x: SIMD2<Double>) -> Response {
    response(
      roots: BoltzmannRoots(couplings, beta: beta),
      inputRoots: SIMD2(Elementary.exp(-beta * x.x), Elementary.exp(-beta * x.y)))
  }

  /// The factors exp(−βJ₁₂) and exp(−βJ₂₁), from which every rate is a product.
  struct BoltzmannRoots {
    let j12, j21, affinity, driving: Double
    init(_ couplings: PairCouplings, beta: Double) {
      j12 = Elementary.exp(-beta * couplings.j12)
      j21 = Elementary.exp(-beta * couplings.j21)
      affinity = 4 * beta * (couplings.j21 - couplings.j12)
      driving = Elementary.expMinusOne(affinity)
    }
  }

  /// The steady state from Boltzmann factors: no exponential is left to compute.
  @inline(__always)
  func response(roots w: BoltzmannRoots, inputRoots e: SIMD2<Double>) -> Response {
    let cycle = CycleWeights(j12: w.j12, j21: w.j21, x1: e.x, x2: e.y) { law.rate(root: $0) }
    // J = (round − back)/total with round/back = exp(affinity).
    let current = cycle.back * w.driving / cycle.total
    return Response(
      probabilities: SIMD4(cycle.a, cycle.b, cycle.c, cycle.d) / cycle.total, current: current,
      entropyProductionRate: w.affinity * current)
  }

  /// The steady states at eight inputs at once.
  struct Responses {
    /// p(s|x) of the states (++), (−+), (−−), (+−).
    let a, b, c, d: SIMD8<Double>
    /// σ(x).
    let entropyProductionRate: SIMD8<Double>
  }

  /// The steady states at eight inputs, each with the bits of the one alone.
  @inline(__always)
  func responses(roots w: BoltzmannRoots, inputRoots x1: SIMD8<Double>, _ x2: SIMD8<Double>) -> Responses {
    let cycle = CycleWeights(j12: SIMD8(repeating: w.j12), j21: SIMD8(repeating: w.j21), x1: x1, x2: x2) {
      law.rate(root: $0)
    }
    let current = cycle.back * w.driving / cycle.total
    return Responses(
      a: cycle.a / cycle.total, b: cycle.b / cycle.total, c: cycle.c / cycle.total, d: cycle.d / cycle.total,
      entropyProductionRate: w.affinity * current)
  }
}

/// The unnormalised steady state of the cycle A → B → C → D → A by Kirchhoff's theorem: the weight of a state is the sum
/// over the spanning trees that lead to it.
struct CycleWeights<Number: RateNumber> {
  /// The weights of the states, their sum, and the product of the four rates against the cycle.
  let a, b, c, d, total, back: Number

  /// The weights from exp(−βJ₁₂), exp(−βJ₂₁), exp(−βx₁), exp(−βx₂), and the rate that belongs to exp(q/2).
  @inline(__always)
  init(j12: Number, j21: Number, x1: Number, x2: Number, rate: (Number) -> Number) {
    // exp(q/2) of the four flips that go round A → B → C → D → A, and of the four that go back.
    let ab = rate(j12 * x1)
    let ba = rate(.one / (j12 * x1))
    let bc = rate(x2 / j21)
    let cb = rate(j21 / x2)
    let cd = rate(j12 / x1)
    let dc = rate(x1 / j12)
    let da = rate(.one / (j21 * x2))
    let ad = rate(j21 * x2)
    a = bc * cd * da + ba * cd * da + cb * ba * da + dc * cb * ba
    b = cd * da * ab + cb * da * ab + dc * cb * ab + ad * dc * cb
    c = da * ab * bc + dc * ab * bc + ad * dc * bc + ba * ad * dc
    d = ab * bc * cd + ad * bc * cd + ba * ad * cd + cb * ba * ad
    total = a + b + c + d
    back = ad * dc * cb * ba
  }
}

/// What Kirchhoff's sums need of a number: one number, or eight at once.
protocol RateNumber {
  static var one: Self { get }
  static func + (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
}

extension Double: RateNumber {
  static var one: Double { 1 }
}

extension SIMD8<Double>: RateNumber {}
