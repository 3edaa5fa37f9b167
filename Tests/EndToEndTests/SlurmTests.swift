import ChildProcesses
import Companion
import Foundation
import GRDB
import Provenance
import Synchronization
import TestSupport
import Testing

/// A figure computed by a real Slurm: two nodes of one processor, on this machine and on loopback (`slurm.sh`).
@Suite(
  .serialized,
  .enabled(if: Cluster.isInstalled, "Slurm is not installed: apt-get install slurmctld slurmd slurm-client munge"))
struct SlurmTests {
  /// Draws of 20 ms, and two walks that need them.
  private let settings = ["--set", "draws=120", "--set", "milliseconds=20", "--set", "stages=5", "--no-plot"]

  /// A figure at work, here or as a job array.
  private func probe(_ cluster: Cluster, _ more: [String] = ["--on", "slurm", "--tasks", "4"]) throws -> Head {
    try cluster.head("ClusterProbe", settings + more)
  }

  /// What this process would find by itself.
  private func expected(_ cluster: Cluster) async throws -> [SeriesRecord] {
    let path = cluster.scratch.folder.appending(path: "alone.sqlite").path
    let outcome = try await Command.run(
      Programs.path("ClusterProbe"), settings + ["--jobs", "2", "--store", path, "--figures", cluster.scratch.figures],
      in: cluster.scratch.folder)
    #expect(outcome.succeeded, "\(outcome.errors)")
    return try cluster.series(inStoreAt: path)
  }

