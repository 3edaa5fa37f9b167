import ChildProcesses
import Companion
import Foundation
import Provenance

/// A commit, with changes that were not committed, in a folder of its own. The repository and its index are left alone.
struct SourceCopy {
  let source: RunSource
  let repository: URL, target: URL

  /// How long git may take for one of its commands.
  private static let limit = Duration.seconds(120)

  /// Runs git, which sees nothing of what the environment or the user's settings say of another repository.
  private func git(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) async throws -> Command.Outcome {
    do {
      return try await Command.run(
        "git", arguments, in: folder,
        environment: ["LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"].merging(environment) { $1 },
        inheriting: { !$0.hasPrefix("GIT_") }, limit: Self.limit)
    } catch let error as Command.TimeLimitExceeded {
      throw Complaint("\(error)")
    } catch {
      throw Complaint("git cannot be run: install it.")
    }
  }

  /// Writes the files; returns how many there are.
  ///
  /// - Throws: ``Complaint`` where the repository lacks the commit, or a file does not have the digest that was recorded.
  func make() async throws -> Int {
    let type = try await git(["cat-file", "-t", source.commit], in: repository)
    guard type.output.trimmingCharacters(in: .whitespacesAndNewlines) == "commit" else {
      throw Complaint("The commit \(source.commit) is not in this repository: fetch it.")
    }
    try await extract()
    if !source.diff.isEmpty { try await apply() }
    return try await verify()
  }

