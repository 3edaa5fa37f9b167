import Companion
import SensoryComplexes

// MARK: - Plot

extension ParityGate {
  static func plot(_ p: Parameters) -> Plot {
    let information = Axis("{/:Italic I}({/:Italic s}; {/:Italic y})  (bits)", -0.01...0.16, ticks: 0.04)
    let angle = Axis("rotation of the gate, {/:Italic φ}  (deg)", 0...90, ticks: 15)
    let frontiers = Array(
      zip(p.bottleneckAngles.map(label), [Style.blue, .vermillion, .green, .purple, .orange, .sky]))
    return Plot(
      caption: """
        The two-spin sensory complex at the stochastic parity gate. (a) Largest information about the answer against the \
        rotation of the gate, in equilibrium and in a nonequilibrium steady state (NESS). (b) The couplings of the best \
        NESS, and its entropy production rate (right axis). At 45° there are two optima, which differ by an exchange of \
        the couplings; each is drawn with its own branch. (c) Information against entropy production rate as the \
        price of dissipation α varies, for rotations φ of the gate. (d) The same optima in the information plane; stars mark the \
        best equilibrium. There is none at 45°, where no equilibrium has any information about the answer. Lines are exact, \
        points with error bars (one standard error) are sampled.
        """,
      headlines: ["gain-30", "gain-45"],
      answer: "At a rotation of 30°, dissipation adds {gain-30} of information about the answer.",
      panels: [
        Panel(
          "best complexes", x: angle, y: information,
          layers: [
            .line("ness", x: "angle", y: "information", .blue, "NESS"),
            .points("sampled-ness", x: "angle", y: "information", yError: "information.error", .blue),
            .line("equilibrium", x: "angle", y: "information", .vermillion, "equilibrium"),
            .points("sampled-equilibrium", x: "angle", y: "information", yError: "information.error", .vermillion),
          ]),
        Panel(
          "couplings and dissipation", x: angle, y: Axis("couplings {/:Italic J}", -4...4),
          right: Axis("{/:Italic Σ}  (k_{0})", 0.01...1e5, logarithmic: true),
          layers: branches(of: p.angles).enumerated().flatMap { place, branch -> [Layer] in
            let names = place == 0 ? ["{/:Italic J}_{12}", "{/:Italic J}_{21}"] : ["", ""]
            return [
              .line(branch.name, x: "angle", y: "j12", .vermillion, names[0]),
              .line(branch.name, x: "angle", y: "j21", .blue, names[1]),
            ]
          } + [
            .line("ness", x: "angle", y: "sigma", .green, "{/:Italic Σ}", onTheRight: true),
            .points("sampled-ness", x: "angle", y: "sigma", yError: "sigma.error", .green, onTheRight: true),
          ]),
        Panel(
          "price of dissipation", x: Axis("{/:Italic Σ}  (k_{0})", 1e-3...100, logarithmic: true), y: information,
          layers: frontiers.flatMap { angle, style -> [Layer] in
            [
              .line("frontier-\(angle)", x: "sigma", y: "information", style, "{/:Italic φ} = \(angle)°"),
              .points(
                "sampled-frontier-\(angle)", x: "sigma", y: "information", xError: "sigma.error",
                yError: "information.error", style),
            ]
          }),
        Panel(
          "information plane", x: Axis("{/:Italic I}({/:Italic s}; {/:Italic x})  (bits)"), y: information,
          layers: frontiers.flatMap { angle, style -> [Layer] in
            [
              .line("frontier-\(angle)", x: "input", y: "information", style, "{/:Italic φ} = \(angle)°"),
              .points(
                "sampled-frontier-\(angle)", x: "input", y: "information", yError: "information.error", style),
            ]
          }
            + zip(p.bottleneckAngles, frontiers.map(\.1)).filter { !p.gate(angle: $0.0).isOdd }.map { angle, style in
              .mark("start-\(label(angle))", x: "input", y: "information", style, "")
            }),
      ])
  }
}
