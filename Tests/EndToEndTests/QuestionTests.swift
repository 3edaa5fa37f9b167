import ChildProcesses
import Companion
import Digest
import Foundation
import Provenance
import TestSupport
import Testing

/// The commands that answer questions about what was computed.
@Suite struct QuestionTests {
  /// A checkout with a store, in which two runs differ in a parameter, a number and a point, and a third equals the first.
  private func filled() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.checkout(with: ["data/published/parity-gate.json", "PAPER.md", "README.md", "figures/parity-gate.svg"])
    let store = try Store(at: path(in: scratch))
    for (eta, gain, point) in [(5, 0.1, 2.0), (2, 0.2, 2.5), (5, 0.1, 2.0)] {
      let record = RunRecord(
        figure: "parity-gate", quality: .custom, parameters: "{\"eta\":\(eta)}", seed: 1, shard: .whole, jobs: 1,
        code: "c0de", compiler: "compiler")
      let run = try store.begin(record, in: Surroundings())
      try store.record(sweep: "s", modules: ["SensoryComplexes": sha256("code")], of: run)
      if run == 1 {
        let cell = CellRecord(key: "k", sweep: "s", inputs: "{\"eta\":5}", replica: 0, result: "1", seconds: 60)
        try store.record([cell], of: run, figure: "parity-gate")
      }
      try store.record(
        series: [SeriesRecord(name: "line", columns: ["x", "y", "y.error"], rows: [[0, 1, 0.1], [1, point, 0.3]])],
        numbers: [
          NumberRecord(name: "gain", value: gain, standardError: 0.03, unit: "bits"),
          NumberRecord(name: "exact", value: 1, standardError: 0, unit: ""),
        ],
        artefacts: [
          try FileRecord(of: scratch.folder.appending(path: "PAPER.md"), as: "figures/custom/parity-gate.pdf")
        ],
        of: run)
      try store.record(identity: record.identity(using: ["SensoryComplexes": sha256("code")]), of: run)
      try store.end(run, cellsComputed: run == 1 ? 1 : 0, cellsReused: run == 1 ? 0 : 1, seconds: 1)
    }
    return scratch
  }

  private func path(in scratch: Scratch) -> String { scratch.folder.appending(path: "data/runs.sqlite").path }

  private func json(_ outcome: Command.Outcome) throws -> [String: JSON] {
    try JSON.decode([String: JSON].self, from: outcome.output)
  }

  @Test func runsAreCompared() async throws {
    let scratch = try filled()
    let same = try await scratch.mesoscale(["diff", "1", "3"])
    #expect(same.succeeded && same.output.contains("2 numbers and 6 points are the same to the last bit"), "\(same)")
    let other = try await scratch.mesoscale(["diff", "1", "2"])
    #expect(!other.succeeded && other.errors.isEmpty, "\(other.errors)")
    #expect(other.output.contains(/parameter eta +5 +2/) && !other.output.contains("same to the last bit"))
    let answer = try json(try await scratch.mesoscale(["diff", "1", "2", "--json"]))
    guard case .list(let quantities) = answer["quantities"] else {
      Issue.record("There are no quantities: \(answer)")
      return
    }
    // 0.1 / √(2·0.03²) = 2.36 standard errors are worse than 0.5 / √(2·0.3²) = 1.18.
    let names: [JSON?] = quantities.map { if case .object(let fields) = $0 { fields["name"] } else { nil } }
    #expect(names == [.text("gain"), .text("line/y")] && answer["same"] == .bool(false))
  }

  @Test func aNumberIsTraced() async throws {
    let scratch = try filled()
    let outcome = try await scratch.mesoscale(["lineage", "parity-gate.gain"])
    #expect(outcome.succeeded && outcome.output.hasPrefix("parity-gate.gain = 0.10(3) bits"), "\(outcome)")
    #expect(outcome.output.contains("eta=5") && outcome.output.contains("1 of run 1"), "\(outcome.output)")
    for what in ["parity-gate/line", "parity-gate", "1", "PAPER.md"] {
      #expect(try await scratch.mesoscale(["lineage", what]).succeeded, "\(what)")
    }
  }

  @Test func aModuleIsImportedByCells() async throws {
    let scratch = try filled()
    for module in ["SpinNetworks", "SensoryComplexes"] {
      let source = scratch.folder.appending(path: "Sources/Models/\(module)/A.swift")
      try FileManager.default.createDirectory(
        at: source.deletingLastPathComponent(), withIntermediateDirectories: true)
      let text = module == "SpinNetworks" ? "let a = 1\n" : "import Foundation\nimport SpinNetworks\n"
      try text.write(to: source, atomically: true, encoding: .utf8)
    }
    let outcome = try await scratch.mesoscale(["impact", "SpinNetworks", "--json"])
    let answer = try json(outcome)
    #expect(answer["cells"] == .integer(1) && answer["seconds"] == .integer(60), "\(outcome)")
    let figure = try json(try await scratch.mesoscale(["impact", "ParityGate", "--json"]))
    #expect(figure["cells"] == .integer(0))
  }

  @Test func filesAreIdentified() async throws {
    let scratch = try filled()
    let svg = try String(contentsOf: scratch.folder.appending(path: "figures/parity-gate.svg"), encoding: .utf8)
    for (name, text, known, intact) in [
      ("copy.svg", svg, true, true), ("saved.svg", svg + "\n", true, false), ("notes.svg", "<svg/>", false, false),
    ] {
      try text.write(to: scratch.folder.appending(path: name), atomically: true, encoding: .utf8)
      let outcome = try await scratch.mesoscale(["identify", name, "--json"])
      let answer = try json(outcome)
      #expect(outcome.succeeded == known && answer["intact"] == .bool(intact), "\(name): \(outcome)")
      #expect(answer["figure"] == (known ? .text("parity-gate") : .null))
    }
  }

  @Test func questionsInSQL() async throws {
    let scratch = try filled()
    func ask(_ arguments: [String]) async throws -> Command.Outcome { try await scratch.mesoscale(["sql"] + arguments) }
    let table = try await ask(["SELECT run, value FROM numbers WHERE name = 'gain' ORDER BY run;"])
    #expect(table.output == "run  value\n  1    0.1\n  2    0.2\n  3    0.1\n", "\(table)")
    let csv = try await ask(["SELECT NULL, '', 'a,b', x'0aff'", "--csv"])
    #expect(csv.output.hasSuffix("\r\n,\"\",\"a,b\",0aff\r\n"), "\(csv)")
    let published = try await ask(["SELECT count(*) AS n FROM published", "--json"])
    #expect(published.succeeded && !published.output.contains("[0]"), "\(published)")
    #expect(try await ask(["--schema"]).output.contains("runs: A run of a figure."))
    let before = try Data(contentsOf: URL(fileURLWithPath: path(in: scratch)))
    for statement in [
      "DELETE FROM main.points", "CREATE TABLE t (a)", "VACUUM INTO 'copy.sqlite'", "ATTACH 'copy.sqlite' AS c",
      "PRAGMA query_only = OFF",
    ] {
      let outcome = try await ask([statement])
      #expect(!outcome.succeeded && outcome.errors.contains("sql only reads"), "\(statement): \(outcome)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path(in: scratch))) == before)
    #expect(!FileManager.default.fileExists(atPath: scratch.folder.appending(path: "copy.sqlite").path))
    #expect(try await ask(["SELECT 1; SELECT 2"]).errors.contains("One question at a time"))
    #expect(try await ask(["SELEC"]).errors.contains("SQLite cannot answer this"))
  }

  /// A commit with a changed, a removed and a new file beside it comes back byte for byte.
  @Test func sourcesAreTakenOut() async throws {
    let scratch = try filled()
    let file = scratch.folder.appending(path: "Sources/Figures/ParityGate/ParityGate.swift")
    let settings = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in [["init", "-q"], ["add", "."], settings + ["commit", "-q", "-m", "All"]] {
      #expect(try await scratch.run("git", arguments).succeeded)
    }
    try (String(contentsOf: file, encoding: .utf8) + "// More.\n").write(to: file, atomically: true, encoding: .utf8)
    let new = scratch.folder.appending(path: "Sources/new file é.swift")
    try "let a = 1".write(to: new, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(at: scratch.folder.appending(path: "reproduce.sh"))
    let facts = await Surroundings.now(repository: scratch.folder)
    #expect(facts.gitState == .dirty)
    let store = try Store(existingAt: path(in: scratch))
    let record = RunRecord(
      figure: "parity-gate", quality: .custom, parameters: "{}", seed: 1, shard: .whole, jobs: 1, code: "", compiler: ""
    )
    let run = try store.begin(record, in: facts)
    try store.end(run, cellsComputed: 0, cellsReused: 0, seconds: 1)
    try FileManager.default.copyItem(
      at: Programs.repository.appending(path: "reproduce.sh"), to: scratch.folder.appending(path: "reproduce.sh"))
    let outcome = try await scratch.mesoscale(["checkout", String(run), "out"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    let out = scratch.folder.appending(path: "out")
    for name in ["Sources/Figures/ParityGate/ParityGate.swift", "Sources/new file é.swift", "Package.swift"] {
      #expect(
        try Data(contentsOf: out.appending(path: name)) == Data(contentsOf: scratch.folder.appending(path: name)),
        "\(name)")
    }
    #expect(!FileManager.default.fileExists(atPath: out.appending(path: "reproduce.sh").path))
    #expect(try await scratch.mesoscale(["checkout", String(run), "out"]).errors.contains("is not empty"))
    // Of the first run neither commit nor state is known.
    #expect(try await scratch.mesoscale(["checkout", "1", "other"]).errors.contains("cannot be taken out"))
    #expect(!FileManager.default.fileExists(atPath: scratch.folder.appending(path: "other").path))
  }

  @Test func theManualNamesEveryCommand() async throws {
    let scratch = try Scratch()
    let page = try await scratch.mesoscale(["manual"])
    for name in ["run", "numbers", "diff", "lineage", "impact", "identify", "checkout", "sql", "completion"] {
      #expect(page.output.contains(".SS \"mesoscale \(name)\""), "\(name)")
    }
    #expect(page.output.hasPrefix(".\\\"") && page.output.allSatisfy(\.isASCII))
    try page.output.write(to: scratch.folder.appending(path: "m.1"), atomically: true, encoding: .utf8)
    if let groff = try? await scratch.run("groff", ["-ww", "-man", "-Tascii", "-z", "m.1"]) {
      #expect(groff.succeeded && groff.errors.isEmpty, "\(groff.errors)")
    }
    let script = try await scratch.mesoscale(["completion", "bash"])
    try script.output.write(to: scratch.folder.appending(path: "c.bash"), atomically: true, encoding: .utf8)
    #expect(try await scratch.run("bash", ["-n", "c.bash"]).succeeded && script.output.contains("lineage"))
  }

  @Test(arguments: [
    (["diff", "1", "99"], "There is no run '99'"), (["diff", "1", "published:none"], "There is no figure 'none'"),
    (["lineage", "parity-gate.none"], "has no number 'none'; it has gain, exact"),
    (["lineage", "parity-gate/none"], "has no series 'none'; it has line"),
    (["impact", "Nothing"], "is neither a parameter"),
    (["impact", "parity-gate.none"], "There is no parameter 'none'"),
    (["identify", "none.svg"], "There is no file 'none.svg'"), (["identify", "data"], "is no regular file"),
    (["checkout", "99", "out"], "There is no run '99'"), (["sql", ""], "There is no question"),
  ])
  func mistakesAreSentences(arguments: [String], sentence: String) async throws {
    let scratch = try filled()
    let outcome = try await scratch.mesoscale(arguments)
    #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
  }
}
