import Cells
import Foundation
import Provenance
import Validation

/// Computes staged cells from their checkpoints on, if there are any, and leaves checkpoints on the way.
///
/// A checkpoint never decides on a result: what cannot be read is computed again, and what cannot be written is told
/// and lost.
struct Checkpoints: Sendable {
  let store: Store
  /// Where checkpoints are looked for besides.
  let sources: [Store]
  /// The number of the run.
  let run: Int64
  /// What messages begin with: the sweep.
  let title: String
  /// The time between two checkpoints of a cell, and before the first.
  let period: Duration
  let progress: Progress

  /// The result of a cell as JSON, and for how many seconds it was computed, those before an interruption included.
  func finish<C: StagedCell>(_ cell: C, _ key: CellKey) throws -> (result: String, seconds: Double) {
    require(cell.stages >= 0, "A staged cell cannot have a negative number of stages.")
    let begun = ContinuousClock.now
    let start = lastStage(of: cell, key)
    if let start {
      say("a cell goes on after \(start.number) of its \(cell.stages) stages")
      progress.resume(stages: start.number)
    }
    func seconds() -> Double { (start?.seconds ?? 0) + (ContinuousClock.now - begun) / .seconds(1) }
    var kept = begun
    let result = try cell.compute(key.stream, from: start.map { ($0.stage, $0.number) }) { stage, number in
      progress.advanceStage()
      guard ContinuousClock.now - kept >= period else { return }
      keep(stage, after: number, seconds(), key)
      kept = .now
    }
    return (try JSON.canonical(result), seconds())
  }

  private func lastStage<C: StagedCell>(
    of cell: C, _ key: CellKey
  ) -> (stage: C.Stage, number: Int, seconds: Double)? {
    do {
      let own = try store.checkpoint(ofCell: key.digest)
      let others = sources.compactMap { try? $0.checkpoint(ofCell: key.digest) }
      guard let checkpoint = ([own].compactMap(\.self) + others).max(by: { $0.stages < $1.stages }) else { return nil }
      guard (0...cell.stages).contains(checkpoint.stages) else {
        throw Complaint("It has \(checkpoint.stages) stages behind it, and there are \(cell.stages).")
      }
      guard let stage = try? StageFormat.decode(C.Stage.self, from: checkpoint.state) else {
        throw Complaint("It does not hold a stage of this cell.")
      }
      return (stage, checkpoint.stages, checkpoint.seconds)
    } catch {
      say("a checkpoint is not used, and its cell begins anew. \(error)")
      return nil
    }
  }

  private func keep(_ stage: some Encodable, after number: Int, _ seconds: Double, _ key: CellKey) {
    do {
      let state = try StageFormat.encode(stage)
      try store.keep(Checkpoint(key: key.digest, stages: number, seconds: seconds, state: state), of: run)
    } catch {
      say("no checkpoint is kept after \(number) stages. \(error)")
    }
  }

  private func say(_ text: String) { progress.say("\(title): \(text)") }
}

/// How stages are written: as binary property lists, which keep every bit of infinities, too, and packed numbers as
/// bytes.
private enum StageFormat {
  static func encode(_ stage: some Encodable) throws -> Data {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    // A property list cannot be a number alone.
    return try encoder.encode([stage])
  }

  static func decode<Stage: Decodable>(_ type: Stage.Type, from data: Data) throws -> Stage? {
    try PropertyListDecoder().decode([Stage].self, from: data).first
  }
}
