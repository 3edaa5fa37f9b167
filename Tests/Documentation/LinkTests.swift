import Foundation
import Testing

/// The pages lead to files and headings that exist.
@Suite struct LinkTests {
  private static let pages: [String] = {
    let folders = ["docs", "Documentation/decisions"].flatMap { folder in
      let path = ExampleCompiler.repository.appending(path: folder).path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }
    return ["README.md", "CONTRIBUTING.md"] + folders
  }()

  /// The links of a page within the project that lead nowhere.
  private func broken(in text: String, named page: String) -> [String] {
    let root = ExampleCompiler.repository
    let folder = root.appending(path: page).deletingLastPathComponent()
    let code = text.replacing(#/(?s)```.*?```/#, with: "")
    return code.matches(of: #/\]\(([^)\s#]*)(?:#([^)\s]+))?\)/#).compactMap { match in
      let (path, heading) = (String(match.output.1), match.output.2.map(String.init))
      guard !path.hasPrefix("http") else { return nil }
      let target = path.isEmpty ? root.appending(path: page) : folder.appending(path: path)
      guard path.isEmpty || FileManager.default.fileExists(atPath: target.path) else { return "\(page): \(path)" }
      guard let heading else { return nil }
      let found = path.isEmpty ? text : (try? String(contentsOf: target, encoding: .utf8)) ?? ""
      return anchors(of: found).contains(heading) ? nil : "\(page): \(path)#\(heading)"
    }
  }

  /// Headings as GitHub makes anchors of them.
  private func anchors(of text: String) -> Set<String> {
    Set(
      text.matches(of: #/(?m)^#+ (.*)$/#).map { heading in
        heading.output.1.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
          .replacing(" ", with: "-")
      })
  }

  @Test(arguments: pages) func everyLinkLeadsSomewhere(page: String) throws {
    let text = try String(contentsOf: ExampleCompiler.repository.appending(path: page), encoding: .utf8)
    #expect(broken(in: text, named: page) == [])
  }

  /// The controls: a page and a heading that are not there.
  @Test func brokenLinksAreFound() {
    let text = """
      # A page

      [a](walk.md), [b](nowhere.md), [c](house.md#modules), [d](house.md#attics), [e](#a-page), [f](#b)
      """
    #expect(
      broken(in: text, named: "docs/page.md")
        == ["docs/page.md: nowhere.md", "docs/page.md: house.md#attics", "docs/page.md: #b"])
  }

  /// CONTRIBUTING.md is one page.
  @Test func contributingIsOnePage() throws {
    let text = try String(contentsOf: ExampleCompiler.repository.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 90)
  }
}
