import ChildProcesses
import Companion
import Foundation
import Provenance
import TestSupport
import Testing

/// How programs end, and what they leave behind: killed at any moment, without a reader, with a closed stream.
@Suite struct ProgramEndTests {
  private static let figure = Programs.path("label-learning")

  /// Killed at fifty moments of a run, the last of them while it draws: the store goes on, the numbers are those of a run that
  /// nobody disturbed, the figure is whole, and nothing is left of the killed runs.
  @Test func killedAtFiftyMoments() async throws {
    try await Turns.shared.take {
      let scratch = try Scratch()
      let temporary = scratch.folder.appending(path: "temporary")
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      let arguments = ["--quick", "--jobs", "1"]
      let begun = ContinuousClock.now
      let plain = try Scratch()
      let undisturbed = try await plain.run(Self.figure, arguments + ["--json"] + plain.places)
      let whole = try JSON.decode(FigureDocument.self, from: undisturbed.output)
      // How long a run takes: the more is stored, the less.
      var duration = ContinuousClock.now - begun
      // A simple generator with a seed, so that the moments can be repeated as well as moments can.
      var state: UInt64 = 2026
      var killed = 0
      for _ in 1...50 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let moment = duration * (Double(state >> 11) / Double(1 << 53))
        let started = ContinuousClock.now
        let result = try await WatchedProgram.run(
          "/usr/bin/env", ["TMPDIR=\(temporary.path)", Self.figure] + arguments + scratch.places, in: scratch.folder,
          when: { ContinuousClock.now - started >= moment }, { kill($0, SIGKILL) })
        killed += result.code == 128 + SIGKILL ? 1 : 0
        if result.code == 0 { duration = min(duration, ContinuousClock.now - started) }
        #expect([0, 128 + SIGKILL].contains(result.code))
      }
      #expect(killed > 10, "\(killed) runs were killed, the others were faster")
      let last = try await scratch.run(
        Self.figure, arguments + ["--json"] + scratch.places, environment: ["TMPDIR": temporary.path])
      #expect(last.succeeded, "\(last.errors)")
      let document = try JSON.decode(FigureDocument.self, from: last.output)
      #expect(document.numbers == whole.numbers && document.series == whole.series)
      #expect(document.files.map(\.sha256) == whole.files.map(\.sha256))
      let names = try FileManager.default.contentsOfDirectory(atPath: scratch.figures).sorted()
      #expect(names == ["gp", "pdf", "png", "svg"].map { "label-learning.\($0)" })
      for file in document.files {
        #expect(try FileRecord(of: URL(fileURLWithPath: file.path), as: file.path) == file)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
      #expect(try Store(existingAt: scratch.store).verifyChain().faults.isEmpty)
    }
  }

  /// A scratch folder of a run that goes on is left alone.
  @Test func aLivingRunKeepsItsScratch() async throws {
    let scratch = try Scratch()
    let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let own = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
    let fields = try #require(own.split(separator: ")").last).split(separator: " ")
    let folders = [
      "mesoscale-scratch.\(getpid()).\(fields[19]).\(boot).alive": true,
      "mesoscale-scratch.\(getpid()).1.\(boot).dead": false, "mesoscale-scratch.notes": true, "mesoscale-else": true,
    ]
    for name in folders.keys {
      try FileManager.default.createDirectory(
        at: scratch.folder.appending(path: name), withIntermediateDirectories: false)
    }
    let outcome = try await scratch.run(
      Self.figure, ["--quick"] + scratch.places, environment: ["TMPDIR": scratch.folder.path])
    #expect(outcome.succeeded, "\(outcome.errors)")
    for (name, isKept) in folders {
      #expect(FileManager.default.fileExists(atPath: scratch.folder.appending(path: name).path) == isKept, "\(name)")
    }
  }

  private let slow =
    ["--quick"]
    + ["samplingStep=0.1", "time=100000", "angles=30", "sampledAngles=30"].flatMap { ["--set", "parity-gate.\($0)"] }

