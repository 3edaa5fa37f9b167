import Companion
import Foundation
import Provenance

/// A form in which rows are printed one after the other, however many there are.
protocol RowOutput {
  /// What stands before the rows.
  mutating func begin(_ columns: [String]) -> String
  /// A row.
  mutating func row(_ values: [StoreValue]) -> String
  /// What stands behind the last row.
  mutating func end() -> String
}

/// Writes rows in large pieces.
struct RowWriter {
  private var output: any RowOutput
  private var waiting = ""

  init(_ output: any RowOutput) { self.output = output }

  mutating func begin(_ columns: [String]) throws { waiting += output.begin(columns) }

  mutating func add(_ values: [StoreValue]) throws {
    waiting += output.row(values)
    if waiting.utf8.count > 1 << 16 {
      try StandardOutput.write(waiting)
      waiting = ""
    }
  }

  mutating func finish() throws { try StandardOutput.write(waiting + output.end()) }
}

/// Aligned columns, as wide as the first rows need them.
struct TableRows: RowOutput {
  private var heading: [String] = []
  private var first: [[StoreValue]]? = []
  private var widths: [Int] = []
  private var isNumeric: [Bool] = []

  /// How many rows decide on the widths.
  private static let count = 500
  /// How long a text may be.
  private static let longest = 60

  mutating func begin(_ columns: [String]) -> String {
    heading = columns.map(\.escapingControls)
    return ""
  }

  mutating func row(_ values: [StoreValue]) -> String {
    guard var first else { return line(values.map(Self.text)) }
    first.append(values)
    self.first = first
    return first.count < Self.count ? "" : flush()
  }

  mutating func end() -> String { flush() }

  private mutating func flush() -> String {
    guard let rows = first else { return "" }
    first = nil
    let texts = rows.map { $0.map(Self.text) }
    widths = heading.indices.map { column in ([heading] + texts).map { $0[column].count }.max() ?? 0 }
    isNumeric = heading.indices.map { column in
      !rows.isEmpty
        && rows.allSatisfy { row in
          switch row[column] {
          case .integer, .number, .null: true
          case .text, .bytes: false
          }
        }
    }
    return line(heading) + texts.map(line).joined()
  }

  private func line(_ texts: [String]) -> String {
    var line = ""
    for (column, text) in texts.enumerated() {
      let padding = String(repeating: " ", count: max(0, widths[column] - text.count))
      line += column == 0 ? "" : "  "
      line += isNumeric[column] ? padding + text : text + padding
    }
    while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
    return line + "\n"
  }

  private static func text(_ value: StoreValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .text(let text): shortened(text, to: longest)
    case .bytes(let data): "(\(counted(data.count, "byte")))"
    }
  }
}

/// Comma-separated values (RFC 4180). NULL is empty, and an empty text is "".
struct CSVRows: RowOutput {
  mutating func begin(_ columns: [String]) -> String { columns.map(Self.field).joined(separator: ",") + "\r\n" }

  mutating func row(_ values: [StoreValue]) -> String { values.map(Self.text).joined(separator: ",") + "\r\n" }

  mutating func end() -> String { "" }

  private static func text(_ value: StoreValue) -> String {
    switch value {
    case .null: ""
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .text(let text): field(text)
    case .bytes: value.hexadecimal ?? ""
    }
  }

  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n")
    }
    return isPlain && !text.isEmpty ? text : "\"\(text.replacing("\"", with: "\"\""))\""
  }
}

/// One JSON document with the columns and the rows; a row stands on a line.
struct JSONRows: RowOutput {
  private var isFirst = true

  mutating func begin(_ columns: [String]) -> String {
    "{\n  \"columns\": \(Self.encoded(.list(columns.map(JSON.text)))),\n  \"rows\": ["
  }

  mutating func row(_ values: [StoreValue]) -> String {
    defer { isFirst = false }
    return (isFirst ? "\n    " : ",\n    ") + "[" + values.map(Self.text).joined(separator: ",") + "]"
  }

  mutating func end() -> String { (isFirst ? "" : "\n  ") + "]\n}\n" }

  /// Numbers are written without a detour, of which a long answer has millions.
  private static func text(_ value: StoreValue) -> String {
    switch value {
    case .null: "null"
    case .integer(let number): String(number)
    case .number(let number): number.isFinite ? String(number) : "null"
    case .text(let text): encoded(.text(text))
    case .bytes: encoded(JSON(value.hexadecimal))
    }
  }

  private static func encoded(_ value: JSON) -> String { (try? JSON.canonical(value)) ?? "null" }
}
