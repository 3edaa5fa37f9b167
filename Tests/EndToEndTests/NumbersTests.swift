import Companion
import Foundation
import Provenance
import TestSupport
import Testing

/// `mesoscale numbers`: all numbers of a figure.
@Suite struct NumbersTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.checkout(with: ["data/published/parity-gate.json"])
    return scratch
  }

  private func published() throws -> FigureDocument {
    try #require(try FigureDocument.published("parity-gate", in: Project(root: Programs.repository)))
  }

  private struct Document: Codable {
    var figure, source, run: String
    var quality: RunRecord.Quality
    var numbers: [NumberRecord]
  }

  /// Where nothing was run, the published numbers are printed; afterwards those of the latest run.
  @Test func publishedAndRun() async throws {
    let scratch = try scratch()
    let published = try published()
    let before = try await scratch.mesoscale(["numbers", "parity-gate"])
    #expect(before.succeeded && before.errors.isEmpty, "\(before.errors)")
    let lines = before.output.split(separator: "\n")
    #expect(lines.first == "parity-gate: published in data/published/parity-gate.json")
    #expect(lines.count == published.numbers.count + 1)
    for (number, line) in zip(published.numbers, lines.dropFirst()) {
      let columns = line.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(columns.first == number.name && columns.last == (number.unit.isEmpty ? columns.last : number.unit))
    }
    let settings = ["--quick", "--set", "angles=30", "--set", "sampledAngles=30", "--set", "bottleneckAngles=30"]
    #expect(try await scratch.mesoscale(["run", "parity-gate"] + settings).succeeded)
    let after = try await scratch.mesoscale(["numbers", "parity-gate", "--json"])
    let document = try JSON.decode(Document.self, from: after.output)
    let store = try Store(existingAt: scratch.folder.appending(path: "data/runs.sqlite").path)
    let run = try #require(try store.runs().first)
    #expect(document.run == run.identity && document.quality == .quick)
    #expect(document.numbers == (try store.numbers(of: run.id)) && document.source.contains("data/runs.sqlite"))
    let again = try await scratch.mesoscale(["numbers", "parity-gate", "--published"])
    #expect(again.output == before.output)
    #expect(try await scratch.mesoscale(["numbers", "parity-gate"]).output.contains("run 1 at quick quality"))
  }

  /// JSON holds every bit.
  @Test func json() async throws {
    let outcome = try await scratch().mesoscale(["numbers", "parity-gate", "--published", "--json"])
    let document = try JSON.decode(Document.self, from: outcome.output)
    let published = try published()
    #expect(document.figure == "parity-gate" && document.run == published.run && document.quality == .paper)
    #expect(document.numbers == published.numbers)
  }

  /// So do comma-separated values, by the rules of RFC 4180.
  @Test func commaSeparatedValues() async throws {
    let outcome = try await scratch().mesoscale(["numbers", "parity-gate", "--published", "--csv"])
    let rows = outcome.output.components(separatedBy: "\r\n")
    let published = try published()
    #expect(rows.first == "name,value,standard error,unit" && rows.last == "")
    #expect(rows.count == published.numbers.count + 2)
    for (number, row) in zip(published.numbers, rows.dropFirst()) {
      let fields = row.components(separatedBy: ",")
      try #require(fields.count == 4 && !row.contains("\n"), "\(row)")
      #expect(fields[0] == number.name && fields[3] == number.unit)
      #expect(Double(fields[1]) == number.value && Double(fields[2]) == number.standardError)
    }
  }

  /// A store that is named is the one that is read: numbers are never those of another place.
  @Test func aStoreWithoutTheFigure() async throws {
    let scratch = try scratch()
    _ = try Store(at: scratch.store)
    let outcome = try await scratch.mesoscale(["numbers", "parity-gate", "--store", scratch.store])
    #expect(!outcome.succeeded && outcome.output.isEmpty)
    #expect(outcome.errors.contains("No run of 'parity-gate' has finished in the store"), "\(outcome.errors)")
  }

  /// A full disk behind standard output gets a sentence, and a reader that has read enough gets no more.
  @Test func standardOutputMayEnd() async throws {
    let scratch = try scratch()
    for form in ["", " --json", " --csv"] {
      let program = Programs.path("mesoscale") + " numbers parity-gate" + form
      let full = try await scratch.run("sh", ["-c", program + " > /dev/full"])
      #expect(!full.succeeded && full.errors == "mesoscale: Standard output cannot be written: the disk is full.\n")
      let read = try await scratch.run("sh", ["-c", program + " | head -n 1"])
      #expect(read.errors.isEmpty && read.output.split(separator: "\n").count == 1, "\(read.errors)")
      let gone = try await scratch.run("sh", ["-c", "(trap '' PIPE; sleep 0.3; \(program)) | true"])
      #expect(gone.errors == "mesoscale: Standard output cannot be written: its reader has gone.\n")
    }
  }
}
