import Companion

// MARK: - Plot

extension LearningTradeoff {
  static func plot(_ p: Parameters) -> Plot {
    let drive = Axis("drive {/:Italic a}  ({/:Italic k}_{B}{/:Italic T})", 0...10)
    return Plot(
      caption: """
        Devices that learn in a steady state. (a) Precision of the acquired information against half the entropy \
        production rate: no device lies above the line. Devices drawn at random, driven by their signal alone \
        (passive) or by forces too (driven), of either family \(shown(p.devices).count) of \(p.devices); and a two-state \
        device along its drive. (b) Speed, variance and dissipation of the two-state device against its drive. (c) The \
        speed as a share of the dissipation, and the precision as a share of its bound. (d) \
        Uncertainty ratio of rings, σt times the variance of the current over twice its squared mean, against their \
        affinity per edge, \(shown(p.rings).count) of \(p.rings) random ones. Lines and open symbols are exact; filled \
        symbols of the same colour are sampled, with error bars of one standard error.
        """,
      headlines: ["cost-of-ten-percent", "efficiency"],
      answer:
        "A device with two states produces {cost-of-ten-percent} of entropy until its result is certain to ten "
        + "per cent.",
      panels: [
        Panel(
          "trade-off", x: Axis("{/:Italic σ}/2  (nats per time)", 1e-5...10, logarithmic: true),
          y: Axis("precision  (per time)", 1e-5...10, logarithmic: true),
          layers: [
            .points("driven-shown", x: "half-sigma", y: "precision", .green, "driven", open: true),
            .points("passive-shown", x: "half-sigma", y: "precision", .vermillion, "passive", open: true),
            .line("bound", x: "half-sigma", y: "half-sigma", .black, "precision = {/:Italic σ}/2"),
            .line("device", x: "half-sigma", y: "precision", .blue, "two-state device"),
          ]
            + [("sampled-driven", .green), ("sampled-passive", .vermillion), ("sampled-device", .blue)].map {
              (series: String, style: Style) -> Layer in
              .points(
                series, x: "half-sigma", y: "precision", xError: "half-sigma.error", yError: "precision.error", style)
            }),
        Panel(
          "two-state device", x: drive, y: Axis("rate  (nats or nats^{2} per time)", 0...0.8),
          layers: [
            .line("device", x: "control", y: "sigma", .vermillion, "dissipation {/:Italic σ}"),
            .points("sampled-device", x: "control", y: "sigma", yError: "sigma.error", .vermillion),
            .line("device", x: "control", y: "variance", .green, "variance"),
            .points("sampled-device", x: "control", y: "variance", yError: "variance.error", .green),
            .line("device", x: "control", y: "speed", .blue, "speed"),
            .points("sampled-device", x: "control", y: "speed", yError: "speed.error", .blue),
          ]),
        Panel(
          "tightness and efficiency", x: drive, y: Axis("share", 0...1),
          layers: [
            .line("device", x: "control", y: "tightness", .vermillion, "precision over {/:Italic σ}/2"),
            .points("sampled-device", x: "control", y: "tightness", yError: "tightness.error", .vermillion),
            .line("device", x: "control", y: "efficiency", .blue, "speed over {/:Italic σ}"),
          ]),
        Panel(
          "rings", x: Axis("affinity per edge  ({/:Italic k}_{B}{/:Italic T})", 0.1...20, logarithmic: true),
          y: Axis("uncertainty ratio", 0.8...40, logarithmic: true),
          layers: [
            .points("rings-shown", x: "control", y: "ratio", .vermillion, "random", open: true),
            .line("ring", x: "control", y: "ratio", .blue, "uniform"),
            .line("device-ring", x: "control", y: "ratio", .green, "two-state device"),
            .points("sampled-rings", x: "control", y: "ratio", yError: "ratio.error", .vermillion),
            .points("sampled-ring", x: "control", y: "ratio", yError: "ratio.error", .blue),
          ]),
      ])
  }
}
