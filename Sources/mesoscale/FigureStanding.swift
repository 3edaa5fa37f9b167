import Companion
import Foundation
import Provenance

/// How a figure stands: its latest run, in a few words what changed since, and whether that run is published.
///
/// It is found without running the figure: what code would compute and draw is judged by the digests of its modules.
struct FigureStanding {
  let figure: String
  /// The latest run of any quality; nil where there is none.
  let run: StoredRun?
  let state: State
  /// Whether this run is the published one; nil where nothing is published.
  let isPublished: Bool?

  /// How it stands, and what is to be said of it.
  struct State: Equatable {
    let word: Word
    let detail: String

    enum Word: String {
      case upToDate = "up to date", changed, notRun = "not run", running, failed, interrupted, partial
    }

    /// In a few words.
    var text: String { detail.isEmpty ? word.rawValue : "\(word.rawValue): \(detail)" }
  }

  /// - Parameter imports: reads what imports what; called where a module changed.
  init(
    of figure: FigureDescription, _ run: StoredRun?, _ store: Store?, in project: Project,
    imports: () throws -> ModuleImports
  ) throws {
    self.figure = figure.slug
    self.run = run
    isPublished = try Self.isPublished(run?.identity, of: figure.slug, in: project)
    guard let run, let store else {
      state = State(word: .notRun, detail: "")
      return
    }
    switch run.state {
    case .running: state = State(word: .running, detail: "")
    case .failed: state = State(word: .failed, detail: shortened(run.message))
    case .killed, .unfinished: state = State(word: .interrupted, detail: "")
    case .partial: state = State(word: .partial, detail: "")
    case .finished:
      let changes = try Self.changes(of: figure, run, store, in: project, imports)
      state = State(
        word: changes.isEmpty ? .upToDate : .changed, detail: shortened(changes.joined(separator: ", "), to: 60))
    }
  }

  /// What changed since a run, in one or two words each.
  private static func changes(
    of figure: FigureDescription, _ run: StoredRun, _ store: Store, in project: Project,
    _ imports: () throws -> ModuleImports
  ) throws -> [String] {
    let recorded = try FigureState(of: run, in: store)
    var present = recorded
    (present.code, present.modules, present.hasAllModules) = (figure.code, figure.modules, true)
    present.files = project.found(recorded.files)
    let read = recorded.code == figure.code ? nil : try imports()
    let changes = FigureChanges.between(recorded, present) { read?.closure(of: $0) ?? [$0] }
    func files(_ kind: FigureChange.Kind, _ word: String) -> [String] {
      let names = changes.filter { $0.kind == kind }.map { URL(fileURLWithPath: $0.name).lastPathComponent }
      return names.isEmpty ? [] : ["\(names.count == 1 ? names[0] : counted(names.count, "file")) \(word)"]
    }
    let others = changes.compactMap { change -> String? in
      switch change.kind {
      case .missingFile, .alteredFile: nil
      case .drawing: change.name.isEmpty ? "its code" : "drawing (\(change.name))"
      case .module: change.name
      default: change.kind.rawValue
      }
    }
    return others + files(.missingFile, "missing") + files(.alteredFile, "altered")
  }

  /// Whether a run with this identity is the published one; nil where nothing is published.
  private static func isPublished(_ identity: String?, of figure: String, in project: Project) throws -> Bool? {
    struct Quoted: Decodable { let run: String }
    let file = project.published(figure)
    guard let bytes = try? Data(contentsOf: file) else { return nil }
    // It stands near the beginning, before the numbers and the series.
    if let identity, bytes.prefix(1 << 14).range(of: Data("\n  \"run\": \"\(identity)\",\n".utf8)) != nil {
      return true
    }
    guard let quoted = try? JSONDecoder().decode(Quoted.self, from: bytes) else {
      throw Complaint("\(project.relative(file)) is not a published figure: publish it again.")
    }
    return quoted.run == identity
  }

  /// The standing as one row of a table.
  var row: [String] {
    let published = isPublished.map { $0 ? "published" : "another run is" } ?? "nothing is"
    guard let run else { return [figure, "", "", "", state.text, published] }
    return [figure, String(run.id), run.quality.rawValue, String(run.started.prefix(16)), state.text, published]
  }

  var json: JSON {
    .object([
      "figure": .text(figure), "run": run.map { .integer(Int($0.id)) } ?? .null, "quality": JSON(run?.quality.rawValue),
      "started": JSON(run?.started), "state": .text(state.word.rawValue), "detail": .text(state.detail),
      "identity": JSON(run?.identity), "isPublished": .bool(isPublished ?? false),
    ])
  }
}
