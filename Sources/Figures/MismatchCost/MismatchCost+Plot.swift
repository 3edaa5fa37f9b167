import Companion

// MARK: - Plot

extension MismatchCost {
  static func plot(_ p: Parameters) -> Plot {
    let stepParts = [
      ("parity", "landauer", Style.blue, "parity, Landauer"), ("parity", "mismatch", .vermillion, "parity, mismatch"),
      ("two-ones", "landauer", .green, "two ones, Landauer"), ("two-ones", "mismatch", .purple, "two ones, mismatch"),
    ]
    let readers = [
      ("parity", Style.blue, "parity, \(p.shortWord) bits"), ("short", .vermillion, "two ones, \(p.shortWord) bits"),
      ("long", .green, "two ones, \(p.longWord) bits"),
      ("uniform", .purple, "two ones, \(p.longWord) bits, for a uniform prior"),
    ]
    let protocols = [
      ("parity", "parity", Style.blue, Style.vermillion), ("two-ones", "two ones", .green, .purple),
    ]
    let devices = [
      ("uniform", Style.purple, "for a uniform prior"), ("one-device", .vermillion, "one device for all steps"),
      ("following", .green, "designed step by step"),
    ]
    return Plot(
      caption: """
        The mismatch cost of automata that read words of independent bits and erase them. (a) Landauer's cost and the \
        mismatch cost of each step, for the parity of a word and for the search for two ones in a row; devices designed for \
        equally probable states. (b) Mismatch cost per bit against the bias of the source, for devices designed step by step \
        for the bias \(p.builtFor), and for one designed for a uniform prior. (c) Entropy production of one step in finite time, run on the \
        words and on the design distribution; the slow limits are the mismatch costs. (d) Total mismatch cost of a search for \
        two ones against the length of the word. Lines are exact; points are sampled, and their error bars are one standard \
        error.
        """,
      headlines: ["words-following", "words-uniform"],
      answer:
        "The search for two ones in 24 biased bits costs {words-following} more, on a device that was designed step "
        + "by step for fair bits.",
      panels: [
        Panel(
          "cost of a step", x: Axis("step", 0...Double(p.steps + 1)), y: Axis("cost  (nats)", 0...1.2),
          layers: stepParts.flatMap { name, part, style, title -> [Layer] in
            [
              .line("steps-\(name)", x: "step", y: part, style, title),
              .points("sampled-steps-\(name)", x: "step", y: part, yError: "\(part).error", style),
            ]
          }),
        Panel(
          "cost of a wrong source", x: Axis("probability of a one", 0...1, ticks: 0.2),
          y: Axis("mismatch cost per bit  (nats)", 0...1.2),
          layers: [.line("word", x: "bias", y: "mismatch", .grey, "of the words alone")]
            + readers.flatMap { name, style, title -> [Layer] in
              [
                .line("bias-\(name)", x: "bias", y: "mismatch", style, title),
                .points("sampled-bias-\(name)", x: "bias", y: "mismatch", yError: "mismatch.error", style),
              ]
            }),
        Panel(
          "one step in finite time",
          x: Axis("duration, {/:Italic τ}  (attempt times)", logarithmic: true),
          y: Axis("entropy production  (nats)", 1e-3...10, logarithmic: true),
          layers: protocols.flatMap { name, title, style, other -> [Layer] in
            [
              .level(number: "protocol-\(name)-limit", name == "parity" ? "slow limits" : "", .grey),
              .line("protocol-\(name)", x: "duration", y: "source", style, "\(title), on the words"),
              .line("protocol-\(name)", x: "duration", y: "design", other, "\(title), on the design"),
              .points("sampled-protocol-\(name)", x: "duration", y: "source", yError: "source.error", style),
            ]
          }),
        Panel(
          "cost of a word", x: Axis("length of the word  (bits)", 0...Double(p.wordLength)),
          y: Axis("total mismatch cost  (nats)", 0...14),
          layers: devices.flatMap { name, style, title -> [Layer] in
            [
              .line("words-\(name)", x: "length", y: "total", style, title),
              .points("sampled-words-\(name)", x: "length", y: "total", yError: "total.error", style),
            ]
          } + [.line("chain", x: "length", y: "total", .grey, "of the word alone")]),
      ])
  }
}
