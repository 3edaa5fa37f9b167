extension Manuscript {
  /// What a piece of a text is.
  public enum Content: Sendable, Hashable {
    /// What is read as it stands.
    case prose
    /// A formula in a line, or displayed.
    case formula(isDisplayed: Bool)
    /// Code between backticks, or in a block.
    case code
    /// A comment; of what it says nothing is shown.
    case comment
    /// What stands between a mark and `<!-- -->`: it comes from the record.
    case woven
  }

  /// A piece of a line.
  public struct Span: Sendable, Hashable {
    /// What it is.
    public let content: Content
    /// What stands there.
    public let text: String
    /// The line, from 0.
    public let line: Int
    /// For a comment: whether it stands within a formula.
    public let isWithinFormula: Bool
  }

  /// All pieces of the text, line by line; links count as prose.
  public var spans: [Span] {
    var spans: [Span] = []
    var (isBlock, isWoven) = (false, false)
    var formula: Bool?  // displayed or not; nil outside of formulas
    for (place, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        isBlock.toggle()
        spans.append(Span(content: .code, text: line, line: place, isWithinFormula: false))
        continue
      }
      if isBlock {
        spans.append(Span(content: .code, text: line, line: place, isWithinFormula: false))
        continue
      }
      // A formula in a line cannot go on after an empty one.
      if line.isEmpty, formula == false { formula = nil }
      var current = ""
      func end(_ content: Content? = nil) {
        guard !current.isEmpty else { return }
        let kind = content ?? (isWoven ? .woven : formula.map { .formula(isDisplayed: $0) } ?? .prose)
        spans.append(Span(content: kind, text: current, line: place, isWithinFormula: formula != nil))
        current = ""
      }
      var rest = Substring(line)
      while let first = rest.first {
        if rest.hasPrefix("<!--"), let close = rest.firstRange(of: "-->") {
          end()
          current = String(rest[..<close.upperBound])
          isWoven = current.hasPrefix("<!--=")
          end(.comment)
          rest = rest[close.upperBound...]
        } else if rest.hasPrefix("$$") {
          end()
          formula = formula == true ? nil : true
          rest = rest.dropFirst(2)
        } else if first == "$", formula != true {
          end()
          formula = formula == nil ? false : nil
          rest = rest.dropFirst()
        } else if first == "`", formula == nil, let close = rest.dropFirst().firstIndex(of: "`") {
          end()
          current = String(rest[...close])
          end(.code)
          rest = rest[rest.index(after: close)...]
        } else {
          current.append(first)
          rest = rest.dropFirst()
        }
      }
      end()
      if formula != true, isWoven { isWoven = false }
    }
    return spans
  }
}
