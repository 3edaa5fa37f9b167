/// A drawing as a value: panels whose layers name recorded series. Drawing never computes.
///
///     Plot(caption: "…", headlines: ["gain"], panels: [
///       Panel("optimum", x: Axis("{/:Italic φ} (deg)", 0...90), y: Axis("information (bits)"), layers: [
///         .line("exact", x: "angle", y: "information", .blue, "exact"),
///         .points("sampled", x: "angle", y: "information", yError: "information.error", .blue, "sampled"),
///       ])
///     ])
///
/// The drawing finds its own layout: margins from the extent of the tick labels, legends where no data are.
public struct Plot: Sendable, Hashable {
  /// What the figure shows, in the voice of a paper: it goes into the SVG and the published file.
  public var caption: String
  /// The recorded numbers, one or two, that answer the question of the figure: what the table at the end of a run quotes.
  public var headlines: [String]
  /// The answer to the question in one plain sentence, for the gallery of README.md. The name of a headline in braces
  /// stands for the published number with its unit: `Dissipation adds {gain-30} at 30°.` With a percent sign, as in
  /// `{share %}`, a fraction becomes a percentage.
  public var answer: String
  /// How many panels stand side by side, over the two columns of a journal page.
  public var columns: Int
  /// The panels, row by row; they bear the letters a, b, c, …
  public var panels: [Panel]

  /// A plot.
  ///
  /// - Precondition: there is at least one panel and one column, and not more panels than letters.
  public init(caption: String, headlines: [String] = [], answer: String = "", columns: Int = 2, panels: [Panel]) {
    precondition(!panels.isEmpty && columns > 0, "A plot needs at least one panel and one column.")
    precondition(panels.count <= 26, "A plot has at most 26 panels.")
    self.caption = caption
    self.headlines = headlines
    self.answer = answer
    self.columns = columns
    self.panels = panels
  }

  /// The width of two columns in the journals of the American Physical Society, in cm.
  static let width = 17.8
}

/// One pair of axes and what is drawn in it. Texts may use gnuplot's enhanced markup: `{/:Italic x}_{1}`; a hyphen before a
/// digit is drawn as a minus sign.
public struct Panel: Sendable, Hashable {
  /// Its title, which stands above the box after the letter of the panel.
  public var title: String
  /// The horizontal axis, the vertical axis, and the vertical axis on the right if there is one.
  public var x: Axis, y: Axis, right: Axis?
  /// Where the names of the layers stand.
  public var legend: Legend
  /// What is drawn, from the bottom up.
  public var layers: [Layer]

  /// A panel.
  public init(
    _ title: String, x: Axis, y: Axis, right: Axis? = nil, legend: Legend = .automatic, layers: [Layer]
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.right = right
    self.legend = legend
    self.layers = layers
  }

  /// Where the names of the layers stand.
  public enum Legend: Sendable, Hashable {
    /// In the emptiest place within the box, or above the box where there is none.
    case automatic
    /// On the lines themselves, in their colours; those for which there is no room go into a legend.
    case onLines
    /// Above the box.
    case above
    /// Beside the box.
    case beside
    /// Nowhere, as where another panel of the figure shows the same.
    case none
  }
}

/// An axis.
public struct Axis: Sendable, Hashable {
  /// What it measures, with the unit.
  public var label: String
  /// The range that it shows at least; it grows where the data exceed it, on a logarithmic axis only upwards. Nil to fit
  /// the data.
  public var range: ClosedRange<Double>?
  /// Whether it is logarithmic.
  public var isLogarithmic: Bool
  /// The distance of its ticks; nil to leave it to gnuplot.
  public var ticks: Double?
  /// Names that stand at 1, 2, … instead of numbers.
  public var names: [String]

  /// An axis.
  ///
  /// - Precondition: a logarithmic axis has a positive range.
  public init(
    _ label: String, _ range: ClosedRange<Double>? = nil, logarithmic: Bool = false, ticks: Double? = nil,
    names: [String] = []
  ) {
    precondition(!logarithmic || (range?.lowerBound ?? 1) > 0, "A logarithmic axis needs a positive range.")
    self.label = label
    self.range = range
    self.isLogarithmic = logarithmic
    self.ticks = ticks
    self.names = names
  }
}

/// A colour with its dash and its point, so that no two styles differ in colour alone.
///
/// The colours are those of M. Okabe and K. Ito (Color Universal Design, 2008), which colour-blind readers tell apart.
public enum Style: String, Sendable, CaseIterable {
  /// The styles.
  case blue, vermillion, green, purple, orange, sky, black, grey
}

/// Something drawn in a panel.
public struct Layer: Sendable, Hashable {
  var kind: Kind
  var series: String
  var title: String
  var style: Style
  var isOnTheRight = false

  enum Kind: Sendable, Hashable {
    case line(x: String, y: String)
    case points(x: String, y: String, xError: String?, yError: String?, isOpen: Bool)
    case heatMap(x: String, y: String, z: String, label: String, range: ClosedRange<Double>?)
    case contours(x: String, y: String, z: String, levels: [Double])
    case cells(x: String, y: String, colour: String, box: ColourBox, width: Double, height: Double)
    case bars(x: String, from: String, to: String)
    case band(x: String, from: String, to: String)
    case mark(x: String, y: String)
    case level(Reference)
    case vertical(Reference)
  }

  /// What a straight reference line stands at.
  enum Reference: Sendable, Hashable {
    /// A constant of the theory.
    case value(Double)
    /// A number that the figure recorded.
    case number(String)
  }

  /// The scale from numbers to colours.
  struct ColourBox: Sendable, Hashable {
    let label: String
    let range: ClosedRange<Double>?
    let isLogarithmic: Bool

