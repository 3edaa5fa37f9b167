import Companion
import Learning

// MARK: - Plot

extension LearningEfficiency {
  static func plot(_ p: Parameters) -> Plot {
    let rules: [(rule: LearningRule, name: String, style: Style)] = [
      (.hebbian, "Hebbian", .blue), (.perceptron, "Perceptron", .vermillion), (.adatron, "AdaTron", .green),
    ]
    let time = Axis("time {/:Italic t}", 0...4, ticks: 1)
    let maps: (String, String, [Double], [String]) -> [Panel] = { column, name, levels, letters in
      zip(letters, rules).map { letter, item in
        Panel(
          "(\(letter)) \(item.name), \(name)", x: Axis("log_{10} {/:Italic ν}", -2...2, ticks: 1),
          y: Axis("log_{10} {/:Italic k}", -2...1, ticks: 1), legend: .none,
          layers: [
            .heatMap(
              "map-\(item.rule)", x: "rate", y: "stiffness", z: column, label: "{/:Italic η}", range: 0...0.4),
            .contours("map-\(item.rule)", x: "rate", y: "stiffness", z: column, levels: levels, .black),
          ])
      }
    }
    return Plot(
      caption: """
        A student perceptron learns from a teacher with the Hebbian rule, the Perceptron rule or the AdaTron. \
        (a) Generalisation error in time, for students of \(p.smallWeights) (filled) and \(p.largeWeights) weights \
        (open) over the limit of infinitely many. (b) Efficiency of learning at rest against the learning rate, after \
        a sudden start (lower lines) and after an infinitely slow ramp (upper lines); grey lines are the limits of \
        weak learning. (c) The cost if examples displace the weights at once and only their relaxation is heat. \
        (d)–(f) Efficiency at rest against learning rate and stiffness after a sudden start, and (g)–(i) after a \
        ramp of the learning rate within the time \(label(p.rampTime)); contours at 0.05, 0.1, 0.15 and at 0.1, \
        0.2, 0.3. Lines and maps are exact, points with error bars (one standard error) are sampled; \
        of those in (b) only the entropy produced is, and both informations are exact.
        """,
      columns: 3,
      panels: [
        Panel(
          "learning", x: time, y: Axis("generalisation error {/:Italic ε}_g", 0.3...0.5, ticks: 0.05),
          layers: rules.flatMap { rule, name, style -> [Layer] in
            [
              .line("error-\(rule)", x: "time", y: "error", style, name),
              .points("small-\(rule)", x: "time", y: "error", yError: "error.error", style),
              .points("large-\(rule)", x: "time", y: "error", yError: "error.error", style, open: true),
            ]
          }),
        Panel(
          "efficiency at rest",
          x: Axis("{/:Italic ν}/√{/:Italic k}  (AdaTron: {/:Italic ν}/{/:Italic k})", 0.01...100, logarithmic: true),
          y: Axis("efficiency {/:Italic η}", 0...0.45, ticks: 0.1), legend: .none,
          layers: [.level(LearningRule.largestEfficiency, "")] + rules.map { .level($0.rule.weakEfficiency, "") }
            + rules.flatMap { rule, name, style -> [Layer] in
              [
                .line("efficiency-\(rule)", x: "rate", y: "quasistatic", style),
                .line("efficiency-\(rule)", x: "rate", y: "sudden", style, name),
                .points("sampled-efficiency-\(rule)", x: "rate", y: "efficiency", yError: "efficiency.error", style),
              ]
            }),
        Panel(
          "if examples kick", x: time, y: Axis("Δ{/:Italic S} + {/:Italic Q}  (nats)", -1...4, ticks: 1),
          layers: [.level(0, "")]
            + rules.flatMap { rule, name, style -> [Layer] in
              [
                .line("kicks-\(rule)", x: "time", y: "cost", style, name),
                .points("sampled-kicks-\(rule)", x: "time", y: "cost", yError: "cost.error", style),
              ]
            }),
      ] + maps("sudden", "sudden start", [0.05, 0.1, 0.15], ["d", "e", "f"])
        + maps("ramp", "slow ramp", [0.1, 0.2, 0.3], ["g", "h", "i"]))
  }
}
