import Foundation
import Synchronization

/// What a run of a figure tells while it works: on a terminal one line that is rewritten every second, elsewhere a line
/// when it starts, one every half minute, and one when it ends. So it does on a terminal, too, where several figures share one,
/// and while a figure only waits for the others it is silent. It writes to standard error, so that standard output
/// carries results only.
public final class Progress: Sendable {
  /// How far a sweep is.
  package struct Sweep: Sendable {
    var name = ""
    /// All cells, those that were stored, and those finished since.
    var cells = 0, stored = 0, done = 0
    /// The stages of the cells to compute, those that were stored, and those finished since; all are 0 if cells have
    /// none.
    var stages = 0, stagesStored = 0, stagesDone = 0
    /// How the tasks stand that compute it on other machines; empty where none do.
    var tasks = ""
    var begun = ContinuousClock.now

    package init(
      name: String = "", cells: Int = 0, stored: Int = 0, done: Int = 0, stages: Int = 0, stagesStored: Int = 0,
      stagesDone: Int = 0
    ) {
      (self.name, self.cells, self.stored, self.done) = (name, cells, stored, done)
      (self.stages, self.stagesStored, self.stagesDone) = (stages, stagesStored, stagesDone)
    }

    /// What is finished.
    package var description: String {
      let cells = "\(name): \(stored + done) of \(cells) cells"
      let all = stages > 0 ? "\(cells), \(stagesStored + stagesDone) of \(stages) stages" : cells
      return tasks.isEmpty ? all : "\(all), \(tasks)"
    }

    /// About how many seconds the rest will take, from what has been computed; nil where nothing has been yet.
    ///
    /// - Parameter seconds: the time since the sweep began.
    package func secondsLeft(after seconds: Double) -> Double? {
      let computed = stages > 0 ? stagesDone : done
      let left = stages > 0 ? stages - stagesStored - stagesDone : cells - stored - done
      return computed > 0 ? seconds / Double(computed) * Double(left) : nil
    }
  }

  /// What the threads of a run share.
  private struct State {
    var sweep: Sweep?
    /// What was finished of the sweep before.
    var last = ArrayFolder.Advance()
    /// What is being done outside of sweeps.
    var phase = ""
    /// Whether cells were found in the store, so that the time the figure takes from its beginning means nothing.
    var hasReused = false
    var isOver = false
    var told = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let title: String
  private let begun = ContinuousClock.now
  private let expected: Double?
  private let columns: Int?
  private let period: Duration
  private let isWaiting: @Sendable () -> Bool
  private let output: @Sendable (String) -> Void

  /// - Parameters:
  ///   - title: the beginning of every line: the figure, and its place among those that are run.
  ///   - expected: how many seconds the figure takes if nothing is stored; nil if that is not known.
  package convenience init(figure title: String, expected: Double? = nil) {
    self.init(
      figure: title, expected: expected,
      columns: Terminal.canRewriteLines(STDERR_FILENO) ? Terminal.columns(STDERR_FILENO) ?? 80 : nil,
      output: StandardError.write)
  }

  /// What a figure tells that runs at the same time as others: lines of its own.
  ///
  /// - Parameters:
  ///   - title: the beginning of every line: the figure, and its place among those that are run.
  ///   - isWaiting: whether it only waits for the others.
  package convenience init(figure title: String, amongOthers isWaiting: @escaping @Sendable () -> Bool) {
    self.init(figure: title, columns: nil, isWaiting: isWaiting, output: StandardError.write)
  }

  /// - Parameters:
  ///   - columns: the width of the terminal; nil where there is none.
  ///   - period: the time between two lines where there is no terminal.
  ///   - isWaiting: whether it only waits for others, and has nothing to tell.
  ///   - output: writes a text.
  package init(
    figure title: String, expected: Double? = nil, columns: Int?, period: Duration = .seconds(30),
    isWaiting: @escaping @Sendable () -> Bool = { false }, output: @escaping @Sendable (String) -> Void
  ) {
    (self.title, self.expected, self.columns, self.period) = (title, expected, columns, period)
    (self.isWaiting, self.output) = (isWaiting, output)
  }

  /// Says that the run has started, and from now on how far it is, even where a single cell takes long.
  package func start() {
    if columns == nil {
      let minutes = expected.flatMap { $0 > 30 ? " (about \(Self.roughly($0)) if no cell is stored)" : nil } ?? ""
      say("started\(minutes)")
    }
    tick()
  }

  private func tick() {
    let isOver = state.withLock { state in
      if !state.isOver { show(&state, pause: columns == nil ? period : .zero) }
      return state.isOver
    }
    if isOver { return }
    let pause = min(period, .seconds(1)) / .milliseconds(1)
    // A queue of its own: the threads of a sweep may leave none to the shared ones.
    Self.clock.asyncAfter(deadline: .now() + .milliseconds(max(1, Int(pause)))) { [weak self] in self?.tick() }
  }

