import Estimation
import Foundation
import Provenance

/// The end of `mesoscale run`: one line per figure, totals, why figures did not finish, how long it all took, and what to do next. It
/// fits on a screen of 30 lines, for up to 23 figures: where the table is long, the least important lines below it are left out.
package struct RunReport {
  /// The figures that were run, in order.
  package var outcomes: [RunOutcome]
  /// How many more were to be run.
  package var notStarted: Int
  /// The store as it was given on the command line.
  package var store: String?
  /// Whether the run is one at the published parameters, which texts quote.
  package var isQuoted: Bool
  /// How many columns a line may fill.
  package var width: Int
  /// Whether states are coloured, for a terminal.
  package var isColoured: Bool
  /// How long all figures took together; nil where that is not told.
  package var time: RunTime?

  /// A report.
  package init(
    _ outcomes: [RunOutcome], notStarted: Int = 0, store: String? = nil, isQuoted: Bool, width: Int = 120,
    isColoured: Bool = false, time: RunTime? = nil
  ) {
    self.outcomes = outcomes
    self.notStarted = notStarted
    self.store = store
    self.isQuoted = isQuoted
    self.width = width
    self.isColoured = isColoured
    self.time = time
  }

  /// The lines.
  package var text: String {
    ([table] + [reasons, next].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }).joined(separator: "\n\n")
  }

  // MARK: - The table

  private var table: String {
    let heading = ["figure", "state", "seconds", "computed", "reused", "deviation"]
    var rows =
      [heading]
      + outcomes.map { outcome in
        [
          outcome.figure, outcome.state.rawValue, String(format: "%.1f", outcome.seconds),
          outcome.cellsComputed.map(String.init) ?? "", outcome.cellsReused.map(String.init) ?? "",
          outcome.largestDeviation.map { String(format: "%.1f", $0.value) } ?? "",
        ]
      } + [total]
    // On a narrow terminal the cells, which the lines of progress have told, make room for the headline numbers.
    if width < 100 { rows = rows.map { Array($0[..<3] + $0[5...]) } }
    let lines = Table(rows: rows, flushRight: [2, 3, 4, 5]).lines
    let start = (lines.map(\.count).max() ?? 0) + 2
    let headlines = ["headline numbers"] + outcomes.map { headline(of: $0, in: max(16, width - start)) }
    return lines.enumerated().map { place, line in
      let isLong = place < headlines.count && !headlines[place].isEmpty
      let whole = isLong ? line.padding(toLength: start, withPad: " ", startingAt: 0) + headlines[place] : line
      return place == 0 || place > outcomes.count ? whole : coloured(whole, outcomes[place - 1].state)
    }.joined(separator: "\n")
  }

  private var total: [String] {
    let finished = outcomes.count { $0.state == .finished }
    let count = outcomes.count + notStarted
    let deviations = outcomes.compactMap { $0.largestDeviation?.value }
    return [
      "\(count) \(count == 1 ? "figure" : "figures")", finished == count ? "finished" : "\(finished) finished",
      String(format: "%.1f", time?.wall ?? outcomes.reduce(0) { $0 + $1.seconds }),
      String(outcomes.reduce(0) { $0 + ($1.cellsComputed ?? 0) }),
      String(outcomes.reduce(0) { $0 + ($1.cellsReused ?? 0) }),
      deviations.max().map { String(format: "%.1f", $0) } ?? "",
    ]
  }

  private func coloured(_ line: String, _ state: RunOutcome.State) -> String {
    guard isColoured, let word = line.range(of: " \(state.rawValue) ") else { return line }
    let colour = state == .finished ? "\u{1B}[32m" : "\u{1B}[31m"
    return line.replacingCharacters(in: word, with: " \(colour)\(state.rawValue)\u{1B}[0m ")
  }

  /// Both headline numbers where there is room for them, or the first one, whose name is shortened where it must be.
  private func headline(of outcome: RunOutcome, in room: Int) -> String {
    let texts = outcome.headlineNumbers.prefix(2).map { (name: $0.name, value: Self.short($0)) }
    guard let first = texts.first else { return "" }
    let both = texts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    if both.count <= room { return both }
    let alone = "\(first.name) \(first.value)"
    return alone.count <= room ? alone : "\(first.name.prefix(max(1, room - first.value.count - 2)))… \(first.value)"
  }

  /// A number with its error or else with four digits, and its unit.
  private static func short(_ number: NumberRecord) -> String {
    let estimate = Estimate(number.value, standardError: number.standardError)
    let isWhole = number.value == number.value.rounded() && abs(number.value) < 1e7
    var text = number.standardError > 0 || isWhole ? estimate.description : estimate.formatted(significantDigits: 4)
    if text.contains("."), !text.contains("e"), !text.contains("(") { text.replace(/\.?0+$/, with: "") }
    return number.unit.isEmpty ? text : "\(text) \(number.unit)"
  }

  // MARK: - Below the table

  /// Why figures did not finish well: a line for each reason, and at most three, or as many as there is room for.
  private var reasons: [String] {
    var groups: [(ending: String, figures: [String])] = []
    for outcome in outcomes where outcome.state != .finished {
      let reason = outcome.reason.split(whereSeparator: \.isNewline).joined(separator: " ")
      let ending = "\(outcome.state.rawValue): \(reason.count > 300 ? reason.prefix(299) + "…" : reason)"
      if let place = groups.firstIndex(where: { $0.ending == ending }) {
        groups[place].figures.append(outcome.figure)
      } else {
        groups.append((ending, [outcome.figure]))
      }
    }
    let lines = groups.map { ending, figures in
      let names = figures.count > 3 ? figures.prefix(2) + ["\(figures.count - 2) more"] : figures
      return "\(names.joined(separator: ", ")) \(ending)"
    }
    let most = max(1, min(3, 24 - outcomes.count))
    guard lines.count > most else { return lines }
    return most == 1
      ? ["Why they failed, \(lines.count) reasons: ./reproduce.sh runs\(option)"]
      : lines.prefix(most - 1) + ["and other reasons: ./reproduce.sh runs\(option)"]
  }

  /// The figure and the cell that took the longest: less than either no number of processors can reach.
  private var longest: [String] {
    guard let figure = outcomes.max(by: { $0.seconds < $1.seconds }) else { return [] }
    var line = "Longest    \(figure.figure) \(Progress.duration(figure.seconds))"
    let cells = outcomes.compactMap { outcome in outcome.longestCell.map { (outcome.figure, $0) } }
    if width >= 100, let (slug, cell) = cells.max(by: { $0.1.seconds < $1.1.seconds }) {
      line += "; cell: \(cell.sweep) of \(slug), \(Progress.duration(cell.seconds))"
    }
    return [line]
  }

  private var option: String { store.map { " --store \($0)" } ?? "" }

  /// What to do next, as many lines of it as there is room for.
  private var next: [String] {
    var lines = allNext
    // A screen of 30 lines has the empty line of the tool, the heading, the total and an empty line besides.
    let above = outcomes.count + 4 + (reasons.isEmpty ? 0 : reasons.count + 1)
    for name in ["Deviation", "Longest", "Texts", "Numbers", "Figures"] where above + lines.count > 30 {
      lines.removeAll { $0.hasPrefix(name) }
    }
    return lines
  }

  private var allNext: [String] {
    let example = (outcomes.first { $0.state == .finished && !$0.numbers.isEmpty })?.figure
    var lines: [String] = []
    if notStarted > 0 || outcomes.contains(where: { ![.finished, .deviant].contains($0.state) }) {
      lines.append("To go on   the same command again: stored cells are not computed again")
    }
    // What went wrong matters more, and needs the room.
    if let time, reasons.isEmpty { lines += ["Time       \(time.sentence(width: width))"] + longest }
    let files = outcomes.flatMap(\.files)
    if !files.isEmpty {
      let folders = Set(files.map { NSString(string: $0).deletingLastPathComponent }).sorted()
      let formats = Set(files.map { NSString(string: $0).pathExtension }).sorted()
      lines.append(
        "Figures    " + folders.map { "\($0)/<figure>.{\(formats.joined(separator: ","))}" }.joined(separator: " "))
    }
    if let example {
      lines.append("Numbers    ./reproduce.sh numbers \(example)\(option); show: their origin")
    }
    if isQuoted, example != nil {
      lines.append("Texts      ./reproduce.sh weave --check: do texts quote the published numbers?")
    }
    if outcomes.contains(where: { $0.largestDeviation != nil }) {
      lines.append("Deviation  the largest of sampled from exact numbers, in standard errors")
    }
    return lines
  }
}
