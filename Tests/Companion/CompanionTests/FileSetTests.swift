import Companion
import Dispatch
import Foundation
import TestSupport
import Testing

/// Files that are written as one set.
@Suite struct FileSetTests {
  private let names = ["a.gp", "a.svg", "a.pdf", "a.png"]

  private func set(_ content: String) -> FileSet { FileSet(files: names.map { ($0, Data(content.utf8)) }) }

  private func contents(_ folder: URL) throws -> [String] {
    try names.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
  }

  private func all(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Eight writers race for one folder, many times: what lies there in the end is one set, and nothing else is left.
  @Test func writersRace() async throws {
    let scratch = try Scratch()
    let folder = scratch.folder.appending(path: "figures")
    for round in 1...25 {
      DispatchQueue.concurrentPerform(iterations: 8) { writer in
        let text = String(repeating: "\(round) \(writer)\n", count: 1 + 999 * writer)
        let written = try? set(text).write(into: folder)
        #expect(written?.map(\.content) == names.map { _ in Data(text.utf8) })
      }
      let found = try contents(folder)
      #expect(Set(found).count == 1 && found[0].hasPrefix("\(round) "))
      #expect(try all(folder) == names.sorted())
    }
  }

  /// What cannot be renamed later is found before the first file is replaced.
  @Test func aFolderInTheWay() throws {
    let scratch = try Scratch()
    _ = try set("old").write(into: scratch.folder)
    let last = scratch.folder.appending(path: "a.png")
    try FileManager.default.removeItem(at: last)
    try FileManager.default.createDirectory(at: last, withIntermediateDirectories: false)
    let error = #expect(throws: Complaint.self) { try set("new").write(into: scratch.folder) }
    #expect(error?.description.contains("a.png cannot be written: there is a folder in its place") == true)
    #expect(try String(contentsOf: scratch.folder.appending(path: "a.gp"), encoding: .utf8) == "old")
    #expect(try all(scratch.folder) == names.sorted())
  }

  /// On a disk that fills up while the set is written, the old set stays, whole, and nothing is left of the new one.
  @Test func aFullDisk() async throws {
    try await SmallDisk.use(kilobytes: 64) { disk in
      _ = try set("old").write(into: disk)
      let error = #expect(throws: Complaint.self) {
        try set(String(repeating: "new!", count: 6000)).write(into: disk)
      }
      #expect(error?.description.contains("the disk is full") == true)
      #expect(try contents(disk) == names.map { _ in "old" } && all(disk) == names.sorted())
      // The control: a set that fits.
      _ = try set("new").write(into: disk)
      #expect(try contents(disk) == names.map { _ in "new" })
    }
  }

  /// What a program that was killed has left beside a figure goes with the next drawing; other hidden files stay.
  @Test func leftovers() throws {
    let scratch = try Scratch()
    for name in [".a.svg.4711.partial", ".b.svg.4711.partial", ".a.svg"] {
      try Data("half".utf8).write(to: scratch.folder.appending(path: name))
    }
    _ = try set("new").write(into: scratch.folder)
    #expect(try all(scratch.folder) == [".a.svg", ".b.svg.4711.partial"] + names.sorted())
  }
}
