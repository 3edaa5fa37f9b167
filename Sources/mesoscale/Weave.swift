import ArgumentParser
import Companion
import Estimation
import Foundation
import Provenance

/// `mesoscale weave`: the published numbers into the texts that quote them.
///
/// A text quotes a number between marks, `<!--= parity-gate.gain-30 -->0.0797<!-- -->`; a whole number in the mark asks
/// for so many significant digits of an exact number, `<!--= parity-gate.gain-30 3 -->`. A parameter is quoted as
/// `<!--= parity-gate.parameters.beta -->2<!-- -->`. The measurement of speed in data/benchmark.json is quoted as a whole:
/// it stands between `<!--= benchmark -->` and `<!-- -->` on lines of their own.
struct Weave: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the published numbers between their marks in PAPER.md and README.md.")

  @Flag(help: "Change nothing, and fail where a text and the published numbers disagree.")
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
      for change in changes { try StandardOutput.print(change) }
      differences += changes.count
      if !check, woven != text { try woven.write(to: file, atomically: true, encoding: .utf8) }
    }
    if check, differences > 0 {
      throw Complaint("\(differences) quoted numbers differ from the published ones: run mesoscale weave.")
    }
    try StandardOutput.print(
      differences == 0 ? "Every quoted number is the published one." : "\(differences) numbers woven in.")
  }

  /// The text with every mark filled, and what had to be changed.
  private static func weave(_ text: String, named name: String, in project: Project) throws -> (String, [String]) {
    var documents: [String: FigureDocument] = [:]
    var (text, changes) = try benchmark(in: text, named: name, project)
    var lines: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line == benchmarkMark {
        lines.append(benchmarkMark)
        continue
      }
      let place = "\(name):\(number + 1)"
      if line.hasPrefix("<!--="), lines.last?.isEmpty == false {
        throw Complaint(
          "\(place): in Markdown a comment at the beginning of a line ends the paragraph: move a word before it.")
      }
      var marks = 0
      lines.append(
        try String(line).replacing(mark) { match in
          marks += 1
          let (_, opening, figure, quoted, digits, old) = match.output
          let document = try documents[String(figure)] ?? published(String(figure), place, project)
          documents[String(figure)] = document
          let new = try value(of: String(quoted), digits: digits.flatMap { Int($0) }, in: document, place)
          if new != old { changes.append("\(place): \(figure).\(quoted) was '\(old)', and is published as \(new)") }
          return opening + new + "<!-- -->"
        })
      guard line.ranges(of: "<!--=").count == marks else {
        throw Complaint(
          "\(place): a mark must read <!--= figure.number --> or <!--= figure.number digits -->, and end with <!-- --> "
            + "on the same line.")
      }
    }
    return (lines.joined(separator: "\n"), changes)
  }

  /// A mark with what it quotes; another comment cannot stand in between.
  private static var mark: Regex<(Substring, Substring, Substring, Substring, Substring?, Substring)> {
    /(<!--= *([a-z0-9-]+)\.([A-Za-z0-9_.-]+)(?: +([0-9]+))? *-->)((?:(?!<!--).)*?)<!-- -->/
  }

  /// A published number, or with `parameters.` before its name a parameter, as it is printed.
  private static func value(
    of name: String, digits: Int?, in document: FigureDocument, _ place: String
  ) throws -> String {
    if let record = document.numbers.first(where: { $0.name == name }) {
      let estimate = Estimate(record.value, standardError: record.standardError)
      return digits.map(estimate.formatted(significantDigits:)) ?? estimate.description
    }
    let prefix = "parameters."
    if case .object(let parameters) = document.parameters, name.hasPrefix(prefix),
      let parameter = parameters[String(name.dropFirst(prefix.count))]
    {
      return try JSON.canonical(parameter).replacing("\"", with: "")
    }
    throw Complaint(
      "\(place): '\(document.figure)' has no published number '\(name)'; it has "
        + document.numbers.map(\.name).joined(separator: ", ") + ".")
  }

  private static func published(_ figure: String, _ place: String, _ project: Project) throws -> FigureDocument {
    guard let document = try FigureDocument.published(figure, in: project) else {
      throw Complaint("\(place): the figure '\(figure)' is not published: run mesoscale publish \(figure).")
    }
    return document
  }
}
