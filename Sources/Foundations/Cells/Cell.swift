import Randomness

/// The unit of work: a value that holds everything its result depends on, and computes it.
///
///     struct Decay: Cell {
///       var rate, time: Double
///       func compute(_ random: RandomStream) -> Double { Elementary.exp(-rate * time) }
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

  /// What is wrong with a result that was stored, in one sentence; nil where nothing is. A result that holds one value per
  /// input looks here whether it still does. (What a value alone must obey is said by its own type.)
  func flaw(in result: Result) -> String?
}

extension Cell {
  /// Nothing is wrong with a result that could be read.
  public func flaw(in result: Result) -> String? { nil }
}
