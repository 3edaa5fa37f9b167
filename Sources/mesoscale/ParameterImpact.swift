import ChildProcesses
import Companion
import Foundation
import Provenance

/// What would be computed again if a parameter of a figure changed, as the figure itself says.
struct ParameterImpact {
  let figure: String, parameter: String
  /// The run that has the present value; the present value, and the one that was tried.
  let base: StoredRun, present: String, tried: String
  let sweeps: [Sweep]

  /// A sweep of the present run, or one that there is with the other value only.
  struct Sweep {
    let name: String
    /// How many cells it has with the present value, and how many seconds one takes on average; nil where none is stored.
    let cells: Int, secondsPerCell: Double?
    let fate: Fate
  }

  /// What becomes of a sweep.
  enum Fate: Equatable {
    /// All of its cells are found again.
    case found
    /// So many cells are computed.
    case computed(Int)
    /// It comes after one that is computed; whether its cells have an input of the name of the parameter.
    case unknown(hasInput: Bool)
  }

  /// - Throws: ``Complaint`` where there is no such parameter, where nothing is stored, or where no other value is accepted.
  init(of what: String, at dot: String.Index, _ store: Store) async throws {
    let figure = String(what[..<dot])
    let parts = what[what.index(after: dot)...].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let parameter = String(parts.first ?? "")
    let given = parts.count == 2 ? String(parts[1]) : nil
    let description = try await Self.describe(figure)
    guard let declared = description.parameters.first(where: { $0.name == parameter }) else {
      throw Complaint(
        "There is no parameter '\(parameter.escapingControls)' of '\(figure)'; the parameters are "
          + description.parameters.map(\.name).joined(separator: ", ") + ".")
    }
    let base = try Self.base(of: description, in: store)
    guard let value = try JSON.decode([String: JSON].self, from: base.parameters)[parameter] else {
      throw Complaint(
        "Run \(base.id) of '\(figure)' has no parameter '\(parameter)': run ./reproduce.sh \(figure) again.")
    }
    let form = base.quality == .quick ? ["--quick"] : []
    let tried = try await Self.accepted(
      given.map { [$0] } ?? Self.candidates(value, declared), parameter, of: figure, form, isGiven: given != nil)
    sweeps = try await Self.dryRun(figure, form + ["--set", "\(parameter)=\(tried)"], base, parameter, store)
    (self.figure, self.parameter, self.base, self.tried) = (figure, parameter, base, tried)
    present = Self.text(value)
  }

  private static func describe(_ figure: String) async throws -> FigureDescription {
    guard let text = await Command.output(Catalogue.program(figure).path, ["--describe"]) else {
      throw Complaint("The figure '\(figure)' is not built: run ./reproduce.sh, or swift build -c release.")
    }
    return try JSON.decode(FigureDescription.self, from: text)
  }

  /// The latest finished run by today's code, at paper quality if there is one.
  private static func base(of figure: FigureDescription, in store: Store) throws -> StoredRun {
    for quality in [RunRecord.Quality.paper, .quick] {
      if let run = try store.latestRun(of: figure.slug, quality: quality, isFinished: true),
        figure.computes(with: run.modules)
      {
        return run
      }
    }
    throw Complaint(
      "No run of '\(figure.slug)' by today's code has finished, so that all would be computed in any case: run "
        + "./reproduce.sh \(figure.slug) first, or with --quick.")
  }

  // MARK: - Another value

  /// A value as it is set on the command line.
  private static func text(_ value: JSON) -> String {
    switch value {
    case .text(let text): text
    case .list(let list): list.map(text).joined(separator: ",")
    default: (try? JSON.canonical(value)) ?? ""
    }
  }

  /// Values near the present one.
  private static func candidates(_ value: JSON, _ description: ParameterDescription) -> [String] {
    func near(_ value: JSON, _ place: Int) -> JSON {
      switch (value, place) {
      case (.integer(let number), 0): .integer(number + 1)
      case (.integer(let number), 1): .integer(number - 1)
      case (.integer(let number), 2): .integer(number * 2)
      case (.integer(let number), 3): .integer(number / 2)
      case (.integer(let number), _): .number(Double(number) * (place == 4 ? 1.001 : 0.999))
      case (.number(let number), _): .number(number * (place % 2 == 0 ? 1.001 : 0.999))
      case (.bool(let isSet), _): .bool(!isSet)
      default: value
      }
    }
    switch value {
    case .list(let list):
      let changed = (0..<6).map { place in JSON.list(list.map { near($0, place) }) }
      let others = list.count > 1 ? [JSON.list(Array(list.dropLast())), .list(Array(list.dropFirst()))] : []
      return (changed + others).filter { $0 != value }.map(text)
    case .text(let present):
      let range = description.range
      let choices = range.hasPrefix("one of ") ? range.dropFirst("one of ".count).components(separatedBy: ", ") : []
      return choices.filter { $0 != present }
    default: return (0..<6).map { text(near(value, $0)) }.filter { $0 != text(value) }
    }
  }

  /// The first value that the figure accepts.
  private static func accepted(
    _ candidates: [String], _ parameter: String, of figure: String, _ form: [String], isGiven: Bool
  ) async throws -> String {
    for value in candidates {
      let check = try await Command.run(
        Catalogue.program(figure).path, form + ["--set", "\(parameter)=\(value)", "--check-only"], limit: .seconds(60))
      if check.succeeded { return value }
      if isGiven {
        let sentence = check.errors.split(separator: "\n").first.map(String.init) ?? "The value is not accepted."
        throw Complaint(sentence.replacing("\(figure): ", with: "", maxReplacements: 1))
      }
    }
    throw Complaint("No value near the present one is accepted: give one, as in \(figure).\(parameter)=<value>.")
  }

