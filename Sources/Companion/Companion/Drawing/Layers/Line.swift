extension Layer {
  /// A line through the rows of a series, in their order.
  public static func line(
    _ series: String, x: String, y: String, _ style: Style, _ title: String = "", onTheRight: Bool = false
  ) -> Layer {
    Layer(Line(x: x, y: y), series: series, title: title, style: style, onTheRight: onTheRight)
  }

  /// A line through the rows of a series.
  private struct Line: LayerKind {
    let x: String, y: String

    var columns: Columns { Columns(x: [x], y: [y]) }

    func lines(in box: PlacedLayer) -> [[Ink.Point]] {
      box.points(x, y).split(separator: nil).map { $0.compactMap(\.self) }
    }

    var legendRole: LegendRole { .line }

    func element(_ script: LayerScript) -> GnuplotElement? {
      script.element(script.using(x, y), with: "lines \(script.style.lineLook)")
    }
  }
}
