/// A text in gnuplot's enhanced markup, measured in units of the font size.
///
/// What is read: `{/:Italic x}`, `{/:Bold x}`, `{/*0.6 x}`, `{…}`, subscripts `_x` and `_{…}`, superscripts `^x` and
/// `^{…}`, and a backslash before a character that is to stand for itself.
package struct Markup: Sendable {
  /// The text as gnuplot reads it: with a minus sign for every hyphen that stands for one.
  package let text: String
  /// Its width, and how far it reaches above and below the height at which gnuplot centres a line of text.
  package private(set) var width = 0.0
  package private(set) var above = 0.405, below = 0.535
  /// The characters that the font does not have.
  package private(set) var missing: [Character] = []

  /// gnuplot puts the base line this far below the centre of a line, and sets subscripts and superscripts in this size.
  private static let baseline = 0.325, scriptSize = 0.8

  package init(_ text: String) {
    self.text = Self.withMinusSigns(text)
    var characters = Array(self.text)[...]
    width = measure(&characters, Font(), until: nil)
  }

  private struct Font {
    var face = FontMetrics.Face.regular
    var size = 1.0
    /// How far the base line is raised.
    var rise = 0.0
  }

  /// The width up to a closing character, which is consumed.
  private mutating func measure(_ rest: inout ArraySlice<Character>, _ font: Font, until end: Character?) -> Double {
    var width = 0.0
    while let character = rest.first, character != end { width += measureNext(&rest, font) }
    if end != nil { rest = rest.dropFirst() }
    return width
  }

  /// The width of the next character, group or script.
  private mutating func measureNext(_ rest: inout ArraySlice<Character>, _ font: Font) -> Double {
    switch rest.removeFirst() {
    case "{":
      var inner = font
      if rest.first == "/" { Self.readFont(&rest, &inner) }
      return measure(&rest, inner, until: "}")
    case "_": return script(&rest, font, rise: -0.3)
    case "^": return script(&rest, font, rise: 0.45)
    case "\\":
      guard let character = rest.popFirst() else { return 0 }
      return width(of: character, font)
    case let character: return width(of: character, font)
    }
  }

  private mutating func script(_ rest: inout ArraySlice<Character>, _ font: Font, rise: Double) -> Double {
    var inner = font
    inner.size *= Self.scriptSize
    inner.rise += rise * font.size
    return rest.isEmpty ? 0 : measureNext(&rest, inner)
  }

  private mutating func width(of character: Character, _ font: Font) -> Double {
    above = max(above, font.rise + 0.73 * font.size - Self.baseline)
    below = max(below, 0.21 * font.size + Self.baseline - font.rise)
    guard let width = FontMetrics.width(of: character, font.face) else {
      missing.append(character)
      return font.size
    }
    return width * font.size
  }

  /// Reads `/:Italic ` or `/*0.6 ` with the blank after it.
  private static func readFont(_ rest: inout ArraySlice<Character>, _ font: inout Font) {
    let name = String(rest.prefix { $0 != " " && $0 != "}" })
    rest = rest.dropFirst(name.count)
    if rest.first == " " { rest = rest.dropFirst() }
    if name.contains(":Italic") { font.face = .italic }
    if name.contains(":Bold") { font.face = .bold }
    if let star = name.firstIndex(of: "*"), let factor = Double(name[name.index(after: star)...].prefix { $0 != ":" }) {
      font.size *= factor
    }
  }

  /// The text with a minus sign for every hyphen before a digit, unless a letter or a digit stands before it.
  private static func withMinusSigns(_ text: String) -> String {
    let characters = Array(text)
    return String(
      characters.indices.map { place in
        guard characters[place] == "-", place + 1 < characters.count, characters[place + 1].isNumber else {
          return characters[place]
        }
        if place > 0, characters[place - 1].isLetter || characters[place - 1].isNumber { return "-" }
        return "−"
      })
  }

  /// The text in lines that are not wider than asked, as far as blanks outside of all braces allow.
  package static func lines(of text: String, width: Double) -> [Markup] {
    var words = [""]
    var depth = 0
    for character in text {
      depth += character == "{" ? 1 : character == "}" ? -1 : 0
      if character == " ", depth == 0 { words.append("") } else { words[words.count - 1].append(character) }
    }
    var lines = [words[0]]
    for word in words.dropFirst() {
      let longer = lines[lines.count - 1] + " " + word
      if Markup(longer).width <= width || word.isEmpty { lines[lines.count - 1] = longer } else { lines.append(word) }
    }
    return lines.map { Markup($0) }
  }
}
