import Validation

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
  /// The recorded numbers, one or two, that answer the question of the figure; the table at the end of a run quotes them.
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
    require(!panels.isEmpty && columns > 0, "A plot needs at least one panel and one column.")
    require(panels.count <= 26, "A plot has at most 26 panels.")
    self.caption = caption
    self.headlines = headlines
    self.answer = answer
    self.columns = columns
    self.panels = panels
  }

  /// The width of two columns in the journals of the American Physical Society, in cm.
  static let width = 17.8
}

/// One pair of axes and the layers that are drawn in it. Texts may use gnuplot's enhanced markup: `{/:Italic x}_{1}`; a hyphen before a
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
    require(!logarithmic || (range?.lowerBound ?? 1) > 0, "A logarithmic axis needs a positive range.")
    self.label = label
    self.range = range
    self.isLogarithmic = logarithmic
    self.ticks = ticks
    self.names = names
  }
}
