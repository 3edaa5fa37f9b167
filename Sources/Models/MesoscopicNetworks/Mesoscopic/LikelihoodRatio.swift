import ElementaryFunctions
import KernelMemory
import Matrices
import SpinNetworks
import Validation

/// The gradient of steady-state averages by every coupling and every field, from single trajectories; exponential rates.
///
/// A path has the score dq_ij = −β s_i s_j (dN_i − k_i dt) with respect to W_ij, where N_i counts the flips of spin i and s is the state
/// before; with respect to x_i it is the same without s_j. It is a martingale. For an observable c(s) with mean zero,
///
///     ∂⟨c⟩/∂W_ij = (1/T) ∫₀ᵀ dq_ij(t) [C(t + τ) − C(t)] + ⟨∂c/∂W_ij⟩,      C(t) = ∫₀ᵗ c dt,
///
/// in the mean over paths and for a window τ longer than the memory of c: a flip is blamed for what follows it.
///
/// **The compensator in O(neighbours).** With F_i(t) = ∫ s_i (k_i dt − dN_i) β [C(t + τ) − C(t)], which changes when spin i or
/// somebody who acts on it flips, the integral is ∫ s_j dF_i = s_j(T) F_i(T) + 2 Σ s_j F_i over the flips of spin j, by parts. So a
/// flip of spin j costs one visit to each of its neighbours, and nothing is left to chance that need not be.
///
/// **The critic.** For any function V of the state, ⟨LV⟩ = 0 with L the backward generator, and
/// ∂⟨c⟩/∂W_ij = −β ⟨k_i s_i s_j [V(sⁱ) − V(s)]⟩ + (the formula above for c + LV in place of c). For V = v·s the first term is
/// 2β v_i ⟨k_i s_j⟩, an average. If V solves LV = −c, nothing is left for the window. Here v is the linear response of the
/// averages, v_j ⟨cosh βh_j⟩ = ½ g_j + β Σ_i W_ij ⟨k_i⟩ v_i: the gradient is that of a mean field with sampled averages, and the
/// score corrects what is wrong with it.
///
/// **Bias.** Of what the gradient uses besides its own path, the slopes g = ∂G/∂m, the mean of c and the critic, all comes from
/// `other`, the averages of an independent path. So for fixed slopes it is unbiased up to exp(−burn-in/relaxation time) and
/// exp(−τ/relaxation time). Where g is linear in m (mean squared error, given readout) the mean over paths is the gradient of
/// L, too; else, and for a readout fitted to the same averages, the bias of g is of the order of 1/T.
///
/// Source: P. W. Glynn, Commun. ACM 33, 75 (1990); P. B. Warren and R. J. Allen, Phys. Rev. Lett. 109, 250601 (2012); the critic is
/// a control variate of S. G. Henderson and P. W. Glynn, Math. Oper. Res. 27, 253 (2002).
public struct LikelihoodRatio: ~Copyable {
  /// Which parameter sets what.
  public var architecture: SpinArchitecture { neighbours.architecture }

  /// The inverse temperature β.
  public let beta: Double

  /// Whether entropy production is measured; else the price of it must be 0.
  public let measuresDissipation: Bool

  /// The parameters.
  public private(set) var parameters: [Double]

  let neighbours: SpinNeighbours
  let states: RawNumbers<ScoredSpin>
  let gains: RawNumbers<SIMD2<Double>>

  /// A gradient for networks of an architecture, all parameters 0.
  ///
  /// - Precondition: β is finite and not negative.
  public init(_ architecture: SpinArchitecture, beta: Double, measuresDissipation: Bool = true) {
    require(beta >= 0 && beta.isFinite, "The inverse temperature must be finite and not negative.")
    self.beta = beta
    self.measuresDissipation = measuresDissipation
    neighbours = SpinNeighbours(architecture, isSkew: measuresDissipation)
    states = RawNumbers(count: architecture.spins, repeating: ScoredSpin())
    gains = RawNumbers(count: neighbours.list.count, repeating: SIMD2())
    parameters = Array(repeating: 0, count: architecture.parameters)
  }

  /// Sets the parameters θ.
  ///
  /// - Precondition: there is one finite number per parameter.
  public mutating func set(_ θ: [Double]) {
    require(
      θ.count == architecture.parameters && θ.allSatisfy(\.isFinite), "A network needs one number per parameter.")
    parameters = θ
    neighbours.set(θ, beta: beta)
  }

  /// Time averages along a path.
  public struct Averages: Sendable, Validated, Hashable {
    /// m_i = ⟨s_i⟩.
    public var magnetisations: [Double]
    /// ⟨k_i⟩.
    public var rates: [Double]
    /// ⟨cosh βh_i⟩.
    public var coshines: [Double]
    /// ⟨Σ_i k_i (−2β s_i (W_A s)_i)⟩, the entropy production rate of the antisymmetric couplings, in nats; 0 where it is not
    /// measured.
    public var entropyProductionRate: Double
  }

  /// What is asked of a gradient.
  public struct Settings: Sendable, Codable, Hashable {
    /// τ, for how long a flip is blamed for what follows, in units of 1/k0.
    public var window: Double
    /// Whether the linear response stands in for what the window need not see.
    public var usesCritic: Bool

