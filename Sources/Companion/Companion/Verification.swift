import Estimation
import Foundation
import Provenance

/// How a figure that was computed again compares with the published one, quantity by quantity.
///
/// With the published seed every number and every plotted point must be the same to the last bit. With another seed
/// sampled ones must agree within the errors of both, by Student's distribution; which of them raise an alarm is
/// decided for all figures together (`alarms(among:rate:)`). What has no error and changes with the seed cannot be
/// judged by it.
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
    /// The versions of the libraries of others; nil where an older version wrote this.
    public var libraries: [String: String]?

    /// A code.
    public init(commit: String, code: String, libraries: [String: String]? = nil) {
      (self.commit, self.code, self.libraries) = (commit, code, libraries)
    }
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
    /// Why it could not be computed, or another remark.
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
    /// Another one with another seed, without an error by which to judge, or of a case that the seed draws.
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
    let old = Self.quantities(of: published)
    let all = Self.quantities(of: found)
    let new = isSameSeed ? all : Self.paired(all, with: old)
    let known = Set(old.map(\.name))
    let names = old.map(\.name) + new.map(\.name).filter { !known.contains($0) }
    let (before, after) = (Self.byName(old), Self.byName(new))
    let shared = Set(old.compactMap(\.column)).intersection(new.compactMap(\.column))
    comparisons = names.map { name in
      let column = (before[name] ?? after[name])?.column
      return Self.compare(
        name, before[name], after[name], isSameSeed: isSameSeed, isRow: column.map(shared.contains) ?? false)
    }
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

  /// Turns the comparisons that raise an alarm into differences: those of all verifications together, so that the
  /// chance of any false alarm is at most `rate`.
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

  /// What is compared: a number, or what a series has in a row and a column.
  private struct Quantity {
    var name: String
    var value: Estimate
    /// Of a point the series and the column.
    var column: String?
    /// Of a sampled point the exact values in its row, by their columns: the case that it belongs to.
    var setting: [String: Double] = [:]
    /// Of a point of the series `sampled-x` the exact value in the row of `x` with the same setting; nil where there is
    /// none.
    var line: Double?
  }

  private static func quantities(of document: FigureDocument) -> [Quantity] {
    func estimate(_ value: Double, _ error: Double, _ name: String) -> Estimate {
      Estimate(
        value, standardError: abs(error), degreesOfFreedom: document.degreesOfFreedom[name] ?? .infinity)
    }
    let numbers = document.numbers.map {
      Quantity(name: $0.name, value: estimate($0.value, $0.standardError, $0.name))
    }
    let lines = Dictionary(document.series.map { ($0.name, $0) }) { first, _ in first }
    let points = document.series.flatMap { series in
      let line = series.name.hasPrefix("sampled-") ? lines[String(series.name.dropFirst("sampled-".count))] : nil
      return series.rows.enumerated().flatMap { row, values in
        // A column of errors is compared with the column that it belongs to.
        series.columns.indices.filter { !isError(series.columns[$0], in: series) }.map { place in
          let column = series.columns[place]
          let error = series.columns.firstIndex(of: column + ".error").map { values[$0] } ?? 0
          let value = estimate(values[place], error, "\(series.name).\(column)")
          var quantity = Quantity(
            name: "\(series.name)[\(row + 1)].\(column)", value: value, column: "\(series.name).\(column)")
          if error != 0 {
            quantity.setting = setting(of: values, in: series)
            quantity.line = line.flatMap { exact(column, at: quantity.setting, in: $0) }
          }
          return quantity
        }
      }
    }
    return numbers + points
  }

  /// The exact values of a row by their columns.
  private static func setting(of row: [Double], in series: SeriesRecord) -> [String: Double] {
    let exact = series.columns.indices.filter {
      !isError(series.columns[$0], in: series) && !series.columns.contains(series.columns[$0] + ".error")
    }
    return Dictionary(uniqueKeysWithValues: exact.map { (series.columns[$0], row[$0]) })
  }

  /// The exact value that a line has in a column where it has the same setting; nil where it does not say one.
  private static func exact(_ column: String, at setting: [String: Double], in line: SeriesRecord) -> Double? {
    guard let place = line.columns.firstIndex(of: column), !line.columns.contains(column + ".error") else { return nil }
    let shared = line.columns.indices.compactMap { place in setting[line.columns[place]].map { (place, $0) } }
    guard !shared.isEmpty else { return nil }
    return line.rows.first { row in shared.allSatisfy { row[$0] == $1 } }?[place]
  }

  private static func isError(_ column: String, in series: SeriesRecord) -> Bool {
    column.hasSuffix(".error") && series.columns.contains(String(column.dropLast(".error".count)))
  }

  /// The quantities of another seed under the names of their published partners: a sampled point under the name of the
  /// published point with the same exact values in its row, which may be another row. The number of rows may depend on the
  /// random numbers: bins with few counts are left out.
  private static func paired(_ found: [Quantity], with published: [Quantity]) -> [Quantity] {
    func key(of quantity: Quantity) -> String? {
      guard let column = quantity.column, !quantity.setting.isEmpty else { return nil }
      let setting = quantity.setting.sorted { $0.key < $1.key }.map { "\($0)=\(String(format: "%.8g", $1))" }
      return ([column] + setting).joined(separator: " ")
    }
    var names: [String: [String]] = [:]
    for quantity in published { if let key = key(of: quantity) { names[key, default: []].append(quantity.name) } }
    for key in names.keys { names[key]?.reverse() }
    var quantities = found
    var alone: [Int] = []
    for (place, quantity) in found.enumerated() {
      guard let key = key(of: quantity) else { continue }
      if let name = names[key]?.popLast() { quantities[place].name = name } else { alone.append(place) }
    }
    // Cases that the seed draws have other exact values each time: the rest is paired in order.
    let left = Set(names.values.joined())
    var rest: [String: [String]] = [:]
    for quantity in published.reversed() where left.contains(quantity.name) {
      rest[quantity.column ?? "", default: []].append(quantity.name)
    }
    for place in alone {
      quantities[place].name = rest[found[place].column ?? ""]?.popLast() ?? quantities[place].name + ", new"
    }
    return quantities
  }

  private static func byName(_ quantities: [Quantity]) -> [String: Quantity] {
    Dictionary(quantities.map { ($0.name, $0) }) { first, _ in first }
  }

  /// - Parameter isRow: whether it is a point of a column that both documents have.
  private static func compare(
    _ name: String, _ published: Quantity?, _ found: Quantity?, isSameSeed: Bool, isRow: Bool
  ) -> Comparison {
    var comparison = Comparison(
      quantity: name, published: published?.value, found: found?.value, verdict: .missing)
    guard let before = published?.value, let after = found?.value else {
      // Whether two curves cross, and when, may depend on what is drawn; so may the rows of a series that both have.
      let one = published?.value ?? found?.value
      if !isSameSeed, one?.standardError == 0 || isRow {
        comparison.verdict = .untested
        comparison.remark = "There is one with one of both seeds only."
      }
      return comparison
    }
    let errorsAgree =
      abs(before.standardError - after.standardError) <= tolerance * max(before.standardError, after.standardError)
    let isExact = before.standardError == 0 && after.standardError == 0
    if before.value == after.value && before.standardError == after.standardError {
      comparison.verdict = .identical
    } else if comparison.relativeDifference <= tolerance && errorsAgree && (isSameSeed || isExact) {
      comparison.verdict = .rounding
    } else if isSameSeed {
      comparison.verdict = .differs
    } else if isExact {
      comparison.verdict = .untested
    } else {
      compareAcrossSeeds(published, found, &comparison)
    }
    return comparison
  }

  /// Sampled quantities of two seeds. What is drawn may be another case with another seed, a random network or a random
  /// task: where a point has an exact line that says what this case is to give, the deviations from it are compared;
  /// where it has none, it is tested only if the exact values beside it are the same.
  private static func compareAcrossSeeds(_ published: Quantity?, _ found: Quantity?, _ comparison: inout Comparison) {
    guard var published, var found else { return }
    let isSameCase = published.setting.allSatisfy { column, value in
      found.setting[column].map { isSame($0, value) } ?? false
    }
    if let before = published.line, let after = found.line {
      if !isSame(before, after) {
        published.value = published.value - Estimate(exact: before)
        found.value = found.value - Estimate(exact: after)
        (comparison.published, comparison.found) = (published.value, found.value)
        comparison.remark = "Both are deviations from the exact line, which changes with the seed."
      }
    } else if !isSameCase {
      comparison.verdict = .untested
      comparison.remark = "It belongs to a case that the seed draws."
      return
    }
    comparison.verdict = .consistent
    comparison.probability = found.value.probabilityOfDeviation(from: published.value)
  }

  /// Whether two exact values are the same up to rounding.
  private static func isSame(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= tolerance * max(abs(one), abs(other))
  }
}
