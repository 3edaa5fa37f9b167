import Estimation
import Foundation
import Provenance

/// Text in columns, each as wide as its widest entry; numbers may be set flush right.
package struct Table {
  var rows: [[String]]
  var flushRight: Set<Int>

  /// A table of these rows, the first of which may be a heading.
  package init(rows: [[String]], flushRight: Set<Int> = []) {
    self.rows = rows
    self.flushRight = flushRight
  }

  /// The numbers of a run: name, value with its error, unit.
  package init(_ numbers: [NumberRecord]) {
    self.init(
      rows: numbers.map { [$0.name, Estimate($0.value, standardError: $0.standardError).description, $0.unit] })
  }

  /// The lines as one text.
  package var text: String { lines.joined(separator: "\n") }

  /// The lines, without white space at their ends; control characters in entries are written out.
  package var lines: [String] {
    let rows = rows.map { $0.map(\.escapingControls) }
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return flushRight.contains(column) ? padding + cell : cell + padding
      }
      return cells.joined(separator: "  ").replacing(/\ +$/, with: "")
    }
  }
}