  private static let clock = DispatchQueue(label: "mesoscale.progress")

  func begin(_ name: String, cells: Int, stored: Int, stages: Int) {
    state.withLock { state in
      state.sweep = Sweep(name: name, cells: cells, stored: stored, stages: stages)
      state.hasReused = state.hasReused || stored > 0
    }
  }

  /// One more cell is finished.
  func advance() { advance { $0.done += 1 } }

  /// One more stage of a cell is finished.
  func advanceStage() { advance { $0.stagesDone += 1 } }

  /// A cell goes on after this many stages.
  func resume(stages: Int) {
    state.withLock { state in
      state.hasReused = true
      state.sweep?.stagesStored += stages
    }
  }

  /// What other machines have finished since the sweep began, and how they stand.
  func set(cells: Int, stages: Int, tasks: String) {
    advance { sweep in
      (sweep.done, sweep.stagesDone, sweep.tasks) = (cells, min(stages, sweep.stages - sweep.stagesStored), tasks)
    }
  }

  /// What is finished of the sweep.
  var finished: ArrayFolder.Advance {
    state.withLock { state in
      ArrayFolder.Advance(
        cells: state.sweep?.done ?? state.last.cells, stages: state.sweep?.stagesDone ?? state.last.stages)
    }
  }

  private func advance(_ count: (inout Sweep) -> Void) {
    state.withLock { state in
      guard var sweep = state.sweep else { return }
      count(&sweep)
      state.sweep = sweep
      show(&state, pause: columns == nil ? period : .milliseconds(100))
    }
  }

  /// The sweep is over.
  func end() {
    state.withLock { state in
      if let sweep = state.sweep { state.last = .init(cells: sweep.done, stages: sweep.stagesDone) }
      state.sweep = nil
    }
  }

  /// What is being done outside of sweeps, such as drawing.
  package func enter(_ phase: String) { state.withLock { $0.phase = phase } }

  /// The last line.
  package func finish(_ line: String) {
    stop()
    say(line)
  }

  /// Empties the line that is rewritten on a terminal, for good.
  package func stop() {
    state.withLock { state in
      if columns != nil, !state.isOver { output(Self.emptyLine) }
      state.isOver = true
    }
  }

  /// A line of its own.
  package func say(_ line: String) { output((columns == nil ? "" : Self.emptyLine) + "\(title): \(line)\n") }

  /// Shows how far the run is, unless it did so less than `pause` ago.
  private func show(_ state: inout State, pause: Duration) {
    let now = ContinuousClock.now
    guard !state.isOver, now - state.told >= pause, !isWaiting() else { return }
    state.told = now
    let line = Self.line(
      after: (now - begun) / .seconds(1), state.sweep, inSweep: state.sweep.map { (now - $0.begun) / .seconds(1) } ?? 0,
      phase: state.phase, expected: state.hasReused ? nil : expected)
    guard let columns else { return output("\(title): \(line)\n") }
    // A line that is wrapped could not be rewritten.
    let whole = "\(title): \(line)"
    output(Self.emptyLine + (whole.count < columns ? whole : whole.prefix(max(1, columns - 2)) + "…"))
  }

  /// How far a run is, and about how long it or its sweep will go on.
  ///
  /// - Parameters:
  ///   - seconds: the time since the run began.
  ///   - sweepSeconds: the time since the sweep began.
  ///   - expected: how many seconds the whole run was expected to take; nil if that is not known.
  package static func line(
    after seconds: Double, _ sweep: Sweep?, inSweep sweepSeconds: Double, phase: String, expected: Double?
  ) -> String {
    let ofSweep = sweep?.secondsLeft(after: sweepSeconds)
    var elapsed = "after " + (seconds < 100 ? String(format: "%.0f s", seconds.rounded(.down)) : duration(seconds))
    var doing = sweep?.description ?? phase
    if let expected, expected > seconds {
      elapsed += ", about \(roughly(max(expected - seconds, ofSweep ?? 0))) left"
    } else if let ofSweep {
      doing += ", about \(roughly(ofSweep)) left"
    }
    return doing.isEmpty ? elapsed : "\(elapsed); \(doing)"
  }

  private static func roughly(_ seconds: Double) -> String {
    seconds < 100 ? String(format: "%.0f s", max(1, seconds)) : String(format: "%.0f min", seconds / 60)
  }

  /// What empties the line that is rewritten on a terminal.
  private static let emptyLine = "\r\u{1B}[2K"

  /// A time span for people.
  public static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<9.95: String(format: "%.1f s", seconds)
    case ..<100: String(format: "%.0f s", seconds)
    default: String(format: "%d min %02d s", Int(seconds) / 60, Int(seconds) % 60)
    }
  }
}
