import ArgumentParser
import ChildProcesses
import Companion
import Foundation
import Provenance

/// `mesoscale checkout`: the sources that a run was built from.
struct Checkout: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the sources of a run into a new folder, with the changes that were not committed.",
    usage: "mesoscale checkout <run> <folder> [--json] [--store <file>]",
    discussion: """
      The recorded commit is taken out of the repository, which is not changed, and the recorded changes are applied to \
      it; then every file is compared with the digest that git wrote down for it. Figures, data and texts in Markdown are \
      those of the commit: changes of them are not recorded, as they are made from the sources. \(Computation.naming)
      """)

  @Argument(help: ArgumentHelp("The run.", valueName: "run"), completion: .runs)
  var name: String

  @Argument(
    help: ArgumentHelp("The folder to make; it may be there if it is empty.", valueName: "folder"),
    completion: .directory)
  var folder: String

  @OptionGroup var options: QuestionOptions

  mutating func run() async throws {
    let project = try Project.find()
    let source = try RunSource(named: name, options.store, in: project)
    let target = URL(fileURLWithPath: folder).standardizedFileURL
    let isNew = try Self.claim(target)
    do {
      let files = try await SourceCopy(source: source, repository: project.root, target: target).make()
      try options.print(
        "\(folder.escapingControls): \(counted(files, "file")) of the commit \(source.commit.prefix(12))"
          + (source.diff.isEmpty ? "" : " with the recorded changes")
          + ", each with the digest that git recorded.",
        json: .object([
          "folder": .text(target.path), "commit": .text(source.commit), "files": .integer(files),
          "hasChanges": .bool(!source.diff.isEmpty), "verified": .bool(true),
          "run": source.run.map { .integer(Int($0)) } ?? .null,
        ]))
    } catch {
      // What is not whole is of no use, and would be in the way of the next try.
      Self.clear(target, isNew: isNew)
      throw error
    }
  }

  /// Makes the folder, or takes one that is empty; returns whether it was made.
  private static func claim(_ folder: URL) throws -> Bool {
    let manager = FileManager.default
    let shown = folder.path.escapingControls
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw Complaint("'\(shown)' is a file: name a new folder.") }
      guard let names = try? manager.contentsOfDirectory(atPath: folder.path) else {
        throw Complaint("The folder '\(shown)' cannot be read: name a new one.")
      }
      guard names.isEmpty else { throw Complaint("The folder '\(shown)' is not empty: name a new one.") }
      return false
    }
    do {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      return true
    } catch {
      throw Complaint("The folder '\(shown)' cannot be made: the one around it must be writable.")
    }
  }

  private static func clear(_ folder: URL, isNew: Bool) {
    let manager = FileManager.default
    if isNew {
      try? manager.removeItem(at: folder)
    } else {
      for name in (try? manager.contentsOfDirectory(atPath: folder.path)) ?? [] {
        try? manager.removeItem(at: folder.appending(path: name))
      }
    }
  }
}

/// What is recorded of the sources of a run.
struct RunSource {
  /// The run; nil for a published document.
  let run: Int64?
  /// The commit, as 40 hexadecimal digits.
  let commit: String
  /// The changes that were not committed; empty where there were none.
  let diff: String

  /// - Throws: ``Complaint`` where there is no such run, or its sources are not known.
  init(named name: String, _ options: StoreOption, in project: Project) throws {
    let recorded: String
    switch try Computation(named: name, options, in: project) {
    case .published(let document): (run, recorded, diff) = (nil, document.commit, "")
    case .run(let stored):
      func fact(_ name: String) -> String { stored.fact(name) }
      run = stored.id
      recorded = fact("git_commit")
      guard fact("git_state") != "unknown" else {
        let reason =
          recorded.hasPrefix("unknown") ? recorded : "unknown whether they differ from the commit \(recorded)"
        throw Complaint("The sources of run \(stored.id) cannot be taken out: they are \(reason).")
      }
      diff = try fact("git_state") == "dirty" ? Self.changes(of: stored, options, in: project) : ""
    }
    let digits = recorded.prefix { $0.isHexDigit }
    guard digits.count == 40 || digits.count == 64 else {
      throw Complaint("No commit was recorded for '\(name.escapingControls)': it is '\(recorded.escapingControls)'.")
    }
    commit = String(digits)
  }

  private static func changes(of run: StoredRun, _ options: StoreOption, in project: Project) throws -> String {
    guard let diff = try Store(existingAt: options.path(in: project)).diff(of: run.id), !diff.isEmpty else {
      throw Complaint("Run \(run.id) was made from changed sources, and the changes are not in the store.")
    }
    guard !diff.split(separator: "\n").contains(where: { $0.hasPrefix("Binary files ") && $0.hasSuffix(" differ") })
    else {
      throw Complaint(
        "Run \(run.id) was made with a changed file that is no text, and of such only the name is recorded.")
    }
    return diff
  }
}
