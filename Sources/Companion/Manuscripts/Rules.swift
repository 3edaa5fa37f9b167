extension Manuscript {
  /// What the rules need to know beside the text.
  public struct Surroundings: Sendable {
    /// The numbers among the published parameters of a figure.
    public var parameters: @Sendable (_ figure: String) -> [Double]
    /// Whether there is a test, `SuiteTests.function`.
    public var hasTest: @Sendable (_ name: String) -> Bool
    /// Numbers that may be typed, with the reason.
    public var allowed: [AllowedNumber]

    /// The surroundings of a paper.
    public init(
      parameters: @escaping @Sendable (String) -> [Double], hasTest: @escaping @Sendable (String) -> Bool,
      allowed: [AllowedNumber]
    ) {
      (self.parameters, self.hasTest, self.allowed) = (parameters, hasTest, allowed)
    }
  }

  /// A number that may be typed in the section of a figure.
  public struct AllowedNumber: Sendable, Hashable {
    /// The figure of the section.
    public let figure: String
    /// The number as it stands there.
    public let text: String
    /// Why it need not come from the record.
    public let reason: String

    /// An allowed number.
    public init(figure: String, text: String, reason: String) {
      (self.figure, self.text, self.reason) = (figure, text, reason)
    }
  }

  /// Every sentence of complaint about the text, in the order of its lines.
  public func complaints(_ surroundings: Surroundings) -> [String] {
    let spans = spans
    let found =
      marksInFormulas(spans) + unknownSymbols(spans) + unreferenced(spans) + citations(spans) + coverage()
      + tests(spans, surroundings)
      + bareNumbers(spans, surroundings)
    return found.sorted { ($0.line, $0.sentence) < ($1.line, $1.sentence) }.map {
      "\(name):\($0.line + 1): \($0.sentence)"
    }
  }

  private typealias Finding = (line: Int, sentence: String)

  // MARK: - Formulas

  /// A mark inside of a formula breaks it on a repository page.
  private func marksInFormulas(_ spans: [Span]) -> [Finding] {
    spans.filter { $0.content == .comment && $0.isWithinFormula }
      .map { ($0.line, "a mark inside of a formula breaks it on a repository page: end the formula before it") }
  }

  /// The rows of the table with this name, as their cells.
  func rows(ofTable name: String) -> [(line: Int, cells: [String])] {
    guard let table = items.first(where: { $0.kind == .table && $0.name == name }) else { return [] }
    let start = lines.indices.dropFirst(table.line + 1).first { lines[$0].hasPrefix("|") } ?? lines.endIndex
    return lines[start...].prefix { $0.hasPrefix("|") }.enumerated().dropFirst(2).map { place, line in
      let cells = line.replacing("\\|", with: "\u{0}").split(separator: "|", omittingEmptySubsequences: false)
      return (start + place, cells.dropFirst().dropLast().map { $0.replacing("\u{0}", with: "\\|").trimmingSpaces })
    }
  }

  /// Every symbol of a formula stands in the table of notation, once.
  private func unknownSymbols(_ spans: [Span]) -> [Finding] {
    let rows = rows(ofTable: "notation")
    guard !rows.isEmpty else { return [(0, "there is no table of notation: name one <!-- table: notation -->")] }
    var known: Set<String> = []
    var entries: [String: Int] = [:]
    var findings: [Finding] = []
    for (line, cells) in rows {
      for formula in (cells.first ?? "").matches(of: /\$([^$]+)\$/).map({ String($0.1) }) {
        known.formUnion(Symbols(in: formula).found)
        if let other = entries[formula] {
          findings.append((line, "the symbol $\(formula)$ has a second meaning, as in line \(other + 1)"))
        }
        entries[formula] = line
      }
    }
    var told: Set<String> = []
    for span in spans {
      guard case .formula = span.content else { continue }
      for symbol in Symbols(in: span.text).found where !known.contains(symbol) && told.insert(symbol).inserted {
        findings.append((span.line, "the symbol $\(symbol)$ is not in the table of notation"))
      }
    }
    return findings
  }

  // MARK: - References

  /// Every figure and table is referred to.
  private func unreferenced(_ spans: [Span]) -> [Finding] {
    let marks = Set(spans.filter { $0.content == .comment }.map(\.text))
    return items.compactMap { item in
      guard let name = item.name, item.kind != .equation else { return nil }
      let mark = "<!--= \(item.kind.rawValue).\(name) -->"
      return marks.contains(mark)
        ? nil : (item.line, "the \(item.kind.rawValue) '\(name)' is not referred to: \(mark)")
    }
  }

  /// Every citation has a reference, every reference is cited, and says where it is found.
  private func citations(_ spans: [Span]) -> [Finding] {
    guard let heading = lines.firstIndex(of: "## References") else { return [] }
    var references: [Int: (line: Int, text: String)] = [:]
    var last: Int?
    for place in lines.indices.dropFirst(heading + 1) {
      if lines[place].hasPrefix("#") { break }
      if let match = lines[place].prefixMatch(of: #/([0-9]+)\. /#), let number = Int(match.1) {
        last = number
        references[number] = (place, lines[place])
      } else if let last {
        references[last]?.text += " " + lines[place].trimmingSpaces
      }
    }
    var cited: Set<Int> = []
    var findings: [Finding] = []
    let citation = Self.citation
    for span in spans where span.content == .prose && span.line < heading {
      for match in span.text.matches(of: citation) {
        for number in Self.numbers(in: String(match.1)) {
          cited.insert(number)
          if references[number] == nil { findings.append((span.line, "there is no reference \(number)")) }
        }
      }
    }
    for (number, reference) in references {
      if !cited.contains(number) { findings.append((reference.line, "reference \(number) is not cited")) }
      if !reference.text.contains("https://doi.org/10."), !reference.text.contains("(no DOI: ") {
        findings.append(
          (
            reference.line,
            "reference \(number) has no DOI: give it as https://doi.org/10.…, or say why there is none, (no DOI: …)"
          ))
      }
    }
    return findings
  }

  static var citation: Regex<(Substring, Substring)> { /\[([0-9]+(?:(?:, ?|–)[0-9]+)*)\](?!\()/ }

  private static func numbers(in citation: String) -> [Int] {
    citation.split(separator: ",").flatMap { part -> [Int] in
      let ends = part.split(separator: "–").compactMap { Int($0.filter(\.isNumber)) }
      guard let first = ends.first, let last = ends.last, first <= last else { return ends }
      return Array(first...last)
    }
  }

  /// Every row of the table of coverage leads somewhere, or says why not.
  private func coverage() -> [Finding] {
    rows(ofTable: "coverage").compactMap { line, cells in
      let rest = cells.dropFirst().joined(separator: " ")
      let leads = rest.contains("<!--= ") || rest.contains(/Sections? [0-9]/) || rest.contains(/[Oo]ut of scope: \w/)
      return leads
        ? nil
        : (
          line,
          "the row '\(cells.first ?? "")' of the table of coverage leads nowhere: name an equation, a figure or a section, or why it is out of scope"
        )
    }
  }

  /// Tests that the text names exist.
  private func tests(_ spans: [Span], _ surroundings: Surroundings) -> [Finding] {
    spans.filter { $0.content == .code }.compactMap { span in
      guard let name = span.text.wholeMatch(of: /`([A-Za-z0-9]+Tests\.[A-Za-z0-9]+)`/)?.1 else { return nil }
      return surroundings.hasTest(String(name)) ? nil : (span.line, "there is no test \(name)")
    }
  }

  // MARK: - Numbers

  /// A number in a section that shows a figure comes from the record, is one of the figure's parameters, counts (0, 1, 2), or is
  /// allowed for a reason.
  private func bareNumbers(_ spans: [Span], _ surroundings: Surroundings) -> [Finding] {
    let figures = figuresOfSections()
    var parameters: [String: [Double]] = [:]
    var used: Set<AllowedNumber> = []
    let patterns = NumberPatterns()
    var findings: [Finding] = []
    for span in spans {
      guard let figure = figures[span.line], !lines[span.line].hasPrefix("#"), !lines[span.line].hasPrefix("!") else {
        continue
      }
      let values = parameters[figure] ?? surroundings.parameters(figure)
      parameters[figure] = values
      for number in patterns.numbers(in: span) {
        if let value = number.value, [0, 0.5, 1, 2].contains(abs(value)) || values.contains(value) { continue }
        if let allowed = surroundings.allowed.first(where: { $0.figure == figure && $0.text == number.text }) {
          used.insert(allowed)
          continue
        }
        findings.append(
          (
            span.line,
            "the number \(number.text) is typed: quote it from the record by a mark, or allow it with a reason"
          ))
      }
    }
    for allowed in surroundings.allowed where !used.contains(allowed) {
      findings.append(
        (0, "the number \(allowed.text) that is allowed in the section of '\(allowed.figure)' does not stand there"))
    }
    return findings
  }

  /// For every line of a section that shows a figure the first one that it shows.
  private func figuresOfSections() -> [Int: String] {
    var figures: [Int: String] = [:]
    var start = 0
    func close(_ end: Int) {
      let shown = lines[start..<end].lazy.filter { $0.hasPrefix("![") }.compactMap {
        $0.firstMatch(of: /!\[[^\]]*\]\(figures\/([a-z0-9-]+)\.svg\)/)?.1
      }.first
      if let shown { for line in start..<end { figures[line] = String(shown) } }
    }
    for (place, line) in lines.enumerated() where line.hasPrefix("## ") {
      close(place)
      start = place
    }
    close(lines.count)
    return figures
  }
}

