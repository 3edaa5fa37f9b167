import Companion

// MARK: - Plot

extension FluctuationTheorems {
  static func plot(_ p: Parameters) -> Plot {
    let styles = [Style.vermillion, .green, .blue, .purple, .orange, .sky]
    let names = ["steady": "ring, steady", "relaxing": "ring, relaxing", "driven": "molecule, driven"]
    let molecule = Molecule(start: p.levelStart, end: p.levelEnd, time: p.levelTimes[0])
    let work = Axis("work {/:Italic w}  ({/:Italic k}_{B}{/:Italic T})")
    let density = "{/:Italic P}({/:Italic w})  (1/{/:Italic k}_{B}{/:Italic T})"
    let time = Axis("duration {/:Italic τ}", 0.1...100, logarithmic: true)
    let crossings = { (name: String, times: [Double]) -> [Layer] in
      zip(times.map(label), styles).flatMap { time, style -> [Layer] in
        let (line, sampled) = ("\(name)-\(time)", "sampled-\(name)-\(time)")
        return [
          .line(line, x: "work", y: "forward", style, "{/:Italic τ} = \(time)"),
          .line(line, x: "work", y: "reverse", style),
          .points("\(sampled)-forward", x: "work", y: "density", yError: "density.error", style),
          .points("\(sampled)-reverse", x: "work", y: "density", yError: "density.error", style, open: true),
        ]
      }
    }
    return Plot(
      caption: """
        Fluctuation theorems. (a) Work on a particle in a harmonic trap that is pulled by a growing force, and negated \
        work of the reverse pull; all pairs cross at ΔF. (b) The same for a molecule with two states; the end bins hold the \
        trajectories without a jump. (c) Mean of many estimates of ΔF from 100 pulls each, by Jarzynski's equality and by \
        Bennett's acceptance ratio. (d) Root mean squared error of one such estimate. (e) Integral theorem for the total \
        entropy s, and what is left of it for the heat alone. (f) Detailed theorem for a ring in its steady state and for \
        the molecule at its fastest ramp, and the same ratio for the heat alone. Lines are exact (that of Bennett's error: \
        for many pulls), points with error bars (one standard error) are sampled.
        """,
      panels: [
        Panel(
          "pulled particle (filled: forward, open: reverse, −{/:Italic w})", x: work, y: Axis(density, 0...0.35),
          layers: [.vertical(-0.5 * p.force * p.force, "Δ{/:Italic F}")] + crossings("pull", p.pullTimes)),
        Panel(
          "two-state molecule (filled: forward, open: reverse, −{/:Italic w})", x: work,
          y: Axis(density, 1e-3...100, logarithmic: true),
          layers: [.vertical(molecule.difference, "")] + crossings("molecule", p.levelTimes)),
        Panel(
          "estimates of Δ{/:Italic F}", x: time, y: Axis("estimate  ({/:Italic k}_{B}{/:Italic T})"),
          layers: [
            .level(-0.5 * p.force * p.force, "Δ{/:Italic F}", .black),
            .line("estimates", x: "time", y: "forward", .vermillion, "Jarzynski, forward"),
            .points("sampled-estimates", x: "time", y: "forward", yError: "forward.error", .vermillion),
            .line("estimates", x: "time", y: "reverse", .blue, "Jarzynski, reverse"),
            .points("sampled-estimates", x: "time", y: "reverse", yError: "reverse.error", .blue),
            .points("sampled-estimates", x: "time", y: "bennett", yError: "bennett.error", .green, "Bennett"),
          ]),
        Panel(
          "error of an estimate", x: time,
          y: Axis("r.m.s. error  ({/:Italic k}_{B}{/:Italic T})", 0.03...3, logarithmic: true),
          layers: [
            .line("estimates", x: "time", y: "jarzynski-error", .vermillion, "Jarzynski"),
            .points("sampled-estimates", x: "time", y: "jarzynski-error", yError: "jarzynski-error.error", .vermillion),
            .line("estimates", x: "time", y: "bennett-error", .green, "Bennett"),
            .points("sampled-estimates", x: "time", y: "bennett-error", yError: "bennett-error.error", .green),
          ]),
        Panel(
          "integral theorem (filled: total, open: heat alone)", x: Axis("time {/:Italic t}", 0...1),
          y: Axis("⟨e^{−{/:Italic s}}⟩", 0.9...1.5),
          layers: [.line("steady", x: "time", y: "total", .black)]
            + zip(["steady", "relaxing", "driven"], styles).flatMap { name, style -> [Layer] in
              [
                .line(name, x: "time", y: "heat", style, names[name] ?? name),
                .points("sampled-\(name)", x: "time", y: "total", yError: "total.error", style),
                .points("sampled-\(name)", x: "time", y: "heat", yError: "heat.error", style, open: true),
              ]
            }),
        Panel(
          "detailed theorem (filled: total, open: heat alone)", x: Axis("{/:Italic s}", -4...8),
          y: Axis("ln {/:Italic P}({/:Italic s})/{/:Italic P}(−{/:Italic s})", -4...8),
          layers: [
            .line("slope", x: "entropy", y: "entropy", .black),
            .line("detailed-heat", x: "entropy", y: "ratio", .vermillion),
            .points(
              "sampled-detailed-total", x: "entropy", y: "ratio", yError: "ratio.error", .vermillion, "ring, steady"),
            .points(
              "sampled-detailed-heat", x: "entropy", y: "ratio", yError: "ratio.error", .vermillion, open: true),
            .points("detailed-molecule", x: "entropy", y: "ratio", yError: "ratio.error", .blue, "molecule, driven"),
          ]),
      ])
  }
}
