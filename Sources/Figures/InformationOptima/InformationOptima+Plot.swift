import Companion

// MARK: - Plot

extension InformationOptima {
  static func plot(_ p: Parameters) -> Plot {
    let input = "{/:Italic I}({/:Italic s}, {/:Italic x})"
    let answer = "{/:Italic I}({/:Italic s}, {/:Italic y})"
    let setting = { (rho: Double, angle: Double) in
      "{/:Italic ρ} = \(label(rho)), {/:Italic φ} = \(label(angle))°"
    }
    let sigma = "{/:Italic Σ}  (k_{0})"
    let levels = [0.1, 1, 10, 100]
    let map = { (title: String, task: String, quantity: String) in
      Panel(
        title, x: Axis("{/:Italic J}_{12}", -2...2, ticks: 1), y: Axis("{/:Italic J}_{21}", -2...2, ticks: 1),
        legend: .none,
        layers: [
          .heatMap("map-\(task)", x: "j12", y: "j21", z: quantity, label: ""),
          .contours("map-\(task)", x: "j12", y: "j21", z: "sigma", levels: levels, .sky),
          .line("diagonal", x: "j12", y: "j21", .vermillion),
          .mark("\(task)-input", x: "j12", y: "j21", .black, "{/:Italic x}"),
          .mark("\(task)-task", x: "j12", y: "j21", .black, "{/:Italic y}"),
        ])
    }
    let cut = { (title: String, task: String, sigma: Axis) in
      Panel(
        title, x: Axis("place on the line through both stars", -0.5...1.5),
        y: Axis("fraction of the maximum", -0.05...1.55, ticks: 0.25), right: sigma,
        layers: [
          .line("cut-\(task)", x: "place", y: "input", .vermillion, input),
          .line("cut-\(task)", x: "place", y: "task", .blue, answer),
          .line("cut-\(task)", x: "place", y: "sigma", .green, "{/:Italic Σ}", onTheRight: true),
          .points("sampled-\(task)", x: "place", y: "input", yError: "input.error", .vermillion),
          .points("sampled-\(task)", x: "place", y: "task", yError: "task.error", .blue),
          .points("sampled-\(task)", x: "place", y: "sigma", yError: "sigma.error", .green, onTheRight: true),
        ])
    }
    let (a, b) = (setting(p.rhoA, p.angleA), setting(p.rhoB, p.angleB))
    return Plot(
      caption: """
        What the two-spin complex tells about its input x and about the answer y of the parity gate, over its couplings, for \
        two tasks. (a, b) Inputs of correlation ρ = \(label(p.rhoA)) and a gate rotated by φ = \(label(p.angleA))°. (c, d) \
        ρ = \(label(p.rhoB)) and φ = \(label(p.angleB))°. Stars mark the largest information on the input (x) and on the answer \
        (y); on the diagonal the complex is in equilibrium; dotted contours are entropy production rates Σ = \
        \(levels.map(label).joined(separator: ", ")) k0, outwards. (e, f) Along the straight line through both stars, \
        on which 0 is the star of x and 1 that of y: each information as a fraction of its maximum, and Σ (right axis). \
        Lines are exact, points with error bars (one standard error) are sampled.
        """,
      panels: [
        map("\(input) in bits, \(a)", "a", "input"), map("\(answer) in bits, \(a)", "a", "task"),
        map("\(input) in bits, \(b)", "b", "input"), map("\(answer) in bits, \(b)", "b", "task"),
        cut("from star to star, \(a)", "a", Axis(sigma, -0.2...6.2, ticks: 1)),
        cut("from star to star, \(b)", "b", Axis(sigma, -0.08...2.48, ticks: 0.5)),
      ])
  }
}
