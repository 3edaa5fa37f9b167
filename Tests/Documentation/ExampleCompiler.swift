import ChildProcesses
import Foundation
import TestSupport

/// The compiler, which is asked whether examples are right: it compiles them with the modules of this build and
/// makes nothing.
struct ExampleCompiler {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A program or a folder of the build.
  static func product(_ name: String) -> String {
    #if DEBUG
      let configuration = "debug"
    #else
      let configuration = "release"
    #endif
    return repository.appending(path: ".build/\(configuration)/\(name)").path
  }

  /// Where the modules of the build lie, and the headers of what they import.
  static let modules: [String] = {
    let products = URL(filePath: product(""))
    let maps = ["Sources/Foundations", ".build/checkouts"].flatMap { folder in
      let found = FileManager.default.enumerator(atPath: repository.appending(path: folder).path)
      return (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix("/module.modulemap") }
        .map { repository.appending(path: folder).appending(path: $0).deletingLastPathComponent().path }
    }
    // Those of modules in C, which the build writes.
    let written = ((try? FileManager.default.contentsOfDirectory(atPath: products.path)) ?? [])
      .map { products.appending(path: $0).appending(path: "module.modulemap").path }
      .filter(FileManager.default.fileExists(atPath:))
    let includes = [products.appending(path: "Modules").path] + maps
    return includes.flatMap { ["-I", $0] } + written.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }()

  /// SwiftPM calls a package as its folder is called, and lets its own modules see what is `package`.
  private static let options =
    ["-emit-sil", "-o", "/dev/null", "-suppress-warnings", "-swift-version", "6"] + modules
    + ["-package-name", repository.lastPathComponent.lowercased()]

  /// What the compiler says against files, a sentence each: `place: sentence`.
  private func complaints(_ options: [String], _ files: [(name: String, text: String)]) async throws -> [String] {
    for (name, text) in files {
      try text.write(to: scratch.folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let outcome = try await Command.run(
      "swiftc", Self.options + options + files.map { scratch.folder.appending(path: $0.name).path })
    let complaints = outcome.errors.split(separator: "\n").filter { $0.contains(": error: ") }.map(String.init)
    return complaints.isEmpty && !outcome.succeeded ? [outcome.errors] : complaints
  }

  /// Whether a page's example is right as it stands: it is a program.
  func complaints(of example: CodeExample) async throws -> [String] {
    let lines = ["#sourceLocation(file: \"\(example.file)\", line: \(example.line))"] + example.lines
    var options: [String] = []
    if example.lines.first?.hasPrefix("// swift-tools-version: ") == true {
      // A manifest, which the package manager compiles with a library of its own.
      let tools = await Command.output("swiftc", ["-print-target-info"]) ?? ""
      let resources = try #/"runtimeResourcePath" *: *"([^"]+)"/#.firstMatch(in: tools)?.output.1 ?? ""
      options = ["-I", "\(resources)/pm/ManifestAPI", "-package-description-version", "6.2"]
    }
    return try await complaints(options, [("main.swift", lines.joined(separator: "\n") + "\n")])
  }

  /// Whether the examples of comments are right: each in a function of its own, after the declarations that it takes for granted.
  ///
  /// - Parameter contexts: by module, the text of its file in `contexts`.
  func complaints(of examples: [String: [CodeExample]], contexts: [String: String]) async throws -> [String] {
    let files = examples.keys.sorted().map { module in
      let context = Context(contexts[module] ?? "")
      var lines = Set(["import \(module)"] + context.imports).sorted()
      for (number, example) in (examples[module] ?? []).enumerated() {
        let name = URL(filePath: example.file).lastPathComponent
        let (common, own) = context.declarations(for: name)
        // A program cannot stand in a function, and what it takes for granted stands beside it.
        let isProgram = example.lines.contains { $0.hasPrefix("@main") }
        let function = ["func \(module)Example\(number)() async throws {"]
        lines += isProgram ? common + own : function + common + ["do {"] + own + ["do {"]
        lines.append("#sourceLocation(file: \"\(example.file)\", line: \(example.line))")
        lines += example.lines.map { $0.replacing(#/\{ (\w+ in )?… \}/#) { "{ \($0.output.1 ?? "")fatalError() }" } }
        lines += ["#sourceLocation()"] + (isProgram ? [] : ["}", "}", "}"])
      }
      return ("\(module).swift", lines.joined(separator: "\n") + "\n")
    }
    return try await complaints(["-parse-as-library", "-wmo"], files)
  }

  /// The declarations that the examples of a module take for granted: those above the first `// MARK: ` for all of them, and those below
  /// `// MARK: Name.swift` for the examples of that file.
  private struct Context {
    var imports: [String] = []
    private var common: [String] = [], byFile: [String: [String]] = [:]

    init(_ text: String) {
      var file: String?
      for line in text.split(separator: "\n").map(String.init) {
        if line.hasPrefix("// MARK: ") {
          file = String(line.dropFirst("// MARK: ".count))
        } else if line.hasPrefix("import ") {
          imports.append(line)
        } else if let file {
          byFile[file, default: []].append(line)
        } else {
          common.append(line)
        }
      }
    }

    func declarations(for file: String) -> (common: [String], own: [String]) { (common, byFile[file] ?? []) }
  }
}
