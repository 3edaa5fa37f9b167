import Estimation
import Provenance

/// A panel with the data that it draws, and the scales that follow from them.
struct PanelContent {
  let panel: Panel
  let series: [SeriesRecord]
  let numbers: [NumberRecord]
  let x: Scale, y: Scale, right: Scale?
  /// The scale of the colours, if a layer has any.
  let colour: (box: Layer.ColourBox, scale: Scale)?

  /// - Throws: ``Complaint`` where a layer names a series, a column or a number that was not recorded.
  init(_ panel: Panel, series: [SeriesRecord], numbers: [NumberRecord]) throws {
    for layer in panel.layers {
      try Self.requireRecorded(layer, series, numbers)
    }
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

  /// The lines of equal z of a layer, level by level, in the units of the axes.
  func contours(_ layer: Layer) -> [(level: Double, lines: [[Ink.Point]])] {
    guard case .contours(let x, let y, let z, let levels) = layer.kind else { return [] }
    let (xs, ys, values) = (column(x, of: layer), column(y, of: layer), column(z, of: layer))
    let (columns, rows) = (Set(xs).sorted(), Set(ys).sorted())
    guard columns.count * rows.count == values.count else { return [] }
    let places = Dictionary(uniqueKeysWithValues: zip(columns, 0...)),
      heights = Dictionary(uniqueKeysWithValues: zip(rows, 0...))
    var grid = [Double](repeating: 0, count: values.count)
    for ((x, y), z) in zip(zip(xs, ys), values) {
      if let i = places[x], let j = heights[y] { grid[i * rows.count + j] = z }
    }
    return levels.map { ($0, ContourLines(xs: columns, ys: rows, z: grid, level: $0).lines) }
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
    let least = values.min() ?? 0, most = values.max() ?? 1
    return Scale(box.range ?? (least...(most > least ? most : least + 1)), isLogarithmic: box.isLogarithmic)
  }
}
