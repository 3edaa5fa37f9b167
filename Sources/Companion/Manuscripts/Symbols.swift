/// The symbols of a formula in LaTeX: letters, Greek letters, calligraphic ones, each with its accent.
///
/// A dot is a derivative, and no accent. Words in roman type are names, and no symbols; indices and exponents are looked at like the
/// rest.
public struct Symbols: Sendable {
  /// The symbols, as LaTeX writes them: `k`, `\sigma`, `\mathcal{L}`, `\hat{m}`.
  public private(set) var found: [String] = []

  /// Reads a formula.
  public init(in formula: String) {
    var rest = Substring(formula)
    while !rest.isEmpty { read(&rest) }
  }

  /// Commands that are no symbols: functions, relations, operators, brackets, dots and spaces.
  private static let operators = Set(
    """
    arccos arcsin arctan cos cosh coth det exp inf lim ln log max min sin sinh sup tan tanh
    approx cdot circ colon equiv geq gg in infty int leq ll mapsto mid mp ne neq notin nabla oint partial perp pm prod propto \
    sim simeq subset sum times to
    Big Bigg Vert big bigg langle lbrace left lvert lVert rangle rbrace right rvert rVert vert
    cdots dots dotsc ldots quad qquad
    ddot displaystyle dot frac limits overbrace sqrt tfrac dfrac underbrace hphantom phantom textstyle
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
  private static let accents: Set<String> = ["hat", "bar", "tilde", "vec", "overline", "widehat", "widetilde"]
  private static let alphabets: Set<String> = ["mathcal", "mathbb", "mathbf", "boldsymbol"]
  private static let words: Set<String> = ["mathrm", "mathsf", "text", "operatorname", "tag", "begin", "end", "label"]

  private mutating func read(_ rest: inout Substring) {
    guard let first = rest.first else { return }
    if first.isASCII, first.isLetter {
      found.append(String(first))
      rest = rest.dropFirst()
      return
    }
    guard first == "\\" else {
      rest = rest.dropFirst()
      return
    }
    let name = String(rest.dropFirst().prefix { $0.isASCII && $0.isLetter })
    guard !name.isEmpty else {
      rest = rest.dropFirst(2)
      return
    }
    rest = rest.dropFirst(1 + name.count)
    if Self.words.contains(name) {
      _ = Self.argument(&rest)
    } else if Self.alphabets.contains(name) {
      found.append("\\\(name){\(Self.argument(&rest))}")
    } else if Self.accents.contains(name) {
      let inner = Symbols(in: Self.argument(&rest)).found
      if let base = inner.first, inner.count == 1 { found.append("\\\(name){\(base)}") } else { found += inner }
    } else if !Self.operators.contains(name) {
      // Greek letters, and whatever else has a name.
      found.append("\\" + name)
    }
  }

  /// What a command applies to: a group in braces, or the next letter or command.
  private static func argument(_ rest: inout Substring) -> String {
    rest = rest.drop { $0 == " " }
    if rest.first == "{" {
      var depth = 0
      for place in rest.indices {
        if rest[place] == "{" { depth += 1 }
        if rest[place] == "}" { depth -= 1 }
        if depth == 0 {
          let inner = String(rest[rest.index(after: rest.startIndex)..<place])
          rest = rest[rest.index(after: place)...]
          return inner
        }
      }
      rest = ""
      return ""
    }
    if rest.first == "\\" {
      let name = rest.dropFirst().prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(1 + name.count)
      return "\\" + name
    }
    defer { rest = rest.dropFirst() }
    return String(rest.prefix(1))
  }
}
