import Companion
import PrincipalComponents

// MARK: - Plot

extension UnsupervisedLearning {
  static func plot(_ p: Parameters) -> Plot {
    let strength = "strength {/:Italic Λ}  ({/:Italic k}_B{/:Italic T})"
    let overlap = "squared overlap sin²{/:Italic θ}_{/:Italic w}"
    let (small, large) = ("{/:Italic N} = \(p.weights)", "{/:Italic N} = \(p.batchWeights)")
    let high = "{/:Italic d} = \(p.order)"
    let coexistence = CorrelationLearning(order: p.order).coexistence.map {
      CorrelationLearning(order: p.order).strength(leadingTo: $0)
    }
    let hints = zip(p.hints.map(label), [Style.purple, .green, .vermillion])
    return Plot(
      caption: """
        Learning a direction from correlations of order d. (a) Squared overlap at rest against the strength of the \
        correlations: from labels (d = 1), by Oja's rule (d = 2) and from correlations of order \(p.order), with a stable \
        and an unstable state, of which the first coexists with no knowledge at the vertical line. Points: students of \(p.weights) weights in \
        the averaged force, and of \(p.batchWeights) weights that learn from batches of inputs (open). (b) Cost per weight against what is \
        learned, after a sudden start; points: students of \(p.weights) weights. (c) Mean squared overlap in time after a \
        sudden start in a random direction. (d) Mean time until a student has learned, against the number of its \
        weights. (e) Distribution of the overlap of \(p.weights) weights by Oja's rule, for three strengths. (f) Losses against the duration of a linear \
        ramp, from labels (d = 1) and by Oja's rule in the presence of hints; black line: the least losses of turning from 0 to the angle at rest within that duration. Lines are exact, points \
        with error bars (one standard error) are sampled.
        """,
      headlines: ["heat-1", "heat-2"],
      answer:
        "After a sudden start to the same overlap a student without labels has paid {heat-2} per weight, one with labels and "
        + "weights of fixed length {heat-1}: half the heat, for a longer wait.",
      panels: [
        Panel(
          "overlap at rest", x: Axis(strength, 0...p.largestStrength, ticks: 1), y: Axis(overlap, 0...1, ticks: 0.25),
          layers: (coexistence.map { [.vertical($0, "")] } ?? []) + [
            .line("rest-1", x: "strength", y: "square", .blue, "{/:Italic d} = 1"),
            .line("law-small-1", x: "strength", y: "square", .sky, "{/:Italic d} = 1, \(small)"),
            .line("rest-2", x: "strength", y: "square", .vermillion, "{/:Italic d} = 2"),
            .line("law-small-2", x: "strength", y: "square", .orange, "{/:Italic d} = 2, \(small)"),
            .line("law-large-2", x: "strength", y: "square", .purple, "{/:Italic d} = 2, \(large)"),
            .line("rest-\(p.order)", x: "strength", y: "square", .green, high),
            .points("sampled-rest-1", x: "strength", y: "square", yError: "square.error", .sky),
            .points("sampled-rest-2", x: "strength", y: "square", yError: "square.error", .orange),
            .points("batches", x: "strength", y: "square", yError: "square.error", .purple, open: true),
          ]),
        Panel(
          "cost", x: Axis("information per weight  (nats)", 0...1.7, ticks: 0.4),
          y: Axis("cost per weight  (nats)", 0.03...30, logarithmic: true),
          layers: [
            .line("cost-1", x: "information", y: "heat", .blue, "{/:Italic d} = 1"),
            .line("cost-hebbian", x: "information", y: "heat", .purple, "Hebb"),
            .line("cost-2", x: "information", y: "heat", .vermillion, "{/:Italic d} = 2"),
            .line("cost-\(p.order)", x: "information", y: "heat", .green, high),
            .line("cost-least", x: "information", y: "heat", .black, "information"),
            .line("law-small-1", x: "information", y: "heat", .sky, "{/:Italic d} = 1, \(small)"),
            .line("law-small-2", x: "information", y: "heat", .orange, "{/:Italic d} = 2, \(small)"),
            .points("sampled-rest-1", x: "information", y: "heat", yError: "heat.error", .sky),
            .points("sampled-rest-2", x: "information", y: "heat", yError: "heat.error", .orange),
          ]),
        Panel(
          "learning in time, tan²{/:Italic θ}_{/:Italic w} = \(label(p.ratio))",
          x: Axis("time {/:Italic t}  (1/{/:Italic k})", 0...4, ticks: 1),
          y: Axis("mean squared overlap", 0...1, ticks: 0.25), legend: .automatic,
          layers: timeLayers(p)),
        Panel(
          "time to learn, tan²{/:Italic θ}_{/:Italic w} = \(label(p.ratio))",
          x: Axis("number of weights {/:Italic N}", 10...1e5, logarithmic: true),
          y: Axis("time  (1/{/:Italic k})", 0.1...1e5, logarithmic: true), legend: .automatic,
          layers: [(1, Style.blue), (2, .vermillion), (p.order, .green)].flatMap { order, style -> [Layer] in
            [
              .line("line-passage-\(order)", x: "weights", y: "time", style, "{/:Italic d} = \(order)"),
              .points("sampled-passage-\(order)", x: "weights", y: "time", yError: "time.error", style),
            ]
          }),
        Panel(
          "distribution of the overlap, \(small)", x: Axis("overlap sin {/:Italic θ}_{/:Italic w}", -1...1, ticks: 0.5),
          y: Axis("density"),
          layers: zip(p.relativeStrengths.map(label), [Style.blue, .green, .vermillion]).flatMap {
            g, style -> [Layer] in
            [
              .line("law-overlap-\(g)", x: "overlap", y: "density", style, "2{/:Italic Λ} = \(g)"),
              .points("overlaps-\(g)", x: "overlap", y: "density", yError: "density.error", style),
            ]
          }),
        Panel(
          "losses of ramps",
          x: Axis("duration {/:Italic τ}  (1/{/:Italic k})", 1...1000, logarithmic: true),
          y: Axis("losses per weight  (nats)", 0.001...3, logarithmic: true), legend: .automatic,
          layers: [
            .line("line-ramp-1-0", x: "time", y: "losses", .blue, "{/:Italic d} = 1"),
            .points("sampled-ramp-1-0", x: "time", y: "losses", yError: "losses.error", .blue),
          ]
            + hints.flatMap { hint, style -> [Layer] in
              [
                .line("line-ramp-2-\(hint)", x: "time", y: "losses", style, "{/:Italic Λ}_h = \(hint)"),
                .points("sampled-ramp-2-\(hint)", x: "time", y: "losses", yError: "losses.error", style),
              ]
            } + [.line("least-losses", x: "time", y: "losses", .black, "{/:Italic θ}_{/:Italic w}²/{/:Italic τ}")]),
      ])
  }

  private static func timeLayers(_ p: Parameters) -> [Layer] {
    var layers: [Layer] = []
    let students =
      [(1, p.weightsInTime[0], Style.blue)] + zip(p.weightsInTime, [Style.vermillion, .green]).map { (2, $0, $1) }
    for (order, weights, style) in students {
      layers.append(
        .line(
          "line-time-\(order)-\(weights)", x: "time", y: "square", style,
          "{/:Italic d} = \(order), {/:Italic N} = \(weights)"))
      layers.append(
        .points("sampled-time-\(order)-\(weights)", x: "time", y: "square", yError: "square.error", style))
    }
    return layers
  }
}
