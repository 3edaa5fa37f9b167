import Randomness

/// The laws of stochastic thermodynamics, on systems drawn from a seed.
///
/// Exact checks have no false alarms. Sampled ones are compared with the law in standard errors, which are exact wherever the
/// tilted generator knows them. A suite makes ``sampledCount`` = 99 of them, and an alarm is a deviation beyond ``threshold`` =
/// 4.89: of Gaussian deviations, by Bonferroni's inequality, at most ``gaussianRate`` = 10⁻⁴ per suite. The rate that we state
/// is ten times that, ``statedRate``: variances are bounded (``Power/largestVariance``) and samples large, but at five standard
/// errors the skewness of exp(−W) may still make a tail a few times the Gaussian one.
///
/// Measured over the seeds 1001 to 2000 with `false-alarms`: no alarm in 1000 suites; docs/statistics.md has the tails.
public struct PropertySuite: Sendable {
  /// The seed.
  public let seed: UInt64
  /// What was found, controls too.
  public let findings: [PropertyCheck]

  /// How many sampled checks a suite makes, in systems of every kind.
  public static let sampledCount = 99

  /// The rate of false alarms, per suite, of Gaussian deviations.
  public static let gaussianRate = 1e-4

  /// The rate of false alarms that we state: one in a thousand suites.
  public static let statedRate = 1e-3

  /// The deviation that is an alarm, in standard errors: 4.89.
  public static let threshold = threshold(ofRate: gaussianRate)

  /// The deviation that one of all checks exceeds with this probability or less, were they Gaussian.
  public static func threshold(ofRate rate: Double) -> Double {
    GaussianTail.distance(ofProbability: rate / Double(sampledCount))
  }

  /// Draws systems and looks at every law in them.
  public init(seed: UInt64) throws {
    let random = RandomStream(seed: seed)["fluctuation properties"]
    var findings: [PropertyCheck] = []
    for number in 0..<2 {
      findings += try ConstantRates.findings(random["ring"][number]) { try ConstantRates(isRing: true, $0) }
      findings += try ConstantRates.findings(random["network"][number]) { try ConstantRates(isRing: false, $0) }
      findings += try DrivenSystem.findings(random["driven"][number]) { try DrivenSystem($0) }
      findings += try SpinSystem.findings(random["asymmetric spins"][number]) { try SpinSystem(isSymmetric: false, $0) }
      findings += try SpinSystem.findings(random["symmetric spins"][number]) { try SpinSystem(isSymmetric: true, $0) }
    }
    for number in 0..<3 { findings += try TrapSystem.findings(random["trap"][number]) { try TrapSystem($0) } }
    findings += try WellSystem.findings(random["well"]) { try WellSystem($0) }
    (self.seed, self.findings) = (seed, findings)
  }

  /// The checks that must hold.
  public var checks: [PropertyCheck] { findings.filter { !$0.isControl } }

  /// The negative controls, which must fail.
  public var controls: [PropertyCheck] { findings.filter(\.isControl) }
}
