import Companion
import PerceptronLearning

// MARK: - Plot

extension LearningCost {
  static func plot(_ p: Parameters) -> Plot {
    let rules = LearningRule.allCases.enumerated().map { (rule: $1, style: Style.allCases[$0]) }
    let parts: [(part: Part, style: Style)] = [
      (.compression, .purple), (.alignment, .orange), (.unused, .sky), (.useful, .blue),
    ]
    let errors = Axis(
      "generalisation error {/:Italic ε}_{g}", p.lineErrors[0]...p.lineErrors[p.lineErrors.count - 1], ticks: 0.1)
    // Every part has its name where it appears first: compression in the panel of the first
    // error-driven rule.
    let firstErrorDriven = LearningRule.allCases.first(where: \.isErrorDriven)
    let costs = LearningRule.allCases.map { rule in
      Panel(
        rule.name, x: errors,
        y: Axis("cost  (nats)", 0.01...300, logarithmic: true),
        layers: [.line("parts-\(rule)", x: "error", y: "cost", .black, rule == .hebbian ? "total" : "")]
          + parts.filter { rule.isErrorDriven || $0.part != .compression }.map { part, style in
            let isNamed = rule == (part == .compression ? firstErrorDriven : .hebbian)
            return .line("parts-\(rule)", x: "error", y: "\(part)", style, isNamed ? "\(part)" : "")
          })
    }
    let ramp = Axis("duration {/:Italic τ}  (1/{/:Italic μ})", 0.01...1000, logarithmic: true)
    let lines: (String) -> [Layer] = { column in
      rules.filter { $0.rule.isErrorDriven || column != "compression" }.flatMap { rule, style -> [Layer] in
        [
          .line("slow-\(rule)", x: "time", y: column, .grey),
          .line("ramps-\(rule)", x: "time", y: column, style, rule.name),
        ]
      }
    }
    // Of error-driven rules the loss by compression is sampled, of others that by turning.
    let points: (_ areErrorDriven: Bool) -> [Layer] = { areErrorDriven in
      rules.filter { $0.rule.isErrorDriven == areErrorDriven }.map { rule, style in
        .points("sampled-ramps-\(rule)", x: "time", y: "loss", yError: "loss.error", style)
      }
    }
    return Plot(
      caption: """
        The cost of learning a rule. (a)–(c) The cost of relaxing to a generalisation error after a sudden \
        start, ΔS + Q, with the Hebbian rule, the Perceptron and the AdaTron, and its parts: the information of the label of \
        the student about that of the teacher (useful), the rest of the information of its weights about the teacher's \
        (unused), and the losses by turning (alignment) and by compressing the weights too fast; the Hebbian rule does not \
        compress them. (d) Cost against time for examples that act as an averaged force (manipulation) and for those of \
        the Hebbian rule that displace the weights at once (kicks). (e) Loss by turning and (f) by compressing the weights against the duration of \
        the ramp of the learning rate, at the error \(label(p.rampError)); grey lines are the limits of slow ramps. Times are \
        in units of the inverse mobility 1/μ of a weight. Lines are exact, points with error bars (one standard error) are \
        sampled: of manipulation and of the losses only the entropy produced, to which the exact information of the weights is \
        added, and from which the exact other loss is subtracted.
        """,
      headlines: ["cost-hebbian-0.2", "slowest-cost-hebbian"],
      answer:
        "To err in a fifth of the cases costs {cost-hebbian-0.2} per weight by the Hebbian rule when it starts "
        + "suddenly, and {slowest-cost-hebbian} when it starts slowly.",
      columns: 3,
      panels: costs + [
        Panel(
          "averaged force and kicks",
          x: Axis("time {/:Italic t}  (1/{/:Italic μ})", 0.01...10, logarithmic: true),
          y: Axis("Δ{/:Italic S} + {/:Italic Q}  (nats)", 0.001...300, logarithmic: true),
          layers: [
            .line("driving", x: "time", y: "cost", .purple, "kicks"),
            .points("sampled-driving", x: "time", y: "cost", yError: "cost.error", .purple),
          ]
            + rules.flatMap { rule, style -> [Layer] in
              [
                .line("manipulation-\(rule)", x: "time", y: "cost", style, rule.name),
                .points("sampled-manipulation-\(rule)", x: "time", y: "cost", yError: "cost.error", style),
              ]
            }),
        Panel(
          "turning the weights", x: ramp,
          y: Axis("∫ (d{/:Italic R}/d{/:Italic t})^{2} d{/:Italic t}  (nats)", 1e-4...10, logarithmic: true),
          layers: lines("alignment") + points(false)),
        Panel(
          "compressing the weights", x: ramp,
          y: Axis(
            "∫ (d{/:Italic v}/d{/:Italic t})^{2}/4{/:Italic v} d{/:Italic t}  (nats)", 1e-4...10, logarithmic: true),
          layers: lines("compression") + points(true)),
      ])
  }
}
