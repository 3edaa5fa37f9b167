import ChildProcesses
import FigureInspection
import Foundation
import TestSupport
import Testing

/// The inspection finds what is wrong with a small figure, in each renderer, and nothing else.
@Suite struct InspectionControlTests {
  /// A figure without a fault: a curve, a legend beside it, a label on a white box on the curve, a heat map with a label.
  private static let program = """
    set encoding utf8
    if (format eq "svg") set terminal svg dynamic size 400,200 font "Liberation Sans,10.67" background "white"
    if (format eq "png") set terminal pngcairo size 1250,625 font "Liberation Sans,8" fontscale 3.125 \\
      linewidth 3.125 background "white"
    set output target
    unset key
    unset colorbox
    unset tics
    set multiplot
    set lmargin at screen 0.15
    set rmargin at screen 0.55
    set bmargin at screen 0.2
    set tmargin at screen 0.85
    set xrange [0:3.2]
    set yrange [0:2]
    set label "{/:Bold wave}" at screen 0.15,0.92
    set label "time" at screen 0.35,0.07 center
    set label "amplitude{/:Italic x}_{12}" at screen 0.05,0.5 center rotate by 90
    set label "legend" at graph 0.6,0.9
    plot sin(x) with lines linewidth 1.5 linecolor rgb "#0072b2"
    unset label
    set lmargin at screen 0.65
    set rmargin at screen 0.95
    set xrange [-0.5:39.5]
    set yrange [-0.5:39.5]
    set urange [0:39]
    set vrange [0:39]
    set samples 40
    set isosamples 40
    set label "on the map" at screen 0.8,0.7 center front
    plot "++" using 1:2:($1 + $2) with image
    unset multiplot
    set output
    """

