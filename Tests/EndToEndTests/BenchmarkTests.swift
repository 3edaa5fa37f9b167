import BenchmarkRecords
import ChildProcesses
import Companion
import Estimation
import Foundation
import TestSupport
import Testing

/// The benchmark measures what it says: both versions of a kernel compute the same, and no event allocates memory.
@Suite struct BenchmarkTests {
  private func benchmark(_ arguments: [String], in scratch: Scratch) async throws -> Command.Outcome {
    try await Command.run(Programs.path("benchmark"), arguments, in: scratch.folder)
  }

  /// What `--agreement` prints.
  private struct Agreement: Codable {
    struct Outcome: Codable {
      var events: Int
      var quantities: [Estimate]
    }
    var title: String
    var library, plain: Outcome
  }

  private func agreements() async throws -> [Agreement] {
    let outcome = try await benchmark(["--agreement"], in: Scratch())
    #expect(outcome.succeeded, "\(outcome.errors)")
    return try JSON.decode([Agreement].self, from: outcome.output)
  }

  private func areConsistent(_ one: Agreement.Outcome, _ other: Agreement.Outcome) -> Bool {
    zip(one.quantities, other.quantities).allSatisfy { $0.isConsistent(with: $1, sigmas: 5) }
  }

  /// The whole benchmark in quick mode: valid JSON, a row for every kernel, and not one allocation per event. A steady
  /// state is an event as a whole and needs its memory.
  @Test func everyRowIsMeasured() async throws {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "speed.json")
    let outcome = try await benchmark(["--quick", "--json", file.path], in: scratch)
    #expect(outcome.succeeded, "\(outcome.errors)")
    let document = try JSON.decode(
      BenchmarkDocument.self, from: String(contentsOf: file, encoding: .utf8))
    #expect(outcome.output == document.markdown + "\n")
    #expect(document.isQuick && document.markdown.contains("a quick look"))
    let titles = document.rows.map { row in
      [row.kernel, row.variant, row.size].filter { !$0.isEmpty }.joined(separator: ", ")
    }
    #expect(try await agreements().map(\.title) == titles && Set(titles).count == titles.count)
    for scaling in [document.twoThreads, document.twoThreadsUndisturbed] {
      #expect(try #require(scaling) > 0.1 && scaling?.isFinite == true)
    }
    for row in document.rows {
      let times = [row.nanoseconds, row.medianNanoseconds, row.naiveNanoseconds]
      #expect(times.allSatisfy { $0 > 0 && $0.isFinite } && row.medianNanoseconds >= row.nanoseconds, "\(row)")
      #if canImport(Glibc)
        let allocations = try #require(row.allocations)
        if row.unit != "solution" { #expect(allocations == 0, "\(row.kernel), \(row.variant), \(row.size)") }
        #expect(try #require(row.peakMemory) > 1)
      #endif
    }
    #if canImport(Glibc)
      // The control: what allocates memory is seen to do so.
      #expect(document.rows.contains { $0.unit == "solution" && ($0.allocations ?? 0) > 0 })
    #endif
  }

  /// The plain versions find what the library finds, and networks that differ are told apart.
  @Test func bothVersionsComputeTheSame() async throws {
    let agreements = try await agreements()
    for agreement in agreements {
      #expect(agreement.library.events > 0 && agreement.plain.events > 0)
      #expect(agreement.library.quantities.count == agreement.plain.quantities.count)
      #expect(areConsistent(agreement.library, agreement.plain), "\(agreement.title)")
    }
    func row(_ name: String, _ size: String) throws -> Agreement {
      try #require(agreements.first { $0.title.hasPrefix(name) && $0.title.hasSuffix(size) })
    }
    let exponential = try row("spin network, exponential rates", "N = 8")
    #expect(!areConsistent(exponential.library, try row("spin network, glauber rates", "N = 8").plain))
  }

  @Test func aRowThatIsNotThere() async throws {
    let outcome = try await benchmark(["--quick", "--only", "teapot"], in: Scratch())
    #expect(!outcome.succeeded && outcome.output.isEmpty)
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("'teapot'"))
    #expect(outcome.errors.contains("user's process, ring by Gillespie, 30 states"), "\(outcome.errors)")
  }

  /// Without Python the columns are empty, with a note; with one that has numpy or numba they are filled.
  @Test func pythonMayBeMissing() async throws {
    func document(_ python: String) async throws -> BenchmarkDocument {
      let scratch = try Scratch()
      let file = scratch.folder.appending(path: "speed.json")
      let outcome = try await benchmark(
        ["--quick", "--only", "ring", "--python", python, "--json", file.path], in: scratch)
      #expect(outcome.succeeded, "\(outcome.errors)")
      return try JSON.decode(BenchmarkDocument.self, from: String(contentsOf: file, encoding: .utf8))
    }
    let without = try await document("/nonexistent/python")
    #expect(without.python == "no Python that works was found" && without.markdown.contains("| – | – |"))
    guard await Command.output("python3", ["-c", "import numba"]) != nil else { return }
    let found = try await document("python3")
    #expect(found.python.contains("numba") && found.rows.allSatisfy { ($0.numbaNanoseconds ?? 0) > 0 })
  }

  /// The tables in the texts are the committed measurement; another one is found and mended.
  @Test func theTableIsWoven() async throws {
    let scratch = try Scratch()
    try scratch.checkoutOfTheTexts()
    let table = try BenchmarkDocument.committed(in: Project(root: Programs.repository))
    #expect(!table.isQuick)
    for (name, part) in [
      ("data/benchmark.md", "<!--= benchmark -->\n\(table.markdown)\n<!-- -->\n"),
      ("README.md", "<!--= speed -->\n\(try table.summary())\n<!-- -->\n"),
    ] {
      let file = scratch.folder.appending(path: name)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains(part), "\(name)")
      let forged = text.replacing("× numba |", with: "× slower |")
      try forged.write(to: file, atomically: true, encoding: .utf8)
      let check = try await scratch.mesoscale(["weave", "--check"])
      #expect(!check.succeeded && check.output.contains("is not that of data/benchmark.json"), "\(check.output)")
      #expect(try await scratch.mesoscale(["weave"]).succeeded)
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
    try FileManager.default.removeItem(at: scratch.folder.appending(path: "data/benchmark.json"))
    let missing = try await scratch.mesoscale(["weave"])
    #expect(!missing.succeeded && missing.errors.contains("run ./reproduce.sh bench"), "\(missing.errors)")
  }
}
