import Companion

// MARK: - Plot

extension WhoPays {
  static func plot(_ p: Parameters) -> Plot {
    let sigma = "{/:Italic σ}  ({/:Italic k}_0)"
    let kinds: [(name: String, title: String, style: Style)] = [
      ("free", "free couplings", .blue), ("scaled", "two temperatures, scaled inputs", .green),
      ("tied", "two temperatures", .vermillion), ("equilibrium", "equilibrium", .black),
    ]
    let strengths = Array(zip(p.amplitudes, [Style.blue, .vermillion, .green, .purple]))
    return Plot(
      caption: """
        Who pays for a one-way coupling. (a) Heat that two spins release and work of the agent against the coupling J12 at \
        J21 = \(label(p.strong)). Where both couplings have one sign (shaded), two temperatures give the same dynamics without work; the \
        dashed line is the heat of spin 1 then. (b) Largest information about the answer against the rotation of the gate. (c) True and \
        apparent entropy production rate of a pair whose coupling J21 is carried by a messenger that burns fuel, against the rate \
        of the messenger, without a leak and with one; grey lines are the limits of a fast messenger, and what the leak alone \
        costs. (d) True over apparent entropy production rate of fast messengers against the overhead, for couplings a. Lines are \
        exact, those in (b) for the best pairs found; points with error bars (one standard error) are sampled.
        """,
      headlines: ["scaled-30", "free-30"],
      answer:
        "A messenger costs more than the spins show; without work, two temperatures reach {scaled-30} of the {free-30} at a "
        + "rotation of 30°.",
      panels: [
        Panel(
          "an agent", x: Axis("{/:Italic J}_{12}"), y: Axis("energy per time  ({/:Italic k}_0)"),
          layers: [
            .band("same-sign", x: "j12", from: "from", to: "to", .grey),
            .line("conducted", x: "j12", y: "heat1", .grey, "two temperatures"),
            .line("agent", x: "j12", y: "work", .black, "work"),
            .line("agent", x: "j12", y: "heat1", .vermillion, "heat of spin 1"),
            .line("agent", x: "j12", y: "heat2", .blue, "heat of spin 2"),
            .points("sampled-agent", x: "j12", y: "work", yError: "work.error", .black),
            .points("sampled-agent", x: "j12", y: "heat1", yError: "heat1.error", .vermillion),
            .points("sampled-agent", x: "j12", y: "heat2", yError: "heat2.error", .blue),
          ]),
        Panel(
          "two temperatures", x: Axis("rotation of the gate, {/:Italic φ}  (deg)"),
          y: Axis("{/:Italic I}({/:Italic s}; {/:Italic y})  (bits)"),
          layers: kinds.flatMap { kind -> [Layer] in
            [
              .line("optima", x: "angle", y: kind.name, kind.style, kind.title),
              .points("sampled-\(kind.name)", x: "angle", y: "information", yError: "information.error", kind.style),
            ]
          } + [.line("optima", x: "angle", y: "gains", .purple, "equilibrium, weaker inputs")]),
        Panel(
          "a messenger with fuel", x: Axis("rate {/:Italic γ} of the messenger  ({/:Italic k}_0)", logarithmic: true),
          y: Axis(sigma, logarithmic: true),
          layers: [
            .level(number: "limit-true", ""), .level(number: "limit-apparent", ""),
            .line("asymptote", x: "gamma", y: "sigma", .grey, ""),
            .line("messenger-leaky", x: "gamma", y: "true", .vermillion, "true, {/:Italic ε} = \(label(p.leak))"),
            .line("messenger-tight", x: "gamma", y: "true", .blue, "true, {/:Italic ε} = 0"),
            .line("messenger-leaky", x: "gamma", y: "apparent", .purple, "apparent, {/:Italic ε} = \(label(p.leak))"),
            .line("messenger-tight", x: "gamma", y: "apparent", .green, "apparent, {/:Italic ε} = 0"),
            .points("sampled-messenger-leaky", x: "gamma", y: "true", yError: "true.error", .vermillion),
            .points("sampled-messenger-tight", x: "gamma", y: "true", yError: "true.error", .blue),
            .points("sampled-messenger-leaky", x: "gamma", y: "apparent", yError: "apparent.error", .purple),
            .points("sampled-messenger-tight", x: "gamma", y: "apparent", yError: "apparent.error", .green),
          ]),
        Panel(
          "what it costs to be fast", x: Axis("overhead less 1, 1/{/:Italic c} − 1", logarithmic: true),
          y: Axis("true {/:Italic σ} / apparent {/:Italic σ}", logarithmic: true),
          layers: [.line("weak", x: "overhead", y: "ratio", .grey, "{/:Italic a} → 0")]
            + strengths.flatMap { amplitude, style -> [Layer] in
              [
                .line(
                  "ratio-\(label(amplitude))", x: "overhead", y: "ratio", style, "{/:Italic a} = \(label(amplitude))"),
                .points(
                  "sampled-ratio-\(label(amplitude))", x: "overhead", y: "ratio", yError: "ratio.error", style),
              ]
            }),
      ])
  }
}
