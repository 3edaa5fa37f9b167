/// A law that every system drawn must obey.
public enum Law: String, CaseIterable, Sendable {
  /// ⟨exp(−(W − ΔF)/T)⟩ = 1. C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997).
  case jarzynski = "Jarzynski"
  /// P_F(W) = P_R(−W) exp((W − ΔF)/T). G. E. Crooks, Phys. Rev. E 60, 2721 (1999).
  case crooks = "Crooks"
  /// ⟨exp(−s)⟩ = 1 for the total entropy production s from any start. U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
  case integralTheorem = "integral theorem"
  /// s = ln P_F/P_R of every trajectory, and what follows for the distribution of s. U. Seifert, Rep. Prog. Phys. 75, 126001
  /// (2012).
  case detailedTheorem = "detailed theorem"
  /// ⟨s⟩ ≥ 0 and ⟨W⟩ ≥ ΔF.
  case secondLaw = "second law"
  /// Var(J)/⟨J⟩² ≥ 2/(σt) for every current J in a steady state. P. Pietzonka, F. Ritort and U. Seifert, Phys. Rev. E 96,
  /// 012101 (2017).
  case uncertaintyRelation = "uncertainty relation"
  /// No current and no entropy production where detailed balance holds.
  case detailedBalance = "detailed balance"
  /// Entropy is produced in the system and in the reservoirs, each of which counts by itself; both add up.
  case additivity = "additivity"
  /// Δε = W − Q along every trajectory.
  case firstLaw = "first law"
  /// Sampled means are those of the master equation.
  case exactMean = "exact mean"
}

/// What was found of one law in one system.
public struct PropertyCheck: Sendable, CustomStringConvertible {
  /// How far it is from what the law says.
  public enum Finding: Sendable {
    /// Of numbers that are known exactly, by how much an identity or a bound is missed, relative to the size of its terms where
    /// that is above 1; never negative.
    case exact(error: Double)
    /// Of a sampled number that the law fixes, the distance in standard errors, with sign.
    case equal(deviation: Double)
    /// Of a sampled number that the law bounds from below, how many standard errors it lies above the bound.
    case atLeast(deviation: Double)
  }

  /// The largest error of an exact check. The integrators are asked for 1e-12 per step.
  public static let tolerance = 1e-9

  /// The law.
  public let law: Law
  /// The system, as a person would describe it.
  public let system: String
  /// What was looked at.
  public let subject: String
  /// What was found.
  public let finding: Finding
  /// Whether it is a negative control: the subject is wrong on purpose, and the check must fail.
  public let isControl: Bool

  /// What was found of a law.
  public init(law: Law, system: String, subject: String, finding: Finding, isControl: Bool) {
    (self.law, self.system, self.subject, self.finding, self.isControl) = (law, system, subject, finding, isControl)
  }

  /// Whether the finding contradicts the law: an exact error above ``tolerance``, or a deviation beyond z standard errors.
  public func isAlarm(beyond z: Double) -> Bool {
    switch finding {
    case .exact(let error): !(error <= Self.tolerance)
    case .equal(let deviation): !(abs(deviation) <= z)
    case .atLeast(let deviation): !(deviation >= -z)
    }
  }

  /// By how many standard errors the law is missed; nil if the check is exact.
  public var missedBy: Double? {
    switch finding {
    case .exact: nil
    case .equal(let deviation): abs(deviation)
    case .atLeast(let deviation): -deviation
    }
  }

  /// Whether a negative control fails as it must: by more than ten standard errors, or exactly by 10⁵ times the ``tolerance``.
  public var isClearlyMissed: Bool {
    switch finding {
    case .exact(let error): error > 1e5 * Self.tolerance
    case .equal, .atLeast: (missedBy ?? 0) > 10
    }
  }

  /// In one line.
  public var description: String {
    let found =
      switch finding {
      case .exact(let error): "error \(error)"
      case .equal(let deviation): "\(deviation) standard errors off"
      case .atLeast(let deviation): "\(deviation) standard errors above its bound"
      }
    return "\(law.rawValue)\(isControl ? ", control" : ""), \(subject), \(system): \(found)"
  }
}

/// What is found of one system, collected.
struct Findings {
  let system: String
  private(set) var checks: [PropertyCheck] = []

  init(of system: String) { self.system = system }

  /// Two exact numbers that must agree; a control where they must not.
  mutating func exact(_ law: Law, _ subject: String, _ value: Double, _ expected: Double, isControl: Bool = false) {
    add(law, subject, .exact(error: abs(value - expected) / max(1, abs(expected))), isControl)
  }

  /// An exact number that must not lie below a bound.
  mutating func exact(_ law: Law, _ subject: String, _ value: Double, atLeast bound: Double) {
    add(law, subject, .exact(error: max(0, bound - value)), false)
  }

  /// A sampled number that must agree with an exact one.
  mutating func equal(
    _ law: Law, _ subject: String, _ value: Double, _ expected: Double, error: Double, isControl: Bool = false
  ) {
    add(law, subject, .equal(deviation: (value - expected) / error), isControl)
  }

  /// A sampled number that must not lie below a bound.
  mutating func atLeast(
    _ law: Law, _ subject: String, _ value: Double, _ bound: Double, error: Double, isControl: Bool = false
  ) {
    add(law, subject, .atLeast(deviation: (value - bound) / error), isControl)
  }

  private mutating func add(_ law: Law, _ subject: String, _ finding: PropertyCheck.Finding, _ isControl: Bool) {
    checks.append(PropertyCheck(law: law, system: system, subject: subject, finding: finding, isControl: isControl))
  }
}
