import Foundation
import Synchronization

extension Command {
  /// A program that did not end in the time that it was given.
  public struct TimeLimitExceeded: Error, CustomStringConvertible, LocalizedError {
    /// The sentence.
    public let description: String

    /// The sentence.
    public var errorDescription: String? { description }
  }
}

/// The time that another program may take. One that takes longer is killed, and whoever waits for it is told at once, even
/// where it has left behind processes that hold its output open.
struct TimeLimit: Sendable {
  private let limit: Duration
  private let name: String

  /// - Parameter name: the program, as a complaint names it.
  init(_ limit: Duration, of name: String) { (self.limit, self.name) = (limit, name) }

  /// What becomes of a program.
  private struct State<Outcome: Sendable>: Sendable {
    /// Who waits for it; nil once it has been told.
    var caller: CheckedContinuation<Outcome, any Error>?
    /// Its process; nil before it has started, and when it has ended.
    var process: pid_t?
  }

  private final class Watch<Outcome: Sendable>: Sendable {
    let state: Mutex<State<Outcome>>
    init(_ caller: CheckedContinuation<Outcome, any Error>) { state = Mutex(State(caller: caller)) }

    /// Whether the process has ended, even if nobody was told of it; or nobody was told yet that it has started.
    var hasEnded: Bool {
      state.withLock { state in
        guard let process = state.process else { return true }
        var information = siginfo_t()
        let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
        return code != 0 || information.si_signo == SIGCHLD
      }
    }

    /// The process has started. If its caller no longer waits for it, it is killed.
    func started(_ process: pid_t) {
      state.withLock { state in
        if state.caller == nil { kill(process, SIGKILL) } else { state.process = process }
      }
    }

    func tell(_ result: Result<Outcome, any Error>, isKilled: Bool = false) {
      let caller = state.withLock { state in
        if isKilled, state.caller != nil, let process = state.process { kill(process, SIGKILL) }
        defer { (state.caller, state.process) = (nil, nil) }
        return state.caller
      }
      caller?.resume(with: result)
    }
  }

  /// Runs a program.
  ///
  /// - Parameter run: runs it, and calls its argument with the number of its process.
  /// - Throws: ``Command/TimeLimitExceeded``, and what `run` throws.
  func keep<Outcome: Sendable>(
    _ run: @escaping @Sendable (_ telling: @escaping @Sendable (pid_t) -> Void) async throws -> Outcome
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { caller in
      let watch = Watch(caller)
      Task {
        do {
          let outcome = try await run { watch.started($0) }
          watch.tell(.success(outcome))
        } catch {
          watch.tell(.failure(error))
        }
      }
      expire(watch)
    }
  }

  /// Kills the program when its time is over. One that has ended by then is only not heard of yet, or has left behind
  /// others that hold its output open: it gets its time again, three times. That is asked for by a task, so that no time runs
  /// while all threads that tasks run on are busy and nothing can be heard.
  private func expire<Outcome: Sendable>(_ watch: Watch<Outcome>, extensions: Int = 3) {
    Self.clock.asyncAfter(deadline: .now() + .milliseconds(Int(limit / .milliseconds(1)))) {
      guard watch.state.withLock({ $0.caller != nil }) else { return }
      if extensions > 0, watch.hasEnded {
        Task { expire(watch, extensions: extensions - 1) }
        return
      }
      let seconds = max(1, Int((limit / .seconds(1)).rounded()))
      let sentence = "\(name) did not end within \(seconds) \(seconds == 1 ? "second" : "seconds"), and was stopped."
      watch.tell(.failure(Command.TimeLimitExceeded(description: sentence)), isKilled: true)
    }
  }

  private static let clock = DispatchQueue(label: "mesoscale.time-limit")
}
