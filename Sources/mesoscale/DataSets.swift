import ArgumentParser
import Companion
import Foundation
import MNIST1D

/// `mesoscale data`: the data sets that figures learn from, and the networks that have learned.
struct DataSets: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Print the data sets that networks learn from, and finished networks.",
    subcommands: [MNIST1DCommand.self, NetworksCommand.self])
}

/// `mesoscale data mnist1d`: MNIST-1D, drawn anew by its generator, as digests or as comma-separated values.
struct MNIST1DCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let parameters = Settings.describe(MNIST1D.Generator()).map { "  \($0.name)=\($0.value)" }
    return CommandConfiguration(
      commandName: "mnist1d", abstract: "Draw MNIST-1D by its generator, and print its digests or all of its values.",
      usage: "mesoscale data mnist1d [<options>] [--set <name=value> ...]",
      discussion:
        "The data set of S. Greydanus, arXiv:2011.14439, to a millionth in every value; with other parameters another "
        + "one.\n\nParameters for --set, with their published values:\n" + parameters.joined(separator: "\n"))
  }

  @Flag(help: "Write the data set to standard output as comma-separated values.")
  var csv = false

  @Option(help: ArgumentHelp("Write it to this file instead.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("The seed of the generator.", valueName: "whole number"))
  var seed = MNIST1D.Generator().seed

  @Option(help: ArgumentHelp("The number of images, test images included.", valueName: "whole number"))
  var samples = MNIST1D.Generator().samples

  @Option(name: .customLong("set"), help: ArgumentHelp("Set a parameter; may be repeated.", valueName: "name=value"))
  var settings: [String] = []

  mutating func run() async throws {
    let generator = try Settings.apply(
      settings, to: MNIST1D.Generator(seed: seed, samples: samples), of: Self.configuration.commandName ?? "")
    if let flaw = generator.flaw { throw Complaint(flaw) }
    let data = generator.generate()
    if let output { try write(data.csv, toFile: output) }
    try StandardOutput.write(csv && output == nil ? data.csv : Self.summary(of: data))
  }

  private static func summary(of data: MNIST1D) -> String {
    let kind = data.isPublished ? "the published set" : "not the published set"
    let rows = data.parts.map { [$0.name, String($0.bytes), $0.sha256] }
    return """
      MNIST-1D, \(kind): \(MNIST1D.classes) classes, \(data.training.count) training and \(data.test.count) test images \
      of \(data.training.length) numbers.
      Digests of the labels, and of the values in units of 10⁻⁶, as integers of 64 bits:
      \(Table(rows: [["part", "bytes", "sha256"]] + rows, flushRight: [1]).text)

      """
  }
}

extension ParsableCommand {
  /// Writes a text to a file that the user names.
  ///
  /// - Throws: ``Complaint`` where that fails.
  func write(_ text: String, toFile path: String) throws {
    // A file is replaced as a whole or not at all; what is no file, such as a pipe, is written into.
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    do {
      try Data(text.utf8).write(
        to: URL(fileURLWithPath: path), options: kind ?? .typeRegular == .typeRegular ? .atomic : [])
    } catch {
      throw Complaint("'\(path)' cannot be written: its folder must exist and be writable, and the disk have room.")
    }
  }
}
