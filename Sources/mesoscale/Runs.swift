import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale runs`: what was run, the latest first.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the runs in the store, the latest first.")

  @Argument(help: ArgumentHelp("Show runs of this figure only.", valueName: "slug"))
  var figure: String?

  @Option(help: ArgumentHelp("Show at most this many runs.", valueName: "n"))
  var limit = 20

  @Flag(help: "Show the tasks of job arrays one by one, like other runs.")
  var tasks = false

  @OptionGroup var options: StoreOption

  func validate() throws {
    if limit < 1 { throw Complaint("--limit wants a whole number from 1.") }
  }

  func run() throws {
    let store = try Store(existingAt: options.path(in: Project.find()))
    let rows = try store.runs(of: figure, limit: limit, tasks: tasks).map { run in
      let task = try store.task(of: run.id).map { "\($0.job)_\($0.task)" } ?? ""
      return [
        String(run.id), run.figure, run.identity, run.quality.rawValue, run.state.rawValue, run.started,
        run.ended == nil ? "" : Progress.duration(run.seconds),
        run.ended == nil ? "" : "\(run.cellsComputed) + \(run.cellsReused)",
        run.facts.first { $0.name == "host" }?.value ?? "",
      ] + (tasks ? [task] : [])
    }
    guard !rows.isEmpty else {
      return try StandardOutput.print("There is no run\(figure.map { " of '\($0)'" } ?? "") in this store.")
    }
    let heading = ["run", "figure", "identity", "quality", "state", "started", "seconds", "cells", "host"]
    var text = Table(rows: [heading + (tasks ? ["task"] : [])] + rows, flushRight: [0, 6]).text
    let arrays = try store.arrays(of: figure, limit: limit).map { array in
      [
        array.name, array.job, array.figure, array.started, String(array.tasks), String(array.runs),
        String(array.cells),
        Progress.duration(array.seconds), array.hosts.joined(separator: " "),
      ]
    }
    if !arrays.isEmpty {
      let heading = ["array", "job", "figure", "started", "tasks", "attempts", "cells", "seconds", "hosts"]
      text += "\n\n" + Table(rows: [heading] + arrays, flushRight: [4, 5, 6, 7]).text
    }
    try StandardOutput.print(text)
  }
}

/// `mesoscale show`: everything known of one run.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show all that is known of one run: parameters, code, machine, numbers, series, files.")

  @Argument(
    help: ArgumentHelp(
      "The number of a run, its identity or at least six digits of it, or a figure for its latest run.",
      valueName: "run"))
  var name: String

  @Flag(help: "Print the changes that were not committed when the run was made.")
  var diff = false

  @OptionGroup var options: StoreOption

  func run() throws {
    let project = try Project.find()
    let store = try Store(existingAt: options.path(in: project))
    guard let run = try store.run(named: name) else {
      throw Complaint("There is no run '\(name)' in this store: mesoscale runs lists them.")
    }
    if diff {
      return try StandardOutput.print(
        store.diff(of: run.id) ?? "Run \(run.id) was made without changes, or they are not known.")
    }
    var rows = [
      ["run", "\(run.id), identity \(run.identity)"], ["figure", run.figure], ["quality", run.quality.rawValue],
      ["state", run.state.rawValue + (run.message.isEmpty ? "" : ": \(run.message)")], ["started", run.started],
      ["ended", run.ended ?? "not"], ["cells", "\(run.cellsComputed) computed, \(run.cellsReused) from the store"],
      ["parameters", run.parameters],
    ]
    rows += run.facts.map { [$0.name.replacing("_", with: " "), $0.value.isEmpty ? "none" : $0.value] }
    rows +=
      try store.task(of: run.id).map { task in
        [["task", "\(task.task) of the job array \(task.array), job \(task.job) of \(task.scheduler)"]]
      } ?? []
    rows +=
      try store.origin(of: run.id).map { origin in
        [["merged", "run \(origin.run) of the store \(origin.store.prefix(12))"]]
      } ?? []
    rows += try store.inputs(of: run.id).map { ["input", "\($0.path)  \($0.bytes) bytes  sha256 \($0.sha256)"] }
    rows += try store.numbers(of: run.id).map { ["number", $0.line] }
    rows += try store.series(of: run.id).map {
      ["series", "\($0.name): \($0.rows.count) rows of \($0.columns.joined(separator: ", "))"]
    }
    rows += try store.artefacts(of: run.id).map { ["file", "\($0.path)  \($0.bytes) bytes  sha256 \($0.sha256)"] }
    let chain = try store.requireChain(of: project)
    rows.append(["chain", "\(chain.records) records, intact"])
    try StandardOutput.print(Table(rows: rows).text)
  }
}

extension Store {
  /// Requires that every record is as it was written, and that the chain has every link which the published documents
  /// of a checkout quote of it.
  ///
  /// - Parameter onlyNew: whether to look only at records that were added since all were last looked at.
  /// - Throws: ``StoreError`` where it is not or has not.
  @discardableResult func requireChain(of project: Project, onlyNew: Bool = true) throws -> ChainReport {
    try check(anchors: FigureDocument.anchors(in: project))
    let walk = LongWalk("chain", doing: "compared with the chain")
    defer { walk.stop() }
    let chain = try verifyChain(onlyNew: onlyNew, key: nil) { walk.tell($0, of: $1) }
    try require(chain)
    return chain
  }
}
