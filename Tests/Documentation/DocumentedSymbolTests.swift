import ChildProcesses
import Foundation
import TestSupport
import Testing

/// Every public symbol of the libraries has a documentation comment: counted in the symbol graphs, which the documentation is made from.
@Suite struct DocumentedSymbolTests {
  /// What is read of a symbol graph.
  private struct Graph: Decodable {
    struct Symbol: Decodable {
      /// Where it is declared; absent for what the compiler or a protocol gives.
      struct Location: Decodable {}
      struct Comment: Decodable {}

      var pathComponents: [String]
      var location: Location?
      var docComment: Comment?
    }

    var symbols: [Symbol]
  }

  /// The public symbols of a module that are declared in its sources, and those of them that are not documented.
  private func symbols(of module: String, _ options: [String]) async throws -> (count: Int, undocumented: [String]) {
    let scratch = try Scratch()
    let target = try #require(await Command.output("swiftc", ["-print-target-info"]))
    let triple = try #require(try #/"unversionedTriple" *: *"([^"]+)"/#.firstMatch(in: target)).output.1
    let compiler = try #require(await Command.output("sh", ["-c", "readlink -f \"$(command -v swift)\""]))
    let tool = URL(filePath: compiler).deletingLastPathComponent().appending(path: "swift-symbolgraph-extract").path
    let outcome = try await Command.run(
      tool,
      ["-module-name", module, "-target", String(triple), "-output-dir", scratch.folder.path]
        + ["-minimum-access-level", "public", "-skip-synthesized-members"] + options)
    #expect(outcome.succeeded, "\(module): \(outcome.errors)")
    let symbols = try scratch.contents().filter { $0.key.hasSuffix(".symbols.json") }.values.flatMap {
      try JSONDecoder().decode(Graph.self, from: $0).symbols
    }.filter { $0.location != nil }
    return (
      symbols.count, symbols.filter { $0.docComment == nil }.map { $0.pathComponents.joined(separator: ".") }.sorted()
    )
  }

  private static let modules: [String] = {
    let floors = ["Foundations", "Physics", "Models", "Companion"]
    return floors.flatMap { floor in
      let folder = ExampleCompiler.repository.appending(path: "Sources/\(floor)").path
      return (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }.filter { FileManager.default.fileExists(atPath: ExampleCompiler.product("Modules/\($0).swiftmodule")) }.sorted()
  }()

  @Test(arguments: modules) func everySymbolIsDocumented(module: String) async throws {
    let found = try await symbols(of: module, ExampleCompiler.modules)
    #expect(found.undocumented == [], "\(module)")
    // The four that people import first are counted indeed.
    let least = ["StochasticThermodynamics": 250, "Estimation": 100, "SensoryComplexes": 150, "Companion": 150]
    #expect(found.count >= least[module] ?? 0, "\(module) has \(found.count) public symbols")
  }

  @Test func allFloorsAreThere() {
    #expect(Self.modules.count >= 35, "\(Self.modules)")
  }

  /// The control: of three public symbols one has no comment, and one that is not public does not count.
  @Test func anUndocumentedSymbolIsCounted() async throws {
    let scratch = try Scratch()
    let source = scratch.folder.appending(path: "Control.swift")
    try """
    /// A struct.
    public struct Known {
      /// A property.
      public var explained = 1
      public var unexplained = 1
      var hidden = 1
    }
    """.write(to: source, atomically: true, encoding: .utf8)
    let module = scratch.folder.appending(path: "Control.swiftmodule").path
    let outcome = try await Command.run(
      "swiftc", ["-emit-module", "-module-name", "Control", "-emit-module-path", module, source.path])
    #expect(outcome.succeeded, "\(outcome.errors)")
    let found = try await symbols(of: "Control", ["-I", scratch.folder.path])
    #expect(found.count == 3 && found.undocumented == ["Known.unexplained"], "\(found)")
  }
}
