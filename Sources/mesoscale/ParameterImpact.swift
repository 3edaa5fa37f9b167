import ChildProcesses
import Companion
import Foundation
import Provenance

/// What would be computed again if a parameter of a figure changed, as the figure itself says.
struct ParameterImpact {
  let figure: String, parameter: String
  /// The run that has the present value; the present value, and the one that was tried.
  let base: StoredRun, present: String, tried: String
  let sweeps: [Rehearsal.Sweep]
  /// The sweeps that may depend on others, and whose cells have an input of the name of the parameter.
  let sweepsWithInput: Set<String>

  /// - Throws: ``Complaint`` where there is no such parameter, where nothing is stored, or where no other value is accepted.
  init(of what: String, at dot: String.Index, _ store: Store) async throws {
    let figure = String(what[..<dot])
    let parts = what[what.index(after: dot)...].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let parameter = String(parts.first ?? "")
    let given = parts.count == 2 ? String(parts[1]) : nil
    let description = try await Catalogue.describe(figure)
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
    let settings = form + ["--set", "\(parameter)=\(tried)", "--seed", String(base.seed)]
    let known = try LineageAnswer.sweeps(of: base, in: store)
    sweeps = try await Rehearsal(of: figure, settings, on: store).sweeps(comparedWith: known)
    sweepsWithInput = try Set(
      sweeps.filter { $0.fate == .unknown }.map(\.name).filter { name in
        try Self.hasInput(parameter, known.first { $0.name == name }, base, store)
      })
    (self.figure, self.parameter, self.base, self.tried) = (figure, parameter, base, tried)
    present = Self.text(value)
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

  /// Whether the stored cells of a sweep have an input of this name.
  private static func hasInput(
    _ parameter: String, _ sweep: LineageAnswer.Sweep?, _ base: StoredRun, _ store: Store
  ) throws -> Bool {
    guard let sweep, let run = sweep.computed > 0 ? base.id : sweep.reused.first?.run else { return false }
    return try store.exampleInputs(ofSweep: sweep.name, of: base.figure, run: run)?.contains("\"\(parameter)\":")
      ?? false
  }

  // MARK: - In print

  private var cells: Int { sweeps.computedCells }
  private var isLowerLimit: Bool { sweeps.isLowerLimit }

  var text: String {
    let rows = sweeps.map { sweep in
      switch sweep.fate {
      case .found: [sweep.name, String(sweep.cells), "0", "", "all are found again"]
      case .computed(let count):
        [
          sweep.name, String(sweep.cells), String(count),
          sweep.secondsPerCell.map { String(format: "%.1f", $0 * Double(count) / 60) } ?? "", "",
        ]
      case .unknown:
        [
          sweep.name, String(sweep.cells), "?", "",
          sweepsWithInput.contains(sweep.name)
            ? "later; its cells have an input '\(parameter)'" : "later; it may depend on what comes before",
        ]
      }
    }
    let table = Table(rows: [["sweep", "cells now", "computed", "minutes", ""]] + rows, flushRight: [1, 2, 3]).text
    let sum =
      cells == 0
      ? "Nothing is computed again: all cells are found."
      : "\(isLowerLimit ? "At least " : "")\(counted(cells, "cell")) would be computed, about "
        + "\(String(format: "%.1f", sweeps.computedSeconds / 60)) minutes of one thread."
    return "\(figure).\(parameter) = \(shortened(present)) in run \(base.id), \(base.quality.rawValue); "
      + "tried with \(shortened(tried))\n\n\(table)\n\n\(sum)"
  }

  var json: JSON {
    .object([
      "figure": .text(figure), "parameter": .text(parameter), "present": .text(present), "tried": .text(tried),
      "run": .integer(Int(base.id)), "quality": .text(base.quality.rawValue), "cells": .integer(cells),
      "seconds": .number(sweeps.computedSeconds), "isLowerLimit": .bool(isLowerLimit),
      "sweeps": .list(
        sweeps.map { sweep in
          let hasInput: JSON = sweep.fate == .unknown ? .bool(sweepsWithInput.contains(sweep.name)) : .null
          return .object(sweep.fields.merging(["hasInput": hasInput]) { one, _ in one })
        }),
    ])
  }
}
