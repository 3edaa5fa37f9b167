import Companion
import PerceptronLearning

// MARK: - Plot

extension LabelLearning {
  static func plot(_ p: Parameters) -> Plot {
    let loads = zip(p.loads.map(label), [Style.blue, .vermillion, .green, .purple, .orange, .sky])
    let rate = Axis("learning rate {/:Italic ν}", 0...8)
    let errorDriven = LearningRule.allCases.enumerated().map { (rule: $1, style: Style.allCases[$0]) }
      .filter(\.rule.isErrorDriven)
    return Plot(
      caption: """
        Learning random labels. (a) Efficiency η of one weight that learns one label by Hebb's rule, against the learning \
        rate ν and the duration τ of its ramp, in relaxation times; contours at 0.1, 0.3, 0.5, 0.7 and 0.9. (b) Information \
        about a label and (c) efficiency, the information about the labels over ΔS + Q of the weights, against ν for many \
        weights and M/N labels per weight, Hebb's rule switched on suddenly: the limit N → ∞ (lines) and networks of \
        \(p.weights) weights (points). (d) Both sides of the bound for small problems, summed over labels and weights: \
        Hebb's rule averaged over all labels, Perceptron and AdaTron simulated; crosses are exact. Error bars are one \
        standard error.
        """,
      headlines: ["one-label-best", "limit-best-quasistatic"],
      answer:
        "For one weight and one label up to {one-label-best %}, in the limit of slow learning; for many weights and "
        + "labels at most {limit-best-quasistatic %}.",
      panels: [
        Panel(
          "one weight, one label", x: Axis("learning rate {/:Italic ν}", 0.5...8),
          y: Axis("log_{10} {/:Italic τ}", -2...5), legend: .none,
          layers: [
            .heatMap(
              "map", x: "rate", y: "decade", z: "efficiency", label: "efficiency {/:Italic η}", range: 0...1),
            .contours(
              "map", x: "rate", y: "decade", z: "efficiency", levels: [0.1, 0.3, 0.5, 0.7, 0.9]),
          ]),
        Panel(
          "information about a label", x: rate,
          y: Axis("information  (nats)", 0...0.7), legend: .onLines,
          layers: loads.flatMap { load, style -> [Layer] in
            [
              .line("limit-\(load)", x: "rate", y: "information", style, "{/:Italic M}/{/:Italic N} = \(load)"),
              .points("sampled-\(load)", x: "rate", y: "information", yError: "information.error", style),
            ]
          }),
        Panel(
          "efficiency, sudden start", x: rate, y: Axis("efficiency", 0...0.1),
          layers: loads.flatMap { load, style -> [Layer] in
            [
              .line("limit-\(load)", x: "rate", y: "efficiency", style, "{/:Italic M}/{/:Italic N} = \(load)"),
              .points("sampled-\(load)", x: "rate", y: "efficiency", yError: "efficiency.error", style),
            ]
          }),
        Panel(
          "the bound",
          x: Axis(
            "cost of all weights  (nats)", 1e-2...1e3, logarithmic: true),
          y: Axis("information about all labels  (nats)", 1e-3...10, logarithmic: true),
          layers: [
            .line("bound", x: "cost", y: "information", .grey, "bound"),
            .points("hebbian", x: "cost", y: "information", .blue, "Hebb"),
          ]
            + errorDriven.map { rule, style in
              .points(
                "\(rule)", x: "cost", y: "information", xError: "cost.error", yError: "information.error", style,
                rule.name)
            }
            + errorDriven.enumerated().map { number, item in
              .points("exact-\(item.rule)", x: "cost", y: "information", .black, number == 0 ? "exact" : "")
            }),
      ])
  }
}
