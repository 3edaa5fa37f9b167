import ChildProcesses
import Companion
import Foundation
import TestSupport
import Testing

/// The programs as users have them: built, in a process of their own.
enum Programs {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func path(_ name: String) -> String {
    #if DEBUG
      let configuration = "debug"
    #else
      let configuration = "release"
    #endif
    return repository.appending(path: ".build/\(configuration)/\(name)").path
  }

  /// The figures, in the order of their slugs.
  static let figures: [(name: String, slug: String)] = {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: repository.appending(path: "Sources/Figures").path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.map { ($0, kebabCase($0)) }.sorted { $0.1 < $1.1 }
  }()

  /// Parameters that make parity-gate a matter of a second.
  static let small = [
    "--quick", "--set", "angles=30", "--set", "sampledAngles=30", "--set", "bottleneckAngles=30", "--set", "time=1",
    "--set", "replicas=4",
  ]
}

extension Scratch {
  var figures: String { folder.appending(path: "figures").path }
  var places: [String] { ["--store", store, "--figures", figures] }

  /// Runs parity-gate here.
  func parityGate(_ arguments: [String], environment: [String: String] = [:]) async throws -> Command.Outcome {
    try await Command.run(
      Programs.path("parity-gate"), arguments + places, in: folder, environment: environment)
  }

  /// A folder that looks like a checkout with these figures, into which also `names` are copied from the real one.
  func checkout(of figures: [String] = ["ParityGate"], with names: [String] = []) throws {
    let manager = FileManager.default
    let files = ["reproduce.sh", "Package.swift"] + figures.map { "Sources/Figures/\($0)/\($0).swift" } + names
    for name in files {
      let target = folder.appending(path: name)
      try manager.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try manager.copyItem(at: Programs.repository.appending(path: name), to: target)
    }
  }

  /// The same with all figures and all that the texts are woven from.
  func checkoutOfTheTexts() throws {
    try checkout(
      of: Programs.figures.map(\.name),
      with: [
        "PAPER.md", "README.md", "Tests", "data/benchmark.json", "data/benchmark.md", "data/published",
        "data/references.tsv", "data/typed-numbers.tsv", "docs", "Tools",
      ]
        + Programs.figures.map { "figures/\($0.slug).svg" })
  }

  /// Runs a program here.
  func run(
    _ name: String, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> Command.Outcome {
    try await Command.run(name, arguments, in: folder, environment: environment)
  }

  /// Runs the tool here.
  func mesoscale(_ arguments: [String]) async throws -> Command.Outcome {
    try await run(Programs.path("mesoscale"), arguments)
  }
}
