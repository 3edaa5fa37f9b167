import Foundation

extension Style {
  /// The colour of Okabe and Ito, the dash and the two points (filled, open) that go together.
  ///
  /// The terminal for SVG rounds three quarters of these lengths to tenths of a pixel: only even ones stay in step in all formats.
  var look: (colour: String, dash: String, filled: Int, open: Int) {
    switch self {
    case .blue: ("#0072b2", "solid", 7, 6)
    case .vermillion: ("#d55e00", "(12,4)", 5, 4)
    case .green: ("#009e73", "(4,4)", 9, 8)
    case .purple: ("#cc79a7", "(12,4,2,4)", 13, 12)
    case .orange: ("#e69f00", "(18,6)", 11, 10)
    case .sky: ("#56b4e9", "(2,4)", 15, 14)
    case .black: ("#000000", "solid", 2, 2)
    case .grey: ("#777777", "(2,2)", 1, 1)
    }
  }

  var lineLook: String {
    "linecolor rgb \"\(look.colour)\" dashtype \(look.dash == "solid" ? "solid" : look.dash) linewidth 1.5"
  }

  /// Its colour, and how densely it is filled: shades and hatchings in turn.
  var barLook: String {
    let fill =
      switch self {
      case .blue, .black: "solid 1.0"
      case .sky, .grey: "solid 0.45"
      case .vermillion, .orange: "pattern 4"
      case .green, .purple: "pattern 2"
      }
    return "linecolor rgb \"\(look.colour)\" linewidth 0.8 fillstyle \(fill) border linecolor rgb \"#000000\""
  }

  func pointLook(open: Bool) -> String {
    // Outlines have a width of their own in SVG, in proportion to the size of the point: these agree with it.
    let type = open ? look.open : look.filled
    let size = open ? "linewidth 0.55 pointtype \(type) pointsize 0.5" : "linewidth 0.8 pointtype \(type) pointsize 0.4"
    let crosses = "linewidth 0.45 pointtype \(type) pointsize 0.4"
    return "linecolor rgb \"\(look.colour)\" " + (type < 4 ? crosses : size)
  }
}

extension Style {
  /// Its colour mixed with white, for bands behind lines.
  var pale: String {
    let parts = stride(from: 1, to: 7, by: 2).map { start -> String in
      let from = look.colour.index(look.colour.startIndex, offsetBy: start)
      let value = Int(look.colour[from...].prefix(2), radix: 16) ?? 0
      let mixed = String(255 - (255 - value) / 4, radix: 16)
      return mixed.count == 1 ? "0" + mixed : mixed
    }
    return "#" + parts.joined()
  }
}

