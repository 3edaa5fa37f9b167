import Companion

// MARK: - Plot

extension InformationBottleneck {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}, {/:Italic y})  (bits)"
    let parity = "{/:Italic I}({/:Italic s}_{1}{/:Italic s}_{2}, {/:Italic x})  (bits)"
    let dissipation = "{/:Italic Σ}  (k_{0})"
    let name = label(p.angle)
    let path = { (x: String) -> [Layer] in
      [
        .line("frontier-\(name)", x: x, y: "information", .vermillion, "best complexes"),
        .points("sampled-frontier-\(name)", x: x, y: "information", yError: "information.error", .vermillion),
        .mark("start-\(name)", x: x, y: "information", .black, ""),
      ]
    }
    let frontiers = zip(
      p.angles, [(Style.blue, Style.sky), (.vermillion, .orange), (.green, .purple)])
    return Plot(
      caption: """
        The two-spin sensory complex against the information bottleneck. (a) The information plane: the most that any \
        channel can tell about the answer for what it keeps of the input, and where all complexes with couplings up to \
        \(label(p.regionBound)) lie, at a gate rotated by \(name)°; the colour is the least entropy production rate that \
        leads to a point, the star the best equilibrium. (b) The same for the parity of the two spins, which knows all \
        that they know about the answer; the dashed curve is that of channels of one bit. (c) The fraction of the bound that the \
        best complexes reach, along the price of dissipation. (d) The best parity at no price as the bath gets colder, \
        below the curve of one bit. Lines are exact, points with error bars (one standard error) are sampled; what the \
        sampled complexes keep of the input, along the abscissae of panels a, b and d, is exact.
        """,
      panels: [
        Panel(
          "information plane", x: Axis("{/:Italic I}({/:Italic s}, {/:Italic x})  (bits)", 0...2, ticks: 0.5),
          y: Axis(information, 0...0.7),
          layers: [
            .colouredPoints(
              "region", x: "input", y: "information", colour: "sigma", label: dissipation, range: 0.01...100,
              logarithmic: true, size: 0.2),
            .line("ceiling", x: "input", y: "information", .grey, "{/:Italic I}({/:Italic x}, {/:Italic y})"),
            .line("curve-to-2", x: "input", y: "information", .blue, "best channels"),
          ] + path("input")),
        Panel(
          "the useful bit", x: Axis(parity, 0...0.5), y: Axis(information, 0...0.25),
          layers: [
            .colouredPoints(
              "parity-region", x: "input", y: "information", colour: "sigma", label: dissipation, range: 0.01...100,
              logarithmic: true, size: 0.23),
            .line("curve-to-0.5", x: "input", y: "information", .blue, "best channels"),
            .line("one-bit-to-0.5", x: "input", y: "information", .green, "of one bit"),
          ] + path("parity")),
        Panel(
          "fraction of the bound", x: Axis(dissipation, 1e-3...100, logarithmic: true),
          y: Axis("{/:Italic I}({/:Italic s}, {/:Italic y}) / bound", 0...1),
          layers: frontiers.flatMap { angle, styles -> [Layer] in
            let name = label(angle)
            return [
              .line("frontier-\(name)", x: "sigma", y: "parity-of-bound", styles.0, "{/:Italic φ} = \(name)°, parity"),
              .points(
                "sampled-frontier-\(name)", x: "sigma", y: "parity-of-bound", xError: "sigma.error",
                yError: "parity-of-bound.error", styles.0),
              .line("frontier-\(name)", x: "sigma", y: "of-bound", styles.1, "{/:Italic φ} = \(name)°, spins"),
              .points(
                "sampled-frontier-\(name)", x: "sigma", y: "of-bound", xError: "sigma.error",
                yError: "of-bound.error", styles.1),
            ]
          }),
        Panel(
          "colder", x: Axis(parity, 0...1), y: Axis(information, 0...0.5),
          layers: [
            .line("curve-to-1", x: "input", y: "information", .blue, "best channels"),
            .line("one-bit-to-1", x: "input", y: "information", .green, "of one bit"),
          ]
            + zip(p.coldAngles, [Style.orange, .purple, .vermillion]).flatMap { angle, style -> [Layer] in
              let name = label(angle)
              return [
                .line("cooling-\(name)", x: "parity", y: "information", style, "{/:Italic φ} = \(name)°"),
                .points(
                  "sampled-cooling-\(name)", x: "parity", y: "information", yError: "information.error", style),
              ]
            }
            + p.coldAngles.suffix(1).map { angle in
              .line(
                "cooling-\(label(angle))", x: "equilibrium-parity", y: "equilibrium-information", .sky,
                "{/:Italic φ} = \(label(angle))°, equilibrium")
            }),
      ])
  }
}
