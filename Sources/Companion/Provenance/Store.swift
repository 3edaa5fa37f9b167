import Foundation
import GRDB

/// The record of everything that was run: one SQLite file to which every process may write and from which no record is
/// ever taken away.
///
/// Writers of several processes queue (up to a minute) and lose nothing; a process that is killed loses at most the
/// cells it has not finished, and of those computed in stages what follows their checkpoint, which is scratch. The file is in WAL mode: it must lie on a local disk, and must be copied with SQLite's
/// backup, not with `cp`, while a run is writing.
public final class Store: Sendable {
  /// Where the store lies.
  public let path: String

  private let queue: DatabaseQueue

  /// Opens the store, and makes it if there is none.
  ///
  /// - Throws: ``StoreError`` where the file cannot be opened or written, is not a store, or was made by a newer
  ///   version. In that case the file is left as it was.
  public init(at path: String) throws {
    self.path = path
    do {
      var configuration = Configuration()
      // The very first thing that every connection does.
      configuration.busyMode = .timeout(60)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try Self.prepare(queue, at: path)
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    }
  }

  /// Opens the store of an earlier run.
  ///
  /// - Throws: ``StoreError`` where there is none; and as ``init(at:)``.
  public convenience init(existingAt path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StoreError("There is no store at \(path) yet: run a figure first, for example ./reproduce.sh parity-gate.")
    }
    try self.init(at: path)
  }

  private static func prepare(_ queue: DatabaseQueue, at path: String) throws {
    // One transaction, so that a process which makes the store meanwhile is seen before or after, never half done.
    let (application, version, tables) = try queue.read { db in
      (
        try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      )
    }
    try queue.writeWithoutTransaction { db in
      guard application == Schema.applicationID || (application == 0 && version == 0 && tables == 0) else {
        throw StoreError("The file \(path) is an SQLite file of another program: give --store another name.")
      }
      guard version <= Schema.version else {
        throw StoreError(
          "The store \(path) has schema \(version), and this version knows schemas up to \(Schema.version): "
            + "use a newer Mesoscale, or give --store another name.")
      }
      if version < Schema.version {
        try enterWAL(db)
        try migrate(db)
      }
      try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    }
  }

  /// Turns the write-ahead log on. This does not wait for other processes by itself, whatever the busy timeout.
  private static func enterWAL(_ db: Database) throws {
    for attempt in 0... {
      do {
        return try db.execute(sql: "PRAGMA journal_mode = WAL")
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 600 {
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  /// Brings the tables up to date, all or nothing; another process may have done it meanwhile.
  private static func migrate(_ db: Database) throws {
    try db.inTransaction(.immediate) {
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      for migration in Schema.migrations.dropFirst(version) { try db.execute(sql: migration) }
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(Schema.version)")
      return .commit
    }
  }

  /// Runs a transaction that takes the write lock at its beginning: with WAL, a transaction that turns from reading to
  /// writing is lost when another process has written in between.
  ///
  /// - Parameter isDurable: whether the records must have reached the disk when this returns.
  func write<Result>(isDurable: Bool = false, _ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.writeWithoutTransaction { db in
        if isDurable { try db.execute(sql: "PRAGMA synchronous = FULL") }
        defer { if isDurable { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
        var result: Result?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
        guard let result else { throw StoreError("The store \(path) did not carry out a transaction.") }
        return result
      }
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    }
  }

  /// The version of SQLite in use.
  public var sqliteVersion: String {
    (try? read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }) ?? "unknown"
  }

  /// The last link of the hash chain.
  public func chainHead() throws -> String { try read(Ledger.head) }

  /// Whether the last link, now or at any time before, was `link`: whether the store still holds what was anchored.
  public func hasLink(_ link: String) throws -> Bool {
    try read { db in
      try link == Ledger.beginning
        || Int.fetchOne(db, sql: "SELECT 1 FROM ledger WHERE sha256 = ?", arguments: [link]) != nil
    }
  }

  /// Walks the hash chain over all records and says what does not fit.
  public func verifyChain() throws -> ChainReport { try read(Ledger.verify) }
}
