extension Layer {
  /// A large star at every row of a series, with a text beside it.
  public static func mark(_ series: String, x: String, y: String, _ style: Style, _ text: String) -> Layer {
    Layer(Mark(x: x, y: y), series: series, title: text, style: style)
  }

  /// Large stars with a text beside them.
  private struct Mark: LayerKind {
    let x: String, y: String

    var columns: Columns { Columns(x: [x], y: [y]) }

    func cover(_ ink: inout Ink, in box: PlacedLayer) {
      for case let star? in box.points(x, y) { ink.dot(star, radius: 0.12) }
    }

    var legendRole: LegendRole { .none }

    /// Each text on the side of its star where there is room.
    func placeLabels(in box: PlacedLayer, on ink: inout PanelInk) {
      guard !box.layer.title.isEmpty else { return }
      let text = Markup(box.layer.title)
      let (across, up) = (text.width * PanelLayout.em / 2 + 0.2, 0.3)
      let sides = [
        (across, 0.1), (across, -0.15), (-across, 0.1), (-across, -0.15), (0, up), (0, -up), (across, up),
        (-across, up), (across, -up), (-across, -up),
      ]
      for case let star? in box.points(x, y) {
        let candidates = sides.map {
          LegendLayout.Label(
            text: text, style: box.layer.style, place: Ink.Point(x: star.x + $0.0, y: star.y + $0.1),
            hasGround: ink.isMap)
        }
        ink.keep(candidates.first { ink.strokes.isFree($0.rectangle.grown(by: 0.04)) } ?? candidates[0])
      }
    }

    func element(_ script: LayerScript) -> GnuplotElement? {
      script.element(
        script.using(x, y),
        with: "points linecolor rgb \"\(script.style.look.colour)\" linewidth 0.9 pointtype 3 pointsize 0.9")
    }
  }
}
