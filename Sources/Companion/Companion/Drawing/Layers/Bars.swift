extension Layer {
  /// A bar at every row, of width 0.7 in the units of the axis and from one value to another, so that bars can be stacked.
  public static func bars(
    _ series: String, x: String, from: String, to: String, _ style: Style, _ title: String = ""
  ) -> Layer {
    Layer(Bars(x: x, from: from, to: to), series: series, title: title, style: style)
  }

  /// Bars from one value to another.
  private struct Bars: LayerKind {
    let x: String, from: String, to: String
    /// In the units of the axis.
    private static let halfWidth = 0.35

    var columns: Columns { Columns(x: [x], y: [from, to]) }

    func cover(_ ink: inout Ink, in box: PlacedLayer) {
      for ((x, low), high) in zip(zip(box.data.column(x), box.data.column(from)), box.data.column(to)) {
        guard let one = box.point(x - Self.halfWidth, low), let other = box.point(x + Self.halfWidth, high) else {
          continue
        }
        ink.fill(Ink.Rectangle(x: one.x...other.x, y: min(one.y, other.y)...max(one.y, other.y)))
      }
    }

    func draw(_ sample: LegendSample) -> String {
      sample.rectangle(sample.style.barLook.replacing("linecolor", with: "fillcolor", maxReplacements: 1))
    }

    func element(_ script: LayerScript) -> GnuplotElement? {
      let (place, low, high) = (script.column(x), script.column(from), script.column(to))
      let half = script.program.number(Self.halfWidth)
      return script.element(
        "\(script.block) using \(place):\(high):($\(place)-\(half)):($\(place)+\(half)):\(low):\(high)",
        with: "boxxyerror \(script.style.barLook)")
    }
  }
}
