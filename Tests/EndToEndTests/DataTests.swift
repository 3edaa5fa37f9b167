import ChildProcesses
import Foundation
import MNIST1D
import TestSupport
import Testing

/// `mesoscale data mnist1d` as users have it.
@Suite struct DataTests {
  @Test func thePublishedSetIsNamed() async throws {
    let outcome = try await Scratch().mesoscale(["data", "mnist1d"])
    #expect(outcome.succeeded && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output.contains("the published set: 10 classes, 4000 training and 1000 test images of 40 numbers"))
    for part in MNIST1D.publishedParts { #expect(outcome.output.contains("\(part.bytes)  \(part.sha256)")) }
  }

  @Test func otherSets() async throws {
    let arguments = ["data", "mnist1d", "--seed", "7", "--samples", "50", "--set", "length=20"]
    let outcome = try await Scratch().mesoscale(arguments)
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(outcome.output.contains("not the published set: 10 classes, 40 training and 10 test images of 20 numbers"))
  }

  @Test func commaSeparatedValues() async throws {
    let scratch = try Scratch()
    let arguments = ["data", "mnist1d", "--samples", "50"]
    let written = try await scratch.mesoscale(arguments + ["--csv"])
    #expect(written.output == MNIST1D.Generator(samples: 50).generate().csv)
    let file = scratch.folder.appending(path: "set.csv")
    for _ in 1...2 {
      let stored = try await scratch.mesoscale(arguments + ["--output", file.path])
      #expect(stored.succeeded && stored.output.contains("not the published set"), "\(stored.errors)")
      #expect(try String(contentsOf: file, encoding: .utf8) == written.output)
    }
    #expect(try scratch.contents().count == 1)
  }

  @Test(arguments: [
    (["--samples", "55"], "The number of samples must be a multiple of 10"), (["--seed=-1"], "The seed must be"),
    (["--set", "shear=nan"], "The parameter 'shear' wants a finite number"),
    (["--set", "noise=-1"], "The standard deviation of a noise must lie between"),
    (["--set", "sheer=1"], "There is no parameter 'sheer'; the parameters are seed, samples"),
    (["--output", "/nonexistent/set.csv"], "'/nonexistent/set.csv' cannot be written"),
    (["--output", "/dev/full"], "'/dev/full' cannot be written"), (["--output", "/"], "'/' cannot be written"),
    (["--output", ""], "'' cannot be written"),
  ])
  func mistakesAreSentences(arguments: [String], sentence: String) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.mesoscale(["data", "mnist1d"] + arguments)
    #expect(!outcome.succeeded && outcome.output.isEmpty && outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try scratch.contents().isEmpty)
  }

  /// A full disk behind standard output gets a sentence, and a reader that has read enough gets no more.
  @Test func standardOutputMayEnd() async throws {
    let program = Programs.path("mesoscale") + " data mnist1d"
    for line in ["\(program) > /dev/full", "\(program) --csv > /dev/full"] {
      let full = try await Command.run("sh", ["-c", line])
      #expect(!full.succeeded && full.errors.contains("Standard output cannot be written"), "\(full.errors)")
      #expect(full.errors.split(separator: "\n").count == 1)
    }
    let read = try await Command.run("sh", ["-c", "\(program) --csv | head -n 1"])
    #expect(read.output.hasPrefix("split,label,x0") && read.errors.isEmpty, "\(read.errors)")
  }
}
