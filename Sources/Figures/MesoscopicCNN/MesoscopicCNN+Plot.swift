import Companion

// MARK: - Plot

extension MesoscopicCNN {
  static func plot(_ p: Parameters) -> Plot {
    let accuracy = Axis("right answers  (%)", 30...100, ticks: 10)
    let symmetric = Layer.level(number: "symmetric", "symmetric, {/:Italic Σ} = 0", .green)
    // The last but one of the times.
    let time = label(p.times[max(0, p.times.count - 2)])
    let styles = [Style.grey, .orange, .black, .blue, .purple]
    func answers(_ name: String, _ style: Style, _ title: String) -> Layer {
      .points("answer-\(name)", x: "nats", y: "accuracy", yError: "accuracy.error", style, title)
    }
    return Plot(
      caption: """
        Convolutional networks made of spins, trained on MNIST-1D and simulated. (a) Accuracy on the test images \
        against the entropy production rate, of networks of \(35 * p.channels) spins, observed for \
        T = \(label(p.times[p.times.count - 1]))/k_{0}: nonreciprocal ones that begin at symmetric ones, at several prices α of \
        dissipation, free ones that do not, and feed-forward ones at some of these prices; both numbers are simulated. Lines: accuracies of their \
        mean fields. The levels are means of symmetric networks, which produce no entropy. (b) Accuracy of the nonreciprocal networks, and of the feed-forward ones without a price, \
        against the entropy of an answer, ΣT, for times from \(label(p.times[0])) to \(label(p.times[p.times.count - 1]))/k_{0}. (c) A nonreciprocal network \
        of \(35 * p.mostChannels) spins against the time for which it is observed; levels: its mean field, networks of \
        rectifiers that were trained on changed images and on the images as they are, and logistic regression. Points and levels are means \
        over \(p.seeds) trained networks, with standard errors. (d) Accuracy against the entropy production rate as in (a), for networks that begin \
        at the same symmetric ones with other prices in place of that of dissipation: a decay of couplings and input weights (\(p.decays.map { label($0) }.joined(separator: ", ")) times the learning rate per step) \
        and a price of flips (\(p.flipPrices.map { label($0) }.joined(separator: ", "))/k_{0}). (e) Networks of \(35 * p.smallChannels) spins that learn from \
        \(p.smallImages) training images by simulations alone: their loss in these images \
        against the flips that were simulated, by the likelihood ratio and by simultaneous perturbation, \(p.smallSeeds) networks each. \
        (f) A held-out image in a feed-forward network of \(35 * p.channels) spins: the image, scaled; the averages of the spins of the \
        three layers A, B and C (a row per channel); and the probability of each digit, from 0 at the left to 9 at the right, from −1 \
        for 0 to 1 for 1.
        """,
      headlines: ["largest-\(time)", "largest-sigma"],
      answer:
        "Networks of \(35 * p.mostChannels) spins classify {largest-\(time)} of the test images correctly after \(time)/k₀, at "
        + "an entropy production rate of {largest-sigma}.",
      panels: [
        Panel(
          "the price of an answer", x: Axis("{/:Italic Σ}  (k_{0})", 1...1000, logarithmic: true),
          y: Axis("right answers  (%)", 50...100, ticks: 10), legend: .onLines,
          layers: [
            symmetric,
            .level(
              number: "largest-symmetric", "symmetric, \(35 * p.mostChannels) spins, {/:Italic Σ} = 0", .purple),
            .line("nonreciprocal", x: "sigma", y: "mean-field", .blue),
            .points("nonreciprocal", x: "sigma", y: "accuracy", yError: "accuracy.error", .blue, "nonreciprocal"),
            .points("free", x: "sigma", y: "accuracy", yError: "accuracy.error", .black, "from random weights"),
            .line("feed-forward", x: "sigma", y: "mean-field", .vermillion),
            .points("feed-forward", x: "sigma", y: "accuracy", yError: "accuracy.error", .vermillion, "feed-forward"),
          ]),
        Panel(
          "the entropy of an answer",
          x: Axis("{/:Italic ΣT}  (nats)", 1...1e6, logarithmic: true), y: accuracy, legend: .onLines,
          layers: [symmetric]
            + p.alphas.enumerated().map { place, alpha in
              answers("nonreciprocal-\(label(alpha))", styles[place % styles.count], "α = \(label(alpha))")
            } + [
              answers("feed-forward-\(label(p.alphas[0]))", .vermillion, "feed-forward, α = 0")
            ]),
        Panel(
          "time to answer", x: Axis("time of observation, {/:Italic T}  (1/k_{0})", 0.5...1000, logarithmic: true),
          y: Axis("right answers  (%)", 20...100, ticks: 20),
          layers: [
            .level(number: "largest-mean-field", "mean field", .blue),
            .level(number: "rectifiers-many", "rectifiers, changed images", .vermillion),
            .level(number: "rectifiers-plain", "rectifiers", .green),
            .level(number: "logistic", "logistic regression", .grey),
            .points("largest", x: "time", y: "accuracy", yError: "accuracy.error", .blue, "simulated spins"),
          ]),
        Panel(
          "other prices", x: Axis("{/:Italic Σ}  (k_{0})", 1...1000, logarithmic: true),
          y: Axis("right answers  (%)", 50...100, ticks: 10), legend: .onLines,
          layers: [
            symmetric,
            .line("nonreciprocal", x: "sigma", y: "accuracy", .blue, "price of {/:Italic Σ}"),
            .points("nonreciprocal", x: "sigma", y: "accuracy", yError: "accuracy.error", .blue),
            .points("flips", x: "sigma", y: "accuracy", yError: "accuracy.error", .vermillion, "price of flips"),
            .points("decays", x: "sigma", y: "accuracy", yError: "accuracy.error", .orange, "decay of couplings"),
          ]),
        Panel(
          "learning from simulations", x: Axis("simulated flips", 1e6...1e9, logarithmic: true),
          y: Axis("loss  (nats)", 1...2.2),
          layers: (1...p.smallSeeds).flatMap { seed -> [Layer] in
            [
              .line("likelihood-ratio-\(seed)", x: "flips", y: "loss", .blue, seed == 1 ? "likelihood ratio" : ""),
              .line(
                "perturbation-\(seed)", x: "flips", y: "loss", .vermillion,
                seed == 1 ? "perturbation" : ""),
            ]
          }),
        Panel(
          "inside a network", x: Axis("position", 0...39),
          y: Axis("", 0.5...5.5, names: ["input", "A", "B", "C", "digits"]),
          layers: ["input", "a", "b", "c", "digits"].map { name in
            .heatMap(
              "seen-\(name)", x: "position", y: "layer", z: "average", label: "average of {/:Italic s}", range: -1...1)
          }),
      ])
  }
}
