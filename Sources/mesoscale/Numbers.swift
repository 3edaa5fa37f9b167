import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale numbers`: all numbers of a figure, as text, as JSON or as comma-separated values.
struct Numbers: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print all numbers of a figure: name, value with its error, unit.",
    usage: "mesoscale numbers <slug> [--published] [--json | --csv] [--store <file>]",
    discussion: """
      The numbers are those of the latest run that finished here, or the published ones where no run did. An error in \
      parentheses is one standard error in units of the last digits; numbers without one are exact. JSON and \
      comma-separated values hold every digit.
      """)

  @Argument(help: ArgumentHelp("The figure; mesoscale list names them all.", valueName: "slug"))
  var slug: String

  @Flag(help: "Print the published numbers, whatever was run here.")
  var published = false

  @Flag var form = Form.text

  @OptionGroup var options: StoreOption

  /// How the numbers are printed.
  enum Form: String, EnumerableFlag {
    case text, json, csv

    static func help(for value: Form) -> ArgumentHelp? {
      switch value {
      case .text: "Print them for people."
      case .json: "Print them as one JSON document."
      case .csv: "Print them as comma-separated values (RFC 4180)."
      }
    }
  }

  func run() throws {
    let project = try Project.find()
    try Catalogue.require(slug, in: project)
    let numbers = try published ? publishedNumbers(in: project) : latest(in: project) ?? publishedNumbers(in: project)
    switch form {
    case .text: try StandardOutput.print("\(slug): \(numbers.source)\n\(Table(numbers.numbers).text)")
    case .json: try StandardOutput.write(numbers.json())
    case .csv: try StandardOutput.write(numbers.csv)
    }
  }

  /// The numbers of the latest finished run; nil where nothing has finished in the store that is read by default.
  private func latest(in project: Project) throws -> FoundNumbers? {
    let path = options.path(in: project)
    let store = try options.store == nil ? options.openIfThere(in: project) : Store(existingAt: path)
    guard let store, let run = try store.latestRun(of: slug, isFinished: true) else {
      if options.store == nil { return nil }
      throw Complaint("No run of '\(slug)' has finished in the store \(path): mesoscale runs lists what it holds.")
    }
    let file = project.relative(URL(fileURLWithPath: path))
    return FoundNumbers(
      figure: slug, source: "run \(run.id) at \(run.quality.rawValue) quality, \(run.started), in \(file)",
      run: run.identity, quality: run.quality, numbers: try store.numbers(of: run.id))
  }

  private func publishedNumbers(in project: Project) throws -> FoundNumbers {
    guard let document = try FigureDocument.published(slug, in: project) else {
      throw Complaint("'\(slug)' has neither finished here nor been published: run ./reproduce.sh \(slug) first.")
    }
    return FoundNumbers(
      figure: slug, source: "published in \(project.relative(project.published(slug)))", run: document.run,
      quality: document.quality, numbers: document.numbers)
  }
}

/// The numbers of a figure, and where they were found.
private struct FoundNumbers {
  var figure, source, run: String
  var quality: RunRecord.Quality
  var numbers: [NumberRecord]

  /// One JSON document, a number a line.
  func json() throws -> String {
    let lines = try numbers.map { "    \(try JSON.canonical($0))" }
    return """
      {
        "figure": \(try JSON.canonical(figure)),
        "source": \(try JSON.canonical(source)),
        "run": \(try JSON.canonical(run)),
        "quality": \(try JSON.canonical(quality)),
        "numbers": [
      \(lines.joined(separator: ",\n"))
        ]
      }

      """
  }

  /// Comma-separated values with a heading: lines end with CR and LF, and what holds a comma or a quotation mark stands
  /// in quotation marks.
  var csv: String {
    func field(_ text: String) -> String {
      text.contains(/[",\r\n]/) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    let rows = numbers.map { [$0.name, "\($0.value)", "\($0.standardError)", $0.unit] }
    return ([["name", "value", "standard error", "unit"]] + rows)
      .map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }
}
