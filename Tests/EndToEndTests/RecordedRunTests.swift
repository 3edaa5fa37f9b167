import ChildProcesses
import Foundation
import Provenance
import TestSupport
import Testing

/// What is recorded is what ran.
@Suite struct RecordedRunTests {
  /// A checkout with all sources of the figure, and what git says of it.
  private func checkout(_ scratch: Scratch) async throws -> String {
    let manager = FileManager.default
    try scratch.checkout(of: [])
    try manager.copyItem(
      at: Programs.repository.appending(path: "Sources"), to: scratch.folder.appending(path: "Sources"))
    try Data("data\nfigures\n".utf8).write(to: scratch.folder.appending(path: ".gitignore"))
    for arguments in [["init"], ["add", "."], ["commit", "--quiet", "--message", "first"]] {
      let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]
      #expect(try await scratch.run("git", identity + arguments).succeeded)
    }
    let commit = try await scratch.run("git", ["rev-parse", "HEAD"]).output
    return commit.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs the figure here, and returns what is recorded of the commit.
  private func recorded(
    _ scratch: Scratch, environment: [String: String] = [:]
  ) async throws -> (commit: String?, state: String?) {
    let outcome = try await scratch.run(
      Programs.path("label-learning"), ["--quick", "--no-plot"], environment: environment)
    #expect(outcome.succeeded, "\(outcome.errors)")
    let run = try Store(existingAt: scratch.folder.appending(path: "data/runs.sqlite").path).runs().first
    func fact(_ name: String) -> String? { run?.facts.first { $0.name == name }?.value }
    #expect(fact("build")?.contains("OpenSSL") == true, "the digests of the store are libcrypto's")
    return (fact("git_commit"), fact("git_state"))
  }

