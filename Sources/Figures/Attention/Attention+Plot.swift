import Companion

// MARK: - Plot

extension Attention {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)"
    let sigma = "entropy production rate Σ  ({/:Italic k}_0)"
    let spins = Axis("spins {/:Italic N}", 1...Double(max(p.equilibriumSpins, p.drivenSpins)), ticks: 1)
    let all: [(spins: Int, style: Style)] = [(2, .green), (3, .blue), (4, .vermillion)]
    let styles = all.filter { $0.spins <= p.frontierSpins }
    let bound = "{/:Italic W}_{max}"
    let (whole, quarter) = (label(p.parityBound), label(p.parityBound / 4))
    let uncorrelated = p.rho == 0
    let wall: [Layer] = uncorrelated ? [.level(number: "one-glance-wall", "one glance", .black)] : []
    return Plot(
      caption: """
        Attention in a few spins. (a) The law of attention in equilibrium: logarithm of the ratio of the responses to the \
        input that is asked for and to the other one, averaged over the inputs (line) and without an input (dashed), its \
        asymptote (dotted), and the cost of a sudden change of the query (right axis). (b) Information of the best networks \
        found against the number of spins: in equilibrium, and with any couplings, with biases and without, at the price \(label(p.alpha)) of \
        dissipation, between the walls of the text. (c) The responses of these networks, averaged over the queries. (d) Information \
        against dissipation for a choice, with couplings up to \(label(p.bound)) and prices from \(label(p.alphas.first ?? 0)) on, of four \
        spins up to \(label(p.fourSpinsUpTo)); open points at the left end are in equilibrium, Σ = 0. (e) The same for the exclusive-or of both \
        inputs, with couplings up to \(label(p.parityBound)) and the closed form for one hidden spin. (f) Connected information of third order of three visible \
        spins out of equilibrium, and with one hidden spin at Σ = 0. Lines are exact for the networks drawn, which are \
        the best found; points with error bars (one standard error) are sampled.
        """,
      headlines: ["law-2-information", "choice-4-0.01-information"],
      answer:
        "Choosing is free: three spins in equilibrium tell {law-2-information} of the answer, and only a change of the query "
        + "costs entropy. Dissipation buys precision: four spins reach {choice-4-0.01-information}.",
      panels: [
        Panel(
          "law of attention, {/:Italic J} = \(label(p.coupling))",
          x: Axis("field {/:Italic h}_{gate} that closes a gate", 0...(p.gates.max() ?? 3)),
          y: Axis("ln({/:Italic A}_{att}/{/:Italic A}_{un})", 0...8),
          right: Axis("cost of a shift {/:Italic D}_{shift}  (nats)", 0...8),
          layers: [
            .line("law", x: "gate", y: "ratio", .blue, "averaged"),
            .line("law", x: "gate", y: "still", .vermillion, "at {/:Italic x} = 0"),
            .line(
              "law-asymptote", x: "gate", y: "asymptote", .grey, "2{/:Italic β}({/:Italic h}_{gate} − {/:Italic J})"),
            .line("law", x: "gate", y: "shift", .green, "{/:Italic D}_{shift}", onTheRight: true),
            .points("sampled-ratio", x: "gate", y: "ratio", yError: "ratio.error", .blue),
          ]),
        Panel(
          "information", x: spins, y: Axis(information, 0.1...0.55), legend: .onLines,
          layers: [
            .level(number: "blind-wall", "blind", .grey), .level(number: "any-machine", "any machine", .grey),
          ] + wall + [
            .line("equilibrium", x: "spins", y: "information", .blue, "equilibrium"),
            .line("driven", x: "spins", y: "information", .vermillion, "{/:Italic α} = \(label(p.alpha))"),
            .line("blind", x: "spins", y: "information", .green, "without biases"),
            .points("sampled-equilibrium", x: "place", y: "information", yError: "information.error", .blue),
            .points("sampled-driven", x: "place", y: "information", yError: "information.error", .vermillion),
            .points("sampled-blind", x: "place", y: "information", yError: "information.error", .green),
          ]),
        Panel(
          "responses", x: spins, y: Axis("response {/:Italic A}", 0...1, ticks: 0.2),
          layers: [
            .line("equilibrium", x: "spins", y: "attended", .blue, "equilibrium, attended"),
            .line("equilibrium", x: "spins", y: "unattended", .sky, "equilibrium, other"),
            .line("driven", x: "spins", y: "attended", .vermillion, "{/:Italic α} = \(label(p.alpha)), attended"),
            .line("driven", x: "spins", y: "unattended", .orange, "{/:Italic α} = \(label(p.alpha)), other"),
            .line("blind", x: "spins", y: "attended", .green, "without biases, both"),
            .points("sampled-equilibrium", x: "place", y: "attended", yError: "attended.error", .blue),
            .points("sampled-equilibrium", x: "place", y: "unattended", yError: "unattended.error", .sky),
            .points("sampled-driven", x: "place", y: "attended", yError: "attended.error", .vermillion),
            .points("sampled-driven", x: "place", y: "unattended", yError: "unattended.error", .orange),
            .points("sampled-blind", x: "place", y: "attended", yError: "attended.error", .green),
          ]),
        Panel(
          "choice", x: Axis(sigma, leastSigma...1, logarithmic: true), y: Axis(information, 0.15...0.45),
          legend: .onLines,
          layers: wall
            + styles.flatMap { frontier("choice-\($0.spins)", $0.style, "{/:Italic N} = \($0.spins)") }),
        Panel(
          "exclusive-or", x: Axis(sigma, leastSigma...1, logarithmic: true), y: Axis(information, 0...0.2),
          legend: .onLines,
          layers: [
            .level(number: "two-glance-wall", "two glances", .black),
            .level(number: "parity-closed-form", "closed form", .grey),
          ]
            + styles.filter { $0.spins > 2 }.flatMap {
              frontier("parity-\($0.spins)", $0.style, "{/:Italic N} = \($0.spins)")
            }),
        Panel(
          "interactions of three spins", x: Axis(sigma, 0.01...1000, logarithmic: true),
          y: Axis("connected information  (bits)", 1e-3...2, logarithmic: true), legend: .onLines,
          layers: [
            .level(number: "hidden-whole", "one hidden spin, \(bound) = \(whole)", .black),
            .level(number: "hidden-quarter", "one hidden spin, \(bound) = \(quarter)", .grey),
            .line("triads", x: "sigma", y: "information", .blue, "no hidden spin, \(bound) = \(whole)"),
            .points("sampled-triads", x: "sigma", y: "information", yError: "information.error", .blue),
          ]),
      ])
  }

  /// A line along the price, its sampled points, and the best equilibrium at the left end of the axis.
  private static func frontier(_ name: String, _ style: Style, _ title: String) -> [Layer] {
    [
      .line(name, x: "sigma", y: "information", style, title),
      .points("\(name)-still", x: "sigma", y: "information", style, open: true),
      .points(
        "sampled-\(name)", x: "sigma", y: "information", xError: "sigma.error", yError: "information.error", style),
    ]
  }
}
