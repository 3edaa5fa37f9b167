import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale cluster`: what runs on other machines.
struct Cluster: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See the job arrays that compute for this store.", subcommands: [ClusterStatus.self],
    defaultSubcommand: ClusterStatus.self)
}

/// `mesoscale cluster status`: the job arrays of a store, and how their tasks stand.
struct ClusterStatus: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the job arrays that are not merged yet, and how their tasks stand.")

  @OptionGroup var options: QuestionOptions

  func run() async throws {
    let path = try options.store.store ?? Project.find().store.path
    let folder = ClusterFolder(ofStoreAt: path)
    let standings = try await ArrayStanding.all(in: folder)
    let heading = [
      "array", "job", "submitted", "cells", "done", "tasks", "waiting", "running", "finished", "failed", "logs",
    ]
    let rows = standings.map { standing in
      [standing.name, standing.job ?? "none", standing.submitted]
        + ([standing.cells, standing.done, standing.tasks].map(String.init))
        + [standing.waiting, standing.running, standing.finished, standing.failed].map { $0.map(String.init) ?? "?" }
        + [standing.folder]
    }
    let text =
      rows.isEmpty
      ? "There is no job array in \(folder.url.path)."
      : Table(rows: [heading] + rows, flushRight: [3, 4, 5, 6, 7, 8, 9]).text
    let silence = standings.compactMap(\.silence).first.map { "\n\n\($0)" } ?? ""
    try options.print(text + silence, json: .list(standings.map(\.fields)))
  }
}

extension ArrayStanding {
  /// The standing as JSON.
  fileprivate var fields: JSON {
    .object([
      "array": .text(name), "job": JSON(job), "submitted": .text(submitted), "cells": .integer(cells),
      "done": .integer(done), "tasks": .integer(tasks), "waiting": JSON(waiting.map(Double.init)),
      "running": JSON(running.map(Double.init)), "finished": JSON(finished.map(Double.init)),
      "failed": JSON(failed.map(Double.init)), "folder": .text(folder),
    ])
  }
}
