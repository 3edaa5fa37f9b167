import ChildProcesses
import Dispatch
import Foundation
import Synchronization
import Workers

/// The tokens that this process shares with others by a ``TokenPool``: a thread that computes holds one, and so does the main
/// thread where it works alone. A process begins with one.
package final class Tokens: Sendable {
  private struct State {
    /// How many tokens the process holds, and how many of those no thread uses.
    var held = 1, spare = 0
    /// How many threads of a sweep have work, with or without a token.
    var working = 0
  }

  private let state = Mutex(State())
  private let granted = DispatchSemaphore(value: 0)
  private let send: @Sendable (TokenPool.Request) -> Void
  /// For how long a thread keeps its token if it has more than one piece of work.
  private let slice: Duration

  /// - Parameters:
  ///   - slice: for how long a thread keeps its token if it has more than one piece of work.
  ///   - send: sends a request to the pool.
  package init(slice: Duration = .milliseconds(20), send: @escaping @Sendable (TokenPool.Request) -> Void) {
    (self.slice, self.send) = (slice, send)
  }

  /// The tokens that the program shares which started this one by `Command.attached`. This program ends when that
  /// one does.
  package static func ofCaller() -> Tokens {
    let tokens = Tokens { request in
      var byte = request.rawValue
      while write(STDIN_FILENO, &byte, 1) < 0, errno == EINTR {}
    }
    Command.endWithCaller { _ in tokens.receive() }
    return tokens
  }

  /// A token has come.
  package func receive() {
    state.withLock { $0.held += 1 }
    granted.signal()
  }

  /// Whether the process waits for others and does nothing.
  package var isWaiting: Bool { state.withLock { $0.held == 0 } }

  /// Shares numbered pieces of work among threads, with tokens or, where there are none, without.
  package static func share(
    _ count: Int, among threads: Int, holding tokens: Tokens?, _ worker: @Sendable (_ next: () -> Int?) -> Void
  ) {
    if let tokens { tokens.share(count, among: threads, worker) } else { Workers.share(count, among: threads, worker) }
  }

  /// Shares numbered pieces of work among threads as `Workers.share` does; each holds a token while it has a piece. The
  /// thread that calls this lends its own meanwhile.
  package func share(_ count: Int, among threads: Int, _ worker: @Sendable (_ next: () -> Int?) -> Void) {
    state.withLock { $0.spare += 1 }
    Workers.share(count, among: threads) { next in
      var since: ContinuousClock.Instant?
      withoutActuallyEscaping(next) { next in
        worker {
          guard let piece = next() else { return nil }
          if let begun = since {
            guard ContinuousClock.now - begun > slice else { return piece }
            exchange()
          } else {
            state.withLock { $0.working += 1 }
            take()
          }
          since = .now
          return piece
        }
      }
      if since != nil { finish() }
    }
    take()
  }

  private func take() {
    let isThere = state.withLock { state in
      guard state.spare > 0 else { return false }
      state.spare -= 1
      return true
    }
    if isThere { return }
    send(.take)
    granted.wait()
  }

  /// Lets figures of lower ranks go before.
  private func exchange() {
    state.withLock { $0.held -= 1 }
    send(.exchange)
    granted.wait()
  }

  /// A thread has nothing more to do. The last one leaves its token to the thread that shared the work.
  private func finish() {
    let isLast = state.withLock { state in
      state.working -= 1
      if state.working == 0 { state.spare += 1 } else { state.held -= 1 }
      return state.working == 0
    }
    if !isLast { send(.giveBack) }
  }
}
