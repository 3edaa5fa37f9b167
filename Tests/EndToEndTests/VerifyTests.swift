import ChildProcesses
import Companion
import Foundation
import Provenance
import TestSupport
import Testing

/// `mesoscale verify` as users have it, on the published figure that takes the shortest time.
@Suite struct VerifyTests {
  private static let slug = "mismatch-cost"

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.checkout(
      of: ["MismatchCost"], with: ["data/published/\(Self.slug).json", "data/published/cells/\(Self.slug).tsv"])
    return scratch
  }

  private func replace(_ words: String, by text: String, in name: String, of scratch: Scratch) throws {
    let file = scratch.folder.appending(path: name)
    var content = try String(contentsOf: file, encoding: .utf8)
    let range = try #require(content.firstRange(of: words))
    content.replaceSubrange(range, with: text)
    try content.write(to: file, atomically: true, encoding: .utf8)
  }

  /// The published figure holds to the last bit, and the verdict is kept; a published number that was changed by one part in a
  /// thousand does not hold.
  @Test func aFigureIsVerified() async throws {
    let scratch = try scratch()
    let outcome = try await scratch.mesoscale(["verify", Self.slug])
    #expect(outcome.succeeded, "\(outcome)")
    #expect(outcome.output.contains(/mismatch-cost +holds +whole/), "\(outcome.output)")
    #expect(try await scratch.mesoscale(["list"]).output.contains("with this code"))
    #expect(!FileManager.default.fileExists(atPath: scratch.folder.appending(path: "data/verification.sqlite").path))
    let document = try #require(try FigureDocument.published(Self.slug, in: Project(root: scratch.folder)))
    let number = try #require(document.numbers.first { $0.standardError > 0 })
    let text = try JSON.canonical(number)
    var changed = number
    changed.value *= 1.001
    try replace(text, by: JSON.canonical(changed), in: "data/published/\(Self.slug).json", of: scratch)
    let other = try await scratch.mesoscale(["verify", Self.slug, "--json"])
    #expect(!other.succeeded && other.output.contains("\"holds\" : false"), "\(other.errors)")
    #expect(try await scratch.mesoscale(["list"]).output.contains("DIFFERS"))
  }

  /// Another seed agrees within the errors, and is not taken for the published one.
  @Test func aNewSeedAgrees() async throws {
    let scratch = try scratch()
    let outcome = try await scratch.mesoscale(["verify", Self.slug, "--new-seed=77", "--jobs", "2"])
    #expect(outcome.succeeded && outcome.output.contains("Seed 77"), "\(outcome)")
    #expect(!outcome.output.contains(/holds +whole +\d+ +\d+ +0 +0 +0/), "nothing was sampled anew: \(outcome.output)")
  }

  /// Cells are computed again from what is published of them; a digest that was changed does not hold, nor inputs.
  @Test func cellsAreVerified() async throws {
    let scratch = try scratch()
    let cells = try #require(try PublishedCells.published(Self.slug, in: Project(root: scratch.folder)))
    #expect(
      cells.cells.count >= 5
        && PublishedCells.file(of: Self.slug, in: Project(root: scratch.folder)).path.hasSuffix(".tsv"))
    func check(_ cells: PublishedCells) async throws -> [CellCheck] {
      let file = scratch.folder.appending(path: "some.tsv")
      try cells.text.write(to: file, atomically: true, encoding: .utf8)
      #expect(try PublishedCells(at: file, named: "some.tsv") == cells)
      let outcome = try await scratch.run(Programs.path(Self.slug), ["--check-cells", file.path])
      return try JSON.decode([CellCheck].self, from: outcome.output)
    }
    let checks = try await check(cells)
    #expect(Verification(of: checks, with: cells).holds && checks.count == cells.cells.count)
    var other = cells
    other.cells[0].digest = String(repeating: "0", count: 64)
    #expect(!Verification(of: checks, with: other).holds)
    other = cells
    other.cells[1].inputs = "{}"
    other.cells[2].type = "none"
    let reasons = try await check(other).map(\.reason)
    #expect(reasons[1]?.contains("cannot be read") == true && reasons[2]?.contains("does not have") == true)
  }

  @Test(arguments: [
    (["none"], "There is no figure 'none'"), ([slug, "--examine", "--part"], "two ways to save time"),
    ([slug, "--record", "--new-seed=3"], "leave out the other options"), ([slug, "--jobs", "0"], "--jobs wants"),
  ])
  func mistakesAreSentences(arguments: [String], sentence: String) async throws {
    let outcome = try await scratch().mesoscale(["verify"] + arguments)
    #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome)")
  }
}
