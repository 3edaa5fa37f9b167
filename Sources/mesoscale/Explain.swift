import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale explain`: why a figure is not up to date.
struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell whether a figure is up to date, or what changed since its latest run.",
    usage: "mesoscale explain <slug> [--quick] [--json] [--store <file>]",
    discussion: """
      A figure is up to date where running it now would compute nothing and leave the same files. If it is not, each line \
      names one thing that changed since the latest finished run: a parameter, the seed, a module, the compiler, the flags \
      of the build, the version of a library, input data, a file that is missing or altered. A module is named where its own \
      sources changed, not where only one that it imports did; of two changed modules of which one imports the other, only \
      the imported one can be told. Comments, white space and the names of files compute nothing, and are not looked at.

      The figure is run on a copy of the store and told to compute nothing: it stops where a sweep first lacks cells. How \
      many it lacks there is exact; what comes after may depend on them. Where only code changed on which no cell depends, the \
      figure is drawn beside the copy and compared with what the run drew. Times are those of the stored cells, in the sum \
      over all threads.
      """)

  @Argument(help: ArgumentHelp("The figure.", valueName: "slug"), completion: .slugs)
  var slug: String

  @Flag(help: "Ask about the small parameters, not about the published ones.")
  var quick = false

  @OptionGroup var options: QuestionOptions

  mutating func run() async throws {
    let project = try Project.find()
    try Catalogue.require(slug, in: project)
    let store = try options.store.openIfThere(in: project)
    let explanation = try await Explanation(of: slug, quick ? .quick : .paper, store, in: project)
    try options.print(explanation.text, json: explanation.json)
  }
}

/// Whether a figure is up to date, and if not, what changed since its latest finished run.
struct Explanation {
  let figure: String, quality: RunRecord.Quality
  /// The latest finished run; nil where there is none.
  let base: StoredRun?
  private(set) var changes: [FigureChange]
  let sweeps: [Rehearsal.Sweep]
  /// How many files the run drew.
  private let files: Int

  init(of figure: String, _ quality: RunRecord.Quality, _ store: Store?, in project: Project) async throws {
    (self.figure, self.quality) = (figure, quality)
    let description = try await Catalogue.describe(figure)
    let rehearsal = try await Rehearsal(of: figure, quality == .quick ? ["--quick"] : [], on: store)
    guard let store, let base = try store.latestRun(of: figure, quality: quality, isFinished: true) else {
      (base, changes, files) = (nil, [FigureChange(.neverRun)], 0)
      sweeps = rehearsal.sweeps(comparedWith: [])
      return
    }
    self.base = base
    let recorded = try FigureState(of: base, in: store)
    let present = try FigureState(of: rehearsal, description, project.found(recorded.files))
    let imports = try ModuleImports(of: project)
    changes = FigureChanges.between(recorded, present, closure: imports.closure)
    files = recorded.files.count
    sweeps = rehearsal.sweeps(comparedWith: try LineageAnswer.sweeps(of: base, in: store))
    try await lookAtTheDrawing(rehearsal, base, store)
    if changes.isEmpty, let stop = rehearsal.stop {
      changes.append(FigureChange(.cells, stop.sweep, note: "its cells are not in the store"))
    }
  }

  /// Code on which no cell depends may draw and record the same as before: then it is no change.
  private mutating func lookAtTheDrawing(_ rehearsal: Rehearsal, _ base: StoredRun, _ store: Store) async throws {
    let decides: Set<FigureChange.Kind> = [.parameter, .seed, .module, .input, .notDrawn]
    guard changes.contains(where: { $0.kind == .drawing }), !changes.contains(where: { decides.contains($0.kind) }),
      let differences = try await rehearsal.differences(from: base, in: store)
    else { return }
    if differences.isEmpty {
      changes.removeAll { $0.kind == .drawing }
    } else {
      for place in changes.indices where changes[place].kind == .drawing {
        changes[place].note = "other than before: " + differences.joined(separator: ", ")
      }
    }
  }

  /// Whether running the figure now would compute nothing and leave the same files.
  var isUpToDate: Bool { changes.isEmpty && sweeps.computedCells == 0 && !sweeps.isLowerLimit }

  // MARK: - In print

  private var title: String { "\(figure)\(quality == .quick ? ", quick," : "")" }

  var text: String {
    guard let base else {
      return "\(title) was never run to its end in this store.\n\n" + computed
    }
    if isUpToDate {
      return
        "\(title) is up to date: nothing changed since run \(base.id) (\(base.started)), and "
        + (files == 1 ? "its file is as it was drawn." : "its \(files) files are as they were drawn.")
    }
    let heading = "\(title) changed since run \(base.id) (\(base.started)):"
    return ([heading] + changes.map { "  \($0.sentence)" }).joined(separator: "\n") + "\n\n" + computed
  }

  /// What would be computed.
  private var computed: String {
    let (cells, isLowerLimit) = (sweeps.computedCells, sweeps.isLowerLimit)
    let isOpen = isLowerLimit || base == nil
    guard cells > 0 || isOpen else {
      return "No cell would be computed: all are in the store."
    }
    let rows = sweeps.filter { $0.fate != .found }.map { sweep -> [String] in
      if case .computed(let count) = sweep.fate {
        let seconds = sweep.secondsPerCell.map { String(format: "%.1f", $0 * Double(count)) } ?? ""
        return [
          sweep.name, String(sweep.cells), String(count), seconds, count < sweep.cells ? "or more, if it goes on" : "",
        ]
      }
      return [sweep.name, String(sweep.cells), "?", "", "may depend on what comes before"]
    }
    let table = Table(rows: [["sweep", "cells then", "computed", "seconds", ""]] + rows, flushRight: [1, 2, 3]).text
    let found = sweeps.count { $0.fate == .found }
    let others = found > 0 ? " All cells of \(counted(found, "other sweep")) are found again." : ""
    let later = base == nil ? " Which sweeps follow, only the run can tell." : ""
    return "\(table)\n\n\(isOpen ? "At least " : "")\(counted(cells, "cell")) would be computed.\(others)\(later)"
  }

  var json: JSON {
    .object([
      "figure": .text(figure), "quality": .text(quality.rawValue), "isUpToDate": .bool(isUpToDate),
      "run": base.map { .integer(Int($0.id)) } ?? .null, "started": JSON(base?.started),
      "changes": .list(
        changes.map {
          .object([
            "kind": .text($0.kind.rawValue), "name": .text($0.name), "old": JSON($0.old), "new": JSON($0.new),
            "text": .text($0.sentence),
          ])
        }),
      "cells": .integer(sweeps.computedCells), "seconds": .number(sweeps.computedSeconds),
      "isLowerLimit": .bool(sweeps.isLowerLimit || base == nil),
      "sweeps": .list(sweeps.map { .object($0.fields) }),
    ])
  }
}

extension FigureChange {
  /// The change in one line.
  var sentence: String {
    let isDigest = ![.parameter, .seed, .compiler, .flags, .library].contains(kind)
    func shown(_ value: String?) -> String {
      value.map { isDigest ? String($0.prefix(12)) : shortened($0) } ?? "none"
    }
    let values = "\(shown(old)) → \(shown(new))"
    let addition = note.isEmpty ? "" : " (\(note))"
    switch kind {
    case .neverRun: return "it was never run to its end"
    case .parameter: return "parameter \(name): \(values)"
    case .seed: return "seed: \(values)"
    case .module: return "module \(name): \(values)\(addition)"
    case .drawing:
      let module = name.isEmpty ? "" : " in \(name)"
      return "drawing or recording changed\(module): the figure is drawn again, no cell computed\(addition)"
    case .compiler: return "compiler: \(values)"
    case .flags: return "build: \(values)"
    case .library: return "library \(name): \(values)"
    case .input: return "input data \(name.escapingControls): \(values)"
    case .missingFile: return "file \(name.escapingControls): missing"
    case .alteredFile: return "file \(name.escapingControls): altered, \(values)"
    case .notDrawn: return "the run drew no file"
    case .cells: return "sweep \(name): \(note)"
    }
  }
}

extension FigureState {
  /// What a run was made from.
  init(of run: StoredRun, in store: Store) throws {
    let modules = try store.modules(ofProgram: run.code)
    self.init(
      figure: run.figure, parameters: try JSON.decode([String: JSON].self, from: run.parameters), seed: run.seed,
      code: run.code, modules: modules ?? run.modules, hasAllModules: modules != nil,
      declaring: Set(run.modules.keys), compiler: run.fact("compiler"), build: Build(run.fact("build")),
      inputs: try store.inputs(of: run.id), files: try store.artefacts(of: run.id))
  }

  /// What a run would be made from now.
  init(of rehearsal: Rehearsal, _ description: FigureDescription, _ files: [FileRecord]) throws {
    let run = rehearsal.run
    self.init(
      figure: run.figure, parameters: try JSON.decode([String: JSON].self, from: run.parameters), seed: run.seed,
      code: run.code, modules: description.modules, declaring: Set(run.modules.keys),
      compiler: run.fact("compiler"), build: Build(run.fact("build")), inputs: rehearsal.inputs,
      hasAllInputs: rehearsal.isComplete, files: files)
  }
}

extension Project {
  /// Of these files those that are there, as they are now.
  func found(_ files: [FileRecord]) -> [FileRecord] {
    files.compactMap { file in
      let place = file.path.hasPrefix("/") ? URL(fileURLWithPath: file.path) : root.appending(path: file.path)
      return try? FileRecord(of: place, as: file.path)
    }
  }
}
