import Cells
import ChildProcesses
import Companion
import Digest
import Estimation
import Foundation
import Provenance
import Randomness
import TestSupport
import Testing

/// A figure with one panel of every kind.
private struct Sampler: Figure {
  static let title = "A figure of every kind & <more>"
  static let question = "Does it draw?"
  static let section = "0"
  static let minutes = 0.0
  static let code = CodeDigest(modules: ["CompanionTests": "c0de"], compiler: "unknown")

  struct Parameters: Codable, Sendable {
    var points = 9
    var isUnfinished = false
    var plotsUnknown = false
  }
  static let paper = Parameters()
  static let quick = Parameters(points: 5)

  struct Square: Cell {
    var x: Double
    func compute(_ random: RandomStream) -> Double {
      var random = random
      return x * x + 0.01 * random.normal()
    }
  }

  let p: Parameters, run: Run

  func simulate() throws {
    let x = (1...p.points).map { Double($0) }
    let y = try run.sweep("squares", over: x.map { Square(x: $0) })
    run.series("exact", ["x": x, "y": x.map { $0 * $0 }])
    run.series("sampled", ["x": x], estimates: ["y": y.map { Estimate($0, standardError: 0.01) }])
    let grid = x.flatMap { a in x.map { (a, $0) } }
    run.series("map", ["x": grid.map(\.0), "y": grid.map(\.1), "z": grid.map { $0.0 * $0.1 }])
    run.series("nothing", ["x": [], "y": []])
    run.series("band", ["x": x, "low": x.map { $0 }, "high": x.map { 2 * $0 }])
    run.number("last", Estimate(y[p.points - 1], standardError: 0.01), unit: "m")
    if p.isUnfinished { throw Complaint("It was not meant to be.") }
  }

  static func plot(_ p: Parameters) -> Plot {
    let x = Axis("{/:Italic x} (\"m\")", 1...9), y = Axis("{/:Italic y}", 0.5...100, logarithmic: true)
    return Plot(
      caption: "Every kind & <more>.",
      panels: [
        Panel(
          "lines", x: x, y: y, right: Axis("right", 0...1, ticks: 0.5),
          layers: [
            .line(p.plotsUnknown ? "unknown" : "exact", x: "x", y: "y", .blue, "exact"),
            .points("sampled", x: "x", y: "y", xError: "y.error", yError: "y.error", .vermillion, "both"),
            .points("sampled", x: "x", y: "y", yError: "y.error", .green, "y", open: true),
            .points("sampled", x: "x", y: "y", xError: "y.error", .purple, "x"),
            .points("exact", x: "x", y: "y", .orange, "none"), .level(10, "level"), .vertical(4, "vertical"),
            .band("band", x: "x", from: "low", to: "high", .sky, "band"), .level(number: "last", "number"),
            .vertical(number: "last", ""),
            .line("exact", x: "x", y: "x", .sky, "right", onTheRight: true),
            .line("nothing", x: "x", y: "y", .black, "without rows"),
          ]),
        Panel(
          "map", x: Axis("x", 1...9), y: Axis("y", 1...9), legend: .none,
          layers: [
            .heatMap("map", x: "x", y: "y", z: "z", label: "product", range: 0...81),
            .contours("map", x: "x", y: "y", z: "z", levels: [10, 30], .black),
            .contours("map", x: "x", y: "y", z: "z", levels: [100], .grey),
            .mark("exact", x: "x", y: "x", .vermillion, "here"),
          ]),
        Panel(
          "colours", x: Axis("x", 1...9), y: Axis("y", 1...9), legend: .none,
          layers: [
            .cells(
              "map", x: "x", y: "y", width: 1, height: 1, colour: "z", label: "product", range: 2...50,
              logarithmic: true),
            .cells(
              "nothing", x: "x", y: "y", width: 1, height: 1, colour: "y", label: "product", range: 2...50,
              logarithmic: true),
          ]),
        Panel("empty", x: x, y: y, layers: []),
        Panel(
          "bars", x: Axis("", 0...10, names: ["first", "\"second\""]), y: Axis("{/:Italic y}"),
          layers: Style.allCases.map { .bars("exact", x: "x", from: "x", to: "y", $0, $0.rawValue) }),
      ])
  }
}

@Suite struct FigureSessionTests {
  private func session(
    _ scratch: Scratch, _ parameters: Sampler.Parameters = Sampler.paper, draws: Bool = true,
    quality: RunRecord.Quality = .paper
  ) async throws -> FigureSession<Sampler> {
    try await FigureSession<Sampler>(
      parameters: parameters, quality: quality, seed: 1, jobs: 2, shard: .whole, draws: draws,
      store: scratch.folder.appending(path: "runs.sqlite").path,
      figures: scratch.folder.appending(path: "figures").path)
  }