  /// Writes the files of the commit, as they lie in it: neither line ends nor links are converted.
  private func extract() async throws {
    let index = FileManager.default.temporaryDirectory.appending(path: "mesoscale-index-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: index) }
    let settings = ["-c", "core.autocrlf=false", "-c", "core.symlinks=true", "-c", "core.fileMode=true"]
    for arguments in [
      ["read-tree", source.commit], settings + ["checkout-index", "--all", "--force", "--prefix=\(target.path)/"],
    ] {
      let outcome = try await git(arguments, in: repository, environment: ["GIT_INDEX_FILE": index.path])
      guard outcome.succeeded else { throw Self.complaint("write the files of the commit", outcome) }
    }
  }

  /// Applies the changes. The folder counts as none of a repository, even where it lies in one: git would pass over files in
  /// silence.
  private func apply() async throws {
    let patch = FileManager.default.temporaryDirectory.appending(path: "mesoscale-\(UUID().uuidString).diff")
    defer { try? FileManager.default.removeItem(at: patch) }
    try source.diff.write(to: patch, atomically: true, encoding: .utf8)
    let strip = source.diff.contains(/(?m)^diff --git "?[a-z]\//) ? "-p1" : "-p0"
    let outcome = try await git(
      ["apply", "--whitespace=nowarn", strip, patch.path], in: target,
      environment: ["GIT_CEILING_DIRECTORIES": target.resolvingSymlinksInPath().deletingLastPathComponent().path])
    guard outcome.succeeded else { throw Self.complaint("apply the recorded changes", outcome) }
  }

  private static func complaint(_ task: String, _ outcome: Command.Outcome) -> Complaint {
    let reason = outcome.errors.split(separator: "\n").first.map { String($0).escapingControls } ?? "it gives no reason"
    return Complaint("git cannot \(task): \(reason).")
  }

  // MARK: - Comparison with what was recorded

  /// A file by the digest that git recorded for it: whole in a commit, the first digits in a diff.
  private struct Blob { var mode: Substring, digest: Substring }

  /// Compares every file with its recorded digest, and looks for files too many; returns how many there are.
  private func verify() async throws -> Int {
    let tree = try await git(["ls-tree", "-r", "-z", source.commit], in: repository)
    guard tree.succeeded else { throw Self.complaint("list the files of the commit", tree) }
    var expected: [String: Blob] = [:]
    for line in tree.output.split(separator: "\0") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      let facts = parts.first?.split(separator: " ") ?? []
      if parts.count == 2, facts.count == 3, facts[1] == "blob" {
        expected[String(parts[1])] = Blob(mode: facts[0], digest: facts[2])
      }
    }
    for change in DiffHeader.all(in: source.diff) {
      let former = change.former.flatMap { expected[$0] }
      if let name = change.former, !change.isCopy { expected[name] = nil }
      // Where only the name or the mode changes, the content is the former one.
      if let path = change.path, let digest = change.digest ?? former?.digest {
        expected[path] = Blob(mode: change.mode ?? former?.mode ?? "100644", digest: digest)
      }
    }
    let names = expected.keys.sorted()
    for place in stride(from: 0, to: names.count, by: 500) {
      let part = names[place..<min(place + 500, names.count)]
      let links = part.filter { expected[$0]?.mode == "120000" }
      let files = part.filter { expected[$0]?.mode != "120000" }
      guard !files.isEmpty else { continue }
      let outcome = try await git(["hash-object", "--no-filters", "--"] + files.map { "./\($0)" }, in: target)
      let digests = outcome.output.split(separator: "\n")
      guard outcome.succeeded, digests.count == files.count else { throw Self.complaint("read the files", outcome) }
      for (name, digest) in zip(files, digests) where !digest.hasPrefix(expected[name]?.digest ?? "?") {
        throw Complaint("The file \(name.escapingControls) does not have the digest that was recorded for it.")
      }
      for link in links
      where (try? FileManager.default.destinationOfSymbolicLink(atPath: target.path + "/" + link)) == nil {
        throw Complaint("The link \(link.escapingControls) of the commit is missing.")
      }
    }
    let found = FileManager.default.enumerator(at: target, includingPropertiesForKeys: [.isDirectoryKey])
    let count = (found?.compactMap { $0 as? URL } ?? []).count {
      (try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory != true
    }
    guard count == names.count else {
      throw Complaint("\(count) files were written, and the commit with its changes has \(names.count).")
    }
    return count
  }
}

/// What the head of a file in a diff of git says.
struct DiffHeader {
  /// The file before and after; nil where it is made or removed.
  var former: String?, path: String?
  /// The first digits of the digest of the new file; nil where its content is the former one.
  var digest: Substring?
  var mode: Substring?
  /// Whether the former file stays.
  var isCopy = false

  /// The heads of all files whose content, name or mode changes.
  static func all(in diff: String) -> [DiffHeader] {
    var headers: [DiffHeader] = []
    // Lines of a hunk are counted, since they may look like anything.
    var (old, new) = (0, 0)
    for line in diff.split(separator: "\n", omittingEmptySubsequences: false) {
      if old > 0 || new > 0 {
        if line.first == "-" {
          old -= 1
        } else if line.first == "+" {
          new -= 1
        } else if line.first != "\\" {
          (old, new) = (old - 1, new - 1)
        }
      } else if let hunk = line.prefixMatch(of: /@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/) {
        (old, new) = (hunk.1.flatMap { Int($0) } ?? 1, hunk.2.flatMap { Int($0) } ?? 1)
      } else if line.hasPrefix("diff --git ") {
        let name = Self.name(inHead: line.dropFirst("diff --git ".count))
        headers.append(DiffHeader(former: name, path: name))
      } else if let last = headers.indices.last {
        headers[last].read(line)
      }
    }
    return headers
  }

  private mutating func read(_ line: Substring) {
    if let match = line.wholeMatch(of: /index [0-9a-f]+\.\.([0-9a-f]+)(?: (\d+))?/) {
      digest = match.1
      mode = match.2 ?? mode
    } else if let match = line.wholeMatch(of: /(?:new file mode|new mode) (\d+)/) {
      mode = match.1
    } else if line.hasPrefix("deleted file mode") {
      path = nil
    } else if let match = line.wholeMatch(of: /(rename|copy) from (.+)/) {
      former = Self.plain(match.2)
      isCopy = match.1 == "copy"
    } else if let match = line.wholeMatch(of: /(?:rename|copy) to (.+)/) {
      path = Self.plain(match.1)
    }
  }

  /// `a/name b/name` → `name`: both names are the same, unless the file was renamed.
  private static func name(inHead head: Substring) -> String? {
    if head.hasPrefix("\"") {
      let middle = head.range(of: "\" \"")
      return middle.map { stripped(plain(head[..<$0.lowerBound] + "\"")) }
    }
    let half = head.count / 2
    return head.count % 2 == 1 ? stripped(String(head.prefix(half))) : nil
  }

  private static func stripped(_ name: String) -> String {
    name.contains(/^[a-z]\//) ? String(name.dropFirst(2)) : name
  }

  /// A name without the quotation marks and the escapes that git puts around unusual characters.
  private static func plain(_ name: Substring) -> String {
    guard name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 else { return String(name) }
    var bytes: [UInt8] = []
    var rest = name.dropFirst().dropLast().utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch next {
      case UInt8(ascii: "0")...UInt8(ascii: "3"):
        let digits = [next] + rest.prefix(2)
        rest = rest.dropFirst(2)
        bytes.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1) - 48 }))
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      default: bytes.append(next)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
