import BitErasure
import Companion

// MARK: - Plot

extension LandauerErasure {
  static func plot(_ p: Parameters) -> Plot {
    let time = "cycle time {/:Italic τ}  ({/:Italic z}_0²/{/:Italic D})"
    let work = "work  ({/:Italic k}_B{/:Italic T})"
    let phase = Axis("time {/:Italic t}/{/:Italic τ}", 0...1, ticks: 0.25)
    let (deep, low) = ("{/:Italic E}_b = \(label(p.barrier))", "{/:Italic E}_b = \(label(p.shallowBarrier))")
    let styles = zip(p.distributionTimes.map(label), [Style.green, .blue, .vermillion])
    let picture = label(p.pictureTime)
    let averages = [
      ("right-erasing", "right, \(deep)", Style.blue), ("all-erasing", "all, \(deep)", .vermillion),
      ("right-shallow", "right, \(low)", .green), ("all-shallow", "all, \(low)", .purple),
    ]
    return Plot(
      caption: """
        Erasure of a bit in a double well. (a) The protocol: the barrier g is lowered and raised, the tilt f is switched on and \
        off; the control does the same without the tilt. (b) The density of the position during an erasure. (c) Mean \
        work against the cycle time for erasure, the control and a bit with a lower barrier, and the least work with \
        which the same could be done. (d) Distributions of the work at \(p.distributionTimes.count) cycle times; the \
        vertical line is at ln 2. (e) Averages of the exponential of the negated work, over all cycles and summed over those that end on the right, for \
        both barriers; grey lines are their exact values 1 and 1/2. Open points are not reliable: the sample lacks the \
        rare cycles that dominate the average. (f) The origin of the average: that exponential times the density of the work. At the \
        high barrier half of the average comes from cycles on the left that no sample contains. Lines are exact, points \
        with error bars (one standard error) are sampled.
        """,
      headlines: ["erasing-work-\(picture)", "erasing-below-\(picture)"],
      answer:
        "In ten diffusion times {erasing-work-10} on average, but less than Landauer's bound in "
        + "{erasing-below-10 %} of the cycles.",
      panels: [
        Panel(
          "protocol", x: phase, y: Axis("control", 0...1.2, ticks: 0.5), legend: .onLines,
          layers: [
            .line("protocol", x: "phase", y: "barrier", .blue, "barrier {/:Italic g}"),
            .line("protocol", x: "phase", y: "tilt", .vermillion, "tilt {/:Italic f}"),
          ]),
        Panel(
          "density, {/:Italic τ} = \(picture)", x: phase,
          y: Axis("position {/:Italic z}  ({/:Italic z}_0)", -1.6...1.6, ticks: 0.8), legend: .none,
          layers: [
            .heatMap("density", x: "phase", y: "position", z: "density", label: "density  (1/{/:Italic z}_0)")
          ]),
        Panel(
          "mean work", x: Axis(time, 1...1e6, logarithmic: true),
          y: Axis("average work  ({/:Italic k}_B{/:Italic T})", 0.01...10, logarithmic: true),
          legend: .onLines,
          layers: [
            .level(ErasureProtocol.landauerBound, "ln 2"),
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
          layers: [.vertical(ErasureProtocol.landauerBound, "ln 2")]
            + styles.flatMap { time, style -> [Layer] in
              [
                .line("density-erasing-\(time)", x: "work", y: "density", style, "{/:Italic τ} = \(time)"),
                .points("bins-erasing-\(time)", x: "work", y: "density", yError: "density.error", style),
              ]
            }),
        Panel(
          "exponential averages", x: Axis(time, 0.8...1000, logarithmic: true),
          y: Axis("average of exp(−work)", 0...2, ticks: 0.5),
          layers: [.level(1, ""), .level(0.5, "")]
            + averages.flatMap { name, title, style -> [Layer] in
              // At a high barrier no average over all cycles can be relied on.
              let isNeverReliable = name == "all-erasing"
              return [
                .points(
                  "\(name)-unreliable", x: "time", y: "average", yError: "average.error", style,
                  isNeverReliable ? title : "", open: true),
                .points(name, x: "time", y: "average", yError: "average.error", style, isNeverReliable ? "" : title),
              ]
            }),
        Panel(
          "origin of the average, {/:Italic τ} = \(picture)", x: Axis(work, -24...12, ticks: 6),
          y: Axis("exp(−work) × density  (1/{/:Italic k}_B{/:Italic T})", 0...0.25, ticks: 0.05),
          layers: [
            .line("weighted-erasing-\(picture)", x: "work", y: "density", .blue, deep),
            .line("weighted-shallow-\(picture)", x: "work", y: "density", .green, low),
            .points("bins-erasing-\(picture)", x: "work", y: "weighted", yError: "weighted.error", .blue),
            .points("bins-shallow-\(picture)", x: "work", y: "weighted", yError: "weighted.error", .green),
          ]),
      ])
  }
}
