import Provenance

/// A panel with the data that it draws, and the scales that follow from them.
package struct PanelContent: Sendable {
  let panel: Panel
  /// Its layers with their data.
  let layers: [LayerData]
  let x: Scale, y: Scale, right: Scale?
  /// The scale of the colours, if a layer has any.
  let colour: (box: ColourBox, scale: Scale)?

  /// - Throws: ``Complaint`` where a layer names a series, a column or a number that was not recorded.
  package init(_ panel: Panel, series: [SeriesRecord], numbers: [NumberRecord]) throws {
    let layers = try panel.layers.map { try LayerData($0, series: series, numbers: numbers) }
    try Self.requireCharacters(of: panel)
    self.panel = panel
    self.layers = layers
    x = Self.scale(panel.x, .x, of: layers)
    y = Self.scale(panel.y, .y, of: layers.filter { !$0.layer.isOnTheRight })
    right = panel.right.map { Self.scale($0, .y, of: layers.filter(\.layer.isOnTheRight)) }
    colour =
      layers.lazy.compactMap { data in
        data.layer.kind.colourBox.map { ($0, $0.scale(showing: data.column($0.column))) }
      }.first
  }

  private static func scale(_ axis: Axis, _ direction: Layer.Direction, of layers: [LayerData]) -> Scale {
    Scale(
      axis, showing: layers.flatMap { $0.layer.kind.values(along: direction, of: $0) },
      cells: layers.lazy.compactMap { $0.layer.kind.cells(along: direction, of: $0) }.first)
  }

  /// What the font does not have is replaced by viewers as they like, and gnuplot draws some of it over the whole picture.
  private static func requireCharacters(of panel: Panel) throws {
    let axes = [panel.x, panel.y, panel.right].compactMap(\.self)
    let texts = [panel.title] + axes.flatMap { [$0.label] + $0.names } + panel.layers.map(\.title)
    for text in texts + panel.layers.compactMap(\.kind.colourBox?.label) {
      guard let character = Markup(text).missing.first else { continue }
      throw Complaint(
        "The character '\(character)' in '\(text)' is not in Liberation Sans, the font of all figures: write it otherwise."
      )
    }
  }

  /// The vertical scale of a layer.
  func y(of data: LayerData) -> Scale { data.layer.isOnTheRight ? right ?? y : y }
}
