import Companion
import Foundation
import Testing

@Suite struct VersionTests {
  /// The version is the one to cite, and follows semantic versioning.
  @Test func theVersionIsTheOneToCite() throws {
    let repository = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let citation = try String(contentsOf: repository.appending(path: "CITATION.cff"), encoding: .utf8)
    #expect(citation.split(separator: "\n").contains("version: \(Version.number)"))
    #expect(Version.number.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?/) != nil)
  }

  @Test func theVersionNamesTheCode() {
    let text = Version.text(of: "tool", CodeDigest(modules: ["Tool": "c0de"], compiler: "Swift 6"))
    #expect(text.hasPrefix("tool \(Version.number)\n") && text.contains("sha256 c0de\n"))
    #expect(text.hasSuffix("debug, Swift 6") || text.hasSuffix("release, Swift 6"))
  }
}
