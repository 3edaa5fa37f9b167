import ChildProcesses
import Companion
import Foundation
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
        #expect(lines.count == 1 && errors.contains("'\(parameter.name)'"), "\(setting): \(errors)")
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
}
