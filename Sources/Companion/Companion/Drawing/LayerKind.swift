/// What a kind of layer says of itself: all that the drawing asks of it. What it does not say has the default below.
///
/// The drawing asks in this order: what is read, then the scales (``LayerData``), then what is covered in a box of a certain
/// size and which names stand where (``PlacedLayer``), then how gnuplot draws it (``LayerScript``).
protocol LayerKind: Sendable, Hashable {
  // MARK: What it reads

  /// The columns of its series; none if it draws no series.
  var columns: Layer.Columns { get }

  /// The recorded numbers at which it draws lines; none by default.
  var numbers: [String] { get }

  // MARK: Scales

  /// The values that an axis must show: by default those of the columns along it.
  func values(along direction: Layer.Direction, of data: LayerData) -> [Double]

  /// The extent of a map, whose cells an axis shows as wholes; nil by default.
  func cells(along direction: Layer.Direction, of data: LayerData) -> ClosedRange<Double>?

  /// The colour box beside the panel; nil by default.
  var colourBox: ColourBox? { get }

  // MARK: What it covers

  /// Whether it fills the box: ticks would be lost within it and point outwards, a legend must not stand on it, the names of
  /// stars may. False by default.
  var isMap: Bool { get }

  /// The lines that it draws, in cm from the lower left corner of the box: they are kept clear of texts, and with
  /// `.onLines` bear the name of the layer. None by default.
  func lines(in box: PlacedLayer) -> [[Ink.Point]]

  /// Covers, on the ink of the box, what it draws beside its lines, which by default is nothing.
  func cover(_ ink: inout Ink, in box: PlacedLayer)

  // MARK: Names

  /// Its part in the legend: by default an entry of its own.
  var legendRole: LegendRole { get }

  /// What stands before its name in the legend, as commands of gnuplot: by default a line in its style.
  func draw(_ sample: LegendSample) -> String

  /// Places texts within the box, by handing them to the ink, which knows the layers and the texts so far; none by default.
  func placeLabels(in box: PlacedLayer, on ink: inout PanelInk)

  // MARK: How gnuplot draws it

  /// Data blocks beside that of its series, each followed by a blank line; none by default.
  func dataBlocks(_ script: LayerScript) -> String

  /// Commands that compute with data blocks, before the first panel is drawn; none by default.
  func preparations(_ script: LayerScript) -> String

  /// Commands that set arrows and rectangles in the box; none by default.
  func objects(_ script: LayerScript) -> String

  /// Its element of the command `plot`; nil where there is nothing to plot. It is not asked for where the series has no rows.
  func element(_ script: LayerScript) -> GnuplotElement?
}

/// The part of a layer in the legend of its panel; a layer without a title has none, unless it joins another.
enum LegendRole: Sendable, Hashable {
  /// None: what it shows is said elsewhere.
  case none
  /// An entry of its own.
  case entry
  /// An entry of its own, which is joined by points of the same style without a title.
  case line
  /// An entry of its own, or without a title a part of that of the line of the same style.
  case points
}

extension LayerKind {
  var numbers: [String] { [] }

  func values(along direction: Layer.Direction, of data: LayerData) -> [Double] {
    (direction == .x ? columns.x : columns.y).flatMap { data.column($0) }
  }

  func cells(along direction: Layer.Direction, of data: LayerData) -> ClosedRange<Double>? { nil }

  var colourBox: ColourBox? { nil }

  var isMap: Bool { false }

  func lines(in box: PlacedLayer) -> [[Ink.Point]] { [] }

  func cover(_ ink: inout Ink, in box: PlacedLayer) {}

  var legendRole: LegendRole { .entry }

  func draw(_ sample: LegendSample) -> String { sample.line(sample.style.lineLook) }

  func placeLabels(in box: PlacedLayer, on ink: inout PanelInk) {}

  func dataBlocks(_ script: LayerScript) -> String { "" }

  func preparations(_ script: LayerScript) -> String { "" }

  func objects(_ script: LayerScript) -> String { "" }
}
