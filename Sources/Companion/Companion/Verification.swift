import Estimation
import Foundation
import Provenance

/// How a figure that was computed again compares with the published one, quantity by quantity.
///
/// With the published seed every number and every plotted point must be the same to the last bit. With another seed exact quantities must
/// be, and sampled ones agree within the errors of both, by Student's distribution; which of them raise an alarm is decided for
/// all figures together (``alarms(among:rate:)``).
public struct Verification: Codable, Sendable, Hashable {
  /// The slug of the figure.
  package var figure: String
  /// The seed with which it was computed again.
  package var seed: Int
  /// All quantities, in the order in which they were published.
  package var comparisons: [Comparison]

  /// Which code computed the same as was published.
  public struct Code: Codable, Sendable, Hashable {
    /// The commit of its sources.
    public var commit: String
    /// The digest of all code of the program.
    public var code: String

    /// A code.
    public init(commit: String, code: String) { (self.commit, self.code) = (commit, code) }
  }

  /// How one quantity compares.
  package struct Comparison: Codable, Sendable, Hashable {
    /// The name of a number, or `series[row].column`, with rows counted from 1.
    package var quantity: String
    /// What is published and what was found, with their errors; nil where it is missing.
    package var published, found: Estimate?
    /// What is to be said of both.
    package var verdict: Verdict
    /// The probability of a difference as large as this one, where both are estimates.
    package var probability: Double?
    /// Why it could not be computed, or what else is to be said.
    package var remark: String?

    /// |found − published| in parts of the larger of both; 0 where both are the same.
    package var relativeDifference: Double {
      guard let published, let found else { return .infinity }
      let difference = abs(found.value - published.value)
      return difference == 0 ? 0 : difference / max(abs(found.value), abs(published.value))
    }

    /// (found − published) in joint standard errors; nil where there are none.
    package var deviation: Double? {
      guard let published, let found, probability != nil else { return nil }
      return found.deviation(from: published)
    }
  }

  /// What is to be said of a quantity, the worst last.
  package enum Verdict: String, Codable, Sendable, CaseIterable {
    /// The same to the last bit, and its error, too.
    case identical
    /// The same up to rounding: to 10⁻⁹.
    case rounding
    /// Sampled anew, and in agreement within the errors.
    case consistent
    /// Sampled anew, without an error by which to judge.
    case untested
    /// Not what is published.
    case differs
    /// Published and not computed, or the other way round.
    case missing
  }

  /// The relative difference that rounding may make where another library or processor computes.
  package static let tolerance = 1e-9

  /// Compares a figure with the published one.
  package init(of found: FigureDocument, with published: FigureDocument) {
    figure = published.figure
    seed = found.seed
    let isSameSeed = found.seed == published.seed
    let (old, new) = (Self.quantities(of: published), Self.quantities(of: found))
    let names = old.map(\.name) + new.map(\.name).filter { !Set(old.map(\.name)).contains($0) }
    let (before, after) = (Self.byName(old), Self.byName(new))
    comparisons = names.map { Self.compare($0, before[$0], after[$0], isSameSeed: isSameSeed) }
  }

  /// Compares cells that were computed again with the published ones.
  package init(of checks: [CellCheck], with published: PublishedCells) {
    (figure, seed) = (published.figure, published.seed)
    comparisons = zip(published.cells, checks).map { cell, check in
      let inputs = cell.inputs.count > 60 ? "\(cell.inputs.prefix(60))…" : cell.inputs
      return Comparison(
        quantity: "cell of \(cell.sweep), replica \(cell.replica), \(inputs)",
        verdict: check.digest == cell.digest ? .identical : check.digest == nil ? .missing : .differs,
        remark: check.reason)
    }
  }

  /// Turns the comparisons that raise an alarm into differences: those of all verifications together, so that the chance of
  /// any false alarm is at most `rate`.
  package static func judge(_ verifications: inout [Verification], rate: Double) {
    let places = verifications.indices.flatMap { figure in
      verifications[figure].comparisons.indices.map { (figure, $0) }
    }.filter { verifications[$0.0].comparisons[$0.1].probability != nil }
    let probabilities = places.map { verifications[$0.0].comparisons[$0.1].probability ?? 1 }
    for alarm in alarms(among: probabilities, rate: rate) {
      verifications[places[alarm].0].comparisons[places[alarm].1].verdict = .differs
    }
  }

  /// Whether nothing differs and nothing is missing.
  package var holds: Bool { comparisons.allSatisfy { $0.verdict != .differs && $0.verdict != .missing } }

  /// How many quantities have a verdict.
  package func count(_ verdict: Verdict) -> Int { comparisons.count { $0.verdict == verdict } }

  /// The comparisons, the worst first: by verdict, then the less probable, then the larger difference.
  package var worstFirst: [Comparison] {
    func rank(_ comparison: Comparison) -> (Int, Double, Double) {
      let place = Verdict.allCases.firstIndex(of: comparison.verdict) ?? 0
      return (-place, comparison.probability ?? 1, -comparison.relativeDifference)
    }
    return comparisons.sorted { rank($0) < rank($1) }
  }

  // MARK: - Quantities

  private static func quantities(of document: FigureDocument) -> [(name: String, value: Estimate)] {
    func estimate(_ value: Double, _ error: Double, _ name: String) -> Estimate {
      Estimate(
        value, standardError: abs(error), degreesOfFreedom: document.degreesOfFreedom[name] ?? .infinity)
    }
    let numbers = document.numbers.map { ($0.name, estimate($0.value, $0.standardError, $0.name)) }
    let points = document.series.flatMap { series in
      series.rows.enumerated().flatMap { row, values in
        // A column of errors is compared with the column that it belongs to.
        series.columns.indices.filter { !isError(series.columns[$0], in: series) }.map { place in
          let column = series.columns[place]
          let error = series.columns.firstIndex(of: column + ".error").map { values[$0] } ?? 0
          return ("\(series.name)[\(row + 1)].\(column)", estimate(values[place], error, "\(series.name).\(column)"))
        }
      }
    }
    return numbers + points
  }

  private static func isError(_ column: String, in series: SeriesRecord) -> Bool {
    column.hasSuffix(".error") && series.columns.contains(String(column.dropLast(".error".count)))
  }

  private static func byName(_ quantities: [(name: String, value: Estimate)]) -> [String: Estimate] {
    Dictionary(quantities.map { ($0.name, $0.value) }) { first, _ in first }
  }

  private static func compare(
    _ name: String, _ published: Estimate?, _ found: Estimate?, isSameSeed: Bool
  ) -> Comparison {
    var comparison = Comparison(quantity: name, published: published, found: found, verdict: .missing)
    guard let published, let found else { return comparison }
    let errorsAgree =
      abs(published.standardError - found.standardError)
      <= tolerance * max(published.standardError, found.standardError)
    let isExact = published.standardError == 0 && found.standardError == 0
    if published.value == found.value && published.standardError == found.standardError {
      comparison.verdict = .identical
    } else if comparison.relativeDifference <= tolerance && errorsAgree && (isSameSeed || isExact) {
      comparison.verdict = .rounding
    } else if isSameSeed {
      comparison.verdict = .differs
    } else if isExact {
      comparison.verdict = .untested
    } else {
      comparison.verdict = .consistent
      comparison.probability = found.probabilityOfDeviation(from: published)
    }
    return comparison
  }
}
