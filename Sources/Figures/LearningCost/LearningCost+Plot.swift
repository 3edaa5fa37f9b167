import Companion
import Learning

// MARK: - Plot

extension LearningCost {
  static func plot(_ p: Parameters) -> Plot {
    let rules: [(rule: LearningRule, name: String, style: Style)] = [
      (.hebbian, "Hebbian", .blue), (.perceptron, "Perceptron", .vermillion), (.adatron, "AdaTron", .green),
    ]
    let parts: [(part: Part, style: Style)] = [
      (.compression, .purple), (.alignment, .orange), (.unused, .sky), (.useful, .blue),
    ]
    let bars = zip(["a", "b", "c"], p.errors.reversed()).map { letter, error in
      Panel(
        "(\(letter)) {/:Italic ε}_g = \(label(error))", x: Axis("", 0.4...3.6, names: rules.map(\.name)),
        y: Axis("Δ{/:Italic S} + {/:Italic Q}  (nats)"), legend: letter == "a" ? .automatic : .none,
        layers: parts.map { part, style in
          .bars("\(part)-\(label(error))", x: "rule", from: "from", to: "to", style, "\(part)")
        })
    }
    let ramp = Axis("duration of the ramp {/:Italic τ}", 0.01...1000, logarithmic: true)
    let lines: (String) -> [Layer] = { column in
      rules.dropFirst(column == "compression" ? 1 : 0).flatMap { rule, name, style -> [Layer] in
        [
          .line("slow-\(rule)", x: "time", y: column, .grey),
          .line("ramps-\(rule)", x: "time", y: column, style, name),
        ]
      }
    }
    let points: (LearningRule, Style) -> Layer = { rule, style in
      .points("sampled-ramps-\(rule)", x: "time", y: "loss", yError: "loss.error", style)
    }
    return Plot(
      caption: """
        What a student pays to learn a rule. (a)–(c) The cost of coming to rest at the same generalisation error after \
        a sudden start: what the label of the student tells of the teacher's (useful), what else its weights know \
        (unused), and what is lost by turning and by compressing them too fast. (d) Cost against time for \
        examples that act as an averaged force (manipulation) and for those of the Hebbian rule that kick (driving). \
        (e) Loss by turning and (f) by compressing the weights against the duration of the ramp of the learning \
        rate, at \(label(p.rampError)); grey lines are the limits of slow ramps. Lines and bars are exact, points \
        with error bars (one standard error) are sampled: of manipulation and of the losses only the entropy produced, \
        to which the exact information of the weights is added, and from which the exact other loss is subtracted.
        """,
      columns: 3,
      panels: bars + [
        Panel(
          "manipulation and driving", x: Axis("time {/:Italic t}", 0.01...10, logarithmic: true),
          y: Axis("Δ{/:Italic S} + {/:Italic Q}  (nats)", 0.001...100, logarithmic: true),
          layers: [
            .line("driving", x: "time", y: "cost", .purple, "driving, Hebbian"),
            .points("sampled-driving", x: "time", y: "cost", yError: "cost.error", .purple),
          ]
            + rules.flatMap { rule, name, style -> [Layer] in
              [
                .line("manipulation-\(rule)", x: "time", y: "cost", style, name),
                .points("sampled-manipulation-\(rule)", x: "time", y: "cost", yError: "cost.error", style),
              ]
            }),
        Panel(
          "turning the weights", x: ramp,
          y: Axis("∫ {/:Italic Ṙ}^{2} d{/:Italic t}  (nats)", 1e-4...10, logarithmic: true), layers: lines("alignment") + [points(.hebbian, .blue)]),
        Panel(
          "compressing the weights", x: ramp,
          y: Axis("∫ {/:Italic v̇}^{2}/4{/:Italic v} d{/:Italic t}  (nats)", 1e-4...10, logarithmic: true),
          layers: lines("compression") + [points(.perceptron, .vermillion), points(.adatron, .green)]),
      ])
  }
}
