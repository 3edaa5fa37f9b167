import Cells
import Digest
import Foundation
import Provenance

/// Cells of a published figure, which lie beside its document: of those that are computed in stages, such as finished networks,
/// the whole results, so that nobody needs to train again; of all others some, with the digests of their results, so that a
/// figure can be verified in part.
///
/// The file has a line per cell, its fields separated by tabs: sweep, type, replica, seconds, digest, inputs, result.
package struct PublishedCells: Sendable, Hashable {
  /// The figure, and the identity and the seed of the published run.
  package var figure, run: String
  package var seed: Int
  /// The cells.
  package var cells: [PublishedCell]

  /// Cells of a published run.
  package init(figure: String, run: String, seed: Int, cells: [PublishedCell]) {
    (self.figure, self.run, self.seed, self.cells) = (figure, run, seed, cells)
  }

  /// How many cells of a sweep are published with their digests.
  private static let drawn = 4
  /// The longest inputs of such a cell, in bytes, and the seconds that it may take.
  private static let (longestInputs, longestTime) = (8192, 20.0)

  /// The cells to publish of a run: all that are computed in stages, and of every other sweep a few, drawn by their keys.
  ///
  /// - Parameter used: the keys of the cells that the run used; others that the store has from runs with other parameters, or of another
  ///   version of the figure, are left out.
  package init(of run: StoredRun, using used: Set<String>, in store: Store) throws {
    var cells: [PublishedCell] = []
    for kind in try store.kinds(of: run.id) {
      let found = try store.cells(ofSweep: kind.sweep, usedBy: run).filter { used.contains($0.key) }
      let published = found.map { PublishedCell($0, type: kind.type, isWhole: kind.isStaged) }
      let chosen =
        kind.isStaged
        ? published
        : published.filter { $0.inputs.utf8.count <= Self.longestInputs && $0.seconds <= Self.longestTime }
          .sorted { $0.lot < $1.lot }.prefix(Self.drawn).sorted { ($0.inputs, $0.replica) < ($1.inputs, $1.replica) }
      cells += chosen
    }
    self.init(figure: run.figure, run: run.identity, seed: run.seed, cells: cells)
  }

  /// Where the cells of a figure lie.
  package static func file(of figure: String, in project: Project) -> URL {
    project.published(figure).deletingLastPathComponent().appending(path: "cells/\(figure).tsv")
  }

  /// The published cells of a figure; nil where there are none.
  ///
  /// - Throws: ``Complaint`` where the file is there and cannot be used.
  package static func published(_ figure: String, in project: Project) throws -> PublishedCells? {
    let file = file(of: figure, in: project)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try PublishedCells(at: file, named: project.relative(file))
  }

  /// Reads a file.
  ///
  /// - Throws: ``Complaint`` with the line that is wrong.
  package init(at file: URL, named name: String) throws {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw Complaint("The file \(name) cannot be read.")
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    guard
      let head = lines.first?.wholeMatch(
        of: /# Cells of the figure ([a-z0-9-]+), run ([0-9a-f]{12}), seed ([0-9]{1,19})/),
      let seed = Int(head.3)
    else { throw Complaint("The file \(name) does not begin like published cells: publish the figure again.") }
    (figure, run, self.seed) = (String(head.1), String(head.2), seed)
    cells = try zip(2..., lines.dropFirst(2)).map { number, line in
      guard let cell = PublishedCell(line: line) else {
        throw Complaint("Line \(number + 1) of \(name) is no cell: publish the figure again.")
      }
      return cell
    }
  }

  /// The file.
  package var text: String {
    let heading = ["sweep", "type", "replica", "seconds", "sha256", "inputs", "result"].joined(separator: "\t")
    return "# Cells of the figure \(figure), run \(run), seed \(seed)\n# \(heading)\n"
      + cells.map { $0.line + "\n" }.joined()
  }
}

/// A cell of a published figure.
package struct PublishedCell: Sendable, Hashable {
  /// The sweep that it belongs to, and its type; see ``KindOfCells``.
  package var sweep, type: String
  /// Which of several repetitions it is, from 0.
  package var replica: Int
  /// How long it took.
  package var seconds: Double
  /// The digest of its result, as canonical JSON.
  package var digest: String
  /// Its inputs, as canonical JSON.
  package var inputs: String
  /// Its result, as canonical JSON; nil where only the digest is published.
  package var result: String?

  init(_ cell: CellRecord, type: String, isWhole: Bool) {
    (sweep, self.type, replica, inputs) = (cell.sweep, type, cell.replica, cell.inputs)
    // The cost to a tenth of a second: finer digits are chance.
    seconds = (cell.seconds * 10).rounded() / 10
    digest = sha256(cell.result)
    result = isWhole ? cell.result : nil
  }

  init?(line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 7, let replica = Int(fields[2]), replica >= 0, let seconds = Double(fields[3]), seconds >= 0,
      fields[4].wholeMatch(of: /[0-9a-f]{64}/) != nil, !fields[5].isEmpty,
      fields[6].isEmpty || sha256(fields[6]) == fields[4]
    else { return nil }
    (sweep, type, self.replica, self.seconds) = (fields[0], fields[1], replica, seconds)
    (digest, inputs, result) = (fields[4], fields[5], fields[6].isEmpty ? nil : fields[6])
  }

  var line: String {
    [sweep, type, String(replica), String(seconds), digest, inputs, result ?? ""].joined(separator: "\t")
  }

  /// The order in which cells are drawn: as good as random, and the same everywhere.
  fileprivate var lot: String { lot(of: "") }

  /// The same for one of several drawings.
  package func lot(of drawing: String) -> String { sha256(fields: [drawing, sweep, inputs, String(replica)]) }

  /// The address within a figure and a seed.
  struct Address: Hashable {
    let sweep: String, inputs: String, replica: Int
  }

  var address: Address { Address(sweep: sweep, inputs: inputs, replica: replica) }

  /// Computes the cell by the code of this program.
  ///
  /// - Throws: ``Complaint`` where this program has no such cells, or gives them another address.
  func recomputed(figure: String, seed: Int) throws -> String {
    guard let kind = KindOfCells(named: type) else {
      throw Complaint("A published cell of the sweep '\(sweep)' is of a type that this program does not have: \(type).")
    }
    return try kind.result(ofInputs: inputs, replica: replica, figure: figure, sweep: sweep, seed: seed)
  }
}

/// A type of cells, which is found again by its name.
package struct KindOfCells {
  private let type: any Cell.Type

  /// A kind.
  init(_ type: any Cell.Type) { self.type = type }

  /// The type with this name, if this program has it. (The name is the compiler's: it has the module and the generic arguments.)
  init?(named name: String) {
    guard let type = _typeByName(name) as? any Cell.Type else { return nil }
    self.type = type
  }

  /// The name.
  var name: String { _mangledTypeName(type) ?? String(reflecting: type) }

  /// What is written down of a sweep of such cells.
  func record(of sweep: String) -> KindRecord {
    KindRecord(sweep: sweep, type: name, isStaged: type is any StagedCell.Type)
  }

  /// The result of a cell as canonical JSON.
  func result(ofInputs inputs: String, replica: Int, figure: String, sweep: String, seed: Int) throws -> String {
    try type.result(
      ofInputs: inputs, CellKey.Place(replica: replica, figure: figure, sweep: sweep, seed: seed))
  }
}

extension Cell {
  /// The result of the cell with these inputs, at a place, as canonical JSON.
  ///
  /// - Throws: ``Complaint`` where they are not the inputs of such a cell.
  fileprivate static func result(ofInputs inputs: String, _ place: CellKey.Place) throws -> String {
    let cell: Self
    do { cell = try JSON.decode(Self.self, from: inputs) } catch {
      throw Complaint("A published cell of the sweep '\(place.sweep)' cannot be read. \(JSON.sentence(of: error))")
    }
    let key = try CellKey(
      cell, replica: place.replica, figure: place.figure, sweep: place.sweep, seed: place.seed, code: "")
    guard key.inputs == inputs else {
      throw Complaint("A published cell of the sweep '\(place.sweep)' has other inputs today: \(key.inputs)")
    }
    return try JSON.canonical(try cell.compute(key.stream))
  }
}

extension CellKey {
  /// Where a cell stands beside its inputs.
  fileprivate struct Place {
    let replica: Int, figure: String, sweep: String, seed: Int
  }
}
