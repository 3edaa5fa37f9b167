import Foundation
import Subprocess

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
  /// - Parameters:
  ///   - environment: what is set in its environment.
  ///   - isInherited: which variables of this program's environment it sees; nil for all of them.
  ///   - isApart: whether it is in a process group of its own, where Ctrl-C on the terminal does not end it.
  ///   - limit: how long it may take; nil for as long as it likes.
  /// - Throws: an error where there is no such program, or where it prints more than 16 MB; ``TimeLimitExceeded``.
  public static func run(
    _ name: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
    inheriting isInherited: ((String) -> Bool)? = nil, apart isApart: Bool = false, limit: Duration? = nil
  ) async throws -> Outcome {
    let settings = self.settings(environment, inheriting: isInherited)
    var platform = PlatformOptions()
    if isApart { platform.processGroupID = 0 }
    let options = platform
    @Sendable func run(telling tell: @Sendable (pid_t) -> Void) async throws -> Outcome {
      let result = try await Subprocess.run(
        name.contains("/") ? .path(.init(name)) : .name(name), arguments: Arguments(arguments), environment: settings,
        workingDirectory: folder.map { .init($0.path) }, platformOptions: options, input: .none,
        output: .string(limit: 1 << 24), error: .string(limit: 1 << 24)
      ) { tell($0.processIdentifier.value) }
      return Outcome(
        succeeded: result.terminationStatus.isSuccess, output: result.standardOutput, errors: result.standardError)
    }
    guard let limit else { return try await run { _ in } }
    return try await TimeLimit(limit, of: name).keep(run)
  }

  /// The environment of a program.
  private static func settings(
    _ added: [String: String], inheriting isInherited: ((String) -> Bool)?
  ) -> Environment {
    func keyed(_ settings: [String: String]) -> [Environment.Key: String] {
      Dictionary(uniqueKeysWithValues: settings.map { (Environment.Key(stringLiteral: $0), $1) })
    }
    guard let isInherited else { return .inherit.updating(keyed(added)) }
    return .custom(keyed(ProcessInfo.processInfo.environment.filter { isInherited($0.key) }.merging(added) { $1 }))
  }

  /// What a program prints, without white space at the ends; nil where it cannot be run, fails or takes longer than it may.
  public static func output(
    _ name: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
    limit: Duration? = nil
  ) async -> String? {
    let outcome = try? await run(name, arguments, in: folder, environment: environment, limit: limit)
    guard let outcome, outcome.succeeded else { return nil }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
