import Companion
import Foundation
import Provenance

/// From a quantity back to what it was made from, and onwards to where it is used.
struct LineageAnswer {
  let kind: Lineage.Question.Kind
  let run: StoredRun
  let sweeps: [Sweep]
  let inputs: [FileRecord]
  let files: [FileRecord]
  /// The published document of the figure, and its file.
  let published: (document: FigureDocument, path: String)?
  let quotations: [Quotation]

  /// A sweep of the run, with the runs that computed its cells.
  struct Sweep {
    let name: String, modules: [String: String]
    /// How many cells this run computed, and others before it with the same code and seed; the latter is an upper limit
    /// unless it is exact.
    let computed: Int, seconds: Double
    let reused: [(run: Int64, cells: Int)]
    let isExact: Bool
    /// How many seconds the cells took that others computed.
    let reusedSeconds: Double

    /// How many cells the sweep has, and how many seconds they took.
    var cells: Int { computed + reused.reduce(0) { $0 + $1.cells } }
    var allSeconds: Double { seconds + reusedSeconds }
  }

  init(of question: Lineage.Question, _ options: StoreOption, in project: Project) throws {
    let (run, store) = (question.run, question.store)
    let document = try? FigureDocument.published(run.figure, in: project)
    let number: String? = if case .number(let record) = question.kind { record.name } else { nil }
    let isPublished = document?.run == run.identity
    (kind, self.run) = (question.kind, run)
    sweeps = try Self.sweeps(of: run, in: store)
    inputs = try store.inputs(of: run.id)
    files = try store.artefacts(of: run.id)
    published = document.map { ($0, project.relative(project.published(run.figure))) }
    quotations = isPublished ? Quotation.all(of: run.figure, number: number, in: project) : []
  }

  /// The sweeps of a run with the runs that computed their cells.
  static func sweeps(of run: StoredRun, in store: Store) throws -> [Sweep] {
    let names = try store.sweeps(of: run.id)
    let counts = try store.cellCounts(of: run.figure, beforeTheEndOf: run.id)
    // A run may have computed cells with the code and the seed of this one, or others.
    var others: [Int64: (seed: Int, sweeps: [String: [String: String]])] = [:]
    for number in Set(counts.map(\.run)) where number != run.id {
      guard let other = try store.run(number) else { continue }
      others[number] = (
        other.seed, Dictionary(try store.sweeps(of: number).map { ($0.name, $0.modules) }) { one, _ in one }
      )
    }
    let found = names.map { sweep in
      let cells = counts.filter { $0.sweep == sweep.name }
      let own = cells.first { $0.run == run.id }
      let reused = cells.filter { count in
        others[count.run].map { $0.seed == run.seed && $0.sweeps[sweep.name] == sweep.modules } ?? false
      }
      return (sweep, own, reused)
    }
    let isExact = found.reduce(0) { $0 + $1.2.reduce(0) { $0 + $1.cells } } == run.cellsReused
    return found.map { sweep, own, reused in
      Sweep(
        name: sweep.name, modules: sweep.modules, computed: own?.cells ?? 0, seconds: own?.seconds ?? 0,
        reused: run.cellsReused == 0 ? [] : reused.map { ($0.run, $0.cells) }.sorted { $0.0 < $1.0 }, isExact: isExact,
        reusedSeconds: run.cellsReused == 0 ? 0 : reused.reduce(0) { $0 + $1.seconds })
    }
  }

  // MARK: - In print

  private var heading: String {
    switch kind {
    case .run: "\(run.figure), run \(run.id)"
    case .number(let number): "\(run.figure).\(number.line)"
    case .series(let series):
      "\(run.figure)/\(series.name): \(counted(series.rows.count, "row")) of \(series.columns.joined(separator: ", "))"
    case .file(let path): path.escapingControls
    }
  }

  private func fact(_ name: String) -> String {
    run.facts.first { $0.name == name }.map { $0.value.isEmpty ? "none" : $0.value } ?? "unknown"
  }

