import Companion
import Foundation
import Provenance

/// The figures of the checkout, in the order of their slugs: each folder of Sources/Figures is one.
struct Catalogue {
  let project: Project
  let figures: [FigureDescription]
  private let sources: [String: String]

  /// Asks every figure what it is.
  ///
  /// - Throws: ``Complaint`` where a figure has not been built.
  init() async throws {
    project = try Project.find()
    let folder = project.root.appending(path: "Sources/Figures")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
    sources = Dictionary(uniqueKeysWithValues: names.map { (kebabCase($0), "Sources/Figures/\($0)/\($0).swift") })
    let slugs = sources.keys.sorted()
    guard slugs.contains(where: { FileManager.default.fileExists(atPath: Self.program($0).path) }) else {
      throw Complaint("No figure is built: run ./reproduce.sh list, which builds them all.")
    }
    var figures: [FigureDescription] = []
    for slug in slugs {
      guard let text = await Command.output(Self.program(slug).path, ["--describe"]) else {
        throw Complaint("The figure '\(slug)' is not built: run ./reproduce.sh list, which builds them all.")
      }
      figures.append(try JSON.decode(FigureDescription.self, from: text))
    }
    self.figures = figures
  }

  /// The figures of these slugs, all of them where none is named.
  ///
  /// - Throws: ``Complaint`` for an unknown slug, with those that there are.
  func chosen(_ slugs: [String]) throws -> [FigureDescription] {
    if slugs.isEmpty { return figures }
    return try slugs.map { slug in
      guard let figure = figures.first(where: { $0.slug == slug }) else {
        throw Complaint(
          "There is no figure '\(slug)'; the figures are " + figures.map(\.slug).joined(separator: ", ") + ".")
      }
      return figure
    }
  }

  /// Where a figure says its question, parameters and experiment: a path below the root of the project.
  func source(of slug: String) -> String { sources[slug] ?? "Sources/Figures" }

  /// The executable of a figure: it is built beside this tool.
  static func program(_ slug: String) -> URL {
    let tool = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return tool.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: slug)
  }
}
