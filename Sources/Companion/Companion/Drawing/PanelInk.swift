/// What is drawn in the box of a panel, and where texts find room between it.
package struct PanelInk: Sendable {
  /// Everything, and everything but the ground of a map.
  package private(set) var all: Ink, strokes: Ink
  /// The texts that stand within the box so far.
  private(set) var labels: [LegendLayout.Label] = []
  /// Whether the box is filled by a map.
  let isMap: Bool
  private let layers: [PlacedLayer]

  package init(_ layout: PanelLayout) {
    layers = layout.layers
    isMap = layout.isMap
    strokes = Ink(width: layout.width, height: layout.height)
    all = strokes
    strokes = drawing { _ in true }
    all = strokes
    if isMap { all.fill(Ink.Rectangle(x: 0...layout.width, y: 0...layout.height)) }
  }

  /// What some of the layers draw.
  func drawing(of isIncluded: (Layer) -> Bool) -> Ink {
    var ink = Ink(width: strokes.width, height: strokes.height)
    for layer in layers where isIncluded(layer.layer) { layer.cover(&ink) }
    return ink
  }

  /// Keeps a text at its place.
  mutating func keep(_ label: LegendLayout.Label) {
    labels.append(label)
    all.fill(label.rectangle)
    strokes.fill(label.rectangle)
  }

  /// Places the name of a line beside it, nearer to it than to any other; false where there is no room for it.
  mutating func placeName(_ text: Markup, onLineOf layer: Layer) -> Bool {
    let others = drawing { $0.style != layer.style }
    let half = text.width * PanelLayout.em / 2
    // Along the line, from its right end on.
    let lines = layers.first { $0.layer == layer }?.lines ?? []
    let path = lines.flatMap { Self.walked($0) }.filter {
      (0...strokes.width).contains($0.x) && (0...strokes.height).contains($0.y)
    }.reversed()
    for clearance in [0.3, 0.2, 0.13] {
      for distance in [0.24, 0.32, 0.42] {
        for point in path {
          for (across, up) in [
            (0, distance), (0, -distance + 0.03), (half, distance), (-half, distance), (half, -distance),
            (-half, -distance), (half + 0.12, 0), (-half - 0.12, 0),
          ] {
            let label = LegendLayout.Label(
              text: text, style: layer.style, place: Ink.Point(x: point.x + across, y: point.y + up))
            guard strokes.isFree(label.rectangle.grown(by: 0.05)), others.isFree(label.rectangle.grown(by: clearance))
            else { continue }
            keep(label)
            return true
          }
        }
      }
    }
    return false
  }

  /// Points at even distances along a line.
  private static func walked(_ path: [Ink.Point]) -> [Ink.Point] {
    zip(path, path.dropFirst()).flatMap { start, end -> [Ink.Point] in
      let length = max(abs(end.x - start.x), abs(end.y - start.y))
      guard length.isFinite, length < 1000 else { return [] }
      let steps = max(1, Int(length / 0.15))
      return (0..<steps).map { step in
        let part = Double(step) / Double(steps)
        return Ink.Point(x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y))
      }
    }
  }
}
