import Companion

// MARK: - Plot

extension TransientComputation {
  static func plot(_ p: Parameters) -> Plot {
    let information = Axis("{/:Italic I}({/:Italic s_t}, {/:Italic y})  (bits)", 0...0.12)
    let early = Axis("{/:Italic I}({/:Italic s_t}, {/:Italic y})  (bits)", 1e-4...0.2, logarithmic: true)
    let produced = Axis("entropy produced, {/:Italic S}  (nats)", 0.1...100, logarithmic: true)
    let styles = [Style.vermillion, .green, .blue, .purple, .orange, .sky]
    let courses = zip(p.asymmetries, styles).map { asymmetry, style in
      (name(asymmetry), "{/:Italic a} = " + label(asymmetry).replacing("-", with: "−"), style)
    }
    let reading = zip(p.readingTimes.map(label), [(Style.orange, Style.purple), (.sky, .blue), (.green, .vermillion)])
    let course = { (x: String) -> [Layer] in
      courses.flatMap { name, title, style -> [Layer] in
        [
          .line("course-\(name)", x: x, y: "information", style, title),
          .points(
            "sampled-course-\(name)", x: x, y: "information", xError: x == "entropy" ? "entropy.error" : nil,
            yError: "information.error", style),
        ]
      }
    }
    let inTime = { (y: String) -> [Layer] in
      [("held", Style.sky), ("switched", .blue)].flatMap { kind, style -> [Layer] in
        [
          .line("\(kind)-in-time", x: "time", y: y, style, kind),
          .points("sampled-\(kind)-in-time", x: "time", y: y, yError: "\(y).error", style),
        ]
      }
    }
    return Plot(
      caption: """
        The two-spin sensory complex before it has come to rest, with the input switched on at t = 0 and couplings \
        J = (−a, a). (a) Information on the answer against the time at which the state is read. (b) The same against the \
        entropy produced until then. (c) Information of two looks in the steady state against the delay between them. \
        (d) The best that can be had at a reading time T for the entropy produced, with couplings that are held and \
        with couplings that are switched once. (e, f) Information and entropy produced in time for the best of both kinds \
        at the price α = \(label(p.shownAlpha)) and the last reading time. Lines are exact, points with error bars (one \
        standard error) are sampled.
        """,
      panels: [
        Panel(
          "reading early", x: Axis("time {/:Italic t}  (1/{/:Italic k}_{0})", 1e-3...10, logarithmic: true),
          y: early,
          layers: course("time")),
        Panel("accuracy and dissipation", x: produced, y: early, layers: course("entropy")),
        Panel(
          "reading twice", x: Axis("delay {/:Italic τ}  (1/{/:Italic k}_{0})", 0.01...10, logarithmic: true),
          y: Axis("{/:Italic I}(({/:Italic s}_{0}, {/:Italic s_τ}), {/:Italic y})  (bits)", 0...0.2),
          layers: courses.flatMap { name, title, style -> [Layer] in
            [
              .line("two-times-\(name)", x: "delay", y: "information", style, title),
              .points("sampled-two-times-\(name)", x: "delay", y: "information", yError: "information.error", style),
            ]
          }),
        Panel(
          "holding and switching",
          x: Axis("entropy produced until {/:Italic T},  {/:Italic S}  (nats)", 1...100, logarithmic: true),
          y: Axis("{/:Italic I}({/:Italic s_T}, {/:Italic y})  (bits)", 0...0.12),
          layers: reading.flatMap { time, pair -> [Layer] in
            [("held", pair.0), ("switched", pair.1)].flatMap { kind, style -> [Layer] in
              let name = "\(kind)-\(time)"
              return [
                .line(name, x: "entropy", y: "information", style, "{/:Italic T} = \(time), \(kind)"),
                .points(
                  "sampled-\(name)", x: "entropy", y: "information", xError: "entropy.error",
                  yError: "information.error", style),
              ]
            }
          }),
        Panel(
          "what switching gains", x: Axis("time {/:Italic t}  (1/{/:Italic k}_{0})"), y: information, layers: inTime("information")),
        Panel(
          "what it saves", x: Axis("time {/:Italic t}  (1/{/:Italic k}_{0})"),
          y: Axis("entropy produced, {/:Italic S}  (nats)", 0...3), layers: inTime("entropy")),
      ])
  }
}