  /// Whatever ends the command that runs figures, even SIGKILL, the figure ends with it.
  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func theFigureEndsWithTheCommand(signal: Int32) async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let path = scratch.folder.appending(path: "data/runs.sqlite").path
    let process = "SELECT process FROM runs"
    let result = try await WatchedProgram.run(
      Programs.path("mesoscale"), ["run", "parity-gate"] + slow, in: scratch.folder,
      when: { try (Scratch.number(process, inStoreAt: path) as Int32?) != nil }, { kill($0, signal) })
    #expect(result.code == 128 + signal)
    let number = try #require(try Scratch.number(process, inStoreAt: path) as Int32?)
    let store = try Store(existingAt: path)
    for _ in 1...200 where try store.runs().map(\.state) != [.killed] { try await Task.sleep(for: .milliseconds(50)) }
    let state = try store.runs().map(\.state)
    #expect(state == [.killed])
    if state != [.killed] { kill(number, SIGKILL) }
  }

  /// The control: a figure that was started by hand is not ended by the end of what it reads.
  @Test func aFigureAloneGoesOn() async throws {
    let scratch = try Scratch()
    let line = "true | \(Self.figure) --quick --no-plot --store \(scratch.store) --figures \(scratch.figures)"
    #expect(try await Command.run("sh", ["-c", line]).succeeded)
  }

  /// A reader of progress that goes away ends nothing; one of results that goes away is a sentence, after the run is recorded.
  @Test func readersThatGo() async throws {
    let scratch = try Scratch()
    let line = "\(Self.figure) --quick --no-plot --store \(scratch.store) --figures \(scratch.figures)"
    let progress = try await Command.run(
      "sh", ["-c", "{ \(line) 2>&1 >results; echo $? >code; } | true"], in: scratch.folder)
    #expect(progress.succeeded)
    func written(_ name: String) throws -> String {
      try String(contentsOf: scratch.folder.appending(path: name), encoding: .utf8)
    }
    #expect(try written("code") == "0\n" && written("results").contains("largest-deviation"))
    let results = try await Command.run(
      "sh", ["-c", "{ \(line) 2>errors; echo $? >code; } | true"], in: scratch.folder)
    #expect(results.succeeded)
    #expect(try written("code") == "1\n" && written("errors").contains("its reader has gone"))
    #expect(try Store(existingAt: scratch.store).runs().map(\.state) == [.finished, .finished])
  }

  /// Streams that are closed are not mistaken for files that are opened later.
  @Test func closedStreams() async throws {
    let (plain, scratch) = (try Scratch(), try Scratch())
    #expect(try await plain.run(Self.figure, ["--quick"] + plain.places).succeeded)
    let line = "\(Self.figure) --quick --store \(scratch.store) --figures \(scratch.figures)"
    for (ending, succeeds) in [(" 2>&-", true), (" 0<&- 2>&-", true), (" >&-", false), (" 0<&- >&- 2>&-", false)] {
      let outcome = try await Command.run("sh", ["-c", line + ending])
      #expect(outcome.succeeded == succeeds, "\(ending): \(outcome.errors)")
      for format in ["gp", "svg", "pdf", "png"] {
        let files = try [plain, scratch].map {
          try Data(contentsOf: URL(fileURLWithPath: $0.figures + "/label-learning.\(format)"))
        }
        #expect(files[0] == files[1], "\(format) with \(ending)")
      }
    }
    let store = try Store(existingAt: scratch.store)
    #expect(try store.runs().allSatisfy { $0.state == .finished } && store.verifyChain().faults.isEmpty)
  }

  /// What only prints is an error where nothing can be printed, too.
  @Test(arguments: [
    "label-learning --help", "label-learning --version", "label-learning --describe", "mesoscale --help",
    "mesoscale --version", "mesoscale list", "mesoscale help run",
  ])
  func nothingCanBePrinted(line: String) async throws {
    let words = line.split(separator: " ").map(String.init)
    let command = ([Programs.path(words[0])] + words.dropFirst()).joined(separator: " ")
    let full = try await Command.run("sh", ["-c", command + " >/dev/full"], in: Programs.repository)
    #expect(!full.succeeded)
    #expect(full.errors.hasSuffix("Standard output cannot be written: the disk is full.\n"), "\(full.errors)")
    #expect(try await Command.run("sh", ["-c", command], in: Programs.repository).succeeded)
  }
}
