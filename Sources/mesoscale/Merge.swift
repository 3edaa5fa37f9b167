import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale merge`: what other stores hold, in this one.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add the cells and runs of other stores to this one.",
    usage: "mesoscale merge <store> [<store> ...] [--store <file>]",
    discussion: """
      Every record of the other stores is compared with their chain first, and every cell with this store: a fault, or a \
      cell with another result, ends the merge of that store before anything is added. Cells are added once, and runs keep \
      their machine, times and numbers. A merge that is interrupted goes on the next time, and one that is repeated adds \
      nothing. Stores of older versions are brought up to date.
      """)

  @Argument(help: ArgumentHelp("The stores to add.", valueName: "store"), completion: .file(extensions: ["sqlite"]))
  var others: [String]

  @Option(help: ArgumentHelp("The store that they are added to (default: data/runs.sqlite).", valueName: "file"))
  var store: String?

  func run() throws {
    let path = try store ?? Project.find().store.path
    // All are opened before the first is added.
    let stores = try others.map { other in
      if try Store.exists(at: path), Self.isSame(other, path) {
        throw Complaint("\(other) is the store that others are added to: leave it out.")
      }
      return try Store(existingAt: other)
    }
    let target = try Store(at: path)
    var rows = [["store", "new cells", "known cells", "new runs", "new records"]]
    for (name, other) in zip(others, stores) {
      let walk = LongWalk(name, doing: "merged")
      defer { walk.stop() }
      let report = try target.merge(other, key: CellKey.digest(of:), progress: { walk.tell($0, of: $1) })
      rows.append([name] + [report.cells, report.knownCells, report.runs, report.records].map(String.init))
    }
    try StandardOutput.print(Table(rows: rows, flushRight: [1, 2, 3, 4]).text)
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    URL(fileURLWithPath: one).resolvingSymlinksInPath() == URL(fileURLWithPath: other).resolvingSymlinksInPath()
  }
}
