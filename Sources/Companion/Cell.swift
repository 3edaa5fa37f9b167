import Digest
import Foundation
import Provenance
import Randomness

/// The unit of work: a value that holds everything its result depends on, and computes it.
///
///     struct Decay: Cell {
///       var rate, time: Double
///       func compute(_ random: RandomStream) -> Double { exp(-rate * time) }
///     }
///     let decays = try run.sweep("decay", over: times.map { Decay(rate: 2, time: $0) })
///
/// A finished cell is stored under the digest of its inputs, so that it is never computed twice. As a cell can only see
/// itself and its random stream, nothing that matters can be missing from that digest. A cell that takes minutes is a
/// ``StagedCell``.
public protocol Cell: Codable, Sendable {
  /// What the cell finds out.
  associatedtype Result: Codable & Sendable

  /// Computes the result. All randomness comes from `random`, whose address is the run's seed, the figure, the sweep,
  /// the inputs of the cell and the replica.
  func compute(_ random: RandomStream) throws -> Result
}

/// How a cell is found again: by what it is, what it is given, and the code that computes it.
struct CellKey {
  /// The stored inputs.
  let inputs: String
  /// Which of several independent repetitions it is, from 0.
  let replica: Int
  /// The digest under which the result is stored.
  let digest: String
  /// The random stream of the cell. It does not depend on the code: a better program sees the same random numbers.
  let stream: RandomStream

  /// Changes when the way in which cells are addressed, seeded or encoded does.
  private static let format = "1"

  init(_ cell: some Cell, replica: Int, figure: String, sweep: String, seed: Int, code: String) throws {
    inputs = try JSON.canonical(cell)
    self.replica = replica
    digest = sha256(fields: [Self.format, figure, sweep, inputs, String(replica), String(seed), code])
    stream = RandomStream(seed: UInt64(seed))[figure][sweep][inputs][replica]
  }
}
