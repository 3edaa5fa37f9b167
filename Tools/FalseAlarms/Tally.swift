import FluctuationProperties
import Foundation

/// What many suites found.
struct Tally {
  /// Suites beyond the threshold, and beyond those of larger rates, by rate.
  private let rates = [0.2, 0.1, 0.05, 0.01, PropertySuite.gaussianRate]
  private var suites = 0
  private var alarmed: [Int]
  private var alarms: [String] = []
  /// The deviations of what the laws fix, each with its sign.
  private var deviations: [Law: [Double]] = [:]
  private var bounded = 0
  /// The largest exact error, and the control that missed its law by the least, of each law.
  private var errors: [Law: Double] = [:]
  private var controls: [Law: (sampled: Double, exact: Double)] = [:]
  private var unclear: [String] = []

  init() { alarmed = rates.map { _ in 0 } }

  /// Adds a suite.
  mutating func add(_ suite: PropertySuite) {
    suites += 1
    for (place, rate) in rates.enumerated() {
      let z = PropertySuite.threshold(ofRate: rate)
      if suite.checks.contains(where: { $0.isAlarm(beyond: z) }) { alarmed[place] += 1 }
    }
    alarms += suite.checks.filter { $0.isAlarm(beyond: PropertySuite.threshold) }.map { "seed \(suite.seed): \($0)" }
    for check in suite.checks {
      switch check.finding {
      case .equal(let deviation): deviations[check.law, default: []].append(deviation)
      case .atLeast: bounded += 1
      case .exact(let error): errors[check.law] = max(errors[check.law] ?? 0, error)
      }
    }
    unclear += suite.controls.filter { !$0.isClearlyMissed }.map { "seed \(suite.seed): \($0)" }
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
    print("\nsuites with an alarm, and how many Bonferroni's inequality allows if deviations are Gaussian:")
    for (rate, count) in zip(rates, alarmed) {
      let z = format("%.2f", PropertySuite.threshold(ofRate: rate))
      print("  rate \(rate), \(z) standard errors: \(count), allowed \(format("%.1f", rate * Double(suites)))")
    }
    for alarm in alarms { print("  \(alarm)") }
    reportTails()
    reportLaws()
    print("\n\(unclear.count) negative controls that do not fail clearly")
    for control in unclear { print("  \(control)") }
  }

  private func reportTails() {
    let all = deviations.values.flatMap { $0 }
    print("\n\(all.count) deviations from what is fixed, and \(bounded) from bounds; of the former")
    for z in [1, 2, 3, 3.5, 4, 4.5, 5] {
      let (below, above) = (all.count { $0 < -z }, all.count { $0 > z })
      let expected = 0.5 * Double(all.count) * GaussianTail.probability(beyond: z)
      print("  beyond \(z): \(below) below and \(above) above, Gaussian \(format("%.1f", expected)) each")
    }
  }

  private func reportLaws() {
    print("\nlaw: mean and mean square of the deviations, largest exact error; the control that misses by the least")
    for law in Law.allCases {
      let values = deviations[law] ?? []
      let n = Double(values.count)
      let (mean, square) = (values.reduce(0, +) / n, values.reduce(0) { $0 + $1 * $1 } / n)
      let least = controls[law] ?? (.nan, .nan)
      print("  \(law.rawValue): \(format("%.3f", mean)) ± \(format("%.3f", 1 / n.squareRoot()))", terminator: ", ")
      print("\(format("%.3f", square)) ± \(format("%.3f", (2 / n).squareRoot()))", terminator: ", ")
      print(format("%.1e", errors[law] ?? .nan), terminator: "; ")
      print("\(format("%.1f", least.sampled)) standard errors, or \(format("%.1e", least.exact)) exactly")
    }
  }

  /// A dash where there was nothing of the kind.
  private func format(_ format: String, _ value: Double) -> String {
    value.isFinite ? String(format: format, value) : "–"
  }
}
