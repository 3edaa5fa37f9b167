import Companion

// MARK: - Plot

extension LinearSystem {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}, {/:Italic y})  (bits)"
    let sigma = "entropy production rate {/:Italic σ}  (nats per unit time)"
    let coupling = "{/:Italic J}_"
    let spectra = zip(zip(p.spectrumJ12, p.spectrumJ21), [Style.purple, .blue, .green]).enumerated()
    let sizes = zip(p.sizes, [Style.blue, .green, .purple])
    let frontier = { (name: String, style: Style, title: String) -> [Layer] in
      [
        .line("frontier-\(name)", x: "sigma", y: "information", style, title),
        .mark("start-\(name)", x: "sigma", y: "information", style, ""),
        .points(
          "sampled-\(name)", x: "sigma", y: "information", xError: "sigma.error", yError: "information.error", style),
      ]
    }
    return Plot(
      caption: """
        The linear network as a computer. (a) Information on the answer against entropy production rate along the price \
        of dissipation, for two units and two teachers; stars mark the best symmetric networks, the grey line a \
        feed-forward pair. (b) The best couplings against the price α. (c) The spectrum of the entropy production of three pairs. \
        (d) The same as (a) for two, three and four units, of which the first reads what matters. Lines are exact, \
        points with error bars (one standard error) are sampled.
        """,
      panels: [
        Panel(
          "two units", x: Axis(sigma, 0...2), y: Axis(information, 0.6...1.1),
          layers: frontier("soft", .vermillion, "{/:Italic w}_{0} = (1, 1)/√2")
            + frontier("one", .blue, "{/:Italic w}_{0} = (1, 0)") + [
              .line(
                "feed-forward", x: "sigma", y: "information", .grey, "{/:Italic w}_{0} = (1, 0), {/:Italic J}_{12} = 0")
            ]),
        Panel(
          "best couplings", x: Axis("price of dissipation {/:Italic α}", 1e-3...10, logarithmic: true),
          y: Axis("couplings {/:Italic J}", 0...2.2),
          layers: [
            .line("couplings-one", x: "alpha", y: "j21", .blue, coupling + "{21},  {/:Italic w}_{0} = (1, 0)"),
            .line("couplings-one", x: "alpha", y: "j12", .sky, coupling + "{12},  {/:Italic w}_{0} = (1, 0)"),
            .line(
              "couplings-soft", x: "alpha", y: "j12", .vermillion, coupling + "{12},  {/:Italic w}_{0} = (1, 1)/√2"),
            .line("couplings-soft", x: "alpha", y: "j21", .orange, coupling + "{21},  {/:Italic w}_{0} = (1, 1)/√2"),
          ]),
        Panel(
          "spectrum of σ", x: Axis("frequency {/:Italic ω}", 0.03...30, logarithmic: true),
          y: Axis("{/:Italic E}({/:Italic ω})  (nats)", 1e-3...100, logarithmic: true),
          layers: spectra.flatMap { place, entry -> [Layer] in
            let name = place == 0 ? "({/:Italic J}_{12}, {/:Italic J}_{21}) = " : ""
            let title = name + "(\(label(entry.0.0)), \(label(entry.0.1)))".replacing("-", with: "−")
            return [
              .line("spectrum-\(place)", x: "frequency", y: "spectrum", entry.1, title),
              .points("sampled-spectrum-\(place)", x: "frequency", y: "spectrum", yError: "spectrum.error", entry.1),
            ]
          }),
        Panel(
          "more units", x: Axis(sigma, 0...6), y: Axis(information, 0.65...1.2),
          layers: sizes.reversed().flatMap { size, style in frontier("\(size)-units", style, "\(size) units") }),
      ])
  }
}
