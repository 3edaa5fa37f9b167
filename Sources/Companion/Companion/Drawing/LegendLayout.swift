/// Where the names of a panel's layers stand; lengths in cm from the lower left corner of the box.
package struct LegendLayout: Sendable {
  /// A name with a sample of what it names.
  package struct Entry: Sendable {
    package let text: Markup
    let layer: Layer
    /// The points that are drawn on the line of the sample.
    var points: Layer?
    /// The left end and the centre of the sample's line.
    package var place = Ink.Point(x: 0, y: 0)
  }

  /// A text at a place of its own, centred, or beginning there.
  package struct Label: Sendable {
    package let text: Markup
    package let style: Style
    package let place: Ink.Point
    var isCentred = true
    /// Whether it stands on a white ground, since it interrupts a line.
    var hasGround = false

    /// What it covers.
    package var rectangle: Ink.Rectangle { LegendLayout.rectangle(text, at: place, isCentred: isCentred) }
  }

  package private(set) var entries: [Entry] = []
  package private(set) var labels: [Label] = []
  private(set) var width = 0.0
  /// How much room it takes above the box.
  package private(set) var heightAbove = 0.0

  package static let sample = 0.8, gap = 0.12
  private static let padding = 0.1, frame = 0.26, between = 0.35

  init() {}

  /// - Parameter roomAbove: the width of a legend above the box; nil for that of the box.
  init(for layout: PanelLayout, roomAbove: Double? = nil) {
    let roomAbove = roomAbove ?? layout.width + 0.2
    var ink = PanelInk(layout)
    for layer in layout.layers { layer.layer.kind.placeLabels(in: layer, on: &ink) }
    var entries = Self.entries(of: layout.content.panel)
    if layout.content.panel.legend == .onLines {
      entries.removeAll { ink.placeName($0.text, onLineOf: $0.layer) }
    }
    labels = ink.labels
    guard !entries.isEmpty else { return }
    switch layout.content.panel.legend {
    case .none: break
    case .beside: placeBeside(entries, layout)
    case .above: placeAbove(entries, layout, roomAbove)
    case .automatic, .onLines:
      if !placeInside(entries, ink.all) { placeAbove(entries, layout, roomAbove) }
    }
  }

  package static func rectangle(_ text: Markup, at place: Ink.Point, isCentred: Bool) -> Ink.Rectangle {
    let em = PanelLayout.em
    let left = isCentred ? place.x - text.width * em / 2 : place.x
    return Ink.Rectangle(
      x: left...left + text.width * em, y: place.y - text.below * em...place.y + text.above * em)
  }

  /// Every layer with a title, unless it has no part in the legend; a line takes the points in its style that follow it without
  /// a title.
  private static func entries(of panel: Panel) -> [Entry] {
    var entries: [Entry] = []
    for layer in panel.layers {
      let role = layer.kind.legendRole
      if role != .none, !layer.title.isEmpty {
        entries.append(Entry(text: Markup(layer.title), layer: layer))
      } else if role == .points, let last = entries.lastIndex(where: { $0.layer.style == layer.style }),
        entries[last].points == nil, entries[last].layer.kind.legendRole == .line
      {
        entries[last].points = layer
      }
    }
    return entries
  }

  /// The entries in columns, from the upper left corner of a rectangle on.
  private struct Table {
    let columns: [[Entry]]
    let widths: [Double]

    init(_ entries: [Entry], columns count: Int) {
      let rows = (entries.count + count - 1) / count
      columns = stride(from: 0, to: entries.count, by: rows).map { Array(entries[$0..<min($0 + rows, entries.count)]) }
      widths = columns.map { column in
        LegendLayout.sample + LegendLayout.gap + (column.map(\.text.width).max() ?? 0) * PanelLayout.em
      }
    }

    var width: Double { widths.reduce(0, +) + Double(widths.count - 1) * LegendLayout.between }
    var height: Double { Double(columns.map(\.count).max() ?? 0) * PanelLayout.line }

    /// The entries with their places, if the upper left corner is here.
    func placed(_ corner: Ink.Point) -> [Entry] {
      var x = corner.x
      return zip(columns, widths).flatMap { column, width -> [Entry] in
        defer { x += width + LegendLayout.between }
        return column.enumerated().map { row, entry in
          var entry = entry
          entry.place = Ink.Point(x: x, y: corner.y - (Double(row) + 0.5) * PanelLayout.line)
          return entry
        }
      }
    }
  }

  private mutating func placeBeside(_ entries: [Entry], _ layout: PanelLayout) {
    let table = Table(entries, columns: 1)
    self.entries = table.placed(Ink.Point(x: layout.width + layout.rightOfBox + 0.2, y: layout.height))
    width = table.width
  }

  private mutating func placeAbove(_ entries: [Entry], _ layout: PanelLayout, _ room: Double) {
    // As many columns as there is room for.
    let tables = (1...entries.count).reversed().lazy.map { Table(entries, columns: $0) }
    let table = tables.first { $0.width <= room } ?? Table(entries, columns: 1)
    // Clear of the highest tick labels, which reach over the top of the boxes.
    let gap = 0.18
    heightAbove = table.height + gap
    self.entries = table.placed(Ink.Point(x: 0, y: layout.height + gap + table.height))
    width = table.width
  }

  /// Puts the table into the emptiest corner, or else anywhere where nothing is drawn; false where there is no such place.
  private mutating func placeInside(_ entries: [Entry], _ ink: Ink) -> Bool {
    let tables = (1...min(3, entries.count)).map { Table(entries, columns: $0) }
      .filter { $0.width <= ink.width - 2 * Self.frame && $0.height <= ink.height - 2 * Self.frame }
    for clearance in [0.5, 0.35, 0.2, Self.padding] {
      for table in tables {
        for corner in Self.corners(table, ink) where isFree(table, corner, ink, clearance) {
          accept(table, corner)
          return true
        }
      }
    }
    for table in tables {
      for corner in Self.anywhere(table, ink) where isFree(table, corner, ink, Self.padding) {
        accept(table, corner)
        return true
      }
    }
    return false
  }

  private mutating func accept(_ table: Table, _ corner: Ink.Point) {
    entries = table.placed(corner)
    width = table.width
  }

  private func isFree(_ table: Table, _ corner: Ink.Point, _ ink: Ink, _ clearance: Double) -> Bool {
    let covered = Ink.Rectangle(x: corner.x...corner.x + table.width, y: corner.y - table.height...corner.y)
    let grown = covered.grown(by: clearance)
    return ink.isFree(
      Ink.Rectangle(
        x: max(0, grown.x.lowerBound)...min(ink.width, grown.x.upperBound),
        y: max(0, grown.y.lowerBound)...min(ink.height, grown.y.upperBound)))
  }

  /// The upper left corners of a table in the corners of the box, then at the middles of its edges.
  private static func corners(_ table: Table, _ ink: Ink) -> [Ink.Point] {
    let left = frame, right = ink.width - frame - table.width, middle = (ink.width - table.width) / 2
    let upper = ink.height - frame, lower = frame + table.height, centre = (ink.height + table.height) / 2
    return [(right, upper), (left, upper), (right, lower), (left, lower)].map { Ink.Point(x: $0.0, y: $0.1) }
      + [(middle, upper), (middle, lower), (right, centre), (left, centre)].map { Ink.Point(x: $0.0, y: $0.1) }
  }

  private static func anywhere(_ table: Table, _ ink: Ink) -> [Ink.Point] {
    stride(from: ink.height - frame, through: frame + table.height, by: -0.1).flatMap { y in
      stride(from: ink.width - frame - table.width, through: frame, by: -0.1).map { Ink.Point(x: $0, y: y) }
    }
  }
}
