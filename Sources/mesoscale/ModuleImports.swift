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
        let found = Self.imports(below: folder.appending(path: name))
        if !found.isEmpty || floor == "Foundations" { lines[name] = found }
      }
    }
    direct = lines.mapValues { $0.intersection(lines.keys) }
  }

  private static func imports(below folder: URL) -> Set<String> {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let files = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    return files.reduce(into: []) { names, file in
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      for line in text.split(separator: "\n") where line.contains("import ") {
        if let match = line.wholeMatch(
          of: /(?:@\w+ |public |package |internal |private |fileprivate )*import (?:\w+ )?(\w+)(?:\.\w+)*/)
        {
          names.insert(String(match.1))
        }
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
