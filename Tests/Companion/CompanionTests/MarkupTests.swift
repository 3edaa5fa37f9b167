import Companion
import Testing

@Suite struct MarkupTests {
  /// The widths of Liberation Sans are those of Arial: a digit is 1139/2048 of the font size wide.
  @Test(arguments: knownWidths) func widths(text: String, expected: Double) {
    #expect(abs(Markup(text).width - expected / 2048) < 1e-12)
  }

  /// Scripts are set in four fifths of the size: 2278 + 0.8 · 1139 = 3189.2.
  private static let knownWidths: [(String, Double)] = [
    ("0", 1139), ("12", 2278), ("{/:Italic I}", 569), ("10^{3}", 3189.2), ("x_1", 1935.2), ("x_{12}", 2846.4),
    ("{/*0.5 0}", 569.5), ("\\_", 1139), ("{a}b", 2278), ("", 0), ("x^{a_{0}}", 2664.16), ("{/:Bold a}", 1139),
    ("−", 1196),
  ]

  @Test(arguments: [
    ("-1", "−1"), ("10^{-3}", "10^{−3}"), ("a-1", "a-1"), ("two-spin", "two-spin"), ("= -0.5", "= −0.5"),
    ("0-1", "0-1"), ("{/:Italic x}-1", "{/:Italic x}−1"), ("-x", "-x"), ("-", "-"),
  ])
  func aHyphenBeforeADigitIsAMinusSign(text: String, expected: String) {
    #expect(Markup(text).text == expected)
  }

  @Test func scriptsReachFurther() {
    let plain = Markup("x"), raised = Markup("x^{2}"), lowered = Markup("x_{2}")
    #expect(raised.above > plain.above && raised.below == plain.below)
    #expect(lowered.below > plain.below && lowered.above == plain.above)
  }

  @Test func whatTheFontDoesNotHaveIsNamed() {
    #expect(Markup("a⟨b⟩").missing == ["⟨", "⟩"])
    #expect(Markup("φ ≤ 30°, Σ → ∞").missing.isEmpty)
  }

  @Test func textIsBrokenAtBlanksOutsideOfBraces() {
    let lines = Markup.lines(of: "one two {/:Italic a b} three", width: Markup("one two {/:Italic a b}").width)
    #expect(lines.map(\.text) == ["one two {/:Italic a b}", "three"])
    #expect(Markup.lines(of: "unbreakable", width: 1).map(\.text) == ["unbreakable"])
  }
}
