import Foundation
import Subprocess
import Synchronization

/// Another program, run to its end without a shell.
public enum Command {
  /// How a program ended, and what it printed.
  public struct Outcome: Sendable {
    /// Whether it exited with code 0.
    public let succeeded: Bool
    /// What it printed.
    public let output, errors: String
  }

  /// Runs a program found in PATH, or at a path if its name holds a slash.
  ///
  /// - Throws: an error where there is no such program, or where it prints more than 16 MB.
  public static func run(
    _ name: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) async throws -> Outcome {
    let settings = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) })
    let result = try await Subprocess.run(
      name.contains("/") ? .path(.init(name)) : .name(name), arguments: Arguments(arguments),
      environment: .inherit.updating(settings),
      workingDirectory: folder.map { .init($0.path) }, output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24))
    return Outcome(
      succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
      errors: result.standardError)
  }

  /// What a program prints, without white space at the ends; nil where it cannot be run or fails.
  public static func output(
    _ name: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) async -> String? {
    guard let outcome = try? await run(name, arguments, in: folder, environment: environment), outcome.succeeded else {
      return nil
    }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a program at a path on this program's own standard error, and passes SIGINT, SIGTERM and SIGHUP on to it.
  ///
  /// - Returns: what it printed, and its exit code: 128 + n where signal n ended it.
  /// - Throws: an error where there is no such program, or where it prints more than 16 MB.
  public static func attached(_ program: URL, _ arguments: [String]) async throws -> (output: String, code: Int) {
    let signals = [SIGINT, SIGTERM, SIGHUP]
    attachedProcess.store(0, ordering: .relaxed)
    // A handler that is caught here is back to its default in the new program; one that is ignored stays ignored.
    let former = signals.map { number -> sighandler_t? in
      let handler = signal(number) { number in
        let process = attachedProcess.load(ordering: .relaxed)
        if process > 0 { kill(process, number) }
      }
      if unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
      return handler
    }
    defer { for (number, handler) in zip(signals, former) { signal(number, handler) } }
    let result = try await Subprocess.run(
      .path(.init(program.path)), arguments: Arguments(arguments), input: .none, output: .string(limit: 1 << 24),
      error: .currentStandardError
    ) { execution in
      attachedProcess.store(execution.processIdentifier.value, ordering: .relaxed)
    }
    attachedProcess.store(0, ordering: .relaxed)
    return switch result.terminationStatus {
    case .exited(let code): (result.standardOutput, Int(code))
    case .signaled(let number): (result.standardOutput, 128 + Int(number))
    }
  }
}

/// The process to which a signal handler passes its signals: the only thing that a handler can see is a global.
private let attachedProcess = Atomic<Int32>(0)
