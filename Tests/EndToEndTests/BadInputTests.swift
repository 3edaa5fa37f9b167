import ChildProcesses
import Foundation
import GRDB
import Provenance
import TestSupport
import Testing

/// Bad input gets one sentence that says what to do, an exit code that is not 0, and changes nothing.
@Suite struct BadInputTests {
  private func expectRefusal(
    _ arguments: [String], _ part: String, in scratch: Scratch, environment: [String: String] = [:]
  ) async throws {
    let before = try scratch.contents()
    let outcome = try await scratch.parityGate(arguments, environment: environment)
    #expect(!outcome.succeeded)
    #expect(outcome.output.isEmpty)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1 && outcome.errors.contains(part), "\(outcome.errors)")
    #expect(try scratch.contents() == before)
  }

  @Test(arguments: [
    ("etta=2", "There is no parameter 'etta'; the parameters are beta, eta, rho"),
    ("eta=abc", "The parameter 'eta' wants a finite number, and 'abc' is not that."),
    ("eta=nan", "The parameter 'eta' wants a finite number, and 'nan' is not that."),
    ("eta=-1", "The parameter 'eta' must lie between 0.01 and 100, and is -1."),
    ("rho=1.5", "The parameter 'rho' must lie between -1 and 1, and is 1.5."),
    ("rates=fast", "wants one of exponential, glauber"), ("replicas=1", "The parameter 'replicas' must lie between"),
    ("bound=40", "The parameter 'bound' must lie between"), ("angles=", "wants finite numbers separated by commas"),
    ("sampledAngles=31.5", "'sampledAngles' must be among angles"),
    ("sampledAngles=30,30", "'sampledAngles' must list its values in ascending order"),
    ("bottleneckAngles=1,2,3,4,5,6,7", "must list at most 6 values"),
  ])
  func settings(setting: String, sentence: String) async throws {
    try await expectRefusal(["--quick", "--set", setting], sentence, in: Scratch())
  }

  @Test(arguments: ["0/2", "3/2", "x"])
  func shards(shard: String) async throws {
    try await expectRefusal(["--quick", "--shard", shard], "--shard wants i/n", in: Scratch())
  }

  @Test func gnuplotIsMissing() async throws {
    try await expectRefusal(
      Programs.small, "gnuplot is not installed", in: Scratch(), environment: ["PATH": "/nonexistent"])
  }

  @Test func aStoreThatCannotBeOpened() async throws {
    let scratch = try Scratch()
    for (path, sentence) in [
      ("/proc/none/runs.sqlite", "cannot be opened"), ("/dev/full", "is no regular file, and so no store"),
    ] {
      let outcome = try await Command.run(
        Programs.path("parity-gate"), Programs.small + ["--store", path, "--figures", scratch.figures],
        in: scratch.folder)
      #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
    #expect(try scratch.contents().isEmpty)
  }

  /// A folder without write permission, with and without a store in it. The administrator may write anywhere, so the
  /// program runs as nobody then.
  @Test func aStoreThatCannotBeWritten() async throws {
    let scratch = try Scratch()
    let program = scratch.folder.appending(path: "parity-gate")
    try FileManager.default.copyItem(atPath: Programs.path("parity-gate"), toPath: program.path)
    let locked = scratch.folder.appending(path: "locked")
    try FileManager.default.createDirectory(at: locked, withIntermediateDirectories: true)
    func setMode(_ mode: Int, of url: URL) throws {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    }
    let store = locked.appending(path: "runs.sqlite")
    for hasStore in [false, true] {
      if hasStore {
        _ = try Store(at: store.path)
        try setMode(0o444, of: store)
      }
      try setMode(0o555, of: locked)
      let before = try scratch.contents()
      let asNobody = geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
      let line = asNobody + [program.path] + Programs.small + ["--no-plot", "--store", store.path, "--figures", "/tmp"]
      let outcome = try await Command.run(line[0], Array(line.dropFirst()), in: scratch.folder)
      #expect(!outcome.succeeded && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("cannot be opened") || outcome.errors.contains("cannot be written"))
      #expect(try scratch.contents() == before)
      try setMode(0o755, of: locked)
    }
  }

  @Test func aStoreFromANewerVersion() async throws {
    let scratch = try Scratch()
    _ = try Store(at: scratch.store)
    try await DatabaseQueue(path: scratch.store).writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try await expectRefusal(Programs.small, "has schema 99", in: scratch)
  }

  @Test func aStoreThatIsNone() async throws {
    let scratch = try Scratch()
    let notes = String(repeating: "These are notes. ", count: 100)
    try notes.write(toFile: scratch.store, atomically: true, encoding: .utf8)
    try await expectRefusal(Programs.small, "is not a store", in: scratch)
  }

  /// Figures that cannot be written: the numbers are kept, the run is recorded as failed, and the sentence says why.
  @Test func figuresThatCannotBeWritten() async throws {
    let scratch = try Scratch()
    try "a file".write(toFile: scratch.figures, atomically: true, encoding: .utf8)
    let outcome = try await scratch.parityGate(Programs.small)
    #expect(!outcome.succeeded && outcome.errors.contains("The figure cannot be written"), "\(outcome.errors)")
    let run = try #require(try Store(existingAt: scratch.store).runs().first)
    #expect(run.state == .failed && run.cellsComputed > 0)
    #expect(try String(contentsOfFile: scratch.figures, encoding: .utf8) == "a file")
  }

  /// A full disk behind standard output is a sentence, after the run has been stored; one behind standard error ends
  /// nothing.
  @Test func aFullDiskBehindTheOutput() async throws {
    let scratch = try Scratch()
    let line = ([Programs.path("parity-gate")] + Programs.small + ["--no-plot", "--numbers"] + scratch.places)
      .joined(separator: " ")
    for ending in [" > /dev/full", " --json > /dev/full"] {
      let outcome = try await Command.run("sh", ["-c", line.replacing("--numbers", with: "") + ending])
      #expect(!outcome.succeeded)
      let complaints = outcome.errors.split(separator: "\n").filter { !$0.contains(/parity-gate: (started|finished)/) }
      #expect(complaints == ["parity-gate: Standard output cannot be written: the disk is full."], "\(outcome.errors)")
    }
    #expect(try Store(existingAt: scratch.store).runs().map(\.state) == [.finished, .finished])
    for ending in [" 2> /dev/full", " 2>&-"] {
      let outcome = try await Command.run("sh", ["-c", line + ending])
      #expect(outcome.succeeded && outcome.output.contains("largest-deviation"), "\(ending)")
    }
  }

  @Test func optionsOutOfRange() async throws {
    for (option, value) in [
      ("--jobs", "0"), ("--jobs", "two"), ("--seed", "-1"), ("--seed", "1.5"), ("--nonsense", "1"),
    ] {
      let outcome = try await Scratch().parityGate(["--quick", option, value])
      #expect(!outcome.succeeded && outcome.errors.contains(option), "\(option) \(value): \(outcome.errors)")
    }
  }
}
