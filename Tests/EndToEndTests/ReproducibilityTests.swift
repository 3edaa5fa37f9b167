import ChildProcesses
import Companion
import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct ReproducibilityTests {
  // Cells of some ten milliseconds, so that there is a middle in which to kill.
  private let arguments = Programs.small + ["--set", "samplingStep=0.1", "--set", "time=40", "--json", "--no-plot"]

  private func series(_ outcome: Command.Outcome) throws -> [SeriesRecord] {
    #expect(outcome.succeeded, "\(outcome.errors)")
    return try JSON.decode(FigureDocument.self, from: outcome.output).series
  }

  /// One thread, two threads, and killed in the middle with SIGKILL and resumed: the same bits. The last run computes
  /// nothing and says so.
  @Test func threadsAndInterruptionsDoNotMatter() async throws {
    let one = try await series(Scratch().parityGate(arguments + ["--jobs", "1"]))
    let scratch = try Scratch()
    #expect(try await series(scratch.parityGate(arguments + ["--jobs", "2"])) == one)

    let broken = try Scratch()
    for cells in [1, 2, 4] { try await kill(broken, afterCells: cells) }
    let store = try Store(existingAt: broken.store)
    #expect(try store.runs().map(\.state) == [.killed, .killed, .killed])
    let resumed = try await broken.parityGate(arguments)
    #expect(try series(resumed) == one)
    #expect(try (store.runs().first?.cellsReused ?? 0) > 0, "the resumed run found the cells of the killed ones")

    let again = try await broken.parityGate(arguments)
    #expect(try series(again) == one)
    #expect(again.errors.contains("nothing to compute"))
    #expect(try store.runs().first?.cellsComputed == 0)
  }

  /// Starts a run and kills it with SIGKILL when the store holds so many cells.
  private func kill(_ scratch: Scratch, afterCells count: Int) async throws {
    let store = scratch.store
    _ = try await WatchedProgram.run(
      Programs.path("parity-gate"), arguments + scratch.places + ["--jobs", "1"], in: scratch.folder,
      when: { try Scratch.number("SELECT count(*) FROM cells", inStoreAt: store) ?? 0 >= count },
      { Glibc.kill($0, SIGKILL) })
  }

  /// Ctrl-C and a polite kill of the command that runs figures end the figure too, at once, and lose no finished cell.
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func interruptions(signal: Int32, code: Int32) async throws {
    let scratch = try Scratch()
    try scratch.checkout(with: [])
    let slow = ["--set", "samplingStep=0.1", "--set", "time=2000", "--set", "angles=30", "--set", "sampledAngles=30"]
    let path = scratch.folder.appending(path: "data/runs.sqlite").path
    let result = try await WatchedProgram.run(
      Programs.path("mesoscale"), ["run", "parity-gate"] + slow, in: scratch.folder,
      when: { try Scratch.number("SELECT count(*) FROM runs", inStoreAt: path) ?? 0 > 0 },
      { Glibc.kill($0, signal) })
    // "At once", with room for a machine that is busy with other tests: the run itself would take minutes.
    #expect(result.remaining < .seconds(20))
    #expect(result.code == code)
    #expect(result.output.contains("interrupted"), "\(result.output)")
    #expect(try Store(existingAt: path).runs().map(\.state) == [.killed])
  }

  /// Eight processes write one store at once: every run finishes, every cell is there, the chain holds.
  @Test func eightProcessesShareAStore() async throws {
    let scratch = try Scratch()
    try await withThrowingTaskGroup { group in
      for seed in 1...8 {
        group.addTask {
          try await scratch.parityGate(Programs.small + ["--seed", String(seed), "--jobs", "1", "--no-plot"])
        }
      }
      for try await outcome in group { #expect(outcome.succeeded, "\(outcome.errors)") }
    }
    let store = try Store(existingAt: scratch.store)
    let runs = try store.runs()
    #expect(runs.count == 8 && runs.allSatisfy { $0.state == .finished })
    #expect(Set(runs.map(\.cellsComputed)).count == 1 && runs.allSatisfy { $0.cellsReused == 0 })
    let chain = try store.verifyChain()
    #expect(chain.faults.isEmpty, "\(chain.faults)")
    for seed in 1...8 {
      let again = try await scratch.parityGate(Programs.small + ["--seed", String(seed), "--no-plot"])
      #expect(again.errors.contains("nothing to compute"))
    }
  }

  @Test func shardsOfSeveralProcessesMakeAWhole() async throws {
    let whole = try await series(Scratch().parityGate(arguments))
    let scratch = try Scratch()
    for round in 1...3 {
      for part in ["1/2", "2/2"] {
        let outcome = try await scratch.parityGate(arguments + ["--shard", part])
        #expect(outcome.succeeded, "round \(round), \(part): \(outcome.errors)")
      }
    }
    #expect(try await series(scratch.parityGate(arguments)) == whole)
  }

  /// What is drawn: four files, of which plain gnuplot redraws the SVG byte for byte.
  @Test func theFigureIsDrawn() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.parityGate(Programs.small + ["--numbers"])
    #expect(outcome.succeeded, "\(outcome.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.figures).sorted()
    #expect(files == ["parity-gate.gp", "parity-gate.pdf", "parity-gate.png", "parity-gate.svg"])
    let svg = try #require(try scratch.contents()["figures/parity-gate.svg"])
    let target = scratch.folder.appending(path: "again.svg")
    let redrawn = try await Command.run(
      "gnuplot", ["-e", "target='\(target.path)'", scratch.figures + "/parity-gate.gp"])
    #expect(redrawn.succeeded && redrawn.errors.isEmpty, "\(redrawn.errors)")
    #expect(try Data(contentsOf: target) == svg)
    #expect(outcome.output.contains(/\nness-30 +0\.11046/) && outcome.output.contains("parity-gate.{gp,svg,pdf,png}"))
  }

  /// Where the clock, the language, the fonts and gnuplot's settings are others, the bytes of all files are the same.
  @Test func theSurroundingsDoNotMatter() async throws {
    let (plain, odd) = (try Scratch(), try Scratch())
    #expect(try await plain.parityGate(Programs.small).succeeded)
    let settings = try await oddSurroundings(in: odd)
    let outcome = try await odd.parityGate(Programs.small, environment: settings)
    #expect(outcome.succeeded, "\(outcome.errors)")
    for format in ["gp", "svg", "pdf", "png"] {
      let name = "parity-gate.\(format)"
      let files = try [plain, odd].map { try Data(contentsOf: URL(fileURLWithPath: $0.figures).appending(path: name)) }
      #expect(files[0] == files[1], "\(name)")
    }
    // The control: the settings reach a gnuplot that nobody protects from them.
    let program = odd.folder.appending(path: "control.gp")
    try "set terminal pngcairo font 'Liberation Sans,8'; set output target; plot x"
      .write(to: program, atomically: true, encoding: .utf8)
    var pictures: Set<Data> = []
    for environment in [[:], settings] {
      let target = odd.folder.appending(path: "control.png")
      let drawn = try await Command.run(
        "gnuplot", ["-e", "target='\(target.path)'", program.path], environment: environment)
      #expect(drawn.succeeded, "\(drawn.errors)")
      pictures.insert(try Data(contentsOf: target))
    }
    #expect(pictures.count == 2)
  }

  /// An environment in which most things are not as usual: a language with a decimal comma, made here if it can be; fonts
  /// without Liberation Sans; settings of gnuplot.
  private func oddSurroundings(in scratch: Scratch) async throws -> [String: String] {
    func write(_ text: String, to name: String) throws -> String {
      let file = scratch.folder.appending(path: "odd/\(name)")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return file.path
    }
    let fonts = """
      <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
      <fontconfig>
        <dir>/usr/share/fonts/truetype/dejavu</dir>
        <match target="pattern"><edit name="family" mode="assign" binding="strong"><string>serif</string></edit></match>
        <match target="font"><edit name="hintstyle" mode="assign"><const>hintfull</const></edit></match>
      </fontconfig>
      """
    let home = scratch.folder.appending(path: "odd").path
    let language = "de_DE.UTF-8"
    let made = await Command.output("localedef", ["-i", "de_DE", "-f", "UTF-8", "\(home)/\(language)"]) != nil
    _ = try write("set border linewidth 5\nset title 'mine'\nset decimalsign ','\n", to: ".gnuplot")
    return [
      "TZ": "Pacific/Kiritimati", "LANG": language, "LC_ALL": language, "LC_NUMERIC": language, "HOME": home,
      "XDG_CONFIG_HOME": home, "FONTCONFIG_FILE": try write(fonts, to: "fontconfig/fonts.conf"),
    ].merging(made ? ["LOCPATH": home] : [:]) { $1 }
  }
}
