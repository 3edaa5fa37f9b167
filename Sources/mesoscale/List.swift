import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale list`: the figures and how each of them stands.
struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the figures: slug, title, section of PAPER.md, expected minutes, state, verdict.",
    discussion: """
      The last column says whether the published figure was computed again and found to be the same (mesoscale verify): with \
      all of the code as it is now, or as it was; "published by this code" needs no verdict.
      """)

  @OptionGroup var options: StoreOption

  mutating func run() async throws {
    let catalogue = try await Catalogue()
    let store = try options.openIfThere(in: catalogue.project)
    let rows = try catalogue.figures.map { figure in
      [
        figure.slug, figure.title, "§\(figure.section)", String(format: "%.0f min", max(1, figure.minutes)),
        try state(of: figure, in: store, catalogue.project),
        try Verdicts(on: figure, in: store, catalogue.project).text,
      ]
    }
    try StandardOutput.print(
      Table(rows: [["figure", "title", "section", "expected", "state", "verified"]] + rows, flushRight: [3]).text)
  }

  /// What the latest run at paper quality says, and whether it is the published one.
  private func state(of figure: FigureDescription, in store: Store?, _ project: Project) throws -> String {
    let published = try FigureDocument.published(figure.slug, in: project)
    let latest = try store?.latestRun(of: figure.slug, quality: .paper)
    guard let latest else {
      return published.map { figure.computes(with: $0.modules) } ?? false ? "published, not run here" : "not run"
    }
    let isPublished = published?.run == latest.identity
    switch latest.state {
    case .finished where !figure.computes(with: latest.modules): return "finished, but the code has changed since"
    case .finished:
      return "finished in \(Progress.duration(latest.seconds))" + (isPublished ? ", published" : ", not published")
    case .failed: return "failed: \(latest.message)"
    case .partial, .running, .killed, .unfinished: return latest.state.rawValue
    }
  }
}
