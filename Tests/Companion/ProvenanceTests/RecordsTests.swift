import ChildProcesses
import Digest
import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct RecordsTests {
  /// FIPS 180-4, examples.
  @Test func sha256OfKnownTexts() {
    #expect(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(sha256(fields: ["ab", "c"]) != sha256(fields: ["a", "bc"]))
  }

  @Test func shards() throws {
    let shard = try #require(Shard("2/3"))
    #expect((0..<6).map(shard.contains) == [false, true, false, false, true, false])
    #expect(Shard("1/1") == .whole)
    for text in ["", "1", "0/3", "4/3", "a/b", "1/2/3", "1/0", "-1/2", "1/"] { #expect(Shard(text) == nil, "\(text)") }
    let parts = (1...5).compactMap { Shard("\($0)/5") }
    #expect((0..<100).allSatisfy { place in parts.count { $0.contains(place) } == 1 })
  }

  @Test func programsAreRunToTheirEnd() async throws {
    let outcome = try await Command.run("sh", ["-c", "echo out; echo err >&2; exit 3"])
    #expect(!outcome.succeeded && outcome.output == "out\n" && outcome.errors == "err\n")
    #expect(await Command.output("sh", ["-c", "echo $WORD"], environment: ["WORD": "hello"]) == "hello")
    #expect(await Command.output("no-such-program", []) == nil)
    #expect(await Command.output("false", []) == nil)
  }

  /// The diff of a run holds what git tracks and what it does not yet; figures and data do not count.
  @Test func theStateOfTheSources() async throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    func git(_ arguments: String...) async throws {
      let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]
      #expect(try await Command.run("git", identity + arguments, in: folder).succeeded)
    }
    func write(_ text: String, to name: String) throws {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(await Surroundings.now(repository: folder).gitState == .unknown)
    try write("let a = 1\n", to: "Sources/a.swift")
    try await git("init")
    try await git("add", ".")
    try await git("commit", "-m", "first")
    let clean = await Surroundings.now(repository: folder)
    #expect(clean.gitState == .clean && clean.gitDiff.isEmpty && clean.gitCommit.count == 40)
    try write("drawn", to: "figures/f.svg")
    #expect(await Surroundings.now(repository: folder).gitState == .clean)
    try write("let a = 2\n", to: "Sources/a.swift")
    try write("let b = 3\n", to: "Sources/new.swift")
    let dirty = await Surroundings.now(repository: folder)
    #expect(dirty.gitState == .dirty)
    #expect(dirty.gitDiff.contains("+let a = 2") && dirty.gitDiff.contains("+let b = 3"))
    // Looking leaves the user's index alone.
    #expect(await Command.output("git", ["status", "--short"], in: folder)?.contains("?? Sources/new.swift") == true)
  }
}
