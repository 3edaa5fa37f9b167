import Manuscripts
import Testing

@Suite struct ManuscriptTests {
  /// A small paper that obeys every rule.
  private static let good = """
    # Paper

    ## 1. Theory

    <!-- equation: master -->
    $$\\dot p = \\sum_i k_i p \\tag{1} $$

    The master equation <!--= equation.master -->(1)<!-- --> [1] is checked by `MasterTests.balance`. Figure <!--= figure.gate -->1<!-- -->
    shows it, and Table <!--= table.notation -->1<!-- --> and Table <!--= table.coverage -->2<!-- --> say the rest.

    ## 2. A gate

    ![Gate](figures/gate.svg)

    **Figure 1** (`gate`). At $\\beta = 3$ and at 45° it is <!--= gate.gain -->0.5(1)<!-- --> bits.

    $$p = 1 \\tag{2} $$

    Up to 7 spins, see Section 1 and [2].

    <!-- table: notation -->
    **Table 1.** Notation.

    | symbol | meaning |
    |---|---|
    | $p$, $\\dot{p}$ | probability |
    | $k_i$, $\\beta$ | rate |

    <!-- table: coverage -->
    **Table 2.** Coverage.

    | item | where | scope |
    |---|---|---|
    | rates | Section 1 | |
    | retina | | out of scope: no data |

    ## References

    1. A. Author, Journal **1**, 1 (2000), [doi:10.1000/1](https://doi.org/10.1000/1).
    2. B. Author, Report,
       (no DOI: a report).
    """

  private func complaints(_ old: String = "", _ new: String = "") -> [String] {
    let surroundings = Manuscript.Surroundings(
      parameters: { $0 == "gate" ? [3, 45] : [] }, hasTest: { $0 == "MasterTests.balance" },
      allowed: [
        Manuscript.AllowedNumber(figure: "gate", text: "7", reason: "the largest network for which states are listed")
      ])
    let text = old.isEmpty ? Self.good : Self.good.replacing(old, with: new, maxReplacements: 1)
    return Manuscript(text, named: "P.md").complaints(surroundings)
  }

  @Test func aPaperThatObeys() {
    #expect(complaints() == [])
    var manuscript = Manuscript(Self.good, named: "P.md")
    #expect(manuscript.number() == [] && manuscript.text == Self.good)
    #expect(manuscript.reference(to: .equation, named: "master") == "(1)")
    #expect(manuscript.reference(to: .figure, named: "gate") == "1")
    #expect(manuscript.reference(to: .table, named: "coverage") == "2")
    #expect(manuscript.reference(to: .table, named: "gate") == nil)
  }

  /// Each rule, broken once.
  @Test(arguments: [
    ("at 45° it is", "at 46° it is", "P.md:15: the number 46 is typed"),
    ("$\\beta = 3$", "$\\beta = 4.5$", "P.md:15: the number 4.5 is typed"),
    ("$\\beta = 3$", "$\\beta = 10^{-3}$", "P.md:15: the number 10^{-3} is typed"),
    (
      "Up to 7 spins", "Up to eight spins", "the number 7 that is allowed in the section of 'gate' does not stand there"
    ),
    (
      "$\\beta = 3$", "$\\beta = <!--= gate.parameters.beta -->3<!-- -->$",
      "P.md:15: a mark inside of a formula breaks it on a repository page"
    ),
    ("$\\beta = 3$", "$\\gamma = 3$", "P.md:15: the symbol $\\gamma$ is not in the table of notation"),
    ("| $k_i$, $\\beta$ |", "| $p$, $k_i$, $\\beta$ |", "the symbol $p$ has a second meaning"),
    ("Figure <!--= figure.gate -->1<!-- -->", "It", "P.md:13: the figure 'gate' is not referred to"),
    ("(no DOI: a report)", "2000", "reference 2 has no DOI"),
    (" and [2]", "", "reference 2 is not cited"), ("[1] is", "[1, 3] is", "P.md:8: there is no reference 3"),
    ("| rates | Section 1 | |", "| rates | | |", "the row 'rates' of the table of coverage leads nowhere"),
    ("out of scope: no data", "", "the row 'retina' of the table of coverage leads nowhere"),
    ("MasterTests.balance", "MasterTests.none", "P.md:8: there is no test MasterTests.none"),
  ])
  func aRuleIsBroken(old: String, new: String, complaint: String) {
    #expect(Self.good.contains(old))
    let found = complaints(old, new)
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
  }

  /// Equations, figures and tables are numbered in the order of the text, whatever stood there.
  @Test func numbering() {
    var manuscript = Manuscript(
      """
      $$a = 1$$

      <!-- equation: b -->
      $$b
        = 2 \\tag{7} .$$

      ![Gate](figures/gate.svg)

      **Figure `gate`.** A gate.

      <!-- table: t -->
      **Table 9.** A table.
      """, named: "P.md")
    #expect(manuscript.number().count == 4)
    #expect(manuscript.lines[0] == "$$a = 1 \\tag{1} $$")
    #expect(manuscript.lines[4] == "  = 2. \\tag{2} $$")
    #expect(manuscript.lines[8] == "**Figure 1** (`gate`). A gate.")
    #expect(manuscript.lines[11] == "**Table 1.** A table.")
    #expect(manuscript.number() == [])
  }

  /// The symbols of a formula: names in roman type are none, indices are.
  @Test func symbols() {
    let found = Symbols(
      in: "\\hat m_i = \\mathcal{L}_\\mathrm{tot} + \\ln \\frac{\\partial W^{\\mathsf T}}{\\partial \\lambda} \\tag{3}"
    ).found
    #expect(found == ["\\hat{m}", "i", "\\mathcal{L}", "W", "\\lambda"])
  }
}
