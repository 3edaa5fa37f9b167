import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale impact`: what would be computed again after a change.
struct Impact: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what would be computed again if a parameter or a module changed.",
    usage: """
      mesoscale impact <figure.parameter>[=<value>] [--json] [--store <file>]
      mesoscale impact <module> [--json] [--store <file>]
      """,
    discussion: """
      For a module: of every figure the sweeps of its latest finished run whose cells are declared in a module that \
      imports it, with their stored cells and the minutes that these took.

      For a parameter: the figure is started with another value, on a copy of the store, and told to compute nothing. It \
      stops at the first sweep that lacks cells; the sweeps before it are not touched by the change. Those after it may \
      depend on its results, so that nobody can know their cells without computing: of them it is told whether their cells \
      have an input of this name, and the count is a lower limit. Without =<value> a value near the present one is tried; \
      what is computed again can depend on the value, as a longer list keeps the cells of a shorter one.

      A run by today's code must have finished, or else all would be computed in any case. Times are those of the stored \
      cells, in the sum over all threads.
      """)

  @Argument(
    help: ArgumentHelp("The parameter, as in parity-gate.replicas, or the module.", valueName: "what"),
    completion: .slugs)
  var what: String

  @OptionGroup var options: QuestionOptions

  mutating func run() async throws {
    let project = try Project.find()
    let slugs = try Catalogue.slugs(in: project)
    if let dot = what.firstIndex(of: "."), slugs.contains(String(what[..<dot])) {
      let store = try Store(existingAt: options.store.path(in: project))
      let impact = try await ParameterImpact(of: what, at: dot, store)
      return try options.print(impact.text, json: impact.json)
    }
    let imports = try ModuleImports(of: project)
    guard imports.names.contains(what) else {
      throw Complaint(
        "'\(what.escapingControls)' is neither a parameter, as in parity-gate.replicas, nor a module; the modules are "
          + imports.names.joined(separator: ", ") + ".")
    }
    let store = try Store(existingAt: options.store.path(in: project))
    let impact = try ModuleImpact(of: what, imports, store, in: project)
    try options.print(impact.text, json: impact.json)
  }
}

/// What would be computed again if a module changed.
struct ModuleImpact {
  let module: String
  let sweeps: [Sweep]
  /// Figures that import the module, and of which no finished run has its modules recorded here.
  let notRun: [String]

  /// A sweep of the latest finished run of a figure.
  struct Sweep {
    let figure: String, quality: RunRecord.Quality, run: Int64
    let sweep: LineageAnswer.Sweep
  }

  init(of module: String, _ imports: ModuleImports, _ store: Store, in project: Project) throws {
    self.module = module
    var latest: [String: StoredRun] = [:]
    for id in try store.latestFinishedRuns() {
      guard let run = try store.run(id) else { continue }
      if latest[run.figure] == nil || run.quality == .paper { latest[run.figure] = run }
    }
    sweeps = try latest.values.sorted { $0.figure < $1.figure }.flatMap { run -> [Sweep] in
      guard run.modules.keys.contains(where: { imports.closure(of: $0).contains(module) }) else { return [] }
      return try LineageAnswer.sweeps(of: run, in: store)
        .filter { $0.modules.keys.contains { imports.closure(of: $0).contains(module) } }
        .map { Sweep(figure: run.figure, quality: run.quality, run: run.id, sweep: $0) }
    }
    notRun = imports.names.filter { name in
      let slug = kebabCase(name)
      return latest[slug]?.modules.isEmpty ?? true
        && FileManager.default.fileExists(atPath: project.root.path + "/Sources/Figures/\(name)")
        && imports.closure(of: name).contains(module)
    }.map(kebabCase)
  }

  private var cells: Int { sweeps.reduce(0) { $0 + $1.sweep.cells } }
  private var seconds: Double { sweeps.reduce(0) { $0 + $1.sweep.allSeconds } }

  var text: String {
    var parts: [String] = []
    if sweeps.isEmpty {
      parts.append("No stored cell is of a module that imports \(module).")
    } else {
      let rows = sweeps.map {
        [
          $0.figure, $0.sweep.name, $0.sweep.modules.keys.sorted().joined(separator: ", "), String($0.sweep.cells),
          String(format: "%.1f", $0.sweep.allSeconds / 60), "run \($0.run), \($0.quality.rawValue)",
        ]
      }
      let total = [
        counted(Set(sweeps.map(\.figure)).count, "figure"), counted(sweeps.count, "sweep"), "", String(cells),
        String(format: "%.1f", seconds / 60), "",
      ]
      parts.append(
        Table(
          rows: [["figure", "sweep", "cells of", "cells", "minutes", "by the latest run"]] + rows + [total],
          flushRight: [3, 4]
        ).text)
    }
    if !notRun.isEmpty {
      parts.append(
        "These figures use \(module), too, and no run of them with recorded modules has finished here: "
          + notRun.joined(separator: ", ")
          + ".")
    }
    return parts.joined(separator: "\n")
  }

  var json: JSON {
    .object([
      "module": .text(module), "cells": .integer(cells), "seconds": .number(seconds),
      "figures": .list(Set(sweeps.map(\.figure)).sorted().map(JSON.text)), "notRun": .list(notRun.map(JSON.text)),
      "sweeps": .list(
        sweeps.map {
          .object([
            "figure": .text($0.figure), "sweep": .text($0.sweep.name), "run": .integer(Int($0.run)),
            "quality": .text($0.quality.rawValue), "modules": .list($0.sweep.modules.keys.sorted().map(JSON.text)),
            "cells": .integer($0.sweep.cells), "seconds": .number($0.sweep.allSeconds),
          ])
        }),
    ])
  }
}
