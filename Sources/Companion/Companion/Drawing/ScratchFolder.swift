import Foundation
import Provenance

/// A folder for what need not last, named after the process that uses it, so that a later process can remove what one that was
/// killed has left behind.
struct ScratchFolder {
  /// Where it lies.
  let url: URL

  private static let prefix = "mesoscale-drawing."

  /// Makes the folder, and removes those of processes that have ended.
  init() throws {
    let parent = FileManager.default.temporaryDirectory
    Self.removeAbandoned(in: parent)
    url = parent.appending(path: "\(Self.prefix)\(RunningProcess.current.name).\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(at: url) }

  private static func removeAbandoned(in parent: URL) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] where name.hasPrefix(prefix) {
      // The name of the process stands before that of the folder.
      let parts = name.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
      guard let process = RunningProcess(named: parts.dropLast().joined(separator: ".")) else { continue }
      let folder = parent.appending(path: name)
      // Of a process on another boot or another machine nothing is known but that drawing takes no day.
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
