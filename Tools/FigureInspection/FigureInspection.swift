import Foundation

/// Looks at a figure as its readers do: draws its SVG with other programs, and finds what is cut off, struck through,
/// illegible, or different from one program to the next.
///
///     let findings = try await FigureInspection(svg: file).findings(in: Renderer.installed)
///     // parity-gate.svg: the texts 'Σ' and '10^2' overlap in librsvg at (640, 33)
///
/// Every text is drawn once more in a colour of its own, a little bolder, in the order of the file and in the reverse order:
/// where the two orders differ, two texts lie on one another, and where a text meets the ink of the drawing without texts, it
/// lies on a mark. The image of a heat map and white boxes are no marks.
public struct FigureInspection: Sendable {
  /// The figure.
  public let svg: URL
  /// The same figure as gnuplot draws it in pixels, if it is to be compared.
  public let png: URL?

  /// By how much a text is thickened to find out what it touches, in pixels: half of it on each side.
  static let halo = 1.0
  /// How wide the edge is that must stay white, in pixels.
  static let edge = 2
  /// As many pixels of the drawing (at twice the size) are an overlap.
  private static let overlap = 2

  /// A figure to inspect.
  public init(svg: URL, png: URL? = nil) { (self.svg, self.png) = (svg, png) }

  /// All faults, as sentences.
  ///
  /// - Throws: ``InspectionError`` where the figure cannot be read or drawn.
  public func findings(in renderers: [Renderer], coverage: GlyphCoverage? = nil) async throws -> [Finding] {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "inspection-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let picture = try VectorPicture(svgAt: svg)
    var findings: [Finding] = []
    if let coverage {
      findings += picture.texts.flatMap { coverage.findings(in: $0, of: svg.lastPathComponent) }
    }
    var first: (renderer: Renderer, whole: Raster)?
    for renderer in renderers {
      let drawing = try await renderer.draw(picture, in: scratch)
      findings += faults(of: drawing, texts: picture.texts, in: renderer)
      if let first {
        findings += differences(first.whole, drawing.whole, between: "\(first.renderer) and \(renderer)")
      } else {
        first = (renderer, drawing.whole)
        if let png {
          let drawn = try Raster(pngAt: png).scaled(width: drawing.whole.width, height: drawing.whole.height)
          findings += differences(drawing.whole, drawn, between: "\(renderer) and gnuplot's PNG")
        }
      }
    }
    return findings
  }

  // MARK: - What one renderer shows

  private func faults(
    of drawing: Renderer.Drawing, texts: [VectorPicture.Text], in renderer: Renderer
  ) -> [Finding] {
    let tally = Tally(drawing, texts: texts.count)
    func finding(_ fault: Finding.Fault, _ sentence: String, _ place: Place) -> Finding {
      Finding(
        fault: fault,
        description: "\(svg.lastPathComponent): \(sentence) in \(renderer) at (\(place.x), \(place.y))")
    }
    func name(_ text: Int) -> String { "the text '\(texts[text].name)'" }
    var findings: [Finding] = []
    for (ink, place) in tally.edges.sorted(by: { $0.key < $1.key }) {
      findings.append(
        finding(.inkAtTheEdge, "\(ink.text.map(name) ?? "a mark") touches the \(ink.side) edge", place))
    }
    for text in texts.indices where tally.seen[text] == 0 {
      findings.append(
        Finding(
          fault: .textOutside,
          description: "\(svg.lastPathComponent): \(name(text)) is not in the picture in \(renderer)"))
    }
    for (pair, place) in tally.overlaps.sorted(by: { $0.key < $1.key }) where place.count >= Self.overlap {
      let names = "the texts '\(texts[pair.first].name)' and '\(texts[pair.second].name)'"
      findings.append(finding(.textsOverlap, "\(names) overlap", place))
    }
    for text in texts.indices {
      if let place = tally.onMarks[text], place.count >= Self.overlap {
        findings.append(finding(.textOnMark, "\(name(text)) lies on a mark (\(place.colourName))", place))
      }
      if let place = tally.covered[text], place.count >= Self.overlap {
        findings.append(finding(.textCovered, "\(name(text)) is covered by a white box", place))
      }
    }
    return findings
  }

