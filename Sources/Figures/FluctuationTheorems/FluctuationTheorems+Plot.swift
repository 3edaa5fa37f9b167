import Companion

// MARK: - Plot

extension FluctuationTheorems {
  static func plot(_ p: Parameters) -> Plot {
    let styles = [Style.vermillion, .green, .blue, .purple, .orange, .sky]
    let pulls = zip(p.pullTimes.map(label), styles)
    let molecules = zip(p.levelTimes.map(label), styles)
    let work = "work {/:Italic w}  ({/:Italic k}_{B}{/:Italic T})"
    let time = Axis("duration {/:Italic τ}", 0.1...100, logarithmic: true)
    return Plot(
      caption: """
        TODO
        """,
      panels: [
        Panel(
          "(a) pulled particle", x: Axis(work), y: Axis("{/:Italic P}({/:Italic w})", 0...0.4), legend: .topRight,
          layers: [.vertical(-0.5 * p.force * p.force, "Δ{/:Italic F}")]
            + pulls.flatMap { time, style -> [Layer] in
              [
                .line("pull-\(time)", x: "work", y: "forward", style, "{/:Italic τ} = \(time)"),
                .line("pull-\(time)", x: "work", y: "reverse", style),
                .points("sampled-pull-\(time)-forward", x: "work", y: "density", yError: "density.error", style),
                .points(
                  "sampled-pull-\(time)-reverse", x: "work", y: "density", yError: "density.error", style, open: true),
              ]
            }),
        Panel(
          "(b) molecule with two states", x: Axis(work),
          y: Axis("{/:Italic P}({/:Italic w})", 1e-4...10, logarithmic: true), legend: .topRight,
          layers: molecules.flatMap { time, style -> [Layer] in
            [
              .line("molecule-\(time)", x: "work", y: "forward", style, "{/:Italic τ} = \(time)"),
              .line("molecule-\(time)", x: "work", y: "reverse", style),
              .points("sampled-molecule-\(time)-forward", x: "work", y: "density", yError: "density.error", style),
              .points(
                "sampled-molecule-\(time)-reverse", x: "work", y: "density", yError: "density.error", style,
                open: true),
            ]
          }),
        Panel(
          "(c) estimates of Δ{/:Italic F}", x: time, y: Axis("estimate  ({/:Italic k}_{B}{/:Italic T})"),
          legend: .topRight,
          layers: [
            .level(-0.5 * p.force * p.force, "Δ{/:Italic F}", .black),
            .line("estimates", x: "time", y: "forward", .vermillion, "Jarzynski, forward"),
            .points("sampled-estimates", x: "time", y: "forward", yError: "forward.error", .vermillion),
            .line("estimates", x: "time", y: "reverse", .blue, "Jarzynski, reverse"),
            .points("sampled-estimates", x: "time", y: "reverse", yError: "reverse.error", .blue),
            .points("sampled-estimates", x: "time", y: "bennett", yError: "bennett.error", .green, "Bennett"),
          ]),
        Panel(
          "(d) error of an estimate", x: time,
          y: Axis("r.m.s. error  ({/:Italic k}_{B}{/:Italic T})", 0.01...10, logarithmic: true), legend: .topRight,
          layers: [
            .line("estimates", x: "time", y: "jarzynski-error", .vermillion, "Jarzynski"),
            .points("sampled-estimates", x: "time", y: "jarzynski-error", yError: "jarzynski-error.error", .vermillion),
            .line("estimates", x: "time", y: "bennett-error", .green, "Bennett"),
            .points("sampled-estimates", x: "time", y: "bennett-error", yError: "bennett-error.error", .green),
          ]),
        Panel(
          "(e) integral theorem", x: Axis("time {/:Italic t}", 0...1), y: Axis("⟨e^{−{/:Italic s}}⟩", 0.9...2),
          legend: .topLeft,
          layers: zip(["steady", "relaxing", "driven"], styles).flatMap { name, style -> [Layer] in
            [
              .line(name, x: "time", y: "heat", style, name),
              .line(name, x: "time", y: "total", .black),
              .points("sampled-\(name)", x: "time", y: "total", yError: "total.error", style),
              .points("sampled-\(name)", x: "time", y: "heat", yError: "heat.error", style, open: true),
            ]
          }),
        Panel(
          "(f) detailed theorem", x: Axis("{/:Italic s}", -6...6),
          y: Axis("ln {/:Italic P}({/:Italic s})/{/:Italic P}(−{/:Italic s})", -6...6), legend: .topLeft,
          layers: [
            .line("slope", x: "entropy", y: "entropy", .black),
            .line("detailed-heat", x: "entropy", y: "ratio", .grey),
            .points("sampled-detailed-total", x: "entropy", y: "ratio", yError: "ratio.error", .vermillion, "ring"),
            .points(
              "sampled-detailed-heat", x: "entropy", y: "ratio", yError: "ratio.error", .vermillion, "ring, heat",
              open: true),
            .points("detailed-molecule", x: "entropy", y: "ratio", yError: "ratio.error", .blue, "molecule"),
          ]),
      ])
  }
}
