import ArgumentParser
import Companion
import Estimation
import Foundation
import Provenance

/// `mesoscale diff`: what differs between two runs.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs: what they were made from, and every number and point.",
    usage: "mesoscale diff <run> <run> [--all] [--json] [--store <file>]",
    discussion: """
      \(Computation.naming)

      Quantities that differ are listed, the worst first: by z, the difference in joint standard errors, which takes the \
      two runs as independent (with one seed they are not), and is infinite where both are exact; then by the relative \
      difference. Of a series each column is one line, with its worst point. The exit code is 0 where all quantities \
      are the same to the last bit, and 1 where one differs.
      """)

  @Argument(help: ArgumentHelp("The first run.", valueName: "run"), completion: .runs)
  var first: String

  @Argument(help: ArgumentHelp("The second run.", valueName: "run"), completion: .runs)
  var second: String

  @Flag(help: "List every quantity that differs, not only the worst 20.")
  var all = false

  @OptionGroup var options: QuestionOptions

  func run() throws {
    let project = try Project.find()
    let sides = try [first, second].map { name in
      try ComputedQuantities(of: Computation(named: name, options.store, in: project)) {
        try Store(existingAt: options.store.path(in: project))
      }
    }
    let difference = Difference(sides[0], sides[1])
    try options.print(text(of: difference), json: difference.json)
    if !difference.isSame { throw ExitCode(1) }
  }

  private func text(of difference: Difference) -> String {
    let (one, other) = (difference.first, difference.second)
    var parts = ["\(one.title) (\(one.identity)) and \(other.title) (\(other.identity))"]
    let settings = difference.settings
    if !settings.isEmpty {
      let rows = settings.map { setting in
        let name = setting.kind == "fact" ? setting.name.replacing("_", with: " ") : "\(setting.kind) \(setting.name)"
        return [name] + [setting.first, setting.second].map { Self.shown($0, setting.kind) }
      }
      parts.append(Table(rows: [["made from", one.shortTitle, other.shortTitle]] + rows).text)
    } else {
      parts.append("Both were made from the same, as far as it was written down.")
    }
    if difference.isSame {
      let points = one.series.reduce(0) { $0 + $1.rows.count * $1.columns.count }
      parts.append(
        "\(counted(one.numbers.count, "number")) and \(counted(points, "point")) are the same to the last bit.")
    }
    if !difference.unmatched.isEmpty { parts.append(limited(difference.unmatched).joined(separator: "\n")) }
    if !difference.quantities.isEmpty { parts.append(table(of: difference)) }
    return parts.joined(separator: "\n\n")
  }

  private func table(of difference: Difference) -> String {
    let rows = difference.quantities.map { quantity in
      [
        quantity.name, Self.value(quantity.first, quantity.firstError),
        Self.value(quantity.second, quantity.secondError),
        String(format: "%.2g", quantity.difference), String(format: "%.1e", quantity.relative),
        quantity.z.isFinite ? String(format: "%.1f", quantity.z) : "exact",
        quantity.points.map { "\($0.differing) of \($0.all), row \($0.row)" } ?? "", quantity.unit,
      ]
    }
    let shown = all ? rows : Array(rows.prefix(Self.limit))
    let heading = [
      "quantity", difference.first.shortTitle, difference.second.shortTitle, "difference", "relative", "z", "points",
      "unit",
    ]
    let more = rows.count - shown.count
    return Table(rows: [heading] + shown, flushRight: [3, 4, 5]).text
      + (more > 0 ? "\n\(more) more with smaller differences: --all" : "")
  }

  private static let limit = 20

  private func limited(_ lines: [String]) -> [String] {
    let more = lines.count - Self.limit
    return all || more <= 0 ? lines : lines.prefix(Self.limit) + ["\(more) more that cannot be compared: --all"]
  }

  private static func value(_ value: Double, _ error: Double) -> String {
    error > 0 ? Estimate(value, standardError: error).description : "\(value)"
  }

  private static func shown(_ value: String?, _ kind: String) -> String {
    guard let value else { return "none" }
    return kind == "module" ? String(value.prefix(12)) : value.isEmpty ? "none" : shortened(value)
  }
}