  private func content(_ scratch: Scratch, _ format: String) throws -> Data {
    try Data(contentsOf: scratch.folder.appending(path: "figures/sampler.\(format)"))
  }

  /// Every kind of layer is drawn in every format, without a complaint of gnuplot, and the same again byte for byte.
  @Test func everyKindOfPlotIsDrawn() async throws {
    let scratch = try Scratch()
    try await session(scratch).run(reporting: .nothing)
    let formats = ["gp", "svg", "pdf", "png"]
    let first = try formats.map { try content(scratch, $0) }
    let store = try Store(at: scratch.folder.appending(path: "runs.sqlite").path)
    let run = try #require(try store.runs().first)
    #expect(run.state == .finished)
    let artefacts = try store.artefacts(of: run.id)
    #expect(artefacts.map(\.sha256) == first.map { sha256($0) })
    let svg = String(decoding: first[1], as: UTF8.self)
    #expect(svg.contains("<title>A figure of every kind &amp; &lt;more></title>"))
    #expect(FigureOrigin(in: first[1])?.isOf(run) == true && svg.contains("Every kind &amp; &lt;more>."))
    try await session(scratch).run(reporting: .nothing)
    #expect(try formats.map { try content(scratch, $0) } == first)
    #expect(try store.runs().first?.cellsReused == 9)
  }

  /// The .gp redraws the same picture with plain gnuplot, without the store.
  @Test func theProgramAloneRedrawsTheFigure() async throws {
    let scratch = try Scratch()
    try await session(scratch).run(reporting: .nothing)
    let svg = try content(scratch, "svg")
    let program = scratch.folder.appending(path: "figures/sampler.gp")
    try FileManager.default.removeItem(at: scratch.folder.appending(path: "figures/sampler.svg"))
    #expect(await Command.output("gnuplot", [program.path], in: scratch.folder) != nil)
    #expect(try content(scratch, "svg") == svg)
    #expect(await Command.output("gnuplot", ["-e", "format='png'", program.path], in: scratch.folder) != nil)
  }

  @Test func quickFiguresAreMarked() async throws {
    let scratch = try Scratch()
    try await session(scratch, Sampler.quick, quality: .quick).run(reporting: .nothing)
    #expect(String(decoding: try content(scratch, "svg"), as: UTF8.self).contains("not for quotation"))
  }

  @Test func aPlottedSeriesThatNobodyRecordedIsAnError() async throws {
    let scratch = try Scratch()
    let session = try await session(scratch, Sampler.Parameters(plotsUnknown: true))
    let error = await #expect(throws: Complaint.self) { try await session.run(reporting: .nothing) }
    #expect(error?.description == "The plot draws the series 'unknown', which the figure did not record.")
    let store = try Store(at: scratch.folder.appending(path: "runs.sqlite").path)
    #expect(try store.runs().first?.state == .failed)
    #expect(!FileManager.default.fileExists(atPath: scratch.folder.appending(path: "figures").path))
  }

  @Test func aFailedRunIsRecordedAndKeepsItsCells() async throws {
    let scratch = try Scratch()
    let session = try await session(scratch, Sampler.Parameters(isUnfinished: true), draws: false)
    await #expect(throws: Complaint.self) { try await session.run(reporting: .nothing) }
    let store = try Store(at: scratch.folder.appending(path: "runs.sqlite").path)
    let run = try #require(try store.runs().first)
    #expect(run.state == .failed && run.message == "It was not meant to be." && run.cellsComputed == 9)
    #expect(try store.numbers(of: run.id).isEmpty)
  }

  @Test func aDocumentReadsBackAsItWasWritten() async throws {
    let scratch = try Scratch()
    try await session(scratch, draws: false).run(reporting: .nothing)
    let store = try Store(at: scratch.folder.appending(path: "runs.sqlite").path)
    let run = try #require(try store.runs().first)
    let document = try FigureDocument(of: run, title: Sampler.title, caption: "c", in: store)
    #expect(try JSON.decode(FigureDocument.self, from: document.text()) == document)
    #expect(document.series.map(\.name) == ["exact", "sampled", "map", "nothing", "band"])
    #expect(document.series[1].columns == ["x", "y", "y.error"])
    #expect(document.numbers.map(\.name) == ["last"])
    #expect(document.data == sha256(try JSON.canonical(document.series)))
  }
}
