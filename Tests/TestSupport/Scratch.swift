import Foundation

/// A folder of its own for a test, gone afterwards.
public final class Scratch: Sendable {
  /// The folder.
  public let folder: URL

  /// Makes the folder.
  ///
  /// - Parameter inMemory: whether nothing in it is to survive a power cut, so that a test need not wait for a disk.
  public init(inMemory: Bool = false) throws {
    let memory = URL(fileURLWithPath: "/dev/shm")
    let isThere = FileManager.default.isWritableFile(atPath: memory.path)
    folder = (inMemory && isThere ? memory : FileManager.default.temporaryDirectory)
      .appending(path: "mesoscale-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Where a test keeps its store.
  public var store: String { folder.appending(path: "runs.sqlite").path }

  /// Everything below the folder, with its bytes.
  public func contents() throws -> [String: Data] {
    var all: [String: Data] = [:]
    for name in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
      all[name] = try? Data(contentsOf: folder.appending(path: name))
    }
    return all
  }
}
