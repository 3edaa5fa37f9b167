import Foundation
import Synchronization

/// What a run tells while it works: a line that counts on a terminal, plain lines now and then elsewhere. It writes to
/// standard error, so that standard output carries results only.
public final class Progress: Sendable {
  private struct Sweep {
    var name = ""
    var cells = 0
    var stored = 0
    var done = 0
    var begun = ContinuousClock.now
    var shown = ContinuousClock.now
  }
  private let sweep = Mutex(Sweep())
  private let figure: String
  private let isTerminal: Bool

  package init(figure: String) {
    self.figure = figure
    isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  func begin(_ name: String, cells: Int, stored: Int) {
    sweep.withLock { sweep in
      sweep = Sweep(name: name, cells: cells, stored: stored)
      if stored == cells {
        say("\(figure): \(name): all \(cells) cells are in the store, nothing to compute")
      } else if !isTerminal {
        say("\(figure): \(name): \(cells - stored) of \(cells) cells to compute")
      }
    }
  }

  /// One more cell is finished.
  func advance() {
    sweep.withLock { sweep in
      sweep.done += 1
      let now = ContinuousClock.now
      let pause = isTerminal ? Duration.milliseconds(100) : .seconds(10)
      guard now - sweep.shown > pause else { return }
      sweep.shown = now
      let left = sweep.cells - sweep.stored - sweep.done
      let seconds = (now - sweep.begun) / .seconds(1) / Double(sweep.done) * Double(left)
      let line =
        "\(figure): \(sweep.name): \(sweep.stored + sweep.done) of \(sweep.cells) cells, "
        + "about \(Self.duration(seconds)) left"
      if isTerminal { write("\r\u{1B}[2K" + line) } else { say(line) }
    }
  }

  func end() {
    sweep.withLock { sweep in
      let seconds = (ContinuousClock.now - sweep.begun) / .seconds(1)
      if isTerminal { write("\r\u{1B}[2K") }
      if sweep.done > 0 {
        say("\(figure): \(sweep.name): \(sweep.done) cells computed in \(Self.duration(seconds))")
      }
    }
  }

  /// A line of its own.
  func say(_ line: String) { write(line + "\n") }

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
