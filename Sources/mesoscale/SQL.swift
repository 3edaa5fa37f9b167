import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale sql`: questions of one's own.
struct SQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Answer a question in SQL on the store, which is not changed by it.",
    usage: """
      mesoscale sql <query> [--csv | --json] [--store <file>]
      mesoscale sql --schema [--json]
      """,
    discussion: """
      The views are runs, numbers, series, points, sweeps, cells, files and published; --schema tells what their columns \
      are. Without a query it is read from standard input. A query may take as long as it likes; Ctrl-C ends it.

      In the table long texts are cut off, NULL is written as such, and of bytes their count is shown; --csv and --json \
      hold everything, bytes as hexadecimal digits. Rows are shown as they are stored, without a look at the chain of \
      hashes.

      Example: mesoscale sql "SELECT name, value FROM numbers WHERE run = 3"
      """)

  @Argument(help: ArgumentHelp("One SELECT.", valueName: "query"))
  var query: String?

  @Flag(help: "Print the views, with one line for each column.")
  var schema = false

  @Flag(help: "Print comma-separated values (RFC 4180).")
  var csv = false

  @OptionGroup var options: QuestionOptions

  func validate() throws {
    if csv, options.json { throw Complaint("Give either --csv or --json.") }
    if schema, query != nil || csv {
      throw Complaint("--schema prints the views, and takes neither a query nor --csv.")
    }
  }

  func run() throws {
    if schema { return try options.print(Self.schemaText, json: Self.schemaJSON) }
    // Whoever reads the first rows of a long answer only has not made a mistake.
    signal(SIGPIPE, SIG_DFL)
    let project = try Project.find()
    let query = try query ?? Self.standardInput()
    let connection = try StoreQuery(at: options.store.path(in: project), published: Self.published(in: project))
    let output: any RowOutput = if options.json { JSONRows() } else if csv { CSVRows() } else { TableRows() }
    var writer = RowWriter(output)
    try connection.answer(query, heading: { try writer.begin($0) }, row: { try writer.add($0) })
    try writer.finish()
  }

  private static func standardInput() throws -> String {
    guard isatty(STDIN_FILENO) == 0 else {
      throw Complaint("sql wants a query, such as \"SELECT * FROM runs\"; sql --schema prints the views.")
    }
    return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
  }

  private static func published(in project: Project) throws -> [StoreView.PublishedNumber] {
    try Catalogue.slugs(in: project).flatMap { slug in
      try PublishedNumbers(of: slug, in: project)?.all ?? []
    }
  }

  private static var schemaText: String {
    StoreView.all.map { view in
      "\(view.name): \(view.meaning)\n" + Table(rows: view.columns.map { ["  \($0.name)", $0.meaning] }).text
    }.joined(separator: "\n\n")
  }

  private static var schemaJSON: JSON {
    .list(
      StoreView.all.map { view in
        .object([
          "name": .text(view.name), "meaning": .text(view.meaning),
          "columns": .list(
            view.columns.map { .object(["name": .text($0.name), "meaning": .text($0.meaning)]) }),
        ])
      })
  }
}

/// The numbers of a published document, read without its series, which are long.
private struct PublishedNumbers: Decodable {
  let figure: String, run: String, numbers: [NumberRecord]

  init?(of slug: String, in project: Project) throws {
    let file = project.published(slug)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    guard let bytes = try? Data(contentsOf: file), let found = try? JSONDecoder().decode(Self.self, from: bytes) else {
      throw Complaint("\(project.relative(file)) is not a published figure: publish it again.")
    }
    self = found
  }

  var all: [StoreView.PublishedNumber] {
    numbers.map { StoreView.PublishedNumber(figure: figure, identity: run, number: $0) }
  }
}
