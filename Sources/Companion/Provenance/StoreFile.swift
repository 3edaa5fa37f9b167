import Foundation
import GRDB

/// What lies where a store shall be, looked at before SQLite is asked: that would make a store of an empty file, wait
/// at a pipe, and keep nothing of what is written to `:memory:`.
enum StoreFile {
  /// There is nothing yet.
  case absent
  /// A file that can be read and written, and so can its folder, where the write-ahead log lies beside it.
  case writable
  /// A file that can be read only.
  case readable

  /// - Throws: ``StoreError`` where no store can be.
  init(at path: String) throws {
    if path.isEmpty { throw StoreError("--store wants the name of a file, and its value is empty.") }
    if path == ":memory:" || path.hasPrefix("file:") {
      throw StoreError(
        "--store wants the name of a file, and SQLite takes '\(path)' for something else: write ./\(path).")
    }
    var found = stat()
    guard stat(path, &found) == 0 else {
      let reason = errno
      var link = stat()
      if reason == ENOENT, lstat(path, &link) != 0 {
        self = .absent
        return
      }
      throw StoreError(
        "The store \(path) cannot be opened: \(String(cString: strerror(reason))). Give --store another name.")
    }
    switch found.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw StoreError("\(path) is a folder, and a store is a file: give --store another name.")
    default: throw StoreError("\(path) is no regular file, and so no store: give --store another name.")
    }
    guard found.st_size > 0 else {
      throw StoreError("The file \(path) is empty, and so no store: remove it, or give --store another name.")
    }
    guard access(path, R_OK) == 0 else {
      throw StoreError("The store \(path) cannot be read: make it readable, or give --store another name.")
    }
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
    self = access(path, W_OK) == 0 && access(folder, W_OK) == 0 ? .writable : .readable
  }

  /// Puts a new file where a store shall be, made elsewhere and whole, unless another process was faster.
  static func place(_ file: String, at path: String) throws {
    defer { unlink(file) }
    // A hard link is refused where there is a file already. Not all file systems have them.
    if link(file, path) != 0, errno != EEXIST { rename(file, path) }
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// A connection to a store that can only be read.
  ///
  /// SQLite wants to write beside a store with a write-ahead log. Where there is none, nothing is lost by telling it
  /// that the file does not change. Where there is one, its index may be there, too; if it is not, a copy is opened.
  static func openForReading(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = true
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().absoluteURL
    func size(_ name: String) -> Int {
      (try? FileManager.default.attributesOfItem(atPath: name)[.size] as? Int) ?? 0
    }
    let hasLog = size(file.path + "-wal") > 0 || FileManager.default.fileExists(atPath: file.path + "-shm")
    // The store of a task that was killed in the midst of a transaction (``Store/Access/alone``): a copy is rolled
    // back.
    let isTorn = size(file.path + "-journal") > 0
    do {
      if isTorn { throw DatabaseError(resultCode: .SQLITE_READONLY) }
      let queue = try DatabaseQueue(
        path: file.absoluteString.replacing("file://", with: "file:") + (hasLog ? "?mode=ro" : "?immutable=1"),
        configuration: configuration)
      _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
      return queue
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR].contains(error.resultCode)
    {
      let folder = FileManager.default.temporaryDirectory.appending(path: "mesoscale-store-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let copy = folder.appending(path: "copy.sqlite").path
      for ending in ["", "-wal", "-journal"] where FileManager.default.fileExists(atPath: file.path + ending) {
        let data = try Data(contentsOf: URL(fileURLWithPath: file.path + ending))
        try data.write(to: URL(fileURLWithPath: copy + ending))
      }
      let queue = try DatabaseQueue(path: copy)
      defer { try? queue.close() }
      return try inMemory(queue)
    }
  }

  /// A copy of a store in memory, for what cannot be done where it lies.
  static func inMemory(_ queue: DatabaseQueue) throws -> DatabaseQueue {
    let copy = try DatabaseQueue()
    try queue.backup(to: copy)
    return copy
  }
}
