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
    for answer in try #require(document.answers) {
      let times = [answer.seconds, answer.countingSeconds, answer.naiveSeconds]
      #expect(times.allSatisfy { $0 > 0 && $0.isFinite } && abs(answer.deviation ?? 0) < 5, "\(answer)")
    }
    #expect(document.answers?.contains { $0.estimator == "controlled" && $0.countingSeconds > 3 * $0.seconds } == true)
    for size in try #require(document.sizes) {
      #expect(size.nanoseconds > 0 && size.nanoseconds.isFinite && size.acceptance > 0, "\(size)")
    }
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

  /// The row of the ring, measured with this Python.
  private func ring(_ python: String) async throws -> BenchmarkDocument {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "speed.json")
    let outcome = try await benchmark(
      ["--quick", "--only", "ring", "--python", python, "--json", file.path], in: scratch)
    #expect(outcome.succeeded, "\(outcome.errors)")
    return try JSON.decode(BenchmarkDocument.self, from: String(contentsOf: file, encoding: .utf8))
  }

  /// Without Python the columns are empty, with a note; with one that has packages theirs are filled.
  @Test func pythonMayBeMissing() async throws {
    let without = try await ring("/nonexistent/python")
    #expect(without.python == "no Python that works was found" && without.markdown.contains("| – | – | – | – |"))
    for (module, package) in [
      ("numba", BenchmarkDocument.Package.numba), ("jax", .jax), ("gillespy2", .gillespy),
    ] where await Command.output("python3", ["-c", "import \(module)"]) != nil {
      let found = try await ring("python3")
      #expect(found.python.contains(package.rawValue + " ") && found.rows.count == 1)
      #expect(found.rows.allSatisfy { ($0.nanoseconds(by: package) ?? 0) > 0 }, "\(found.markdown)")
    }
  }

  /// A Python that has none of the packages leaves their columns empty, and says so.
  @Test func packagesMayBeMissing() async throws {
    guard await Command.output("python3", ["-S", "-c", "pass"]) != nil else { return }
    let scratch = try Scratch()
    let python = scratch.folder.appending(path: "bare-python")
    try "#!/bin/sh\nexec python3 -S -I \"$@\"\n".write(to: python, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
    let document = try await ring(python.path)
    for package in BenchmarkDocument.Package.allCases {
      #expect(document.python.contains("\(package.rawValue) is not installed"), "\(document.python)")
      #expect(document.rows.allSatisfy { $0.nanoseconds(by: package) == nil })
    }
    #expect(document.markdown.contains("| × naive | × numpy | × numba | × GillesPy2 | × JAX |"))
    #expect(document.markdown.contains("| – | – | – | – |"))
  }

  /// A document from before GillesPy2 and JAX keeps its columns; where they were measured, the ratios stand in theirs.
  @Test func documentsWithAndWithoutPackages() throws {
    let document = BenchmarkDocument(
      date: "2026-01-31", processor: "processor", cores: 2, system: "system", compiler: "Swift", build: "release",
      commit: "0123456789", state: "clean", isQuick: false)
    var row = BenchmarkDocument.Row(
      kernel: "ring", variant: "by hand", size: "", unit: "jump", nanoseconds: 2, medianNanoseconds: 2,
      allocations: 0, peakMemory: 50, naiveNanoseconds: 4)
    (row.numpyNanoseconds, row.numbaNanoseconds) = (1000, 6)
    var old = document
    (old.packages, old.rows) = (nil, [row])
    let text = try JSON.pretty(old)
    #expect(!text.contains("packages") && !text.contains("jax") && !text.contains("gillespy"))
    let read = try JSON.decode(BenchmarkDocument.self, from: text)
    #expect(read == old && read.markdown.contains("| × naive | × numpy | × numba |\n"))
    #expect(read.markdown.contains("| 2.00 | 500 | 3.00 |\n"))
    #expect(!read.markdown.contains("JAX") && !read.markdown.contains("GillesPy2"))

    (row.gillespyNanoseconds, row.jaxNanoseconds) = (200, 8)
    var new = document
    new.rows = [row]
    row.gillespyNanoseconds = nil
    new.rows.append(row)
    #expect(try JSON.decode(BenchmarkDocument.self, from: JSON.pretty(new)) == new)
    #expect(new.markdown.contains("| × naive | × numpy | × numba | × GillesPy2 | × JAX |\n"))
    #expect(new.markdown.contains("|---|---|---|" + String(repeating: "---:|", count: 10) + "\n"))
    #expect(new.markdown.contains("| 2.00 | 500 | 3.00 | 100 | 4.00 |\n"))
    #expect(new.markdown.contains("| 2.00 | 500 | 3.00 | – | 4.00 |\n"))
    #expect(new.markdown.contains("× numpy, × numba, × GillesPy2, × JAX: than Python"))
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
