import Companion

// MARK: - Plot

extension WhoPays {
  static func plot(_ p: Parameters) -> Plot {
    let sigma = "{/:Italic σ}  ({/:Italic k}_0)"
    let kinds: [(name: String, title: String, style: Style)] = [
      ("free", "free couplings", .blue), ("scaled", "two temperatures, inputs scaled", .green),
      ("tied", "two temperatures", .vermillion), ("equilibrium", "equilibrium", .black),
    ]
    let strengths = Array(zip(p.amplitudes, [Style.blue, .vermillion, .green, .purple]))
    return Plot(
      caption: """
        Who pays for a one-way coupling. (a) Heat that two spins release and work of the agent against the coupling \
        J12 at J21 = \(label(p.strong)). To the right of the vertical line both couplings have one sign, and two \
        temperatures give the same dynamics without work; the line that begins there is the heat of spin 1 in this \
        case. (b) Largest information on the answer against the rotation of the gate: with free \
        couplings, with two temperatures (inputs scaled or not), and in equilibrium (inputs equal or weakened). (c) True and apparent \
        entropy production rate of a pair whose coupling J21 is carried by a messenger that burns fuel, against the \
        rate of the messenger, without a leak and with one; grey lines are the limits of a fast messenger without \
        leak, and what the leak alone costs. (d) True over apparent entropy production rate of fast messengers \
        against the overhead, for couplings J12 = −J and J21 = J; the grey line is the limit J → 0. Lines are exact, those in (b) for the best pairs \
        found; points are sampled, and their error bars are one standard error, mostly smaller than the points.
        """,
      headlines: ["limit-ratio", "scaled-30"],
      answer:
        "A fast messenger that burns fuel costs {limit-ratio} times what the spins show; two temperatures, which need no work, reach "
        + "{scaled-30} at a rotation of 30°.",
      panels: [
        Panel(
          "an agent", x: Axis("{/:Italic J}_{12}", -0.4...1.2, ticks: 0.4),
          y: Axis("energy per time  (field × {/:Italic k}_0)"),
          layers: [
            .vertical(0, ""),
            .line("conducted", x: "j12", y: "heat1", .purple, "heat of spin 1, two temperatures"),
            .line("agent", x: "j12", y: "work", .black, "work"),
            .line("agent", x: "j12", y: "heat1", .vermillion, "heat of spin 1"),
            .line("agent", x: "j12", y: "heat2", .blue, "heat of spin 2"),
            .points("sampled-agent", x: "j12", y: "work", yError: "work.error", .black),
            .points("sampled-agent", x: "j12", y: "heat1", yError: "heat1.error", .vermillion),
            .points("sampled-agent", x: "j12", y: "heat2", yError: "heat2.error", .blue),
          ]),
        Panel(
          "two temperatures", x: Axis("rotation of the gate, {/:Italic φ}  (deg)", 0...45, ticks: 15),
          y: Axis("{/:Italic I}({/:Italic s}; {/:Italic y})  (bits)", -0.01...0.16, ticks: 0.04),
          layers: kinds.flatMap { kind -> [Layer] in
            [
              .line("optima", x: "angle", y: kind.name, kind.style, kind.title),
              .points("sampled-\(kind.name)", x: "angle", y: "information", yError: "information.error", kind.style),
            ]
          } + [.line("optima", x: "angle", y: "gains", .purple, "equilibrium, weaker inputs")]),
        Panel(
          "a messenger with fuel", x: Axis("rate {/:Italic γ}_m of the messenger  ({/:Italic k}_0)", logarithmic: true),
          y: Axis(sigma, logarithmic: true),
          layers: [
            .level(number: "limit-true", ""), .level(number: "limit-apparent", ""),
            .line("asymptote", x: "gamma", y: "sigma", .grey),
            .line("messenger-leaky", x: "gamma", y: "true", .vermillion, "true, {/:Italic ε}_m = \(label(p.leak))"),
            .line("messenger-tight", x: "gamma", y: "true", .blue, "true, {/:Italic ε}_m = 0"),
            .line("messenger-leaky", x: "gamma", y: "apparent", .purple, "apparent, {/:Italic ε}_m = \(label(p.leak))"),
            .line("messenger-tight", x: "gamma", y: "apparent", .green, "apparent, {/:Italic ε}_m = 0"),
            .points("sampled-messenger-leaky", x: "gamma", y: "true", yError: "true.error", .vermillion),
            .points("sampled-messenger-tight", x: "gamma", y: "true", yError: "true.error", .blue),
            .points("sampled-messenger-leaky", x: "gamma", y: "apparent", yError: "apparent.error", .purple),
            .points("sampled-messenger-tight", x: "gamma", y: "apparent", yError: "apparent.error", .green),
          ]),
        Panel(
          "a fast messenger", x: Axis("overhead {/:Italic c}_m, less 1", 0.01...10, logarithmic: true),
          y: Axis("true {/:Italic σ} / apparent {/:Italic σ}", 0.8...1000, logarithmic: true),
          layers: [.line("weak", x: "overhead", y: "ratio", .grey, "{/:Italic J} → 0")]
            + strengths.flatMap { amplitude, style -> [Layer] in
              [
                .line(
                  "ratio-\(label(amplitude))", x: "overhead", y: "ratio", style, "{/:Italic J} = \(label(amplitude))"),
                .points(
                  "sampled-ratio-\(label(amplitude))", x: "overhead", y: "ratio", yError: "ratio.error", style),
              ]
            }),
      ])
  }
}
