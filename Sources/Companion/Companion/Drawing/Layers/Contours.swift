extension Layer {
  /// Contours of z at the given levels over a regular grid, whose rows run through y for each x.
  public static func contours(
    _ series: String, x: String, y: String, z: String, levels: [Double], _ style: Style = .black, _ title: String = ""
  ) -> Layer {
    Layer(Contours(x: x, y: y, z: z, levels: levels), series: series, title: title, style: style)
  }

  /// Lines of equal z, each with its level.
  private struct Contours: LayerKind {
    let x: String, y: String, z: String
    let levels: [Double]

    var columns: Columns { Columns(x: [x], y: [y], others: [z]) }

    /// The lines level by level, in the units of the axes.
    private func contours(_ data: LayerData) -> [[[Ink.Point]]] {
      guard let grid = RegularGrid(x: data.column(x), y: data.column(y), z: data.column(z)) else { return [] }
      return levels.map { ContourLines(xs: grid.xs, ys: grid.ys, z: grid.z, level: $0).lines }
    }

    /// The lines level by level, in cm from the lower left corner of the box.
    private func contours(in box: PlacedLayer) -> [[[Ink.Point]]] {
      contours(box.data).map { lines in lines.map { line in line.compactMap { box.point($0.x, $0.y) } } }
    }

    func lines(in box: PlacedLayer) -> [[Ink.Point]] { contours(in: box).flatMap(\.self) }

    /// Every level stands where its line has most room.
    func placeLabels(in box: PlacedLayer, on ink: inout PanelInk) {
      let contours = contours(in: box)
      let otherLayers = ink.drawing { $0 != box.layer }
      for (place, lines) in contours.enumerated() {
        var others = otherLayers
        for (other, lines) in contours.enumerated() where other != place {
          for line in lines { others.draw(along: line) }
        }
        for label in ink.labels { others.fill(label.rectangle.grown(by: 0.1)) }
        let text = Markup(label(levels[place]))
        let candidates = lines.sorted { $0.count > $1.count }.flatMap { line in
          // From the middle of the line outwards.
          line.indices.sorted { abs($0 - line.count / 2) < abs($1 - line.count / 2) }.map { line[$0] }
        }.map { LegendLayout.Label(text: text, style: box.layer.style, place: $0, hasGround: true) }
        let best = [0.2, 0.1, 0.03].lazy.compactMap { clearance in
          candidates.first { others.isFree($0.rectangle.grown(by: clearance)) }
        }.first
        if let best { ink.keep(best) }
      }
    }

    /// One block with blank lines between the lines.
    func dataBlocks(_ script: LayerScript) -> String {
      let lines = contours(script.data).flatMap(\.self)
      guard !lines.isEmpty else { return "" }
      let text = lines.map { line in
        line.map { "\(script.program.fixed($0.x, 5)) \(script.program.fixed($0.y, 5))" }.joined(separator: "\n")
      }
      return "$\(script.name("contour")) << EOD\n\(text.joined(separator: "\n\n"))\nEOD\n\n"
    }

    func element(_ script: LayerScript) -> GnuplotElement? {
      guard contours(script.data).contains(where: { !$0.isEmpty }) else { return nil }
      return script.element("$\(script.name("contour")) using 1:2", with: "lines \(script.style.lineLook)")
    }
  }
}
