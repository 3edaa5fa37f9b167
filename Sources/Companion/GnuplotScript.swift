import Foundation
import Provenance

/// A plot and its data as one gnuplot program, which redraws the figure without the store.
///
/// The same data and the same plot give the same text, to the last character.
package struct GnuplotScript {
  let plot: Plot
  let series: [SeriesRecord]
  let title: String
  let slug: String
  let identity: String
  let dataDigest: String
  let quality: RunRecord.Quality

  /// - Throws: ``Complaint`` where a layer names a series or a column that was not recorded.
  package init(
    _ plot: Plot, series: [SeriesRecord], title: String, slug: String, identity: String, dataDigest: String,
    quality: RunRecord.Quality
  ) throws {
    for layer in plot.panels.flatMap(\.layers) where !layer.columns.isEmpty {
      guard let table = series.first(where: { $0.name == layer.series }) else {
        throw Complaint("The plot draws the series '\(layer.series)', which the figure did not record.")
      }
      for column in layer.columns where !table.columns.contains(column) {
        throw Complaint("The plot draws the column '\(column)' of '\(layer.series)', which was not recorded.")
      }
    }
    self.plot = plot
    self.series = series
    self.title = title
    self.slug = slug
    self.identity = identity
    self.dataDigest = dataDigest
    self.quality = quality
  }

  private static let panelHeight = 5.6
  private static let font = "Liberation Sans,Arial,Helvetica"

  private var rows: Int { (plot.panels.count + plot.columns - 1) / plot.columns }
  private var height: Double { Double(rows) * Self.panelHeight }

  /// The program.
  package var text: String {
    let drawn = Set(plot.panels.flatMap(\.layers).map(\.series))
    let blocks = series.filter { drawn.contains($0.name) && !$0.rows.isEmpty }.map(dataBlock).joined()
    let panels = plot.panels.enumerated().map { panel($1, at: $0) }.joined()
    return header + blocks + Self.palette + "set multiplot\n" + watermark + panels + "unset multiplot\nset output\n"
      + identification
  }

  /// Puts a title and a description into the SVG that say what it shows and which run made it, so that a copy can be
  /// traced.
  private var identification: String {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\n", with: " ")
    }
    let origin = "Mesoscale, figure \(slug), run \(identity), data \(dataDigest)."
    return #"""

      # What the picture shows and where it comes from, written into the SVG.
      $identification << EOD
      <title>\#(escaped(title))</title>
      <desc>\#(escaped(plot.caption)) \#(origin)</desc>
      EOD
      if (format eq "svg") {
        set print target . ".part"
        print $identification
        set print
        system("awk 'NR == FNR { line[NR] = $0; next } /^<title>/ { print line[1]; next } /^<desc>/ { print line[2]; next } " \
          . "{ print }' '" . target . ".part' '" . target . "' > '" . target . ".whole' && mv '" . target . ".whole' '" \
          . target . "'; rm -f '" . target . ".part'")
      }

      """#
  }

  private var header: String {
    let folder = quality == .paper ? "figures" : "figures/\(quality.rawValue)"
    let width = Plot.width
    // 96 pixels an inch on the screen, 300 in a picture file; text of 8 points in all.
    let screen = (width: Int((width / 2.54 * 96).rounded()), height: Int((height / 2.54 * 96).rounded()))
    let picture = (width: Int((width / 2.54 * 300).rounded()), height: Int((height / 2.54 * 300).rounded()))
    return """
      # \(title)
      #
      # Redraw with: gnuplot \(folder)/\(slug).gp
      # Other formats: gnuplot -e "format='pdf'" \(folder)/\(slug).gp, or 'png'.
      #
      # run \(identity), data \(dataDigest)

      set encoding utf8
      if (!exists("format")) format = "svg"
      folder = system("test -d \(folder) && echo yes") eq "yes" ? "\(folder)/" : ""
      if (!exists("target")) target = folder . "\(slug)." . format
      if (format eq "svg") set terminal svg size \(screen.width),\(screen.height) \\
        font "\(Self.font),10.7" linewidth 1 background "white"
      if (format eq "pdf") set terminal pdfcairo size \(number(width))cm,\(number(height))cm \\
        font "Liberation Sans,8" linewidth 1
      if (format eq "png") set terminal pngcairo size \(picture.width),\(picture.height) \\
        font "Liberation Sans,8" fontscale 3.125 linewidth 3.1 pointscale 3.1 background "white"
      set output target

      set border linewidth 0.7
      set tics nomirror scale 0.6
      set key samplen 2.2 spacing 1.1 width -1 noautotitle Left reverse
      set bars 0.5
      # Error bars leave the lines around their points alone (0 would stand for the default).
      set pointintervalbox 0.01


      """
  }

  /// Viridis in nine steps (S. van der Walt and N. Smith, 2015; public domain), defined here because gnuplot 5.4 has no
  /// named palettes.
  private static let palette = """
    set palette defined (0 "#440154", 1 "#472d7b", 2 "#3b528b", 3 "#2c728e", 4 "#21918c", 5 "#28ae80", 6 "#5ec962", \
    7 "#addc30", 8 "#fde725")


    """

  /// What a reader must not mistake for the published figure.
  private var watermark: String {
    switch quality {
    case .paper: ""
    case .quick:
      "set label 999 \"quick: not for quotation\" at screen 0.5,0.5 center rotate by 30 font \",30\" "
        + "textcolor rgb '#d8d8d8' back\n"
    case .custom:
      "set label 999 \"own parameters\" at screen 0.995,0.012 right font \",7\" textcolor rgb '#666666'\n"
    }
  }

  private func dataBlock(_ table: SeriesRecord) -> String {
    // A blank line after every run of equal first values: what gnuplot wants of a grid, and skips in a line.
    let isGrid = plot.panels.flatMap(\.layers).contains { layer in
      if case .contours = layer.kind { layer.series == table.name } else { false }
    }
    var lines: [String] = []
    for (place, row) in table.rows.enumerated() {
      if isGrid, place > 0, row[0] != table.rows[place - 1][0] { lines.append("") }
      lines.append(row.map(number).joined(separator: " "))
    }
    let heading = "# " + table.columns.joined(separator: " ")
    return "\(block(table.name)) << EOD\n\(heading)\n\(lines.joined(separator: "\n"))\nEOD\n\n"
  }

  /// The name of a data block: gnuplot's names have no hyphens and no dots.
  func block(_ series: String) -> String {
    "$" + series.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
  }

  /// The place of a column as gnuplot counts it.
  func column(_ name: String, of series: String) -> String {
    let table = self.series.first { $0.name == series }
    return String((table?.columns.firstIndex(of: name) ?? 0) + 1)
  }

  /// The box of a panel within the page, as fractions of it.
  private func margins(_ panel: Panel, at place: Int) -> String {
    let width = Plot.width / Double(plot.columns)
    let hasBox = panel.layers.contains { $0.colourBox != nil }
    let left = Double(place % plot.columns) * width + 1.35
    let right = Double(place % plot.columns + 1) * width - (hasBox ? 1.6 : panel.right == nil ? 0.35 : 1.35)
    let top = height - Double(place / plot.columns) * Self.panelHeight - 0.65
    let bottom = height - Double(place / plot.columns + 1) * Self.panelHeight + 1.05
    func fraction(_ value: Double, _ whole: Double) -> String { String(format: "%.5f", value / whole) }
    return """
      set lmargin at screen \(fraction(left, Plot.width))
      set rmargin at screen \(fraction(right, Plot.width))
      set tmargin at screen \(fraction(top, height))
      set bmargin at screen \(fraction(bottom, height))

      """
  }

  private func panel(_ panel: Panel, at place: Int) -> String {
    let watermark = place == 0 ? "" : "unset label 999\n"
    let heading = "set label 1 \(quoted(panel.title)) at graph 0, graph 1.05 left\n"
    let legend = panel.legend == .none ? "unset key\n" : "set key top right\n"
    let right = panel.right.map { axis("y2", $0, of: panel) } ?? "unset y2tics\nunset y2label\n"
    let axes = axis("x", panel.x, of: panel) + axis("y", panel.y, of: panel) + right
    let contours = panel.layers.enumerated().compactMap { contourTable($1, name: "$contour_\(place)_\($0)") }.joined()
    var draws = panel.layers.enumerated().map { draw($1, contour: "$contour_\(place)_\($0)", in: panel) }
    if draws.isEmpty { draws = ["1/0"] }
    return "# \(panel.title)\nunset arrow\n" + margins(panel, at: place) + watermark + heading + legend + axes
      + colourBoxes(of: panel) + contours + arrows(of: panel) + "plot " + draws.joined(separator: ", \\\n  ") + "\n\n"
      + colourBoxesUndone(of: panel)
  }

  private func axis(_ name: String, _ axis: Axis, of panel: Panel) -> String {
    let range =
      grown(axis, to: values(on: name, of: panel)).map { "[\(number($0.lowerBound)):\(number($0.upperBound))]" }
      ?? "[*:*]"
    let names = axis.names.enumerated().map { "\(quoted($1)) \($0 + 1)" }.joined(separator: ", ")
    let step = names.isEmpty ? axis.ticks.map { " \(number($0))" } ?? " autofreq" : " (\(names))"
    // Labels stand close to their axis: the boxes of the panels leave little room.
    let offset = ["x": "0,0.3", "y": "0.4,0", "y2": "-0.4,0"][name] ?? "0,0"
    return """
      \(axis.isLogarithmic ? "set" : "unset") logscale \(name)
      set format \(name) "\(axis.isLogarithmic ? "10^{%L}" : "%g")"
      set \(name)tics nomirror\(step)
      set \(name)range \(range)
      set \(name)label \(quoted(axis.label)) offset \(offset)

      """
  }

  /// The range of an axis, wide enough for the data: up to the next tenth of its width, or to the next decade.
  private func grown(_ axis: Axis, to values: [Double]) -> ClosedRange<Double>? {
    guard let range = axis.range, let least = values.min(), let most = values.max() else { return axis.range }
    if axis.isLogarithmic {
      let upper = most > range.upperBound ? pow(10, log10(most).rounded(.up)) : range.upperBound
      return range.lowerBound...upper
    }
    let step = (range.upperBound - range.lowerBound) / 10
    let lower = min(range.lowerBound, range.lowerBound + step * ((least - range.lowerBound) / step).rounded(.down))
    let upper = max(range.upperBound, range.upperBound + step * ((most - range.upperBound) / step).rounded(.up))
    return lower...upper
  }

  /// Everything that a panel draws along an axis.
  private func values(on axis: String, of panel: Panel) -> [Double] {
    panel.layers.flatMap { layer -> [Double] in
      guard axis == "x" || layer.isOnTheRight == (axis == "y2"), layer.columns.count >= 2,
        let table = series.first(where: { $0.name == layer.series }),
        let column = table.columns.firstIndex(of: layer.columns[axis == "x" ? 0 : 1])
      else { return [] }
      return table.rows.map { $0[column] }
    }
  }

  /// A number as gnuplot reads it: the shortest text that stands for these bits.
  func number(_ value: Double) -> String {
    label(value)
  }

  /// A text in gnuplot's double quotes.
  func quoted(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
  }
}
