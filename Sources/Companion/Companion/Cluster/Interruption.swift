import ChildProcesses
import Foundation
import Synchronization

/// What to do with the array that is followed when Ctrl-C ends the process. (A hangup or the end of a caller leaves job
/// arrays alone: the next call finds them.)
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

  private let followers = Mutex<[ObjectIdentifier: Interruption]>([:])
  private let signals = CaughtSignals([SIGINT]) { number in
    for follower in Catcher.shared.followers.withLock({ Array($0.values) }) { follower.interrupt() }
    signal(number, SIG_DFL)
    return false
  }

  private init() {}

  func add(_ follower: Interruption) {
    followers.withLock { followers in
      if followers.isEmpty { signals.begin() }
      followers[ObjectIdentifier(follower)] = follower
    }
  }

  func remove(_ follower: Interruption) {
    followers.withLock { followers in
      followers[ObjectIdentifier(follower)] = nil
      if followers.isEmpty { signals.end() }
    }
  }
}
