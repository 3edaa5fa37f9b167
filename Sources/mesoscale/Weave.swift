import ArgumentParser
import Companion
import Estimation
import Foundation
import Provenance

/// `mesoscale weave`: the published numbers into the texts that quote them.
///
/// A text quotes a number between marks, `<!--= parity-gate.gain-30 -->0.0797<!-- -->`; a whole number in the mark asks
/// for so many significant digits of an exact number, `<!--= parity-gate.gain-30 3 -->`.
struct Weave: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the published numbers between their marks in PAPER.md and README.md.")

  @Flag(help: "Change nothing; fail where a text and the published numbers disagree.")
  var check = false

  func run() throws {
    let project = try Project.find()
    var differences = 0
    for name in ["PAPER.md", "README.md"] {
      let file = project.root.appending(path: name)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        throw Complaint("\(name) cannot be read.")
      }
      let (woven, changes) = try Self.weave(text, named: name, in: project)
      for change in changes { print(change) }
      differences += changes.count
      if !check, woven != text { try woven.write(to: file, atomically: true, encoding: .utf8) }
    }
    if check, differences > 0 {
      throw Complaint("\(differences) quoted numbers differ from the published ones: run mesoscale weave.")
    }
    print(differences == 0 ? "Every quoted number is the published one." : "\(differences) numbers woven in.")
  }

  /// The text with every mark filled, and what had to be changed.
  private static func weave(_ text: String, named name: String, in project: Project) throws -> (String, [String]) {
    var documents: [String: FigureDocument] = [:]
    var changes: [String] = []
    var lines: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let place = "\(name):\(number + 1)"
      lines.append(
        try String(line).replacing(/<!--= *([a-z0-9-]+)\.([A-Za-z0-9.-]+)(?: +([0-9]+))? *-->(.*?)<!-- -->/) { match in
          let (_, figure, quoted, digits, old) = match.output
          let document = try documents[String(figure)] ?? published(String(figure), place, project)
          documents[String(figure)] = document
          guard let record = document.numbers.first(where: { $0.name == quoted }) else {
            throw Complaint(
              "\(place): '\(figure)' has no published number '\(quoted)'; it has "
                + document.numbers.map(\.name).joined(separator: ", ") + ".")
          }
          let new = Estimate(record.value, standardError: record.standardError)
            .formatted(significantDigits: digits.flatMap { Int($0) } ?? 6)
          if new != old { changes.append("\(place): \(figure).\(quoted) was '\(old)', and is published as \(new)") }
          let mark = match.output.0.prefix(match.output.0.count - old.count - "<!-- -->".count)
          return mark + new + "<!-- -->"
        })
    }
    return (lines.joined(separator: "\n"), changes)
  }

  private static func published(_ figure: String, _ place: String, _ project: Project) throws -> FigureDocument {
    guard let document = try FigureDocument.published(figure, in: project) else {
      throw Complaint("\(place): the figure '\(figure)' is not published: run mesoscale publish \(figure).")
    }
    return document
  }
}
