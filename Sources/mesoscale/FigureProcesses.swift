import ChildProcesses
import Companion
import Foundation

/// Runs figures at the same time: the longest begins, and another one whenever a processor is free for which those that run
/// have no work. All together never compute on more threads than they may.
struct FigureProcesses {
  /// The figures, in the order in which they are shown.
  let figures: [FigureDescription]
  /// What they share; nil where they run one after the other, in that order.
  let pool: TokenPool?

  /// - Parameters:
  ///   - threads: how many threads may compute at a time; nil for one per processor.
  ///   - isElsewhere: whether a cluster computes, so that nothing is gained here.
  init(_ figures: [FigureDescription], threads: Int?, isElsewhere: Bool = false) {
    self.figures = figures
    let count = threads ?? ProcessInfo.processInfo.activeProcessorCount
    pool = figures.count > 1 && count > 1 && !isElsewhere ? TokenPool(count) : nil
  }

  /// The process of one figure.
  struct Seat: Sendable {
    fileprivate let pool: TokenPool?
    fileprivate let rank: Int

    /// Runs the program of the figure, once; see `Command.attached`.
    func run(_ figure: String, _ arguments: [String]) async throws -> (output: String, code: Int) {
      let program = Catalogue.program(figure)
      guard let pool else { return try await Command.attached(program, arguments) }
      return try await Command.attached(program, arguments + ["--shares-tokens"]) { socket in
        try pool.connect(socket, rank: rank)
      }
    }
  }

  /// Does something for every figure, given its place and its seat.
  ///
  /// - Parameter body: returns what came of the figure, and the signal that ended it if that shall end all: no other figure
  ///   starts then, and those that run get the signal, too.
  /// - Returns: what came of each figure, nil for those that were not begun.
  func each<Outcome: Sendable>(
    _ body: @escaping @Sendable (Int, Seat) async throws -> (Outcome, ending: Int32?)
  ) async throws -> [Outcome?] {
    var outcomes = [Outcome?](repeating: nil, count: figures.count)
    guard let pool else {
      for place in figures.indices {
        let (outcome, ending) = try await body(place, Seat(pool: nil, rank: place))
        outcomes[place] = outcome
        if ending != nil { break }
      }
      return outcomes
    }
    let order = figures.indices.sorted { (-figures[$0].minutes, $0) < (-figures[$1].minutes, $1) }
    return try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      for (rank, place) in order.enumerated() {
        guard await pool.admit(rank: rank) else { break }
        group.addTask {
          defer { pool.leave(rank: rank) }
          do {
            let (outcome, ending) = try await body(place, Seat(pool: pool, rank: rank))
            if let ending { end(ending) }
            return (place, outcome)
          } catch {
            end(SIGTERM)
            throw error
          }
        }
      }
      for try await (place, outcome) in group { outcomes[place] = outcome }
      return outcomes
    }
  }

  private func end(_ signal: Int32) {
    pool?.close()
    Command.end(attachedBy: signal)
  }
}
