import Companion

// MARK: - Plot

extension OptimalSensing {
  static func plot(_ p: Parameters) -> Plot {
    let beta = Axis("inverse temperature, {/:Italic β}", 1...4, ticks: 0.5)
    return Plot(
      caption: """
        Two coupled spins that tell as much as possible about their input. (a) What the best nonequilibrium steady state \
        (NESS) tells more than the best equilibrium about two equal inputs, for two kinds of rates. (b) The couplings of the \
        best equilibrium and of the best NESS with exponential rates. (c) The same gain over correlation of the inputs \
        and inverse temperature; it sets in continuously on the dotted line and with a jump of the couplings on the dashed \
        one, which meet at the star. (d) Entropy \
        production rate (left axis) and gain (right axis) along the price of dissipation α, in units of the price above \
        which none is paid, for two temperatures. Grey vertical lines: published change of sign and onset. Lines are exact, \
        points with error bars (one standard error) are sampled.
        """,
      panels: [
        Panel(
          "what dissipation adds, {/:Italic ρ} = \(label(p.rho))", x: beta, y: Axis("gain  (bits)", 0...0.3),
          layers: [
            .line("driven-exponential", x: "beta", y: "gain", .blue, "exponential rates"),
            .line("driven-glauber", x: "beta", y: "gain", .green, "Glauber rates"),
            .points("sampled-exponential", x: "beta", y: "gain", yError: "gain.error", .blue),
            .points("sampled-glauber", x: "beta", y: "gain", yError: "gain.error", .green),
            .vertical(p.publishedSignChange, ""), .vertical(p.publishedOnset, "published"),
          ]),
        Panel(
          "couplings", x: beta, y: Axis("couplings {/:Italic J}", -1...2, ticks: 0.5),
          layers: [
            .level(0, "", .grey),
            .line("equilibrium", x: "beta", y: "j", .vermillion, "equilibrium, {/:Italic J}*"),
            .line("driven-exponential", x: "beta", y: "j12", .blue, "NESS, {/:Italic J}_{12}"),
            .line("driven-exponential", x: "beta", y: "j21", .purple, "NESS, {/:Italic J}_{21}"),
            .vertical(p.publishedSignChange, ""), .vertical(p.publishedOnset, "published"),
          ]),
        Panel(
          "where it pays to dissipate", x: Axis("correlation, {/:Italic ρ}", 0.85...1, ticks: 0.05),
          y: Axis("inverse temperature, {/:Italic β}", 1.4...4, ticks: 0.4), legend: .none,
          layers: [
            .heatMap("map", x: "rho", y: "beta", z: "gain", label: "gain  (bits)", range: 0...0.25),
            .line("continuous", x: "rho", y: "beta", .sky, "continuous"),
            .line("discontinuous", x: "rho", y: "beta", .orange, "with a jump"),
            .mark("joint", x: "rho", y: "beta", .orange, ""),
          ]),
        Panel(
          "what dissipation may cost, {/:Italic ρ} = \(label(p.rho))",
          x: Axis("price of dissipation, {/:Italic α}/{/:Italic α}_{c}", 0...1.3),
          y: Axis("{/:Italic Σ}  (k_{0})", 0...0.8), right: Axis("gain  (bits)", 0...0.16),
          layers: zip(p.pricedBetas.map(label), [(Style.vermillion, Style.orange), (.blue, .sky)]).flatMap {
            beta, styles -> [Layer] in
            [
              .line("price-\(beta)", x: "fraction", y: "sigma", styles.0, "{/:Italic Σ}, {/:Italic β} = \(beta)"),
              .line(
                "price-\(beta)", x: "fraction", y: "gain", styles.1, "gain, {/:Italic β} = \(beta)", onTheRight: true),
              .points("sampled-price-\(beta)", x: "fraction", y: "sigma", yError: "sigma.error", styles.0),
              .points(
                "sampled-price-\(beta)", x: "fraction", y: "gain", yError: "gain.error", styles.1, onTheRight: true),
            ]
          }),
      ])
  }
}