    init(label: String, range: ClosedRange<Double>?, isLogarithmic: Bool = false) {
      precondition(!isLogarithmic || (range?.lowerBound ?? 0) > 0, "A logarithmic colour box needs a positive range.")
      (self.label, self.range, self.isLogarithmic) = (label, range, isLogarithmic)
    }
  }

  /// The colour box beside the panel, if the layer needs one.
  var colourBox: ColourBox? {
    switch kind {
    case .heatMap(_, _, _, let label, let range): ColourBox(label: label, range: range)
    case .cells(_, _, _, let box, _, _): box
    case .line, .points, .contours, .bars, .band, .mark, .level, .vertical: nil
    }
  }

  /// The columns of the series that the layer reads.
  var columns: [String] {
    switch kind {
    case .line(let x, let y), .mark(let x, let y): [x, y]
    case .points(let x, let y, let xError, let yError, _): [x, y] + [xError, yError].compactMap { $0 }
    case .heatMap(let x, let y, let z, _, _), .contours(let x, let y, let z, _),
      .cells(let x, let y, let z, _, _, _):
      [x, y, z]
    case .bars(let x, let from, let to), .band(let x, let from, let to): [x, to, from]
    case .level, .vertical: []
    }
  }

  /// A line through the rows of a series, in their order.
  public static func line(
    _ series: String, x: String, y: String, _ style: Style, _ title: String = "", onTheRight: Bool = false
  ) -> Layer {
    Layer(kind: .line(x: x, y: y), series: series, title: title, style: style, isOnTheRight: onTheRight)
  }

  /// Points with error bars (one standard error), filled or open.
  public static func points(
    _ series: String, x: String, y: String, xError: String? = nil, yError: String? = nil, _ style: Style,
    _ title: String = "", open: Bool = false, onTheRight: Bool = false
  ) -> Layer {
    Layer(
      kind: .points(x: x, y: y, xError: xError, yError: yError, isOpen: open), series: series, title: title,
      style: style, isOnTheRight: onTheRight)
  }

  /// A heat map of z over a regular grid of x and y, in viridis, with a colour box.
  public static func heatMap(
    _ series: String, x: String, y: String, z: String, label: String, range: ClosedRange<Double>? = nil
  ) -> Layer {
    Layer(kind: .heatMap(x: x, y: y, z: z, label: label, range: range), series: series, title: "", style: .black)
  }

  /// Contours of z at the given levels over a regular grid, whose rows run through y for each x.
  public static func contours(
    _ series: String, x: String, y: String, z: String, levels: [Double], _ style: Style = .black, _ title: String = ""
  ) -> Layer {
    Layer(kind: .contours(x: x, y: y, z: z, levels: levels), series: series, title: title, style: style)
  }

  /// Cells of a map with gaps, one around each row of a series, in viridis by the column `colour`, with a colour box.
  /// Values outside of the range have the colour of its nearest end, on a logarithmic scale also 0 and below.
  ///
  /// - Parameters:
  ///   - width: The width of a cell, in the unit of the axis; on a logarithmic axis the ratio of its ends.
  ///   - height: The same upwards.
  /// - Precondition: a logarithmic range is positive.
  public static func cells(
    _ series: String, x: String, y: String, width: Double, height: Double, colour: String, label: String,
    range: ClosedRange<Double>, logarithmic: Bool = false
  ) -> Layer {
    let box = ColourBox(label: label, range: range, isLogarithmic: logarithmic)
    return Layer(
      kind: .cells(x: x, y: y, colour: colour, box: box, width: width, height: height), series: series, title: "",
      style: .black)
  }

  /// A bar at every row, of width 0.7 in the units of the axis and from one value to another, so that bars can be stacked.
  public static func bars(
    _ series: String, x: String, from: String, to: String, _ style: Style, _ title: String = ""
  ) -> Layer {
    Layer(kind: .bars(x: x, from: from, to: to), series: series, title: title, style: style)
  }

  /// A pale band between two columns, such as the standard error around a line; rows in the order of x.
  public static func band(
    _ series: String, x: String, from: String, to: String, _ style: Style, _ title: String = "",
    onTheRight: Bool = false
  ) -> Layer {
    Layer(
      kind: .band(x: x, from: from, to: to), series: series, title: title, style: style, isOnTheRight: onTheRight)
  }

  /// A large star at every row of a series, with a text beside it.
  public static func mark(_ series: String, x: String, y: String, _ style: Style, _ text: String) -> Layer {
    Layer(kind: .mark(x: x, y: y), series: series, title: text, style: style)
  }

  /// A horizontal reference line across the panel at a constant of the theory.
  public static func level(
    _ value: Double, _ name: String, _ style: Style = .grey, onTheRight: Bool = false
  ) -> Layer {
    Layer(kind: .level(.value(value)), series: "", title: name, style: style, isOnTheRight: onTheRight)
  }

  /// A horizontal reference line across the panel at a recorded number, with a pale band of one standard error to either
  /// side.
  public static func level(
    number: String, _ name: String, _ style: Style = .grey, onTheRight: Bool = false
  ) -> Layer {
    Layer(kind: .level(.number(number)), series: "", title: name, style: style, isOnTheRight: onTheRight)
  }

  /// A vertical reference line across the panel at a constant of the theory.
  public static func vertical(_ value: Double, _ name: String, _ style: Style = .grey) -> Layer {
    Layer(kind: .vertical(.value(value)), series: "", title: name, style: style)
  }

  /// A vertical reference line across the panel at a recorded number, with a pale band of one standard error to either side.
  public static func vertical(number: String, _ name: String, _ style: Style = .grey) -> Layer {
    Layer(kind: .vertical(.number(number)), series: "", title: name, style: style)
  }
}
