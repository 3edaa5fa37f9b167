import Cells
import Companion
import Foundation
import Randomness
import Synchronization
import TestSupport
import Testing

/// A cell that computes nothing for a while.
private struct Nap: Cell {
  var seconds: Double

  func compute(_ random: RandomStream) -> Double {
    Thread.sleep(forTimeInterval: seconds)
    return seconds
  }
}

/// What a progress wrote.
private final class Written: Sendable {
  private let texts = Mutex<[String]>([])

  func append(_ text: String) { texts.withLock { $0.append(text) } }
  var all: [String] { texts.withLock { $0 } }
}

@Suite struct ProgressTests {
  /// In a pipe: a line at the start, lines while a single long cell computes, a line at the end, nothing afterwards, and no
  /// control characters but the ends of the lines.
  @Test func linesInAPipe() throws {
    let scratch = try Scratch()
    let written = Written()
    let progress = Companion.Progress(
      figure: "naps", expected: 1200, columns: nil, period: .milliseconds(50), output: written.append)
    progress.start()
    _ = try scratch.run(progress: progress).sweep("long", over: [Nap(seconds: 0.6)])
    progress.finish("finished")
    let lines = written.all
    #expect(lines.first == "naps: started (about 20 min if no cell is stored)\n")
    #expect(lines.last == "naps: finished\n")
    let between = lines.dropFirst().dropLast()
    #expect(between.count { $0.contains("; long: 0 of 1 cells") } >= 3, "\(lines)")
    #expect(between.allSatisfy { $0.contains(/^naps: after 0 s, about 20 min left(;.*)?\n$/) }, "\(lines)")
    #expect(lines.allSatisfy { $0.hasSuffix("\n") && !$0.dropLast().unicodeScalars.contains { $0.value < 32 } })
    Thread.sleep(forTimeInterval: 0.2)
    #expect(written.all.count == lines.count, "a run that is over says nothing more")
  }

  /// Quick work is two lines.
  @Test func quickWorkIsTwoLines() throws {
    let scratch = try Scratch()
    let written = Written()
    let progress = Companion.Progress(figure: "naps", expected: 20, columns: nil, output: written.append)
    progress.start()
    _ = try scratch.run(progress: progress).sweep("short", over: (1...20).map { Nap(seconds: Double($0) * 1e-4) })
    progress.finish("finished")
    #expect(written.all == ["naps: started\n", "naps: finished\n"])
  }

  /// On a terminal: one line that is rewritten, never wider than the terminal, and the last line stays.
  @Test func oneLineOnATerminal() throws {
    let scratch = try Scratch()
    let written = Written()
    let progress = Companion.Progress(
      figure: "naps", columns: 40, period: .milliseconds(20), output: written.append)
    progress.start()
    let cells = (1...3).map { Nap(seconds: 0.11 + Double($0) * 1e-3) }
    _ = try scratch.run(progress: progress).sweep("a-sweep-with-a-long-name", over: cells)
    progress.finish("finished")
    let texts = written.all
    let emptyLine = "\r\u{1B}[2K"
    #expect(texts.count > 5 && texts.allSatisfy { $0.hasPrefix(emptyLine) }, "\(texts)")
    #expect(texts.last == emptyLine + "naps: finished\n")
    let lines = texts.dropLast().map { $0.dropFirst(emptyLine.count) }
    #expect(lines.allSatisfy { $0.count < 40 && !$0.contains("\n") }, "\(lines)")
    #expect(lines.contains { $0.hasSuffix("…") } && lines.contains { $0.isEmpty })
  }

  /// The time left is that of the whole figure where it is known, or else that of the sweep.
  @Test func timeLeft() {
    let cells = Companion.Progress.Sweep(name: "walks", cells: 12, stored: 2, done: 4)
    #expect(cells.description == "walks: 6 of 12 cells" && cells.secondsLeft(after: 60) == 90)
    let stages = Companion.Progress.Sweep(
      name: "training", cells: 12, stored: 2, done: 1, stages: 6000, stagesStored: 500, stagesDone: 1100)
    #expect(stages.description == "training: 3 of 12 cells, 1600 of 6000 stages")
    #expect(stages.secondsLeft(after: 100).map { abs($0 - 400) < 1e-9 } == true)
    let begun = Companion.Progress.Sweep(name: "training", cells: 1, stages: 600, stagesStored: 599)
    #expect(begun.secondsLeft(after: 1) == nil, "nothing is known of the time before the first stage")

    func line(_ seconds: Double, _ sweep: Companion.Progress.Sweep?, _ expected: Double?, phase: String = "") -> String
    {
      Companion.Progress.line(after: seconds, sweep, inSweep: 60, phase: phase, expected: expected)
    }
    #expect(line(61.9, cells, nil) == "after 61 s; walks: 6 of 12 cells, about 90 s left")
    #expect(line(130, cells, 430) == "after 2 min 10 s, about 5 min left; walks: 6 of 12 cells")
    #expect(line(130, cells, 140) == "after 2 min 10 s, about 90 s left; walks: 6 of 12 cells")
    #expect(line(130, cells, 120) == "after 2 min 10 s; walks: 6 of 12 cells, about 90 s left")
    #expect(line(3, begun, nil) == "after 3 s; training: 0 of 1 cells, 599 of 600 stages")
    #expect(line(3, nil, nil, phase: "drawing") == "after 3 s; drawing")
    #expect(line(3, nil, nil) == "after 3 s")
  }
}
