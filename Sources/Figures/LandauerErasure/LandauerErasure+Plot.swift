import Companion

// MARK: - Plot

extension LandauerErasure {
  static func plot(_ p: Parameters) -> Plot {
    let time = "cycle time {/:Italic τ}  ({/:Italic x}_0^2/{/:Italic D})"
    let work = "work {/:Italic W}  ({/:Italic k}_B{/:Italic T})"
    let phase = Axis("{/:Italic t}/{/:Italic τ}", 0...1, ticks: 0.25)
    let (deep, low) = ("{/:Italic E} = \(label(p.barrier))", "{/:Italic E} = \(label(p.shallowBarrier))")
    let styles = zip(p.distributionTimes.map(label), [Style.green, .blue, .vermillion])
    let picture = label(p.pictureTime)
    return Plot(
      caption: """
        Erasure of a bit in a double well. (a) The protocol: the barrier g is lowered and raised, the tilt f comes and \
        goes; the control does the same without the tilt. (b) The density of the position during an erasure. (c) Mean \
        work against the cycle time for erasure, the control and a bit with a lower barrier, and the least work with \
        which the same could be done. (d) Distributions of the work at three cycle times. (e) Averages of e^(−W), \
        summed over the cycles that end on the right and over all cycles, for both barriers, and their exact values 1/2 \
        and 1; grey points are not reliable. (f) Where the average of e^(−W) comes from: half of it from cycles on the left that \
        no sample of a high barrier contains. Lines are exact, points with error bars (one standard error) are sampled.
        """,
      panels: [
        Panel(
          "protocol", x: phase, y: Axis("control", 0...1.5, ticks: 0.5),
          layers: [
            .line("protocol", x: "phase", y: "barrier", .blue, "barrier {/:Italic g}"),
            .line("protocol", x: "phase", y: "tilt", .vermillion, "tilt {/:Italic f}"),
          ]),
        Panel(
          "density, {/:Italic τ} = \(picture)", x: phase,
          y: Axis("position {/:Italic x}  ({/:Italic x}_0)", -1.6...1.6), legend: .none,
          layers: [
            .heatMap(
              "density", x: "phase", y: "position", z: "density", label: "density  (1/{/:Italic x}_0)", range: 0...3)
          ]),
        Panel(
          "mean work", x: Axis(time, 0.8...1e6, logarithmic: true),
          y: Axis("⟨{/:Italic W}⟩  ({/:Italic k}_B{/:Italic T})", 0.01...100, logarithmic: true),
          layers: [
            .level(ln2, "ln 2"),
            .line("erasing", x: "time", y: "least", .black, "least, \(deep)"),
            .line("erasing", x: "time", y: "work", .blue, "erasure, \(deep)"),
            .line("shallow", x: "time", y: "work", .green, "erasure, \(low)"),
            .line("control", x: "time", y: "work", .vermillion, "control, \(deep)"),
            .points("sampled-erasing", x: "time", y: "work", yError: "work.error", .blue),
            .points("sampled-shallow", x: "time", y: "work", yError: "work.error", .green),
            .points("sampled-control", x: "time", y: "work", yError: "work.error", .vermillion),
          ]),
        Panel(
          "work of single cycles", x: Axis(work, -12...24, ticks: 6),
          y: Axis("density  (1/{/:Italic k}_B{/:Italic T})", 1e-6...10, logarithmic: true),
          layers: [.vertical(ln2, "ln 2")]
            + styles.flatMap { time, style -> [Layer] in
              [
                .line("density-erasing-\(time)", x: "work", y: "density", style, "{/:Italic τ} = \(time)"),
                .points("bins-erasing-\(time)", x: "work", y: "density", yError: "density.error", style),
              ]
            }),
        Panel(
          "exponential averages", x: Axis(time, 0.8...1000, logarithmic: true),
          y: Axis("⟨e^{−{/:Italic W}}⟩", 0...2.5, ticks: 0.5),
          layers: [.level(1, ""), .level(0.5, "")]
            + ["erasing", "shallow"].flatMap { name -> [Layer] in
              let (all, right) = name == "erasing" ? (Style.vermillion, Style.blue) : (.purple, .green)
              let barrier = name == "erasing" ? deep : low
              // At a high barrier no average over all cycles can be relied on.
              let title = name == "erasing" ? "" : "all, \(barrier)"
              return ["all", "right"].map {
                .points("\($0)-\(name)-unreliable", x: "time", y: "average", yError: "average.error", .grey)
              } + [
                .points("all-\(name)", x: "time", y: "average", yError: "average.error", all, title, open: true),
                .points("right-\(name)", x: "time", y: "average", yError: "average.error", right, "right, \(barrier)"),
              ]
            }
            + [.points("right-erasing-unreliable", x: "time", y: "average", .grey, "not reliable")]),
        Panel(
          "where the average comes from, {/:Italic τ} = \(picture)", x: Axis(work, -24...12, ticks: 6),
          y: Axis("e^{−{/:Italic W}} × density", 0...0.25, ticks: 0.05),
          layers: [
            .line("weighted-erasing-\(picture)", x: "work", y: "density", .blue, deep),
            .line("weighted-shallow-\(picture)", x: "work", y: "density", .green, low),
            .points("bins-erasing-\(picture)", x: "work", y: "weighted", yError: "weighted.error", .blue),
            .points("bins-shallow-\(picture)", x: "work", y: "weighted", yError: "weighted.error", .green),
          ]),
      ])
  }
}
