import Companion
import Digest
import Foundation
import Provenance
import TestSupport
import Testing

/// What a run reads is recorded, be it a file or data that it made.
@Suite struct InputTests {
  @Test func filesAndGeneratedDataAreRecorded() throws {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "measured.csv")
    try Data("1,2\n".utf8).write(to: file)
    let run = try scratch.run()
    #expect(try run.input(file, named: "measured") == Data("1,2\n".utf8))
    let made = Data("3,4,5\n".utf8)
    try run.input(named: "drawn", sha256: sha256(made), bytes: made.count)
    let expected = [
      FileRecord(path: "measured", sha256: sha256("1,2\n"), bytes: 4),
      FileRecord(path: "drawn", sha256: sha256("3,4,5\n"), bytes: 6),
    ]
    #expect(run.inputs == expected)
    let store = try Store(existingAt: scratch.store)
    let number = try #require(try store.runs().first).id
    #expect(try Set(store.inputs(of: number)) == Set(expected))
    #expect(try store.verifyChain().faults.isEmpty)
  }

  @Test func aMissingFileIsASentence() throws {
    let scratch = try Scratch()
    let run = try scratch.run()
    let missing = scratch.folder.appending(path: "none.csv")
    #expect(throws: Complaint("The input file \(missing.path) cannot be read.")) {
      try run.input(missing, named: "none")
    }
    #expect(run.inputs.isEmpty)
  }
}
