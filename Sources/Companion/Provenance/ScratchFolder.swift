import Foundation

/// A folder for what need not last, named after the process that uses it, so that a later process can remove what one that was
/// killed has left behind.
package struct ScratchFolder {
  /// Where it lies.
  package let url: URL

  private static let prefix = "mesoscale-scratch."

  /// Makes the folder, and removes those of processes that have ended.
  package init(in parent: URL = FileManager.default.temporaryDirectory) throws {
    Self.removeAbandoned(in: parent)
    url = parent.appending(path: "\(Self.prefix)\(RunningProcess.current.name).\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Removes the folder.
  package func remove() { try? FileManager.default.removeItem(at: url) }

  private static func removeAbandoned(in parent: URL) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] where name.hasPrefix(prefix) {
      // The name of the process stands before that of the folder.
      let parts = name.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
      guard let process = RunningProcess(named: parts.dropLast().joined(separator: ".")) else { continue }
      let folder = parent.appending(path: name)
      // Of a process on another boot or another machine nothing is known, but no folder is needed for a day.
      if process.isAlive == false || (process.isAlive == nil && age(of: folder) > 86_400) {
        try? FileManager.default.removeItem(at: folder)
      }
    }
  }

  /// How long ago a folder was changed, in seconds; 0 where that is not known.
  private static func age(of folder: URL) -> Double {
    let changed = (try? FileManager.default.attributesOfItem(atPath: folder.path))?[.modificationDate] as? Date
    return changed.map { Date.now.timeIntervalSince($0) } ?? 0
  }
}