  // MARK: - Without computing

  /// A part of so many that it holds no cell of any sweep.
  private static let emptyShard = "\(Int.max)/\(Int.max)"

  private static func dryRun(
    _ figure: String, _ settings: [String], _ base: StoredRun, _ parameter: String, _ store: Store
  ) async throws -> [Sweep] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mesoscale-impact-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "runs.sqlite").path
    try store.copy(to: path)
    let outcome = try await Command.run(
      Catalogue.program(figure).path,
      settings + [
        "--seed", String(base.seed), "--shard", emptyShard, "--no-plot", "--store", path, "--figures", folder.path,
      ])
    let copy = try Store(existingAt: path)
    guard outcome.succeeded, let run = try copy.latestRun(of: figure), run.id > base.id,
      run.state == .partial || run.state == .finished
    else {
      let reason = outcome.errors.split(separator: "\n").last.map(String.init) ?? "it says nothing"
      throw Complaint("The figure '\(figure)' cannot be asked with this value: \(reason.escapingControls)")
    }
    let reached = try copy.sweeps(of: run.id).map(\.name)
    let missing = outcome.errors.firstMatch(of: /is stored; (\d+) cells are left/).flatMap { Int($0.1) }
    let known = try LineageAnswer.sweeps(of: base, in: store)
    let names = reached + known.map(\.name).filter { !reached.contains($0) }
    return try names.enumerated().map { place, name in
      let sweep = known.first { $0.name == name }
      let fate: Fate =
        if run.state == .finished || place < reached.count - 1 {
          .found
        } else if place == reached.count - 1 {
          .computed(missing ?? 0)
        } else {
          .unknown(hasInput: try hasInput(parameter, sweep, base, store))
        }
      let cells = sweep?.cells ?? 0
      return Sweep(
        name: name, cells: cells, secondsPerCell: cells > 0 ? sweep.map { $0.allSeconds / Double(cells) } : nil,
        fate: fate)
    }.filter { run.state == .partial || reached.contains($0.name) }
  }

  /// Whether the stored cells of a sweep have an input of this name.
  private static func hasInput(
    _ parameter: String, _ sweep: LineageAnswer.Sweep?, _ base: StoredRun, _ store: Store
  ) throws -> Bool {
    guard let sweep, let run = sweep.computed > 0 ? base.id : sweep.reused.first?.run else { return false }
    return try store.exampleInputs(ofSweep: sweep.name, of: base.figure, run: run)?.contains("\"\(parameter)\":")
      ?? false
  }

  // MARK: - In print

  private var cells: Int {
    sweeps.reduce(0) { sum, sweep in if case .computed(let count) = sweep.fate { sum + count } else { sum } }
  }

  private var seconds: Double {
    sweeps.reduce(0) { sum, sweep in
      if case .computed(let count) = sweep.fate { sum + Double(count) * (sweep.secondsPerCell ?? 0) } else { sum }
    }
  }

  private var isLowerLimit: Bool {
    sweeps.contains { if case .unknown = $0.fate { true } else { false } }
  }

  var text: String {
    let rows = sweeps.map { sweep in
      switch sweep.fate {
      case .found: [sweep.name, String(sweep.cells), "0", "", "all are found again"]
      case .computed(let count):
        [
          sweep.name, String(sweep.cells), String(count),
          sweep.secondsPerCell.map { String(format: "%.1f", $0 * Double(count) / 60) } ?? "", "",
        ]
      case .unknown(let hasInput):
        [
          sweep.name, String(sweep.cells), "?", "",
          hasInput ? "later; its cells have an input '\(parameter)'" : "later; it may depend on what comes before",
        ]
      }
    }
    let table = Table(rows: [["sweep", "cells now", "computed", "minutes", ""]] + rows, flushRight: [1, 2, 3]).text
    let sum =
      cells == 0
      ? "Nothing is computed again: all cells are found."
      : "\(isLowerLimit ? "At least " : "")\(counted(cells, "cell")) would be computed, about "
        + "\(String(format: "%.1f", seconds / 60)) minutes of one thread."
    return "\(figure).\(parameter) = \(shortened(present)) in run \(base.id), \(base.quality.rawValue); "
      + "tried with \(shortened(tried))\n\n\(table)\n\n\(sum)"
  }

  var json: JSON {
    .object([
      "figure": .text(figure), "parameter": .text(parameter), "present": .text(present), "tried": .text(tried),
      "run": .integer(Int(base.id)), "quality": .text(base.quality.rawValue), "cells": .integer(cells),
      "seconds": .number(seconds), "isLowerLimit": .bool(isLowerLimit),
      "sweeps": .list(
        sweeps.map { sweep in
          let fate: (word: String, cells: JSON, hasInput: JSON) =
            switch sweep.fate {
            case .found: ("found", .integer(0), .null)
            case .computed(let count): ("computed", .integer(count), .null)
            case .unknown(let hasInput): ("unknown", .null, .bool(hasInput))
            }
          return .object([
            "name": .text(sweep.name), "cells": .integer(sweep.cells), "fate": .text(fate.word), "computed": fate.cells,
            "hasInput": fate.hasInput,
          ])
        }),
    ])
  }
}