  /// The keys of the cells that a run used, on which publishing rests: the same when it is run again and finds all of them, and without the
  /// cells that a run with another seed left in the same store. Control: that run uses others.
  @Test func aRunNamesTheCellsThatItUsed() async throws {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "keys")
    func keys(_ settings: [String]) async throws -> Set<String> {
      let outcome = try await scratch.parityGate(Programs.small + settings + ["--no-plot", "--used-cells", file.path])
      #expect(outcome.succeeded, "\(outcome.errors)")
      return Set(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init))
    }
    let (first, other) = (try await keys([]), try await keys(["--seed", "2"]))
    let again = try await keys([])
    #expect(!first.isEmpty && again == first)
    #expect(!other.subtracting(first).isEmpty)
    let stored = try Scratch.number("SELECT count(*) FROM cells", inStoreAt: scratch.store) as Int?
    #expect(stored == first.union(other).count && first.count < stored ?? 0)
  }

  /// The commit is recorded as long as the program was built from the sources that the folder holds, whatever the environment
  /// says of other repositories.
  @Test func theCommitIsThatOfTheProgram() async throws {
    let (scratch, other) = (try Scratch(), try Scratch())
    let commit = try await checkout(scratch)
    #expect(try await recorded(scratch) == (commit, "clean"))
    #expect(try await other.run("git", ["init"]).succeeded)
    let misleading = [
      "GIT_DIR": other.folder.appending(path: ".git").path, "GIT_WORK_TREE": other.folder.path,
      "GIT_INDEX_FILE": other.folder.appending(path: "index").path, "GIT_OBJECT_DIRECTORY": other.folder.path,
    ]
    #expect(try await recorded(scratch, environment: misleading) == (commit, "clean"))
    // An edit that computes nothing is a difference, but the program is still that of the folder.
    let source = scratch.folder.appending(path: "Sources/Models/PerceptronLearning/LabelInformation.swift")
    let text = try String(contentsOf: source, encoding: .utf8)
    try ("// Words.\n" + text).write(to: source, atomically: true, encoding: .utf8)
    #expect(try await recorded(scratch) == (commit, "dirty"))
    // An edit that computes something is not in the program, committed or not.
    try (text + "\nprivate let anotherConstant = 0.5\n").write(to: source, atomically: true, encoding: .utf8)
    let unknown = "unknown (the program was built from other sources than the folder holds)"
    #expect(try await recorded(scratch) == (unknown, "unknown"))
    #expect(
      try await scratch.run(
        "git", ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--all", "--message", "second"]
      ).succeeded)
    #expect(try await recorded(scratch) == (unknown, "unknown"))
  }

  /// Two runs that write one folder again and again: every digest is that of what the run drew, and what lies there in the end
  /// is the set of one of them.
  @Test func runsShareAFolder() async throws {
    let scratch = try Scratch()
    let rounds = 6
    try await withThrowingTaskGroup { group in
      for seed in 1...2 {
        group.addTask {
          for _ in 1...rounds {
            let outcome = try await scratch.run(
              Programs.path("label-learning"), ["--quick", "--seed", String(seed), "--jobs", "1"] + scratch.places)
            #expect(outcome.succeeded, "\(outcome.errors)")
          }
        }
      }
      try await group.waitForAll()
    }
    let store = try Store(existingAt: scratch.store)
    let runs = try store.runs()
    #expect(runs.count == 2 * rounds && runs.allSatisfy { $0.state == .finished })
    var sets: [Int: Set<[String]>] = [:]
    for run in runs { sets[run.seed, default: []].insert(try store.artefacts(of: run.id).map(\.sha256)) }
    #expect(sets[1]?.count == 1 && sets[2]?.count == 1 && sets[1] != sets[2], "equal runs draw equal bytes")
    let found = try ["gp", "svg", "pdf", "png"].map { format in
      try FileRecord(of: URL(fileURLWithPath: scratch.figures + "/label-learning.\(format)"), as: "").sha256
    }
    #expect(Set([found]) == sets[1] || Set([found]) == sets[2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.figures).count == 4)
  }

  /// A disk that is full behind the figures leaves the old set as it was.
  @Test func aFullDiskBehindTheFigures() async throws {
    try await SmallDisk.use(kilobytes: 1200) { disk in
      let scratch = try Scratch()
      func draw(seed: Int) async throws -> Command.Outcome {
        try await scratch.run(
          Programs.path("label-learning"),
          ["--quick", "--seed", String(seed), "--store", scratch.store, "--figures", disk.path])
      }
      func contents() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.path)
        return Dictionary(
          uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: disk.appending(path: $0))) })
      }
      #expect(try await draw(seed: 1).succeeded)
      let filling = disk.appending(path: "filling")
      // The bytes that still fit, but for 100 kB.
      let free = try #require(
        try FileManager.default.attributesOfFileSystem(forPath: disk.path)[.systemFreeSize] as? NSNumber
      ).intValue
      try Data(count: max(0, free - 100_000)).write(to: filling)
      let before = try contents()
      let outcome = try await draw(seed: 2)
      #expect(!outcome.succeeded && outcome.errors.contains("the disk is full"), "\(outcome.errors)")
      #expect(try contents() == before)
      try FileManager.default.removeItem(at: filling)
      #expect(try await draw(seed: 2).succeeded)
      #expect(try contents()["label-learning.svg"] != before["label-learning.svg"])
    }
  }

  /// Folders with names that mean something to gnuplot or a shell, and settings of gnuplot in the environment: the same
  /// bytes, and nothing is carried out.
  @Test func theEnvironmentDoesNotDraw() async throws {
    let (plain, odd) = (try Scratch(), try Scratch())
    func draw(_ scratch: Scratch, _ environment: [String: String]) async throws {
      let outcome = try await scratch.run(
        Programs.path("label-learning"), ["--quick"] + scratch.places, environment: environment)
      #expect(outcome.succeeded, "\(outcome.errors)")
    }
    try await draw(plain, [:])
    let library = odd.folder.appending(path: "library")
    try FileManager.default.createDirectory(at: library, withIntermediateDirectories: true)
    try "system 'touch \(odd.folder.path)/mark'\n".write(
      to: library.appending(path: "label-learning.gp"), atomically: true, encoding: .utf8)
    let names = ["it's", "a'.system('touch \(odd.folder.path)/mark').'", "\"`touch mark`\" $(touch mark) & <x>"]
    for name in names {
      // A slash cannot be in a name, and makes a folder more.
      let folder = odd.folder.appending(path: name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try await draw(
        odd,
        [
          "TMPDIR": folder.path, "GNUPLOT_LIB": library.path, "GNUTERM": "dumb", "GNUPLOT_DRIVER_DIR": "/nonexistent",
          "GNUPLOT_PS_DIR": "/nonexistent", "GDFONTPATH": "/nonexistent", "FC_DEBUG": "1",
          "XDG_CACHE_HOME": "/nonexistent",
        ])
      for format in ["gp", "svg", "pdf", "png"] {
        let files = try [plain, odd].map {
          try Data(contentsOf: URL(fileURLWithPath: $0.figures + "/label-learning.\(format)"))
        }
        #expect(files[0] == files[1], "\(format) with \(name)")
      }
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("mesoscale-") })
    }
    #expect(try !odd.contents().keys.contains { $0.split(separator: "/").last == "mark" })
  }

  /// A run whose sampled numbers lie too far from the exact ones is recorded, says so and fails, alone and in a table. Here
  /// students are so small that the equations of the order parameters, which hold for many weights, are wrong.
  @Test func aDeviationIsNoSuccess() async throws {
    let scratch = try Scratch()
    try scratch.checkout(of: ["LearningCost"])
    let settings = ["--quick", "--set", "weights=10", "--set", "students=5000"]
    let alone = try await scratch.run(Programs.path("learning-cost"), settings)
    #expect(!alone.succeeded && alone.output.contains("figures/quick/learning-cost.{gp,svg,pdf,png}"))
    #expect(
      alone.errors.contains(#/\nlearning-cost: A sampled number lies [0-9.]+ standard errors from /#), "\(alone.errors)"
    )
    let table = try await scratch.mesoscale(["run", "learning-cost"] + settings)
    #expect(!table.succeeded && table.output.contains(#/\nlearning-cost +deviates /#), "\(table.output)")
    #expect(table.output.contains("\nlearning-cost deviates: A sampled number lies "), "\(table.output)")
    let store = try Store(existingAt: scratch.folder.appending(path: "data/runs.sqlite").path)
    #expect(try store.runs().map(\.state) == [.finished, .finished])
    // The control: students as large as they are meant to be.
    #expect(try await scratch.run(Programs.path("learning-cost"), ["--quick", "--no-plot"]).succeeded)
  }
}
