import Companion

// MARK: - Plot

extension TrajectoryReadout {
  static func plot(_ p: Parameters) -> Plot {
    let (main, other) = (label(p.angle), label(p.drive))
    let time = Axis("time {/:Italic T}  (1/{/:Italic k}_0)", 0.01...1000, logarithmic: true)
    let bits = Axis("{/:Italic I}(trajectory; {/:Italic y})  (bits)", 0...0.5, ticks: 0.1)
    let driven = Array(zip(p.drives, [Style.green, .vermillion, .purple]))
    let targets = Array(zip(p.informations.map(label), [Style.blue, .green, .vermillion, .purple, .orange]))
    return Plot(
      caption: """
        What the trajectory of two spins tells about the answer. (a) Information against the time of observation, without \
        couplings and with J12 = −J, J21 = J; lines beside the points are the limits of short and of long observations, \
        grey levels the best single look at any couplings and what there is to know; the light blue line is for a reader of \
        the first and the last state only. (b) The same for other rotations of the gate. (c) Information that is lost \
        without the ends of the trajectory (J = 0), without the direction of time (J = \(other), with its bound ΣT/4, at \
        most 1 bit, in black), and without it in a control at J = 0 whose input drives the cycle. (d) Time until an information is reached, in units of that \
        without couplings; black line: limit of long observations. (e) Entropy produced until then; lines: limit of strong \
        drive. (f) Information against the entropy produced while watching, with the limits of panel (a). Lines are \
        exact, those in (e) but for a sampled factor; points with error bars (one standard error) are sampled.
        """,
      headlines: ["best-look-time-\(main)", "best-look-\(main)"],
      answer:
        "Spins without couplings, watched for {best-look-time-\(main)}/k0, have told the {best-look-\(main)} bits that a single look "
        + "tells at best at any dissipation: dissipation buys speed, not knowledge.",
      panels: [
        Panel(
          "watching, {/:Italic φ} = \(main)°", x: time, y: bits, legend: .automatic,
          layers: [
            .level(number: "available-\(main)", ""), .level(number: "best-look-\(main)", ""),
            .line("line-\(main)", x: "time", y: "path", .blue, "{/:Italic J} = 0"),
            .line("line-\(main)", x: "time", y: "ends", .sky, "{/:Italic J} = 0, ends"),
            .points("watched-\(main)-0", x: "time", y: "information", yError: "information.error", .blue),
          ]
            + driven.flatMap { a, style -> [Layer] in
              let name = "\(main)-\(label(a))"
              return [
                .line("early-\(name)", x: "time", y: "information", style),
                .line("late-\(name)", x: "time", y: "information", style),
                .points(
                  "watched-\(name)", x: "time", y: "information", yError: "information.error", style,
                  "{/:Italic J} = \(label(a))"),
              ]
            }),
        Panel(
          "other rotations", x: time, y: bits, legend: .automatic,
          layers: [.level(number: "available-\(main)", "")]
            + p.rotations.map { .level(number: "available-\(label($0))", "") }
            + zip(p.rotations.map(label), [(Style.green, Style.purple), (.blue, .vermillion)]).flatMap {
              angle, styles -> [Layer] in
              [
                .line("line-\(angle)", x: "time", y: "path", styles.0, "\(angle)°, {/:Italic J} = 0"),
                .points("watched-\(angle)-0", x: "time", y: "information", yError: "information.error", styles.0),
                .line("early-\(angle)-\(other)", x: "time", y: "information", styles.1),
                .line("late-\(angle)-\(other)", x: "time", y: "information", styles.1),
                .points(
                  "watched-\(angle)-\(other)", x: "time", y: "information", yError: "information.error", styles.1,
                  "\(angle)°, {/:Italic J} = \(other)"),
              ]
            }),
        Panel(
          "what the trajectory holds", x: Axis("time {/:Italic T}  (1/{/:Italic k}_0)", 0.01...300, logarithmic: true),
          y: Axis("lost information  (bits)", 1e-5...1, logarithmic: true), legend: .automatic,
          layers: [
            .line("arrow-bound", x: "time", y: "lost", .black, "{/:Italic ΣT}/4"),
            .points("arrow-control", x: "time", y: "lost", yError: "lost.error", .green, "arrow, control"),
            .line("without-ends", x: "time", y: "lost", .blue, "ends"),
            .points("arrow", x: "time", y: "lost", yError: "lost.error", .vermillion, "arrow"),
          ]),
        Panel(
          "who is slowed down", x: Axis("coupling {/:Italic J}", 0...(p.slowDrives.last ?? 1)),
          y: Axis("time / time at {/:Italic J} = 0", 0...1.25, ticks: 0.25), legend: .automatic,
          layers: [.level(1, "")]
            + targets.map { name, style in
              .points("slowed-\(name)", x: "a", y: "ratio", yError: "ratio.error", style, "\(name) bits")
            } + [.line("slowed-limit", x: "a", y: "ratio", .black, "limit")]),
        Panel(
          "price of speed", x: Axis("time {/:Italic T}  (1/{/:Italic k}_0)", 0.01...1000, logarithmic: true),
          y: Axis("entropy {/:Italic ΣT}  (nats)", 0.1...3000, logarithmic: true), legend: .automatic,
          layers: targets.flatMap { name, style -> [Layer] in
            [
              .line("asymptote-\(name)", x: "time", y: "entropy", style),
              .points(
                "price-\(name)", x: "time", y: "entropy", xError: "time.error", yError: "entropy.error", style,
                "\(name) bits"),
            ]
          }),
        Panel(
          "information and entropy, {/:Italic φ} = \(main)°",
          x: Axis("entropy {/:Italic ΣT}  (nats)", 0.01...20_000, logarithmic: true), y: bits, legend: .automatic,
          layers: [.level(number: "available-\(main)", "")]
            + driven.flatMap { a, style -> [Layer] in
              let name = "\(main)-\(label(a))"
              return [
                .line("early-\(name)", x: "entropy", y: "information", style),
                .line("late-\(name)", x: "entropy", y: "information", style),
                .points(
                  "watched-\(name)", x: "entropy", y: "information", yError: "information.error", style,
                  "{/:Italic J} = \(label(a))"),
              ]
            }),
      ])
  }
}
