import Foundation

extension Style {
  /// The colour of Okabe and Ito, the dash and the two points (filled, open) that go together.
  var look: (colour: String, dash: String, filled: Int, open: Int) {
    switch self {
    case .blue: ("#0072b2", "solid", 7, 6)
    case .vermillion: ("#d55e00", "(12,5)", 5, 4)
    case .green: ("#009e73", "(4,4)", 9, 8)
    case .purple: ("#cc79a7", "(12,4,3,4)", 13, 12)
    case .orange: ("#e69f00", "(18,6)", 11, 10)
    case .sky: ("#56b4e9", "(2,3)", 15, 14)
    case .black: ("#000000", "solid", 2, 2)
    case .grey: ("#777777", "(3,3)", 1, 1)
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
    "linecolor rgb \"\(look.colour)\" linewidth 0.8 pointtype \(open ? look.open : look.filled) pointsize 0.4"
  }
}

extension GnuplotScript {
  /// One element of a `plot` command.
  func draw(_ layer: Layer, contour: String, in panel: Panel) -> String {
    func using(_ columns: String...) -> String {
      "\(block(layer.series)) using "
        + columns.map { column($0, of: layer.series) }.joined(separator: ":")
    }
    let axes = layer.isOnTheRight ? " axes x1y2" : ""
    let title = layer.title.isEmpty ? " notitle" : " title \(quoted(layer.title))"
    // Of a series without rows only the entry in the legend is left.
    if isEmpty(layer) { return "NaN" + title + " with lines " + layer.style.lineLook }
    switch layer.kind {
    case .line(let x, let y):
      return using(x, y) + axes + title + " with lines " + layer.style.lineLook
    case .points(let x, let y, let xError, let yError, let isOpen):
      let look = " " + layer.style.pointLook(open: isOpen)
      return switch (xError, yError) {
      case (let xError?, let yError?): using(x, y, xError, yError) + axes + title + " with xyerrorbars" + look
      case (let xError?, nil): using(x, y, xError) + axes + title + " with xerrorbars" + look
      case (nil, let yError?): using(x, y, yError) + axes + title + " with yerrorbars" + look
      case (nil, nil): using(x, y) + axes + title + " with points" + look
      }
    case .heatMap(let x, let y, let z, _, _):
      return using(x, y, z) + title + " with image"
    case .colouredPoints(let x, let y, let colour, let box, let size):
      return using(x, y) + ":" + clipped(column(colour, of: layer.series), to: box)
        + " notitle with points pointtype 5 pointsize \(number(size)) linecolor palette"
    case .contours:
      return "\(contour) using 1:2" + title + " with lines " + layer.style.lineLook
    case .bars(let x, let from, let to):
      let (place, low, high) = (
        column(x, of: layer.series), column(from, of: layer.series), column(to, of: layer.series)
      )
      return "\(block(layer.series)) using \(place):\(high):($\(place)-0.35):($\(place)+0.35):\(low):\(high)" + axes
        + title + " with boxxyerror " + layer.style.barLook
    case .mark(let x, let y):
      return using(x, y) + " notitle with points linecolor rgb \"\(layer.style.look.colour)\" pointtype 3 "
        + "pointsize 0.9, \\\n  " + using(x, y) + ":(\(quoted(layer.title))) notitle with labels left offset 0.7,0.4 "
        + "textcolor rgb \"\(layer.style.look.colour)\""
    case .band(let x, let from, let to):
      return using(x, from, to) + axes + title + " with filledcurves"
    case .level(let reference):
      return "\(number(value(of: reference)))" + axes + title + " with lines " + layer.style.lineLook
    case .vertical:
      // The line itself is an arrow from edge to edge; see ``arrows(of:)``.
      return "keyentry with lines " + layer.style.lineLook + title
    }
  }

  private func value(of reference: Layer.Reference) -> Double {
    switch reference {
    case .value(let value): value
    case .number: 0
    }
  }

  /// A column, raised to the lower end of a logarithmic scale: gnuplot draws nothing where a logarithm is undefined.
  private func clipped(_ column: String, to box: Layer.ColourBox) -> String {
    guard box.isLogarithmic, let least = box.range?.lowerBound else { return column }
    return "($\(column) < \(number(least)) ? \(number(least)) : $\(column))"
  }

  /// The scale of the colours of a panel.
  func colourBoxes(of panel: Panel) -> String {
    panel.layers.compactMap(\.colourBox).map { box in
      let limits = box.range.map { "[\(number($0.lowerBound)):\(number($0.upperBound))]" } ?? "[*:*]"
      return "set cblabel \(quoted(box.label))\nset cbrange \(limits)\n"
        + (box.isLogarithmic ? "set logscale cb\nset format cb \"10^{%L}\"\n" : "")
    }.joined()
  }

  /// What leaves the next panel a linear scale.
  func colourBoxesUndone(of panel: Panel) -> String {
    panel.layers.contains { $0.colourBox?.isLogarithmic == true } ? "unset logscale cb\nset format cb\n\n" : ""
  }

  /// Whether there is nothing to draw: no row, or no contour between the least and the largest value.
  private func isEmpty(_ layer: Layer) -> Bool {
    guard let table = series.first(where: { $0.name == layer.series }) else { return false }
    if case .contours(_, _, let z, let levels) = layer.kind, let place = table.columns.firstIndex(of: z) {
      let values = table.rows.map { $0[place] }
      guard let least = values.min(), let most = values.max() else { return true }
      return !levels.contains { least < $0 && $0 < most }
    }
    return table.rows.isEmpty
  }

  /// The vertical reference lines of a panel.
  func arrows(of panel: Panel) -> String {
    panel.layers.compactMap { layer in
      guard case .vertical(let reference) = layer.kind else { return nil }
      let value = value(of: reference)
      return "set arrow from \(number(value)), graph 0 to \(number(value)), graph 1 nohead \(layer.style.lineLook)\n"
    }.joined()
  }

  /// The lines of equal z, computed by gnuplot from the grid into a table of their own.
  func contourTable(_ layer: Layer, name: String) -> String? {
    guard case .contours(let x, let y, let z, let levels) = layer.kind, !isEmpty(layer) else { return nil }
    let columns = [x, y, z].map { column($0, of: layer.series) }.joined(separator: ":")
    return """
      set contour base
      set cntrparam levels discrete \(levels.map(number).joined(separator: ","))
      unset surface
      set table \(name)
      splot \(block(layer.series)) using \(columns)
      unset table
      unset contour
      set surface

      """
  }
}
