import Companion

// MARK: - Plot

extension HiddenUnits {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}_{1}{/:Italic s}_{2}; {/:Italic y})  (bits)"
    let sizes = zip(0...p.hidden, [Style.vermillion, .blue, .green])
    let names = ["no hidden spin", "one", "two"]
    let frontier = { (title: String, angle: Double) -> Panel in
      Panel(
        "\(title) frontier, {/:Italic φ} = \(label(angle))°",
        x: Axis("{/:Italic Σ}  (k_{0})", 1e-3...100, logarithmic: true), y: Axis(information, 0...0.15),
        legend: .topLeft,
        layers: sizes.flatMap { hidden, style -> [Layer] in
          [
            .line("frontier-\(label(angle))-\(hidden)", x: "sigma", y: "information", style, names[hidden]),
            .points(
              "sampled-frontier-\(label(angle))-\(hidden)", x: "sigma", y: "information", xError: "sigma.error",
              yError: "information.error", style),
          ]
        })
    }
    return Plot(
      caption: """
        Two spins that read a parity gate, and hidden spins that do not. (a) Symmetric networks: what random ones with \
        one (filled) and two (open) hidden spins know about the answer, against their effective coupling, on the lines of \
        two spins in equilibrium. (b) The best networks at the price α = \(label(p.alpha)) against the rotation of the gate. \
        (c), (d) Information against entropy production rate along the price of dissipation, for two rotations. All \
        couplings are bounded by \(label(p.bound)). Lines are exact, points with error bars (one standard error) are sampled.
        """,
      panels: [
        Panel(
          "(a) symmetric couplings", x: Axis("effective coupling  {/:Italic J}_{eff}", -1.5...1.5, ticks: 0.5),
          y: Axis(information, 0...0.15), legend: .topRight,
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
          "(b) best at {/:Italic α} = \(label(p.alpha)) / k_{0}",
          x: Axis("rotation of the gate, {/:Italic φ}  (deg)", 0...45, ticks: 15),
          y: Axis(information, 0...0.2), legend: .bottomLeft,
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
        frontier("(c)", p.frontierAngles[0]),
        frontier("(d)", p.frontierAngles[p.frontierAngles.count - 1]),
      ])
  }
}
