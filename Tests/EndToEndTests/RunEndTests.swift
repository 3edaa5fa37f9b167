import ChildProcesses
import Companion
import Foundation
import Subprocess
import TestSupport
import Testing

/// What `mesoscale run` prints while figures run and at their end.
@Suite struct RunEndTests {
  /// Settings that make the run of two figures a matter of seconds.
  private let two =
    ["run", "mismatch-cost", "parity-gate", "--quick"]
    + ["angles=30", "sampledAngles=30", "bottleneckAngles=30", "replicas=4", "time=1"]
    .flatMap { ["--set", "parity-gate.\($0)"] }

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.checkout(of: ["MismatchCost", "ParityGate"])
    return scratch
  }

  /// The exit code of the tool, and what it printed.
  private func run(_ arguments: [String], in scratch: Scratch) async throws -> (code: TerminationStatus, output: String)
  {
    let result = try await Subprocess.run(
      .path(.init(Programs.path("mesoscale"))), arguments: Arguments(arguments),
      workingDirectory: .init(scratch.folder.path), input: .none, output: .string(limit: 1 << 20),
      error: .discarded)
    return (result.terminationStatus, result.standardOutput)
  }

  private func hasControlCharacters(_ text: String) -> Bool {
    text.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || (127...159).contains($0.value) }
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// In a pipe: two lines a figure, a table, and nothing but text.
  @Test func aRunInAPipe() async throws {
    let scratch = try scratch()
    let outcome = try await scratch.mesoscale(two)
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(!hasControlCharacters(outcome.output + outcome.errors))
    let progress = lines(outcome.errors).filter { !$0.contains(": after ") }
    #expect(progress.count == 5 && progress[4].isEmpty, "\(outcome.errors)")
    // Figures run at the same time, so that only the lines of each are in order.
    for slug in ["1/2 mismatch-cost", "2/2 parity-gate"] {
      let own = progress.filter { $0.hasPrefix(slug) }
      #expect(own.count == 2 && own[0] == "\(slug): started", "\(outcome.errors)")
      #expect(own[1].contains(/: finished in [0-9.]+ s: [0-9]+ cells computed, [0-9]+ from the store$/))
    }
    let table = lines(outcome.output)
    #expect(table.count < 30 && table[0].isEmpty && table[1].hasPrefix("figure "), "\(outcome.output)")
    #expect(table[2].hasPrefix("mismatch-cost  finished ") && table[3].hasPrefix("parity-gate    finished "))
    #expect(table[3].contains(" gain-30 0.07972 bits") && table[4].hasPrefix("2 figures      finished "))
    // All numbers come before the table, so that the run ends on it.
    let all = try await scratch.mesoscale(two + ["--numbers"])
    let numbers = try #require(all.output.firstRange(of: "\nparity-gate\nequilibrium-30 "), "\(all.output)")
    #expect(try #require(all.output.firstRange(of: "\nfigure ")).lowerBound > numbers.lowerBound)
  }

  /// How long all figures took together, for people and for programs: not longer than one after the other.
  @Test func howLongItTook() async throws {
    let scratch = try scratch()
    let outcome = try await scratch.mesoscale(two + ["--jobs", "2", "--report", "time.json"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(outcome.output.contains(#/\nTime {7}[0-9.]+ s on 2 threads: [0-9.]+ s busy, [0-9.]+ s /#))
    #expect(outcome.output.contains(#/ s \([0-9.]+ %\) idle, [0-9.]+ s of it without work\n/#))
    #expect(outcome.output.contains(#/\nLongest {4}[a-z-]+ [0-9.]+ s; cell: .+ of [a-z-]+, [0-9.]+ s\n/#))
    let text = try String(contentsOf: scratch.folder.appending(path: "time.json"), encoding: .utf8)
    let document = try JSON.decode(RunDocument.self, from: text)
    #expect(document.threads == 2 && document.figures.map(\.figure) == ["mismatch-cost", "parity-gate"])
    for figure in document.figures {
      #expect(figure.state == .finished && figure.seconds > 0 && figure.longestCell != nil)
    }
    let sum = document.figures.map(\.seconds).reduce(0, +)
    #expect(document.cpu > 0 && document.idle >= 0 && document.wall < sum + 0.5)
    // One figure alone has its time in the table.
    let alone = try await scratch.mesoscale(["run", "mismatch-cost", "--quick"])
    #expect(alone.succeeded && !alone.output.contains("\nTime "), "\(alone.output)")
  }

  /// Whether figures run at the same time or one after the other, their numbers are the same.
  @Test func theNumbersAreTheSame() async throws {
    let scratch = try scratch()
    func numbers(_ store: String, jobs: Int) async throws -> [String] {
      let outcome = try await scratch.mesoscale(two + ["--jobs", "\(jobs)", "--store", store, "--numbers"])
      #expect(outcome.succeeded, "\(outcome.errors)")
      return lines(outcome.output).prefix { !$0.hasPrefix("figure ") }
    }
    let alone = try await numbers("1.sqlite", jobs: 1)
    #expect(alone.count > 20)
    for jobs in [2, 3] { #expect(try await numbers("\(jobs).sqlite", jobs: jobs) == alone) }
  }

  /// On a terminal: lines that are rewritten, each narrower than the terminal, and the same table. Several figures write lines of
  /// their own.
  @Test func aRunOnATerminal() async throws {
    guard await Command.output("script", ["--version"]) != nil else { return }
    let (one, both) = (try scratch(), try scratch())
    func shown(_ arguments: [String], in scratch: Scratch) async throws -> String {
      let line = ([Programs.path("mesoscale")] + arguments).joined(separator: " ")
      let outcome = try await scratch.run(
        "script", ["-qec", line, "/dev/null"], environment: ["COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"])
      #expect(outcome.succeeded, "\(outcome.output)")
      return outcome.output.replacing("\r\n", with: "\n")
    }
    let several = try await shown(two + ["--jobs", "2"], in: both)
    #expect(!hasControlCharacters(several) && several.contains("2/2 parity-gate: started\n"), "\(several)")
    let text = try await shown(two.filter { $0 != "mismatch-cost" }, in: one)
    let start = try #require(text.firstRange(of: "\nfigure ")?.lowerBound)
    let pieces = text[..<start].components(separatedBy: "\r\u{1B}[2K")
    #expect(pieces.count > 2 && pieces.allSatisfy { !hasControlCharacters($0) && $0.count <= 80 }, "\(pieces)")
    #expect(pieces.count { $0.contains("\n") } == 1, "the last line of the figure stays")
    #expect(pieces.contains { $0.contains("parity-gate: after ") })
    #expect(!hasControlCharacters(String(text[start...])) && text[start...].contains("parity-gate  finished "))
    #expect(lines(String(text[start...])).allSatisfy { $0.count <= 80 }, "\(text[start...])")
  }

  /// Every figure, in quick quality: one line each, with a headline number, on one screen.
  @Test func everyFigureOnOneScreen() async throws {
    let scratch = try Scratch()
    try scratch.checkout(of: Programs.figures.map(\.name))
    let outcome = try await scratch.mesoscale(["run", "--quick"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(!hasControlCharacters(outcome.output + outcome.errors))
    let table = lines(outcome.output).dropLast()
    #expect(table.count <= 30 && table.allSatisfy { $0.count <= 120 }, "\(outcome.output)")
    for (figure, line) in zip(Programs.figures, table.dropFirst(2)) {
      // Slug, state, seconds, computed, reused, deviation, headline numbers.
      let columns = line.split(separator: " ")
      #expect(columns.count > 7 && columns[0] == figure.slug && columns[1] == "finished", "\(line)")
      #expect(columns.count > 5 && Double(columns[5]).map { $0 < 5 } == true, "\(line)")
    }
    let progress = lines(outcome.errors).filter { !$0.isEmpty && !$0.contains(": after ") }
    #expect(progress.count == 2 * Programs.figures.count, "\(outcome.errors)")
  }

  /// One figure that fails: the table says which, a line says why, the exit code is 1, and the other figure is there.
  @Test func aFigureThatFails() async throws {
    let scratch = try scratch()
    let obstacle = scratch.folder.appending(path: "figures/quick/mismatch-cost.svg/folder")
    try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
    let (code, output) = try await run(two, in: scratch)
    #expect(code == .exited(1))
    #expect(output.contains(#/\nmismatch-cost +failed /#) && output.contains(#/\nparity-gate +finished /#), "\(output)")
    #expect(output.contains(#/\n2 figures +1 finished /#), "\(output)")
    let reasons = lines(output).filter { $0.hasPrefix("mismatch-cost failed: ") }
    #expect(reasons.count == 1 && reasons[0].contains("mismatch-cost.svg cannot be written"), "\(output)")
    #expect(output.contains("\nTo go on "))
  }

  /// A figure without a store: its reason is told, too.
  @Test func aFigureThatCannotStart() async throws {
    let scratch = try scratch()
    try Data("These are notes.".utf8).write(to: scratch.folder.appending(path: "notes"))
    let (code, output) = try await run(two + ["--store", "notes"], in: scratch)
    #expect(code == .exited(1))
    #expect(lines(output).count { $0.hasPrefix("mismatch-cost, parity-gate failed: The file ") } == 1, "\(output)")
  }

  /// Ctrl-C ends all figures that run, and the table says which they were and how many did not begin.
  @Test func anInterruption() async throws {
    let scratch = try scratch()
    let slow = ["samplingStep=0.1", "time=100000"].flatMap { ["--set", "parity-gate.\($0)"] }
    let store = scratch.folder.appending(path: "data/runs.sqlite").path
    let process = "SELECT process FROM runs WHERE figure = 'parity-gate'"
    let result = try await WatchedProgram.run(
      Programs.path("mesoscale"), ["run", "parity-gate", "mismatch-cost", "--jobs", "2"] + slow, in: scratch.folder,
      when: { try (Scratch.number(process, inStoreAt: store) as Int32?) != nil }, { kill($0, SIGINT) })
    #expect(result.code == 128 + SIGINT)
    #expect(result.output.contains(#/\nparity-gate +interrupted /#), "\(result.output)")
    #expect(result.output.contains("\n2 figures "), "\(result.output)")
    #expect(result.remaining < .seconds(10))
  }

  /// A figure that is killed by a signal from elsewhere: the others go on, and the table names the signal.
  @Test func aFigureThatIsKilled() async throws {
    let scratch = try scratch()
    let slow = ["samplingStep=0.1", "time=100000", "angles=30", "sampledAngles=30"]
      .flatMap { ["--set", "parity-gate.\($0)"] }
    let store = scratch.folder.appending(path: "data/runs.sqlite").path
    // The process of the figure, not that of the tool.
    let process = "SELECT process FROM runs WHERE figure = 'parity-gate'"
    let result = try await WatchedProgram.run(
      Programs.path("mesoscale"), ["run", "parity-gate", "mismatch-cost", "--quick"] + slow, in: scratch.folder,
      when: { try (Scratch.number(process, inStoreAt: store) as Int32?) != nil },
      { _ in
        if let number = try? Scratch.number(process, inStoreAt: store) as Int32? { kill(number, SIGKILL) }
      })
    let output = result.output
    #expect(result.code == 1)
    #expect(
      output.contains(#/\nparity-gate +crashed /#) && output.contains(#/\nmismatch-cost +finished /#), "\(output)")
    #expect(output.contains("\nparity-gate crashed: Signal 9 ended it"), "\(output)")
  }
}
