import Companion
import Foundation

/// Which module of the project imports which, as the sources show it.
struct ModuleImports {
  /// For every module the modules that it imports itself.
  private let direct: [String: Set<String>]

  /// Reads the sources of a checkout: a folder below one of these is a module.
  init(of project: Project) throws {
    var lines: [String: Set<String>] = [:]
    for floor in ["Foundations", "Physics", "Models", "Companion", "Figures"] {
      let folder = project.root.appending(path: "Sources/\(floor)")
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
        if let found = Self.imports(below: folder.appending(path: name)) { lines[name] = found }
      }
    }
    direct = lines.mapValues { $0.intersection(lines.keys) }
  }

  /// What the sources below a folder import; nil where there are none.
  private static func imports(below folder: URL) -> Set<String>? {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let files = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    guard !files.isEmpty else { return nil }
    return files.reduce(into: Set<String>()) { names, file in
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        // `import Name`, and what may stand before or between: `@testable`, `public`, `struct`. Most lines are something else.
        guard let first = line.first, "@ifp".utf8.contains(first) else { continue }
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count > 1, words.count < 5,
          let place = words.firstIndex(where: { $0.elementsEqual("import".utf8) }),
          place < words.count - 1, let last = Substring(words[words.count - 1]).split(separator: ".").first
        else { continue }
        names.insert(String(last))
      }
    }
  }

  /// All modules.
  var names: [String] { direct.keys.sorted() }

  /// A module and all that it imports, directly or not.
  func closure(of module: String) -> Set<String> {
    var found: Set<String> = []
    func gather(_ name: String) {
      guard found.insert(name).inserted else { return }
      for other in direct[name] ?? [] { gather(other) }
    }
    gather(module)
    return found
  }
}
