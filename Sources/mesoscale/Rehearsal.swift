import ChildProcesses
import Companion
import Foundation
import Provenance

/// What a figure would do if it were run now: it is run on a copy of the store, and told to compute nothing.
///
/// It stops where a sweep first lacks cells. How many it lacks there is exact, and the sweeps before it lack none; what comes
/// after, the same sweep where it goes on later included, nobody can know without computing, as it may depend on its results.
final class Rehearsal {
  /// The run as the figure wrote it down in the copy: parameters, seed, code, compiler.
  let run: StoredRun
  /// The sweeps that it came to, in order.
  let reached: [StoredSweep]
  /// The sweep at which it stopped, and how many cells that lacks; nil where it would find all cells.
  let stop: (sweep: String, missing: Int)?
  /// The data that it read, as far as it came.
  let inputs: [FileRecord]

  private let figure: String
  private let settings: [String]
  private let scratch: ScratchFolder
  private var places: [String] { Self.places(in: scratch) }

  private static func store(in scratch: ScratchFolder) -> String { scratch.url.appending(path: "runs.sqlite").path }
  private static func places(in scratch: ScratchFolder) -> [String] {
    ["--store", store(in: scratch), "--figures", scratch.url.path]
  }

  /// A sweep of an earlier run, or one that there is only now.
  struct Sweep {
    let name: String
    /// How many cells it had in the earlier run, and how many seconds one took on average; nil where none is stored.
    let cells: Int, secondsPerCell: Double?
    let fate: Fate
  }

  /// What becomes of a sweep.
  enum Fate: Equatable {
    /// All of its cells are found again.
    case found
    /// So many cells are computed.
    case computed(Int)
    /// It comes after one that is computed, and may depend on it.
    case unknown
  }

  /// A part of so many that it holds no cell of any sweep.
  private static let emptyShard = "\(Int.max)/\(Int.max)"

  /// Runs a figure with these settings.
  ///
  /// - Parameter store: what is computed already; nil where nothing is.
  /// - Throws: ``Complaint`` where the figure does not get as far as its first sweep.
  init(of figure: String, _ settings: [String], on store: Store?) async throws {
    (self.figure, self.settings) = (figure, settings)
    scratch = try ScratchFolder()
    do {
      let path = Self.store(in: scratch)
      try store?.copy(to: path)
      let last = try store == nil ? 0 : Store(existingAt: path).latestRun(of: figure)?.id ?? 0
      let outcome = try await Command.run(
        Catalogue.program(figure).path,
        settings + ["--shard", Self.emptyShard, "--no-plot"] + Self.places(in: scratch))
      guard let copy = try? Store(existingAt: path), let run = try copy.latestRun(of: figure), run.id > last,
        run.state == .partial || run.state == .finished
      else {
        let reason = outcome.errors.split(separator: "\n").last.map(String.init) ?? "it says nothing"
        throw Complaint("The figure '\(figure)' cannot be asked what it would compute: \(reason.escapingControls)")
      }
      self.run = run
      reached = try copy.sweeps(of: run.id)
      inputs = try copy.inputs(of: run.id)
      let told = outcome.errors.firstMatch(of: /of the sweep '(.+)' is stored; (\d+) cells are left/)
      stop = run.state == .finished ? nil : told.flatMap { told in Int(told.2).map { (String(told.1), $0) } }
    } catch {
      scratch.remove()
      throw error
    }
  }

  deinit { scratch.remove() }

  /// Whether it would find all cells.
  var isComplete: Bool { run.state == .finished }

  /// The sweeps, and after them those of an earlier run which it may come to.
  ///
  /// - Parameter known: the sweeps of the earlier run.
  func sweeps(comparedWith known: [LineageAnswer.Sweep]) -> [Sweep] {
    let reached = reached.map(\.name)
    let later = isComplete ? [] : known.map(\.name).filter { !reached.contains($0) }
    return (reached + later).map { name in
      let sweep = known.first { $0.name == name }
      let cells = sweep?.cells ?? 0
      let fate: Fate =
        name == stop?.sweep ? .computed(stop?.missing ?? 0) : later.contains(name) ? .unknown : .found
      return Sweep(
        name: name, cells: cells, secondsPerCell: cells > 0 ? sweep.map { $0.allSeconds / Double(cells) } : nil,
        fate: fate)
    }
  }

  /// Whether the figure, all of whose cells are found, would record and draw the same as an earlier run: it is drawn
  /// beside the copy of the store.
  ///
  /// - Returns: what would differ, in a few words each; nil where that cannot be found out, as without gnuplot.
  func differences(from base: StoredRun, in store: Store) async throws -> [String]? {
    guard isComplete else { return nil }
    _ = try await Command.run(Catalogue.program(figure).path, settings + places)
    let copy = try Store(existingAt: Self.store(in: scratch))
    guard let drawn = try copy.latestRun(of: figure), drawn.id > run.id, drawn.state == .finished else { return nil }
    var found: [String] = []
    if try copy.numbers(of: drawn.id) != store.numbers(of: base.id) { found.append("the recorded numbers") }
    if try copy.series(of: drawn.id) != store.series(of: base.id) { found.append("the recorded series") }
    func byName(_ files: [FileRecord]) -> [String: String] {
      Dictionary(files.map { (URL(fileURLWithPath: $0.path).lastPathComponent, $0.sha256) }) { one, _ in one }
    }
    let (old, new) = (byName(try store.artefacts(of: base.id)), byName(try copy.artefacts(of: drawn.id)))
    return found + Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }
  }
}

extension Rehearsal.Sweep {
  /// What becomes of the sweep, as JSON.
  var fields: [String: JSON] {
    let (word, computed): (String, JSON) =
      switch fate {
      case .found: ("found", .integer(0))
      case .computed(let count): ("computed", .integer(count))
      case .unknown: ("unknown", .null)
      }
    return [
      "name": .text(name), "cells": .integer(cells), "fate": .text(word), "computed": computed,
      "secondsPerCell": JSON(secondsPerCell),
    ]
  }
}

extension [Rehearsal.Sweep] {
  /// How many cells would be computed.
  var computedCells: Int {
    reduce(0) { sum, sweep in if case .computed(let count) = sweep.fate { sum + count } else { sum } }
  }

  /// How many seconds of one thread that takes.
  var computedSeconds: Double {
    reduce(0) { sum, sweep in
      if case .computed(let count) = sweep.fate { sum + Double(count) * (sweep.secondsPerCell ?? 0) } else { sum }
    }
  }

  /// Whether more may be computed: by a later sweep, or by the one that lacks cells where it had more and may go on.
  var isLowerLimit: Bool {
    contains { sweep in
      switch sweep.fate {
      case .found: false
      case .computed(let count): count < sweep.cells
      case .unknown: true
      }
    }
  }
}