  struct Control: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fault: Finding.Fault?
    let part: String
    var program: [(String, String)] = []
    var png: [(String, String)] = []
    var svg: [(String, String)] = []
  }

  private static let controls = [
    Control(testDescription: "no fault", fault: nil, part: ""),
    Control(
      testDescription: "a label on a white box", fault: nil, part: "",
      program: [("set label \"legend\" at graph 0.6,0.9", "")],
      svg: [("</svg>", #"<rect x="120" y="85" width="50" height="60" fill="white"/>"# + label("boxed", 145, 110))]),
    Control(
      testDescription: "a label at the edge", fault: .inkAtTheEdge, part: "the text 'time' touches the lower edge",
      program: [("0.35,0.07", "0.35,0.01")]),
    Control(
      testDescription: "a label beyond the edge", fault: .textOutside, part: "the text 'time' is not in the picture",
      svg: [("translate(140.00,189", "translate(140.00,289")]),
    Control(
      testDescription: "a mark at the edge", fault: .inkAtTheEdge, part: "a mark touches the right edge",
      program: [("rmargin at screen 0.95", "rmargin at screen 1")]),
    Control(
      testDescription: "a legend on the curve", fault: .textOnMark, part: "the text 'legend' lies on a mark (#0",
      program: [("graph 0.6,0.9", "graph 0.4,0.49")]),
    Control(
      testDescription: "a legend on the frame", fault: .textOnMark, part: "the text 'legend' lies on a mark (#0",
      program: [("graph 0.6,0.9", "graph 0.9,0.9")]),
    Control(
      testDescription: "two labels on one another", fault: .textsOverlap,
      part: "the texts 'amplitudex_12' and 'legend' overlap", program: [("graph 0.6,0.9", "screen 0.04,0.5")]),
    Control(
      testDescription: "two labels that touch", fault: .textsOverlap, part: "the texts 'legend' and 'glued' overlap",
      program: [
        (
          "set label \"legend\" at graph 0.6,0.9",
          "set label 'legend' at graph 0.6,0.9; set label 'glued' at graph 0.6,0.85"
        )
      ]),
    Control(
      testDescription: "a label under the box of another", fault: .textCovered,
      part: "the text 'legend' is covered by a white box",
      svg: [("</svg>", #"<rect x="150" y="20" width="50" height="40" fill="rgb(255, 255, 255)"/></svg>"#)]),
    Control(
      testDescription: "a character without a glyph", fault: .missingGlyph,
      part: "'⟨' (U+27E8) in the text '⟨e^−s_2'", program: [("\"time\"", "\"⟨e^{−s}_{2}\"")]),
    Control(
      testDescription: "a thin space", fault: .missingGlyph, part: "(U+2009)", program: [("\"time\"", "\"1\u{2009}s\"")]
    ),
    Control(
      testDescription: "a font that readers need not have", fault: .strangeFont, part: "is set in 'Symbol'",
      program: [("\"time\"", "\"{/Symbol S}\"")]),
    Control(
      testDescription: "another picture", fault: .differentPicture, part: "gnuplot's PNG differ at",
      png: [("plot sin(x)", "plot 1.8*sin(x)**2")]),
    Control(
      testDescription: "a curve that is moved", fault: .differentPicture, part: "gnuplot's PNG differ at",
      png: [("plot sin(x)", "plot 0.05+sin(x)")]),
    Control(
      testDescription: "a curve of another colour", fault: .differentPicture, part: "gnuplot's PNG differ at",
      png: [("#0072b2", "#009e73")]),
    Control(
      testDescription: "a label that is missing", fault: .differentPicture, part: "gnuplot's PNG differ at",
      png: [("set label \"time\"", "set label \" \"")]),
  ]

  private static func label(_ text: String, _ x: Int, _ y: Int) -> String {
    #"<g transform="translate(\#(x),\#(y))" fill="black" font-family="Liberation Sans" font-size="10.67" "#
      + #"text-anchor="middle"><text>\#(text)</text></g></svg>"#
  }

  @Test(.enabled(if: Renderer.installed.contains(.librsvg)), arguments: controls)
  func inLibrsvg(control: Control) async throws {
    try await Turns.shared.take { try await look(at: control, in: .librsvg) }
  }

  @Test(.enabled(if: Renderer.installed.contains(.chromium)), arguments: controls)
  func inChromium(control: Control) async throws {
    try await Turns.shared.take { try await look(at: control, in: .chromium) }
  }

  private func look(at control: Control, in renderer: Renderer) async throws {
    let scratch = try Scratch()
    func edited(_ text: String, _ edits: [(String, String)]) -> String {
      edits.reduce(text) { text, edit in
        let replaced = text.replacing(edit.0, with: edit.1)
        #expect(replaced != text, "'\(edit.0)' is not in the figure.")
        return replaced
      }
    }
    func draw(_ format: String, _ edits: [(String, String)]) async throws -> URL {
      let (program, target) = ("control.\(format).gp", "control.\(format)")
      let text = edited(edited(Self.program, control.program), edits)
      try text.write(to: scratch.folder.appending(path: program), atomically: true, encoding: .utf8)
      let outcome = try await Command.run(
        "gnuplot", ["-d", "-e", "format='\(format)'; target='\(target)'", program], in: scratch.folder)
      #expect(outcome.succeeded, "\(outcome.errors)")
      return scratch.folder.appending(path: target)
    }
    let svg = try await draw("svg", [])
    let png = try await draw("png", control.png)
    try edited(String(contentsOf: svg, encoding: .utf8), control.svg).write(to: svg, atomically: true, encoding: .utf8)
    let inspection = FigureInspection(svg: svg, png: control.svg.isEmpty ? png : nil)
    let findings = try await inspection.findings(in: [renderer], coverage: GlyphCoverage())
    #expect(Set(findings.map(\.fault)) == Set([control.fault].compactMap { $0 }), "\(findings)")
    #expect(findings.allSatisfy { $0.description.contains(control.part) || $0.fault == .missingGlyph }, "\(findings)")
    #expect(findings.contains { $0.description.contains(control.part) } == (control.fault != nil), "\(findings)")
  }
}
