import Companion

// MARK: - Plot

extension LinearSystem {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}; {/:Italic y})  (bits)"
    let sigma = "entropy production rate {/:Italic σ}  (nats per unit time)"
    let coupling = "{/:Italic J}_"
    let (first, sum) = ("{/:Italic w}_{0} = (1, 0)", "{/:Italic w}_{0} = (1, 1)/√2")
    let spectra = zip(zip(p.spectrumJ12, p.spectrumJ21), [Style.purple, .blue, .green]).enumerated()
    let sizes = zip(p.sizes, [Style.blue, .green, .purple])
    return Plot(
      caption: """
        The linear network as a computer. (a) The gain of two units in information about the answer over the optimal symmetric \
        pair, against the entropy production rate, as the price of dissipation varies and for two teachers. (b) The optimal \
        couplings against the price α. (c) The spectrum of the entropy production of three pairs. (d) Information against \
        entropy production rate for two, three and four units, of which the first reads the input that matters; stars \
        mark the optimal symmetric networks, the grey line a feed-forward pair. Lines are exact, points with error bars (one \
        standard error) are sampled, in (a) at the exact σ.
        """,
      headlines: ["equilibrium-one", "free-one"],
      answer:
        "On one of two inputs up to {free-one}, against {equilibrium-one} in equilibrium; on the sum of both, "
        + "hardly more than in equilibrium.",
      panels: [
        Panel(
          "gain of two units", x: Axis(sigma, 1e-5...10, logarithmic: true),
          y: Axis("gain in \(information)", 1e-5...1, logarithmic: true),
          layers: [("one", Style.blue, first), ("soft", .vermillion, sum)].flatMap { name, style, title -> [Layer] in
            [
              .line("gain-\(name)", x: "sigma", y: "gain", style, title),
              .points("sampled-gain-\(name)", x: "sigma", y: "gain", yError: "gain.error", style),
            ]
          }),
        Panel(
          "best couplings of two units",
          x: Axis("price of dissipation {/:Italic α}  (unit time)", 1e-3...10, logarithmic: true),
          y: Axis("couplings {/:Italic J}", 0...2.2, ticks: 0.5),
          layers: [
            .line("couplings-one", x: "alpha", y: "j21", .blue, coupling + "{21},  " + first),
            .line("couplings-one", x: "alpha", y: "j12", .sky, coupling + "{12},  " + first),
            .line("couplings-soft", x: "alpha", y: "j12", .vermillion, coupling + "{12},  " + sum),
            .line("couplings-soft", x: "alpha", y: "j21", .orange, coupling + "{21},  " + sum),
          ]),
        Panel(
          "spectrum of {/:Italic σ}",
          x: Axis("frequency {/:Italic ω}  (radians per unit time)", 0.03...30, logarithmic: true),
          y: Axis("{/:Italic E}({/:Italic ω})  (nats)", 1e-3...100, logarithmic: true),
          layers: spectra.flatMap { place, entry -> [Layer] in
            let name = place == 0 ? "({/:Italic J}_{12}, {/:Italic J}_{21}) = " : ""
            return [
              .line(
                "spectrum-\(place)", x: "frequency", y: "spectrum", entry.1,
                name + "(\(label(entry.0.0)), \(label(entry.0.1)))"),
              .points("sampled-spectrum-\(place)", x: "frequency", y: "spectrum", yError: "spectrum.error", entry.1),
            ]
          }),
        Panel(
          "more units, " + first, x: Axis(sigma, 0...6), y: Axis(information, 0.6...1.2, ticks: 0.1),
          layers: sizes.reversed().flatMap { size, style -> [Layer] in
            let name = "\(size)-units"
            return [
              .line("frontier-\(name)", x: "sigma", y: "information", style, "\(size) units"),
              .mark("start-\(name)", x: "sigma", y: "information", style, ""),
              .points(
                "sampled-\(name)", x: "sigma", y: "information", xError: "sigma.error", yError: "information.error",
                style),
            ]
          } + [.line("feed-forward", x: "sigma", y: "information", .grey, "2 units, {/:Italic J}_{12} = 0")]),
      ])
  }
}
