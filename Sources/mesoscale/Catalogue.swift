import ChildProcesses
import Companion
import Foundation

/// The figures of the checkout, in the order of their slugs: each folder of Sources/Figures is one.
struct Catalogue {
  let project: Project
  let figures: [FigureDescription]

  /// Asks every figure what it is.
  ///
  /// - Throws: ``Complaint`` where a figure has not been built.
  init() async throws {
    project = try Project.find()
    var figures: [FigureDescription] = []
    for slug in try Self.slugs(in: project) { figures.append(try await Self.describe(slug)) }
    self.figures = figures
  }

  /// Asks a figure what it is.
  ///
  /// - Throws: ``Complaint`` where it has not been built.
  static func describe(_ slug: String) async throws -> FigureDescription {
    guard let text = await Command.output(program(slug).path, ["--describe"]) else {
      throw Complaint("The figure '\(slug)' is not built: run ./reproduce.sh, or swift build -c release.")
    }
    return try JSON.decode(FigureDescription.self, from: text)
  }

  /// The figures of these slugs, all of them where none is named.
  ///
  /// - Throws: ``Complaint`` for an unknown slug, with those that there are.
  func chosen(_ slugs: [String]) throws -> [FigureDescription] {
    if slugs.isEmpty { return figures }
    return try slugs.map { slug in
      guard let figure = figures.first(where: { $0.slug == slug }) else {
        throw Self.unknown(slug, figures.map(\.slug))
      }
      return figure
    }
  }

  /// The slugs of the figures, without asking them.
  static func slugs(in project: Project) throws -> [String] {
    let folder = project.root.appending(path: "Sources/Figures")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
    return names.map(kebabCase).sorted()
  }

  /// Throws ``Complaint`` unless there is a figure of this slug, built or not.
  static func require(_ slug: String, in project: Project) throws {
    let slugs = try slugs(in: project)
    if !slugs.contains(slug) { throw unknown(slug, slugs) }
  }

  private static func unknown(_ slug: String, _ slugs: [String]) -> Complaint {
    Complaint("There is no figure '\(slug)'; the figures are \(slugs.joined(separator: ", ")).")
  }

  /// The executable of a figure: it is built beside this tool.
  static func program(_ slug: String) -> URL {
    let tool = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return tool.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: slug)
  }
}
