import Foundation
import Subprocess
import Synchronization

extension Command {
  /// Runs a program at a path on this program's own standard error, and passes SIGINT, SIGQUIT, SIGTERM and SIGHUP on to it.
  /// Several may run at a time; a signal goes to all of them, and to those that start later.
  ///
  /// Its standard input is a socket whose other end closes when this program ends, however that comes: the program ends itself
  /// then where it called ``endWithCaller(hearing:)``.
  ///
  /// - Parameter connected: is given the other end of its standard input before it starts. The socket is closed when the
  ///   program has ended; whoever wants to have it for longer takes a duplicate.
  /// - Returns: what it printed, and its exit code: 128 + n where signal n ended it.
  /// - Throws: an error where there is no such program, or where it prints more than 16 MB; what `connected` throws.
  public static func attached(
    _ program: URL, _ arguments: [String], connected: (_ socket: Int32) throws -> Void = { _ in }
  ) async throws -> (output: String, code: Int) {
    AttachedProcesses.shared.enter()
    defer { AttachedProcesses.shared.leave() }
    let ends = try socketPair()
    defer { close(ends.own) }
    do {
      try connected(ends.own)
    } catch {
      close(ends.other)
      throw error
    }
    let attached = Mutex<pid_t?>(nil)
    defer { if let process = attached.withLock({ $0 }) { AttachedProcesses.shared.remove(process) } }
    let result = try await Subprocess.run(
      .path(.init(program.path)), arguments: Arguments(arguments),
      input: .fileDescriptor(.init(rawValue: ends.other), closeAfterSpawningProcess: true),
      output: .string(limit: 1 << 24), error: .currentStandardError
    ) { execution in
      let process = execution.processIdentifier.value
      attached.withLock { $0 = process }
      AttachedProcesses.shared.add(process)
    }
    return switch result.terminationStatus {
    case .exited(let code): (result.standardOutput, Int(code))
    case .signaled(let number): (result.standardOutput, 128 + Int(number))
    }
  }

  /// Sends a signal to all programs that run by ``attached(_:_:connected:)``, and to those that start while any of them runs.
  public static func end(attachedBy number: Int32) { AttachedProcesses.shared.pass(number) }

  /// Ends this program by SIGTERM when the program that started it by ``attached(_:_:connected:)`` has ended. Where standard
  /// input is neither a socket nor a pipe, as on a terminal, nothing happens.
  ///
  /// - Parameter hear: is called with every byte that the other program sends.
  public static func endWithCaller(hearing hear: @escaping @Sendable (UInt8) -> Void = { _ in }) {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0, [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) else { return }
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 1 { hear(byte) }
        if count == 0 { kill(getpid(), SIGTERM) }
        if count == 0 || (count < 0 && errno != EINTR) { return }
      }
    }
  }

  /// Two ends of a line: this program's own, which no other program gets, and the other.
  private static func socketPair() throws -> (own: Int32, other: Int32) {
    var ends: [Int32] = [0, 0]
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}

/// The programs that run attached, and the signals that are passed on to them.
private final class AttachedProcesses: Sendable {
  static let shared = AttachedProcesses()

  private struct State {
    /// How many callers there are, whether or not their programs have started.
    var callers = 0
    var processes: Set<pid_t> = []
    /// The last signal, for those that start later.
    var passed: Int32?
  }

  private let state = Mutex(State())
  private let signals = CaughtSignals([SIGINT, SIGQUIT, SIGTERM, SIGHUP]) { number in
    AttachedProcesses.shared.pass(number)
  }

  private init() {}

  func enter() {
    state.withLock { state in
      state.callers += 1
      guard state.callers == 1 else { return }
      state.passed = nil
      signals.begin()
    }
  }

  func leave() {
    state.withLock { state in
      state.callers -= 1
      if state.callers == 0 { signals.end() }
    }
  }

  func add(_ process: pid_t) {
    state.withLock { state in
      state.processes.insert(process)
      if let number = state.passed { kill(process, number) }
    }
  }

  func remove(_ process: pid_t) { state.withLock { _ = $0.processes.remove(process) } }

  /// Sends a signal to all programs.
  ///
  /// - Returns: false where nobody has or awaits one.
  @discardableResult
  func pass(_ number: Int32) -> Bool {
    state.withLock { state in
      state.passed = number
      for process in state.processes { kill(process, number) }
      return state.callers > 0
    }
  }
}
