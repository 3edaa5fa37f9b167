import ArgumentParser
import Companion
import Estimation
import Foundation
import Provenance

/// `mesoscale lineage`: where a quantity comes from, and where it is used.
struct Lineage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trace a run, a number, a series or a file: what it was made from, and where it is used.",
    usage: "mesoscale lineage <what> [--json] [--store <file>]",
    discussion: """
      Ask for a figure (parity-gate), a number (parity-gate.gain-30), a series (parity-gate/sampled-ness), a run, or a \
      file that a run drew. \(Computation.naming)

      The sweeps are those of the whole run: which of them a number uses, only the source of the figure says. Cells that \
      a run found in the store were computed by the runs named behind them; where other runs with the same code and seed \
      computed more cells of the sweep than this one used, the count is an upper limit.
      """)

  @Argument(help: ArgumentHelp("A figure, number, series, run or file.", valueName: "what"), completion: .quantities)
  var what: String

  @OptionGroup var options: QuestionOptions

  mutating func run() async throws {
    let project = try Project.find()
    let question = try Question(what, options.store, in: project)
    let answer = try LineageAnswer(of: question, options.store, in: project)
    try options.print(answer.text, json: answer.json)
  }

  /// What is traced, and the run that it comes from.
  struct Question {
    /// What it is.
    enum Kind { case run, number(NumberRecord), series(SeriesRecord), file(String) }

    let kind: Kind
    let run: StoredRun
    let store: Store

    /// - Throws: ``Complaint`` where there is no such thing.
    init(_ name: String, _ options: StoreOption, in project: Project) throws {
      store = try Store(existingAt: options.path(in: project))
      let slugs = try Catalogue.slugs(in: project)
      if !slugs.contains(name), Int(name) == nil, FileManager.default.fileExists(atPath: name) {
        let file = try FileIdentity(of: name, in: project, store)
        guard let number = file.runs.first?.id ?? file.claimedRun?.id, let run = try store.run(number) else {
          throw Complaint("No run in this store wrote the file '\(name.escapingControls)': ask mesoscale identify.")
        }
        (self.run, kind) = (run, .file(name))
        return
      }
      guard let mark = name.firstIndex(where: { $0 == "." || $0 == "/" }), slugs.contains(String(name[..<mark])) else {
        switch try Computation(named: name, options, in: project) {
        case .run(let run): self.run = run
        case .published(let document):
          guard let run = try store.run(named: document.run) else {
            throw Complaint(
              "The published run \(document.run) of '\(document.figure)' is not in this store: ask for it with --store."
            )
          }
          self.run = run
        }
        kind = .run
        return
      }
      let (slug, rest) = (String(name[..<mark]), String(name[name.index(after: mark)...]))
      guard let run = try store.latestRun(of: slug, isFinished: true) else {
        throw Complaint("No run of '\(slug)' has finished in this store: run ./reproduce.sh \(slug) first.")
      }
      self.run = run
      if name[mark] == "." {
        let numbers = try store.numbers(of: run.id)
        guard let number = numbers.first(where: { $0.name == rest }) else {
          throw Self.unknown("number", rest, slug, run, numbers.map(\.name))
        }
        kind = .number(number)
      } else {
        let series = try store.series(of: run.id)
        guard let found = series.first(where: { $0.name == rest }) else {
          throw Self.unknown("series", rest, slug, run, series.map(\.name))
        }
        kind = .series(found)
      }
    }

    private static func unknown(
      _ kind: String, _ name: String, _ slug: String, _ run: StoredRun, _ names: [String]
    ) -> Complaint {
      Complaint(
        "Run \(run.id) of '\(slug)' has no \(kind) '\(name.escapingControls)'; it has \(names.joined(separator: ", "))."
      )
    }
  }
}
