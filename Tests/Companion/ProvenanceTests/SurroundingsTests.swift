import ChildProcesses
import Foundation
import Provenance
import TestSupport
import Testing

/// What is recorded of the commit, and why where there is none.
@Suite struct SurroundingsTests {
  private func git(_ arguments: String..., in folder: URL) async throws {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]
    let outcome = try await Command.run("git", identity + arguments, in: folder)
    #expect(outcome.succeeded, "\(outcome.errors)")
  }

  /// A repository with two commits.
  private func repository(_ scratch: Scratch, named name: String = "repository") async throws -> URL {
    let folder = scratch.folder.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await git("init", in: folder)
    for text in ["let a = 1\n", "let a = 2\n"] {
      try text.write(to: folder.appending(path: "a.swift"), atomically: true, encoding: .utf8)
      try await git("add", ".", in: folder)
      try await git("commit", "-m", text, in: folder)
    }
    return folder
  }

  private func expectUnknown(_ reason: String, _ folder: URL?, isSource: Bool = true) async {
    let facts = await Surroundings.now(repository: folder, isSource: isSource)
    #expect(facts.gitCommit.hasPrefix("unknown (") && facts.gitCommit.contains(reason), "\(facts.gitCommit)")
    #expect(facts.gitState == .unknown && facts.gitDiff.isEmpty)
  }

  /// The commit of a folder is not that of a program which was built from something else.
  @Test func aProgramFromOtherSources() async throws {
    let scratch = try Scratch()
    let folder = try await repository(scratch)
    await expectUnknown("built from other sources than the folder holds", folder, isSource: false)
  }

  @Test func noRepositoryAndNoCommit() async throws {
    let scratch = try Scratch()
    await expectUnknown("there is no git repository", scratch.folder)
    try await git("init", in: scratch.folder)
    await expectUnknown("has no commit yet", scratch.folder)
  }

  /// A folder that was unpacked inside of another repository, tracked there or not, has none of its own.
  @Test func theRepositoryOfSomethingElse() async throws {
    let scratch = try Scratch()
    let outer = try await repository(scratch)
    let inner = outer.appending(path: "mesoscale")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    await expectUnknown("in the git repository of something else", inner)
    // The controls: the repository itself, directly and through a link.
    let commit = await Surroundings.now(repository: outer).gitCommit
    #expect(commit.count == 40)
    let link = scratch.folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outer)
    #expect(await Surroundings.now(repository: link).gitCommit == commit)
  }

  /// What must be known to find a commit again stands behind it.
  @Test func remarks() async throws {
    let scratch = try Scratch()
    let folder = try await repository(scratch)
    let commit = await Surroundings.now(repository: folder).gitCommit
    try await git("checkout", "--detach", in: folder)
    let detached = await Surroundings.now(repository: folder)
    #expect(detached.gitCommit == "\(commit) (no branch was checked out)" && detached.gitState == .clean)
    try await git("checkout", "main", in: folder)
    try await git("clone", "--depth", "1", "file://\(folder.path)", "shallow", in: scratch.folder)
    let shallow = await Surroundings.now(repository: scratch.folder.appending(path: "shallow"))
    #expect(shallow.gitCommit == "\(commit) (the history is cut off: a shallow clone)" && shallow.gitState == .clean)
  }
}
