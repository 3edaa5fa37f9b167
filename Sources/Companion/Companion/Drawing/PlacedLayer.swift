/// A layer in the box of its panel; lengths in cm from the lower left corner of the box.
struct PlacedLayer: Sendable {
  let data: LayerData
  /// The scales of its axes.
  let x: Scale, y: Scale
  /// The size of the box (cm).
  let width: Double, height: Double

  var layer: Layer { data.layer }

  /// Where a value lies on the horizontal axis (cm).
  func place(x value: Double) -> Double { x.fraction(of: value) * width }

  /// Where a value lies on the vertical axis (cm).
  func place(y value: Double) -> Double { y.fraction(of: value) * height }

  /// Where a value pair lies in the box (cm); nil where a logarithm is not defined.
  func point(_ x: Double, _ y: Double) -> Ink.Point? {
    guard x.isFinite, y.isFinite, !self.x.isLogarithmic || x > 0, !self.y.isLogarithmic || y > 0 else { return nil }
    return Ink.Point(x: place(x: x), y: place(y: y))
  }

  /// Where the rows of the series lie in the box (cm), by two of its columns.
  func points(_ x: String, _ y: String) -> [Ink.Point?] { zip(data.column(x), data.column(y)).map { point($0, $1) } }

  /// The lines that the layer draws (cm).
  var lines: [[Ink.Point]] { layer.kind.lines(in: self) }

  /// Covers all that the layer draws.
  func cover(_ ink: inout Ink) {
    for line in lines { ink.draw(along: line) }
    layer.kind.cover(&ink, in: self)
  }
}
