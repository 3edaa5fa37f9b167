import ChildProcesses
import Foundation

/// On what machine and from what sources a run was made. A fact that could not be found out is recorded as "unknown",
/// and what is known of the reason in parentheses behind it.
public struct Surroundings: Sendable, Hashable {
  /// The commit of the working tree, with a remark in parentheses where its history is cut off or no branch leads to
  /// it.
  public var gitCommit = "unknown"
  /// Whether the sources differ from that commit.
  public var gitState = GitState.unknown
  /// How they differ, with the files that git does not track yet; empty where they do not.
  public var gitDiff = ""
  /// How the program was built: configuration and flags; and the versions of the libraries that it uses.
  public var build = "unknown"
  /// The operating system, the processor and the name of the machine.
  public var os = "unknown", cpu = "unknown", host = "unknown"
  /// What `gnuplot --version` says.
  public var gnuplot = "unknown"

  /// Whether the sources differ from the commit.
  public enum GitState: String, Sendable {
    /// The sources are those of the commit.
    case clean
    /// They differ from it.
    case dirty
    /// There is no repository, or the program was built from other sources.
    case unknown
  }

  /// Surroundings of which nothing is known yet.
  public init() {}

  /// The facts as they are now.
  ///
  /// - Parameters:
  ///   - repository: the root of the working tree, nil if there is none.
  ///   - isSource: whether the program was built from the sources in that tree. Where it was not, the commit says nothing
  ///     of the program, and none is recorded.
  public static func now(repository: URL?, isSource: Bool = true) async -> Surroundings {
    var facts = ofMachine
    if let version = await Command.output("gnuplot", ["--version"], limit: .seconds(30)) { facts.gnuplot = version }
    if !isSource {
      facts.gitCommit = unknown("the program was built from other sources than the folder holds")
    } else if let repository {
      let tree = WorkingTree(root: repository)
      (facts.gitCommit, facts.gitState, facts.gitDiff) = await tree.state()
    }
    return facts
  }

  /// What is known of the machine and of the build without asking another program.
  package static var ofMachine: Surroundings {
    var facts = Surroundings()
    let build = ProcessInfo.processInfo.environment["MESOSCALE_BUILD"] ?? "unknown"
    facts.build = ([build] + LoadedLibraries.versions).joined(separator: "; ")
    facts.os = osRelease() ?? "unknown"
    facts.cpu = processor
    facts.host = ProcessInfo.processInfo.hostName
    return facts
  }

  /// How it is recorded that something is unknown.
  static func unknown(_ reason: String) -> String { "unknown (\(reason))" }

  private static func osRelease() -> String? {
    let text = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)
    let name = text?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return name.map { $0.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: ["\""]) }
      ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// The processor; "unknown" where it does not say.
  public static var processor: String { processorName() ?? "unknown" }

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
