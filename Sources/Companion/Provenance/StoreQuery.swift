import Foundation
import GRDB

/// A value in the answer to a question in SQL.
public enum StoreValue: Sendable, Hashable {
  /// No value.
  case null
  /// A whole number.
  case integer(Int64)
  /// A number, possibly infinite.
  case number(Double)
  /// A text.
  case text(String)
  /// Bytes.
  case bytes(Data)

  init(_ value: DatabaseValue) {
    self =
      switch value.storage {
      case .null: .null
      case .int64(let number): .integer(number)
      case .double(let number): .number(number)
      case .string(let text): .text(text)
      case .blob(let data): .bytes(data)
      }
  }

  /// The bytes in hexadecimal digits; nil for all other values.
  public var hexadecimal: String? {
    guard case .bytes(let data) = self else { return nil }
    return data.map { String(format: "%02x", $0) }.joined()
  }
}

/// A connection that answers questions in SQL on the views of a store, and cannot change it.
public final class StoreQuery: Sendable {
  private let path: String
  private let queue: DatabaseQueue

  /// - Parameters:
  ///   - path: the file of the store.
  ///   - published: what the view `published` shows.
  /// - Throws: ``StoreError`` where there is no store.
  public init(at path: String, published: [StoreView.PublishedNumber]) throws {
    // This says what is wrong with the file, and brings an older store up to date.
    let store = try Store(existingAt: path)
    self.path = path
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(60)
      configuration.readonly = true
      queue =
        try store.isReadOnly
        ? StoreFile.openForReading(path, configuration) : DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase { try Self.prepare($0, published) }
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    }
  }

  /// What is temporary can be written even where the file cannot.
  private static func prepare(_ db: Database, _ published: [StoreView.PublishedNumber]) throws {
    try db.execute(
      sql:
        "CREATE TEMP TABLE published_numbers (figure TEXT, identity TEXT, name TEXT, value REAL, error REAL, unit TEXT)"
    )
    for one in published {
      try db.execute(
        sql: "INSERT INTO temp.published_numbers VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          one.figure, one.identity, one.number.name, one.number.value, one.number.standardError, one.number.unit,
        ])
    }
    for view in StoreView.all { try db.execute(sql: view.statement) }
    try db.execute(sql: "PRAGMA query_only = ON")
  }

  /// Answers one question.
  ///
  /// - Parameters:
  ///   - sql: a single question in the dialect of SQLite.
  ///   - heading: is called once, with the names of the columns.
  ///   - row: is called with each row.
  /// - Throws: ``StoreError`` for what is no single question, or would change the store; what the two throw.
  public func answer(
    _ sql: String, heading: ([String]) throws -> Void, row: ([StoreValue]) throws -> Void
  ) throws {
    do {
      try queue.inDatabase { db in
        let statements = try db.allStatements(sql: sql)
        guard let statement = try statements.next() else { throw StoreError("There is no question: give one SELECT.") }
        try Self.requireReading(statement)
        // Only what is left is looked at: it may use tables that the first statement would have made.
        var hasMore = false
        do { hasMore = try statements.next() != nil } catch is DatabaseError { hasMore = true }
        guard !hasMore else { throw StoreError("One question at a time: there is more behind the first semicolon.") }
        try heading(statement.columnNames)
        let rows = try Row.fetchCursor(statement)
        while let found = try rows.next() { try row(found.databaseValues.map(StoreValue.init)) }
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      throw Self.refusal
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_MISUSE {
      throw StoreError(
        "SQLite cannot answer this: \(error.message ?? "it gives no reason"). sql --schema prints the views.")
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    }
  }

  private static let refusal = StoreError(
    "sql only reads, and this statement would change something: ask with SELECT, WITH, VALUES or EXPLAIN.")

  /// The file is opened for reading only; what would open or write other files is refused as well.
  private static func requireReading(_ statement: Statement) throws {
    let words = statement.sql.replacing(/--[^\n]*|\/\*(?s:.)*?\*\//, with: " ")
    let first = words.split { !$0.isLetter }.first.map { $0.uppercased() } ?? ""
    guard statement.isReadonly, ["SELECT", "WITH", "VALUES", "EXPLAIN"].contains(first) else { throw refusal }
  }
}
