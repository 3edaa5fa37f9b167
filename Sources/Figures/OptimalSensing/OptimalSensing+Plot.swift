import Companion

// MARK: - Plot

extension OptimalSensing {
  static func plot(_ p: Parameters) -> Plot {
    let beta = Axis("inverse temperature, {/:Italic β}", 1...4, ticks: 0.5)
    return Plot(
      caption: """
        Two coupled spins with the largest information about their input. (a) The gain, by which the information of the best \
        nonequilibrium steady state (NESS) exceeds that of the best equilibrium, for two equal inputs and two kinds of \
        rates. (b) The couplings of the best equilibrium and of the best NESS with exponential rates. Grey vertical lines \
        are published values: of the onset of the gain (a, b), and of the change of sign of the coupling in equilibrium \
        (b). (c) The gain over the correlation of the inputs and the inverse temperature; it sets in continuously on the \
        dotted line and with a jump of the couplings on the dashed one, which meet at the star. (d) Entropy production \
        rate (left axis) and gain (right axis) against the price of dissipation α, in units of the price α_c above which \
        the optimum is in equilibrium, for two temperatures; they end continuously at one of them, and with a jump at the other. Lines are \
        exact, points with error bars (one standard error) are sampled.
        """,
      headlines: ["onset-exponential", "gain-exponential-3"],
      answer:
        "When its inputs are redundant and its noise is low: for two equal inputs, above the inverse temperature "
        + "{onset-exponential}.",
      panels: [
        Panel(
          "gain by dissipation, {/:Italic ρ} = \(label(p.rho))", x: beta, y: Axis("gain  (bits)", 0...0.3),
          legend: .onLines,
          layers: [
            .line("driven-glauber", x: "beta", y: "gain", .green, "Glauber rates"),
            .line("driven-exponential", x: "beta", y: "gain", .blue, "exponential rates"),
            .points("sampled-glauber", x: "beta", y: "gain", yError: "gain.error", .green),
            .points("sampled-exponential", x: "beta", y: "gain", yError: "gain.error", .blue),
            .vertical(p.publishedOnset, "published onset"),
          ]),
        Panel(
          "couplings", x: beta, y: Axis("couplings {/:Italic J}", -1.5...2.5, ticks: 0.5),
          layers: [
            .level(0, "", .grey),
            .line("equilibrium", x: "beta", y: "j", .vermillion, "equilibrium, {/:Italic J}_{12} = {/:Italic J}_{21}"),
            .line("driven-exponential", x: "beta", y: "j12", .blue, "NESS, {/:Italic J}_{12}"),
            .line("driven-exponential", x: "beta", y: "j21", .purple, "NESS, {/:Italic J}_{21}"),
            .vertical(p.publishedSignChange, ""), .vertical(p.publishedOnset, "published"),
          ]),
        Panel(
          "phase diagram", x: Axis("correlation, {/:Italic ρ}", 0.85...1, ticks: 0.05),
          y: Axis("inverse temperature, {/:Italic β}", 1.4...4, ticks: 0.5), legend: .none,
          layers: [
            .heatMap("map", x: "rho", y: "beta", z: "gain", label: "gain  (bits)"),
            .line("continuous", x: "rho", y: "beta", .sky, "continuous"),
            .line("discontinuous", x: "rho", y: "beta", .orange, "with a jump"),
            .mark("joint", x: "rho", y: "beta", .orange, ""),
          ]),
        Panel(
          "price of dissipation, {/:Italic ρ} = \(label(p.rho))",
          x: Axis("price of dissipation, {/:Italic α}/{/:Italic α}_{c}", 0...1.3),
          y: Axis("{/:Italic Σ}  (k_{0})", -0.05...1, ticks: 0.2),
          right: Axis("gain  (bits)", -0.01...0.2, ticks: 0.04),
          layers: zip(p.pricedBetas.map(label), [(Style.vermillion, Style.orange), (.blue, .sky)]).flatMap {
            beta, styles -> [Layer] in
            ["below", "above"].flatMap { side -> [Layer] in
              let names =
                side == "below" ? ["{/:Italic Σ}", "gain"].map { "\($0), {/:Italic β} = \(beta)" } : ["", ""]
              let series = "\(side)-price-\(beta)"
              return [
                .line(series, x: "fraction", y: "sigma", styles.0, names[0]),
                .line(series, x: "fraction", y: "gain", styles.1, names[1], onTheRight: true),
              ]
            } + [
              .points("sampled-price-\(beta)", x: "fraction", y: "sigma", yError: "sigma.error", styles.0),
              .points(
                "sampled-price-\(beta)", x: "fraction", y: "gain", yError: "gain.error", styles.1, onTheRight: true),
            ]
          }),
      ])
  }
}
