/// Where everything of a panel stands on the page; all lengths in cm, from the lower left corner of the page.
package struct PanelLayout: Sendable {
  let content: PanelContent
  let letter: String
  /// The box between the axes.
  package var box = Ink.Rectangle(x: 0...7, y: 0...4.4)
  var xTicks: Ticks, yTicks: Ticks, rightTicks: Ticks?, colourTicks: Ticks?
  var title: [Markup] = [], xLabel: [Markup] = [], yLabel: [Markup] = [], rightLabel: [Markup] = []
  var colourLabel: [Markup] = []
  package var legend = LegendLayout()

  /// The size of all text, and the distance of two lines of it.
  static let em = 8 / 72 * 2.54, line = 0.37
  /// The length of a tick, and the distance from the axis to the labels of its ticks and from these to the label of the axis.
  static let tick = 0.127, tickGap = 0.1, labelGap = 0.08
  /// The colour bar: its distance from the box, and its width.
  static let barGap = 0.22, bar = 0.28
  /// The least distance from the edges of the page and between panels.
  static let margin = 0.14

  init(_ content: PanelContent, letter: String) {
    self.content = content
    self.letter = letter
    xTicks = Ticks(content.panel.x, on: content.x, length: 1, isUpright: false)
    yTicks = xTicks
    fit()
  }

  package var width: Double { box.x.upperBound - box.x.lowerBound }
  package var height: Double { box.y.upperBound - box.y.lowerBound }

  /// Whether the box is filled by a map, within which ticks would be lost: they point outwards.
  var isMap: Bool { content.layers.contains { $0.layer.kind.isMap } }
  private var outside: Double { (isMap ? Self.tick : 0) + Self.tickGap }

  /// The layers in the box of its present size.
  var layers: [PlacedLayer] {
    content.layers.map { PlacedLayer(data: $0, x: content.x, y: content.y(of: $0), width: width, height: height) }
  }

  /// Chooses ticks and breaks labels into lines for the present size of the box.
  mutating func fit() {
    let panel = content.panel
    let (across, up) = (width / Self.em, height / Self.em)
    xTicks = Ticks(panel.x, on: content.x, length: across, isUpright: false)
    yTicks = Ticks(panel.y, on: content.y, length: up, isUpright: true)
    if let axis = panel.right, let scale = content.right {
      rightTicks = Ticks(axis, on: scale, length: up, isUpright: true)
      rightLabel = Self.lines(axis.label, axis.label.isEmpty ? "" : rightTicks?.factor ?? "", up + 2)
    }
    if let (colour, scale) = content.colour {
      let axis = Axis("", scale.range, logarithmic: colour.isLogarithmic)
      colourTicks = Ticks(axis, on: scale, length: up, isUpright: true)
      colourLabel = Self.lines(colour.label, colourTicks?.factor ?? "", up + 2)
    }
    title = Self.lines(panel.title, "", across)
    xLabel = Self.lines(panel.x.label, xTicks.factor, across + 2)
    yLabel = Self.lines(panel.y.label, yTicks.factor, up + 2)
  }

  /// A label in lines, with the power of ten that the tick labels leave out.
  private static func lines(_ text: String, _ factor: String, _ width: Double) -> [Markup] {
    let whole = factor.isEmpty ? text : text.isEmpty ? factor : text + "  " + factor
    return whole.isEmpty ? [] : Markup.lines(of: whole, width: width)
  }

  private static func widest(_ ticks: Ticks?) -> Double { (ticks?.labels.map(\.width).max() ?? 0) * em }

  private func extent(_ label: [Markup]) -> Double {
    label.isEmpty ? 0 : Self.labelGap + Double(label.count) * Self.line
  }

  /// How far the labels of the horizontal axis reach beyond the left and the right end of the box.
  private var overhang: (left: Double, right: Double) {
    var overhang = (left: 0.0, right: 0.0)
    for tick in xTicks.ticks {
      guard let label = tick.label else { continue }
      let half = Markup(label).width * Self.em / 2
      let place = content.x.fraction(of: tick.value) * width
      overhang.left = max(overhang.left, half - place)
      overhang.right = max(overhang.right, half - (width - place))
    }
    return overhang
  }

  /// The room to the left of the box: ticks and label of the vertical axis, and the letter of the panel.
  package var left: Double {
    let axis = outside + Self.widest(yTicks) + extent(yLabel)
    return max(axis, overhang.left, Markup("{/:Bold (\(letter))}").width * Self.em + 0.12)
  }

  /// The room to the right of the box: the right axis or the colour bar, and a legend beside them.
  package var right: Double { rightOfBox + (content.panel.legend == .beside ? legend.width + 0.2 : 0) }

  var needsRoomOnTheRight: Bool { rightTicks != nil || colourTicks != nil || content.panel.legend == .beside }

  /// The room for the right axis or the colour bar.
  var rightOfBox: Double {
    var room = overhang.right
    if rightTicks != nil { room = max(room, outside + Self.widest(rightTicks) + extent(rightLabel)) }
    if colourTicks != nil {
      room = max(room, Self.barGap + Self.bar + Self.tickGap + Self.widest(colourTicks) + extent(colourLabel))
    }
    return room
  }

  package var top: Double { 0.1 + Double(max(1, title.count)) * Self.line + legend.heightAbove }

  package var bottom: Double { outside + Self.line + extent(xLabel) }

  // MARK: - Places on the page

  func x(_ value: Double) -> Double { box.x.lowerBound + content.x.fraction(of: value) * width }

  /// The room above the boxes of the row, in which all titles begin at one height.
  var rowTop = 0.0

  /// The place of the centre of the first line of the title and of the letter.
  var titleHeight: Double { box.y.upperBound + rowTop - 0.5 * Self.line }

  /// The heights of the lines of the label of the horizontal axis.
  func xLabelHeight(_ line: Int) -> Double {
    box.y.lowerBound - outside - Self.line - Self.labelGap - (Double(line) + 0.5) * Self.line
  }

  var xTickHeight: Double { box.y.lowerBound - outside - Self.line / 2 }

  var yTickPlace: Double { box.x.lowerBound - outside }

  /// The places of the lines of the label of the vertical axis, whose first line stands furthest to the left.
  func yLabelPlace(_ line: Int) -> Double {
    yTickPlace - Self.widest(yTicks) - Self.labelGap - (Double(yLabel.count - line) - 0.5) * Self.line
  }

  var rightTickPlace: Double { box.x.upperBound + outside }

  func rightLabelPlace(_ line: Int) -> Double {
    rightTickPlace + Self.widest(rightTicks) + Self.labelGap + (Double(line) + 0.5) * Self.line
  }

  var barPlace: Double { box.x.upperBound + Self.barGap }

  func colourLabelPlace(_ line: Int) -> Double {
    barPlace + Self.bar + Self.tickGap + Self.widest(colourTicks) + Self.labelGap + (Double(line) + 0.5) * Self.line
  }
}

