import Companion
import Foundation
import Provenance
import Testing

/// The table at the end of `mesoscale run`.
@Suite struct RunReportTests {
  private let numbers = [
    NumberRecord(name: "gain-30", value: 0.0797229, standardError: 0, unit: "bits"),
    NumberRecord(name: "sampled-gain", value: 0.0801, standardError: 0.0012, unit: "bits"),
    NumberRecord(name: "largest-deviation", value: 2.66, standardError: 0, unit: "standard errors"),
    NumberRecord(name: "spins", value: 22400, standardError: 0, unit: ""),
  ]

  private func outcome(
    _ figure: String, code: Int = 0, reason: String = "", headlines: [String] = ["gain-30", "sampled-gain"]
  ) throws -> RunOutcome {
    let handed = RunOutcome(
      figure: figure, reason: reason, cellsComputed: 12345, cellsReused: 678, headlines: headlines, numbers: numbers,
      files: reason.isEmpty ? ["gp", "svg", "pdf", "png"].map { "figures/\(figure).\($0)" } : [])
    return RunOutcome(of: figure, output: try JSON.canonical(handed), code: code, seconds: 1234.56)
  }

  private func lines(_ report: RunReport) -> [String] {
    report.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// 17 figures and what can be said below them fit on a screen, however many of them failed.
  @Test(arguments: [0, 1, 5, 17]) func seventeenFiguresFitOnAScreen(failures: Int) throws {
    let outcomes = try (1...17).map { place in
      let isFailure = place <= failures
      return try outcome(
        "a-figure-with-a-name-\(place)", code: isFailure ? 1 : 0, reason: isFailure ? "Reason \(place)." : "")
    }
    let time = RunTime(threads: 2, wall: 1300, cpu: 2540, withoutWork: 8)
    let report = lines(RunReport(outcomes, store: "runs.sqlite", isQuoted: true, time: time))
    // The tool prints an empty line before the table.
    #expect(report.count + 1 <= 30, "\(report.count)")
    #expect(report.allSatisfy { $0.count <= 120 }, "\(report)")
    for (outcome, line) in zip(outcomes, report.dropFirst()) {
      #expect(line.hasPrefix(outcome.figure) && line.contains("gain-30 0.07972 bits"), "\(line)")
      #expect(line.contains(" 1234.6 ") && line.contains(" 12345 ") && line.contains(" 678 ") && line.contains(" 2.7 "))
      #expect(line.contains(outcome.state == .finished ? " finished " : " failed "))
    }
    #expect(report.contains { $0.hasPrefix("Time ") } == (failures == 0))
    #expect(report[18].hasPrefix("17 figures") && report[18].contains(" 209865 "), "\(report[18])")
    #expect(report.contains { $0.hasPrefix("To go on") } == (failures > 0))
    #expect(report.contains("a-figure-with-a-name-1 failed: Reason 1.") == (failures > 0))
  }

  /// 23 figures fit on it, too, without what matters least.
  @Test(arguments: [(0, false), (3, false), (3, true), (23, false), (23, true)])
  func moreFiguresFitOnTheSameScreen(failures: Int, manyReasons: Bool) throws {
    let outcomes = try (1...23).map { place in
      try outcome(
        "a-figure-\(place)", code: place <= failures ? 1 : 0,
        reason: place <= failures ? (manyReasons ? "Reason \(place)." : "Reason.") : "")
    }
    let time = RunTime(threads: 2, wall: 1300, cpu: 2540, withoutWork: 8)
    let report = lines(RunReport(outcomes, store: "runs.sqlite", isQuoted: true, time: time))
    #expect(report.count + 1 <= 30, "\(report.count)")
    #expect(report.contains { $0.hasPrefix("Time ") } == (failures == 0))
    #expect(report.contains { $0.contains("failed: Reason.") } == (failures > 0 && !manyReasons))
    let why = "Why they failed, \(failures) reasons: ./reproduce.sh runs --store runs.sqlite"
    #expect(report.contains(why) == manyReasons)
    #expect(report.contains { $0.hasPrefix("Figures ") } == (failures == 0))
    #expect(!report.contains { $0.hasPrefix("Deviation ") })
    #expect(lines(RunReport(Array(outcomes.suffix(3)), isQuoted: true)).contains { $0.hasPrefix("Deviation ") })
  }

  /// What is below the table: a line for each reason, where files and numbers are, what texts quote.
  @Test func whatComesNext() throws {
    let outcomes = try ["a", "b", "c"].map { try outcome($0, code: 1, reason: "The\ndisk is full.") } + [outcome("d")]
    let report = RunReport(outcomes, notStarted: 2, isQuoted: true).text
    #expect(report.contains("\n6 figures  1 finished "), "\(report)")
    #expect(report.contains("\na, b, c failed: The disk is full.\n"), "\(report)")
    #expect(report.contains("Figures    figures/<figure>.{gp,pdf,png,svg}\n"), "\(report)")
    #expect(report.contains("./reproduce.sh numbers d; show: their origin\n") && report.contains("weave --check"))
    #expect(!report.contains("\u{1B}"))
    let custom = RunReport([try outcome("d")], store: "s.sqlite", isQuoted: false, isColoured: true).text
    #expect(custom.contains("./reproduce.sh numbers d --store s.sqlite; show: "), "\(custom)")
    #expect(!custom.contains("weave"))
    #expect(custom.contains("d         \u{1B}[32mfinished\u{1B}[0m "), "\(custom)")
  }

  /// What took how long; the sum of the table is the time of the whole.
  @Test func times() throws {
    var (long, short) = (try outcome("a"), try outcome("b"))
    short.seconds = 3
    long.longestCell = .init(sweep: "training", seconds: 163.3)
    let time = RunTime(threads: 2, wall: 1300, cpu: 2540, withoutWork: 8)
    let report = RunReport([long, short], isQuoted: true, time: time).text
    #expect(time.idle == 60 && RunTime(threads: 1, wall: 10, cpu: 11).idle == 0)
    #expect(report.contains(#/\n2 figures +finished +1300.0 /#), "\(report)")
    #expect(
      report.contains(
        """

        Time       21 min 40 s on 2 threads: 42 min 20 s busy, 60 s (2.3 %) idle, 8.0 s of it without work
        Longest    a 20 min 34 s; cell: training of a, 2 min 43 s

        """), "\(report)")
    let narrow = lines(RunReport([long, short], isQuoted: true, width: 80, time: time))
    #expect(narrow.contains("Time       21 min 40 s on 2 threads: 42 min 20 s busy, 60 s (2.3 %) idle"), "\(narrow)")
    #expect(narrow.contains("Longest    a 20 min 34 s"), "\(narrow)")
    let document = RunDocument(time, [long, short])
    #expect(try JSON.decode(RunDocument.self, from: JSON.pretty(document)) == document)
    #expect(document.idle == 60 && document.figures[0].longestCell?.sweep == "training")
  }

