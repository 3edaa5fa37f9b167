import Foundation
import Testing

/// The walk of docs/walk.md leads through files that exist, and quotes code that they contain.
@Suite struct WalkTests {
  /// What is wrong with a walk, entry by entry: in each, a path between backticks, and after it code that stands in that file. `…` stands
  /// for anything.
  private func flaws(of walk: String) -> [String] {
    let lines = walk.split(separator: "\n", omittingEmptySubsequences: false)
    let entries = lines.reduce(into: [String]()) { entries, line in
      if line.contains(#/^[0-9]+\. /#) {
        entries.append(String(line))
      } else if line.hasPrefix("   "), !entries.isEmpty {
        entries[entries.count - 1] += " " + line.drop { $0 == " " }
      }
    }
    var flaws = entries.count == 10 ? [] : ["the walk has \(entries.count) entries"]
    for (number, entry) in zip(1..., entries) {
      var file: (path: String, text: String)?
      for quoted in entry.matches(of: #/`([^`]+)`/#).map({ String($0.output.1) }) {
        if quoted.contains(#/^[\w+\/.-]+\.(swift|md)$/#) {
          let url = ExampleCompiler.repository.appending(path: quoted)
          file = (quoted, (try? String(contentsOf: url, encoding: .utf8)) ?? "")
          if file?.text.isEmpty == true { flaws.append("\(number): there is no \(quoted)") }
        } else if let file {
          if !file.text.holds(quoted) { flaws.append("\(number): \(file.path) does not contain \(quoted)") }
        } else {
          flaws.append("\(number): \(quoted) belongs to no file")
        }
      }
    }
    return flaws
  }

  private func walk() throws -> String {
    try String(contentsOf: ExampleCompiler.repository.appending(path: "docs/walk.md"), encoding: .utf8)
  }

  @Test func theWalkIsRight() throws {
    let found = flaws(of: try walk())
    #expect(found == [], "\(found)")
  }

  /// The tutorial on a figure of one's own shows the cell that `new` writes, line by line.
  @Test func theTutorialShowsTheTemplate() throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: ExampleCompiler.repository.appending(path: name), encoding: .utf8)
    }
    let page = try text("docs/your-own-figure.md")
    let example = try #require(CodeExample.inFences(of: page, named: "docs/your-own-figure.md").first)
    let template = Set(
      try text("Sources/mesoscale/NewFigure.swift").split(separator: "\n").map { $0.drop { $0 == " " } })
    let missing = example.lines.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !template.contains($0) }
    #expect(example.lines.count > 10 && missing == [], "\(missing)")
    #expect(page.contains("Tests/Figures/MyFigureTests/MyFigureTests.swift"))
  }

  /// The controls: a function, an order of arguments and a file that are not there.
  @Test(arguments: [
    (
      "func simulate", "func imitate",
      "6: Sources/Models/SensoryComplexes/SampledSensing.swift does not contain func imitate"
    ),
    (
      "run.sweep(name,", "run.sweep(",
      "1: Sources/Figures/ParityGate/ParityGate.swift does not contain run.sweep( over: cells, replicas: p.replicas)"
    ),
    (
      "Companion/CellKey.swift", "Companion/CellLock.swift",
      "3: there is no Sources/Companion/Companion/CellLock.swift"
    ),
  ])
  func anErrorIsFound(right: String, wrong: String, flaw: String) throws {
    let text = try walk()
    #expect(text.contains(right))
    #expect(flaws(of: text.replacing(right, with: wrong)).contains(flaw))
  }
}

extension String {
  /// Whether this holds all parts of `code` between `…`, one after the other; words of code are whole words.
  fileprivate func holds(_ code: String) -> Bool {
    var rest = self[...]
    for part in code.split(separator: "…").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      guard let range = rest.ranges(of: part).first(where: { isWhole($0) }) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  private func isWhole(_ range: Range<Index>) -> Bool {
    func isWord(_ letter: Character?) -> Bool { letter.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
    let (before, after) = (self[..<range.lowerBound].last, self[range.upperBound...].first)
    return !(isWord(before) && isWord(self[range].first)) && !(isWord(after) && isWord(self[range].last))
  }
}
