import Companion
import Estimation
import Foundation
import Provenance

extension Weave {
  /// The gallery of README.md: for each figure its picture, its question, its answer with the published number, its
  /// minutes, and links to its section and its source.
  ///
  /// A picture of this width stands beside its text on a wide screen, and above it on a telephone, where nothing fits
  /// beside it.
  ///
  /// - Throws: ``Complaint`` where figures are not built or not published, or where PAPER.md has no section for one.
  static func gallery(sections: Headings, _ documents: PublishedDocuments) async throws -> WovenPart {
    let sources = try Self.sources(in: Project.find())
    guard sources.keys.contains(where: { FileManager.default.fileExists(atPath: Catalogue.program($0).path) }) else {
      throw Complaint("No figure is built, and the gallery is made from the figures: run ./reproduce.sh list first.")
    }
    let catalogue = try await Catalogue()
    let figures = catalogue.figures.sorted { ($0.place, $0.slug) < ($1.place, $1.slug) }
    let entries = try figures.map { figure in
      guard let document = try documents.document(of: figure.slug) else {
        throw Complaint("The figure '\(figure.slug)' is not published: run mesoscale publish \(figure.slug).")
      }
      let section = "PAPER.md#\(try sections.anchor(of: figure.section, showing: figure.slug))"
      let picture = try existing("figures/\(figure.slug).svg", in: catalogue.project)
      let source = try existing(sources[figure.slug] ?? "Sources/Figures", in: catalogue.project)
      return """
        <a href="\(picture)"><img src="\(picture)" align="left" width="360" vspace="10" alt="\(figure.title)"></a>

        **\(figure.question)**

        \(try answer(of: figure, document))

        `\(figure.slug)` · \(duration(figure.minutes)) · [section \(figure.section)](\(section)) · [source](\(source)) · \(code(of: document))

        <br clear="left">
        """
    }
    return WovenPart(
      name: "gallery", origin: "the figures and data/published", text: "\n" + entries.joined(separator: "\n\n") + "\n")
  }

  /// Where each figure says its question, its parameters and its experiment, by its slug.
  private static func sources(in project: Project) throws -> [String: String] {
    let folder = project.root.appending(path: "Sources/Figures")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
    let sources = names.sorted().map { (kebabCase($0), "Sources/Figures/\($0)/\($0).swift") }
    // Another folder with nearly the same name is no reason to stop.
    return Dictionary(sources) { first, _ in first }
  }

  /// Which commit computed the published numbers, and which newer one has computed them again.
  private static func code(of document: FigureDocument) -> String {
    let verified = document.verified.map { ", verified with `\($0.commit.prefix(7))`" } ?? ""
    return "computed with `\(document.commit.prefix(7))`" + verified
  }

  /// The answer with its numbers; of a figure that has none, its first headline.
  private static func answer(of figure: FigureDescription, _ document: FigureDocument) throws -> String {
    let answer = figure.answer.isEmpty ? figure.headlines.first.map { "\($0): {\($0)}" } ?? "" : figure.answer
    let quoted = answer.matches(of: placeholder).map { String($0.1) }
    guard !quoted.isEmpty, quoted.allSatisfy(figure.headlines.contains) else {
      throw Complaint(
        "The figure '\(figure.slug)' answers with no headline number: its plot needs headlines, and an answer that has "
          + "the name of one in braces.")
    }
    return try answer.replacing(placeholder) { match in
      guard let record = document.numbers.first(where: { $0.name == match.1 }) else {
        throw Complaint(
          "The headline '\(match.1)' of '\(figure.slug)' is not published: run mesoscale publish \(figure.slug).")
      }
      return "**\(inPrint(record, asPercentage: match.2 != nil))**"
    }
  }

  /// The name of a number in braces, with a percent sign after it for a fraction to be quoted as a percentage.
  private static var placeholder: Regex<(Substring, Substring, Substring?)> { /\{([^{} ]*)( %)?\}/ }

  /// A number as a reader expects it: three digits, or its error in parentheses, a minus sign, and its unit.
  private static func inPrint(_ record: NumberRecord, asPercentage: Bool) -> String {
    let estimate = (asPercentage ? 100 : 1) * Estimate(record.value, standardError: record.standardError)
    let number = estimate.formatted(significantDigits: 3).replacing("-", with: "−")
    if asPercentage { return "\(number) %" }
    let unit = record.unit.replacing(/kT|k_B T/, with: "k<sub>B</sub>T").replacing(/([kx])0/) { "\($0.1)<sub>0</sub>" }
    return unit.isEmpty ? number : "\(number) \(unit)"
  }

  /// `12 seconds`, `1 minute`, `1.7 minutes`.
  private static func duration(_ minutes: Double) -> String {
    if minutes < 0.95 { return String(format: "%.0f seconds", minutes * 60) }
    let text = String(format: "%.1f", minutes).replacing(/\.0$/, with: "")
    return text == "1" ? "1 minute" : "\(text) minutes"
  }

  private static func existing(_ path: String, in project: Project) throws -> String {
    guard FileManager.default.fileExists(atPath: project.root.appending(path: path).path) else {
      throw Complaint("\(path), to which the gallery links, is not there.")
    }
    return path
  }
}

extension FigureDescription {
  /// Where the figure stands in the paper.
  fileprivate var place: Int { Int(section) ?? .max }
}