  /// The state in the end is that of an undisturbed run: the numbers, each cell once, nothing left to compute, no array
  /// left. What was stored was not computed again: each kill may cost the cell in flight, and one that was computed and
  /// not yet stored.
  private func expectUndisturbed(_ cluster: Cluster, kills: Int) async throws {
    #expect(try await cluster.series(inStoreAt: cluster.scratch.store) == expected(cluster))
    let store = try Store(existingAt: cluster.scratch.store)
    #expect(try store.verifyChain(key: CellKey.digest(of:)).faults == [])
    #expect(try store.cellCounts().reduce(0) { $0 + $1.cells } == 122)
    #expect(ClusterFolder(ofStoreAt: cluster.scratch.store).arrays().isEmpty)
    let draws = cluster.log.filter { $0.hasPrefix("draw") }
    #expect(Set(draws).count == 120 && draws.count <= 120 + 2 * kills, "\(draws.count) draws, and \(kills) kills")
    let again = try probe(cluster, [])
    #expect(
      again.wait() == 0 && again.errors.contains("nothing to compute, all 122 cells were in the store"),
      "\(again.errors)")
  }

  @Test func aFigureOnTwoNodesIsTheSame() async throws {
    try await Cluster.use { cluster in
      let there = try cluster.head("parity-gate", Programs.small + ["--on", "slurm", "--tasks", "8"])
      #expect(there.wait() == 0, "\(there.errors)")
      let here = cluster.scratch.folder.appending(path: "here.sqlite").path
      let outcome = try await Command.run(
        Programs.path("parity-gate"),
        Programs.small + ["--jobs", "2", "--store", here, "--figures", cluster.scratch.figures],
        in: cluster.scratch.folder)
      #expect(outcome.succeeded, "\(outcome.errors)")
      #expect(try cluster.series(inStoreAt: here) == cluster.series(inStoreAt: cluster.scratch.store))
      let again = try cluster.head("parity-gate", Programs.small)
      #expect(again.wait() == 0 && again.errors.contains("nothing to compute"), "\(again.errors)")
      let runs = try await cluster.scratch.mesoscale(["runs", "--store", cluster.scratch.store])
      #expect(runs.output.contains("parity-gate.optima.") && runs.output.contains("hosts"), "\(runs)")
    }
  }

  @Test func aTaskIsKilled() async throws {
    try await Cluster.use { cluster in
      let head = try probe(cluster)
      // One by Slurm, one by whatever kills processes, when both have stored something.
      try cluster.waitFor { cluster.log.count > 12 }
      let job = try #require(try await cluster.jobs().first)
      _ = try await cluster.command("scancel", ["--signal=KILL", "\(job)_1"])
      try cluster.waitFor { cluster.log.count > 24 }
      let processes = try await Command.run("pgrep", ["-f", "ClusterProbe --task \(cluster.scratch.folder.path)"])
      let process = try #require(processes.output.split(separator: "\n").last.flatMap { Int32($0) })
      kill(process, SIGKILL)
      #expect(head.wait() == 0, "\(head.errors)")
      #expect(head.errors.contains("They are submitted again"), "\(head.errors)")
      try await expectUndisturbed(cluster, kills: 2)
    }
  }

  /// A walk of 15 seconds is stopped behind its first checkpoint, and goes on from there.
  @Test func aStagedCellGoesOn() async throws {
    try await Cluster.use { cluster in
      let head = try cluster.head(
        "ClusterProbe",
        [
          "--set", "draws=1", "--set", "milliseconds=1", "--set", "walks=1", "--set", "stages=30", "--set",
          "stageMilliseconds=500", "--no-plot", "--on", "slurm", "--tasks", "1",
        ])
      try cluster.waitFor { cluster.log.contains("walk 0, stage 24") }
      let job = try #require(try await cluster.jobs().first)
      _ = try await cluster.command("scancel", ["--signal=KILL", "\(job)_1"])
      #expect(head.wait() == 0, "\(head.errors)")
      let stages = cluster.log.filter { $0.hasPrefix("walk") }
      #expect(Set(stages).count == 30 && stages.count < 42, "\(stages.count) stages")
    }
  }

  @Test func aTaskIsRunTwice() async throws {
    try await Cluster.use { cluster in
      let head = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 3 }
      let array = try #require(ClusterFolder(ofStoreAt: cluster.scratch.store).arrays().first?.folder)
      async let second = Command.run(
        Programs.path("ClusterProbe"), ["--task", array.url.path, "--number", "1"], environment: cluster.environment)
      async let third = Command.run(
        Programs.path("ClusterProbe"), ["--task", array.url.path, "--number", "2"], environment: cluster.environment)
      _ = try await (second, third)
      #expect(head.wait() == 0, "\(head.errors)")
      // A second attempt beside the first computes what that has not stored when it starts.
      try await expectUndisturbed(cluster, kills: 30)
    }
  }

  @Test func aNodeGoesDown() async throws {
    try await Cluster.use { cluster in
      let head = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 12 }
      _ = try await cluster.command("scontrol", ["update", "nodename=n1", "state=down", "reason=test"])
      try cluster.waitFor { cluster.log.count > 40 }
      _ = try await cluster.command("scontrol", ["update", "nodename=n1", "state=resume"])
      #expect(head.wait() == 0, "\(head.errors)")
      try await expectUndisturbed(cluster, kills: 1)
    }
  }

  @Test func theHeadIsKilled() async throws {
    try await Cluster.use { cluster in
      let first = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 12 }
      kill(first.process.processIdentifier, SIGKILL)
      _ = first.wait()
      let status = try await cluster.scratch.run(
        Programs.path("mesoscale"), ["cluster", "status", "--json", "--store", cluster.scratch.store],
        environment: cluster.environment)
      #expect(status.output.contains("\"cells\" : 120") && status.output.contains("\"tasks\" : 4"), "\(status)")
      let second = try probe(cluster)
      #expect(second.wait() == 0, "\(second.errors)")
      #expect(second.errors.contains("goes on with the job array cluster-probe.draws."), "\(second.errors)")
      // No cell was submitted twice.
      try await expectUndisturbed(cluster, kills: 0)
    }
  }

  @Test func controlCCancelsTheArray() async throws {
    try await Cluster.use { cluster in
      let first = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 12 }
      kill(first.process.processIdentifier, SIGINT)
      #expect(first.wait() == 128 + SIGINT)
      try await Task.sleep(for: .seconds(4))
      #expect(try await cluster.jobs() == [])
      #expect(first.errors.contains("is cancelled"), "\(first.errors)")
      let done = cluster.log.count
      #expect(done < 100)
      let second = try probe(cluster)
      #expect(second.wait() == 0, "\(second.errors)")
      try await expectUndisturbed(cluster, kills: 2)
    }
  }

  @Test func theSharedFolderIsFull() async throws {
    try await Cluster.use { cluster in
      try await SmallDisk.use(kilobytes: 700) { disk in
        try FileManager.default.createSymbolicLink(
          at: ClusterFolder(ofStoreAt: cluster.scratch.store).url, withDestinationURL: disk)
        let first = try probe(cluster)
        #expect(first.wait() == 1)
        #expect(
          first.errors.contains("The disk is full") || first.errors.contains("cannot be written"), "\(first.errors)")
        _ = try await Command.run("mount", ["-o", "remount,size=50m", disk.path])
        let second = try probe(cluster)
        #expect(second.wait() == 0, "\(second.errors)")
        try await expectUndisturbed(cluster, kills: 12)
      }
    }
  }

  /// A task whose plan is of another version of the code says so, and leaves nothing; so does one without a plan.
  @Test func anotherVersionOfTheCodeIsRefused() async throws {
    let scratch = try Scratch()
    let array = ArrayFolder(at: scratch.folder.appending(path: "cluster-probe.draws.0"))
    try FileManager.default.createDirectory(at: array.url, withIntermediateDirectories: true)
    func start() async throws -> Command.Outcome {
      try await Command.run(Programs.path("ClusterProbe"), ["--task", array.url.path, "--number", "1"])
    }
    let without = try await start()
    #expect(!without.succeeded && without.errors.contains("has no plan in"), "\(without.errors)")
    try array.write(
      ArrayPlan(
        name: array.name, figure: "cluster-probe", sweep: "draws", parameters: "{}", quality: .quick, seed: 1,
        code: String(repeating: "a", count: 64), tasks: 1, cells: 1, jobs: 1, commit: "", commitState: "unknown",
        changes: "",
        made: .now), keys: [["k"]])
    let other = try await start()
    #expect(
      !other.succeeded && other.errors.contains("was submitted by another version of the code (aaaaaaaaaaaa)"),
      "\(other.errors)")
    #expect(array.attempts().isEmpty)
  }

  @Test func whereThereIsNoSlurm() async throws {
    let scratch = try Scratch()
    for (arguments, sentence) in [
      (
        ["--on", "slurm"], "cannot be run: call this on a machine of the cluster, where Slurm's commands are installed"
      ),
      (["--on", "pbs"], "--on wants slurm, and 'pbs' is no cluster that is known"),
      (["--tasks", "3"], "--tasks is about a cluster: add --on slurm"),
      (["--on", "slurm", "--tasks", "0"], "--tasks wants a whole number"),
      (["--on", "slurm", "--shard", "1/2"], "leave out --shard"),
    ] {
      let outcome = try await Command.run(
        Programs.path("ClusterProbe"), ["--quick", "--no-plot"] + arguments + scratch.places, in: scratch.folder,
        environment: ["PATH": "/nowhere"])
      #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome.errors)")
    }
  }
}

