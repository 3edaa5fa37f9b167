import Foundation
import Synchronization

/// Signals that this program catches for a while, and hears on a thread that may do anything.
///
/// They are caught and not ignored: a program that is started meanwhile would go on ignoring them, while a handler that is caught here is
/// back to its default in the new program. A signal that is ignored already, as SIGINT under `nohup`, stays so. Several may catch
/// the same signal; the one that began last hears it.
public final class CaughtSignals: Sendable {
  fileprivate let numbers: [Int32]
  fileprivate let hear: @Sendable (Int32) -> Bool

  /// Nothing is caught before ``begin()``.
  ///
  /// - Parameters:
  ///   - numbers: the signals.
  ///   - hear: is called with the number of each signal that comes; returns false where it is meant for this program as if nobody had
  ///     caught it.
  public init(_ numbers: [Int32], _ hear: @escaping @Sendable (Int32) -> Bool) {
    (self.numbers, self.hear) = (numbers, hear)
  }

  /// From now on the signals are caught, unless the system has no pipe left.
  public func begin() { Listener.shared.add(self) }

  /// From now on they have their former effect.
  public func end() { Listener.shared.remove(self) }
}

/// A handler may do little: it writes the number of the signal to a pipe, from which a thread reads.
private final class Listener: Sendable {
  static let shared = Listener()

  private struct State {
    var catchers: [CaughtSignals] = []
    /// The former handlers of the signals that are caught.
    var former: [Int32: sighandler_t?] = [:]
    var isListening = false
  }

  private let state = Mutex(State())

  func add(_ catcher: CaughtSignals) {
    state.withLock { state in
      listen(&state)
      guard state.isListening else { return }
      state.catchers.append(catcher)
      for number in catcher.numbers where state.former[number] == nil {
        state.former.updateValue(Self.catchSignal(number), forKey: number)
      }
    }
  }

  func remove(_ catcher: CaughtSignals) {
    state.withLock { state in
      state.catchers.removeAll { $0 === catcher }
      for (number, handler) in state.former
      where !state.catchers.contains(where: { $0.numbers.contains(number) }) {
        signal(number, handler)
        state.former.removeValue(forKey: number)
      }
    }
  }

  private static func catchSignal(_ number: Int32) -> sighandler_t? {
    let former = signal(number) { number in
      let error = errno
      var byte = UInt8(number)
      _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
      errno = error
    }
    if unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
    return former
  }

  private func listen(_ state: inout State) {
    var ends: [Int32] = [0, 0]
    guard !state.isListening, pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    signalPipe.store(ends[1], ordering: .relaxed)
    state.isListening = true
    Thread.detachNewThread { [ends] in
      var byte: UInt8 = 0
      while true {
        let count = read(ends[0], &byte, 1)
        if count == 1 { self.hear(Int32(byte)) }
        if count == 0 || (count < 0 && errno != EINTR) { return }
      }
    }
  }

  private func hear(_ number: Int32) {
    let catcher = state.withLock { $0.catchers.last { $0.numbers.contains(number) } }
    // What came when the last one had just ended is meant for this program.
    if catcher?.hear(number) != true { kill(getpid(), number) }
  }
}

/// Where the handler writes: the only thing that it can see is a global.
private let signalPipe = Atomic<Int32>(-1)
