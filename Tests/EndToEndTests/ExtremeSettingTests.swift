import ChildProcesses
import Companion
import Foundation
import Randomness
import Subprocess
import TestSupport
import Testing

/// Every number that can be set, at values that mean nothing: accepted or refused, but never a crash.
@Suite struct ExtremeSettingTests {
  private static let values = ["0", "-1", "1e308", "1e-308", "nan"]

  private func describe(_ slug: String) async throws -> FigureDescription {
    let text = try #require(await Command.output(Programs.path(slug), ["--describe"]))
    return try JSON.decode(FigureDescription.self, from: text)
  }

  private func run(_ slug: String, _ arguments: [String], in scratch: Scratch) async throws -> (
    status: TerminationStatus, errors: String
  ) {
    let result = try await Subprocess.run(
      .path(.init(Programs.path(slug))), arguments: Arguments(["--quick"] + arguments + scratch.places), input: .none,
      output: .discarded, error: .string(limit: 1 << 20))
    return (result.terminationStatus, result.standardError)
  }

  /// What is refused is refused in one sentence that names the parameter.
  @Test(arguments: Programs.figures.map(\.slug))
  func settingsAreAcceptedOrRefused(slug: String) async throws {
    let scratch = try Scratch()
    var refused = 0
    for parameter in try await describe(slug).parameters {
      for value in Self.values {
        let setting = "\(parameter.name)=\(value)"
        let (status, errors) = try await run(slug, ["--check-only", "--set", setting], in: scratch)
        if status == .exited(0) { continue }
        refused += 1
        #expect(status == .exited(1), "\(setting): \(status)")
        let lines = errors.split(separator: "\n")
        #expect(lines.count == 1 && errors.localizedCaseInsensitiveContains(parameter.name), "\(setting): \(errors)")
      }
    }
    #expect(refused > 20, "the control: most of these values are refused")
    #expect(try scratch.contents().isEmpty, "a refused setting writes nothing")
  }

  /// What is accepted runs to an end: it finishes, deviates and says so, or fails with a sentence.
  @Test(arguments: ["mismatch-cost", "learning-tradeoff", "universal-cost"])
  func whatIsAcceptedEnds(slug: String) async throws {
    for parameter in try await describe(slug).parameters {
      for value in Self.values {
        let scratch = try Scratch()
        let setting = ["--set", "\(parameter.name)=\(value)"]
        guard try await run(slug, ["--check-only"] + setting, in: scratch).status == .exited(0) else { continue }
        let (status, errors) = try await run(slug, ["--no-plot", "--jobs", "1"] + setting, in: scratch)
        #expect(status == .exited(0) || status == .exited(1), "\(setting): \(status), \(errors)")
      }
    }
  }

  /// With a heavy ridge the best networks of a task hardly ever switch. The time for which they would have to be simulated is known
  /// when they are found, and refused.
  @Test func whatWouldNeverEnd() async throws {
    let scratch = try Scratch()
    let (status, errors) = try await run(
      "random-patterns", ["--no-plot", "--jobs", "1", "--set", "ridge=1"], in: scratch)
    #expect(status == .exited(1))
    #expect(errors.contains("switch so rarely that 'burnIn' stands for a time of 5.8e+08/k0"), "\(errors)")
  }

  private static let commands = [
    "run", "list", "numbers", "runs", "show", "fsck", "publish", "weave", "data", "diff", "lineage", "impact",
    "identify",
    "checkout", "sql", "completion", "manual", "explain", "status", "verify", "none",
  ]
  private static let words = [
    "mismatch-cost", "published:mismatch-cost", "parity-gate", "--quick", "--seed", "--jobs", "--store", "--set",
    "--json",
    "--csv", "--check", "--numbers", "--part", "--examine", "--new-seed", "--new", "-1", "0", "1", "nan", "1e308",
    "9223372036854775808", "", "'", "\"", "`", "$(true)", "\u{1B}[31m", "\n", "é\u{301}", "/dev/null", "/dev/full",
    ":memory:",
    "mismatch-cost.every=0", "mismatch-cost.words=1e308", "x=y", "=", "--", "-h", "--help", "mnist1d", "abcdef",
    "SELECT 1",
    "DROP TABLE runs", String(repeating: "x", count: 5000),
  ]

  /// 400 command lines drawn at random, in a checkout of one figure: each ends by itself, and what is wrong is told without control
  /// characters. The control: many of them are right.
  @Test func commandLinesAtRandom() async throws {
    let scratch = try Scratch()
    try scratch.checkout(of: ["MismatchCost"])
    let random = RandomStream(seed: 400)["command lines"]
    var succeeded = 0
    for number in 0..<400 {
      var random = random[number]
      func any(_ list: [String]) -> String { list[min(list.count - 1, Int(random.uniform() * Double(list.count)))] }
      var line = [any(Self.commands)]
      for _ in 0..<Int(5 * random.uniform()) { line.append(any(Self.words)) }
      let result = try await Subprocess.run(
        .path(.init(Programs.path("mesoscale"))), arguments: Arguments(line),
        workingDirectory: .init(scratch.folder.path), input: .none, output: .string(limit: 1 << 24),
        error: .string(limit: 1 << 24))
      guard case .exited(let code) = result.terminationStatus else {
        Issue.record("\(line): \(result.terminationStatus)")
        continue
      }
      if code == 0 { succeeded += 1 }
      #expect([0, 1, 64].contains(code), "\(line): \(code)")
      let isPlain = result.standardError.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" }
      #expect(isPlain, "\(line): \(result.standardError)")
      if code != 0 { #expect(!(result.standardOutput + result.standardError).isEmpty, "\(line): not a word") }
    }
    #expect(succeeded > 20 && succeeded < 380, "\(succeeded) of 400")
  }
}
