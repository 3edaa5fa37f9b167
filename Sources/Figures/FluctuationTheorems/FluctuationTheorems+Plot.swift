import Companion

// MARK: - Plot

extension FluctuationTheorems {
  static func plot(_ p: Parameters) -> Plot {
    let styles = [Style.vermillion, .green, .blue, .purple, .orange, .sky]
    let processes: [(name: String, title: String, style: Style)] = [
      ("steady", "ring, steady", .vermillion), ("relaxing", "ring, relaxing", .green),
      ("driven", "molecule, ramped", .blue),
    ]
    let work = Axis("work  ({/:Italic k}_{B}{/:Italic T})")
    // Trajectories without a jump do the work 0 or all of the ramp, the ends of the distribution.
    let ramp = p.levelEnd - p.levelStart
    let duration = Axis("duration {/:Italic τ}  (relaxation times)", 0.1...100, logarithmic: true)
    let pulls = zip(p.pullTimes.map(label), styles).flatMap { time, style -> [Layer] in
      let (line, sampled) = ("pull-\(time)", "sampled-pull-\(time)")
      return [
        .line(line, x: "work", y: "forward", style, "{/:Italic τ} = \(time)"),
        .line(line, x: "work", y: "reverse", style),
        .points("\(sampled)-forward", x: "work", y: "density", yError: "density.error", style),
        .points("\(sampled)-reverse", x: "work", y: "density", yError: "density.error", style, open: true),
      ]
    }
    let molecules = zip(p.levelTimes.map(label), styles).flatMap { time, style -> [Layer] in
      let shown = "shown-molecule-\(time)"
      return [
        .line("molecule-\(time)", x: "work", y: "forward", style, "{/:Italic τ} = \(time)"),
        .points("\(shown)-forward", x: "work", y: "density", yError: "density.error", style),
        .points("\(shown)-reverse", x: "work", y: "density", yError: "density.error", style, open: true),
      ]
    }
    return Plot(
      caption: """
        Fluctuation theorems. (a) Distribution of the work on a particle in a harmonic trap that is pulled by a growing \
        force (filled), and of the negated work of the reverse pull (open); all pairs cross at ΔF. (b) Distribution of the \
        work on a molecule with two states (filled), and that of the negated work of the reverse ramp, times the exponential of \
        the work minus ΔF (open), at every other bin each: Crooks' theorem makes both the same. The end bins hold the trajectories without a \
        jump. (c) Mean of many estimates of ΔF from \(p.pulls) pulls each, by Jarzynski's equality and by Bennett's \
        acceptance ratio. (d) Root mean squared error of one such estimate. (e) Integral theorem for the total entropy \
        (filled), and the same average for the heat alone (open). (f) Detailed theorem for the total entropy (filled) of a \
        ring in its steady state and of the molecule at its fastest ramp, and the same ratio for the heat alone (open). \
        Times are in relaxation times of the particle in (a), (c) and (d), and in units of 1/k0 in (b) and (e); entropies \
        are in units of the Boltzmann constant. Lines are exact (that of Bennett's error: for many pulls), points with \
        error bars (one standard error) are sampled.
        """,
      headlines: ["bennett-fast", "slope-total"],
      answer:
        "Even fast pulls, a hundred at a time, give the free energy difference: {bennett-fast} by Bennett's "
        + "method.",
      panels: [
        Panel(
          "pulled particle", x: work, y: Axis("density  (1/{/:Italic k}_{B}{/:Italic T})", 0...0.35),
          layers: [.vertical(number: "pull-difference", "Δ{/:Italic F}")] + pulls),
        Panel(
          "two-state molecule", x: Axis(work.label, min(0, ramp) - 0.5...max(0, ramp) + 0.5, ticks: 2),
          y: Axis("density  (1/{/:Italic k}_{B}{/:Italic T})", 1e-3...10, logarithmic: true),
          layers: molecules),
        Panel(
          "estimates of Δ{/:Italic F}", x: duration, y: Axis("estimate  ({/:Italic k}_{B}{/:Italic T})"),
          layers: [
            .level(number: "pull-difference", "Δ{/:Italic F}", .black),
            .line("estimates", x: "time", y: "forward", .vermillion, "Jarzynski, forward"),
            .points("sampled-estimates", x: "time", y: "forward", yError: "forward.error", .vermillion),
            .line("estimates", x: "time", y: "reverse", .blue, "Jarzynski, reverse"),
            .points("sampled-estimates", x: "time", y: "reverse", yError: "reverse.error", .blue),
            .points("sampled-estimates", x: "time", y: "bennett", yError: "bennett.error", .green, "Bennett"),
          ]),
        Panel(
          "error of an estimate", x: duration,
          y: Axis("r.m.s. error  ({/:Italic k}_{B}{/:Italic T})", 0.03...3, logarithmic: true),
          layers: [
            .line("estimates", x: "time", y: "jarzynski-error", .vermillion, "Jarzynski"),
            .points("sampled-estimates", x: "time", y: "jarzynski-error", yError: "jarzynski-error.error", .vermillion),
            .line("estimates", x: "time", y: "bennett-error", .green, "Bennett"),
            .points("sampled-estimates", x: "time", y: "bennett-error", yError: "bennett-error.error", .green),
          ]),
        Panel(
          "integral theorem", x: Axis("time {/:Italic t}  (1/{/:Italic k}_{0})", 0...1),
          y: Axis("average of exp(−{/:Italic s}_{tot})", 0.9...1.5), legend: .onLines,
          layers: [.line("steady", x: "time", y: "total", .black, "total entropy")]
            + processes.flatMap { name, title, style -> [Layer] in
              [
                .line(name, x: "time", y: "heat", style, title),
                .points("sampled-\(name)", x: "time", y: "total", yError: "total.error", style),
                .points("sampled-\(name)", x: "time", y: "heat", yError: "heat.error", style, open: true),
              ]
            }),
        Panel(
          "detailed theorem", x: Axis("entropy {/:Italic s}_{tot}  ({/:Italic k}_{B})", -4...8),
          y: Axis("ln {/:Italic P}({/:Italic s}_{tot})/{/:Italic P}(−{/:Italic s}_{tot})", -4...8),
          layers: [
            .line("slope", x: "entropy", y: "entropy", .black),
            .line("detailed-heat", x: "entropy", y: "ratio", .vermillion),
            .points(
              "sampled-detailed-total", x: "entropy", y: "ratio", yError: "ratio.error", .vermillion, "ring, steady"),
            .points(
              "sampled-detailed-heat", x: "entropy", y: "ratio", yError: "ratio.error", .vermillion, "its heat",
              open: true),
            .points("detailed-molecule", x: "entropy", y: "ratio", yError: "ratio.error", .blue, "molecule, ramped"),
          ]),
      ])
  }
}
