extension GnuplotScript {
  /// The names of the layers with samples of them, and the texts at their places.
  func legend(_ layout: PanelLayout) -> String {
    var lines: [String] = []
    func place(_ point: Ink.Point) -> String {
      screen(Ink.Point(x: layout.box.x.lowerBound + point.x, y: layout.box.y.lowerBound + point.y))
    }
    for entry in layout.legend.entries {
      func at(_ right: Double, _ above: Double) -> String {
        place(Ink.Point(x: entry.place.x + right, y: entry.place.y + above))
      }
      lines += [entry.layer, entry.points].compactMap { layer in
        layer.map { $0.kind.draw(LegendSample(style: $0.style, place: at)) }
      }
      let text = at(LegendLayout.sample + LegendLayout.gap, 0)
      lines.append("set label \(quoted(entry.text.text)) at screen \(text) left front\n")
    }
    for label in layout.legend.labels {
      if label.hasGround {
        let ground = label.rectangle.grown(by: 0.03)
        let (low, high) = (
          Ink.Point(x: ground.x.lowerBound, y: ground.y.lowerBound),
          Ink.Point(x: ground.x.upperBound, y: ground.y.upperBound)
        )
        lines.append(
          "set object rectangle from screen \(place(low)) to screen \(place(high)) front fillcolor rgb \"#ffffff\" "
            + "fillstyle solid noborder\n")
      }
      let colour = label.hasGround ? "#000000" : label.style.look.colour
      lines.append(
        "set label \(quoted(label.text.text)) at screen \(place(label.place)) \(label.isCentred ? "center" : "left") "
          + "front textcolor rgb \"\(colour)\"\n")
    }
    return lines.joined()
  }
}
