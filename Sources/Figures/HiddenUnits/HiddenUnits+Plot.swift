import Companion

// MARK: - Plot

extension HiddenUnits {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}_{1}{/:Italic s}_{2}; {/:Italic y})  (bits)"
    let sizes = zip(0...p.hidden, [Style.vermillion, .blue, .green])
    let names = ["no hidden spin", "one", "two"]
    let angle = label(p.frontierAngles[0])
    let frontier = "frontier-\(angle)"
    let dissipation = Axis("entropy production rate {/:Italic Σ}  ({/:Italic k}_{0})", 1e-3...10, logarithmic: true)
    let equilibria = zip(p.symmetricAngles, [Style.black, .purple, .orange]).map { angle, style in
      Layer.line(
        "equilibrium-\(label(angle))", x: "coupling", y: "information", style, "{/:Italic φ} = \(label(angle))°")
    }
    let covering = zip(1...p.hidden, [Style.blue, .green]).flatMap { hidden, style in
      p.symmetricAngles.enumerated().map { place, angle in
        Layer.points(
          "covering-\(label(angle))-\(hidden)", x: "coupling", y: "information", yError: "information.error", style,
          place > 0 ? "" : hidden == 1 ? "one hidden spin" : "two")
      }
    }
    func perMemory(_ angle: Double) -> Panel {
      Panel(
        "per memory time, {/:Italic φ} = \(label(angle))°",
        x: Axis("entropy per memory time {/:Italic Στ}_{r}  (nats)", 0.01...10, logarithmic: true),
        y: Axis(information, 0...0.2), legend: .onLines,
        layers: sizes.flatMap { hidden, style -> [Layer] in
          [
            .line("frontier-\(label(angle))-\(hidden)", x: "cost", y: "information", style, names[hidden]),
            .points(
              "sampled-frontier-\(label(angle))-\(hidden)", x: "cost", y: "information", yError: "information.error",
              style),
          ]
        })
    }
    return Plot(
      caption: """
        Two spins that receive the input of a parity gate, and hidden spins that do not. (a) Symmetric networks: information of random ones \
        with one and with two hidden spins (points) against their effective coupling, on the lines of two spins in \
        equilibrium, for three rotations φ of the gate. (b) The best networks at the price α = \(label(p.alpha)) against \
        the rotation of the gate; the best equilibrium is the same for any number of hidden spins. (c) Information against \
        entropy production rate as the price of dissipation varies, at φ = \(angle)°. (d) The memory of the parity of the \
        visible spins along the same path: the integral of its normalised autocorrelation. (e) Information against the entropy that is \
        produced in one memory time, along the same path; (f) the same at φ = \(label(p.frontierAngles[p.frontierAngles.count - 1]))°. \
        All couplings are bounded by \(label(p.bound)). Lines are exact, points with error bars (one standard error) are \
        sampled, in (e) and (f) at the exact entropy.
        """,
      headlines: ["frontier-\(angle)-0-at-cost-0.5", "frontier-\(angle)-\(p.hidden)-at-cost-0.5"],
      answer:
        "Nothing in equilibrium. Out of it they add information, in part by being slow: at 0.5 nats per memory time two of "
        + "them raise it from {frontier-30-0-at-cost-0.5} to {frontier-30-2-at-cost-0.5}.",
      panels: [
        Panel(
          "symmetric couplings",
          x: Axis("effective coupling {/:Italic J}_{eff}", -1.5...1.5, ticks: 0.5),
          y: Axis(information, 0...0.14), legend: .onLines, layers: equilibria + covering),
        Panel(
          "best at {/:Italic α} = \(label(p.alpha)) / {/:Italic k}_{0}",
          x: Axis("rotation of the gate {/:Italic φ}  (deg)", 0...45, ticks: 15), y: Axis(information, 0...0.25),
          layers: [.line("best-equilibrium", x: "angle", y: "information", .black, "equilibrium, any number")]
            + sizes.flatMap { hidden, style -> [Layer] in
              [
                .line("best-\(hidden)", x: "angle", y: "information", style, names[hidden]),
                .points("sampled-best-\(hidden)", x: "angle", y: "information", yError: "information.error", style),
              ]
            }),
        Panel(
          "frontier, {/:Italic φ} = \(angle)°", x: dissipation, y: Axis(information, 0...0.2), legend: .onLines,
          layers: sizes.flatMap { hidden, style -> [Layer] in
            [
              .line("\(frontier)-\(hidden)", x: "sigma", y: "information", style, names[hidden]),
              .points(
                "sampled-\(frontier)-\(hidden)", x: "sigma", y: "information", xError: "sigma.error",
                yError: "information.error", style),
            ]
          }),
        Panel(
          "memory, {/:Italic φ} = \(angle)°", x: dissipation,
          y: Axis("memory of {/:Italic s}_{1}{/:Italic s}_{2}  (1/{/:Italic k}_{0})", 0.1...100, logarithmic: true),
          legend: .onLines,
          layers: sizes.flatMap { hidden, style -> [Layer] in
            [
              .line("\(frontier)-\(hidden)", x: "sigma", y: "memory", style, names[hidden]),
              .points("sampled-memory-\(angle)-\(hidden)", x: "sigma", y: "memory", yError: "memory.error", style),
            ]
          }),
        perMemory(p.frontierAngles[0]), perMemory(p.frontierAngles[p.frontierAngles.count - 1]),
      ])
  }
}
