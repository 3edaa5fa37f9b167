import ChildProcesses
import Foundation
import TestSupport
import Testing

/// Every example of the documentation compiles with the modules of this build.
@Suite struct ExampleTests {
  private func text(_ name: String) throws -> String {
    try String(contentsOf: ExampleCompiler.repository.appending(path: name), encoding: .utf8)
  }

  private func names(in folder: String, _ suffix: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: ExampleCompiler.repository.appending(path: folder).path)
    return (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// What is set off in the comments of the libraries, by module.
  private func examplesInComments() throws -> [String: [CodeExample]] {
    var examples: [String: [CodeExample]] = [:]
    for floor in ["Sources/Foundations", "Sources/Physics", "Sources/Models", "Sources/Companion", "Tools"] {
      for name in names(in: floor, ".swift") {
        let found = CodeExample.inComments(of: try text("\(floor)/\(name)"), named: "\(floor)/\(name)")
        if !found.isEmpty { examples[String(name.split(separator: "/")[0]), default: []] += found }
      }
    }
    return examples
  }

  @Test func examplesInCommentsCompile() async throws {
    let all = try examplesInComments()
    let examples = all.mapValues { $0.filter { !$0.isFormula } }.filter { !$0.value.isEmpty }
    let formulas = all.values.flatMap { $0.filter(\.isFormula) }
    // Nearly all were found when this was written: 121 examples and 30 formulas.
    #expect(examples.values.reduce(0) { $0 + $1.count } >= 110)
    for formula in formulas {
      #expect(!formula.lines.contains { $0.contains(#/\b(let|var|try|func|struct|for|print)\b/#) }, "\(formula.place)")
    }
    var contexts: [String: String] = [:]
    for name in names(in: "Tests/Documentation/contexts", ".swift") {
      let module = String(name.dropLast(".swift".count))
      let context = try text("Tests/Documentation/contexts/\(name)")
      let files = (examples[module] ?? []).map { URL(filePath: $0.file).lastPathComponent }
      #expect(!files.isEmpty, "\(name) is the context of no example")
      for mark in context.matches(of: #/(?m)^// MARK: (.*)$/#) {
        #expect(files.contains(String(mark.output.1)), "\(name): \(mark.output.1) has no example")
      }
      contexts[module] = context
    }
    for complaint in try await ExampleCompiler().complaints(of: examples, contexts: contexts) {
      Issue.record("\(complaint)")
    }
  }

  @Test func examplesOfPagesCompile() async throws {
    let pages = ["README.md", "CONTRIBUTING.md"] + names(in: "docs", ".md").map { "docs/\($0)" }
    let examples = try pages.flatMap { CodeExample.inFences(of: try text($0), named: $0) }
    // README.md, four systems and a manifest of a package, two systems with reservoirs.
    #expect(examples.count >= 8)
    for example in examples {
      for complaint in try await ExampleCompiler().complaints(of: example) { Issue.record("\(complaint)") }
    }
  }

  /// The examples of the pages are not only compiled: they do what the pages say of them.
  @Test func examplesOfPagesRun() async throws {
    let scratch = try Scratch()
    let outcome = try await Command.run(ExampleCompiler.product("examples"), [scratch.folder.path])
    #expect(outcome.succeeded, "\(outcome.errors)")
    for number in ["3.16060279", "2.079", "of at most 0.85"] { #expect(outcome.output.contains(number)) }
    let table = try String(contentsOf: scratch.folder.appending(path: "trajectories.csv"), encoding: .utf8)
    #expect(table.hasPrefix("trajectory,time,state\n0,0.0,"))
  }

  /// The controls: a name, a type, a `try` and a variable that are wrong in a comment, each found in its place.
  @Test func brokenExamplesInCommentsAreFound() async throws {
    let source = """
      /// A random stream.
      ///
      ///     var stream = RandomStream(seed: 1)
      ///     stream.normal()
      ///     stream.abnormal()
      struct A {}

      /// A matrix.
      ///
      ///     let numbers: Int = RandomStream(seed: 1)
      ///     missing.append(1)
      ///
      ///     E = mc²
      struct B {}
      """
    let examples = CodeExample.inComments(of: source, named: "Broken.swift")
    #expect(examples.map(\.line) == [3, 10] && examples.map(\.lines.count) == [3, 4])
    let formula = CodeExample(file: "", line: 1, lines: ["σ = β Σ_{i<j} (W_ij − W_ji) J_ij,"])
    #expect(formula.isFormula && !examples[0].isFormula)
    let broken = [examples[0], CodeExample(file: "Broken.swift", line: 10, lines: Array(examples[1].lines.prefix(2)))]
    let complaints = try await ExampleCompiler().complaints(of: ["Randomness": broken], contexts: [:])
    for line in [5, 10, 11] {
      #expect(complaints.contains { $0.contains("Broken.swift:\(line):") }, "\(complaints)")
    }
    #expect(!complaints.contains { $0.contains("Broken.swift:4:") })
    // What is missing can be in the context, also under the name of the file only.
    let found = try await ExampleCompiler().complaints(
      of: ["Randomness": [CodeExample(file: "Broken.swift", line: 11, lines: ["missing.append(1)"])]],
      contexts: ["Randomness": "let unused = 1\n// MARK: Broken.swift\nvar missing: [Int] = []\n"])
    #expect(found == [])
  }

  /// The control of pages: an example with a wrong name, and a manifest with a wrong argument.
  @Test func brokenExamplesOfPagesAreFound() async throws {
    let page = """
      # A page

      ```swift
      import Randomness

      print(RandomStream(seed: 1).abnormal())
      ```

      ```swift
      // swift-tools-version: 6.2
      import PackageDescription

      let package = Package(nom: "A")
      ```

      ```sh
      no swift
      ```
      """
    let examples = CodeExample.inFences(of: page, named: "page.md")
    #expect(examples.map(\.line) == [4, 10])
    for (example, line) in zip(examples, [6, 13]) {
      let complaints = try await ExampleCompiler().complaints(of: example)
      #expect(complaints.contains { $0.hasPrefix("page.md:\(line):") }, "\(complaints)")
    }
  }
}
