import Foundation

/// An SVG as gnuplot writes it: its texts, and drawings of parts of it that show what lies on what.
public struct VectorPicture {
  /// The file.
  public let file: URL
  /// The size of its view box.
  public let width, height: Double
  /// Its texts, in the order in which they are drawn.
  public let texts: [Text]

  private let root: XMLContent.Element
  private let coded: [String]

  /// A label: everything that is written in one place.
  public struct Text: Sendable, Hashable {
    /// The characters, with `^` before what is raised and `_` before what is lowered.
    public var name = ""
    /// The characters in each of the fonts.
    public var pieces: [Piece] = []

    /// Characters in one font.
    public struct Piece: Sendable, Hashable {
      /// The characters.
      public let characters: String
      /// The families to look for.
      public let family: String
      /// How its letters look.
      public let isBold, isItalic: Bool
    }

    var isEmpty: Bool { pieces.allSatisfy { $0.characters.allSatisfy(\.isWhitespace) } }
  }

  /// Reads an SVG.
  ///
  /// - Throws: ``InspectionError`` where it is not well-formed or has no view box.
  public init(svgAt file: URL) throws {
    self.file = file
    root = try XMLContent.read(file)
    let box = root.attributes["viewBox", default: ""].split(separator: " ").compactMap { Double($0) }
    guard root.name == "svg", box.count == 4, box[2] > 0, box[3] > 0 else {
      throw InspectionError("\(file.path) is not an SVG with a view box.")
    }
    (width, height) = (box[2], box[3])
    var leaves = Leaves(width: box[2], height: box[3])
    leaves.gather(root.children, within: [])
    texts = leaves.texts
    coded = leaves.drawings
  }

  /// The colour that stands for a text.
  static func code(of text: Int) -> Raster.Colour {
    // A multiplicative hash scatters the codes, so that a blend of two is hardly ever a third; its first channel is dark, so
    // that none is white.
    var hash = UInt32(truncatingIfNeeded: text + 1) &* 0x9e37_79b1
    hash ^= hash >> 15
    return (hash &* 0x85eb_ca6b) >> 8 & 0xff_ff7f
  }

  /// Parts of the picture one below the other, each as high as the whole: the marks without the texts and the images; the
  /// texts alone, each in its code and a little bolder, in the order in which they are drawn; the same in reverse order. White
  /// boxes are kept, as they cover what lies below them.
  var sheet: String {
    let definitions = root.all(["defs"]).map { $0.written() }.joined()
    let marks = root.without(["defs", "desc", "image", "text", "title"]).content.map(\.written).joined()
    let panels = [marks, coded.joined(), coded.reversed().joined()].enumerated().map { place, part in
      """
      <svg x="0" y="\(Double(place) * Self.whole(height))" width="\(width)" height="\(height)" \
      viewBox="\(root.attributes["viewBox", default: ""])">
      \(part)
      </svg>

      """
    }
    let size = (Self.whole(width), Double(panels.count) * Self.whole(height))
    return """
      <?xml version="1.0" encoding="utf-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      viewBox="0 0 \(size.0) \(size.1)">
      \(definitions)
      <rect x="0" y="0" width="\(size.0)" height="\(size.1)" fill="#ffffff"/>
      \(panels.joined())</svg>

      """
  }

  /// A length in whole pixels.
  static func whole(_ length: Double) -> Double { length.rounded(.up) }
}

/// What a picture draws, taken out of its groups: every text in its code, and every white box.
private struct Leaves {
  let width, height: Double
  var texts: [VectorPicture.Text] = []
  var drawings: [String] = []

  init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

  mutating func gather(_ elements: [XMLContent.Element], within groups: [XMLContent.Element]) {
    for element in elements {
      switch element.name {
      case "g" where !element.children.isEmpty && element.children.allSatisfy { $0.name == "text" }:
        add(element.children, within: groups + [element])
      case "g", "svg", "a": gather(element.children, within: groups + [element])
      case "text": add([element], within: groups)
      case "rect", "polygon", "path", "circle", "ellipse":
        guard isWhiteBox(element, within: groups) else { continue }
        var box = element
        box.attributes["style"] = "fill:#ffffff;stroke:none"
        drawings.append(written(box.written(), in: groups))
      default: continue
      }
    }
  }

  private mutating func add(_ lines: [XMLContent.Element], within groups: [XMLContent.Element]) {
    var text = VectorPicture.Text()
    for line in lines {
      var height = 0.0
      Self.read(line, within: groups, at: &height, into: &text)
    }
    guard !text.isEmpty else { return }
    let code = VectorPicture.code(of: texts.count)
    let colour = "rgb(\(code & 0xff),\(code >> 8 & 0xff),\(code >> 16))"
    texts.append(text)
    drawings.append(written(lines.map { Self.painted($0, colour).written() }.joined(), in: groups))
  }

  private static func painted(_ line: XMLContent.Element, _ colour: String) -> XMLContent.Element {
    func uncoloured(_ element: XMLContent.Element) -> XMLContent.Element {
      var copy = element
      for name in ["fill", "stroke", "style"] { copy.attributes[name] = nil }
      copy.content = element.content.map { part in
        if case .element(let child) = part { .element(uncoloured(child)) } else { part }
      }
      return copy
    }
    var line = uncoloured(line)
    line.attributes["style"] =
      "fill:\(colour);stroke:\(colour);stroke-width:\(FigureInspection.halo);stroke-linejoin:round"
    return line
  }

  /// Reads the characters and their fonts; `height` is that of the next character below the line.
  private static func read(
    _ element: XMLContent.Element, within groups: [XMLContent.Element], at height: inout Double,
    into text: inout VectorPicture.Text
  ) {
    let chain = groups + [element]
    for part in element.content {
      switch part {
      case .element(let child):
        let shift = Double(child.attributes["dy", default: ""].replacing("px", with: "")) ?? 0
        height += shift
        // A shift back to the line is rounded to a hundredth.
        if !child.text.isEmpty, shift != 0, abs(height) > 0.1 { text.name += height < 0 ? "^" : "_" }
        read(child, within: chain, at: &height, into: &text)
      case .characters(let characters):
        text.name += characters
        let style = inherited("font-style", from: chain)
        text.pieces.append(
          .init(
            characters: characters, family: inherited("font-family", from: chain) ?? "",
            isBold: inherited("font-weight", from: chain) == "bold", isItalic: style == "italic" || style == "oblique"))
      }
    }
  }

  private static func inherited(_ name: String, from chain: [XMLContent.Element]) -> String? {
    chain.reversed().lazy.compactMap { $0.attributes[name] }.first
  }

  /// Whether a shape is filled with opaque white. The paper itself is no box.
  private func isWhiteBox(_ element: XMLContent.Element, within groups: [XMLContent.Element]) -> Bool {
    let chain = groups + [element]
    func colour(_ name: String) -> String? {
      Self.inherited(name, from: chain)?.lowercased().filter { !$0.isWhitespace }
    }
    func length(_ name: String) -> Double { Double(element.attributes[name, default: ""]) ?? 0 }
    let fill = colour("fill") == "currentcolor" ? colour("color") : colour("fill")
    return ["white", "#fff", "#ffffff", "rgb(255,255,255)"].contains(fill)
      && chain.allSatisfy { Double($0.attributes["fill-opacity"] ?? $0.attributes["opacity"] ?? "1") == 1 }
      && !(length("width") >= width && length("height") >= height)
  }

  private func written(_ drawing: String, in groups: [XMLContent.Element]) -> String {
    groups.reversed().reduce(drawing) { $1.written(around: $0) } + "\n"
  }
}