  var text: String {
    let parameters = (try? JSON.decode([String: JSON].self, from: run.parameters)) ?? [:]
    let settings = parameters.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(shortened((try? JSON.canonical($0.value)) ?? "", to: 30))"
    }
    var rows = [
      ["run", "\(run.id), identity \(run.identity)"], ["quality", run.quality.rawValue],
      ["state", run.state.rawValue + (run.ended.map { ", \($0)" } ?? "")],
      ["parameters", settings.joined(separator: " ")],
      ["seed", String(run.seed)], ["commit", "\(fact("git_commit")), \(fact("git_state"))"],
      ["compiler", fact("compiler")], ["build", fact("build")], ["machine", "\(fact("cpu")), \(fact("os"))"],
    ]
    rows += inputs.map { ["input", "\($0.path)  \($0.bytes) bytes  sha256 \($0.sha256)"] }
    var parts = [heading, Table(rows: rows).text]
    parts.append(
      sweeps.isEmpty
        ? "No sweeps of this run are recorded."
        : Table(rows: [Self.columns] + sweeps.map(row), flushRight: [3, 4]).text)
    parts.append((["used in"] + uses.map { "  \($0)" }).joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private static let columns = ["sweep", "module", "sha256", "computed", "seconds", "from the store"]

  private func row(_ sweep: Sweep) -> [String] {
    let modules = sweep.modules.sorted { $0.key < $1.key }
    let reused = sweep.reused.map { "\(sweep.isExact ? "" : "≤ ")\($0.cells) of run \($0.run)" }
    return [
      sweep.name, modules.map(\.key).joined(separator: ", "),
      modules.map { String($0.value.prefix(12)) }.joined(separator: ", "),
      String(sweep.computed), String(format: "%.1f", sweep.seconds), reused.joined(separator: ", "),
    ]
  }

  private var uses: [String] {
    var lines = files.map { "\($0.path)  sha256 \($0.sha256.prefix(12))" }
    lines.append(standing)
    lines += quotations.map { "\($0.file):\($0.line)  \($0.what)" }
    return lines
  }

  /// How the run and the published document of its figure belong together.
  private var standing: String {
    guard let published else { return "nothing is published of \(run.figure)" }
    guard published.document.run != run.identity else { return "\(published.path)  this run is the published one" }
    guard case .number(let number) = kind,
      let other = published.document.numbers.first(where: { $0.name == number.name })
    else { return "\(published.path)  holds another run, \(published.document.run)" }
    return "\(published.path)  holds another run, \(published.document.run), with \(other.line)"
  }

  var json: JSON {
    let subject: (kind: String, name: JSON) =
      switch kind {
      case .run: ("run", .null)
      case .number(let number): ("number", .text(number.name))
      case .series(let series): ("series", .text(series.name))
      case .file(let path): ("file", .text(path))
      }
    var value = JSON.null
    if case .number(let number) = kind {
      value = .object([
        "value": JSON(number.value), "standardError": JSON(number.standardError), "unit": .text(number.unit),
      ])
    }
    func file(_ record: FileRecord) -> JSON {
      .object(["path": .text(record.path), "sha256": .text(record.sha256), "bytes": .integer(record.bytes)])
    }
    return .object([
      "kind": .text(subject.kind), "name": subject.name, "number": value, "figure": .text(run.figure),
      "run": .integer(Int(run.id)), "identity": .text(run.identity), "quality": .text(run.quality.rawValue),
      "state": .text(run.state.rawValue), "started": .text(run.started), "ended": JSON(run.ended),
      "parameters": (try? JSON.decode(JSON.self, from: run.parameters)) ?? .null, "seed": .integer(run.seed),
      "facts": .object(Dictionary(run.facts.map { ($0.name, .text($0.value)) }) { one, _ in one }),
      "sweeps": .list(
        sweeps.map { sweep in
          .object([
            "name": .text(sweep.name), "modules": .object(sweep.modules.mapValues(JSON.text)),
            "computed": .integer(sweep.computed), "seconds": .number(sweep.seconds), "isExact": .bool(sweep.isExact),
            "reused": .list(
              sweep.reused.map { .object(["run": .integer(Int($0.run)), "cells": .integer($0.cells)]) }),
          ])
        }),
      "inputs": .list(inputs.map(file)), "files": .list(files.map(file)),
      "published": published.map { .object(["path": .text($0.path), "run": .text($0.document.run)]) } ?? .null,
      "isPublished": .bool(published?.document.run == run.identity),
      "quotations": .list(
        quotations.map {
          .object(["file": .text($0.file), "line": .integer($0.line), "what": .text($0.what)])
        }),
    ])
  }
}
