import Companion

// MARK: - Plot

extension InformationOptima {
  static func plot(_ p: Parameters) -> Plot {
    let input = "{/:Italic I}({/:Italic s}, {/:Italic x})"
    let answer = "{/:Italic I}({/:Italic s}, {/:Italic y})"
    let j12 = Axis("{/:Italic J}_{12}", -2...2, ticks: 1), j21 = Axis("{/:Italic J}_{21}", -2...2, ticks: 1)
    func setting(_ rho: Double, _ angle: Double) -> String {
      "{/:Italic ρ} = \(label(rho)), {/:Italic φ} = \(label(angle))°"
    }
    func map(_ title: String, _ task: String, _ quantity: String, _ name: String) -> Panel {
      Panel(
        title, x: j12, y: j21, legend: nil,
        layers: [
          .heatMap("map-\(task)", x: "j12", y: "j21", z: quantity, label: "\(name)  (bits)"),
          .contours("map-\(task)", x: "j12", y: "j21", z: "sigma", levels: contourLevels, .grey),
          .line("diagonal", x: "j12", y: "j21", .black),
          .mark("\(task)-input", x: "j12", y: "j21", .vermillion, "{/:Italic x}"),
          .mark("\(task)-task", x: "j12", y: "j21", .black, "{/:Italic y}"),
        ])
    }
    func cut(_ title: String, _ task: String) -> Panel {
      Panel(
        title, x: Axis("place on the line through both optima", -0.5...1.5),
        y: Axis("fraction of the maximum", 0...1.2),
        right: Axis("{/:Italic Σ}  (k_{0})", 0...5), legend: .bottomRight,
        layers: [
          .line("cut-\(task)", x: "place", y: "input", .vermillion, input),
          .line("cut-\(task)", x: "place", y: "task", .blue, answer),
          .line("cut-\(task)", x: "place", y: "sigma", .green, "{/:Italic Σ}", onTheRight: true),
          .points("sampled-\(task)", x: "place", y: "input", yError: "input.error", .vermillion),
          .points("sampled-\(task)", x: "place", y: "task", yError: "task.error", .blue),
          .points("sampled-\(task)", x: "place", y: "sigma", yError: "sigma.error", .green, onTheRight: true),
          .vertical(0, ""), .vertical(1, ""),
        ])
    }
    let (a, b) = (setting(p.rhoA, p.angleA), setting(p.rhoB, p.angleB))
    return Plot(
      caption: """
        What the two-spin complex tells about its input x and about the answer y of the parity gate, over its couplings, for \
        two tasks. (a, b) Inputs of correlation ρ = \(label(p.rhoA)) and a gate rotated by φ = \(label(p.angleA))°. (c, d) \
        ρ = \(label(p.rhoB)) and φ = \(label(p.angleB))°. Stars mark the largest information on the input (x) and on the answer \
        (y); on the diagonal the complex is in equilibrium; dotted contours are entropy production rates Σ = \
        \(contourLevels.map(label).joined(separator: ", ")) k0, outwards. (e, f) Along the straight line through both stars, \
        on which 0 is the star of x and 1 that of y: each information as a fraction of its maximum, and Σ (right axis). \
        Lines are exact, points with error bars (one standard error) are sampled.
        """,
      panels: [
        map("(a) \(input), \(a)", "a", "input", input), map("(b) \(answer), \(a)", "a", "task", answer),
        map("(c) \(input), \(b)", "b", "input", input), map("(d) \(answer), \(b)", "b", "task", answer),
        cut("(e) from star to star, \(a)", "a"), cut("(f) from star to star, \(b)", "b"),
      ])
  }

  private static let contourLevels = [0.1, 1, 10, 100]
}
