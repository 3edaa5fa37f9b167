import Foundation
import Provenance

/// A plot and its data as one gnuplot program, which redraws the figure without the store.
///
/// The same data and the same plot give the same text, to the last character. gnuplot places no text by itself: the
/// terminals measure text differently, and only what stands at a place of its own looks the same in all of them.
package struct GnuplotScript {
  let plot: Plot
  let series: [SeriesRecord]
  let title: String
  let origin: FigureOrigin
  var slug: String { origin.figure }
  let quality: RunRecord.Quality
  let page: PageLayout

  /// - Throws: ``Complaint`` where a layer names a series, a column or a number that was not recorded.
  package init(
    _ plot: Plot, series: [SeriesRecord], numbers: [NumberRecord], title: String, origin: FigureOrigin,
    quality: RunRecord.Quality
  ) throws {
    self.plot = plot
    self.series = series
    self.title = title
    self.origin = origin
    self.quality = quality
    let contents = try plot.panels.map { try PanelContent($0, series: series, numbers: numbers) }
    page = PageLayout(contents, columns: plot.columns, strip: quality == .paper ? 0 : Self.stripHeight)
  }

  /// The strip at the top of the page that says that a figure is not the published one.
  private static let stripHeight = 0.5
  private static let font = "Liberation Sans,Arial,Helvetica"

  /// The program.
  package var text: String {
    let drawn = Set(plot.panels.flatMap(\.layers).map(\.series))
    let blocks = series.filter { drawn.contains($0.name) && !$0.rows.isEmpty }.map(dataBlock).joined()
    let layers = page.panels.enumerated().map { panel, layout in
      layout.layers.enumerated().map { LayerScript(program: self, box: $1, panel: panel, place: $0) }
    }
    let ownBlocks = layers.joined().map { $0.layer.kind.dataBlocks($0) }.joined()
    let preparations = layers.joined().map { $0.layer.kind.preparations($0) }.joined()
    let panels = zip(page.panels, layers).map { panel($0, $1) }.joined()
    return header + blocks + ownBlocks + preparations + Self.palette + "set multiplot\n" + watermark + panels
      + "unset multiplot\nset output\n" + identification
  }

  /// Puts a title and a description into the SVG that say what it shows and from which parameters, seed and data, so that a
  /// copy can be traced; and asks viewers for all blanks of a text and for the cells of maps as they are, which some would smear.
  private var identification: String {
    func escaped(_ text: String) -> String {
      Self.onOneLine(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
    return #"""

      # What the picture shows and where it comes from, written into the SVG.
      $identification << EOD
      <title>\#(escaped(title))</title>
      <desc>\#(escaped(plot.caption)) Mesoscale, \#(origin.text).</desc>
      EOD
      if (format eq "svg") {
        set print target . ".part"
        print $identification
        set print
        system("awk 'NR == FNR { line[NR] = $0; next } /^<title>/ { print line[1]; next } /^<desc>/ { print line[2]; next } " \
          . "{ sub(/<text>/, \"<text xml:space=\\\"preserve\\\">\"); sub(/<image /, \"<image style=\\\"image-rendering:pixelated\\\" \"); print }' '" \
          . target . ".part' '" . target . "' > '" . target . ".whole' && mv '" . target . ".whole' '" \
          . target . "'; rm -f '" . target . ".part'")
      }

      """#
  }

  private var header: String {
    let folder = quality == .paper ? "figures" : "figures/\(quality.rawValue)"
    let (width, height) = page.pixels
    return """
      # \(remark(title))
      #
      # Redraw with: gnuplot \(folder)/\(origin.figure).gp
      # Other formats: gnuplot -e "format='pdf'" \(folder)/\(origin.figure).gp, or 'png'.
      #
      # Mesoscale, \(origin.text)

      reset
      set encoding utf8
      if (!exists("format")) format = "svg"
      folder = system("test -d \(folder) && echo yes") eq "yes" ? "\(folder)/" : ""
      if (!exists("target")) target = folder . "\(origin.figure)." . format
      # One picture in three formats: text of 8 points, lines, dashes and ticks of one length.
      if (format eq "svg") set terminal svg dynamic size \(width),\(height) \\
        font "\(Self.font),10.67" linewidth 1 background "white"
      if (format eq "pdf") set terminal pdfcairo size \(fixed(page.width, 4))cm,\(fixed(page.height, 4))cm \\
        font "Liberation Sans,8" fontscale 0.75 linewidth 1.3333 dashlength 2 pointscale 1.3333
      if (format eq "png") set terminal pngcairo size \(width / 8 * 25),\(height / 8 * 25) \\
        font "Liberation Sans,8" fontscale 3.125 linewidth 3.125 dashlength 2 pointscale 4.1667 \
        background "white"
      set output target

      set border linewidth 0.7 front
      ticscale = format eq "svg" ? 0.6 : 1
      set tics nomirror front
      set format ""
      unset key
      set bars (format eq "svg" ? 0.3 : 0.5)
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
    let note =
      switch quality {
      case .paper: ""
      case .quick: "quick look with small parameters: not for quotation"
      case .custom: "own parameters"
      }
    guard !note.isEmpty else { return "" }
    let place = screen(Ink.Point(x: page.width / 2, y: page.height - PanelLayout.margin - 0.5 * PanelLayout.line))
    return "set label 999 \"{/:Bold \(note)}\" at screen \(place) center textcolor rgb '#b03a00'\n"
  }

  private func dataBlock(_ table: SeriesRecord) -> String {
    let lines = table.rows.map { $0.map(number).joined(separator: " ") }
    let heading = "# " + table.columns.joined(separator: " ")
    return "\(block(table.name)) << EOD\n\(heading)\n\(lines.joined(separator: "\n"))\nEOD\n\n"
  }

  /// The name of a data block: gnuplot's names have no hyphens and no dots.
  func block(_ series: String) -> String {
    "$" + series.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
  }

  private func panel(_ layout: PanelLayout, _ layers: [LayerScript]) -> String {
    let elements = layers.compactMap { $0.data.isEmpty ? nil : $0.layer.kind.element($0) }
    return "# (\(layout.letter)) \(remark(layout.content.panel.title))\n" + box(layout) + axes(layout) + texts(layout)
      + layers.map { $0.layer.kind.objects($0) }.joined() + legend(layout) + colourBar(layout)
      + elements.map(\.settings).joined() + "plot \(elements.contains(where: \.isSampled) ? "sample " : "")"
      + (elements.isEmpty ? "NaN notitle" : elements.map(\.text).joined(separator: ", \\\n  "))
      + "\nunset label\nunset arrow\nunset object\n\n"
  }

  private func box(_ layout: PanelLayout) -> String {
    """
    set lmargin at screen \(fixed(layout.box.x.lowerBound / page.width, 5))
    set rmargin at screen \(fixed(layout.box.x.upperBound / page.width, 5))
    set bmargin at screen \(fixed(layout.box.y.lowerBound / page.height, 5))
    set tmargin at screen \(fixed(layout.box.y.upperBound / page.height, 5))

    """
  }

  private func axes(_ layout: PanelLayout) -> String {
    let content = layout.content
    return "set tics \(layout.isMap ? "out" : "in")\n" + axis("x", content.x, layout.xTicks)
      + axis("y", content.y, layout.yTicks)
      + (content.right.flatMap { scale in layout.rightTicks.map { axis("y2", scale, $0) } } ?? "unset y2tics\n")
  }

  /// The scale of an axis with its ticks, whose labels are written as texts of their own.
  private func axis(_ name: String, _ scale: Scale, _ ticks: Ticks) -> String {
    // Only now, since the range of the panel before may have been negative.
    let logarithmic = scale.isLogarithmic ? "\nset logscale \(name)" : ""
    let places = ticks.ticks.map { "\"\" \(number($0.value))" + ($0.label == nil ? " 1" : "") }.joined(separator: ", ")
    return """
      unset logscale \(name)
      set \(name)range [\(number(scale.range.lowerBound)):\(number(scale.range.upperBound))]\(logarithmic)
      set \(name)tics (\(places)) scale ticscale

      """
  }

  /// Letter, title, labels of the axes and of their ticks.
  private func texts(_ layout: PanelLayout) -> String {
    let middle = Ink.Point(
      x: (layout.box.x.lowerBound + layout.box.x.upperBound) / 2,
      y: (layout.box.y.lowerBound + layout.box.y.upperBound) / 2)
    var lines: [String] = []
    func write(_ text: Markup, _ x: Double, _ y: Double, _ where_: String) {
      lines.append("set label \(quoted(text.text)) at screen \(screen(Ink.Point(x: x, y: y))) \(where_)")
    }
    write(Markup("{/:Bold (\(layout.letter))}"), layout.box.x.lowerBound - layout.left, layout.titleHeight, "left")
    for (place, line) in layout.title.enumerated() {
      write(line, layout.box.x.lowerBound, layout.titleHeight - Double(place) * PanelLayout.line, "left")
    }
    for (place, line) in layout.xLabel.enumerated() { write(line, middle.x, layout.xLabelHeight(place), "center") }
    for (place, line) in layout.yLabel.enumerated() {
      write(line, layout.yLabelPlace(place), middle.y, "center rotate by 90")
    }
    for (place, line) in layout.rightLabel.enumerated() {
      write(line, layout.rightLabelPlace(place), middle.y, "center rotate by 90")
    }
    for (place, line) in layout.colourLabel.enumerated() {
      write(line, layout.colourLabelPlace(place), middle.y, "center rotate by 90")
    }
    for tick in layout.xTicks.ticks {
      guard let label = tick.label, !label.isEmpty else { continue }
      write(Markup(label), layout.x(tick.value), layout.xTickHeight, "center")
    }
    func upright(_ ticks: Ticks?, _ scale: Scale?, _ x: Double, _ side: String) {
      for tick in ticks?.ticks ?? [] {
        guard let label = tick.label, !label.isEmpty, let scale else { continue }
        write(Markup(label), x, layout.box.y.lowerBound + scale.fraction(of: tick.value) * layout.height, side)
      }
    }
    upright(layout.yTicks, layout.content.y, layout.yTickPlace, "right")
    upright(layout.rightTicks, layout.content.right, layout.rightTickPlace, "left")
    upright(
      layout.colourTicks, layout.content.colour?.scale, layout.barPlace + PanelLayout.bar + PanelLayout.tickGap, "left")
    return lines.joined(separator: "\n") + "\n"
  }

  private func colourBar(_ layout: PanelLayout) -> String {
    guard let scale = layout.content.colour?.scale, let ticks = layout.colourTicks else { return "" }
    let origin = screen(Ink.Point(x: layout.barPlace, y: layout.box.y.lowerBound))
    let size = screen(Ink.Point(x: PanelLayout.bar, y: layout.height))
    return axis("cb", scale, ticks) + "set cbtics in\n"
      + "set colorbox user origin screen \(origin) size screen \(size)\n"
  }

  // MARK: - Numbers and texts as gnuplot reads them

  /// The shortest text that stands for these bits.
  func number(_ value: Double) -> String { label(value) }

  /// A number with so many decimals.
  func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  /// A place on the page as fractions of it.
  func screen(_ place: Ink.Point) -> String {
    "\(fixed(place.x / page.width, 5)),\(fixed(place.y / page.height, 5))"
  }

  /// A text in gnuplot's double quotes: it is markup, and nothing in it is a command. What gnuplot would take for markup that
  /// ``Markup`` does not know stands for itself.
  func quoted(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in Self.onOneLine(text) {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      // gnuplot runs what stands between backticks, and prints what it says.
      case "`": result += "\\140"
      case "@", "&", "~": result += (isEscaped ? "" : "\\\\") + String(character)
      default: result.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return "\"\(result)\""
  }

  /// A text as a comment, which a backslash at its end would continue on the next line.
  private func remark(_ text: String) -> String {
    let line = Self.onOneLine(text)
    return line.hasSuffix("\\") ? line + " ." : line
  }

  /// A text whose control characters are blanks.
  private static func onOneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
