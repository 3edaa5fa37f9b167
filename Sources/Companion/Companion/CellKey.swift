import Cells
import Digest
import Foundation
import Provenance
import Randomness

/// How a cell is found again: by what it is given, and by the code of the modules that compute it.
///
/// Its random stream has the address seed, figure, sweep, inputs, replica. The inputs are the JSON of the cell, so that
/// the names of its stored properties are part of the address: a property that is renamed keeps its numbers by
/// `CodingKeys`.
package struct CellKey: Sendable {
  /// The stored inputs.
  let inputs: String
  /// Which of several independent repetitions it is, from 0.
  let replica: Int
  /// The digest under which the result is stored.
  let digest: String
  /// The random stream of the cell. It does not depend on the code: a better program sees the same random numbers.
  let stream: RandomStream

  /// Changes when the way in which cells are addressed, seeded or encoded does.
  private static let format = "2"

  init(_ cell: some Cell, replica: Int, figure: String, sweep: String, seed: Int, code: String) throws {
    inputs = try JSON.canonical(cell)
    self.replica = replica
    digest = Self.digest(figure: figure, sweep: sweep, inputs: inputs, replica: replica, seed: seed, code: code)
    stream = RandomStream(seed: UInt64(seed))[figure][sweep][inputs][replica]
  }

  /// The key that follows from the address of a stored cell.
  package static func digest(of cell: CellAddress) -> String {
    digest(
      figure: cell.figure, sweep: cell.sweep, inputs: cell.inputs, replica: cell.replica, seed: cell.seed,
      code: CodeDigest.combined(cell.modules))
  }

  private static func digest(
    figure: String, sweep: String, inputs: String, replica: Int, seed: Int, code: String
  ) -> String {
    sha256(fields: [format, figure, sweep, inputs, String(replica), String(seed), code])
  }
}
