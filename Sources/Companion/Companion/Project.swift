import Foundation

/// The checkout that a program works in.
public struct Project: Sendable, Hashable {
  /// Its root folder.
  public let root: URL

  /// The checkout with this root folder.
  public init(root: URL) { self.root = root }

  /// The checkout around a folder; by default around the current one, or else around the program itself.
  ///
  /// - Throws: ``Complaint`` where there is none.
  public static func find(from folder: URL? = nil) throws -> Project {
    let current = folder ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let program = URL(fileURLWithPath: CommandLine.arguments[0], relativeTo: current).resolvingSymlinksInPath()
    for start in [current, program] {
      var candidate = start.standardizedFileURL.absoluteURL
      while candidate.path != "/" {
        if isRoot(candidate) { return Project(root: candidate) }
        candidate.deleteLastPathComponent()
      }
    }
    throw Complaint("This is not a checkout of Mesoscale: change to its folder, the one with reproduce.sh.")
  }

  private static func isRoot(_ folder: URL) -> Bool {
    ["reproduce.sh", "Package.swift", "Sources/Figures"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }

  /// The working store.
  public var store: URL { root.appending(path: "data/runs.sqlite") }

  /// The committed figures.
  public var figures: URL { root.appending(path: "figures") }

  /// The committed measurement of speed.
  public var benchmark: URL { root.appending(path: "data/benchmark.json") }

  /// The published numbers of a figure.
  public func published(_ figure: String) -> URL { root.appending(path: "data/published/\(figure).json") }

  /// A path as it is shown and recorded: relative to the root where it lies inside.
  public func relative(_ file: URL) -> String {
    let path = file.standardizedFileURL.path
    return path.hasPrefix(root.path + "/") ? String(path.dropFirst(root.path.count + 1)) : path
  }
}