/// The process that runs a figure and submits job arrays.
private final class Head: Sendable {
  let process: Process
  private let file: URL

  init(_ program: String, _ arguments: [String], environment: [String: String], in folder: URL) throws {
    file = folder.appending(path: "head-\(UUID().uuidString).txt")
    try Data().write(to: file)
    process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    (process.arguments, process.currentDirectoryURL) = (arguments, folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardError = try FileHandle(forWritingTo: file)
    try process.run()
  }

  /// Waits until it has ended; returns its exit code, or 128 + n where signal n ended it.
  func wait() -> Int32 {
    process.waitUntilExit()
    return (process.terminationReason == .uncaughtSignal ? 128 : 0) + process.terminationStatus
  }

  var errors: String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
}

/// A Slurm for one test.
private final class Cluster: Sendable {
  let scratch: Scratch
  let environment: [String: String]

  static let isInstalled = ["slurmctld", "slurmd", "munged", "sbatch"].allSatisfy { name in
    ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  private init(_ scratch: Scratch) {
    self.scratch = scratch
    environment = [
      "SLURM_CONF": scratch.folder.appending(path: "slurm/slurm.conf").path,
      "PROBE_LOG": scratch.folder.appending(path: "log.txt").path,
    ]
  }

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "slurm.sh")
    .path

  static func use(_ body: (Cluster) async throws -> Void) async throws {
    let cluster = Cluster(try Scratch())
    let folder = cluster.scratch.folder.appending(path: "slurm").path
    let start = Process()
    start.executableURL = URL(fileURLWithPath: "/bin/bash")
    start.arguments = [script, "start", folder, String(ProcessInfo.processInfo.processIdentifier)]
    (start.standardOutput, start.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try start.run()
    start.waitUntilExit()
    #expect(start.terminationStatus == 0, "Slurm did not start")
    do { try await body(cluster) } catch {
      _ = try? await Command.run("/bin/bash", [script, "stop", folder])
      throw error
    }
    _ = try await Command.run("/bin/bash", [script, "stop", folder])
  }

  func head(_ program: String, _ arguments: [String]) throws -> Head {
    try Head(Programs.path(program), arguments + scratch.places, environment: environment, in: scratch.folder)
  }

  func command(_ name: String, _ arguments: [String]) async throws -> Command.Outcome {
    try await Command.run(name, arguments, environment: environment)
  }

  /// The arrays in the queue that are not over.
  func jobs() async throws -> [String] {
    let answer = try await command("squeue", ["--noheader", "--format=%F"])
    return Set(answer.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }).sorted()
  }

  /// What cells have written down.
  var log: [String] {
    let text = try? String(contentsOfFile: environment["PROBE_LOG"] ?? "", encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init)
  }

  /// The series of the latest run in a store.
  func series(inStoreAt path: String) throws -> [SeriesRecord] {
    let store = try Store(existingAt: path)
    guard let run = try store.runs(tasks: false).first(where: { $0.state == .finished }) else { return [] }
    return try store.series(of: run.id)
  }

  func waitFor(_ condition: () throws -> Bool) throws {
    let begun = ContinuousClock.now
    while try !condition() {
      guard ContinuousClock.now - begun < .seconds(120) else { throw Complaint("What was waited for did not come.") }
      usleep(5000)
    }
  }
}
