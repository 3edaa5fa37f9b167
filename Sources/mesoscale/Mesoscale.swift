import ArgumentParser
import Companion
import Foundation
import Provenance

/// The tool beside the figures: what there is, what was run, what is published.
@main
struct Mesoscale: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mesoscale",
    abstract: "Every figure of the paper from one simulation core, and where each of its numbers comes from.",
    version: Version.text(of: "mesoscale", code),
    subcommands: [
      List.self, RunFigures.self, Verify.self, Numbers.self, Runs.self, Show.self, Fsck.self, Publish.self, Weave.self,
      NewFigure.self, DataSets.self, Status.self, Explain.self, Diff.self, Lineage.self, Impact.self, Identify.self,
      Checkout.self,
      SQL.self, Merge.self, Cluster.self, Completion.self, Manual.self,
    ])

  static func main() async { await start() }
}

/// The store that a command reads.
struct StoreOption: ParsableArguments {
  @Option(help: ArgumentHelp("The store to read (default: data/runs.sqlite).", valueName: "file"))
  var store: String?

  func path(in project: Project) -> String { store ?? project.store.path }

  /// The store, nil where nothing was run yet.
  func openIfThere(in project: Project) throws -> Store? {
    try Store.exists(at: path(in: project)) ? Store(existingAt: path(in: project)) : nil
  }
}
