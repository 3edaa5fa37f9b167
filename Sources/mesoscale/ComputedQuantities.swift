import Companion
import Foundation
import Provenance

/// What is compared of a run or of a published document.
struct ComputedQuantities {
  let title: String, shortTitle: String, identity: String, figure: String
  let parameters: [String: JSON], modules: [String: String]
  /// Seed, quality, compiler and so on; what was not written down is missing.
  let facts: [String: String]
  let numbers: [NumberRecord], series: [SeriesRecord]

  /// The facts in the order in which they are shown.
  static let factNames = [
    "figure", "quality", "seed", "git_commit", "git_state", "git_diff_sha256", "compiler", "build", "cpu", "os", "host",
    "gnuplot", "sqlite",
  ]

  /// - Parameter store: opens the store that the run is in.
  init(of computation: Computation, in store: () throws -> Store) throws {
    (title, shortTitle) = (computation.title, computation.shortTitle)
    switch computation {
    case .run(let run):
      (identity, figure, modules) = (run.identity, run.figure, run.modules)
      parameters = Self.fields(try JSON.decode(JSON.self, from: run.parameters))
      facts = Dictionary(run.facts.map { ($0.name, $0.value) }) { $1 }
        .merging(["figure": run.figure, "quality": run.quality.rawValue]) { $1 }
      let store = try store()
      (numbers, series) = try (store.numbers(of: run.id), store.series(of: run.id))
    case .published(let document):
      (identity, figure, modules) = (document.run, document.figure, document.modules)
      parameters = Self.fields(document.parameters)
      facts = [
        "figure": document.figure, "quality": document.quality.rawValue, "seed": String(document.seed),
        "git_commit": document.commit,
      ]
      (numbers, series) = (document.numbers, document.series)
    }
  }

  private static func fields(_ parameters: JSON) -> [String: JSON] {
    if case .object(let fields) = parameters { fields } else { [:] }
  }
}
