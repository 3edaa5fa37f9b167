import ChildProcesses
import Foundation
import Synchronization
import Validation

/// The tokens of a command that runs several figures at the same time. A thread of a figure works only while it holds one,
/// so that no more threads are busy at any time than there are tokens, whatever the number of processes.
///
/// Each figure has a line to the command, its standard input, on which it asks for tokens and returns them. The kernel closes
/// the line of a process that ends, however that comes, and what it held is free again: a figure that crashes loses nothing and
/// keeps nobody waiting. Of those that wait, the figure of the lowest rank is served first; the others fill its gaps.
package final class TokenPool: Sendable {
  /// What a figure sends: it wants a token, it returns one, or it does both at once, so that a figure of a lower rank may
  /// go before.
  package enum Request: UInt8, Sendable {
    case take = 84
    case giveBack = 82
    case exchange = 88
  }

  private struct Member {
    var held: Int
    var waiting = 0
    /// The line to the figure; nil before it has one.
    var socket: Int32?
  }

  private struct State {
    var free: Int
    var members: [Int: Member] = [:]
    var isClosed = false
    /// Who wants to start a figure, and of which rank.
    var starter: (rank: Int, continuation: CheckedContinuation<Bool, Never>)?
    var busiest = 0
    /// The seconds for which tokens were free, and up to when they are counted.
    var unused = 0.0
    var counted = ContinuousClock.now

    /// Counts the time before the number of free tokens changes.
    mutating func count() {
      let now = ContinuousClock.now
      unused += Double(free) * ((now - counted) / .seconds(1))
      counted = now
    }
  }

  private let state: Mutex<State>
  /// How many tokens there are.
  package let count: Int

  /// - Precondition: there is at least one token.
  package init(_ count: Int) {
    require(count > 0, "A pool needs at least one token.")
    self.count = count
    state = Mutex(State(free: count))
  }

  /// How many tokens are not held.
  package var free: Int { state.withLock { $0.free } }

  /// The largest number of tokens that were held at a time.
  package var mostHeld: Int { state.withLock { $0.busiest } }

  /// For how many seconds tokens were free, each counted by itself: no figure had work for them.
  package var unused: Double {
    state.withLock { state in
      state.count()
      return state.unused
    }
  }

  /// Waits until a token is free that no figure waits for, and keeps it for a new figure, which begins with it. So there are
  /// always as many figures at work as there is work for.
  ///
  /// - Returns: false where no figure shall be started any more.
  package func admit(rank: Int) async -> Bool {
    await withCheckedContinuation { continuation in
      let isClosed = state.withLock { state in
        if !state.isClosed { state.starter = (rank, continuation) }
        serve(&state)
        return state.isClosed
      }
      if isClosed { continuation.resume(returning: false) }
    }
  }

  /// From now on no figure is admitted.
  package func close() {
    let starter = state.withLock { state in
      state.isClosed = true
      defer { state.starter = nil }
      return state.starter
    }
    starter?.continuation.resume(returning: false)
  }

  /// Listens to a figure that was admitted.
  ///
  /// - Parameter socket: the line to it, of which a duplicate is taken.
  /// - Throws: ``Complaint`` where that is not possible.
  package func connect(_ socket: Int32, rank: Int) throws {
    let line = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    guard line >= 0 else { throw Complaint("There is no line to the figure: \(String(cString: strerror(errno))).") }
    state.withLock { $0.members[rank]?.socket = line }
    Thread.detachNewThread { [self] in
      var byte: UInt8 = 0
      while true {
        let count = read(line, &byte, 1)
        if count == 1, let request = Request(rawValue: byte) { hear(request, from: rank) }
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      leave(rank: rank)
      Foundation.close(line)
    }
  }

  /// A figure has ended: what it held is free. To say so twice does nothing.
  package func leave(rank: Int) {
    state.withLock { state in
      guard let member = state.members.removeValue(forKey: rank) else { return }
      state.count()
      state.free += member.held
      serve(&state)
    }
  }

  private func hear(_ request: Request, from rank: Int) {
    state.withLock { state in
      guard var member = state.members[rank] else { return }
      // A figure cannot return what it does not hold.
      state.count()
      if request != .take, member.held > 0 {
        member.held -= 1
        state.free += 1
      }
      if request != .giveBack { member.waiting += 1 }
      state.members[rank] = member
      serve(&state)
    }
  }

  /// Where it cannot be written the figure has ended, and the end of its line says so.
  private func grant(on socket: Int32) {
    var byte = Request.take.rawValue
    #if os(Linux)
      _ = send(socket, &byte, 1, Int32(MSG_NOSIGNAL))
    #else
      _ = write(socket, &byte, 1)
    #endif
  }

  /// Gives free tokens to those who wait.
  private func serve(_ state: inout State) {
    state.count()
    while state.free > 0, let rank = state.members.filter({ $0.value.waiting > 0 }).keys.min() {
      state.free -= 1
      state.members[rank]?.waiting -= 1
      state.members[rank]?.held += 1
      if let socket = state.members[rank]?.socket { grant(on: socket) }
    }
    if state.free > 0, let starter = state.starter {
      state.starter = nil
      state.free -= 1
      state.members[starter.rank] = Member(held: 1)
      starter.continuation.resume(returning: true)
    }
    state.busiest = max(state.busiest, count - state.free)
  }
}
