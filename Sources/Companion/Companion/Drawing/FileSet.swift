import Foundation

/// Files that belong together, such as a figure in all its formats: whoever reads them finds all of them, the old ones or the
/// new ones, however many programs write them at once and whatever disk fills up.
package struct FileSet {
  /// Their names and contents, in order.
  package let files: [(name: String, content: Data)]

  /// A set.
  package init(files: [(name: String, content: Data)]) { self.files = files }

  /// Writes the files into a folder, which is made if need be; returns where each lies, with the digest of what was written.
  ///
  /// All are written beside their places first, and then renamed while no other program renames files of the same folder.
  ///
  /// - Throws: ``Complaint`` where that cannot be done; the folder is left as it was then.
  package func write(into folder: URL) throws -> [(file: URL, content: Data)] {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let lock = try FolderLock(folder)
      defer { lock.release() }
      if lock.isHeld { removeAbandoned(in: folder) }
      let targets = files.map { folder.appending(path: $0.name) }
      for target in targets { try Self.requireReplaceable(target) }
      let partials = files.map { folder.appending(path: partial($0.name)) }
      defer { for partial in partials { unlink(partial.path) } }
      for ((_, content), partial) in zip(files, partials) { try Self.write(content, to: partial) }
      for (target, partial) in zip(targets, partials) where rename(partial.path, target.path) != 0 {
        throw Complaint("The figure \(target.path) cannot be written: \(String(cString: strerror(errno))).")
      }
      return zip(targets, files).map { ($0, $1.content) }
    } catch let error as CocoaError {
      throw Self.explaining(error, writing: folder)
    }
  }

  /// What an error says of a figure that is written to a folder.
  static func explaining(_ error: CocoaError, writing folder: URL) -> Complaint {
    let reason =
      error.code == .fileWriteOutOfSpace
      ? "the disk is full; make room and run again, what was computed is stored"
      : "it must be a folder in which you may write"
    return Complaint("The figure cannot be written to \(folder.path): \(reason).")
  }

  /// A file that is not whole yet is hidden, and names its process.
  private func partial(_ name: String) -> String { ".\(name).\(getpid()).partial" }

  /// Removes what programs that were killed have left: nobody writes while this program holds the lock.
  private func removeAbandoned(in folder: URL) {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for (name, _) in files {
      for found in all where found.hasPrefix(".\(name).") && found.hasSuffix(".partial") {
        unlink(folder.appending(path: found).path)
      }
    }
  }

  /// A folder in the place of a file would be found only when other files have been renamed.
  private static func requireReplaceable(_ file: URL) throws {
    var status = stat()
    guard lstat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    throw Complaint("The figure \(file.path) cannot be written: there is a folder in its place.")
  }

  /// Writes a file and sees to it that it has reached the disk: what does not fit shows here, not after the renaming.
  private static func write(_ content: Data, to file: URL) throws {
    try content.write(to: file)
    let handle = open(file.path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(handle) }
    guard fsync(handle) == 0 || errno == EINVAL else {
      throw CocoaError(errno == ENOSPC || errno == EDQUOT ? .fileWriteOutOfSpace : .fileWriteUnknown)
    }
  }
}

/// The right to change the files of a folder, which one program has at a time, and which ends with the program.
private struct FolderLock {
  private let handle: Int32
  /// Whether this program has the right; false on a file system that knows no locks.
  let isHeld: Bool

  /// Waits for up to a minute, as writing takes a moment.
  init(_ folder: URL) throws {
    handle = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw CocoaError(.fileWriteNoPermission) }
    for _ in 0..<1200 {
      if flock(handle, LOCK_EX | LOCK_NB) == 0 {
        isHeld = true
        return
      }
      guard errno == EWOULDBLOCK || errno == EINTR else {
        isHeld = false
        return
      }
      usleep(50_000)
    }
    close(handle)
    throw Complaint(
      "The figure cannot be written: another program has held \(folder.path) for a minute; end it and run again.")
  }

  func release() { close(handle) }
}
