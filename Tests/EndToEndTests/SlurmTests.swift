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
  /// Draws of 100 ms, so that a command of the scheduler comes in time on a busy machine, and two walks that need them.
  private let settings = ["--set", "draws=120", "--set", "milliseconds=100", "--set", "stages=5", "--no-plot"]

  /// A figure at work, here or as a job array.
  private func probe(_ cluster: Cluster, _ more: [String] = ["--on", "slurm", "--tasks", "4"]) throws -> Head {
    try cluster.head("ClusterProbe", settings + more)
  }

  /// What this process would find by itself.
  private func expected(_ cluster: Cluster) throws -> [SeriesRecord] {
    let path = cluster.scratch.folder.appending(path: "alone.sqlite").path
    try cluster.command(
      Programs.path("ClusterProbe"), settings + ["--jobs", "2", "--store", path, "--figures", cluster.scratch.figures],
      isLogged: false)
    return try cluster.series(inStoreAt: path)
  }

  /// The state in the end is that of an undisturbed run: the numbers, each cell once, nothing left to compute, no array
  /// left. What was stored was not computed again: no cell is in the stores of two attempts, which a head would say,
  /// unless two were at work at once. A kill may cost the cell in flight, and those that were computed while a write was
  /// under way, which on a busy disk takes longer than some cells, but far from all 30 of a task.
  private func expectUndisturbed(_ cluster: Cluster, kills: Int, _ heads: Head..., mayRepeat: Bool = false) throws {
    for head in heads where !mayRepeat { #expect(!head.errors.contains("had two attempts at once"), "\(head.errors)") }
    #expect(try cluster.series(inStoreAt: cluster.scratch.store) == expected(cluster))
    let store = try Store(existingAt: cluster.scratch.store)
    #expect(try store.verifyChain(key: CellKey.digest(of:)).faults == [])
    #expect(try store.cellCounts().reduce(0) { $0 + $1.cells } == 122)
    #expect(ClusterFolder(ofStoreAt: cluster.scratch.store).arrays().isEmpty)
    let draws = cluster.log.filter { $0.hasPrefix("draw") }
    #expect(Set(draws).count == 120 && draws.count <= 120 + 10 * kills, "\(draws.count) draws, and \(kills) kills")
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
      try cluster.command(
        Programs.path("parity-gate"),
        Programs.small + ["--jobs", "2", "--store", here, "--figures", cluster.scratch.figures], isLogged: false)
      #expect(try cluster.series(inStoreAt: here) == cluster.series(inStoreAt: cluster.scratch.store))
      let again = try cluster.head("parity-gate", Programs.small)
      #expect(again.wait() == 0 && again.errors.contains("nothing to compute"), "\(again.errors)")
      let runs = try cluster.command(Programs.path("mesoscale"), ["runs", "--store", cluster.scratch.store])
      #expect(runs.contains("parity-gate.optima.") && runs.contains("hosts"), "\(runs)")
    }
  }

  @Test func aTaskIsKilled() async throws {
    try await Cluster.use { cluster in
      let head = try probe(cluster)
      // One by Slurm, one by whatever kills processes, when both have stored something.
      try cluster.waitFor { cluster.log.count > 12 }
      let job = try #require(try cluster.jobs().first)
      try cluster.command("scancel", ["--signal=KILL", "\(job)_1"])
      try cluster.waitFor { cluster.log.count > 24 }
      let processes = try cluster.command("pgrep", ["-f", "ClusterProbe --task \(cluster.scratch.folder.path)"])
      let process = try #require(processes.split(separator: "\n").last.flatMap { Int32($0) })
      kill(process, SIGKILL)
      #expect(head.wait() == 0, "\(head.errors)")
      #expect(head.errors.contains("What is missing is submitted again"), "\(head.errors)")
      try expectUndisturbed(cluster, kills: 2, head)
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
      let job = try #require(try cluster.jobs().first)
      try cluster.command("scancel", ["--signal=KILL", "\(job)_1"])
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
      let second = try cluster.head("ClusterProbe", ["--task", array.url.path, "--number", "1"], isPlaced: false)
      let third = try cluster.head("ClusterProbe", ["--task", array.url.path, "--number", "2"], isPlaced: false)
      _ = (second.wait(), third.wait())
      #expect(head.wait() == 0, "\(head.errors)")
      // A second attempt beside the first computes what that has not stored when it starts.
      try expectUndisturbed(cluster, kills: 6, head, mayRepeat: true)
    }
  }

  @Test func aNodeGoesDown() async throws {
    try await Cluster.use { cluster in
      let head = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 12 }
      try cluster.command("scontrol", ["update", "nodename=n1", "state=down", "reason=test"])
      try cluster.waitFor { cluster.log.count > 40 }
      // It may have come back by itself.
      _ = try? cluster.command("scontrol", ["update", "nodename=n1", "state=resume"])
      #expect(head.wait() == 0, "\(head.errors)")
      try expectUndisturbed(cluster, kills: 1, head)
    }
  }

  @Test func theHeadIsKilled() async throws {
    try await Cluster.use { cluster in
      let first = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 12 }
      kill(first.process.processIdentifier, SIGKILL)
      _ = first.wait()
      let status = try cluster.command(
        Programs.path("mesoscale"), ["cluster", "status", "--json", "--store", cluster.scratch.store])
      #expect(status.contains("\"cells\" : 120") && status.contains("\"tasks\" : 4"), "\(status)")
      let second = try probe(cluster)
      #expect(second.wait() == 0, "\(second.errors)")
      #expect(second.errors.contains("goes on with the job array cluster-probe.draws."), "\(second.errors)")
      // No cell was submitted twice.
      try expectUndisturbed(cluster, kills: 0, second)
    }
  }

  @Test func controlCCancelsTheArray() async throws {
    try await Cluster.use { cluster in
      let first = try probe(cluster)
      try cluster.waitFor { cluster.log.count > 12 }
      kill(first.process.processIdentifier, SIGINT)
      #expect(first.wait() == 128 + SIGINT)
      try cluster.waitFor { try cluster.jobs() == [] }
      #expect(first.errors.contains("is cancelled"), "\(first.errors)")
      let done = cluster.log.count
      #expect(done < 100)
      let second = try probe(cluster)
      #expect(second.wait() == 0, "\(second.errors)")
      try expectUndisturbed(cluster, kills: 2, first, second)
    }
  }

  @Test func theSharedFolderIsFull() async throws {
    try await SmallDisk.use(kilobytes: 700) { disk in
      try await Cluster.use { cluster in
        try FileManager.default.createSymbolicLink(
          at: cluster.scratch.folder.appending(path: "runs.cluster"), withDestinationURL: disk)
        let first = try probe(cluster)
        #expect(first.wait() == 1)
        #expect(
          first.errors.contains("The disk is full") || first.errors.contains("cannot be written"), "\(first.errors)")
        try cluster.command("mount", ["-o", "remount,size=50m", disk.path])
        let second = try probe(cluster)
        #expect(second.wait() == 0, "\(second.errors)")
        try expectUndisturbed(cluster, kills: 2, first, second)
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
      (["--on", "pbs"], "--on wants slurm, and 'pbs' is not a scheduler that is known here"),
      (["--tasks", "3"], "--tasks is about a cluster: add --on slurm"),
      (["--on", "slurm", "--tasks", "0"], "--tasks wants a whole number"),
      (["--on", "slurm", "--shard", "1/2"], "leave out --shard"),
      (["--on", "slurm", "--sbatch", "--mem=4G -M other"], "--sbatch cannot set -M"),
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

  /// Starts a Slurm, does something with it on a thread of its own, and ends it. (Tasks wait while other tests keep the
  /// processors busy, and what is watched would be over.)
  static func use(_ body: @escaping @Sendable (Cluster) throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let cluster = Cluster(try Scratch())
            let folder = cluster.scratch.folder.appending(path: "slurm").path
            defer { _ = try? cluster.command("/bin/bash", [script, "stop", folder]) }
            let process = String(ProcessInfo.processInfo.processIdentifier)
            try cluster.command("/bin/bash", [script, "start", folder, process])
            try body(cluster)
          })
      }
    }
  }

  /// Starts a program.
  func head(_ program: String, _ arguments: [String], isPlaced: Bool = true) throws -> Head {
    try Head(
      Programs.path(program), arguments + (isPlaced ? scratch.places : []), environment: environment,
      in: scratch.folder)
  }

  /// Runs a program to its end; returns what it printed.
  ///
  /// - Parameter isLogged: whether cells write down that they are computed.
  @discardableResult func command(_ name: String, _ arguments: [String], isLogged: Bool = true) throws -> String {
    let file = scratch.folder.appending(path: "output-\(UUID().uuidString).txt")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: name.hasPrefix("/") ? name : "/usr/bin/env")
    process.arguments = (name.hasPrefix("/") ? [] : [name]) + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .filter { isLogged || $0.key != "PROBE_LOG" }
    process.currentDirectoryURL = scratch.folder
    let output = try FileHandle(forWritingTo: file)
    (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, output, output)
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: file, encoding: .utf8)
    guard process.terminationStatus == 0 else { throw Complaint("\(name) \(arguments) failed: \(text)") }
    return text
  }

  /// The arrays in the queue that are not over.
  func jobs() throws -> [String] {
    let answer = try command("squeue", ["--noheader", "--format=%F"])
    return Set(answer.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }).sorted()
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
