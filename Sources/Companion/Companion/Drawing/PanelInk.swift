/// What is drawn in the box of a panel, and where texts find room between it.
package struct PanelInk: Sendable {
  /// Everything, and everything but the ground of a map.
  package private(set) var all: Ink, strokes: Ink
  private let layout: PanelLayout
  private let panel: Panel

  package init(_ layout: PanelLayout) {
    self.layout = layout
    panel = layout.content.panel
    strokes = Ink(width: layout.width, height: layout.height)
    for layer in panel.layers { Self.draw(layer, layout, on: &strokes) }
    all = strokes
    for layer in panel.layers {
      if case .heatMap = layer.kind { all.fill(Ink.Rectangle(x: 0...layout.width, y: 0...layout.height)) }
    }
  }

  /// Where a value pair lies in the box; nil where a logarithm is not defined.
  private static func point(_ x: Double, _ y: Double, _ layer: Layer, _ layout: PanelLayout) -> Ink.Point? {
    let (across, up) = (layout.content.x, layout.content.vertical(layer))
    guard x.isFinite, y.isFinite, !across.isLogarithmic || x > 0, !up.isLogarithmic || y > 0 else { return nil }
    return Ink.Point(x: across.fraction(of: x) * layout.width, y: up.fraction(of: y) * layout.height)
  }

  private static func points(_ layer: Layer, _ x: String, _ y: String, _ layout: PanelLayout) -> [Ink.Point?] {
    zip(layout.content.column(x, of: layer), layout.content.column(y, of: layer)).map {
      point($0, $1, layer, layout)
    }
  }

  /// The lines that a layer draws, as lists of points.
  private static func paths(_ layer: Layer, _ layout: PanelLayout) -> [[Ink.Point]] {
    let (width, height) = (layout.width, layout.height)
    switch layer.kind {
    case .line(let x, let y):
      return points(layer, x, y, layout).split(separator: nil).map { $0.compactMap(\.self) }
    case .level(let reference):
      let value = layout.content.value(of: reference).value
      let y = layout.content.vertical(layer).fraction(of: value) * height
      return [[Ink.Point(x: 0, y: y), Ink.Point(x: width, y: y)]]
    case .vertical(let reference):
      let x = layout.content.x.fraction(of: layout.content.value(of: reference).value) * width
      return [[Ink.Point(x: x, y: 0), Ink.Point(x: x, y: height)]]
    case .contours: return contourPaths(layer, layout).flatMap(\.lines)
    default: return []
    }
  }

  private static func contourPaths(
    _ layer: Layer, _ layout: PanelLayout
  ) -> [(level: Double, lines: [[Ink.Point]])] {
    layout.content.contours(layer).map { level, lines in
      (level, lines.map { line in line.compactMap { point($0.x, $0.y, layer, layout) } })
    }
  }

  private static func draw(_ layer: Layer, _ layout: PanelLayout, on ink: inout Ink) {
    for path in paths(layer, layout) { draw(path, on: &ink) }
    switch layer.kind {
    case .points(let x, let y, let xError, let yError, _):
      for point in points(layer, x, y, layout) { if let point { ink.dot(point, radius: 0.07) } }
      drawErrors(layer, x, y, xError, yError, layout, on: &ink)
    case .cells(let x, let y, _, _, let width, let height):
      let (halfWidth, halfHeight) = (
        layout.content.x.fraction(ofCell: width) * layout.width / 2,
        layout.content.vertical(layer).fraction(ofCell: height) * layout.height / 2
      )
      for case let point? in points(layer, x, y, layout) {
        ink.fill(
          Ink.Rectangle(
            x: point.x - halfWidth...point.x + halfWidth, y: point.y - halfHeight...point.y + halfHeight))
      }
    case .mark(let x, let y):
      for point in points(layer, x, y, layout) { if let point { ink.dot(point, radius: 0.12) } }
    case .bars(let x, let from, let to):
      for ((x, low), high) in zip(
        zip(layout.content.column(x, of: layer), layout.content.column(from, of: layer)),
        layout.content.column(to, of: layer))
      {
        guard let one = point(x - 0.35, low, layer, layout), let other = point(x + 0.35, high, layer, layout) else {
          continue
        }
        ink.fill(Ink.Rectangle(x: one.x...other.x, y: min(one.y, other.y)...max(one.y, other.y)))
      }
    case .level(let reference), .vertical(let reference): fillBand(around: reference, layer, layout, on: &ink)
    case .band(let x, let from, let to): fillBand(layer, x, from, to, layout, on: &ink)
    default: break
    }
  }

  private static func draw(_ path: [Ink.Point], on ink: inout Ink) {
    for (start, end) in zip(path, path.dropFirst()) { ink.draw(from: start, to: end) }
  }

  private static func drawErrors(
    _ layer: Layer, _ x: String, _ y: String, _ xError: String?, _ yError: String?, _ layout: PanelLayout,
    on ink: inout Ink
  ) {
    let (xs, ys) = (layout.content.column(x, of: layer), layout.content.column(y, of: layer))
    func bar(_ one: (Double, Double), _ other: (Double, Double)) {
      // On a logarithmic axis the bar of an error larger than the value reaches to the end of the box.
      guard let end = point(other.0, other.1, layer, layout) else { return }
      ink.draw(from: point(one.0, one.1, layer, layout) ?? Ink.Point(x: end.x, y: 0), to: end)
    }
    for (x, (y, error)) in zip(xs, zip(ys, yError.map { layout.content.column($0, of: layer) } ?? [])) {
      bar((x, y - error), (x, y + error))
    }
    for (y, (x, error)) in zip(ys, zip(xs, xError.map { layout.content.column($0, of: layer) } ?? [])) {
      bar((x - error, y), (x + error, y))
    }
  }

  /// The band of one standard error around a straight reference line.
  private static func fillBand(
    around reference: Layer.Reference, _ layer: Layer, _ layout: PanelLayout, on ink: inout Ink
  ) {
    let estimate = layout.content.value(of: reference)
    guard estimate.standardError > 0 else { return }
    let ends = [estimate.value - estimate.standardError, estimate.value + estimate.standardError]
    if case .level = layer.kind {
      let heights = ends.map { layout.content.vertical(layer).fraction(of: $0) * layout.height }
      ink.fill(Ink.Rectangle(x: 0...layout.width, y: heights[0]...heights[1]))
    } else {
      let places = ends.map { layout.content.x.fraction(of: $0) * layout.width }
      ink.fill(Ink.Rectangle(x: places[0]...places[1], y: 0...layout.height))
    }
  }

  private static func fillBand(
    _ layer: Layer, _ x: String, _ from: String, _ to: String, _ layout: PanelLayout, on ink: inout Ink
  ) {
    let lower = points(layer, x, from, layout).compactMap(\.self),
      upper = points(layer, x, to, layout).compactMap(\.self)
    for ((a, b), (c, d)) in zip(zip(lower, lower.dropFirst()), zip(upper, upper.dropFirst())) {
      let steps = max(1, Int(abs(b.x - a.x) / 0.03))
      for step in 0...steps {
        let part = Double(step) / Double(steps)
        let x = a.x + part * (b.x - a.x)
        ink.draw(
          from: Ink.Point(x: x, y: a.y + part * (b.y - a.y)), to: Ink.Point(x: x, y: c.y + part * (d.y - c.y)))
      }
    }
  }

  // MARK: - Texts at their places

  private typealias Label = LegendLayout.Label

  private mutating func keep(_ label: LegendLayout.Label) {
    all.fill(label.rectangle)
    strokes.fill(label.rectangle)
  }

  /// A name for every contour, where its line has most room.
  mutating func contourLabels() -> [LegendLayout.Label] {
    var labels: [LegendLayout.Label] = []
    for layer in panel.layers {
      let paths = Self.contourPaths(layer, layout)
      for (place, path) in paths.enumerated() {
        var others = Ink(width: layout.width, height: layout.height)
        for other in panel.layers where other != layer { Self.draw(other, layout, on: &others) }
        for (other, path) in paths.enumerated() where other != place {
          for line in path.lines { Self.draw(line, on: &others) }
        }
        for label in labels { others.fill(label.rectangle.grown(by: 0.1)) }
        let text = Markup(Companion.label(path.level))
        let candidates = path.lines.sorted { $0.count > $1.count }.flatMap { line in
          // From the middle of the line outwards.
          line.indices.sorted { abs($0 - line.count / 2) < abs($1 - line.count / 2) }.map { line[$0] }
        }.map { Label(text: text, style: layer.style, place: $0, hasGround: true) }
        let inner = 0.12
        let best = [0.2, 0.1, 0.03].lazy.compactMap { clearance in
          candidates.first {
            others.isFree($0.rectangle.grown(by: clearance)) && others.isFree($0.rectangle.grown(by: inner))
              || others.isFree($0.rectangle.grown(by: clearance)) && clearance < inner
          }
        }.first
        if let best {
          labels.append(best)
          keep(best)
        }
      }
    }
    return labels
  }

  /// The texts of the stars, each on the side of its star where there is room.
  mutating func markLabels() -> [LegendLayout.Label] {
    var labels: [LegendLayout.Label] = []
    for layer in panel.layers where !layer.title.isEmpty {
      guard case .mark(let x, let y) = layer.kind else { continue }
      let text = Markup(layer.title)
      let half = text.width * PanelLayout.em / 2
      for star in Self.points(layer, x, y, layout).compactMap(\.self) {
        let (across, up) = (half + 0.2, 0.3)
        let places = [
          (across, 0.1), (across, -0.15), (-across, 0.1), (-across, -0.15), (0, up), (0, -up), (across, up),
          (-across, up), (across, -up), (-across, -up),
        ]
        .map { Ink.Point(x: star.x + $0.0, y: star.y + $0.1) }
        let candidates = places.map {
          Label(text: text, style: layer.style, place: $0, hasGround: layout.isMap)
        }
        guard let label = candidates.first(where: { strokes.isFree($0.rectangle.grown(by: 0.04)) }) ?? candidates.first
        else { continue }
        labels.append(label)
        keep(label)
      }
    }
    return labels
  }

  /// The name of a line beside it, nearer to it than to any other; nil where there is no room for it.
  mutating func labelOnLine(_ layer: Layer, _ text: Markup) -> LegendLayout.Label? {
    var others = Ink(width: layout.width, height: layout.height)
    for other in panel.layers where other.style != layer.style { Self.draw(other, layout, on: &others) }
    let half = text.width * PanelLayout.em / 2
    // Along the line, from its right end on.
    let path = Self.paths(layer, layout).flatMap { Self.walked($0) }.filter {
      (0...layout.width).contains($0.x) && (0...layout.height).contains($0.y)
    }.reversed()
    for clearance in [0.3, 0.2, 0.13] {
      for distance in [0.24, 0.32, 0.42] {
        for point in path {
          for (across, up) in [
            (0, distance), (0, -distance + 0.03), (half, distance), (-half, distance), (half, -distance),
            (-half, -distance), (half + 0.12, 0), (-half - 0.12, 0),
          ] {
            let label = Label(
              text: text, style: layer.style, place: Ink.Point(x: point.x + across, y: point.y + up))
            guard strokes.isFree(label.rectangle.grown(by: 0.05)), others.isFree(label.rectangle.grown(by: clearance))
            else { continue }
            keep(label)
            return label
          }
        }
      }
    }
    return nil
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
