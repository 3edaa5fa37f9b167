import ChildProcesses
import Companion
import Foundation
import Provenance
import TestSupport
import Testing

/// `mesoscale explain` and `mesoscale status`: what changed since a figure was run is named, and only that; and what would be
/// computed is computed.
@Suite struct ExplainTests {
  /// An answer of `explain`.
  private struct Answer: Decodable {
    struct Change: Decodable { let kind: String, name: String, old: String?, new: String?, text: String }
    struct Sweep: Decodable { let name: String, cells: Int, fate: String, computed: Int? }
    let figure: String, quality: String, isUpToDate: Bool, run: Int?
    let changes: [Change], cells: Int, isLowerLimit: Bool, sweeps: [Sweep]

    /// The changes in short: kind, name, old and new value.
    var all: [[String]] { changes.map { [$0.kind, $0.name, $0.old ?? "none", $0.new ?? "none"] } }
  }

  private struct Standing: Decodable { let figure: String, run: Int?, state: String, detail: String, isPublished: Bool }

  private func explain(_ scratch: Scratch) async throws -> Answer {
    let outcome = try await scratch.mesoscale(["explain", "parity-gate", "--quick", "--json"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    return try JSON.decode(Answer.self, from: outcome.output)
  }

  private func text(_ scratch: Scratch) async throws -> String {
    try await scratch.mesoscale(["explain", "parity-gate", "--quick"]).output
  }

  private func standing(_ scratch: Scratch) async throws -> Standing {
    let outcome = try await scratch.mesoscale(["status", "--json"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    return try #require(try JSON.decode([Standing].self, from: outcome.output).first { $0.figure == "parity-gate" })
  }

  /// Runs the figure; returns how many cells it computed, by sweep.
  @discardableResult
  private func run(_ scratch: Scratch, _ arguments: [String] = []) async throws -> [String: Int] {
    let outcome = try await scratch.mesoscale(["run", "parity-gate", "--quick"] + arguments)
    #expect(outcome.succeeded, "\(outcome.errors)")
    let store = try store(scratch)
    let run = try #require(try store.latestRun(of: "parity-gate"))
    let counts = try store.cellCounts(of: "parity-gate").filter { $0.run == run.id }
    return Dictionary(counts.map { ($0.sweep, $0.cells) }) { $0 + $1 }
  }

  private func store(_ scratch: Scratch) throws -> Store {
    try Store(existingAt: scratch.folder.appending(path: "data/runs.sqlite").path)
  }

  private func file(_ scratch: Scratch, _ kind: String) -> URL {
    scratch.folder.appending(path: "figures/quick/parity-gate.\(kind)")
  }

  /// Nothing is computed, and no file changes, where the figure is up to date; files that are missing or altered are named, and
  /// come back without a cell being computed.
  @Test func filesAndWhatChangesNothing() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: ["README.md"])
    let never = try await explain(scratch)
    #expect(!never.isUpToDate && never.all == [["never run", "", "none", "none"]] && never.run == nil)
    #expect(try await standing(scratch).state == "not run")
    let computed = try await run(scratch)
    // It stops at the first sweep.
    #expect(never.sweeps.map(\.name) == ["optima"] && never.cells == computed["optima"] && never.isLowerLimit)
    let before = try scratch.contents().filter { $0.key.hasPrefix("figures") }
    func expectUpToDate(_ what: String) async throws {
      let answer = try await explain(scratch)
      #expect(answer.isUpToDate && answer.all == [] && answer.cells == 0 && !answer.isLowerLimit, "\(what): \(answer)")
      #expect(try await text(scratch).contains("is up to date"))
      let standing = try await standing(scratch)
      #expect(standing.state == "up to date" && standing.detail.isEmpty, "\(what): \(standing)")
      #expect(try scratch.contents().filter { $0.key.hasPrefix("figures") } == before, "\(what)")
    }
    try await expectUpToDate("nothing")
    // Times of files, other texts, comments and names of sources.
    let source = scratch.folder.appending(path: "Sources/Figures/ParityGate/ParityGate.swift")
    try ("// Words.\n" + String(contentsOf: source, encoding: .utf8)).write(
      to: source, atomically: true, encoding: .utf8)
    try FileManager.default.moveItem(at: source, to: source.deletingLastPathComponent().appending(path: "Other.swift"))
    try "Words.".write(to: scratch.folder.appending(path: "README.md"), atomically: true, encoding: .utf8)
    for kind in ["gp", "svg", "pdf", "png"] {
      try FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: file(scratch, kind).path)
    }
    try await expectUpToDate("touched")
    #expect(try await run(scratch).isEmpty)
    try await expectUpToDate("run again")
    let digests = Dictionary(
      try store(scratch).artefacts(of: 1).map { ($0.path, $0.sha256) }
    ) { one, _ in one }
    let svg = "figures/quick/parity-gate.svg"
    try FileManager.default.removeItem(at: file(scratch, "svg"))
    let missing = try await explain(scratch)
    #expect(missing.all == [["missing file", svg, digests[svg] ?? "", "none"]] && missing.cells == 0)
    #expect(try await text(scratch).contains("\n  file \(svg): missing\n"))
    #expect(try await standing(scratch).detail == "parity-gate.svg missing")
    #expect(try await run(scratch).isEmpty)
    try await expectUpToDate("drawn again")
    let program = "figures/quick/parity-gate.gp"
    var bytes = try Data(contentsOf: file(scratch, "gp"))
    bytes.append(10)
    try bytes.write(to: file(scratch, "gp"))
    let altered = try await explain(scratch)
    let found = try FileRecord(of: file(scratch, "gp"), as: program).sha256
    #expect(altered.all == [["altered file", program, digests[program] ?? "", found]] && altered.cells == 0)
    #expect(try await standing(scratch).detail == "parity-gate.gp altered")
    #expect(try await run(scratch).isEmpty)
    try await expectUpToDate("drawn once more")
  }

  /// A parameter is named alone, with both values, and the cells that are computed are those that were told.
  @Test func aParameter() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let all = try await run(scratch, ["--set", "time=3"])
    let answer = try await explain(scratch)
    #expect(!answer.isUpToDate && answer.all == [["parameter", "time", "3", "4"]], "\(answer)")
    #expect(try await text(scratch).contains("\n  parameter time: 3 → 4\n"))
    let fates = Dictionary(answer.sweeps.map { ($0.name, $0.fate) }) { one, _ in one }
    // The exact optima do not depend on the time of the simulation; what comes after the first sample may.
    #expect(
      fates["optima"] == "found" && fates["sampled-equilibrium"] == "computed" && fates["sampled-ness"] == "unknown")
    #expect(Set(fates.keys) == Set(all.keys) && answer.isLowerLimit)
    let computed = try await run(scratch)
    #expect(answer.cells == computed["sampled-equilibrium"] && answer.cells == all["sampled-equilibrium"])
    #expect(fates.filter { $0.value == "found" }.keys.allSatisfy { computed[$0] == nil })
    // Of those that may depend on it, these do.
    #expect(computed == all.filter { $0.key.hasPrefix("sampled-") })
    #expect(try await explain(scratch).isUpToDate)
    // All cells are there for both values: the change is named, and nothing is computed.
    #expect(try await run(scratch, ["--set", "time=3"]).isEmpty)
    let again = try await explain(scratch)
    #expect(again.all == [["parameter", "time", "3", "4"]] && again.cells == 0 && !again.isLowerLimit)
    #expect(try await text(scratch).contains("No cell would be computed"))
    #expect(try await run(scratch).isEmpty)
  }

  @Test func theSeed() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let all = try await run(scratch, ["--seed", "2"])
    let answer = try await explain(scratch)
    #expect(answer.all == [["seed", "", "2", "1"]] && answer.isLowerLimit, "\(answer)")
    #expect(answer.sweeps.first?.fate == "computed" && answer.sweeps.dropFirst().allSatisfy { $0.fate == "unknown" })
    #expect(answer.cells == all["optima"])
    #expect(try await run(scratch) == all)
    #expect(try await explain(scratch).isUpToDate)
  }

  /// Runs are written down as if by other code, with all that the figure really recorded.
  @Test func otherCode() async throws {
    let scratch = try Scratch()
    try scratch.checkout(of: [], with: ["Sources"])
    try await run(scratch)
    let store = try store(scratch)
    let text = try #require(await Command.output(Programs.path("parity-gate"), ["--describe"]))
    let description = try JSON.decode(FigureDescription.self, from: text)
    let real = try #require(try store.run(1))
    /// A run like the real one by a program whose modules are these.
    func forge(_ changed: [String], compiler: String? = nil, gain: Double = 0, input: FileRecord? = nil) throws {
      var modules = description.modules
      for name in changed { modules[name] = String(repeating: "0", count: 64) }
      let code = changed.isEmpty ? real.code : CodeDigest(modules: modules, compiler: "").sha256
      let run = try store.begin(
        RunRecord(
          figure: real.figure, quality: real.quality, parameters: real.parameters, seed: real.seed, shard: .whole,
          jobs: 1, code: code, modules: modules,
          compiler: compiler ?? real.facts.first { $0.name == "compiler" }?.value ?? ""), in: Surroundings())
      for sweep in try store.sweeps(of: 1) {
        let modules = sweep.modules.merging(modules.filter { sweep.modules[$0.key] != nil }) { $1 }
        try store.record(sweep: sweep.name, modules: modules, of: run)
      }
      var numbers = try store.numbers(of: 1)
      numbers[0].value += gain
      try store.record(
        series: store.series(of: 1), numbers: numbers, artefacts: store.artefacts(of: 1),
        inputs: input.map { [$0] } ?? [], of: run)
      try store.end(run, cellsComputed: 0, cellsReused: real.cellsComputed, seconds: 1)
    }
    try forge([])
    #expect(try await explain(scratch).isUpToDate)
    // Another compiler alone.
    try forge([], compiler: "another compiler")
    let compiler = try await explain(scratch)
    #expect(compiler.changes.map(\.kind) == ["compiler"] && compiler.changes.first?.old == "another compiler")
    #expect(compiler.cells == 0)
    // Another module: of all that import it only itself is named.
    let above = ["ParityGate", "SensoryComplexes", "SpinNetworks", "DissipationBottlenecks", "Optimisation"]
    try forge(above + ["StochasticThermodynamics", "Randomness"])
    let module = try await explain(scratch)
    #expect(module.changes.map(\.kind) == ["module"] && module.changes.map(\.name) == ["Randomness"], "\(module.all)")
    #expect(module.changes.first?.new == description.modules["Randomness"])
    #expect(try await standing(scratch).detail == "Randomness")
    // Code that only draws, and draws the same: nothing is said. (The status cannot know.)
    try forge(["ParityGate"])
    #expect(try await explain(scratch).isUpToDate)
    #expect(try await standing(scratch).detail == "drawing (ParityGate)")
    // The same, and a number is another one.
    try forge(["ParityGate"], gain: 0.5)
    let drawing = try await explain(scratch)
    #expect(drawing.changes.map(\.kind) == ["drawing"] && drawing.cells == 0)
    let sentence = drawing.changes.first?.text ?? ""
    #expect(
      sentence.hasPrefix("drawing or recording changed in ParityGate") && sentence.contains("the recorded numbers"))
    // Data that the figure reads no more.
    try forge([], input: FileRecord(path: "images", sha256: String(repeating: "1", count: 64), bytes: 1))
    #expect(try await explain(scratch).all == [["input data", "images", String(repeating: "1", count: 64), "none"]])
  }

  /// A figure that is at work, one that failed, and one that was killed.
  @Test func theStateOfTheLatestRun() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: ["data/published/parity-gate.json"])
    let store = try Store(at: scratch.folder.appending(path: "data/runs.sqlite").path)
    let record = RunRecord(
      figure: "parity-gate", quality: .paper, parameters: "{}", seed: 1, shard: .whole, jobs: 1, code: "c0de",
      compiler: "")
    let run = try store.begin(record, in: Surroundings())
    #expect(try await standing(scratch).state == "running")
    try store.end(run, failure: "The disk is full.", cellsComputed: 0, cellsReused: 0, seconds: 1)
    let failed = try await standing(scratch)
    #expect(failed.state == "failed" && failed.detail == "The disk is full." && !failed.isPublished)
    let published = try #require(try FigureDocument.published("parity-gate", in: Project(root: scratch.folder)))
    let other = try store.begin(record, in: Surroundings())
    try store.record(sweep: "s", modules: published.modules, of: other)
    try store.record(identity: published.run, of: other)
    try store.end(other, cellsComputed: 0, cellsReused: 0, seconds: 1)
    let finished = try await standing(scratch)
    #expect(finished.isPublished && finished.state == "changed", "\(finished)")
    let table = try await scratch.mesoscale(["status"]).output.split(separator: "\n")
    #expect(table.count == 2 && table[1].contains(/^parity-gate +2 +paper +20.* published$/), "\(table)")
  }

  @Test func mistakesAreSentences() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let unknown = try await scratch.mesoscale(["explain", "parity-gat"])
    #expect(!unknown.succeeded && unknown.errors.contains("There is no figure 'parity-gat'; the figures are"))
    try "no store".write(to: scratch.folder.appending(path: "x.sqlite"), atomically: true, encoding: .utf8)
    for command in [["explain", "parity-gate"], ["status"]] {
      let outcome = try await scratch.mesoscale(command + ["--store", "x.sqlite"])
      #expect(!outcome.succeeded && outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    }
    // Nothing is written where nothing is asked for.
    #expect(!FileManager.default.fileExists(atPath: scratch.folder.appending(path: "data").path))
  }
}
