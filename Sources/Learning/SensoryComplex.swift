import ElementaryFunctions
import StochasticThermodynamics

/// The couplings of the two-spin sensory complex.
public struct Couplings: Sendable, Codable, Hashable {
  /// The effect of spin 2 on spin 1.
  public var j12: Double

  /// The effect of spin 1 on spin 2.
  public var j21: Double

  /// Two couplings.
  public init(_ j12: Double, _ j21: Double) { (self.j12, self.j21) = (j12, j21) }

  /// The same coupling both ways: an equilibrium system.
  public init(symmetric j: Double) { self.init(j, j) }
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
  public var couplings: Couplings

  /// The inverse temperature β; 1/β is the noise level.
  public var beta: Double

  /// Exponential or Glauber rates.
  public var law: RateLaw

  /// A sensory complex.
  public init(couplings: Couplings, beta: Double, law: RateLaw = .exponential) {
    self.couplings = couplings
    self.beta = beta
    self.law = law
  }

  /// The network with its input clamped to x: what is simulated.
  public func network(reading x: SIMD2<Double>) -> SpinNetwork {
    SpinNetwork(couplings: [0, couplings.j12, couplings.j21, 0], fields: [x.x, x.y], beta: beta, law: law)
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
    init(_ couplings: Couplings, beta: Double) {
      j12 = Elementary.exp(-beta * couplings.j12)
      j21 = Elementary.exp(-beta * couplings.j21)
      affinity = 4 * beta * (couplings.j21 - couplings.j12)
      driving = Elementary.expMinusOne(affinity)
    }
  }

  /// The steady state from Boltzmann factors: no exponential is left to compute.
  @inline(__always)
  func response(roots w: BoltzmannRoots, inputRoots e: SIMD2<Double>) -> Response {
    // exp(q/2) of the four flips that go round A → B → C → D → A, and of the four that go back.
    let ab = law.rate(root: w.j12 * e.x)
    let ba = law.rate(root: 1 / (w.j12 * e.x))
    let bc = law.rate(root: e.y / w.j21)
    let cb = law.rate(root: w.j21 / e.y)
    let cd = law.rate(root: w.j12 / e.x)
    let dc = law.rate(root: e.x / w.j12)
    let da = law.rate(root: 1 / (w.j21 * e.y))
    let ad = law.rate(root: w.j21 * e.y)
    // Kirchhoff: the weight of a state is the sum over the spanning trees that lead to it.
    let a = bc * cd * da + ba * cd * da + cb * ba * da + dc * cb * ba
    let b = cd * da * ab + cb * da * ab + dc * cb * ab + ad * dc * cb
    let c = da * ab * bc + dc * ab * bc + ad * dc * bc + ba * ad * dc
    let d = ab * bc * cd + ad * bc * cd + ba * ad * cd + cb * ba * ad
    let total = a + b + c + d
    // J = (round − back)/total with round/back = exp(affinity).
    let current = ad * dc * cb * ba * w.driving / total
    return Response(
      probabilities: SIMD4(a, b, c, d) / total, current: current, entropyProductionRate: w.affinity * current)
  }
}
