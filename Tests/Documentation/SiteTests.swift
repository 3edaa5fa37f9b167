import ChildProcesses
import Foundation
import TestSupport
import Testing

private let hasPython = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
  FileManager.default.isExecutableFile(atPath: "\($0)/python3")
}

/// `./reproduce.sh docs`: pages that open from a folder.
@Suite(.enabled(if: hasPython, "python3 writes the pages")) struct SiteTests {
  private let tools = ExampleCompiler.repository.appending(path: "Tools/Documentation")

  /// What in these pages would need a server or a network, or leads nowhere.
  private func flaws(of pages: [String: String]) -> [String] {
    pages.sorted { $0.key < $1.key }.flatMap { name, text -> [String] in
      let folder = URL(filePath: "/").appending(path: name).deletingLastPathComponent()
      let links = text.matches(of: #/href="([^"#]*)[^"]*"/#).map { String($0.output.1) }
      let broken = links.filter { link in
        guard !link.hasPrefix("https://"), let path = link.removingPercentEncoding else { return false }
        let target = folder.appending(path: path).standardizedFileURL.path
        return !link.isEmpty && pages[String(target.dropFirst())] == nil
      }
      return broken.map { "\(name): \($0)" } + (text.contains(#/<script| src=|<link/#) ? ["\(name): a program"] : [])
    }
  }

  @Test func thePagesOpenFromAFolder() async throws {
    let scratch = try Scratch()
    let outcome = try await Command.run(tools.appending(path: "site.sh").path, [scratch.folder.path])
    #expect(outcome.succeeded, "\(outcome.output)\(outcome.errors)")
    var pages: [String: String] = [:]
    for name in FileManager.default.enumerator(atPath: scratch.folder.path)?.compactMap({ $0 as? String }) ?? []
    where name.hasSuffix(".html") && !name.hasPrefix("docc/") {
      pages[name] = try String(contentsOf: scratch.folder.appending(path: name), encoding: .utf8)
    }
    #expect(pages.count > 800 && pages["index.html"]?.contains("url=pages/mesoscale.html") == true)
    #expect(flaws(of: pages) == [])
    let front = try #require(pages["pages/mesoscale.html"])
    for (article, words) in [
      "your-own-figure": "./reproduce.sh new my-figure", "your-own-system": "struct Molecules",
      "clusters": "--on slurm", "channels-and-reservoirs": "struct Engine", "references": "Goldt", "speed": "numba",
    ] {
      #expect(front.contains("mesoscale/\(article).html"))
      #expect(pages["pages/mesoscale/\(article).html"]?.contains(words) == true, "\(article)")
    }
    for library in ["stochasticthermodynamics", "estimation", "sensorycomplexes", "companion"] {
      #expect(front.contains("href=\"\(library).html\"") && pages["pages/\(library).html"] != nil)
    }
    #expect(pages["pages/estimation/average.html"]?.contains("heat.add(sample())") == true)
  }

  /// The controls of the test: a page that is not there, and one with a program.
  @Test func flawsOfPagesAreFound() {
    let pages = [
      "a.html": "<a href=\"b/c~3a.html#x\">c</a> <a href=\"https://doi.org\">d</a>",
      "b/c~3a.html": "<a href=\"../a.html\">a</a> <a href=\"a.html\">a</a>", "d.html": "<script>",
    ]
    #expect(flaws(of: pages) == ["b/c~3a.html: a.html", "d.html: a program"])
  }

  /// The controls of the program: it stops at an element that it does not know, and at a link that leads nowhere.
  @Test(arguments: [
    (#"{"type": "riddle"}"#, "the unknown block riddle"),
    (
      #"{"type": "paragraph", "inlineContent": [{"type": "reference", "identifier": "doc://p/nowhere"}]}"#,
      "/documentation/p leads to /documentation/p/nowhere, which is no page"
    ),
    (#"{"type": "paragraph", "inlineContent": []}"#, ""),
  ])
  func nothingIsLeftOut(block: String, complaint: String) async throws {
    let scratch = try Scratch()
    let folder = scratch.folder.appending(path: "archives/P/data/documentation")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = """
      {"kind": "article", "metadata": {"title": "P"},
       "references": {"doc://p/nowhere": {"type": "topic", "title": "N", "url": "/documentation/p/nowhere"}},
       "primaryContentSections": [{"kind": "content", "content": [\(block)]}]}
      """
    try page.write(to: folder.appending(path: "p.json"), atomically: true, encoding: .utf8)
    let outcome = try await Command.run(
      "python3",
      [tools.appending(path: "render.py").path, scratch.folder.appending(path: "archives").path]
        + [scratch.folder.path, "P"])
    #expect(outcome.succeeded == complaint.isEmpty)
    #expect(complaint.isEmpty || outcome.errors.contains(complaint), "\(outcome.errors)")
  }
}
