import ChildProcesses
import Foundation

/// The working tree of the project, as git sees it.
struct WorkingTree {
  /// Its root folder.
  let root: URL

  /// What does not count as a source: figures, data and texts are made from the sources, not the other way round.
  private static let sources = ["--", ".", ":!figures", ":!data", ":!*.md", ":!CITATION.cff"]

  /// How long git may take for one of its commands.
  private static let limit = Duration.seconds(60)

  /// Runs git, which sees nothing of what the environment says of another repository.
  private func git(_ arguments: [String], index: URL? = nil) async throws -> Command.Outcome {
    try await Command.run(
      "git", arguments, in: root,
      environment: ["LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"].merging(
        index.map { ["GIT_INDEX_FILE": $0.path] } ?? [:]
      ) { $1 }, inheriting: { !$0.hasPrefix("GIT_") }, limit: Self.limit)
  }

  /// The commit, or why it is unknown; whether the sources differ from it, and how.
  func state() async -> (commit: String, state: Surroundings.GitState, diff: String) {
    do {
      let commit = try await self.commit()
      guard let diff = try await diff() else { return (commit, .unknown, "") }
      return (commit, diff.isEmpty ? .clean : .dirty, diff)
    } catch let reason as Reason {
      return (Surroundings.unknown(reason.text), .unknown, "")
    } catch let error as Command.TimeLimitExceeded {
      return (Surroundings.unknown("\(error)"), .unknown, "")
    } catch {
      return (Surroundings.unknown("git cannot be run"), .unknown, "")
    }
  }

  /// Why the commit is unknown.
  private struct Reason: Error { let text: String }

  /// The commit, with what must be known to find it again.
  private func commit() async throws -> String {
    let top = try await git(["rev-parse", "--show-toplevel", "--is-shallow-repository"])
    let lines = top.output.split(separator: "\n").map(String.init)
    guard top.succeeded, lines.count == 2 else {
      let complaint = top.errors.split(separator: "\n").first.map(String.init) ?? ""
      throw Reason(text: complaint.contains("not a git repository") ? "there is no git repository" : complaint)
    }
    guard Self.real(lines[0]) == Self.real(root.path) else {
      throw Reason(text: "the folder lies in the git repository of something else, \(lines[0])")
    }
    let head = try await git(["rev-parse", "--verify", "--quiet", "HEAD"])
    guard head.succeeded else { throw Reason(text: "the git repository has no commit yet") }
    var remarks: [String] = []
    if lines[1] == "true" { remarks.append("the history is cut off: a shallow clone") }
    if try await !git(["symbolic-ref", "--quiet", "HEAD"]).succeeded { remarks.append("no branch was checked out") }
    let commit = head.output.trimmingCharacters(in: .whitespacesAndNewlines)
    return remarks.isEmpty ? commit : "\(commit) (\(remarks.joined(separator: "; ")))"
  }

  /// The path without symbolic links.
  private static func real(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// How the sources differ from the commit; nil where git cannot say.
  private func diff() async throws -> String? {
    // A private index lets the diff show untracked files in full and leaves the user's index alone.
    guard let scratch = try? ScratchFolder() else { return nil }
    defer { scratch.remove() }
    let index = scratch.url.appending(path: "index")
    for arguments in [["read-tree", "HEAD"], ["add", "--intent-to-add", "."]] {
      guard try await git(arguments, index: index).succeeded else { return nil }
    }
    let outcome = try await git(
      ["diff", "HEAD", "--no-ext-diff", "--no-textconv", "--no-color"] + Self.sources, index: index)
    return outcome.succeeded ? outcome.output : nil
  }
}
