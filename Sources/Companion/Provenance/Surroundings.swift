import ChildProcesses
import Foundation

/// On what machine and from what sources a run was made. A fact that could not be found out is recorded as "unknown".
public struct Surroundings: Sendable, Hashable {
  /// The commit of the working tree.
  public var gitCommit = "unknown"
  /// Whether the sources differ from that commit.
  public var gitState = GitState.unknown
  /// How they differ, with the files that git does not track yet; empty where they do not.
  public var gitDiff = ""
  /// How the program was built: configuration and flags.
  public var build = "unknown"
  /// The operating system, the processor and the name of the machine.
  public var os = "unknown", cpu = "unknown", host = "unknown"
  /// What `gnuplot --version` says.
  public var gnuplot = "unknown"

  /// Whether the sources differ from the commit.
  public enum GitState: String, Sendable { case clean, dirty, unknown }

  /// Surroundings of which nothing is known yet.
  public init() {}

  /// The facts as they are now.
  ///
  /// - Parameter repository: the root of the working tree, nil if there is none.
  public static func now(repository: URL?) async -> Surroundings {
    var facts = Surroundings()
    facts.build = ProcessInfo.processInfo.environment["MESOSCALE_BUILD"] ?? "unknown"
    facts.os = osRelease() ?? "unknown"
    facts.cpu = processorName() ?? "unknown"
    facts.host = ProcessInfo.processInfo.hostName
    if let version = await Command.output("gnuplot", ["--version"]) { facts.gnuplot = version }
    if let repository { await facts.readGit(repository) }
    return facts
  }

  /// What does not count as a source: figures, data and texts are made from the sources, not the other way round.
  private static let sources = ["--", ".", ":!figures", ":!data", ":!*.md", ":!CITATION.cff"]

  private mutating func readGit(_ repository: URL) async {
    guard let commit = await Command.output("git", ["rev-parse", "HEAD"], in: repository) else { return }
    gitCommit = commit
    // A private index lets the diff show untracked files in full and leaves the user's index alone.
    let index = FileManager.default.temporaryDirectory.appending(path: "mesoscale-index-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: index) }
    let environment = ["GIT_INDEX_FILE": index.path]
    guard
      await Command.output("git", ["read-tree", "HEAD"], in: repository, environment: environment) != nil,
      await Command.output("git", ["add", "--intent-to-add", "."], in: repository, environment: environment) != nil,
      let outcome = try? await Command.run(
        "git", ["diff", "HEAD", "--no-ext-diff", "--no-color"] + Self.sources, in: repository, environment: environment),
      outcome.succeeded
    else { return }
    gitState = outcome.output.isEmpty ? .clean : .dirty
    gitDiff = outcome.output
  }

  private static func osRelease() -> String? {
    let text = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)
    let name = text?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return name.map { $0.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: ["\""]) }
      ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  private static func processorName() -> String? {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let model = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let family = text?.split(separator: "\n").first { $0.hasPrefix("model\t") }
    func value(_ line: Substring?) -> String? {
      line?.split(separator: ":").dropFirst().first.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return value(model).map { name in value(family).map { "\(name), model \($0)" } ?? name }
  }
}