    /// Settings.
    public init(window: Double, usesCritic: Bool = true) { (self.window, self.usesCritic) = (window, usesCritic) }
  }

  /// Derivatives of a steady-state average.
  public struct Gradient: Sendable, Hashable {
    /// By W_ij, one per tie.
    public var couplings: [Double]
    /// By x_i, one per spin.
    public var fields: [Double]
  }

  /// The averages along a path of the network in these fields.
  ///
  /// - Parameters:
  ///   - path: a path of the network with exponential rates and k0 = 1.
  ///   - fields: x, all of it, one per spin.
  public mutating func averages(along path: borrowing SpinPath, fields: [Double]) -> Averages {
    begin(path, fields)
    return gatherAverages(path, fields)
  }

  /// An estimate of the derivatives of Σ_i g_i m_i − ασ from a path of length T + τ.
  ///
  /// - Parameters:
  ///   - path: the path; its last piece of length τ is only looked at.
  ///   - fields: x, all of it, one per spin.
  ///   - slopes: g, one per spin.
  ///   - dissipationCost: α.
  ///   - other: averages of an independent path in the same fields, for the mean of the observable and for the critic.
  ///   - settings: the window τ, and the control variates.
  /// - Precondition: the path is longer than the window.
  public mutating func gradient(
    along path: borrowing SpinPath, fields: [Double], slopes: [Double], dissipationCost: Double, other: Averages,
    _ settings: Settings
  ) -> Gradient {
    require(slopes.count == architecture.spins, "There is one slope per spin.")
    require(path.duration > settings.window && settings.window > 0, "A path is longer than the window.")
    require(
      measuresDissipation || dissipationCost == 0, "Only entropy production that is measured can have a price.")
    let critic = settings.usesCritic ? critic(slopes: slopes, other) : slopes.map { _ in 0 }
    begin(path, fields, critic: critic)
    let mean = product(slopes, other.magnetisations) - dissipationCost * other.entropyProductionRate
    let rewards = gatherRewards(path, fields, slopes: slopes, price: dissipationCost, mean: mean)
    begin(path, fields, critic: critic)
    gains.fill(with: SIMD2())
    return gatherScores(path, fields, rewards, price: dissipationCost, window: settings.window)
  }

  /// v of the linear response, by sweeps; without the couplings where those grow.
  func critic(slopes: [Double], _ averages: Averages) -> [Double] {
    var v = zip(slopes, averages.coshines).map { 0.5 * $0 / $1 }
    let start = v
    let bound = 30 * v.reduce(0) { max($0, abs($1)) }
    for _ in 0..<Self.sweeps {
      var sums = slopes.map { 0.5 * $0 }
      for tie in architecture.ties {
        sums[tie.by] += beta * parameters[tie.parameter] * averages.rates[tie.on] * v[tie.on]
      }
      // Half of the old values, so that asymmetric couplings do not make the sweeps oscillate.
      for j in v.indices { v[j] = 0.5 * v[j] + 0.5 * sums[j] / averages.coshines[j] }
      if !v.allSatisfy({ abs($0) <= bound }) { return start }
    }
    return v
  }

  private static let sweeps = 24

  private mutating func begin(_ path: borrowing SpinPath, _ fields: [Double], critic: [Double]? = nil) {
    require(
      path.start.count == architecture.spins && fields.count == architecture.spins,
      "A path and its fields have one number per spin.")
    for (spin, value) in path.start.enumerated() {
      states[spin] = ScoredSpin(sign: value, critic: critic?[spin] ?? 0)
    }
    refresh(fields)
  }

  /// Computes rates and local fields from the spins, so that rounding cannot pile up.
  func refresh(_ fields: [Double]) {
    let spins = (0..<architecture.spins).map { states[$0].sign }
    let local = neighbours.localFields(parameters, spins, in: fields)
    for spin in spins.indices {
      var state = states[spin]
      state.rate = Elementary.exp(-beta * state.sign * local.total[spin])
      state.skewField = local.skew[spin]
      states[spin] = state
    }
  }
}

/// A spin on its way along a path, in one line of the cache.
struct ScoredSpin: BitwiseCopyable {
  /// s_i, k_i and (W_A s)_i.
  var sign = 1.0, rate = 1.0, skewField = 0.0
  /// v_i.
  var critic = 0.0
  /// Up to when it has been integrated.
  var time = 0.0
  /// ∫ [C(t + τ) − C(t)] dt up to then.
  var blame = 0.0
  /// What is integrated, such as F_i and ∫ k_i s_i dt.
  var first = 0.0, second = 0.0
}

extension LikelihoodRatio.Averages {
  /// Reads averages.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    magnetisations = try fields.read(.magnetisations)
    rates = try fields.read(.rates)
    coshines = try fields.read(.coshines)
    entropyProductionRate = try fields.read(.entropyProductionRate)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with them; nil where nothing is.
  public var flaw: String? {
    rates.count == magnetisations.count && coshines.count == magnetisations.count
      ? nil : "There is one of each average per spin."
  }
}
