import FluctuationProperties
import Foundation

/// What many suites found.
struct Tally {
  /// Suites beyond the threshold, and beyond those of larger rates, by rate.
  private let rates = [0.2, 0.1, 0.05, 0.01, PropertySuite.gaussianRate]
  private var suites = 0
  private var alarmed: [Int]
  private var alarms: [String] = []
  /// The deviations of what the laws fix; each with its sign.
  private var deviations: [Double] = []
  private var oneSided = 0
  /// The largest exact error, and the control that missed its law by the least, of each law.
  private var errors: [Law: Double] = [:]
  private var controls: [Law: (sampled: Double, exact: Double)] = [:]

  init() { alarmed = rates.map { _ in 0 } }

  /// Adds a suite.
  mutating func add(_ suite: PropertySuite) {
    suites += 1
    for (place, rate) in rates.enumerated() {
      let z = PropertySuite.threshold(ofRate: rate)
      if suite.checks.contains(where: { $0.isAlarm(beyond: z) }) { alarmed[place] += 1 }
    }
    alarms += suite.checks.filter { $0.isAlarm(beyond: PropertySuite.threshold) }.map { "seed \(suite.seed): \($0)" }
    for check in suite.findings {
      if case .equal(let d) = check.finding, !check.isControl { print("DEV", suite.seed, check.law.rawValue + "/" + check.subject + "/" + String(check.system.split(separator: " ")[0]), d) }
      if case .atLeast(let d) = check.finding, !check.isControl { print("ONE", suite.seed, check.law.rawValue + "/" + check.subject + "/" + String(check.system.split(separator: " ")[0]), d) }
      if check.isControl { print("CTL", suite.seed, check.law.rawValue + "/" + check.subject + "/" + String(check.system.split(separator: " ")[0]), check.missedBy ?? 1e9, check.missedBy == nil ? check.finding : "") }
    }
    for check in suite.checks {
      switch check.finding {
      case .equal(let deviation): deviations.append(deviation)
      case .atLeast: oneSided += 1
      case .exact(let error): errors[check.law] = max(errors[check.law] ?? 0, error)
      }
    }
    for control in suite.controls {
      var least = controls[control.law] ?? (.infinity, .infinity)
      if let missed = control.missedBy { least.sampled = min(least.sampled, missed) }
      if case .exact(let error) = control.finding { least.exact = min(least.exact, error) }
      controls[control.law] = least
    }
  }

  /// Prints all of it.
  func report(cpuTime: Double) {
    print("\(suites) suites, \(format("%.0f", cpuTime)) CPU-seconds")
    print("\nsuites with an alarm, and how many a rate of independent Gaussian checks allows:")
    for (rate, count) in zip(rates, alarmed) {
      let z = format("%.2f", PropertySuite.threshold(ofRate: rate))
      print("  rate \(rate), \(z) standard errors: \(count), allowed \(format("%.1f", rate * Double(suites)))")
    }
    for alarm in alarms { print("  \(alarm)") }
    print("\n\(deviations.count) deviations of what is fixed, \(oneSided) of what is bounded; of the former")
    let moments = deviations.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    let n = Double(deviations.count)
    print("  mean \(format("%.4f", moments.0 / n)) ± \(format("%.4f", 1 / n.squareRoot()))", terminator: "")
    print(", mean square \(format("%.4f", moments.1 / n)) ± \(format("%.4f", (2 / n).squareRoot()))")
    for z in [1, 2, 3, 3.5, 4, 4.5, 5] {
      let (below, above) = (deviations.count { $0 < -z }, deviations.count { $0 > z })
      let expected = 0.5 * n * GaussianTail.probability(beyond: z)
      print("  beyond \(z): \(below) below and \(above) above, Gaussian \(format("%.1f", expected)) each")
    }
    print("\nlaw: largest exact error; the control that missed it by the least, in standard errors and exactly")
    for law in Law.allCases {
      let least = controls[law] ?? (.nan, .nan)
      print("  \(law.rawValue): \(format("%.1e", errors[law] ?? .nan));", terminator: " ")
      print("\(format("%.1f", least.sampled)) and \(format("%.1e", least.exact))")
    }
  }

  private func format(_ format: String, _ value: Double) -> String { String(format: format, value) }
}
