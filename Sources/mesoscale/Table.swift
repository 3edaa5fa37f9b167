import Foundation

/// Text in columns, each as wide as its widest entry; numbers may be set flush right.
struct Table {
  var rows: [[String]]
  var flushRight: Set<Int> = []

  var text: String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return flushRight.contains(column) ? padding + cell : cell + padding
      }
      return cells.joined(separator: "  ").replacing(/\ +$/, with: "")
    }.joined(separator: "\n")
  }
}

/// Colours on a terminal, unless NO_COLOR asks for none (no-color.org).
enum Ink {
  private static let isUsed =
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  static func green(_ text: String) -> String { isUsed ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
  static func red(_ text: String) -> String { isUsed ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
}
