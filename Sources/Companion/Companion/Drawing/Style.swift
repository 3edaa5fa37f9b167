/// A colour with its dash and its point, so that no two styles differ in colour alone.
///
/// The colours are those of M. Okabe and K. Ito (Color Universal Design, 2008), which colour-blind readers tell apart.
public enum Style: String, Sendable, CaseIterable {
  /// The styles.
  case blue, vermillion, green, purple, orange, sky, black, grey
}

extension Style {
  /// The colour of Okabe and Ito, the dash and the two points (filled, open) that go together.
  ///
  /// The terminal for SVG rounds three quarters of these lengths to tenths of a pixel: only even ones stay in step in all formats.
  var look: (colour: String, dash: String, filled: Int, open: Int) {
    switch self {
    case .blue: ("#0072b2", "solid", 7, 6)
    case .vermillion: ("#d55e00", "(12,4)", 5, 4)
    case .green: ("#009e73", "(4,4)", 9, 8)
    case .purple: ("#cc79a7", "(12,4,2,4)", 13, 12)
    case .orange: ("#e69f00", "(18,6)", 11, 10)
    case .sky: ("#56b4e9", "(2,4)", 15, 14)
    case .black: ("#000000", "solid", 2, 2)
    case .grey: ("#777777", "(2,2)", 1, 1)
    }
  }

  var lineLook: String {
    "linecolor rgb \"\(look.colour)\" dashtype \(look.dash == "solid" ? "solid" : look.dash) linewidth 1.5"
  }

  /// Its colour, and how densely it is filled: shades and hatchings in turn.
  var barLook: String {
    let fill =
      switch self {
      case .blue, .black: "solid 1.0"
      case .sky, .grey: "solid 0.45"
      case .vermillion, .orange: "pattern 4"
      case .green, .purple: "pattern 2"
      }
    return "linecolor rgb \"\(look.colour)\" linewidth 0.8 fillstyle \(fill) border linecolor rgb \"#000000\""
  }

  func pointLook(open: Bool) -> String {
    // Outlines have a width of their own in SVG, in proportion to the size of the point: these agree with it.
    let type = open ? look.open : look.filled
    let size = open ? "linewidth 0.55 pointtype \(type) pointsize 0.5" : "linewidth 0.8 pointtype \(type) pointsize 0.4"
    let crosses = "linewidth 0.45 pointtype \(type) pointsize 0.4"
    return "linecolor rgb \"\(look.colour)\" " + (type < 4 ? crosses : size)
  }

  /// Its colour mixed with white, for bands behind lines.
  var pale: String {
    let parts = stride(from: 1, to: 7, by: 2).map { start -> String in
      let from = look.colour.index(look.colour.startIndex, offsetBy: start)
      let value = Int(look.colour[from...].prefix(2), radix: 16) ?? 0
      let mixed = String(255 - (255 - value) / 4, radix: 16)
      return mixed.count == 1 ? "0" + mixed : mixed
    }
    return "#" + parts.joined()
  }
}
