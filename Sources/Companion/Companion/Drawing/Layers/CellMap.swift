extension Layer {
  /// Cells of a map with gaps, one around each row of a series, in viridis by the column `colour`, with a colour box.
  /// Values outside of the range have the colour of its nearest end, on a logarithmic scale also 0 and below.
  ///
  /// - Parameters:
  ///   - series: the series.
  ///   - x: the column of the centres along the horizontal axis.
  ///   - y: the same upwards.
  ///   - width: The width of a cell, in the unit of the axis; on a logarithmic axis the ratio of its ends.
  ///   - height: The same upwards.
  ///   - colour: the column that is shown as a colour.
  ///   - label: the label of the colour box.
  ///   - range: the values from one end of the colours to the other.
  ///   - logarithmic: whether equal ratios are equally far apart in colour.
  /// - Precondition: a logarithmic range is positive.
  public static func cells(
    _ series: String, x: String, y: String, width: Double, height: Double, colour: String, label: String,
    range: ClosedRange<Double>, logarithmic: Bool = false
  ) -> Layer {
    let box = ColourBox(column: colour, label: label, range: range, isLogarithmic: logarithmic)
    return Layer(CellMap(x: x, y: y, box: box, width: width, height: height), series: series)
  }

  /// A map with gaps.
  private struct CellMap: LayerKind {
    let x: String, y: String
    let box: ColourBox
    let width: Double, height: Double

    var columns: Columns { Columns(x: [x], y: [y], others: [box.column]) }

    var colourBox: ColourBox? { box }

    func cover(_ ink: inout Ink, in box: PlacedLayer) {
      let (halfWidth, halfHeight) = (
        box.x.fraction(ofCell: width) * box.width / 2, box.y.fraction(ofCell: height) * box.height / 2
      )
      for case let point? in box.points(x, y) {
        ink.fill(
          Ink.Rectangle(
            x: point.x - halfWidth...point.x + halfWidth, y: point.y - halfHeight...point.y + halfHeight))
      }
    }

    var legendRole: LegendRole { .none }

    func element(_ script: LayerScript) -> GnuplotElement? {
      let (across, up) = (ends(of: x, width, script.box.x, script), ends(of: y, height, script.box.y, script))
      return script.element(
        "\(script.using(x, y)):\(across):\(up):\(colour(script))",
        with: "boxxyerror linecolor palette fillstyle solid noborder")
    }

    /// The ends of a cell along an axis, a tenth farther out, so that no ground shows between neighbours.
    private func ends(of name: String, _ extent: Double, _ scale: Scale, _ script: LayerScript) -> String {
      let centre = "$" + script.column(name)
      let (minus, plus, reach) =
        scale.isLogarithmic
        ? ("/", "*", extent.squareRoot() * (1 + (extent - 1) / 10)) : ("-", "+", 0.6 * extent)
      return "(\(centre)\(minus)\(script.program.number(reach))):(\(centre)\(plus)\(script.program.number(reach)))"
    }

    /// The number that becomes a colour, raised to the lower end of a logarithmic scale: gnuplot draws nothing where a
    /// logarithm is undefined.
    private func colour(_ script: LayerScript) -> String {
      let column = script.column(box.column)
      guard box.isLogarithmic, let range = box.range else { return column }
      let least = script.program.number(range.lowerBound)
      return "($\(column) < \(least) ? \(least) : $\(column))"
    }
  }
}
