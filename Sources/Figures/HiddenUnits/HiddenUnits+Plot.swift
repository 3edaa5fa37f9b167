import Companion

// MARK: - Plot

extension HiddenUnits {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}_{1}{/:Italic s}_{2}; {/:Italic y})  (bits)"
    let sizes = zip(0...p.hidden, [Style.vermillion, .blue, .green])
    let names = ["no hidden spin", "one", "two"]
    let angle = label(p.frontierAngles[0])
    let dissipation = Axis("{/:Italic Σ}  (k_{0})", 1e-3...10, logarithmic: true)
    return Plot(
      caption: """
        Two spins that read a parity gate, and hidden spins that do not. (a) Symmetric networks: what random ones with \
        one (filled) and two (open) hidden spins know about the answer, against their effective coupling, on the lines of \
        two spins in equilibrium. (b) The best networks at the price α = \(label(p.alpha)) against the rotation of the gate. \
        (c) Information against entropy production rate along the price of dissipation, at \
        \(label(p.frontierAngles[0]))°. (d) How long the parity of the visible spins remembers, along the same path. All \
        couplings are bounded by \(label(p.bound)). Lines are exact, points with error bars (one standard error) are sampled.
        """,
      panels: [
        Panel(
          "symmetric couplings", x: Axis("effective coupling  {/:Italic J}_{eff}", -1.5...1.5, ticks: 0.5),
          y: Axis(information, 0...0.14),
          layers: zip(p.symmetricAngles, [Style.purple, .orange, .sky]).flatMap { angle, style -> [Layer] in
            [
              .line(
                "equilibrium-\(label(angle))", x: "coupling", y: "information", style, "{/:Italic φ} = \(label(angle))°"
              )
            ]
              + (1...p.hidden).map {
                .points(
                  "symmetric-\(label(angle))-\($0)", x: "coupling", y: "information", yError: "information.error",
                  style,
                  open: $0 == 2)
              }
          }),
        Panel(
          "best at {/:Italic α} = \(label(p.alpha)) / k_{0}",
          x: Axis("rotation of the gate, {/:Italic φ}  (deg)", 0...45, ticks: 15),
          y: Axis(information, 0...0.3),
          layers: [
            .line("best-equilibrium", x: "angle", y: "information", .black, "equilibrium, any number")
          ]
            + sizes.flatMap { hidden, style -> [Layer] in
              [
                .line("best-\(hidden)", x: "angle", y: "information", style, names[hidden]),
                .points(
                  "sampled-best-\(hidden)", x: "angle", y: "information", yError: "information.error", style),
              ]
            }),
        Panel(
          "frontier, {/:Italic φ} = \(angle)°", x: dissipation, y: Axis(information, 0...0.25),
          layers: sizes.flatMap { hidden, style -> [Layer] in
            [
              .line("frontier-\(angle)-\(hidden)", x: "sigma", y: "information", style, names[hidden]),
              .points(
                "sampled-frontier-\(angle)-\(hidden)", x: "sigma", y: "information", xError: "sigma.error",
                yError: "information.error", style),
            ]
          }),
        Panel(
          "memory, {/:Italic φ} = \(angle)°", x: dissipation,
          y: Axis("memory of {/:Italic s}_{1}{/:Italic s}_{2}  (1/k_{0})", 0.1...1000, logarithmic: true),
          layers: sizes.map { hidden, style in
            .line("frontier-\(angle)-\(hidden)", x: "sigma", y: "memory", style, names[hidden])
          }),
      ])
  }
}
