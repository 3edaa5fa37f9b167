import Foundation
import Synchronization

/// What a run tells while it works: a line that counts on a terminal, plain lines now and then elsewhere. It writes to
/// standard error, so that standard output carries results only.
public final class Progress: Sendable {
  /// How far a sweep is.
  package struct Sweep: Sendable {
    var name = ""
    /// All cells, those that were stored, and those finished since.
    var cells = 0, stored = 0, done = 0
    /// The stages of the cells to compute, those that were stored, and those finished since; all are 0 if cells have none.
    var stages = 0, stagesStored = 0, stagesDone = 0
    var begun = ContinuousClock.now
    var shown = ContinuousClock.now

    package init(
      name: String = "", cells: Int = 0, stored: Int = 0, done: Int = 0, stages: Int = 0, stagesStored: Int = 0,
      stagesDone: Int = 0
    ) {
      (self.name, self.cells, self.stored, self.done) = (name, cells, stored, done)
      (self.stages, self.stagesStored, self.stagesDone) = (stages, stagesStored, stagesDone)
    }

    /// What is finished, and about how long the rest will take.
    ///
    /// - Parameter seconds: the time since the sweep began.
    package func line(after seconds: Double) -> String {
      let hasStages = stages > 0
      let computed = hasStages ? stagesDone : done
      let left = hasStages ? stages - stagesStored - stagesDone : cells - stored - done
      return "\(name): \(stored + done) of \(cells) cells, "
        + (hasStages ? "\(stagesStored + stagesDone) of \(stages) stages, " : "")
        + "about \(Progress.duration(seconds / Double(max(1, computed)) * Double(left))) left"
    }
  }
  private let sweep = Mutex(Sweep())
  private let figure: String
  private let isTerminal: Bool

  package init(figure: String) {
    self.figure = figure
    isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  func begin(_ name: String, cells: Int, stored: Int, stages: Int) {
    sweep.withLock { sweep in
      sweep = Sweep(name: name, cells: cells, stored: stored, stages: stages)
      if stored == cells {
        say("\(figure): \(name): all \(cells) cells are in the store, nothing to compute")
      } else if !isTerminal {
        say("\(figure): \(name): \(cells - stored) of \(cells) cells to compute")
      }
    }
  }

  /// One more cell is finished.
  func advance() { advance { $0.done += 1 } }

  /// One more stage of a cell is finished.
  func advanceStage() { advance { $0.stagesDone += 1 } }

  /// A cell goes on after so many stages.
  func resume(stages: Int) { sweep.withLock { $0.stagesStored += stages } }

  private func advance(_ count: (inout Sweep) -> Void) {
    sweep.withLock { sweep in
      count(&sweep)
      let now = ContinuousClock.now
      let pause = isTerminal ? Duration.milliseconds(100) : .seconds(10)
      guard now - sweep.shown > pause else { return }
      sweep.shown = now
      let line = "\(figure): " + sweep.line(after: (now - sweep.begun) / .seconds(1))
      if isTerminal { write(Self.emptyLine + line) } else { say(line) }
    }
  }

  func end() {
    sweep.withLock { sweep in
      let seconds = (ContinuousClock.now - sweep.begun) / .seconds(1)
      if isTerminal { write(Self.emptyLine) }
      if sweep.done > 0 {
        say("\(figure): \(sweep.name): \(sweep.done) cells computed in \(Self.duration(seconds))")
      }
    }
  }

  /// A line of its own.
  func say(_ line: String) { write((isTerminal ? Self.emptyLine : "") + line + "\n") }

  /// What empties the line that counts on a terminal.
  private static let emptyLine = "\r\u{1B}[2K"

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// A time span for people.
  public static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<9.95: String(format: "%.1f s", seconds)
    case ..<100: String(format: "%.0f s", seconds)
    default: String(format: "%d min %02d s", Int(seconds) / 60, Int(seconds) % 60)
    }
  }
}
