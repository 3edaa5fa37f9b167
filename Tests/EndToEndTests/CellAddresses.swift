import Companion
import Foundation
import GRDB
import Testing

/// What the cells of a figure are addressed by: their random streams begin with the figure, the sweep and the JSON of the cell, so that
/// a name which changes changes sampled numbers.
///
/// `addresses.txt` holds the names: for every figure and kind of cell the module, the number of cells of a quick run, the
/// sweeps, and the JSON with its values left out.
struct CellAddresses {
  /// Cells of one kind.
  struct Kind {
    var figure, module, shape: String
    var sweeps: [String]
    var cells: Int
  }

  static let file = Programs.repository.appending(path: "Tests/EndToEndTests/addresses.txt")

  let kinds: [Kind]

  /// The cells of the runs in a store.
  init(inStoreAt path: String) throws {
    let rows = try DatabaseQueue(path: path).read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT figure, sweep, min(inputs) AS inputs, count(*) AS cells,
            (SELECT group_concat(DISTINCT module) FROM sweeps WHERE run = cells.run AND name = sweep) AS module
          FROM cells GROUP BY figure, sweep ORDER BY figure, sweep
          """)
    }
    var kinds: [String: Kind] = [:]
    for row in rows {
      let shape = Self.shape(of: try JSON.decode(JSON.self, from: row["inputs"]))
      let kind = Kind(figure: row["figure"], module: row["module"] ?? "", shape: shape, sweeps: [], cells: 0)
      kinds["\(kind.figure) \(kind.module) \(shape)", default: kind].sweeps.append(row["sweep"])
      kinds["\(kind.figure) \(kind.module) \(shape)", default: kind].cells += row["cells"]
    }
    self.kinds = kinds.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The kinds that the committed file names.
  init(committed text: String) throws {
    kinds = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: "  ", maxSplits: 4).map(String.init)
      let cells = try #require(parts.count == 5 ? Int(parts[2]) : nil, "\(line)")
      return Kind(
        figure: parts[0], module: parts[1], shape: parts[4], sweeps: parts[3].components(separatedBy: ","),
        cells: cells)
    }
  }

  static func committed() throws -> CellAddresses {
    try CellAddresses(committed: String(contentsOf: file, encoding: .utf8))
  }

  /// A line for each kind of cell.
  func lines(of figure: String) -> [String] {
    kinds.filter { $0.figure == figure }.map {
      [$0.figure, $0.module, String($0.cells), $0.sweeps.sorted().joined(separator: ","), $0.shape]
        .joined(separator: "  ")
    }
  }

  /// JSON without its values: a number is `1`, a packed list `"…"`, a list its first entry; texts stay, as they are names.
  private static func shape(of json: JSON) -> String {
    switch json {
    case .null: "null"
    case .bool: "true"
    case .integer, .number: "1"
    case .text(let text): text.count > 24 ? "\"…\"" : "\"\(text)\""
    case .list(let list): "[" + (list.first.map(shape) ?? "") + "]"
    case .object(let fields):
      "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(shape(of: $0.value))" }.joined(separator: ",")
        + "}"
    }
  }
}
