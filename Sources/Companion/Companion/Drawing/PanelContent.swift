import Estimation
import Provenance

/// A panel with the data that it draws, and the scales that follow from them.
package struct PanelContent: Sendable {
  let panel: Panel
  let series: [SeriesRecord]
  let numbers: [NumberRecord]
  let x: Scale, y: Scale, right: Scale?
  /// The scale of the colours, if a layer has any.
  let colour: (box: Layer.ColourBox, scale: Scale)?

  /// - Throws: ``Complaint`` where a layer names a series, a column or a number that was not recorded.
  package init(_ panel: Panel, series: [SeriesRecord], numbers: [NumberRecord]) throws {
    for layer in panel.layers {
      try Self.requireRecorded(layer, series, numbers)
    }
    try Self.requireCharacters(of: panel)
    self.panel = panel
    self.series = series
    self.numbers = numbers
    let bare = Bare(panel: panel, series: series, numbers: numbers)
    x = Scale(panel.x, showing: bare.values(on: "x"), cells: bare.cells(on: "x"))
    y = Scale(panel.y, showing: bare.values(on: "y"), cells: bare.cells(on: "y"))
    right = panel.right.map { Scale($0, showing: bare.values(on: "y2")) }
    colour =
      panel.layers.lazy.compactMap { layer in
        layer.colourBox.map { ($0, bare.colourScale($0, of: layer)) }
      }.first
  }

  private static func requireRecorded(_ layer: Layer, _ series: [SeriesRecord], _ numbers: [NumberRecord]) throws {
    if !layer.columns.isEmpty {
      guard let table = series.first(where: { $0.name == layer.series }) else {
        throw Complaint("The plot draws the series '\(layer.series)', which the figure did not record.")
      }
      for column in layer.columns where !table.columns.contains(column) {
        throw Complaint("The plot draws the column '\(column)' of '\(layer.series)', which was not recorded.")
      }
    }
    if case .level(.number(let name)) = layer.kind { try requireNumber(name, numbers) }
    if case .vertical(.number(let name)) = layer.kind { try requireNumber(name, numbers) }
  }

  /// What the font does not have is replaced by viewers as they like, and gnuplot draws some of it over the whole picture.
  private static func requireCharacters(of panel: Panel) throws {
    let axes = [panel.x, panel.y, panel.right].compactMap(\.self)
    let texts = [panel.title] + axes.flatMap { [$0.label] + $0.names } + panel.layers.map(\.title)
    for text in texts + panel.layers.compactMap(\.colourBox?.label) {
      guard let character = Markup(text).missing.first else { continue }
      throw Complaint(
        "The character '\(character)' in '\(text)' is not in Liberation Sans, the font of all figures: write it otherwise."
      )
    }
  }

  private static func requireNumber(_ name: String, _ numbers: [NumberRecord]) throws {
    if !numbers.contains(where: { $0.name == name }) {
      throw Complaint("The plot draws a line at the number '\(name)', which the figure did not record.")
    }
  }

  /// The vertical scale of a layer.
  func vertical(_ layer: Layer) -> Scale { layer.isOnTheRight ? right ?? y : y }

  func column(_ name: String, of layer: Layer) -> [Double] {
    Bare(panel: panel, series: series, numbers: numbers).column(name, of: layer)
  }

  /// What a straight reference line stands at, with the error of a sampled number.
  func value(of reference: Layer.Reference) -> Estimate {
    Bare(panel: panel, series: series, numbers: numbers).value(of: reference)
  }

  /// A regular grid whose every point has a value.
  struct Grid {
    let xs: [Double], ys: [Double]
    /// The values, all of the first x first.
    let z: [Double]
    /// Whether the rows of the series stand in this order, or those of the first y first.
    let xIsSlow: Bool
  }

  /// The grid that a map or contours are drawn of; nil where the rows of the series are in no order or some are missing.
  func grid(_ layer: Layer) -> Grid? {
    guard layer.columns.count == 3 else { return nil }
    let (x, y, z) = (
      column(layer.columns[0], of: layer), column(layer.columns[1], of: layer), column(layer.columns[2], of: layer)
    )
    let (xs, ys) = (Set(x).sorted(), Set(y).sorted())
    guard xs.count > 1, ys.count > 1, xs.count * ys.count == z.count else { return nil }
    func isOrdered(_ slow: [Double], _ slows: [Double], _ fast: [Double], _ fasts: [Double]) -> Bool {
      z.indices.allSatisfy { slow[$0] == slows[$0 / fasts.count] && fast[$0] == fasts[$0 % fasts.count] }
    }
    if isOrdered(x, xs, y, ys) { return Grid(xs: xs, ys: ys, z: z, xIsSlow: true) }
    guard isOrdered(y, ys, x, xs) else { return nil }
    let turned = xs.indices.flatMap { i in ys.indices.map { z[$0 * xs.count + i] } }
    return Grid(xs: xs, ys: ys, z: turned, xIsSlow: false)
  }

  /// The lines of equal z of a layer, level by level, in the units of the axes.
  func contours(_ layer: Layer) -> [(level: Double, lines: [[Ink.Point]])] {
    guard case .contours(_, _, _, let levels) = layer.kind, let grid = grid(layer) else { return [] }
    return levels.map { ($0, ContourLines(xs: grid.xs, ys: grid.ys, z: grid.z, level: $0).lines) }
  }
}

