import Matrices
import Reservoirs
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// How two spins that read inputs act on one another, as a physical system: spins 0 and 1 are those that are read, contact 0 flips
/// spin 0 and contact 1 flips spin 1.
///
/// Nothing changes when all signs do, p(−s|−x) = p(s|x). Rates of spins 0 and 1 are exponential.
public protocol PhysicalCoupling: Codable, Sendable, Hashable {
  /// The spins at a clamped input.
  ///
  /// - Throws: `InvalidInput` where a number is not finite, or a temperature or attempt rate is negative.
  func spins(reading x: SIMD2<Double>) throws(InvalidInput) -> ReservoirSpins
}

/// Two spins whose couplings are the work of an agent that acts at their flips; see `ReservoirSpins/agent(couplings:fields:beta:law:)`.
public struct AgentPair: PhysicalCoupling {
  /// J₁₂ and J₂₁.
  public var couplings: PairCouplings
  /// The inverse temperature β of both spins.
  public var beta: Double

  /// A pair.
  public init(couplings: PairCouplings, beta: Double) { (self.couplings, self.beta) = (couplings, beta) }

  /// The pair at a clamped input.
  public func spins(reading x: SIMD2<Double>) throws(InvalidInput) -> ReservoirSpins {
    try .agent(couplings: [[0, couplings.j12], [couplings.j21, 0]], fields: [x.x, x.y], beta: beta)
  }
}

/// Two spins with the energy −J s₁s₂ − g₁x₁s₁ − g₂x₂s₂, each with a heat bath of its own. No work is done on them.
public struct TwoTemperaturePair: PhysicalCoupling {
  /// J.
  public var coupling: Double
  /// The inverse temperatures β₁ and β₂.
  public var first, second: Double
  /// The gains g₁ and g₂ of the inputs.
  public var gains: [Double]

  /// A pair with an energy, and two temperatures.
  ///
  /// - Precondition: there are two gains.
  public init(coupling: Double, first: Double, second: Double, gains: [Double] = [1, 1]) {
    require(gains.count == 2, "A pair has two gains.")
    (self.coupling, self.first, self.second, self.gains) = (coupling, first, second, gains)
  }

  /// A pair with the rates of these couplings at β, and of inputs as they are: the fields are scaled, g_i = β/β_i, and the colder
  /// spin has the inverse temperature β.
  ///
  /// - Parameters:
  ///   - couplings: of one sign.
  ///   - beta: β.
  ///   - least: the smallest inverse temperature in units of β: where a coupling is smaller than the other times `least`, it becomes that.
  /// - Precondition: couplings have one sign or vanish, and 0 < least ≤ 1.
  public init(equivalentTo couplings: PairCouplings, beta: Double, least: Double) {
    require(couplings.j12 * couplings.j21 >= 0, "Two temperatures give couplings of one sign only.")
    require(least > 0 && least <= 1, "A smallest inverse temperature is a positive part of β.")
    let strong = abs(couplings.j12) > abs(couplings.j21) ? couplings.j12 : couplings.j21
    let parts = [couplings.j12, couplings.j21].map { strong == 0 ? 1 : max(least, $0 / strong) }
    self.init(coupling: strong, first: beta * parts[0], second: beta * parts[1], gains: parts.map { 1 / $0 })
  }

  /// βJ₁₂ = β₁J and βJ₂₁ = β₂J, divided by β.
  public func couplings(at beta: Double) -> PairCouplings {
    PairCouplings(j12: first / beta * coupling, j21: second / beta * coupling)
  }

  /// The pair at a clamped input.
  public func spins(reading x: SIMD2<Double>) throws(InvalidInput) -> ReservoirSpins {
    try demand(gains.count == 2, "A pair has two gains.")
    return try ReservoirSpins(
      couplings: [[0, coupling], [coupling, 0]], fields: [gains[0] * x.x, gains[1] * x.y],
      contacts: [.init(flipping: 0, inverseTemperature: first), .init(flipping: 1, inverseTemperature: second)])
  }
}

