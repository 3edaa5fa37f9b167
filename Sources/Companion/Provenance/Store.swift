import Foundation
import GRDB

/// The record of everything that was run: one SQLite file to which every process may write and from which no record is
/// ever taken away.
///
/// Writers of several processes queue (up to a minute) and lose nothing; a process that is killed loses at most the
/// cells it has not finished, and of those computed in stages what follows their checkpoint, which is scratch. The file
/// is in WAL mode: it must lie on a local disk, and must be copied with SQLite's backup, not with `cp`, while a run is
/// writing.
///
/// A store whose file or folder is write-protected can be read. Every row that is read is compared with the ledger
/// (`Seal`).
public final class Store: Sendable {
  /// Where the store lies.
  public let path: String

  /// Whether the store can be read only.
  public let isReadOnly: Bool

  private let queue: DatabaseQueue

  /// Who may use a store at the same time.
  public enum Access: Sendable {
    /// Any number of processes of one machine, on a local disk.
    case shared
    /// This process alone, which has the file locked as long as the store is open. There is no write-ahead log: the
    /// file may lie in a folder that several machines share.
    case alone
  }

  /// Opens the store, and makes it if there is none.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - access: who may use it meanwhile; a store stays what it was made for.
  ///   - patience: for how many seconds another process may have it locked.
  /// - Throws: ``StoreError`` where the file cannot be opened, is not a store, or was made by a newer version. In that
  ///   case the file is left as it was.
  public init(at path: String, access: Access = .shared, patience: Double = 60) throws {
    self.path = path
    let configuration = Self.configuration(access, patience)
    do {
      var file = try StoreFile(at: path)
      if file == .absent {
        try Self.make(at: path, access, configuration)
        file = try StoreFile(at: path)
      }
      isReadOnly = file == .readable
      if isReadOnly {
        queue = try Self.openForReading(path)
      } else {
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try Self.prepare(queue, access, at: path)
      }
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    }
  }

  /// Opens the store of an earlier run.
  ///
  /// - Throws: ``StoreError`` where there is none; and as `init(at:)`.
  public convenience init(existingAt path: String, access: Access = .shared, patience: Double = 60) throws {
    if try StoreFile(at: path) == .absent {
      throw StoreError("There is no store at \(path) yet: run a figure first, for example ./reproduce.sh parity-gate.")
    }
    try self.init(at: path, access: access, patience: patience)
  }

  /// Whether there is a file where a store could be.
  ///
  /// - Throws: ``StoreError`` where no store can be there.
  public static func exists(at path: String) throws -> Bool { try StoreFile(at: path) != .absent }

  private static func configuration(_ access: Access = .shared, _ patience: Double = 60) -> Configuration {
    var configuration = Configuration()
    // The very first thing that every connection does.
    configuration.busyMode = .timeout(patience)
    if access == .alone {
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    }
    return configuration
  }

  /// Makes a store beside its place and puts it there when it is whole: an empty file is never a store that is being
  /// made.
  private static func make(at path: String, _ access: Access, _ configuration: Configuration) throws {
    let file = "\(path)-\(UUID().uuidString).new"
    do {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try prepare(queue, access, at: path)
      try queue.close()
    } catch {
      unlink(file)
      throw error
    }
    try StoreFile.place(file, at: path)
  }

  /// A connection to a store that can only be read; one of an older version is brought up to date in memory.
  static func openForReading(_ path: String) throws -> DatabaseQueue {
    let queue = try StoreFile.openForReading(path, configuration())
    let version = try queue.read { try schema(of: $0, at: path) }
    guard version < Schema.version else { return queue }
    guard version > 0 else { throw StoreError("The file \(path) is no store: give --store another name.") }
    let copy = try StoreFile.inMemory(queue)
    try copy.writeWithoutTransaction(migrate)
    return copy
  }

  private static func prepare(_ queue: DatabaseQueue, _ access: Access, at path: String) throws {
    // One transaction, so that a process which makes the store meanwhile is seen before or after, never half done.
    let version = try queue.read { try schema(of: $0, at: path) }
    try queue.writeWithoutTransaction { db in
      if version < Schema.version {
        if access == .shared { try enterWAL(db) }
        try migrate(db)
      }
      try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    }
  }

  /// The schema of a store, 0 if nothing is in it yet.
  ///
  /// - Throws: ``StoreError`` where it is no store, or one of a newer version.
  private static func schema(of db: Database, at path: String) throws -> Int {
    let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let isEmpty =
      try application == 0 && version == 0 && Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    guard isEmpty || application == Schema.applicationID && version > 0 else {
      throw StoreError("The file \(path) is an SQLite file of another program: give --store another name.")
    }
    guard version <= Schema.version else {
      throw StoreError(
        "The store \(path) has schema \(version), and this version knows schemas up to \(Schema.version): "
          + "use a newer Mesoscale, or give --store another name.")
    }
    return version
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
      guard (0...Schema.version).contains(version) else { return .rollback }
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
    if isReadOnly { throw StoreError.readOnly(path) }
    return try explaining {
      try queue.writeWithoutTransaction { db in
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
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws -> Result { try explaining { try queue.read(body) } }

  /// Does something with the store; what goes wrong is told as a sentence.
  private func explaining<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError.explaining(error, at: path)
    } catch let fault as StoreFault {
      throw StoreError(fault, at: path)
    }
  }

  /// Closes the file; nothing can be done with the store any more. Otherwise that happens when nobody holds the store
  /// any more.
  public func close() throws { try explaining { try queue.close() } }

  /// The version of SQLite in use.
  public var sqliteVersion: String {
    (try? read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }) ?? "unknown"
  }

  /// The last link of the hash chain.
  public func chainHead() throws -> String { try read(Ledger.head) }

  /// Whether the last link, now or at any time before, was `link`: whether the store still holds what was anchored.
  public func hasLink(_ link: String) throws -> Bool { try read { try Ledger.has(link, $0) } }
}
