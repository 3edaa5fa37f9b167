/// A paper in Markdown with formulas between dollar signs: what stands where, and the numbers of its equations, figures and tables.
///
/// The text stays readable: an equation is `$$ … $$` on lines of their own, a figure `![title](figures/slug.svg)` with a caption that begins
/// with `**Figure 1** (`, and a table has a line before it that begins with `**Table 1.**`. An equation and a table are
/// named by a comment on the line above, `<!-- equation: master -->`, and are referred to, as figures are, by marks:
/// `Eq. <!--= equation.master -->(3)<!-- -->`, `Figure <!--= figure.parity-gate -->1<!-- -->`.
public struct Manuscript: Sendable {
  /// Its file, as complaints name it.
  public let name: String

  /// Its lines.
  public private(set) var lines: [String]

  /// Reads a text.
  public init(_ text: String, named name: String) {
    self.name = name
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    items = Self.items(of: lines)
  }

  /// The text.
  public var text: String { lines.joined(separator: "\n") }

  // MARK: - What is numbered

  /// The kinds of things that have numbers.
  public enum Kind: String, Sendable, CaseIterable {
    /// An equation, which is set off.
    case equation
    /// A figure.
    case figure
    /// A table.
    case table
  }

  /// Something with a number.
  public struct Item: Sendable, Hashable {
    /// What it is.
    public let kind: Kind
    /// Its name; nil for an equation that nobody refers to.
    public let name: String?
    /// Its number, from 1 within its kind.
    public let number: Int
    /// The line of its number, from 0.
    public let line: Int
  }

  /// What has a number, in the order of the text.
  public let items: [Item]

  private static func items(of lines: [String]) -> [Item] {
    var items: [Item] = []
    var counts: [Kind: Int] = [:]
    func add(_ kind: Kind, _ name: String?, at line: Int) {
      counts[kind, default: 0] += 1
      items.append(Item(kind: kind, name: name, number: counts[kind] ?? 0, line: line))
    }
    var (isCode, isFormula) = (false, false)
    let name = /<!-- (?:equation|table): ([a-z0-9-]+) -->/
    for (place, line) in lines.enumerated() {
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode else { continue }
      let above = place > 0 ? lines[place - 1] : ""
      let label = above.hasPrefix("<!-- ") ? above.wholeMatch(of: name)?.1 : nil
      let delimiters = line.ranges(of: "$$").count
      if delimiters > 0 {
        if !isFormula { add(.equation, label.map(String.init), at: place) }
        if delimiters == 1 { isFormula.toggle() }
      } else if line.hasPrefix("!["), let figure = line.firstMatch(of: /!\[[^\]]*\]\(figures\/([a-z0-9-]+)\.svg\)/)?.1 {
        add(.figure, String(figure), at: place)
      } else if line.hasPrefix("**Table "), let label {
        add(.table, String(label), at: place)
      }
    }
    return items
  }

  /// The number of a thing as a reference prints it: an equation's in parentheses; nil where there is no such thing.
  public func reference(to kind: Kind, named name: String) -> String? {
    items.first { $0.kind == kind && $0.name == name }.map { kind == .equation ? "(\($0.number))" : "\($0.number)" }
  }

  /// Writes the numbers of equations (`\tag`), figures and tables into the text, in order.
  ///
  /// - Returns: what had to be changed.
  public mutating func number() -> [String] {
    var changes: [String] = []
    for item in items {
      let place = "\(name):\(item.line + 1)"
      switch item.kind {
      case .equation:
        guard let end = endOfFormula(from: item.line), let range = lines[end].ranges(of: "$$").last else { continue }
        var body = String(lines[end][..<range.lowerBound])
        let rest = lines[end][range.lowerBound...]
        let old = body.firstMatch(of: #/ *\\tag\{([^}]*)\} */#)
        if let old { body.removeSubrange(old.range) }
        let new = body.replacing(#/ +$/#, with: "") + " \\tag{\(item.number)} " + rest
        if new != lines[end] {
          changes.append(
            "\(place): an equation had the number '\(old.map { String($0.1) } ?? "")', and is \(item.number)")
        }
        lines[end] = new
      case .figure:
        guard let caption = lines.indices.dropFirst(item.line + 1).first(where: { !lines[$0].isEmpty }) else {
          continue
        }
        let new = lines[caption].replacing(/^\*\*Figure(?: [0-9]+)?(?:\*\* \(`| `)([a-z0-9-]+)(?:`\)|`\.\*\*)\.?/) {
          "**Figure \(item.number)** (`\($0.1)`)."
        }
        if new != lines[caption] { changes.append("\(place): a figure had another number, and is \(item.number)") }
        lines[caption] = new
      case .table:
        let new = lines[item.line].replacing(/^\*\*Table [0-9]*\.\*\*/, with: "**Table \(item.number).**")
        if new != lines[item.line] { changes.append("\(place): a table had another number, and is \(item.number)") }
        lines[item.line] = new
      }
    }
    return changes
  }

  private func endOfFormula(from start: Int) -> Int? {
    if lines[start].ranges(of: "$$").count > 1 { return start }
    return lines.indices.dropFirst(start + 1).first { lines[$0].contains("$$") }
  }
}
