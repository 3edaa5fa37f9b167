import ArgumentParser
import Companion
import Estimation
import Foundation
import Manuscripts

/// `mesoscale weave`: the published numbers, and what is made from them, into the texts that quote them.
///
/// A text quotes a number between marks, `<!--= parity-gate.gain-30 -->0.0797<!-- -->`; a whole number in the mark asks
/// for this many significant digits of an exact number, `<!--= parity-gate.gain-30 3 -->`. A parameter is quoted as
/// `<!--= parity-gate.parameters.beta -->2<!-- -->`. Parts that are generated as a whole, ``WovenPart``, stand between
/// a mark such as `<!--= gallery -->` and `<!-- -->` on lines of their own.
///
/// `<!--= project.version -->` and `<!--= project.date -->` quote ``Version``.
///
/// In PAPER.md equations, figures and tables are numbered in their order, and referred to by marks such as
/// `<!--= equation.master -->(3)<!-- -->`; see `Manuscript`, which also says what the paper must obey.
struct Weave: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the published numbers, the gallery and the tables of speed into the texts.",
    discussion:
      "The texts are PAPER.md, README.md, data/benchmark.md and the pages of docs that quote. The gallery is made from the figures, which must be "
      + "built.")

  @Flag(help: "Change nothing, and fail where a text differs from the figures or from the published numbers.")
  var check = false

  private static let paper = "PAPER.md"

  mutating func run() async throws {
    let project = try Project.find()
    let names = [
      Self.paper, "README.md", "data/benchmark.md", "docs/channels-and-reservoirs.md",
      "docs/information-in-trajectories.md", "docs/references.md", "docs/your-own-system.md",
    ]
    let texts = try names.map { name in
      guard let text = try? String(contentsOf: project.root.appending(path: name), encoding: .utf8) else {
        throw Complaint("\(name) cannot be read.")
      }
      return (name, text)
    }
    let paper = Headings(of: texts[0].1)
    let documents = PublishedDocuments(in: project)
    let parts = try await [
      "README.md": [Self.gallery(sections: paper, documents), Self.speed(in: project)],
      "data/benchmark.md": [Self.benchmark(in: project)],
      "docs/references.md": [Self.references(in: project)],
      "docs/channels-and-reservoirs.md": Self.examples(
        ["three-level-engine": "Reservoirs", "hot-and-cold-spins": "Reservoirs"], in: project),
      "docs/information-in-trajectories.md": Self.examples(
        ["receptor": "PathInformation", "direction-of-time": "PathInformation"], in: project),
      "docs/your-own-system.md": Self.examples(
        [
          "birth-death": "BirthDeath", "driven-molecule": "DrivenMolecule", "spins-from-file": "SpinsFromFile",
          "trajectories": "Trajectories",
        ], in: project),
    ]
    var (differences, broken) = (0, 0)
    for (name, text) in texts {
      var (woven, changes) = (text, [String]())
      var manuscript = Manuscript(text, named: name)
      if name == Self.paper {
        changes += manuscript.number()
        woven = manuscript.text
      }
      for part in parts[name] ?? [] {
        let change = try part.replace(in: &woven, named: name)
        changes += change.map { [$0] } ?? []
      }
      changes += try Self.weave(&woven, named: name, parts: parts[name] ?? [], numbered: manuscript, documents)
      try Headings(of: woven).check(linksTo: "", in: woven, named: name)
      try paper.check(linksTo: "PAPER.md", in: woven, named: name)
      for change in changes { try StandardOutput.print(change) }
      differences += changes.count
      if name == Self.paper {
        let complaints = Manuscript(woven, named: name).complaints(try Self.surroundings(in: project, documents))
        for complaint in complaints { try StandardOutput.print(complaint) }
        broken += complaints.count
      }
      if !check, woven != text {
        try woven.write(to: project.root.appending(path: name), atomically: true, encoding: .utf8)
      }
    }
    if check, differences > 0 {
      throw Complaint(
        "The texts differ from the figures or from the published numbers in \(differences) "
          + (differences == 1 ? "place" : "places") + ": run ./reproduce.sh weave.")
    }
    guard broken == 0 else {
      throw Complaint("The paper breaks \(broken) of its rules, as said above.")
    }
    try StandardOutput.print(
      differences == 0
        ? "The texts are those of the figures and of the published numbers."
        : "\(differences) " + (differences == 1 ? "place" : "places") + " woven anew.")
  }

  /// Fills every mark, and returns what it had to change.
  ///
  /// - Throws: ``Complaint`` for a mark that quotes nothing.
  private static func weave(
    _ text: inout String, named name: String, parts: [WovenPart], numbered manuscript: Manuscript,
    _ documents: PublishedDocuments
  ) throws -> [String] {
    var (lines, changes) = ([String](), [String]())
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let part = parts.first(where: { line == $0.mark }) {
        lines.append(part.mark)
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
          if let kind = Manuscript.Kind(rawValue: String(figure)) {
            guard let new = manuscript.reference(to: kind, named: String(quoted)) else {
              throw Complaint("\(place): \(name) has no \(kind.rawValue) with the name '\(quoted)'.")
            }
            if new != old { changes.append("\(place): \(kind.rawValue) \(quoted) was '\(old)', and is \(new)") }
            return opening + new + "<!-- -->"
          }
          if figure == "project" {
            let known = ["version": Version.number, "date": Version.date]
            guard let new = known[String(quoted)] else {
              throw Complaint("\(place): of the project a mark can quote its version and its date.")
            }
            if new != old { changes.append("\(place): project.\(quoted) was '\(old)', and is \(new)") }
            return opening + new + "<!-- -->"
          }
          guard let document = try documents.document(of: String(figure)) else {
            throw Complaint(
              "\(place): the figure '\(figure)' is not published: run mesoscale publish \(figure).")
          }
          let new = try value(of: String(quoted), digits: try digits.map { try count($0, place) }, in: document, place)
          if new != old { changes.append("\(place): \(figure).\(quoted) was '\(old)', and is published as \(new)") }
          return opening + new + "<!-- -->"
        })
      guard line.ranges(of: "<!--=").count == marks else {
        throw Complaint(
          "\(place): a mark must read <!--= figure.number --> or <!--= figure.number digits -->, and end with <!-- --> "
            + "on the same line.")
      }
    }
    text = lines.joined(separator: "\n")
    return changes
  }

  /// A mark with what it quotes; another comment cannot stand in between.
  private static var mark: Regex<(Substring, Substring, Substring, Substring, Substring?, Substring)> {
    /(<!--= *([a-z0-9-]+)\.([A-Za-z0-9_.-]+)(?: +([0-9]+))? *-->)((?:(?!<!--).)*?)<!-- -->/
  }

  /// How many digits a mark asks for.
  private static func count(_ digits: Substring, _ place: String) throws -> Int {
    let range = Estimate.printableDigits
    guard let count = Int(digits), range.contains(count) else {
      throw Complaint(
        "\(place): a mark asks for \(range.lowerBound) to \(range.upperBound) significant digits, and not for \(digits)."
      )
    }
    return count
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
}
