import Companion

// MARK: - Plot

extension InformationOptima {
  static func plot(_ p: Parameters) -> Plot {
    let input = "{/:Italic I}({/:Italic s}; {/:Italic x})"
    let answer = "{/:Italic I}({/:Italic s}; {/:Italic y})"
    let levels = [0.1, 1, 10]
    let map = { (setting: String, task: String, quantity: String, information: String) in
      Panel(
        "\(information), \(setting)", x: Axis("{/:Italic J}_{12}", -2...2, ticks: 1),
        y: Axis("{/:Italic J}_{21}", -2...2, ticks: 1), legend: .none,
        layers: [
          .heatMap("map-\(task)", x: "j12", y: "j21", z: quantity, label: "\(information)  (bits)"),
          .contours("map-\(task)", x: "j12", y: "j21", z: "sigma", levels: levels, .sky),
          .line("\(task)-diagonal-below", x: "j12", y: "j21", .vermillion),
          .line("\(task)-diagonal-above", x: "j12", y: "j21", .vermillion),
          .mark("\(task)-input", x: "j12", y: "j21", .black, "{/:Italic x}"),
          .mark("\(task)-task", x: "j12", y: "j21", .black, "{/:Italic y}"),
        ])
    }
    let cut = { (setting: String, task: String, sigma: Double) in
      Panel(
        "from star to star, \(setting)", x: Axis("place on the line through both stars", -0.5...1.5, ticks: 0.5),
        y: Axis("fraction of the maximum", -0.1...1.2, ticks: 0.2),
        right: Axis("{/:Italic Σ}  (k_{0})", -sigma / 12...sigma, ticks: sigma / 6),
        layers: [
          .line("cut-\(task)", x: "place", y: "input", .vermillion, input),
          .line("cut-\(task)", x: "place", y: "task", .blue, answer),
          .line("cut-\(task)", x: "place", y: "sigma", .green, "{/:Italic Σ}", onTheRight: true),
          .points("sampled-\(task)", x: "place", y: "input", yError: "input.error", .vermillion),
          .points("sampled-\(task)", x: "place", y: "task", yError: "task.error", .blue),
          .points("sampled-\(task)", x: "place", y: "sigma", yError: "sigma.error", .green, onTheRight: true),
        ])
    }
    let (a, b) = (
      "{/:Italic ρ} = \(label(p.rhoA)), {/:Italic φ} = \(label(p.angleA))°",
      "{/:Italic ρ} = \(label(p.rhoB)), {/:Italic φ} = \(label(p.angleB))°"
    )
    return Plot(
      caption: """
        The information of the two-spin complex about its input x and about the answer y of the parity gate, over its couplings, \
        for two tasks. (a, b) Inputs of correlation ρ = \(label(p.rhoA)) and a gate rotated by φ = \(label(p.angleA))°. \
        (c, d) ρ = \(label(p.rhoB)) and φ = \(label(p.angleB))°. Stars mark the largest information about the input (x) and about \
        the answer (y); on the dashed diagonal, which leaves room for the stars on it, the complex is in equilibrium; \
        dotted contours are entropy production rates Σ in units of k0. (e, f) Along the straight line through both stars, \
        on which 0 is the star of x and 1 that of y: each information as a fraction of its maximum, and Σ (right axis). \
        Lines are exact, points with error bars (one standard error) are sampled.
        """,
      headlines: ["a-lost-task", "b-lost-task"],
      answer:
        "Not in general: for correlated inputs and a gate rotated by 30°, the best sensor misses {a-lost-task %} "
        + "of the information about the answer.",
      panels: [
        map(a, "a", "input", input), map(a, "a", "task", answer), map(b, "b", "input", input),
        map(b, "b", "task", answer), cut(a, "a", 6), cut(b, "b", 1.8),
      ])
  }
}
