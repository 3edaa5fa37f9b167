import ChildProcesses
import Companion
import Digest
import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct ToolTests {
  @Test func listNamesEveryFigure() async throws {
    let scratch = try Scratch()
    try scratch.checkout(of: Programs.figures.map(\.name))
    let outcome = try await scratch.mesoscale(["list"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(Programs.figures.allSatisfy { outcome.output.contains($0.slug) } && outcome.output.contains("not run"))
  }

  @Test func figuresAreRunAndReported() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let settings = ["angles=30", "sampledAngles=30", "bottleneckAngles=30", "replicas=2", "time=1"]
      .flatMap { ["--set", "parity-gate.\($0)"] }
    let outcome = try await scratch.mesoscale(["run", "parity-gate", "--quick"] + settings)
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(outcome.output.contains("\nparity-gate  finished "), "\(outcome.output)")
    #expect(outcome.output.contains("figures/quick/<figure>.{gp,pdf,png,svg}"), "\(outcome.output)")
    #expect(outcome.output.contains(" gain-30 0.07972 bits") && !outcome.output.contains("ness-sigma-30"))
    #expect(outcome.errors.hasPrefix("parity-gate: started\nparity-gate: "), "\(outcome.errors)")
    let again = try await scratch.mesoscale(["run", "--quick", "--numbers"] + settings)
    #expect(again.errors.contains("nothing to compute") && again.output.contains(/\ngain-30 +0\.0797/))
    let runs = try await scratch.mesoscale(["runs"])
    #expect(runs.output.components(separatedBy: "finished").count == 3, "\(runs.output)")
    let show = try await scratch.mesoscale(["show", "parity-gate"])
    #expect(show.succeeded && show.output.contains("records, intact"), "\(show.output)")
    for fact in ["git commit", "code sha256", "compiler", "cpu", "gnuplot", "sqlite"] {
      #expect(show.output.contains(fact), "\(fact)")
    }
  }

  @Test(arguments: [
    (["run", "parity-gat"], "There is no figure 'parity-gat'; the figures are"),
    (["run", "--set", "parity-gate.etta=2"], "There is no parameter 'etta'"),
    (["run", "--set", "no-figure.eta=2"], "There is no figure 'no-figure'"),
    (["run", "--set", "parity-gate.eta=nan"], "wants a finite number"),
    (["show", "nothing"], "There is no store"), (["runs"], "There is no store"),
    (["runs", "--limit", "0"], "--limit wants a whole number from 1"),
    (["numbers", "parity-gat"], "There is no figure 'parity-gat'; the figures are parity-gate."),
    (["numbers", "parity-gate"], "'parity-gate' has neither finished here nor been published"),
    (["numbers", "parity-gate", "--published"], "run ./reproduce.sh parity-gate first"),
    (["numbers", "parity-gate", "--store", "none.sqlite"], "There is no store at none.sqlite"),
    (["new", "parity-gate"], "There is a folder"), (["new", "My-Figure"], "cannot be named 'My-Figure'"),
    (["new", "companion"], "has a target 'Companion'"),
    (["publish", "parity-gate"], "There is no store"), (["weave", "--check"], "PAPER.md cannot be read"),
  ])
  func mistakesAreSentences(arguments: [String], sentence: String) async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let before = try scratch.contents()
    let outcome = try await scratch.mesoscale(arguments)
    #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try scratch.contents() == before)
  }

  /// A new figure has its files and its lines in Package.swift, and nothing else changes.
  @Test func aNewFigureIsWritten() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let before = try Set(scratch.contents().keys)
    let package = scratch.folder.appending(path: "Package.swift")
    let lines = Set(try String(contentsOf: package, encoding: .utf8).split(separator: "\n"))
    let outcome = try await scratch.mesoscale(["new", "two-words"])
    #expect(outcome.succeeded && outcome.output.contains("--filter TwoWordsTests"), "\(outcome.errors)")
    let added = try Set(scratch.contents().keys).subtracting(before)
    for file in ["TwoWords.swift", "TwoWords+Plot.swift", "TwoWordsTests.swift"] {
      #expect(added.contains { $0.contains(file) }, "\(added)")
    }
    let more = Set(try String(contentsOf: package, encoding: .utf8).split(separator: "\n")).subtracting(lines)
    #expect(more.contains { $0.contains("figure(\"TwoWords\"") })
    #expect(more.contains { $0.contains("name: \"TwoWordsTests\"") } && more.count == 3, "\(more)")
    #expect(try await !scratch.mesoscale(["new", "two-words"]).succeeded)
  }

  @Test func outsideOfACheckoutTheToolSaysSo() async throws {
    // The program itself lies in a checkout: a copy elsewhere does not.
    let scratch = try Scratch()
    let copy = scratch.folder.appending(path: "mesoscale")
    try FileManager.default.copyItem(atPath: Programs.path("mesoscale"), toPath: copy.path)
    let outcome = try await Command.run(copy.path, ["runs"], in: scratch.folder)
    #expect(!outcome.succeeded && outcome.errors.contains("not a checkout"), "\(outcome.errors)")
  }

  @Test func quickRunsAreNotPublished() async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    #expect(
      try await scratch.mesoscale(["run", "--quick", "--set", "angles=30", "--set", "sampledAngles=30"]).succeeded)
    let outcome = try await scratch.mesoscale(["publish", "parity-gate"])
    #expect(!outcome.succeeded && outcome.errors.contains("No drawn run of 'parity-gate' at paper quality"))
  }

  /// The committed texts quote the published numbers; a number changed by hand is found and mended.
  @Test func textsQuoteThePublishedNumbers() async throws {
    let scratch = try Scratch()
    try scratch.checkoutOfTheTexts()
    #expect(try await scratch.mesoscale(["weave", "--check"]).succeeded)
    let paper = scratch.folder.appending(path: "PAPER.md")
    let text = try String(contentsOf: paper, encoding: .utf8)
    let mark = try #require(text.firstMatch(of: /<!--= parity-gate\.gain-30[^>]*-->/))
    let end = try #require(text[mark.range.upperBound...].firstRange(of: "<!-- -->"))
    let forged = text.replacingCharacters(in: mark.range.upperBound..<end.lowerBound, with: "0.0999")
    try forged.write(to: paper, atomically: true, encoding: .utf8)
    let check = try await scratch.mesoscale(["weave", "--check"])
    #expect(!check.succeeded && check.output.contains("gain-30 was '0.0999'"), "\(check.output)")
    #expect(try String(contentsOf: paper, encoding: .utf8) == forged)
    #expect(try await scratch.mesoscale(["weave"]).succeeded)
    #expect(try String(contentsOf: paper, encoding: .utf8) == text)
    // A number that is typed breaks a rule of the paper, which is said and not mended.
    let typed = text.replacing("\n### 3.1 ", with: "\nThe gain is 0.0797 bits.\n\n### 3.1 ", maxReplacements: 1)
    try typed.write(to: paper, atomically: true, encoding: .utf8)
    let rule = try await scratch.mesoscale(["weave", "--check"])
    #expect(!rule.succeeded && rule.output.contains("the number 0.0797 is typed"), "\(rule.output)")
    #expect(rule.errors.contains("breaks 1 of its rules"), "\(rule.errors)")
    try (text + "\n<!--= parity-gate.unheard-of --><!-- -->\n").write(to: paper, atomically: true, encoding: .utf8)
    let unknown = try await scratch.mesoscale(["weave"])
    #expect(!unknown.succeeded && unknown.errors.contains("has no published number 'unheard-of'"))
    // Marks that are not closed, or not marks, are not passed over.
    for broken in [
      "a <!--= parity-gate.gain-30 5 -->0.1 text <!--= parity-gate.ness-30 -->0.11<!-- --> end",
      "<!--= Parity.x -->1<!-- -->",
      "<!--= parity-gate.gain-30 -->0.1", "<!--= parity-gate.gain-30",
    ] {
      try (text + "\n\(broken)\n").write(to: paper, atomically: true, encoding: .utf8)
      let outcome = try await scratch.mesoscale(["weave"])
      #expect(!outcome.succeeded && outcome.errors.contains("a mark must read"), "\(broken): \(outcome.errors)")
      #expect(try String(contentsOf: paper, encoding: .utf8) == text + "\n\(broken)\n")
    }
    try (text + "Text\n<!--= parity-gate.gain-30 -->0.1<!-- -->\n").write(to: paper, atomically: true, encoding: .utf8)
    let torn = try await scratch.mesoscale(["weave"])
    #expect(!torn.succeeded && torn.errors.contains("move a word before it"), "\(torn.errors)")
    try (text + "\n<!--= parity-gate.parameters.beta -->?<!-- -->\n").write(
      to: paper, atomically: true, encoding: .utf8)
    #expect(try await scratch.mesoscale(["weave"]).succeeded)
    #expect(try String(contentsOf: paper, encoding: .utf8).hasSuffix("parameters.beta -->2<!-- -->\n"))
  }

  /// The gallery has the question and the answer of each figure; what was changed by hand is found and mended.
  @Test func theGalleryIsThatOfTheFigures() async throws {
    let scratch = try Scratch()
    try scratch.checkoutOfTheTexts()
    let readme = scratch.folder.appending(path: "README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let description = try #require(await Command.output(Programs.path("parity-gate"), ["--describe"]))
    let figure = try JSON.decode(FigureDescription.self, from: description)
    #expect(figure.headlines.first == "gain-30")
    for (genuine, forged) in [
      (figure.question, "Is it so?"), ("**0.0797 bits**", "**0.0997 bits**"), ("· 1 minute ·", "· 1 second ·"),
      ("href=\"figures/parity-gate.svg\"", "href=\"figures/optimal-sensing.svg\""),
      ("[section 3](PAPER.md#3-", "[section 3](PAPER.md#4-"), ("<br clear=\"left\">\n", ""),
    ] {
      #expect(text.contains(genuine), "\(genuine)")
      let changed = text.replacing(genuine, with: forged, maxReplacements: 1)
      try changed.write(to: readme, atomically: true, encoding: .utf8)
      let check = try await scratch.mesoscale(["weave", "--check"])
      #expect(!check.succeeded && check.output.contains("the part 'gallery' is not that of the figures"), "\(forged)")
      #expect(try String(contentsOf: readme, encoding: .utf8) == changed)
      #expect(try await scratch.mesoscale(["weave"]).succeeded)
      #expect(try String(contentsOf: readme, encoding: .utf8) == text)
    }
  }

  /// What a gallery needs and does not find is a sentence, and no text is changed.
  @Test(arguments: [
    ("PAPER.md", "\n## 3. ", "\n## Three. ", "PAPER.md has no section 3"),
    ("PAPER.md", "](figures/parity-gate.svg)", "](figures/hidden-units.svg)", "does not show figures/parity-gate.svg"),
    ("README.md", "<!--= gallery -->", "", "README.md has no part 'gallery'"),
    ("README.md", "<br clear=\"left\">\n\n<!-- -->", "", "the part 'gallery' must end with <!-- -->"),
    ("README.md", "](#speed)", "](#sped)", "README.md links to #sped"),
    ("README.md", "<a href=\"PAPER.md#3-", "<a href=\"PAPER.md#3", "README.md links to PAPER.md#3"),
    ("data/published/parity-gate.json", "\"gain-30\"", "\"gain\"", "'gain-30' of 'parity-gate' is not published"),
  ])
  func theGalleryMissesNothing(file: String, old: String, new: String, sentence: String) async throws {
    let scratch = try Scratch()
    try scratch.checkoutOfTheTexts()
    let url = scratch.folder.appending(path: file)
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(text.contains(old), "\(old)")
    try text.replacing(old, with: new, maxReplacements: 1).write(to: url, atomically: true, encoding: .utf8)
    let before = try scratch.contents()
    let outcome = try await scratch.mesoscale(["weave"])
    #expect(!outcome.succeeded && outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try scratch.contents() == before)
  }

  /// Where no figure is built, there is nobody to ask.
  @Test func withoutFiguresThereIsNoGallery() async throws {
    let scratch = try Scratch()
    try scratch.checkoutOfTheTexts()
    let copy = scratch.folder.appending(path: "mesoscale")
    try FileManager.default.copyItem(atPath: Programs.path("mesoscale"), toPath: copy.path)
    let outcome = try await Command.run(copy.path, ["weave", "--check"], in: scratch.folder)
    #expect(!outcome.succeeded && outcome.errors.contains("No figure is built"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  /// The committed figures are those that were published.
  @Test(arguments: Programs.figures.map(\.slug)) func thePublishedFilesAreTheCommittedOnes(slug: String) throws {
    let project = Project(root: Programs.repository)
    let document = try #require(try FigureDocument.published(slug, in: project))
    #expect(document.quality == .paper)
    #expect(document.files.map(\.path) == ["figures/\(slug).gp", "figures/\(slug).svg"])
    for file in document.files {
      #expect(try FileRecord(of: Programs.repository.appending(path: file.path), as: file.path) == file)
    }
    #expect(document.data == sha256(try JSON.canonical(document.series)))
    // Every sampled point of the figure lies within 4 standard errors of its exact line.
    let deviation = try #require(document.numbers.first { $0.name == "largest-deviation" })
    #expect(deviation.value < 4)
  }
}
