import Companion
import Provenance
import Testing

@Suite struct LegendLayoutTests {
  /// A panel whose curves leave one corner free, laid out on a page of its own.
  private func layout(
    _ legend: Panel.Legend = .automatic, names: [String] = ["first", "second"], curves: [[Double]]
  ) throws -> PanelLayout {
    let x = (0...50).map { Double($0) / 50 }
    let tables = curves.enumerated().map { place, y in
      SeriesRecord(name: "curve-\(place)", columns: ["x", "y"], rows: zip(x, y).map { [$0, $1] })
    }
    let layers = zip(zip(tables, names), [Style.blue, .vermillion]).map {
      Layer.line($0.0.name, x: "x", y: "y", $1, $0.1)
    }
    let panel = Panel("title", x: Axis("x", 0...1), y: Axis("y", 0...1), legend: legend, layers: layers)
    let content = try PanelContent(panel, series: tables, numbers: [])
    return try #require(PageLayout([content], columns: 1, strip: 0).panels.first)
  }

  private let x = (0...50).map { Double($0) / 50 }

  /// Whether the entries stand in the box and clear of what is drawn there.
  private func isClear(_ layout: PanelLayout) -> Bool {
    let ink = PanelInk(layout).strokes
    return layout.legend.entries.allSatisfy { entry in
      let text = LegendLayout.rectangle(
        entry.text, at: Ink.Point(x: entry.place.x + LegendLayout.sample + LegendLayout.gap, y: entry.place.y),
        isCentred: false)
      return ink.isFree(text)
        && ink.isFree(
          Ink.Rectangle(
            x: entry.place.x...entry.place.x + LegendLayout.sample, y: entry.place.y - 0.05...entry.place.y + 0.05))
    }
  }

  @Test func theLegendTakesAFreeCorner() throws {
    for curve in [x.map { $0 * $0 }, x.map { 1 - $0 }, x.map { $0 < 0.5 ? 0.9 : 0.1 }] {
      let layout = try layout(curves: [curve, curve.map { 0.9 * $0 }])
      #expect(layout.legend.entries.count == 2 && layout.legend.heightAbove == 0)
      #expect(isClear(layout))
    }
  }

  /// Curves that leave no room in the box send the legend above it.
  @Test func withoutRoomTheLegendStandsAboveTheBox() throws {
    let dense = (0...50).map { $0 % 2 == 0 ? 0.02 : 0.98 }
    let layout = try layout(curves: [dense, dense])
    #expect(layout.legend.heightAbove > 0)
    #expect(layout.legend.entries.allSatisfy { $0.place.y > layout.height })
  }

  @Test func namesStandOnTheirLines() throws {
    let layout = try layout(.onLines, curves: [x.map { 0.2 + 0.1 * $0 }, x.map { 0.8 - 0.1 * $0 }])
    #expect(layout.legend.entries.isEmpty && layout.legend.labels.map(\.text.text) == ["first", "second"])
    #expect(layout.legend.labels.map(\.style) == [.blue, .vermillion])
    let ink = PanelInk(layout).strokes
    #expect(layout.legend.labels.allSatisfy { ink.isFree($0.rectangle) })
    // Each nearer to its own line.
    #expect(layout.legend.labels[0].place.y < layout.height / 2 && layout.legend.labels[1].place.y > layout.height / 2)
  }

  /// Boxes of one size, in line with one another, with everything inside of the page.
  @Test func boxesAreOfOneSize() throws {
    let panels = try ["1", "100000", "0.001"].map { label in
      try PanelContent(
        Panel("t", x: Axis("x", 0...1), y: Axis(label, 0...(Double(label) ?? 1)), layers: []), series: [], numbers: [])
    }
    let page = PageLayout(panels, columns: 2, strip: 0)
    #expect(Set(page.panels.map { ($0.width * 1e6).rounded() }).count == 1)
    #expect(page.panels[0].box.y == page.panels[1].box.y)
    #expect(abs(page.panels[0].box.x.lowerBound - page.panels[2].box.x.lowerBound) < 1e-9)
    for panel in page.panels {
      #expect(panel.box.x.lowerBound - panel.left >= 0.1 && panel.box.x.upperBound + panel.right <= page.width - 0.1)
      #expect(panel.box.y.lowerBound - panel.bottom >= 0.1 && panel.box.y.upperBound + panel.top <= page.height - 0.1)
    }
  }

  @Test func whatWasNotRecordedIsNamed() {
    for (layer, sentence) in [
      (Layer.line("none", x: "x", y: "y", .blue), "The plot draws the series 'none', which the figure did not record."),
      (.level(number: "none", ""), "The plot draws a line at the number 'none', which the figure did not record."),
      (.vertical(number: "none", ""), "The plot draws a line at the number 'none', which the figure did not record."),
    ] {
      let panel = Panel("", x: Axis(""), y: Axis(""), layers: [layer])
      let error = #expect(throws: Complaint.self) { try PanelContent(panel, series: [], numbers: []) }
      #expect(error?.description == sentence)
    }
  }

  /// gnuplot draws a character that the font does not have in any size, over everything.
  @Test func charactersThatTheFontDoesNotHaveAreRefused() {
    for panel in [
      Panel("⟨x⟩", x: Axis(""), y: Axis(""), layers: []), Panel("", x: Axis("", names: ["⟨"]), y: Axis(""), layers: []),
      Panel("", x: Axis(""), y: Axis(""), layers: [.level(1, "v̇")]),
      Panel(
        "", x: Axis(""), y: Axis(""), layers: [.heatMap("z", x: "x", y: "y", z: "z", label: "Ṙ")]),
    ] {
      let series = [SeriesRecord(name: "z", columns: ["x", "y", "z"], rows: [])]
      let error = #expect(throws: Complaint.self) { try PanelContent(panel, series: series, numbers: []) }
      #expect(error?.description.contains("is not in Liberation Sans") == true)
    }
  }
}
