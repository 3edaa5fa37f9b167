import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

/// What a store may lie in, and what none is made of.
@Suite struct StoreFileTests {
  /// Names that SQLite takes for something else.
  @Test(arguments: ["", ":memory:", "file:x?mode=memory", "file:runs.sqlite", "file::memory:?cache=shared"])
  func namesThatAreNoFile(path: String) {
    let error = #expect(throws: StoreError.self) { try Store(at: path) }
    #expect(error?.description.hasPrefix("--store wants the name of a file") == true)
    #expect(throws: StoreError.self) { try Store(existingAt: path) }
    #expect(throws: StoreError.self) { try Store.exists(at: path) }
  }

  /// What is no store is not made one, and stays as it is.
  @Test(arguments: ["empty", "folder", "pipe", "link"])
  func whatIsNoStoreStaysAsItIs(kind: String) throws {
    let scratch = try Scratch()
    let path = scratch.store
    let sentence: String
    switch kind {
    case "empty":
      try Data().write(to: URL(fileURLWithPath: path))
      sentence = "is empty"
    case "folder":
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      sentence = "is a folder"
    case "pipe":
      #expect(mkfifo(path, 0o600) == 0)
      sentence = "is no regular file"
    default:
      #expect(symlink("nowhere", path) == 0)
      sentence = "cannot be opened"
    }
    let before = try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path)
    for _ in 1...2 {
      let error = #expect(throws: StoreError.self) { try Store(at: path) }
      #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }
    #expect(try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path) == before)
    #expect((try? Data(contentsOf: URL(fileURLWithPath: path)))?.isEmpty ?? true || kind == "folder")
  }

  /// A store appears whole, and nothing is left beside it.
  @Test func aNewStoreAppearsWhole() throws {
    let scratch = try Scratch()
    let path = scratch.folder.appending(path: "a b?c#d%.sqlite").path
    _ = try whole(path)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(names.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } == ["a b?c#d%.sqlite"])
    #expect(try Store(existingAt: path).examine().faults.isEmpty)
    // A link to a store is a store.
    let link = scratch.folder.appending(path: "link").path
    #expect(symlink(path, link) == 0)
    #expect(try Reading(Store(existingAt: link)).results.count == 2)
  }

  /// Thirty processes that make one store at the same moment make one.
  @Test func oneStoreIsMade() throws {
    let scratch = try Scratch()
    let path = scratch.store
    DispatchQueue.concurrentPerform(iterations: 30) { _ in
      _ = try? Store(at: path).begin(exampleRun, in: Surroundings())
    }
    let store = try Store(existingAt: path)
    #expect(try store.runs().count == 30 && store.examine().faults.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(names.allSatisfy { !$0.hasSuffix(".new") }, "\(names)")
  }

  /// A store without write permission can be read, and what would write says so in one sentence. (The superuser may write
  /// everywhere: `StoreFaultTests` looks at this with another user's programs.)
  @Test(.enabled(if: geteuid() != 0), arguments: ["clean", "log"]) func aStoreThatCanBeReadOnly(state: String) throws {
    let scratch = try Scratch()
    var writer: Store? = try whole(scratch.store).store
    if state == "clean" { writer = nil }
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    for file in files { chmod(scratch.folder.appending(path: file).path, 0o400) }
    chmod(scratch.folder.path, 0o500)
    defer { chmod(scratch.folder.path, 0o700) }
    let store = try Store(existingAt: scratch.store)
    #expect(store.isReadOnly && store.examine().faults.isEmpty)
    #expect(try Reading(store).numbers.count == 2)
    let error = #expect(throws: StoreError.self) { try store.begin(exampleRun, in: Surroundings()) }
    #expect(error?.description.contains("cannot be written: make it and its folder writable") == true)
    withExtendedLifetime(writer) {}
  }
}