/// The panels on the page: boxes of one size in a row, and rows in line with one another where that costs little room.
package struct PageLayout: Sendable {
  /// The size of the page in pixels of the screen, 96 an inch; 8 of them are 25 of a picture file at 300 an inch.
  let pixels: (width: Int, height: Int)
  package private(set) var panels: [PanelLayout]

  static let pixel = 2.54 / 96

  package var width: Double { Double(pixels.width) * Self.pixel }
  package var height: Double { Double(pixels.height) * Self.pixel }

  /// - Parameter strip: the height of a strip at the top of the page that is left free.
  package init(_ contents: [PanelContent], columns: Int, strip: Double) {
    let pixelWidth = 8 * Int((Plot.width / Self.pixel / 8).rounded(.down))
    var panels = contents.enumerated().map { PanelLayout($1, letter: Self.letter($0)) }
    let columns = min(columns, panels.count)
    let rows = stride(from: 0, to: panels.count, by: columns).map { Array($0..<min($0 + columns, panels.count)) }
    let width = Double(pixelWidth) * Self.pixel
    // Rows with colour bars or right axes have narrower boxes; they stand for themselves where the others would lose much.
    let whole = Self.settle(rows, of: panels, columns, width)
    let narrow = rows.filter { row in row.contains { panels[$0].needsRoomOnTheRight } }
    let wide = rows.filter { !narrow.contains($0) }
    if !narrow.isEmpty, !wide.isEmpty {
      let parts = Self.settle(wide, of: panels, columns, width)
      let isWorthIt = parts[wide[0][0]].width > 1.15 * whole[wide[0][0]].width
      panels = isWorthIt ? Self.settle(narrow, of: parts, columns, width) : whole
    } else {
      panels = whole
    }
    // A legend that stands above its box alone may reach over the boxes to its right.
    for row in rows {
      let above = row.filter { panels[$0].legend.heightAbove > 0 }
      guard above.count == 1, let place = above.first else { continue }
      let room = width - PanelLayout.margin - panels[place].box.x.lowerBound
      panels[place].legend = LegendLayout(for: panels[place], roomAbove: room)
    }
    func largest(_ row: [Int], _ length: (PanelLayout) -> Double) -> Double {
      row.map { length(panels[$0]) }.max() ?? 0
    }
    let taken = rows.reduce(strip + 2 * PanelLayout.margin + 0.2 * Double(rows.count - 1)) {
      $0 + largest($1, \.top) + largest($1, \.height) + largest($1, \.bottom)
    }
    pixels = (pixelWidth, 8 * Int((taken / Self.pixel / 8).rounded(.up)))
    var upper = Double(pixels.height) * Self.pixel - strip - PanelLayout.margin
    for row in rows {
      let (top, height, bottom) = (largest(row, \.top), largest(row, \.height), largest(row, \.bottom))
      upper -= top
      for place in row {
        panels[place].rowTop = top
        panels[place].box.y = upper - height...upper
      }
      upper -= height + bottom + 0.2
    }
    self.panels = panels
  }

  /// The panels with those of the given rows in line: boxes of one size from left to right, ticks and legends.
  private static func settle(
    _ rows: [[Int]], of panels: [PanelLayout], _ columns: Int, _ width: Double
  ) -> [PanelLayout] {
    var panels = panels
    let inColumn = (0..<columns).map { column in rows.compactMap { $0.count > column ? $0[column] : nil } }
    func largest(_ places: [Int], _ length: (PanelLayout) -> Double) -> Double {
      places.map { length(panels[$0]) }.max() ?? 0
    }
    var boxWidth = 0.0
    // Ticks depend on the size of the box, and the size of the box on the width of their labels: three rounds settle it.
    for _ in 0..<3 {
      let taken = inColumn.reduce(0) { $0 + largest($1, \.left) + largest($1, \.right) }
      boxWidth = (width - taken - PanelLayout.margin * (2 + 1.6 * Double(columns - 1))) / Double(columns)
      let boxHeight = min(max(0.62 * boxWidth, 3.7), 4.7)
      for place in rows.flatMap(\.self) {
        panels[place].box = Ink.Rectangle(x: 0...boxWidth, y: 0...boxHeight)
        panels[place].fit()
        panels[place].legend = LegendLayout(for: panels[place])
      }
    }
    var lefter = PanelLayout.margin
    for column in inColumn {
      lefter += largest(column, \.left)
      for place in column { panels[place].box.x = lefter...lefter + boxWidth }
      lefter += boxWidth + largest(column, \.right) + 1.6 * PanelLayout.margin
    }
    return panels
  }

  private static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(place))) }
}
