import Companion

// MARK: - Plot

extension TransientComputation {
  static func plot(_ p: Parameters) -> Plot {
    let name = "{/:Italic I}({/:Italic s_t}; {/:Italic y})  (bits)"
    let early = Axis(name, 1e-4...1, logarithmic: true)
    let produced = "entropy produced {/:Italic S}_{tot}  (nats)"
    let time = "time {/:Italic t}  (1/{/:Italic k}_{0})"
    let styles = [Style.vermillion, .green, .blue, .purple, .orange, .sky]
    let courses = zip(p.asymmetries, styles).map { asymmetry, style in
      (name: Self.name(asymmetry), title: "{/:Italic J}_{21} = \(label(asymmetry))", style: style)
    }
    // Lines of switched couplings are solid, so that their breaks are seen.
    let reading = zip(p.readingTimes.map(label), [(Style.green, Style.black), (.sky, .blue), (.orange, .purple)])
    let course = { (x: String) -> [Layer] in
      courses.flatMap { course -> [Layer] in
        [
          .line("course-\(course.name)", x: x, y: "information", course.style, course.title),
          .points(
            "sampled-course-\(course.name)", x: x, y: "information", xError: x == "entropy" ? "entropy.error" : nil,
            yError: "information.error", course.style),
        ]
      }
    }
    let inTime = { (y: String) -> [Layer] in
      [("held", Style.sky), ("switched", .blue)].flatMap { kind, style -> [Layer] in
        [
          .line("\(kind)-in-time", x: "time", y: y, style, kind == "held" ? "constant" : kind),
          .points("sampled-\(kind)-in-time", x: "time", y: y, yError: "\(y).error", style),
        ]
      }
    }
    return Plot(
      caption: """
        The two-spin sensory complex before its steady state, with the input switched on at t = 0 and couplings \
        J12 = −J21. (a) Information about the answer against the time of the reading. (b) The same against the \
        entropy produced until then. (c) Information of two readings in the steady state against the delay between them. \
        (d) Largest information at a reading time T against the entropy produced, with constant couplings and with \
        couplings that are switched once; lines break where the optimal protocol jumps to one of another kind. (e, f) \
        Information and entropy produced, against time, for the optimal protocols of both kinds at T = \
        \(label(p.readingTimes[p.readingTimes.count - 1])) and the price α = \(label(p.shownAlpha)). Lines are exact, \
        points with error bars (one standard error) are sampled.
        """,
      headlines: p.readingTimes.prefix(2).map { "gain-\(label($0))" },
      answer:
        "The earlier the reading, the more entropy the same information costs; at the time 0.1, a single switch of "
        + "the couplings adds {gain-0.1}.",
      panels: [
        Panel("early reading", x: Axis(time, 1e-3...10, logarithmic: true), y: early, layers: course("time")),
        Panel(
          "accuracy and dissipation", x: Axis(produced, 0.1...100, logarithmic: true), y: early,
          layers: course("entropy")),
        Panel(
          "two readings", x: Axis("delay  (1/{/:Italic k}_{0})", 0.01...10, logarithmic: true),
          y: Axis("information of both readings  (bits)", 0...0.25),
          layers: courses.flatMap { course -> [Layer] in
            [
              .line("two-times-\(course.name)", x: "delay", y: "information", course.style, course.title),
              .points(
                "sampled-two-times-\(course.name)", x: "delay", y: "information", yError: "information.error",
                course.style),
            ]
          }),
        Panel(
          "constant and switched couplings",
          x: Axis("entropy produced until {/:Italic T},  {/:Italic S}_{tot}  (nats)", 1...100, logarithmic: true),
          y: Axis("{/:Italic I}({/:Italic s_T}; {/:Italic y})  (bits)", 0...0.12),
          layers: reading.flatMap { time, pair -> [Layer] in
            [("held", pair.0), ("switched", pair.1)].flatMap { kind, style -> [Layer] in
              let name = "\(kind)-\(time)"
              return (0..<branches).map { branch in
                .line(
                  "\(name)-branch-\(branch)", x: "entropy", y: "information", style,
                  branch > 0 ? "" : "{/:Italic T} = \(time), \(kind == "held" ? "constant" : kind)")
              } + [
                .points(
                  "sampled-\(name)", x: "entropy", y: "information", xError: "entropy.error",
                  yError: "information.error", style)
              ]
            }
          }),
        Panel(
          "information against time", x: Axis(time), y: Axis(name, 0...0.1), layers: inTime("information")),
        Panel("entropy produced against time", x: Axis(time), y: Axis(produced, 0...3), layers: inTime("entropy")),
      ])
  }
}
