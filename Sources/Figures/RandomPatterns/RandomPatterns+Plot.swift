import Companion

// MARK: - Plot

extension RandomPatterns {
  static func plot(_ p: Parameters) -> Plot {
    let error = Axis("mean squared error", 0...1, ticks: 0.2)
    let budget = Axis("allowed {/:Italic Σ}  (k_{0})", logarithmic: true)
    let styles = zip(p.loadBudgets.map(label), [Style.sky, .green, .blue])
    let prices: [(String, Style, String)] = [
      ("norm", .orange, "|{/:Italic W}|^{2}"), ("flips", .green, "{/:Italic k}_{flip}"),
      ("dissipation", .blue, "{/:Italic Σ}"),
    ]
    return Plot(
      caption: """
        Networks of spins that learn random answers, means over \(p.tasks) tasks. (a) \(p.spins) spins, \(p.patterns) \
        patterns: mean squared error of the best network within a bound on the entropy production rate Σ, beside the best \
        symmetric networks, of \(p.spins) spins and of \(p.controlSpins) that read the same inputs or wider ones (pale: \
        one standard error over the tasks). (b) The same against the number of patterns per spin. (c) \(p.trainedSpins) \
        spins and \(p.trainedPatterns) patterns, trained and read by simulation alone along falling prices of dissipation, \
        \(p.trainedTasks) tasks. (d) The antisymmetric parts of couplings and of the linear response of the networks of \
        panel a. (e) The error when the networks of panel a are observed for a time T. (f) The course of the training of \
        panel c: symmetric first, then at falling prices, \(p.furtherSteps) steps each. The error in training contains the \
        noise of averages over \(label(p.trainingTime + p.window))/k_{0} and the term of the ridge. The networks at the end \
        of each part, but for the first those of panel c, are read in this way, too, and as in panel c, without both. (g) \
        The curve of panel a, beside those of networks found at prices of the squared couplings |W|² and of the flip \
        rate. (h) The errors of all these networks at inputs with normal disturbances, against their standard deviation: \
        read as without them, at the best price of each kind for each disturbance and task, and of the symmetric networks. Lines in a, b, d, e, g and h \
        are exact, in h for \(p.copies) disturbed copies of every input; points, and all networks of c and f, are sampled. \
        Error bars: one standard error, in a, c and f over the tasks.
        """,
      headlines: ["gain-1", "symmetric"],
      answer:
        "The mean squared error of five spins, {symmetric} in equilibrium, falls by {gain-1} at entropy production rates "
        + "up to 1 k₀.", columns: 3,
      panels: [
        Panel(
          "\(p.spins) spins", x: budget, y: Axis("mean squared error", 0...0.6, ticks: 0.2),
          legend: .onLines,
          layers: [
            .band("front", x: "budget", from: "below", to: "above", .blue),
            .level(number: "control-wider", "{/:Italic N} = \(p.controlSpins), wider inputs", .purple),
            .level(number: "symmetric", "symmetric", .vermillion),
            .level(number: "control-hidden", "{/:Italic N} = \(p.controlSpins)", .orange),
            .line("front", x: "budget", y: "error", .blue, "free"),
            .points("sampled-front", x: "budget", y: "error", yError: "error.error", .blue),
          ]),
        Panel(
          "load",
          x: Axis("patterns per spin  {/:Italic M}/{/:Italic N}", 0...Double(p.loads.max() ?? 1) / Double(p.spins)),
          y: error,
          legend: .onLines,
          layers: [
            .line("load-zero", x: "load", y: "error", .grey, "no couplings"),
            .line("load-symmetric", x: "load", y: "error", .vermillion, "symmetric"),
          ]
            + styles.map {
              .line("load-\($0)", x: "load", y: "error", $1, "{/:Italic Σ} ≤ \($0)")
            }),
        Panel(
          "\(p.trainedSpins) spins", x: Axis("{/:Italic Σ}  (k_{0})", 1e-3...1, logarithmic: true),
          y: Axis("mean squared error", 0...0.2, ticks: 0.05),
          layers: [
            .level(number: "trained-symmetric", "symmetric", .vermillion),
            .points("trained", x: "sigma", y: "error", xError: "sigma.error", yError: "error.error", .blue, "free"),
          ]),
        Panel(
          "broken reciprocity", x: budget, y: Axis("antisymmetric part", 0...0.6, ticks: 0.2),
          layers: [
            .line("front", x: "budget", y: "response", .blue, "response {/:Italic ∂m}/{/:Italic ∂x}"),
            .line("front", x: "budget", y: "couplings", .vermillion, "couplings {/:Italic W}"),
          ]),
        Panel(
          "reading", x: Axis("observation time {/:Italic T}  (1/k_{0})", logarithmic: true),
          y: Axis("mean squared error", 0.1...10, logarithmic: true),
          layers: zip(["symmetric"] + p.loadBudgets.map(label), [Style.vermillion, .sky, .green, .blue])
            .flatMap { name, style -> [Layer] in
              [
                .line(
                  "reading-\(name)", x: "time", y: "error", style,
                  name == "symmetric" ? name : "{/:Italic Σ} ≤ \(name)"),
                .points("sampled-reading-\(name)", x: "time", y: "error", yError: "error.error", style),
              ]
            }),
        Panel(
          "training", x: Axis("simulated flips  (10^{6})"), y: error,
          right: Axis("{/:Italic Σ}  (k_{0})", 0...1, ticks: 0.2),
          layers: [
            .line("course", x: "flips", y: "error", .vermillion, "in training"),
            .points("stations", x: "flips", y: "loss", yError: "loss.error", .vermillion, "read as in training"),
            .points("stations", x: "flips", y: "error", yError: "error.error", .blue, "read as in c"),
            .line("course", x: "flips", y: "sigma", .green, "{/:Italic Σ}", onTheRight: true),
            .points("stations", x: "flips", y: "sigma", yError: "sigma.error", .green, onTheRight: true),
          ]),
        Panel(
          "price on {/:Italic Σ}, {/:Italic k}_{flip} or |{/:Italic W}|^{2}", x: budget,
          y: Axis("mean squared error", 0...0.6, ticks: 0.2), legend: .onLines,
          layers: [.level(number: "symmetric", "symmetric", .vermillion)]
            + prices.map { .line("priced-\($0)", x: "budget", y: "error", $1, $2) }),
        Panel(
          "disturbed inputs", x: Axis("disturbance {/:Italic σ_{x}}", 0...(p.disturbances.max() ?? 1)),
          y: Axis("mean squared error", 0...1.4, ticks: 0.2),
          layers: [.line("tuned-symmetric", x: "deviation", y: "error", .vermillion, "symmetric")]
            + prices.map { .line("tuned-\($0)", x: "deviation", y: "error", $1, $2) }),
      ])
  }
}