extension GnuplotScript {
  /// One element of a `plot` command; nil where there is nothing to plot.
  func draw(_ layer: Layer, at place: (panel: Int, layer: Int), in layout: PanelLayout) -> String? {
    func using(_ columns: String...) -> String {
      "\(block(layer.series)) using "
        + columns.map { column($0, of: layer.series) }.joined(separator: ":")
    }
    let axes = (layer.isOnTheRight ? " axes x1y2" : "") + " notitle"
    if !layer.columns.isEmpty, series.first(where: { $0.name == layer.series })?.rows.isEmpty ?? true { return nil }
    switch layer.kind {
    case .line(let x, let y):
      return using(x, y) + axes + " with lines " + layer.style.lineLook
    case .points(let x, let y, let xError, let yError, let isOpen):
      let look = " " + layer.style.pointLook(open: isOpen)
      return switch (xError, yError) {
      case (let xError?, let yError?): using(x, y, xError, yError) + axes + " with xyerrorbars" + look
      case (let xError?, nil): using(x, y, xError) + axes + " with xerrorbars" + look
      case (nil, let yError?): using(x, y, yError) + axes + " with yerrorbars" + look
      case (nil, nil): using(x, y) + axes + " with points" + look
      }
    case .heatMap(let x, let y, let z, _, _):
      guard let grid = layout.content.grid(layer) else { return using(x, y, z) + axes + " with image" }
      return cells(of: grid, GnuplotScript.mapArray(place.panel, place.layer)) + axes + " with image"
    case .cells(let x, let y, let colour, let box, let width, let height):
      let ends = [
        ends(of: x, width, layout.content.x, layer), ends(of: y, height, layout.content.vertical(layer), layer),
      ]
      return using(x, y) + ":" + (ends + [clipped(column(colour, of: layer.series), to: box)]).joined(separator: ":")
        + axes + " with boxxyerror linecolor palette fillstyle solid noborder"
    case .contours:
      guard layout.content.contours(layer).contains(where: { !$0.lines.isEmpty }) else { return nil }
      return "$contour_\(place.panel)_\(place.layer) using 1:2" + axes + " with lines " + layer.style.lineLook
    case .bars(let x, let from, let to):
      let (place, low, high) = (
        column(x, of: layer.series), column(from, of: layer.series), column(to, of: layer.series)
      )
      return "\(block(layer.series)) using \(place):\(high):($\(place)-0.35):($\(place)+0.35):\(low):\(high)" + axes
        + " with boxxyerror " + layer.style.barLook
    case .band(let x, let from, let to):
      return using(x, from, to) + axes
        + " with filledcurves fillstyle solid noborder fillcolor rgb \"\(layer.style.pale)\""
    case .mark(let x, let y):
      return using(x, y) + axes + " with points linecolor rgb \"\(layer.style.look.colour)\" linewidth 0.9 pointtype 3 "
        + "pointsize 0.9"
    case .level, .vertical:
      // An arrow from edge to edge; see ``references(_:)``.
      return nil
    }
  }

  /// The ends of a cell along an axis, a tenth farther out, so that no ground shows between neighbours.
  private func ends(of name: String, _ extent: Double, _ scale: Scale, _ layer: Layer) -> String {
    let centre = "$" + column(name, of: layer.series)
    let (minus, plus, reach) =
      scale.isLogarithmic
      ? ("/", "*", extent.squareRoot() * (1 + (extent - 1) / 10)) : ("-", "+", 0.6 * extent)
    return "(\(centre)\(minus)\(number(reach))):(\(centre)\(plus)\(number(reach)))"
  }

  /// A map whose cells are many points wide: some viewers smear an image of few points, whatever it asks for.
  private func cells(of grid: PanelContent.Grid, _ array: String) -> String {
    func axis(_ name: String, _ column: String, _ values: [Double]) -> (range: String, index: String) {
      let first = values[0], last = values[values.count - 1]
      let spacing = (last - first) / Double(values.count - 1)
      // From the middle of the first point of the first cell to that of the last point of the last cell.
      let reach = spacing / 2 * (1 - 1 / Double(Self.points(inCellsOf: grid)))
      let range = "[\(name)=\(number(first - reach)):\(number(last + reach))]"
      return (range, "floor((\(column) - (\(number(first - spacing / 2)))) / \(number(spacing)))")
    }
    let (x, y) = (axis("u", "$1", grid.xs), axis("v", "$2", grid.ys))
    let (slow, fast, count) =
      grid.xIsSlow ? (x.index, y.index, grid.ys.count) : (y.index, x.index, grid.xs.count)
    return "\(x.range) \(y.range) '++' using 1:2:(\(array)[1 + \(count) * \(slow) + \(fast)])"
  }

  /// How many points of the image a cell is wide and high.
  private static func points(inCellsOf grid: PanelContent.Grid) -> Int {
    max(2, min(12, 320 / max(grid.xs.count, grid.ys.count)))
  }

  /// How many points the images of a panel's maps have.
  func samples(_ layout: PanelLayout) -> String {
    layout.content.panel.layers.map { layer in
      guard case .heatMap = layer.kind, let grid = layout.content.grid(layer) else { return "" }
      let parts = Self.points(inCellsOf: grid)
      return "set samples \(grid.xs.count * parts)\nset isosamples \(grid.ys.count * parts)\n"
    }.joined()
  }

