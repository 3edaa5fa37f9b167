import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale status`: how each figure stands, one line each.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell of every figure its latest run, what changed since, and whether it is published.",
    usage: "mesoscale status [--json] [--store <file>]",
    discussion: """
      A run is up to date where the code of the figure is that of the run and the files that it drew are as they were \
      drawn; otherwise the modules whose sources changed are named, or the files. Nothing is run for it: whether code that \
      only draws would draw something else, whether parameters changed, and which cells would be computed, mesoscale explain \
      says.
      """)

  @OptionGroup var options: QuestionOptions

  mutating func run() async throws {
    let project = try Project.find()
    let figures = try await RememberedDescriptions.all(of: Catalogue.slugs(in: project))
    let store = try options.store.openIfThere(in: project)
    let runs = try store?.latestRuns(of: figures.map(\.slug)) ?? [:]
    var read: ModuleImports?
    let standings = try figures.map { figure in
      try FigureStanding(of: figure, runs[figure.slug], store, in: project) {
        if let read { return read }
        let imports = try ModuleImports(of: project)
        read = imports
        return imports
      }
    }
    let heading = ["figure", "run", "quality", "started (UTC)", "state", "published"]
    try options.print(
      Table(rows: [heading] + standings.map(\.row), flushRight: [1]).text, json: .list(standings.map(\.json)))
  }
}
