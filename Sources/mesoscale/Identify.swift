import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale identify`: which run drew a file.
struct Identify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell which run drew a file, wherever it lies now, and whether it was altered since.",
    usage: "mesoscale identify <file> [--json] [--store <file>]",
    discussion: """
      An SVG, PDF, PNG or gnuplot program is found by the SHA-256 of its bytes among the files that runs wrote, and among \
      those that are published. An SVG and a gnuplot program also say inside which figure they show, with which parameters, seed \
      and data, and are known by that when their bytes were changed; PDF and PNG bear nothing, so that they are known only as long as no bit is \
      changed. The exit code is 1 where a file is not known.
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String

  @OptionGroup var options: QuestionOptions

  func run() throws {
    let project = try Project.find()
    let store =
      try options.store.store == nil
      ? options.store.openIfThere(in: project) : Store(existingAt: options.store.path(in: project))
    let identity = try FileIdentity(of: file, in: project, store)
    let run = try identity.runs.first.flatMap { try store?.run($0.id) } ?? identity.claimedRun
    try options.print(text(of: identity, run), json: json(of: identity, run))
    if !identity.isKnown { throw ExitCode(1) }
  }

  private func text(of identity: FileIdentity, _ run: StoredRun?) -> String {
    let name = file.escapingControls
    guard identity.isKnown else {
      return
        "\(name) is not known: no run in this store wrote its \(identity.file.bytes) bytes, none are published, and "
        + "it says nothing of itself inside."
    }
    var rows = [["file", "\(name)  \(identity.file.bytes) bytes  sha256 \(identity.file.sha256)"]]
    rows.append(["bytes", bytes(of: identity)])
    let figure = run?.figure ?? identity.published.first?.figure ?? identity.claim?.figure
    rows.append(["figure", figure ?? "unknown"])
    rows += identity.runs.prefix(5).map { ["written by", "run \($0.id), as \($0.path)"] }
    if identity.runs.count > 5 { rows.append(["", "and \(identity.runs.count - 5) more with the same bytes"]) }
    rows += identity.published.map { ["published", "as \($0.path), run \($0.run)"] }
    if identity.published.isEmpty { rows.append(["published", "not with these bytes"]) }
    if let claim = identity.claim {
      let data =
        identity.claimedDataFit.map {
          $0 ? "those of the run" : "not those of any run with these parameters and this seed"
        }
        ?? "no such run is in this store"
      rows.append(["says inside", claim.text])
      rows.append(["data", data])
    }
    if let run {
      rows += [
        ["run", "\(run.id), identity \(run.identity), \(run.quality.rawValue), \(run.started)"],
        ["parameters", shortened(run.parameters, to: 400)], ["seed", String(run.seed)],
      ]
    }
    return Table(rows: rows).text
  }

  private func bytes(of identity: FileIdentity) -> String {
    if identity.isIntact { return "intact: as they were drawn" }
    return "altered since they were drawn, or drawn elsewhere; known by what is written inside"
  }

  private func json(of identity: FileIdentity, _ run: StoredRun?) -> JSON {
    .object([
      "file": .text(file), "bytes": .integer(identity.file.bytes), "sha256": .text(identity.file.sha256),
      "known": .bool(identity.isKnown), "intact": .bool(identity.isIntact),
      "figure": JSON(run?.figure ?? identity.published.first?.figure ?? identity.claim?.figure),
      "runs": .list(identity.runs.map { .object(["run": .integer(Int($0.id)), "path": .text($0.path)]) }),
      "published": .list(
        identity.published.map {
          .object(["figure": .text($0.figure), "path": .text($0.path), "run": .text($0.run)])
        }),
      "claim": identity.claim.map {
        .object([
          "figure": .text($0.figure), "parameters": .text($0.parameters), "seed": .integer($0.seed),
          "data": .text($0.data),
        ])
      } ?? .null, "claimedDataFit": identity.claimedDataFit.map(JSON.bool) ?? .null,
      "run": run.map { .integer(Int($0.id)) } ?? .null, "identity": JSON(run?.identity),
      "quality": JSON(run?.quality.rawValue), "seed": run.map { .integer($0.seed) } ?? .null,
      "parameters": run.flatMap { try? JSON.decode(JSON.self, from: $0.parameters) } ?? .null,
    ])
  }
}
