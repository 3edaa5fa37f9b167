import Companion
import Provenance
import Testing

@Suite struct LayerTests {
  /// One layer of every kind, all with the same series, columns, style and title where they have one.
  private let kinds: [Layer] = [
    .line("s", x: "x", y: "y", .black), .points("s", x: "x", y: "y", .black),
    .heatMap("s", x: "x", y: "y", z: "z", label: "z"), .contours("s", x: "x", y: "y", z: "z", levels: [0.5]),
    .cells("s", x: "x", y: "y", width: 1, height: 1, colour: "z", label: "z", range: 0...1),
    .bars("s", x: "x", from: "y", to: "z", .black), .band("s", x: "x", from: "y", to: "z", .black),
    .mark("s", x: "x", y: "y", .black, ""), .level(1, "", .black), .vertical(1, "", .black),
  ]

  private func script(_ layers: [Layer], legend: Panel.Legend = .automatic) throws -> String {
    let rows = [0.0, 1, 2].flatMap { x in [0.0, 1, 2].map { [x, $0, x * $0 / 4] } }
    let panel = Panel("", x: Axis("", 0...2), y: Axis("", 0...2), legend: legend, layers: layers)
    return try GnuplotScript(
      Plot(caption: "", columns: 1, panels: [panel]),
      series: [SeriesRecord(name: "s", columns: ["x", "y", "z"], rows: rows)], numbers: [], title: "",
      origin: FigureOrigin(figure: "s", parameters: "", seed: 1, data: ""), quality: .paper
    ).text
  }

  /// Layers are equal if their kinds and all that they are made of are.
  @Test func everyKindIsEqualToItselfOnly() {
    for (place, one) in kinds.enumerated() {
      for (other, layer) in kinds.enumerated() { #expect((one == layer) == (place == other)) }
    }
    #expect(Set(kinds + kinds).count == kinds.count)
    #expect(Layer.points("s", x: "x", y: "y", .black) != .points("s", x: "x", y: "y", .black, open: true))
    #expect(Layer.level(1, "") != .level(number: "1", "") && Layer.level(1, "") != .level(1, "", onTheRight: true))
  }

  @Test(arguments: [
    (0, "$s using 1:2 notitle with lines "), (1, "$s using 1:2 notitle with points "),
    (2, "plot sample [u="), (3, "$contour_0_0 using 1:2 notitle with lines "),
    (4, "$s using 1:2:($1-0.6):($1+0.6):($2-0.6):($2+0.6):3 notitle with boxxyerror linecolor palette "),
    (5, "$s using 1:3:($1-0.35):($1+0.35):2:3 notitle with boxxyerror "),
    (6, "$s using 1:2:3 notitle with filledcurves "), (7, "$s using 1:2 notitle with points "),
    (8, "set arrow from graph 0,first 1 to graph 1,first 1 nohead "),
    (9, "set arrow from first 1,graph 0 to first 1,graph 1 nohead "),
  ]) func everyKindDrawsItself(place: Int, command: String) throws {
    #expect(try script([kinds[place]]).contains(command))
    // Control: no other kind does; points and stars differ in their look alone.
    for (other, kind) in kinds.enumerated() where other != place && ![1, 7].contains(other) {
      #expect(try !script([kind]).contains(command))
    }
  }

  /// Points without a title stand on the line of their style in the legend, and on no straight reference line.
  @Test func pointsJoinTheLineOfTheirStyle() throws {
    let points = Layer.points("s", x: "x", y: "y", .blue)
    func samples(_ layers: [Layer]) throws -> Int {
      try script(layers, legend: .above).ranges(of: "set label \"\" at screen ").count
    }
    #expect(try samples([.line("s", x: "x", y: "y", .blue, "line"), points]) == 1)
    #expect(try samples([.line("s", x: "x", y: "y", .green, "line"), points]) == 0)
    #expect(try samples([.level(1, "level", .blue), points]) == 0)
    #expect(try samples([.points("s", x: "x", y: "y", .blue, "points")]) == 1)
  }
}
