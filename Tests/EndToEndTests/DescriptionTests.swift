import ChildProcesses
import Companion
import Foundation
import Testing

/// What every program says of itself: version, parameters, headline numbers.
@Suite struct DescriptionTests {
  private func describe(_ slug: String) async throws -> FigureDescription {
    let text = try #require(await Command.output(Programs.path(slug), ["--describe"]))
    return try JSON.decode(FigureDescription.self, from: text)
  }

  @Test(arguments: Programs.figures.map(\.slug)) func theVersionOfAFigure(slug: String) async throws {
    let description = try await describe(slug)
    let lines = try #require(await Command.output(Programs.path(slug), ["--version"])).split(separator: "\n")
    #expect(lines.first == "\(slug) \(Version.number)" && description.version == Version.number)
    #expect(lines.contains { $0.hasSuffix(" sha256 \(description.code)") }, "\(lines)")
  }

  @Test func theVersionOfTheTool() async throws {
    let text = try #require(await Command.output(Programs.path("mesoscale"), ["--version"]))
    #expect(text.contains(#/^mesoscale [0-9.]+[^\n]*\ncode +sha256 [0-9a-f]{64}\nbuild +(debug|release), /#), "\(text)")
    #expect(text.hasPrefix("mesoscale \(Version.number)\n"))
  }

  /// Of every parameter `--help` says what it is, in which unit, and what is accepted, in lines of at most 80 columns.
  @Test(arguments: Programs.figures.map(\.slug)) func parametersAreExplained(slug: String) async throws {
    let outcome = try await Command.run(Programs.path(slug), ["--help"], environment: ["COLUMNS": "80"])
    #expect(outcome.succeeded)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    let text = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    let parameters = try await describe(slug).parameters
    #expect(!parameters.isEmpty)
    for parameter in parameters {
      #expect(!parameter.meaning.isEmpty && !parameter.range.isEmpty, "\(parameter.name)")
      let unit = parameter.unit.isEmpty ? "" : " (\(parameter.unit))"
      let explanation = "\(parameter.name)=\(parameter.value) \(parameter.meaning)\(unit); \(parameter.range)"
      #expect(text.contains(explanation), "\(explanation)")
      // A line of an explanation is not broken twice.
      let first = try #require(lines.firstIndex { $0.hasPrefix("  \(parameter.name)=") })
      let explaining = lines[(first + 1)...].prefix { $0.hasPrefix("      ") }
      #expect(explaining.dropLast().allSatisfy { $0.count > 50 }, "\(explaining)")
    }
  }

  /// One or two headline numbers, which are published.
  @Test(arguments: Programs.figures.map(\.slug)) func headlineNumbers(slug: String) async throws {
    let headlines = try await describe(slug).headlines
    #expect((1...2).contains(headlines.count))
    let document = try #require(try FigureDocument.published(slug, in: Project(root: Programs.repository)))
    for name in headlines { #expect(document.numbers.contains { $0.name == name }, "\(name)") }
  }

  /// Every command explains itself in lines that fit.
  @Test(arguments: [
    "list", "run", "numbers", "runs", "show", "publish", "weave", "data", "data mnist1d", "data networks", "status",
    "explain",
  ])
  func commandsAreExplained(command: String) async throws {
    let arguments = command.split(separator: " ").map(String.init) + ["--help"]
    let outcome = try await Command.run(Programs.path("mesoscale"), arguments, environment: ["COLUMNS": "80"])
    #expect(outcome.succeeded && outcome.output.contains("USAGE: mesoscale \(command) "), "\(outcome.output)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
  }
}
