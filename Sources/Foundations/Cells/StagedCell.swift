import Randomness

/// A cell that takes minutes, such as a training: computed stage by stage, so that a run that is killed goes on from the
/// last stage that was stored.
///
///     struct Training: StagedCell {
///       var rate: Double
///       struct Stage: Codable { @Packed var weights: [Float] }
///
///       var stages: Int { 600 }
///       func begin(_ random: RandomStream) -> Stage { … }
///       func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) { … }
///       func result(of stage: Stage, _ random: RandomStream) -> Double { … }
///     }
///
/// A sweep stores the stage of a cell every ten seconds until the cell is finished. The result has the same bits whether or
/// not the cell was interrupted, if the encoded stage holds everything that changes from stage to stage: moments of an
/// optimiser, running averages, the place in the data. Arrays of numbers are best `@Packed`.
public protocol StagedCell: Cell {
  /// What there is between two stages, and all that the next stage needs.
  associatedtype Stage: Codable
  /// What the cell finds out. (Declared here, too, so that the compiler infers it from `result(of:_:)`.)
  associatedtype Result
  /// How many stages there are. They should take about equally long, as the time left is estimated from their number, and
  /// seconds at most.
  var stages: Int { get }
  /// What there is before the first stage.
  func begin(_ random: RandomStream) throws -> Stage
  /// Stage `number`, from 0. The stream is the stage's own, so that a training that is resumed draws the same numbers;
  /// numbers that several stages share are drawn in `begin` and kept in the stage.
  func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws
  /// The result after the last stage.
  func result(of stage: Stage, _ random: RandomStream) throws -> Result
}

extension StagedCell {
  /// All stages in a row.
  public func compute(_ random: RandomStream) throws -> Result { try compute(random, from: nil) { _, _ in } }

  /// Goes on after `start.number` stages, or begins, and shows what there is after every stage with the number of stages
  /// behind it.
  package func compute(
    _ random: RandomStream, from start: (stage: Stage, number: Int)?, after: (Stage, Int) -> Void
  ) throws -> Result {
    var stage = try start?.stage ?? begin(random["begin"])
    for number in (start?.number ?? 0)..<stages {
      try advance(&stage, number: number, random["stage"][number])
      after(stage, number + 1)
    }
    return try result(of: stage, random["result"])
  }
}
