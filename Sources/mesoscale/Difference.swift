import Companion
import Estimation
import Foundation
import Provenance

/// What differs between two runs: what they were made from, and what they found.
struct Difference {
  let first: ComputedQuantities, second: ComputedQuantities

  /// Something that two runs were made from, and that differs.
  struct Setting {
    let kind: String, name: String
    /// What it is in either; nil where it was not written down, or is not there.
    let first: String?, second: String?

    var json: JSON {
      .object(["kind": .text(kind), "name": .text(name), "first": JSON(first), "second": JSON(second)])
    }
  }

  /// A quantity that differs: a number, or a column of a series by the point that differs most.
  struct Quantity {
    let name: String, unit: String
    let first: Double, second: Double
    let firstError: Double, secondError: Double
    /// Of how many points how many differ, and the row from 1 of the one that is shown; nil for a number.
    var points: (differing: Int, all: Int, row: Int)?

    var difference: Double { second - first }

    /// The difference as a fraction of the larger of the two.
    var relative: Double {
      let largest = max(abs(first), abs(second))
      return largest > 0 ? abs(difference) / largest : 0
    }

    /// The difference in joint standard errors of two independent values; infinite where both are exact.
    var z: Double {
      let error = (firstError * firstError + secondError * secondError).squareRoot()
      return difference == 0 ? 0 : difference / error
    }

    /// Worst first: by the standard errors, then by the relative difference.
    static func isWorse(_ one: Quantity, _ other: Quantity) -> Bool {
      (abs(one.z), one.relative) > (abs(other.z), other.relative)
    }

    var json: JSON {
      .object([
        "name": .text(name), "unit": .text(unit), "first": JSON(first), "second": JSON(second),
        "firstError": JSON(firstError), "secondError": JSON(secondError), "difference": JSON(difference),
        "relative": JSON(relative), "z": JSON(z), "points": points.map { .integer($0.all) } ?? .null,
        "differingPoints": points.map { .integer($0.differing) } ?? .null,
        "row": points.map { .integer($0.row) } ?? .null,
      ])
    }
  }

  /// Whether every number and every point is in both, with the same bits.
  var isSame: Bool { quantities.isEmpty && unmatched.isEmpty }

  /// What the runs were made from, as far as it differs.
  var settings: [Setting] {
    var found: [Setting] = []
    func compare(_ kind: String, _ names: [String], _ one: [String: String], _ other: [String: String]) {
      for name in names where one[name] != other[name] {
        found.append(Setting(kind: kind, name: name, first: one[name], second: other[name]))
      }
    }
    let facts = ComputedQuantities.factNames.filter { first.facts[$0] != nil && second.facts[$0] != nil }
    compare("fact", facts, first.facts, second.facts)
    let parameters = (first.parameters.mapValues(Self.text), second.parameters.mapValues(Self.text))
    compare("parameter", Self.names(parameters.0, parameters.1), parameters.0, parameters.1)
    compare("module", Self.names(first.modules, second.modules), first.modules, second.modules)
    return found
  }

  /// What differs, the worst first.
  let quantities: [Quantity]

  /// Quantities that cannot be compared, as sentences: those that only one run has, and series of different length.
  let unmatched: [String]

  init(_ first: ComputedQuantities, _ second: ComputedQuantities) {
    (self.first, self.second) = (first, second)
    var (quantities, unmatched) = ([Quantity](), [String]())
    func only(_ kind: String, _ one: [String], _ other: [String]) {
      let (left, right) = (Set(one), Set(other))
      unmatched += one.filter { !right.contains($0) }.map { "The \(kind) \($0) is in \(first.title) only." }
      unmatched += other.filter { !left.contains($0) }.map { "The \(kind) \($0) is in \(second.title) only." }
    }
    only("number", first.numbers.map(\.name), second.numbers.map(\.name))
    only("series", first.series.map(\.name), second.series.map(\.name))
    let numbers = Dictionary(second.numbers.map { ($0.name, $0) }) { one, _ in one }
    for one in first.numbers {
      guard let other = numbers[one.name] else { continue }
      if one.unit != other.unit {
        unmatched.append("The number \(one.name) is in '\(one.unit)' and in '\(other.unit)'.")
      }
      if Self.differ(one.value, other.value) || Self.differ(one.standardError, other.standardError) {
        quantities.append(
          Quantity(
            name: one.name, unit: one.unit, first: one.value, second: other.value, firstError: one.standardError,
            secondError: other.standardError))
      }
    }
    let series = Dictionary(second.series.map { ($0.name, $0) }) { one, _ in one }
    for one in first.series {
      guard let other = series[one.name] else { continue }
      guard one.columns == other.columns, one.rows.count == other.rows.count else {
        unmatched.append(
          "The series \(one.name) has \(Self.shape(of: one)) in \(first.title), and \(Self.shape(of: other)) in "
            + "\(second.title).")
        continue
      }
      quantities += Self.columns(one, other)
    }
    self.quantities = quantities.sorted(by: Quantity.isWorse)
    self.unmatched = unmatched
  }

  /// The columns of two series of one shape that differ, each by its worst point.
  private static func columns(_ one: SeriesRecord, _ other: SeriesRecord) -> [Quantity] {
    one.columns.indices.compactMap { column in
      let error = one.columns.firstIndex(of: one.columns[column] + ".error")
      var (differing, worst): (Int, Quantity?) = (0, nil)
      for (row, (left, right)) in zip(one.rows, other.rows).enumerated() where differ(left[column], right[column]) {
        differing += 1
        let point = Quantity(
          name: "\(one.name)/\(one.columns[column])", unit: "", first: left[column], second: right[column],
          firstError: error.map { left[$0] } ?? 0, secondError: error.map { right[$0] } ?? 0,
          points: (0, one.rows.count, row + 1))
        if worst.map({ Quantity.isWorse(point, $0) }) ?? true { worst = point }
      }
      worst?.points?.differing = differing
      return worst
    }
  }

  private static func shape(of series: SeriesRecord) -> String {
    "\(counted(series.rows.count, "row")) of \(series.columns.joined(separator: ", "))"
  }

  private static func differ(_ one: Double, _ other: Double) -> Bool { one.bitPattern != other.bitPattern }

  private static func names(_ one: [String: String], _ other: [String: String]) -> [String] {
    Set(one.keys).union(other.keys).sorted()
  }

  private static func text(_ value: JSON) -> String { (try? JSON.canonical(value)) ?? "" }

  var json: JSON {
    func side(_ run: ComputedQuantities) -> JSON {
      .object([
        "title": .text(run.title), "figure": .text(run.figure), "identity": .text(run.identity),
        "numbers": .integer(run.numbers.count), "series": .integer(run.series.count),
      ])
    }
    return .object([
      "first": side(first), "second": side(second), "same": .bool(isSame), "settings": .list(settings.map(\.json)),
      "quantities": .list(quantities.map(\.json)), "unmatched": .list(unmatched.map(JSON.text)),
    ])
  }
}
