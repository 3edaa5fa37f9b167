import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale fsck`: whether the store is as it was written.
struct Fsck: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Examine the whole store: is everything as it was written?",
    discussion: """
      Walks along the hash chain and compares every record and every point with it; reads every record as it would be \
      read for use; computes the key of every cell again from its figure, sweep, inputs, replica, seed and modules; looks \
      for the links that data/published quotes of this store; and lets SQLite look at the pages of the file. Nothing is \
      mended. The exit code is 1 if anything is wrong.
      """)

  @Flag(
    help: "Look only at what was added since the last time when nothing was wrong, and not at the pages of the file.")
  var new = false

  @Flag(help: "Print what was found as one JSON document.")
  var json = false

  @OptionGroup var options: StoreOption

  /// What `--json` prints.
  private struct Document: Encodable {
    var store, head: String
    var records, walked, comparedKeys, otherKeys: Int
    var anchors: [String: Int]
    var faults: [StoreFault]
  }

  func run() throws {
    let project = try Project.find()
    let path = options.path(in: project)
    let store = try Store(existingAt: path)
    let progress = Progress(figure: "fsck")
    progress.start()
    var (anchors, unreadable) = ([Anchor](), [StoreFault]())
    do { anchors = try FigureDocument.anchors(in: project) } catch {
      unreadable = [StoreFault("data/published", "cannot be compared: \(error)")]
    }
    var found = store.examine(onlyNew: new, anchors: anchors, key: CellKey.digest(of:), progress: progress.enter)
    found.faults += unreadable
    let standings = try anchors.map { try store.standing(of: $0) }
    progress.stop()
    if json {
      let document = Document(
        store: path, head: found.chain?.head ?? "", records: found.chain?.records ?? 0,
        walked: found.chain?.walked ?? 0, comparedKeys: found.chain?.comparedKeys ?? 0,
        otherKeys: found.chain?.otherKeys ?? 0,
        anchors: Dictionary(grouping: standings) { "\($0)" }.mapValues(\.count), faults: found.faults)
      try StandardOutput.print(JSON.pretty(document))
    } else {
      try StandardOutput.print(Table(rows: rows(found, standings, path)).text)
    }
    if !found.faults.isEmpty { throw ExitCode(1) }
  }

  /// What was looked at, and below it the faults: the first hundred.
  private func rows(_ found: Examination, _ standings: [Anchor.Standing], _ path: String) -> [[String]] {
    func count(_ standing: Anchor.Standing) -> Int { standings.count { $0 == standing } }
    var rows = [["store", path]]
    if let chain = found.chain {
      rows += [
        [
          "records",
          "\(chain.walked) of \(chain.records) compared with the chain, which ends with \(chain.head.prefix(12))",
        ],
        [
          "cells",
          "\(chain.comparedKeys) keys compared with their address"
            + (chain.otherKeys > 0 ? "; \(chain.otherKeys) cells are older than the list of modules" : ""),
        ],
      ]
    }
    rows.append([
      "published",
      "\(count(.held)) links found, \(count(.lost)) lost, \(count(.elsewhere)) of other stores, "
        + "\(count(.unknown)) of a store that was not written down",
    ])
    rows.append(["faults", found.faults.isEmpty ? "none" : String(found.faults.count)])
    rows += found.faults.prefix(100).map { ["fault", $0.description] }
    if found.faults.count > 100 { rows.append(["", "and \(found.faults.count - 100) more: --json lists all"]) }
    return rows
  }
}