/// A panel's data before its scales are known.
private struct Bare {
  let panel: Panel
  let series: [SeriesRecord]
  let numbers: [NumberRecord]

  func column(_ name: String, of layer: Layer) -> [Double] {
    guard let table = series.first(where: { $0.name == layer.series }), let place = table.columns.firstIndex(of: name)
    else { return [] }
    return table.rows.map { $0[place] }
  }

  func value(of reference: Layer.Reference) -> Estimate {
    switch reference {
    case .value(let value): return Estimate(exact: value)
    case .number(let name):
      guard let number = numbers.first(where: { $0.name == name }) else { return Estimate(exact: 0) }
      return Estimate(number.value, standardError: number.standardError)
    }
  }

  /// Everything that the panel draws along an axis.
  func values(on axis: String) -> [Double] {
    panel.layers.flatMap { layer -> [Double] in
      switch layer.kind {
      case .vertical(let reference): return axis == "x" ? [value(of: reference).value] : []
      case .level(let reference):
        return axis == (layer.isOnTheRight ? "y2" : "y") ? [value(of: reference).value] : []
      default: break
      }
      guard axis == "x" || layer.isOnTheRight == (axis == "y2"), layer.columns.count >= 2 else { return [] }
      let values = column(layer.columns[axis == "x" ? 0 : 1], of: layer)
      switch layer.kind {
      case .bars(_, let from, _), .band(_, let from, _): return axis == "x" ? values : values + column(from, of: layer)
      default: return values
      }
    }
  }

  /// The extent of the cells of a heat map, which reach half a spacing beyond their centres.
  func cells(on axis: String) -> ClosedRange<Double>? {
    for layer in panel.layers {
      guard case .heatMap(let x, let y, _, _, _) = layer.kind else { continue }
      let values = Set(column(axis == "x" ? x : y, of: layer)).sorted()
      guard let first = values.first, let last = values.last, values.count > 1 else { return nil }
      let half = (last - first) / Double(values.count - 1) / 2
      return first - half...last + half
    }
    return nil
  }

  func colourScale(_ box: Layer.ColourBox, of layer: Layer) -> Scale {
    let name = layer.columns.count > 2 ? layer.columns[2] : ""
    let values = column(name, of: layer)
    let (smallest, most) = (values.min() ?? 0, values.max() ?? 1)
    // A bar that all but begins at 0 begins there.
    let least = smallest > 0 && smallest < 1e-3 * most ? 0 : smallest
    return Scale(box.range ?? (least...(most > least ? most : least + 1)), isLogarithmic: box.isLogarithmic)
  }
}
