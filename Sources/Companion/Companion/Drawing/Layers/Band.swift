extension Layer {
  /// A pale band between two columns, such as the standard error around a line; rows in the order of x.
  public static func band(
    _ series: String, x: String, from: String, to: String, _ style: Style, _ title: String = "",
    onTheRight: Bool = false
  ) -> Layer {
    Layer(Band(x: x, from: from, to: to), series: series, title: title, style: style, onTheRight: onTheRight)
  }

  /// A pale band between two columns.
  private struct Band: LayerKind {
    let x: String, from: String, to: String

    var columns: Columns { Columns(x: [x], y: [from, to]) }

    func cover(_ ink: inout Ink, in box: PlacedLayer) {
      let lower = box.points(x, from).compactMap(\.self), upper = box.points(x, to).compactMap(\.self)
      for ((a, b), (c, d)) in zip(zip(lower, lower.dropFirst()), zip(upper, upper.dropFirst())) {
        let steps = max(1, Int(abs(b.x - a.x) / 0.03))
        for step in 0...steps {
          let part = Double(step) / Double(steps)
          let x = a.x + part * (b.x - a.x)
          ink.draw(
            from: Ink.Point(x: x, y: a.y + part * (b.y - a.y)), to: Ink.Point(x: x, y: c.y + part * (d.y - c.y)))
        }
      }
    }

    func draw(_ sample: LegendSample) -> String {
      sample.rectangle("fillcolor rgb \"\(sample.style.pale)\" fillstyle solid noborder")
    }

    func element(_ script: LayerScript) -> GnuplotElement? {
      script.element(
        script.using(x, from, to), with: "filledcurves fillstyle solid noborder fillcolor rgb \"\(script.style.pale)\"")
    }
  }
}
