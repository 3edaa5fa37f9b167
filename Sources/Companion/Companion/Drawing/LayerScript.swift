/// A layer within a gnuplot program: how it names its data and writes its element of the command `plot`.
struct LayerScript {
  let program: GnuplotScript
  let box: PlacedLayer
  /// The number of the panel, and that of the layer in it, both from 0.
  let panel: Int, place: Int

  var data: LayerData { box.data }
  var layer: Layer { data.layer }
  var style: Style { layer.style }

  /// A name that no other layer has.
  func name(_ stem: String) -> String { "\(stem)_\(panel)_\(place)" }

  /// The name of the data block of its series.
  var block: String { program.block(layer.series) }

  /// The place of a column as gnuplot counts it.
  func column(_ name: String) -> String { String((data.place(of: name) ?? 0) + 1) }

  /// Its series by some of its columns.
  func using(_ columns: String...) -> String {
    "\(block) using " + columns.map { column($0) }.joined(separator: ":")
  }

  /// - Parameters:
  ///   - data: What is drawn, such as ``using(_:)``.
  ///   - look: The plotting style of gnuplot, with colours and widths.
  func element(_ data: String, with look: String) -> GnuplotElement {
    GnuplotElement(text: data + (layer.isOnTheRight ? " axes x1y2" : "") + " notitle with " + look)
  }
}

/// An element of the command `plot`.
struct GnuplotElement {
  let text: String
  /// Commands before the command `plot`.
  var settings = ""
  /// Whether its places are drawn from ranges of its own, not read from a data block.
  var isSampled = false
}