  /// A column, raised to the lower end of a logarithmic scale: gnuplot draws nothing where a logarithm is undefined.
  private func clipped(_ column: String, to box: Layer.ColourBox) -> String {
    guard box.isLogarithmic, let least = box.range?.lowerBound else { return column }
    return "($\(column) < \(number(least)) ? \(number(least)) : $\(column))"
  }

  /// The straight reference lines of a panel, each over a band of one standard error.
  func references(_ layout: PanelLayout) -> String {
    layout.content.panel.layers.map { layer in
      let isLevel: Bool, reference: Layer.Reference
      switch layer.kind {
      case .level(let value): (isLevel, reference) = (true, value)
      case .vertical(let value): (isLevel, reference) = (false, value)
      default: return ""
      }
      let estimate = layout.content.value(of: reference)
      let axis = layer.isOnTheRight ? "second" : "first"
      func place(_ along: Int, _ value: Double) -> String {
        isLevel ? "graph \(along),\(axis) \(number(value))" : "first \(number(value)),graph \(along)"
      }
      let line =
        "set arrow from \(place(0, estimate.value)) to \(place(1, estimate.value)) nohead \(layer.style.lineLook)\n"
      guard estimate.standardError > 0 else { return line }
      let (low, high) = (estimate.value - estimate.standardError, estimate.value + estimate.standardError)
      return "set object rectangle from \(place(0, low)) to \(place(1, high)) behind fillcolor rgb "
        + "\"\(layer.style.pale)\" fillstyle solid noborder\n" + line
    }.joined()
  }

  /// The names of the layers with samples of them, and the texts at their places.
  func legend(_ layout: PanelLayout) -> String {
    var lines: [String] = []
    func place(_ point: Ink.Point) -> String {
      screen(Ink.Point(x: layout.box.x.lowerBound + point.x, y: layout.box.y.lowerBound + point.y))
    }
    for entry in layout.legend.entries {
      let (start, y) = (entry.place.x, entry.place.y)
      let end = Ink.Point(x: start + LegendLayout.sample, y: y)
      let middle = Ink.Point(x: start + LegendLayout.sample / 2, y: y)
      func point(_ look: String) { lines.append("set label \"\" at screen \(place(middle)) point \(look) front") }
      func rectangle(_ look: String) {
        let (low, high) = (Ink.Point(x: start, y: y - 0.11), Ink.Point(x: end.x, y: y + 0.11))
        lines.append("set object rectangle from screen \(place(low)) to screen \(place(high)) front \(look)")
      }
      switch entry.layer.kind {
      case .points(_, _, _, _, let isOpen): point(entry.layer.style.pointLook(open: isOpen))
      case .bars: rectangle(entry.layer.style.barLook.replacing("linecolor", with: "fillcolor", maxReplacements: 1))
      case .band:
        rectangle("fillcolor rgb \"\(entry.layer.style.pale)\" fillstyle solid noborder")
      default:
        lines.append(
          "set arrow from screen \(place(Ink.Point(x: start, y: y))) to screen \(place(end)) nohead front "
            + entry.layer.style.lineLook)
      }
      if let points = entry.points, case .points(_, _, _, _, let isOpen) = points.kind {
        point(points.style.pointLook(open: isOpen))
      }
      let text = Ink.Point(x: end.x + LegendLayout.gap, y: y)
      lines.append("set label \(quoted(entry.text.text)) at screen \(place(text)) left front")
    }
    for label in layout.legend.labels {
      if label.hasGround {
        let ground = label.rectangle.grown(by: 0.03)
        let (low, high) = (
          Ink.Point(x: ground.x.lowerBound, y: ground.y.lowerBound),
          Ink.Point(x: ground.x.upperBound, y: ground.y.upperBound)
        )
        lines.append(
          "set object rectangle from screen \(place(low)) to screen \(place(high)) front fillcolor rgb \"#ffffff\" "
            + "fillstyle solid noborder")
      }
      let colour = label.hasGround ? "#000000" : label.style.look.colour
      lines.append(
        "set label \(quoted(label.text.text)) at screen \(place(label.place)) \(label.isCentred ? "center" : "left") "
          + "front textcolor rgb \"\(colour)\"")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
