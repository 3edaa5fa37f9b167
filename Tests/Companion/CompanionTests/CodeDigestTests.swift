import Companion
import Foundation
import SourceDigests
import TestSupport
import Testing

/// Whether a program was built from the sources that a folder holds.
@Suite struct CodeDigestTests {
  @Test func theSourcesOfAProgram() throws {
    let scratch = try Scratch()
    func write(_ text: String, to name: String) throws {
      let file = scratch.folder.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    try write("let a = 1\n", to: "Sources/Core/a.swift")
    try write("import Core\nlet b = a\n", to: "Sources/Program/main.swift")
    let places = [
      SourcePlace(name: "Core", folder: "Sources/Core", imports: []),
      SourcePlace(name: "Program", folder: "Sources/Program", imports: ["Core"]),
    ]
    let modules = SourceModule.digests(try places.map { try SourceModule(at: $0, in: scratch.folder) })
    let code = CodeDigest(
      modules: modules, sources: places.map { ($0.name, $0.folder, $0.imports) }, compiler: "unknown")
    #expect(code.modules.count == 2 && code.isBuilt(fromSourcesIn: scratch.folder))
    // What computes nothing does not count.
    try write("// Words.\nlet a = 1\n", to: "Sources/Core/deeper/renamed.swift")
    try FileManager.default.removeItem(at: scratch.folder.appending(path: "Sources/Core/a.swift"))
    try write("notes", to: "Sources/Core/notes.txt")
    #expect(code.isBuilt(fromSourcesIn: scratch.folder))
    // What computes something does, and so does what is missing.
    try write("let a = 2\n", to: "Sources/Core/deeper/renamed.swift")
    #expect(!code.isBuilt(fromSourcesIn: scratch.folder))
    try write("let a = 1\n", to: "Sources/Core/deeper/renamed.swift")
    #expect(code.isBuilt(fromSourcesIn: scratch.folder))
    try write("let c = 1\n", to: "Sources/Core/new.swift")
    #expect(!code.isBuilt(fromSourcesIn: scratch.folder))
    #expect(!code.isBuilt(fromSourcesIn: scratch.folder.appending(path: "nowhere")))
    #expect(!CodeDigest(modules: [:], compiler: "").isBuilt(fromSourcesIn: scratch.folder), "nothing is known of it")
  }
}
