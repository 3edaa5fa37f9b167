import ChildProcesses
import Companion
import Foundation
import TestSupport
import Testing

/// What is computed again after an edit: the cells of the modules that it reaches.
@Suite struct ModuleDigestTests {
  /// The modules below the figures, as the sources show them: name, imports, files.
  private struct Sources {
    var files: [String: [URL]] = [:]
    var imports: [String: Set<String>] = [:]

    init() throws {
      for floor in ["Foundations", "Physics", "Models"] {
        let folder = Programs.repository.appending(path: "Sources/\(floor)")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
          let found = try swiftFiles(in: folder.appending(path: name))
          if !found.isEmpty { files[name] = found }
        }
      }
      for (name, list) in files {
        let lines = try list.flatMap { try String(contentsOf: $0, encoding: .utf8).split(separator: "\n") }
        let found = lines.filter { $0.hasPrefix("import ") }.map { String($0.dropFirst("import ".count)) }
        imports[name] = Set(found).intersection(files.keys)
      }
    }
  }

  private static func tool() throws -> String {
    try #require(
      ["code-identity-tool", "code-identity"].map(Programs.path).first { FileManager.default.fileExists(atPath: $0) })
  }

  /// The digests of modules by the program that the build uses.
  private func digests(_ sources: Sources) async throws -> [String: String] {
    let arguments = sources.files.flatMap { name, files in
      ["--module", name, (sources.imports[name] ?? []).sorted().joined(separator: ",")] + files.map(\.path)
    }
    let outcome = try await Command.run(try Self.tool(), ["--print"] + arguments)
    #expect(outcome.succeeded, "\(outcome.errors)")
    return Dictionary(
      outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.map { ($0[0], $0[1]) }
    ) { one, _ in one }
  }

  /// The digests after an edit of one file, `path` within Sources; nil for an edit of a file above the modules.
  private func digests(
    _ sources: Sources, editing path: String, moving: Bool = false, _ edit: (String) -> String
  ) async throws -> [String: String] {
    let scratch = try Scratch()
    let url = Programs.repository.appending(path: "Sources/\(path)")
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(moving || edit(text) != text, "\(path) is edited")
    let copy = scratch.folder.appending(path: moving ? "Another.swift" : url.lastPathComponent)
    try edit(text).write(to: copy, atomically: true, encoding: .utf8)
    var edited = sources
    for (name, files) in sources.files {
      // A moved file comes last.
      edited.files[name] =
        files.filter { $0.path != url.path } + (files.contains { $0.path == url.path } ? [copy] : [])
    }
    return try await digests(edited)
  }

  /// The figures whose quick runs would compute cells again, with the number of these cells.
  private func recomputed(_ before: [String: String], _ after: [String: String]) throws -> [String: Int] {
    let changed = Set(before.filter { after[$0.key] != $0.value }.keys)
    var cells: [String: Int] = [:]
    for kind in try CellAddresses.committed().kinds
    where !changed.isDisjoint(with: kind.module.split(separator: ",").map(String.init)) {
      cells[kind.figure, default: 0] += kind.cells
    }
    return cells
  }

  /// The digests that figures carry are those of the sources, and every cell is declared in a model.
  @Test(arguments: Programs.figures.map(\.slug)) func theDigestsAreThoseOfTheSources(slug: String) async throws {
    let text = try #require(await Command.output(Programs.path(slug), ["--describe"]))
    let description = try JSON.decode(FigureDescription.self, from: text)
    let found = try await digests(Sources())
    for kind in try CellAddresses.committed().kinds where kind.figure == slug {
      for module in kind.module.split(separator: ",").map(String.init) {
        #expect(description.modules[module] == found[module] && found[module] != nil, "\(module)")
      }
    }
  }

  /// The edits of the table in docs/house.md, with the figures that compute again; nil for all.
  @Test func whatAnEditComputesAgain() async throws {
    let sources = try Sources()
    let before = try await digests(sources)
    let constant = "\nprivate let anotherConstant = 0.5\n"
    let edits: [(name: String, path: String, isMoved: Bool, edit: (String) -> String)] = [
      ("a comment", "Models/SensoryComplexes/SensoryComplex.swift", false, { "// Words.\n" + $0 + "\n/* More. */\n" }),
      (
        "the name of a number", "Figures/ParityGate/ParityGate.swift", false,
        { $0.replacing("\"gain-", with: "\"growth-") }
      ),
      ("a moved file", "Models/SensoryComplexes/SensoryComplex.swift", true, { $0 }),
      (
        "a label of a plot", "Figures/ParityGate/ParityGate+Plot.swift", false, { $0.replacing("couplings", with: "J") }
      ),
      ("a constant in `MNIST1D`", "Models/MNIST1D/MNIST1D.swift", false, { $0 + constant }),
      (
        "a constant in `PerceptronLearning`", "Models/PerceptronLearning/LabelInformation.swift", false,
        { $0 + constant }
      ),
      (
        "a constant in a spin kernel", "Physics/SpinNetworks/SpinNetwork/Kernels/ThinningKernel.swift", false,
        { $0 + constant }
      ),
      (
        "a constant in `ElementaryFunctions`", "Foundations/ElementaryFunctions/Exponential.swift", false,
        { $0 + constant }
      ),
    ]
    var rows: [[String]] = []
    for (name, path, isMoved, edit) in edits {
      let cells = try recomputed(before, try await digests(sources, editing: path, moving: isMoved, edit))
      let figures = cells.keys.sorted()
      let list =
        figures.count == Programs.figures.count ? "all" : figures.isEmpty ? "none" : figures.joined(separator: ", ")
      rows.append([name, list, String(cells.values.reduce(0, +))])
    }
    let table = rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    let house = try String(contentsOf: Programs.repository.appending(path: "docs/house.md"), encoding: .utf8)
    #expect(house.contains(table), "docs/house.md wants the table\n\(table)")
    #expect(rows.prefix(4).allSatisfy { $0[1] == "none" })
    #expect(rows[4][1] == "mesoscopic-cnn, random-patterns")
    #expect(rows[5][1] == "label-learning, learning-cost, learning-efficiency")
    #expect(!rows[6][1].contains("landauer-erasure") && rows[6][1].contains("parity-gate"))
    #expect(rows[7][1] == "all")
  }

  /// What of a file counts: code and texts, and neither comments, line breaks, names nor the order of files.
  @Test func whatCounts() async throws {
    let scratch = try Scratch()
    func digest(_ texts: String...) async throws -> String {
      let files = try texts.enumerated().map { place, text in
        let file = scratch.folder.appending(path: "\(UUID()).swift")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
      }
      return try #require(await Command.output(try Self.tool(), ["--print", "--module", "M", ""] + files))
    }
    let plain = try await digest("let a = f(1, 2)\nlet s = \"a // b\"\n")
    #expect(
      try await digest("/* x /* y */ */ let a = f(\n  1,  // one\n  2)\n\n\n  let s = \"a // b\"  // text") == plain)
    #expect(try await digest("let a = f(1, 3)\nlet s = \"a // b\"\n") != plain)
    #expect(try await digest("let a = f(1, 2)\nlet s = \"a  // b\"\n") != plain)
    #expect(try await digest("a\n(b)") != digest("a (b)"))
    #expect(try await digest("a\n  .b()") == digest("a.b()"))
    #expect(try await digest("let s = #\"\" // \"#  // c") == digest("let s = #\"\" // \"#"))
    #expect(try await digest("let s = #\"\" // \"#") != digest("let s = #\"\" / \"#"))
    #expect(try await digest("let s = \"\"\"\n  // one\n  \"\"\"") != digest("let s = \"\"\"\n  // two\n  \"\"\""))
    #expect(
      try await digest(#"let s = "\(f("// \(1)"))"  // c"#) == digest(#"let s = "\(f("// \(1)"))""#))
    #expect(try await digest("let a = 1", "let b = 2") == digest("let b = 2", "// Nothing.\n", "let a = 1"))
    #expect(try await digest("let a = 1", "let b = 2") != digest("let a = 1 let b = 2"))
    // Regular expressions count as they stand, and hide no code behind what looks like a text or a comment.
    for (one, other) in [
      ("let r = /, /", "let r = /,/"), ("let r = /a\\/*b/\nf(1)", "let r = /a\\/*b/\nf(2)"),
      (#"let r = #/https:\/\/a/#"#, #"let r = #/https:\/\/b/#"#), ("f(/\"/, \"a  b\", /\"/)", "f(/\"/, \"a b\", /\"/)"),
      ("let r = a\n...\nf()", "let r = a...\nf()"), ("// c\rlet x = 1", "// c\rlet x = 2"), ("/* a", "/* b"),
    ] {
      #expect(try await digest(one) != digest(other), "\(one)")
    }
    // A text without an end: everything counts.
    #expect(try await digest("let s = \"a\n// one") != digest("let s = \"a\n// two"))
  }
}

private func swiftFiles(in folder: URL) throws -> [URL] {
  let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    .map { $0.standardizedFileURL }.sorted { $0.path < $1.path }
}
