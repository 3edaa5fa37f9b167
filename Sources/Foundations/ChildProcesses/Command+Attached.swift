import Foundation
import Subprocess
import Synchronization

extension Command {
  /// Runs a program at a path on this program's own standard error, and passes SIGINT, SIGQUIT, SIGTERM and SIGHUP on to it.
  ///
  /// Its standard input is a pipe that ends when this program does, however that comes: the program ends itself then where
  /// it called ``endWithCaller()``.
  ///
  /// - Returns: what it printed, and its exit code: 128 + n where signal n ended it.
  /// - Throws: an error where there is no such program, or where it prints more than 16 MB.
  public static func attached(_ program: URL, _ arguments: [String]) async throws -> (output: String, code: Int) {
    let signals = [SIGINT, SIGQUIT, SIGTERM, SIGHUP]
    attachedProcess.store(0, ordering: .relaxed)
    waitingSignal.store(0, ordering: .relaxed)
    // A handler that is caught here is back to its default in the new program; one that is ignored stays ignored.
    let former = signals.map { number -> sighandler_t? in
      let handler = signal(number) { number in
        let process = attachedProcess.load(ordering: .sequentiallyConsistent)
        if process > 0 {
          kill(process, number)
          return
        }
        waitingSignal.store(number, ordering: .sequentiallyConsistent)
        // The process may have started meanwhile; whoever takes the signal back first passes it on.
        let started = attachedProcess.load(ordering: .sequentiallyConsistent)
        let waiting = started > 0 ? waitingSignal.exchange(0, ordering: .sequentiallyConsistent) : 0
        if waiting != 0 { kill(started, waiting) }
      }
      if unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
      return handler
    }
    defer { for (number, handler) in zip(signals, former) { signal(number, handler) } }
    // Both ends are closed in other programs; the reading end is given to the new one.
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    let result = try await Subprocess.run(
      .path(.init(program.path)), arguments: Arguments(arguments),
      input: .fileDescriptor(.init(rawValue: ends[0]), closeAfterSpawningProcess: true),
      output: .string(limit: 1 << 24), error: .currentStandardError
    ) { execution in
      let process = execution.processIdentifier.value
      attachedProcess.store(process, ordering: .sequentiallyConsistent)
      // A signal that came before there was a process to pass it to.
      let waiting = waitingSignal.exchange(0, ordering: .sequentiallyConsistent)
      if waiting != 0 { kill(process, waiting) }
    }
    attachedProcess.store(0, ordering: .relaxed)
    return switch result.terminationStatus {
    case .exited(let code): (result.standardOutput, Int(code))
    case .signaled(let number): (result.standardOutput, 128 + Int(number))
    }
  }

  /// Ends this program by SIGTERM when the program that started it by ``attached(_:_:)`` has ended. Where standard input is no
  /// pipe, as on a terminal, nothing happens.
  public static func endWithCaller() {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return }
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 0 { kill(getpid(), SIGTERM) }
        if count == 0 || (count < 0 && errno != EINTR) { return }
      }
    }
  }
}

/// The process to which a signal handler passes its signals, and the signal that came before there was one: the only thing
/// that a handler can see is a global.
private let attachedProcess = Atomic<Int32>(0)
private let waitingSignal = Atomic<Int32>(0)
