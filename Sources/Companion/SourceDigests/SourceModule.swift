import Digest
import Foundation

/// A module of the project: its sources, and what it imports.
package struct SourceModule: Sendable, Hashable {
  /// Its name.
  package let name: String
  /// The names of the modules that it imports.
  package let imports: [String]
  /// The digest of its own sources, whatever the names and the order of the files. Comments and line breaks are not in it, and
  /// a file without code does not count.
  package let digest: String

  /// The module that is made of these files.
  ///
  /// - Throws: ``UnreadableSource``.
  package init(name: String, imports: [String], files: [String]) throws {
    (self.name, self.imports) = (name, imports)
    let digests = try files.compactMap { path -> String? in
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw UnreadableSource(path: path) }
      let code = Code(text).bytes
      return code.isEmpty ? nil : sha256(Data(code))
    }
    digest = sha256(fields: digests.sorted())
  }

  /// The module that is made of the files at a place.
  ///
  /// - Parameter root: the root of the project.
  /// - Throws: ``UnreadableSource``.
  package init(at place: SourcePlace, in root: URL) throws {
    let folder = root.appending(path: place.folder)
    let found = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    let files = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.map(\.path)
    try self.init(name: place.name, imports: place.imports, files: files)
  }

  /// For every module by its name, the digest of its sources and those of all modules that it imports.
  package static func digests(_ modules: [SourceModule]) -> [String: String] {
    let byName = Dictionary(modules.map { ($0.name, $0) }) { one, _ in one }
    func gather(_ name: String, _ found: inout Set<String>) {
      guard let module = byName[name], found.insert(name).inserted else { return }
      for other in module.imports { gather(other, &found) }
    }
    return byName.mapValues { module in
      var found: Set<String> = []
      gather(module.name, &found)
      return sha256(fields: found.compactMap { byName[$0]?.digest }.sorted())
    }
  }
}

/// Where the sources of a module lie.
package struct SourcePlace: Sendable, Hashable {
  /// The name of the module.
  package let name: String
  /// The folder of its sources, relative to the root of the project.
  package let folder: String
  /// The names of the modules that it imports.
  package let imports: [String]

  /// A place.
  package init(name: String, folder: String, imports: [String]) {
    (self.name, self.folder, self.imports) = (name, folder, imports)
  }
}

/// A source that cannot be read as UTF-8.
package struct UnreadableSource: Error, CustomStringConvertible {
  /// Where it lies.
  package let path: String

  /// The sentence.
  package var description: String { "\(path) cannot be read as UTF-8." }
}
