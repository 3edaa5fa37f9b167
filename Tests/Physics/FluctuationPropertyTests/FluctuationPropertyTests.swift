import FluctuationProperties
import Testing

/// The laws of stochastic thermodynamics on systems drawn at random: rings, networks with several reservoirs, driven networks,
/// spin networks, harmonic traps and double wells.
///
/// Exact checks have a tolerance of 1e-9. Each suite makes 99 sampled checks at 4.89 standard errors, with a stated rate of false
/// alarms of 10⁻³ per suite; there was none in 1000 suites of other seeds. See ``PropertySuite`` and docs/statistics.md.
@Suite struct FluctuationPropertyTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func everyLawHoldsAndEveryControlFails(seed: UInt64) throws {
    let suite = try PropertySuite(seed: seed)
    let sampled = suite.checks.filter { $0.missedBy != nil }
    #expect(sampled.count == PropertySuite.sampledCount)
    for check in suite.checks {
      #expect(!check.isAlarm(beyond: PropertySuite.threshold), "\(check)")
    }
    for control in suite.controls {
      #expect(control.isClearlyMissed, "\(control)")
    }
    for law in Law.allCases {
      let controls = suite.controls.filter { $0.law == law }
      #expect(!controls.isEmpty && suite.checks.contains { $0.law == law }, "\(law.rawValue)")
      // What is sampled has a control that is sampled.
      #expect(!sampled.contains { $0.law == law } || controls.contains { $0.missedBy != nil }, "\(law.rawValue)")
    }
  }

  /// The two-sided quantiles of the normal distribution: 1.959964 and 5 (5.733031e-7).
  @Test func thresholdsAreThoseOfAGaussian() {
    #expect(abs(GaussianTail.distance(ofProbability: 0.05) - 1.959964) < 5e-7)
    #expect(abs(GaussianTail.probability(beyond: 5) / 5.733031e-7 - 1) < 1e-6)
    #expect(abs(PropertySuite.threshold - 4.89) < 0.005)
    #expect(PropertySuite.statedRate == 10 * PropertySuite.gaussianRate)
  }

  /// What counts as an alarm; a result that is not a number always does.
  @Test func alarms() {
    func check(_ finding: PropertyCheck.Finding) -> PropertyCheck {
      PropertyCheck(law: .jarzynski, system: "none", subject: "none", finding: finding, isControl: false)
    }
    #expect(check(.equal(deviation: -5)).isAlarm(beyond: 4.9) && !check(.equal(deviation: -4)).isAlarm(beyond: 4.9))
    #expect(check(.atLeast(deviation: -5)).isAlarm(beyond: 4.9) && !check(.atLeast(deviation: 9)).isAlarm(beyond: 4.9))
    #expect(check(.exact(error: 2e-9)).isAlarm(beyond: 4.9) && !check(.exact(error: 1e-10)).isAlarm(beyond: 4.9))
    for finding in [PropertyCheck.Finding.equal(deviation: .nan), .atLeast(deviation: .nan), .exact(error: .nan)] {
      #expect(check(finding).isAlarm(beyond: 4.9))
    }
  }
}