  // MARK: - What two renderers show

  private func differences(_ one: Raster, _ other: Raster, between names: String) -> [Finding] {
    let places = Comparison(one, other).places.sorted { $0.count > $1.count }
    guard !places.isEmpty else { return [] }
    let list = places.prefix(5).map { "(\($0.x), \($0.y))" }.joined(separator: ", ")
    return [
      Finding(
        fault: .differentPicture,
        description: "\(svg.lastPathComponent): \(names) differ at \(list)"
          + (places.count > 5 ? " and \(places.count - 5) other places" : ""))
    ]
  }
}

/// Where pixels of a kind lie: how many, and their middle in the pixels of the picture.
struct Place {
  private(set) var count = 0
  private var sum = (x: 0, y: 0)
  private var darkest: Raster.Colour = Raster.white

  var x: Int { sum.x / max(count, 1) / Renderer.scale }
  var y: Int { sum.y / max(count, 1) / Renderer.scale }

  /// The darkest colour there is, as on a web page.
  var colourName: String {
    let channels = [darkest & 0xff, darkest >> 8 & 0xff, darkest >> 16]
    return "#" + channels.map { String(format: "%02x", $0) }.joined()
  }

  mutating func add(_ x: Int, _ y: Int, colour: Raster.Colour = Raster.white) {
    count += 1
    sum = (sum.x + x, sum.y + y)
    func light(_ colour: Raster.Colour) -> UInt32 { (colour & 0xff) + (colour >> 8 & 0xff) + (colour >> 16) }
    if light(colour) < light(darkest) { darkest = colour }
  }
}

/// Counts, pixel by pixel, which texts touch what.
private struct Tally {
  struct Pair: Hashable, Comparable {
    let first, second: Int

    static func < (one: Pair, other: Pair) -> Bool {
      (one.first, one.second) < (other.first, other.second)
    }
  }

  /// Ink at one side of the picture, of a text or, without one, of a mark.
  struct EdgeInk: Hashable, Comparable {
    let side: String
    let text: Int?

    static func < (one: EdgeInk, other: EdgeInk) -> Bool {
      (one.side, one.text ?? -1) < (other.side, other.text ?? -1)
    }
  }

  var seen: [Int]
  var overlaps: [Pair: Place] = [:]
  var onMarks: [Int: Place] = [:]
  var covered: [Int: Place] = [:]
  var edges: [EdgeInk: Place] = [:]

  init(_ drawing: Renderer.Drawing, texts: Int) {
    seen = Array(repeating: 0, count: texts)
    let codes = Dictionary(
      (0..<texts).map { (VectorPicture.code(of: $0), $0) }, uniquingKeysWith: { one, _ in one })
    precondition(codes.count == texts, "Two texts have one code.")
    let (width, height) = (drawing.whole.width, drawing.whole.height)
    let edge = FigureInspection.edge * Renderer.scale
    for y in 0..<height {
      for x in 0..<width {
        let (forward, reverse) = (drawing.forward[x, y], drawing.reverse[x, y])
        var text: Int?
        if forward != Raster.white || reverse != Raster.white {
          let (one, other) = (codes[forward], codes[reverse])
          text = one ?? other
          if let one { seen[one] += 1 }
          if let other { seen[other] += 1 }
          if let one, let other, one != other {
            overlaps[Pair(first: min(one, other), second: max(one, other)), default: Place()].add(x, y)
          }
          if let other, forward == Raster.white { covered[other, default: Place()].add(x, y) }
          if let text, Raster.isInk(drawing.marks[x, y]) {
            onMarks[text, default: Place()].add(x, y, colour: drawing.marks[x, y])
          }
        }
        guard x < edge || y < edge || x >= width - edge || y >= height - edge else { continue }
        // The antialiased rim of a text belongs to it, too.
        if text != nil || forward == Raster.white && Raster.isInk(drawing.whole[x, y]) {
          let side = x < edge ? "left" : x >= width - edge ? "right" : y < edge ? "upper" : "lower"
          edges[EdgeInk(side: side, text: text), default: Place()].add(x, y)
        }
      }
    }
  }
}
