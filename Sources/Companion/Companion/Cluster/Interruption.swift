import Foundation
import Synchronization

/// What to do with the array that is followed when Ctrl-C ends the process. (A hangup or the end of a caller leaves job
/// arrays alone: the next call finds them.)
///
/// SIGINT is caught and not ignored: a program that is started meanwhile would go on ignoring it, and nobody could stop
/// that one by Ctrl-C. Where it is ignored already, as under `nohup`, it stays so.
package final class Interruption: Sendable {
  private struct State {
    var array: String?
    var isPending = false
  }

  private let state = Mutex(State())
  private let act: @Sendable (String) -> Void

  /// - Parameter act: what to do, with the name of the array.
  package init(_ act: @escaping @Sendable (String) -> Void) {
    self.act = act
    Catcher.shared.add(self)
  }

  /// From now on this is the array. Where the process is about to end, nothing more is submitted.
  func follow(_ array: String) {
    let isPending = state.withLock { state in
      if !state.isPending { state.array = array }
      return state.isPending
    }
    while isPending { Thread.sleep(forTimeInterval: 1) }
  }

  /// From now on Ctrl-C does what it did before.
  package func release() { Catcher.shared.remove(self) }

  fileprivate func interrupt() {
    let array = state.withLock { state in
      state.isPending = true
      return state.array
    }
    if let array { act(array) }
  }
}

/// Catches SIGINT as long as anything follows an array, and ends the process when all that do have acted.
private final class Catcher: Sendable {
  static let shared = Catcher()

  private struct State {
    var followers: [ObjectIdentifier: Interruption] = [:]
    var former: sighandler_t?
    var isListening = false
  }

  private let state = Mutex(State())

  func add(_ follower: Interruption) {
    state.withLock { state in
      listen(&state)
      if state.followers.isEmpty, state.isListening { state.former = Self.catchSignal() }
      state.followers[ObjectIdentifier(follower)] = follower
    }
  }

  func remove(_ follower: Interruption) {
    state.withLock { state in
      state.followers[ObjectIdentifier(follower)] = nil
      if state.followers.isEmpty, state.isListening { signal(SIGINT, state.former) }
    }
  }

  /// Passes SIGINT on to the listening thread, and returns the former handler.
  private static func catchSignal() -> sighandler_t? {
    let former = signal(SIGINT) { _ in
      var byte: UInt8 = 0
      _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
    }
    if unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGINT, SIG_IGN) }
    return former
  }

  /// Few functions are safe in a handler: it writes to a pipe, and a thread that reads from it cancels the arrays.
  private func listen(_ state: inout State) {
    var ends: [Int32] = [0, 0]
    guard !state.isListening, pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    signalPipe.store(ends[1], ordering: .relaxed)
    state.isListening = true
    Thread.detachNewThread { [ends] in
      var byte: UInt8 = 0
      var count = 0
      repeat { count = read(ends[0], &byte, 1) } while count < 0 && errno == EINTR
      guard count == 1 else { return }
      for follower in self.state.withLock({ Array($0.followers.values) }) { follower.interrupt() }
      signal(SIGINT, SIG_DFL)
      kill(getpid(), SIGINT)
    }
  }
}

/// Where the handler writes: the only thing that it can see is a global.
private let signalPipe = Atomic<Int32>(-1)
