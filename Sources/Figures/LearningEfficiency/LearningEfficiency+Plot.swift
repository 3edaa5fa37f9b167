import Companion
import PerceptronLearning

// MARK: - Plot

extension LearningEfficiency {
  static func plot(_ p: Parameters) -> Plot {
    let rules = LearningRule.allCases.enumerated().map { (rule: $1, style: Style.allCases[$0]) }
    let time = Axis("time {/:Italic t}  (1/{/:Italic μ})", 0...4, ticks: 1)
    let (first, last) = (p.historyTimes[0], p.historyTimes[p.historyTimes.count - 1])
    let history = Axis(time.label, first...max(last, 2 * first), logarithmic: true)
    let histories = LearningRule.allCases.map { rule in
      Panel(
        "\(rule.name), in time", x: history,
        y: Axis("efficiency {/:Italic η}({/:Italic t})", 0...0.4, ticks: 0.1),
        legend: rule == .hebbian ? .above : .none,
        layers: zip(p.historyRates.map(label), [[Style.sky, .orange], [.purple, .black]]).flatMap { rate, styles in
          zip(["sudden", "ramp"], styles).flatMap { start, style -> [Layer] in
            let series = "history-\(start)-\(rule)-\(rate)"
            return [
              .line(series, x: "time", y: "efficiency", style, "{/:Italic ν} = \(rate), \(start)"),
              .points("sampled-\(series)", x: "time", y: "efficiency", yError: "efficiency.error", style),
            ]
          }
        })
    }
    let maps = LearningRule.allCases.map { rule in
      Panel(
        "\(rule.name), ramp", x: Axis("log_{10} {/:Italic ν}", -2...2, ticks: 1),
        y: Axis("log_{10} {/:Italic k}", -2...1, ticks: 1), legend: .none,
        layers: [
          .heatMap("map-\(rule)", x: "rate", y: "stiffness", z: "ramp", label: "{/:Italic η}", range: 0...0.4),
          .contours("map-\(rule)", x: "rate", y: "stiffness", z: "ramp", levels: [0.1, 0.2, 0.3], .black),
        ])
    }
    return Plot(
      caption: """
        A student perceptron learns from a teacher with the Hebbian rule, the Perceptron rule or the AdaTron. \
        (a) Generalisation error against time, for students of \(p.smallWeights) (filled) and \(p.largeWeights) weights \
        (open) over the limit of infinitely many. (b) Efficiency of learning at rest against the learning rate ν, after \
        a sudden start (lower lines) and after an infinitely slow ramp (upper lines); grey lines are the limits of \
        weak learning. (c) The cost if examples displace the weights at once and only their relaxation is heat. \
        (d)–(f) Efficiency at a finite time, of learning that stops there: information between the labels of student and \
        teacher at the time t over the growth of entropy and the heat until t, for learning rates that are switched on \
        suddenly or by a ramp of the duration \(label(p.rampTime)), at the stiffness 1. (g)–(i) Efficiency at rest after \
        that ramp against learning rate and stiffness k; contours at 0.1, 0.2 and 0.3. \
        Times are in units of the inverse mobility 1/μ of a weight, ν and k in units of the temperature. Lines and maps \
        are exact, points with error bars (one standard error) are sampled; of those in (b) and (d)–(f) only the entropy \
        produced is, and both informations are exact.
        """,
      headlines: ["rest-efficiency-hebbian", "weak-quasistatic"],
      answer:
        "At most {weak-quasistatic %} of them is information about the teacher, for weak and slow learning; by the Hebbian "
        + "rule, started suddenly, {rest-efficiency-hebbian %}.",
      columns: 3,
      panels: [
        Panel(
          "learning", x: time, y: Axis("generalisation error {/:Italic ε}_{g}", 0.3...0.5, ticks: 0.05),
          legend: .above,
          layers: rules.flatMap { rule, style -> [Layer] in
            [
              .line("error-\(rule)", x: "time", y: "error", style, rule.name),
              .points("small-\(rule)", x: "time", y: "error", yError: "error.error", style),
              .points("large-\(rule)", x: "time", y: "error", yError: "error.error", style, open: true),
            ]
          }),
        Panel(
          "efficiency at rest",
          x: Axis("{/:Italic ν}/√{/:Italic k}  (AdaTron: {/:Italic ν}/{/:Italic k})", 0.01...100, logarithmic: true),
          y: Axis("efficiency {/:Italic η}", 0...0.45, ticks: 0.1), legend: .none,
          layers: [.level(number: "weak-quasistatic", "")]
            + LearningRule.allCases.map { .level(number: "weak-\($0)", "") }
            + rules.flatMap { rule, style -> [Layer] in
              [
                .line("efficiency-\(rule)", x: "rate", y: "quasistatic", style),
                .line("efficiency-\(rule)", x: "rate", y: "sudden", style, rule.name),
                .points("sampled-efficiency-\(rule)", x: "rate", y: "efficiency", yError: "efficiency.error", style),
              ]
            }),
        Panel(
          "if examples kick", x: time, y: Axis("Δ{/:Italic S} + {/:Italic Q}  (nats)", -1...4, ticks: 1),
          legend: .none,
          layers: [.level(0, "")]
            + rules.flatMap { rule, style -> [Layer] in
              [
                .line("kicks-\(rule)", x: "time", y: "cost", style, rule.name),
                .points("sampled-kicks-\(rule)", x: "time", y: "cost", yError: "cost.error", style),
              ]
            }),
      ] + histories + maps)
  }
}