  /// Both headline numbers where there is room, or the first, whose name is shortened before its value is.
  @Test func headlineNumbers() throws {
    func end(_ headlines: [String], width: Int = 120) throws -> String {
      let report = lines(RunReport([try outcome("a", headlines: headlines)], isQuoted: true, width: width))
      #expect(report[1].count <= width, "\(report[1])")
      #expect(report[0].contains("computed") == (width >= 100))
      return String(report[1].drop { $0 != "." }.dropFirst().drop { $0 != "." }.dropFirst(4))
    }
    #expect(try end(["gain-30", "sampled-gain"]) == "gain-30 0.07972 bits, sampled-gain 0.0801(12) bits")
    #expect(try end(["sampled-gain", "gain-30"], width: 80) == "sampled-gain 0.0801(12) bits")
    #expect(try end(["sampled-gain"], width: 62) == "sampl… 0.0801(12) bits")
    #expect(try end(["unheard-of", "spins"]) == "spins 22400")
    #expect(try end([]) == "")
  }

  /// How a process ended decides on the state; what it handed over gives the reason.
  @Test func states() throws {
    #expect(try outcome("a").state == .finished)
    let failed = try outcome("a", code: 1, reason: "No.")
    #expect(failed.state == .failed && failed.reason == "No.")
    func silent(_ code: Int) -> RunOutcome { RunOutcome(of: "a", output: "", code: code, seconds: 1) }
    #expect(silent(64).state == .failed && silent(64).reason.contains("exit code 64"))
    #expect(silent(0).state == .failed && !silent(0).reason.isEmpty)
    for signal in [SIGINT, SIGTERM, SIGHUP] { #expect(silent(128 + Int(signal)).state == .interrupted) }
    #expect(silent(128 + 9).state == .crashed && silent(128 + 9).reason.contains("Signal 9"))
    #expect(silent(128 + 11).cellsComputed == nil)
  }

  /// A figure whose sampled numbers lie too far from the exact ones is there, but nobody can take it for a good one.
  @Test func deviations() throws {
    func handed(_ deviation: Double) throws -> String {
      let number = NumberRecord(name: "largest-deviation", value: deviation, standardError: 0, unit: "standard errors")
      return try JSON.canonical(RunOutcome(figure: "a", numbers: [number], files: ["figures/a.svg"]))
    }
    let deviant = RunOutcome(of: "a", output: try handed(7.26), code: 1, seconds: 1)
    #expect(deviant.state == .deviant && deviant.reason.hasPrefix("A sampled number lies 7.3 standard errors from"))
    let report = RunReport([deviant, try outcome("d")], isQuoted: true).text
    #expect(report.contains(#/\na +deviates +1.0 /#) && report.contains("\n2 figures  1 finished "), "\(report)")
    #expect(report.contains("\na deviates: A sampled number lies 7.3 standard errors"), "\(report)")
    #expect(!report.contains("To go on"), "the same again would deviate again")
    #expect(report.contains("from exact numbers, in standard errors"))
    // Of two replicas, one degree of freedom, a deviation of 8.7 is found in one run of fourteen.
    let number = NumberRecord(name: "largest-deviation", value: 8.7, standardError: 0, unit: "standard errors")
    #expect(RunOutcome(figure: "a", numbers: [number], degreesOfFreedom: 1).state == .finished)
    #expect(RunOutcome(figure: "a", numbers: [number], degreesOfFreedom: 39).state == .deviant)
    // A signal is told as one, and the control is a deviation by chance.
    #expect(RunOutcome(of: "a", output: try handed(7), code: 128 + 9, seconds: 1).state == .crashed)
    #expect(RunOutcome(of: "a", output: try handed(5), code: 0, seconds: 1).state == .finished)
  }

  /// The end of a figure that is run alone.
  @Test func aFigureAlone() throws {
    let outcome = try outcome("a")
    let hint = "./reproduce.sh numbers a"
    #expect(
      outcome.summary(isWhole: false, hint: hint) == """
        gain-30            0.0797229   bits
        sampled-gain       0.0801(12)  bits
        largest-deviation  2.66        standard errors
        figures/a.{gp,svg,pdf,png}
        All 4 numbers: --numbers, or ./reproduce.sh numbers a
        """)
    let whole = outcome.summary(isWhole: true, hint: hint)
    #expect(whole.contains("\nspins              22400\n") && !whole.contains(hint), "\(whole)")
    #expect(RunOutcome(figure: "a").summary(isWhole: false, hint: hint).isEmpty)
  }
}