/// Spin 1 acts on spin 2 through a third spin m, which is set with fuel: an agent that is a part of the system.
///
/// The energy −J s₁s₂ − K m s₂ − x·s is symmetric, and there is none between s₁ and m. Spin 1 is a catalyst: in its presence fuel drives
/// the flips of m with the work −2 m D s₁, so that m relaxes to the sign of K s₂ + D s₁ at the rate γ (Glauber rates). With a leak the
/// enzyme of the one state acts in the other one, too: m flips through two contacts, with the fields K s₂ ± D s₁ and the weights 1 − ε and ε.
/// All is at one temperature.
public struct FuelledMessenger: PhysicalCoupling {
  /// J, the energy that couples both spins directly.
  public var direct: Double
  /// K, the energy that binds the messenger to spin 2.
  public var binding: Double
  /// D, half of the work that fuel does at a flip of the messenger.
  public var drive: Double
  /// γ, the rate at which the messenger relaxes, in units of k0.
  public var speed: Double
  /// ε, how much the wrong enzyme acts; 0 where none does, and 1/2 where both act alike.
  public var leak: Double
  /// The attempt rate of spin 2, in units of k0.
  public var attemptRate: Double
  /// The inverse temperature β.
  public var beta: Double

  /// A messenger.
  public init(
    direct: Double, binding: Double, drive: Double, speed: Double, leak: Double = 0, attemptRate: Double = 1,
    beta: Double
  ) {
    (self.direct, self.binding, self.drive, self.speed) = (direct, binding, drive, speed)
    (self.leak, self.attemptRate, self.beta) = (leak, attemptRate, beta)
  }

  /// The messenger that becomes a fast one with the speed.
  public init(_ fast: FastMessenger, speed: Double, leak: Double = 0) {
    self.init(
      direct: fast.direct, binding: fast.binding, drive: fast.drive, speed: speed, leak: leak,
      attemptRate: fast.overhead, beta: fast.beta)
  }

  /// Spins 1, 2 and m at a clamped input; contact 2 is the right enzyme, contact 3 the wrong one.
  public func spins(reading x: SIMD2<Double>) throws(InvalidInput) -> ReservoirSpins {
    try demand((0...1).contains(leak), "A leak is a weight between 0 and 1, and not \(leak).")
    func enzyme(_ drive: Double, _ weight: Double) -> ReservoirSpins.Contact {
      .init(
        flipping: 2, inverseTemperature: beta, attemptRate: speed * weight, law: .glauber, drive: [drive, 0, 0])
    }
    return try ReservoirSpins(
      couplings: [[0, direct, 0], [direct, 0, binding], [0, binding, 0]], fields: [x.x, x.y, 0],
      contacts: [
        .init(flipping: 0, inverseTemperature: beta),
        .init(flipping: 1, inverseTemperature: beta, attemptRate: attemptRate),
        enzyme(drive, 1 - leak),
      ] + (leak > 0 ? [enzyme(-drive, leak)] : []))
  }
}

/// Spins 1 and 2 with a third spin m between them that is coupled to both by energies and has a colder bath: no work is done.
///
///     ε = −J₀ s₁s₂ − L m s₁ − K m s₂ − x·s
///
/// m relaxes at the rate γ (Glauber rates) at β_m.
public struct ColdMessenger: PhysicalCoupling {
  /// J₀.
  public var direct: Double
  /// L and K: how m is bound to spin 1 and to spin 2.
  public var first, second: Double
  /// β_m of the messenger.
  public var coldBeta: Double
  /// β of both spins.
  public var beta: Double
  /// γ, in units of k0.
  public var speed: Double
  /// The attempt rates of spins 1 and 2, in units of k0.
  public var attemptRates: [Double]

  /// A messenger.
  ///
  /// - Precondition: there are two attempt rates.
  public init(
    direct: Double, first: Double, second: Double, coldBeta: Double, beta: Double, speed: Double,
    attemptRates: [Double] = [1, 1]
  ) {
    require(attemptRates.count == 2, "A messenger joins two spins.")
    (self.direct, self.first, self.second) = (direct, first, second)
    (self.coldBeta, self.beta, self.speed, self.attemptRates) = (coldBeta, beta, speed, attemptRates)
  }

  /// Spins 1, 2 and m at a clamped input.
  public func spins(reading x: SIMD2<Double>) throws(InvalidInput) -> ReservoirSpins {
    try demand(attemptRates.count == 2, "A messenger joins two spins.")
    return try ReservoirSpins(
      couplings: [[0, direct, first], [direct, 0, second], [first, second, 0]], fields: [x.x, x.y, 0],
      contacts: [
        .init(flipping: 0, inverseTemperature: beta, attemptRate: attemptRates[0]),
        .init(flipping: 1, inverseTemperature: beta, attemptRate: attemptRates[1]),
        .init(flipping: 2, inverseTemperature: coldBeta, attemptRate: speed, law: .glauber),
      ])
  }
}
