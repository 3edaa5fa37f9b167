import Companion

// MARK: - Plot

extension OptimalErasure {
  static func plot(_ p: Parameters) -> Plot {
    let place = "position {/:Italic z}  ({/:Italic z}_0)"
    let time = "cycle time {/:Italic τ}  ({/:Italic z}_0²/{/:Italic D})"
    let moments: [(Double, Style, String)] = [
      (0, .blue, "0+"), (0.25, .vermillion, "1/4"), (0.5, .green, "1/2"), (0.75, .purple, "3/4"), (1, .orange, "1−"),
    ]
    let protocols: [(String, Style, String)] = [
      ("smooth", .blue, "four smooth steps"), ("timed", .vermillion, "best timing"), ("best", .green, "best path"),
      ("density", .purple, "whole landscape"), ("side", .orange, "only the side"),
    ]
    let limits = zip(p.errorTimes, [Style.blue, .vermillion, .green])
    let spins = zip(p.couplings.indices, [Style.green, .purple, .orange])
    return Plot(
      caption: """
        Optimal erasure of a bit. (a) The landscape that carries the bit with the least entropy production, just after the \
        beginning, at three times and just before the end of a cycle; grey: at rest. (b) The density at the same times. \
        (c) Paths of barrier and tilt: the four steps and the best path that was found. (d) Mean work above ln 2 against the cycle time for \
        protocols with two controls and for drives of the whole landscape, to a prescribed density and to the right \
        side; for short cycles the protocols with two controls do not erase. (e) The least work of an erasure with errors. (f) The time over the least time of the speed limit, for a bit with two states \
        and for two spins that begin to read their inputs. Lines are exact, points with error bars (one standard error) are sampled.
        """,
      headlines: ["slow-smooth", "slow-best"],
      answer:
        "The excess work of a slow erasure falls from {slow-smooth} to {slow-best} with the best timing and path, and to the "
        + "bound if the whole landscape is driven.",
      panels: [
        Panel(
          "optimal landscape, {/:Italic τ} = \(label(p.pictureTime))", x: Axis(place, -1.6...1.6, ticks: 0.8),
          y: Axis("energy  ({/:Italic k}_B{/:Italic T})", 0...20, ticks: 5),
          layers: [.line("rest", x: "position", y: "energy", .grey, "at rest")]
            + moments.map { phase, style, title in
              .line("landscape-\(label(phase))", x: "position", y: "energy", style, title)
            }),
        Panel(
          "density", x: Axis(place, -1.6...1.6, ticks: 0.8), y: Axis("density  (1/{/:Italic z}_0)", 0...4.5, ticks: 1),
          layers: moments.map { phase, style, title in
            .line("density-\(label(phase))", x: "position", y: "density", style, "{/:Italic t}/{/:Italic τ} = \(title)")
          }),
        Panel(
          "paths of the two controls", x: Axis("barrier {/:Italic g}", 0...1, ticks: 0.25),
          y: Axis("tilt {/:Italic f}", 0...1.1, ticks: 0.25),
          layers: [
            .line("path-four-steps", x: "barrier", y: "tilt", .blue, "four steps"),
            .line("path-best", x: "barrier", y: "tilt", .green, "best path found"),
          ]),
        Panel(
          "excess work", x: Axis(time, logarithmic: true),
          y: Axis("work − ln 2  ({/:Italic k}_B{/:Italic T})", 0.01...100, logarithmic: true),
          layers: protocols.flatMap { name, style, title -> [Layer] in
            [
              .line("work-\(name)", x: "time", y: "excess", style, title),
              .points("sampled-\(name)", x: "time", y: "excess", yError: "excess.error", style),
            ]
          }),
        Panel(
          "erasure with errors", x: Axis("error 1 − {/:Italic P}_S", 0...0.5, ticks: 0.1),
          y: Axis("least work  ({/:Italic k}_B{/:Italic T})", 0...2, ticks: 0.5),
          layers: limits.flatMap { time, style -> [Layer] in
            [
              .line("errors-\(label(time))", x: "error", y: "work", style, "{/:Italic τ} = \(label(time))"),
              .points("sampled-errors-\(label(time))", x: "error", y: "work", yError: "work.error", style),
            ]
          } + [.line("errors-slow", x: "error", y: "work", .black, "slow limit")]),
        Panel(
          "distance from the speed limit", x: Axis("time  (1/{/:Italic k}_0)", logarithmic: true),
          y: Axis("time/least time", 0.8...1000, logarithmic: true),
          layers: [
            .level(1, "speed limit"),
            .line("two-states", x: "time", y: "ratio", .blue, "bit, optimal"),
            .points("sampled-two-states", x: "time", y: "ratio", yError: "ratio.error", .blue),
            .line("quench", x: "time", y: "ratio", .vermillion, "bit, quench"),
          ]
            + spins.map { number, style in
              .line(
                "transient-\(number + 1)", x: "time", y: "ratio", style,
                "spins, {/:Italic J}_{21} = \(label(p.couplings[number]))")
            }),
      ])
  }
}
