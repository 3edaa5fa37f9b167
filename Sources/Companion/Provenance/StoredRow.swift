import Digest
import Foundation
import GRDB

/// A row of a table as it is stored. Its values are read by name, and each is checked: what is missing, of another kind
/// or out of range is a ``StoreFault`` that names the record.
struct StoredRow {
  let table: String
  let id: Int64
  private let columns: [String]
  private let values: [DatabaseValue]

  init(_ row: Row, of table: String) {
    self.table = table
    let (columns, values) = (Array(row.columnNames), Array(row.databaseValues))
    (self.columns, self.values) = (columns, values)
    id = columns.firstIndex(of: "id").flatMap { Int64.fromDatabaseValue(values[$0]) } ?? 0
  }

  /// The digest of the row, over the names and the values of all columns.
  var digest: String { sha256(fields: zip(columns, values).flatMap { [$0, Self.text(of: $1)] }) }

  /// The names and the values of all columns but the number of the row, some of them with other values.
  func fields(with others: [String: any DatabaseValueConvertible] = [:]) -> [(String, (any DatabaseValueConvertible)?)]
  {
    zip(columns, values).filter { $0.0 != "id" }.map { ($0, others[$0] ?? $1) }
  }

  /// What is wrong with this record.
  func fault(_ text: String) -> StoreFault { StoreFault(record: id, of: table, text) }

  private func value(_ column: String) -> DatabaseValue.Storage {
    columns.firstIndex(of: column).map { values[$0].storage } ?? .null
  }

  /// A text.
  func text(_ column: String) throws -> String {
    guard case .string(let text) = value(column) else { throw fault("has no text as its \(column)") }
    return text
  }

  /// A whole number in a range; by default one that counts something.
  func whole(_ column: String, in range: ClosedRange<Int64> = 0...(1 << 53)) throws -> Int {
    guard case .int64(let number) = value(column) else { throw fault("has no whole number as its \(column)") }
    guard range.contains(number) else {
      throw fault("has \(number) as its \(column), and only \(range.lowerBound) to \(range.upperBound) is possible")
    }
    return Int(number)
  }

  /// A finite number in a range.
  func number(
    _ column: String, in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) throws -> Double {
    guard case .double(let number) = value(column), number.isFinite else {
      throw fault("has no finite number as its \(column)")
    }
    guard range.contains(number) else { throw fault("has \(number) as its \(column), which is not possible") }
    return number
  }

  /// Bytes.
  func data(_ column: String) throws -> Data {
    guard case .blob(let data) = value(column) else { throw fault("has no bytes as its \(column)") }
    return data
  }

  /// A time span in seconds, of less than 300 years.
  func seconds(_ column: String) throws -> Double { try number(column, in: 0...1e10) }

  /// A SHA-256 as 64 hexadecimal digits.
  func digest(_ column: String) throws -> String {
    let text = try text(column)
    guard text.utf8.count == 64, text.utf8.allSatisfy(\.isHexadecimalDigit) else {
      throw fault("has no SHA-256 as its \(column)")
    }
    return text
  }

  /// One of several words.
  func word<Word: RawRepresentable<String>>(_ column: String, _ type: Word.Type) throws -> Word {
    let text = try text(column)
    guard let word = Word(rawValue: text) else { throw fault("has '\(text)' as its \(column), which is no such thing") }
    return word
  }

  /// Any value for showing.
  func shown(_ column: String) throws -> String {
    switch value(column) {
    case .string(let text): text
    case .int64(let number): String(number)
    case .double(let number): String(number)
    case .null, .blob: throw fault("has nothing to show as its \(column)")
    }
  }

  /// A stored value with its type, so that 1, 1.0 and "1" are three values; doubles by their bits.
  static func text(of value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "null"
    case .int64(let number): "integer \(number)"
    case .double(let number): "real \(String(number.bitPattern, radix: 16))"
    case .string(let text): "text \(text)"
    case .blob(let data): "blob \(sha256(data))"
    }
  }
}

extension UInt8 {
  /// Whether it is one of 0123456789abcdef in ASCII.
  var isHexadecimalDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}