/// What numbers look like. A regular expression is read whenever its literal is met: all are kept here for a whole text.
private struct NumberPatterns {
  let citation = Manuscript.citation
  let reference = #/(?:Sections?|Figures?|Tables?|Eqs?\.|Appendix) [0-9.]+(?:(?:,| to| and|–) ?[0-9.]+)*/#
  let item = #/^[0-9]+\. /#
  let link = #/\]\([^)]*\)/#
  let inProse = #/(?:^|[^A-Za-z0-9.\-−])([-−]?[0-9]+(?:\.[0-9]+)?)(?![0-9.]*[A-Za-z])/#
  let relation = #/(?:^|=|\\approx|\\leq?|\\geq?|\\ll|\\gg|<|>|\\sim|\\to|,)/#
  let inFormula =
    #/\s*(-?(?:[0-9]+(?:\.[0-9]+)?)(?:\s*\\cdot\s*10\^(?:\{-?[0-9]+\}|[0-9])|\^(?:\{-?[0-9]+\}|[0-9]))?)\s*(?:$|[,.;)°%]|\\[,;%])/#

  /// The numbers that a piece of a text states: in prose all, in a formula in a line those that stand for a value.
  func numbers(in span: Manuscript.Span) -> [(text: String, value: Double?)] {
    guard span.text.utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return [] }
    switch span.content {
    case .prose:
      let text = span.text.replacing(citation, with: " ").replacing(reference, with: " ").replacing(item, with: "")
        .replacing(link, with: "] ")
      return text.matches(of: inProse).map { (String($0.1), Double($0.1.replacing("−", with: "-"))) }
    case .formula(isDisplayed: false):
      return span.text.matches(of: relation).compactMap { match in
        guard let value = span.text[match.range.upperBound...].prefixMatch(of: inFormula) else { return nil }
        return (String(value.1), Double(value.1))
      }
    default: return []
    }
  }
}

extension StringProtocol {
  /// Without spaces at its ends.
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
