import ChildProcesses
import Companion
import Foundation
import Provenance
import Synchronization
import TestSupport
import Testing

/// What is drawn of texts that hold anything, and by a gnuplot that does not end.
@Suite struct GnuplotTests {
  /// Everything that means something to a shell, to gnuplot, to its markup, to XML or to a format.
  private static let hard =
    #"'q' "d" _u `touch mark-a` {b} ^h 50% %s \ @p &a; ~t <x> $(touch mark-b) ;system 'touch mark-c' #n"#

  /// The same as markup, in which it stands for itself.
  private static var markup: String { String(hard.flatMap { #"_^{}\"#.contains($0) ? ["\\", $0] : [$0] }) }

  private static let origin = FigureOrigin(
    figure: "hard", parameters: "{}", seed: 1, data: String(repeating: "2", count: 64))

  private func script(title: String, caption: String, label: String) throws -> GnuplotScript {
    let series = SeriesRecord(name: "s", columns: ["x", "y"], rows: [[0, 0], [1, 1], [2, 4]])
    let axes = (Axis(label, 0...2), Axis(label, 0...4))
    let plot = Plot(
      caption: caption, columns: 1,
      panels: [
        Panel(label, x: axes.0, y: axes.1, legend: .above, layers: [.line("s", x: "x", y: "y", .blue, label)]),
        Panel("names", x: Axis("", 0...3, names: [label, "b"]), y: axes.1, layers: []),
      ])
    return try GnuplotScript(
      plot, series: [series], numbers: [], title: title, origin: Self.origin, quality: .paper)
  }

  /// Texts are drawn as they are, and nothing in them is carried out, neither by the drawing nor by plain gnuplot.
  @Test func textsStandForThemselves() async throws {
    let scratch = try Scratch()
    let hard = Self.hard
    let script = try script(title: hard + "\n!touch mark-d\n\\", caption: hard + "\nEOD\n\\", label: Self.markup)
    let files = try await Gnuplot(script: script).draw(into: scratch.folder)
    #expect(files.map(\.file.lastPathComponent) == ["hard.gp", "hard.svg", "hard.pdf", "hard.png"])
    let svg = String(decoding: files[1].content, as: UTF8.self)
    func xml(_ text: String) -> String { text.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
    #expect(svg.contains("<title>\(xml(hard)) !touch mark-d \\</title>"), "\(svg.prefix(2000))")
    #expect(svg.contains("<desc>\(xml(hard)) EOD \\ Mesoscale, \(Self.origin.text).</desc>"))
    // The copy is known by these words, and only whole.
    #expect(FigureOrigin(in: files[1].content) == Self.origin && FigureOrigin(in: files[0].content) == Self.origin)
    #expect(FigureOrigin(in: Data(svg.replacing("seed 1", with: "seed x").utf8)) == nil)
    let texts = svg.matches(of: /<text[^>]*>(.*?)<\/text>/).map { $0.output.1.replacing(/<[^>]*>/, with: "") }
    let words = texts.joined(separator: " ").replacing("&gt;", with: ">")
    for word in xml(hard).split(separator: " ") { #expect(words.contains(word), "\(word) in \(words)") }
    let again = try await Command.run(
      "gnuplot", ["-d", "-e", "target='again.svg'", "hard.gp"], in: scratch.folder)
    #expect(again.succeeded && again.errors.isEmpty, "\(again.errors)")
    #expect(try Data(contentsOf: scratch.folder.appending(path: "again.svg")) == files[1].content)
    #expect(try !scratch.contents().keys.contains { $0.hasPrefix("mark") })
    // The control: as gnuplot reads a text that nobody protects, a command in it is carried out.
    try
      "set terminal svg\nset output 'x.svg'\nset label \"\(hard.replacing("\"", with: "").prefix { $0 != "{" })\"\nplot x\n"
      .write(to: scratch.folder.appending(path: "control.gp"), atomically: true, encoding: .utf8)
    _ = try await Command.run("gnuplot", ["-d", "control.gp"], in: scratch.folder)
    #expect(try scratch.contents().keys.contains("mark-a"))
  }

  /// A gnuplot that hangs is stopped, with a sentence; so is one that left behind a process that holds its output.
  @Test(arguments: ["sleep 1000", "sleep 1000 & wait", "trap '' TERM INT; sleep 1000"])
  func aGnuplotThatHangs(does: String) async throws {
    let scratch = try Scratch()
    let program = scratch.folder.appending(path: "gnuplot")
    let number = scratch.folder.appending(path: "number")
    try "#!/bin/sh\necho $$ > '\(number.path)'\n\(does)\n".write(to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let script = try script(title: "t", caption: "c", label: "l")
    let figures = scratch.folder.appending(path: "figures")
    // Watched by a thread of its own: how soon this task hears of the end depends on how busy other tests are.
    let watcher = Lifetime(number)
    Thread.detachNewThread { watcher.watch() }
    let error = await #expect(throws: Complaint.self) {
      _ = try await Gnuplot(script: script, program: program.path, limit: .seconds(1)).draw(into: figures)
    }
    #expect(error?.description.contains("did not end within 1 second, and was stopped") == true)
    while watcher.duration == nil { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try #require(watcher.duration) < .seconds(20))
    #expect(!FileManager.default.fileExists(atPath: figures.path))
  }

  /// A warning does not throw away what is drawn: here of an empty range, from a gnuplot that draws and warns. An error does.
  @Test(arguments: [true, false])
  func aGnuplotThatWarns(succeeds: Bool) async throws {
    let scratch = try Scratch()
    let program = scratch.folder.appending(path: "gnuplot")
    try """
    #!/bin/sh
    echo "warning: empty y range [1:1], adjusting to [0.99:1.01]" >&2
    target=$(echo "$3" | sed "s/.*target='\\([^']*\\)'.*/\\1/")
    echo drawn > "$target"
    exit \(succeeds ? 0 : 1)

    """.write(to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let script = try script(title: "t", caption: "c", label: "l")
    let figures = scratch.folder.appending(path: "figures")
    let drawing = Gnuplot(script: script, program: program.path)
    guard succeeds else {
      await #expect(throws: Complaint.self) { _ = try await drawing.draw(into: figures) }
      #expect(!FileManager.default.fileExists(atPath: figures.path))
      return
    }
    let files = try await drawing.draw(into: figures)
    #expect(files.count == 4 && files.dropFirst().allSatisfy { $0.content == Data("drawn\n".utf8) })
  }

  /// A program that ends in time is not disturbed.
  @Test func aProgramThatEnds() async throws {
    let outcome = try await Command.run("sh", ["-c", "sleep 0.1; echo done"], limit: .seconds(60))
    #expect(outcome.succeeded && outcome.output == "done\n")
    await #expect(throws: (any Error).self) { _ = try await Command.run("no-such-program", [], limit: .seconds(60)) }
  }

  /// A program that Ctrl-C on the terminal must not end is in a process group of its own; another is in that of this program.
  @Test func theProcessGroup() async throws {
    func numbers(apart: Bool) async throws -> [Int32] {
      let outcome = try await Command.run("cut", ["-d", " ", "-f", "1,5", "/proc/self/stat"], apart: apart)
      return outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
    }
    let apart = try await numbers(apart: true)
    #expect(apart.count == 2 && apart[0] == apart[1])
    #expect(try await numbers(apart: false).last == getpgrp())
  }

  /// Of the environment a program sees what it is meant to see.
  @Test func theEnvironment() async throws {
    let seen = try await Command.run(
      "env", [], environment: ["GIVEN": "a=b"], inheriting: { $0 == "PATH" }, limit: .seconds(60))
    let names = seen.output.split(separator: "\n").map { $0.prefix { $0 != "=" } }.filter { $0 != "_" }
    #expect(Set(names) == ["GIVEN", "PATH"], "\(seen.output)")
    #expect(try await Command.run("env", [], environment: ["GIVEN": "a"]).output.split(separator: "\n").count > 2)
  }
}

/// How long a process lives that writes its number into a file.
private final class Lifetime: Sendable {
  private let file: URL
  private let found = Mutex<Duration?>(nil)

  init(_ file: URL) { self.file = file }

  /// Nil as long as it lives.
  var duration: Duration? { found.withLock { $0 } }

  func watch() {
    var process: pid_t?
    while process == nil {
      process = (try? String(contentsOf: file, encoding: .utf8)).flatMap { pid_t($0.trimmingCharacters(in: .newlines)) }
      usleep(2000)
    }
    let begun = ContinuousClock.now
    while let process, let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      !state.contains(") Z ")
    {
      usleep(2000)
    }
    found.withLock { $0 = ContinuousClock.now - begun }
  }
}
