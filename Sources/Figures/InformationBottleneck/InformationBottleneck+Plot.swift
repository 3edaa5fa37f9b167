import Companion

// MARK: - Plot

extension InformationBottleneck {
  static func plot(_ p: Parameters) -> Plot {
    let information = "{/:Italic I}({/:Italic s}; {/:Italic y})  (bits)"
    let parity = "{/:Italic I}({/:Italic s}_{1}{/:Italic s}_{2}; {/:Italic x})  (bits)"
    let dissipation = "{/:Italic Σ}  (k_{0})"
    let name = label(p.angle)
    let path = { (x: String) -> [Layer] in
      [
        .line("frontier-\(name)", x: x, y: "information", .vermillion, "best complexes"),
        .points("sampled-frontier-\(name)", x: x, y: "information", yError: "information.error", .vermillion),
        .mark("start-\(name)", x: x, y: "information", .black, ""),
      ]
    }
    let frontiers = zip(
      p.angles, [(Style.blue, Style.sky), (.vermillion, .orange), (.green, .purple)])
    return Plot(
      caption: """
        The two-spin sensory complex against the information bottleneck. (a) Information about the answer against \
        information about the input, at a gate rotated by \(name)°: the largest of all channels, which tends to I(x; y), and \
        that of all complexes with couplings up to \(label(p.regionBound)). The colour is the least entropy production rate \
        Σ at a point, the darkest for 0.01 k0 and below; the dashed line is the optimal complexes as the price of \
        dissipation varies, the star the optimal equilibrium. (b) The same for the parity of the two spins, which contains all their \
        information about the answer; here the best channels are channels of one bit. (c) The information of the optimal \
        complexes about the answer as the price of dissipation varies, as a fraction of the bound at the information about the \
        input of the parity and of both spins. (d) The optimal parity at α = 0 as the bath gets colder, below the best \
        channels and those of one bit. Lines are exact, points with error bars (one standard error) are sampled; the information of \
        sampled complexes about the input, along the abscissae of panels a, b and d, is exact.
        """,
      headlines: ["ness-\(label(p.angles[0]))-of-bound", "ness-\(label(p.angles[0]))-parity-of-bound"],
      answer:
        "At 30° they reach {ness-30-of-bound %} of the bound of the information bottleneck, since only one of their "
        + "bits, the parity, carries information about the answer.",
      panels: [
        Panel(
          "information plane", x: Axis("{/:Italic I}({/:Italic s}; {/:Italic x})  (bits)"),
          y: Axis(information, leastInformation(p)...1, logarithmic: true), legend: .onLines,
          layers: [
            .cells(
              "region", x: "input", y: "information", width: regionPixels.x.extent, height: regionPixels.y.extent,
              colour: "sigma", label: dissipation, range: 0.01...10, logarithmic: true),
            .level(number: "available", "{/:Italic I}({/:Italic x}; {/:Italic y})"),
            .line("curve-above-region", x: "input", y: "information", .blue, "best channels"),
          ] + path("input")),
        Panel(
          "parity", x: Axis(parity, 0...0.5), y: Axis(information, 0...0.25),
          layers: [
            .cells(
              "parity-region", x: "input", y: "information", width: parityPixels.x.extent,
              height: parityPixels.y.extent, colour: "sigma", label: dissipation, range: 0.01...10, logarithmic: true),
            .line("curve-to-0.5", x: "input", y: "information", .blue, "best channels"),
          ] + path("parity")),
        Panel(
          "fraction of the bound", x: Axis(dissipation, 1e-3...100, logarithmic: true),
          y: Axis("{/:Italic I}({/:Italic s}; {/:Italic y}) / bound", 0...1),
          layers: frontiers.flatMap { angle, styles -> [Layer] in
            let name = label(angle)
            return [
              .line("frontier-\(name)", x: "sigma", y: "parity-of-bound", styles.0, "{/:Italic φ} = \(name)°, parity"),
              .points(
                "sampled-frontier-\(name)", x: "sigma", y: "parity-of-bound", xError: "sigma.error",
                yError: "parity-of-bound.error", styles.0),
              .line("frontier-\(name)", x: "sigma", y: "of-bound", styles.1, "{/:Italic φ} = \(name)°, spins"),
              .points(
                "sampled-frontier-\(name)", x: "sigma", y: "of-bound", xError: "sigma.error",
                yError: "of-bound.error", styles.1),
            ]
          }),
        Panel(
          "colder bath", x: Axis(parity, 0...1), y: Axis(information, 0...0.35), legend: .onLines,
          layers: [
            .line("curve-to-1", x: "input", y: "information", .blue, "best channels"),
            .line("one-bit-to-1", x: "input", y: "information", .green, "of one bit"),
          ]
            + zip(p.coldAngles, [Style.orange, .purple, .vermillion]).flatMap { angle, style -> [Layer] in
              let name = label(angle)
              return [
                .line("cooling-\(name)", x: "parity", y: "information", style, "{/:Italic φ} = \(name)°"),
                .points(
                  "sampled-cooling-\(name)", x: "parity", y: "information", yError: "information.error", style),
              ]
            }
            + p.coldAngles.suffix(1).map { angle in
              .line(
                "cooling-\(label(angle))", x: "equilibrium-parity", y: "equilibrium-information", .sky,
                "{/:Italic φ} = \(label(angle))°, equilibrium")
            }),
      ])
  }
}
