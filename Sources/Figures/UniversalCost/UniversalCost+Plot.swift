import Companion

// MARK: - Plot

extension UniversalCost {
  static func plot(_ p: Parameters) -> Plot {
    let nats = Axis("information, cost  (nats)", 2e-4...30, logarithmic: true)
    let costs = [
      ("rate", "learning rate", Axis("learning rate {/:Italic ν}  ({/:Italic k}_{B}{/:Italic T})", 0...4)),
      ("length", "number of data", Axis("number of data {/:Italic n}", 0...12)),
      ("bias", "bias of the data", Axis("bias of the data {/:Italic b}", 0...1)),
    ].map { name, title, axis in
      Panel(
        title, x: axis, y: nats,
        layers: [
          .line(name, x: "value", y: "source", .grey, "in the data, {/:Italic I}({/:Italic Y}; {/:Italic B})"),
          .line(name, x: "value", y: "cost", .vermillion, "cost Δ{/:Italic S} + {/:Italic Q}"),
          .points("sampled-\(name)", x: "value", y: "cost", yError: "cost.error", .vermillion),
          .line(name, x: "value", y: "data", .green, "{/:Italic I}({/:Italic w}; {/:Italic Y})"),
          .points("sampled-\(name)", x: "value", y: "data", yError: "data.error", .green),
          .line(name, x: "value", y: "truth", .blue, "{/:Italic I}({/:Italic w}; {/:Italic B})"),
          .points("sampled-\(name)", x: "value", y: "truth", yError: "truth.error", .blue),
        ])
    }
    let averages: [Layer] = [
      ("wrongSign", Style.vermillion, "with the wrong sign of {/:Italic i}"),
      ("withoutHeat", .orange, "without {/:Italic q}"),
    ].flatMap { name, style, title -> [Layer] in
      [
        .line(name, x: "rate", y: "average", style, title),
        .points("sampled-\(name)", x: "rate", y: "average", yError: "average.error", style),
      ]
    }
    return Plot(
      caption: """
        A weight w that infers a hidden bit B from data Y. (a) Its information about the bit and about \
        the data, and its cost, against the learning rate, (b) against the number of data and (c) against their bias; grey: \
        the information of the data about the bit. (d) The integral fluctuation theorem: the average of e to the power \
        −Δs − q + i, which is 1; the same without the information i, which is 1 too; and two averages that obey no theorem. \
        Lines are exact, by enumeration of all data; points are sampled, with error bars of one standard error, mostly \
        smaller than the points.
        """,
      headlines: ["cost", "data"],
      answer:
        "At least the information of its weights about the data: {data} after eight of them, at the cost {cost} here.",
      panels: costs + [
        Panel(
          "integral fluctuation theorem",
          x: Axis("learning rate {/:Italic ν}  ({/:Italic k}_{B}{/:Italic T})", 0...1.2),
          y: Axis("average of exp(−Δ{/:Italic s} − {/:Italic q} + {/:Italic i})", 0.8...3.2, ticks: 0.4),
          layers: averages + [
            .line("theorem", x: "rate", y: "average", .blue, "exactly 1"),
            .points("sampled-theorem", x: "rate", y: "average", yError: "average.error", .blue, "theorem"),
            .points(
              "sampled-withoutInformation", x: "rate", y: "average", yError: "average.error", .green,
              "without {/:Italic i}"),
          ])
      ])
  }
}
