import Companion

// MARK: - Plot

extension MesoscopicCNN {
  static func plot(_ p: Parameters) -> Plot {
    let accuracy = Axis("right answers  (%)", 20...100, ticks: 20)
    return Plot(
      caption: """
        Convolutional networks made of spins, trained on MNIST-1D and simulated. (a) Accuracy on the test images \
        against the entropy production rate, of networks of \(35 * p.channels) spins, observed for \
        T = \(label(p.frontTime))/k_{0}. Every point is a network, \(p.seeds) of each kind at each of \(p.alphas.count) \
        prices α of dissipation; both numbers are simulated. The level is the mean of symmetric networks, which produce \
        none. (b) A feed-forward network of \(35 * p.mostChannels) spins against the time for which it is observed; levels: \
        its mean field, small networks of rectifiers that were trained on changed images and on the images as they are, and \
        logistic regression. Points and levels are means over \(p.seeds) trained networks, with standard errors. (c) Small \
        networks trained on simulations alone: their loss against the flips that were simulated, by the likelihood ratio \
        and by simultaneous perturbation, \(p.smallSeeds) tasks each. (d) A held-out image in a feed-forward network of \
        \(35 * p.channels) spins: the image, scaled; the averages of the spins of the three layers A, B and C (a row per \
        channel); and the probability of each digit, from 0 at the left to 9 at the right, from −1 for 0 to 1 for 1.
        """,
      headlines: ["right-answers", "largest-sigma"],
      answer:
        "Networks of 2240 spins classify {right-answers} of the test images correctly, at an entropy production rate of "
        + "{largest-sigma}.",
      panels: [
        Panel(
          "the price of an answer", x: Axis("{/:Italic Σ}  (k_{0})", 1...1000, logarithmic: true), y: accuracy,
          legend: .onLines,
          layers: [
            .level(number: "symmetric-0", "symmetric, {/:Italic Σ} = 0", .green),
            .points("nonreciprocal-networks", x: "sigma", y: "accuracy", .blue, "nonreciprocal"),
            .points("feed-forward-networks", x: "sigma", y: "accuracy", .vermillion, "feed-forward"),
          ]),
        Panel(
          "time to answer", x: Axis("time of observation, {/:Italic T}  (1/k_{0})", 0.5...1000, logarithmic: true),
          y: accuracy,
          layers: [
            .level(number: "largest-mean-field", "mean field", .blue),
            .level(number: "rectifiers", "rectifiers, changed images", .vermillion),
            .level(number: "rectifiers-plain", "rectifiers", .green),
            .level(number: "logistic", "logistic regression", .grey),
            .points("largest", x: "time", y: "accuracy", yError: "accuracy.error", .blue, "simulated spins"),
          ]),
        Panel(
          "learning from simulations", x: Axis("simulated flips", 1e4...1e8, logarithmic: true),
          y: Axis("loss  (nats)", 0...1.6),
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
