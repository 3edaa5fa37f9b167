import Companion

// MARK: - Plot

extension MesoscopicCNN {
  static func plot(_ p: Parameters) -> Plot {
    let accuracy = Axis("right answers  (%)", 20...100, ticks: 20)
    return Plot(
      caption: """
        Convolutional networks made of spins, trained on MNIST-1D and simulated. (a) Right answers to the test images of networks of \
        \(35 * p.channels) spins, observed for T = \(label(p.frontTime))/k_{0}, against their simulated entropy production rate along \
        the price α of dissipation; the symmetric network produces none. Lines: their mean field. (b) A feed-forward network of \
        \(35 * p.mostChannels) spins against the time for which it is observed; line: its mean field, the limit of long times. Points \
        are means over \(p.seeds) trained networks with standard errors. (c) A small network trained on simulations alone: \
        cross-entropy against simulated flips, by the likelihood ratio and by simultaneous perturbation. (d) What a network sees: an \
        image, the averages of the spins of its three layers (a row per channel), and the probability of each digit.
        """,
      panels: [
        Panel(
          "(a) the price of an answer", x: Axis("{/:Italic Σ}  (k_{0})", 1...1000, logarithmic: true), y: accuracy,
          legend: .bottomRight,
          layers: [
            .line("nonreciprocal", x: "sigma", y: "mean-field", .blue, "nonreciprocal"),
            .points("nonreciprocal", x: "sigma", y: "accuracy", xError: "sigma.error", yError: "accuracy.error", .blue),
            .line("feed-forward", x: "sigma", y: "mean-field", .vermillion, "feed-forward"),
            .points(
              "feed-forward", x: "sigma", y: "accuracy", xError: "sigma.error", yError: "accuracy.error", .vermillion),
            .line("symmetric-level", x: "x", y: "accuracy", .green, "symmetric, {/:Italic Σ} = 0"),
          ]),
        Panel(
          "(b) time to answer", x: Axis("{/:Italic T}  (1/k_{0})", logarithmic: true), y: accuracy,
          legend: .bottomRight,
          layers: [
            .line("largest-level", x: "x", y: "accuracy", .black, "mean field"),
            .points("largest", x: "time", y: "accuracy", yError: "accuracy.error", .black, "simulated spins"),
            .line("rectifiers-level", x: "x", y: "accuracy", .grey, "rectifiers"),
            .line("logistic-level", x: "x", y: "accuracy", .orange, "logistic regression"),
          ]),
        Panel(
          "(c) learning from simulations", x: Axis("simulated flips", logarithmic: true),
          y: Axis("cross-entropy  (nats)", 0...1.5), legend: .bottomLeft,
          layers: [
            .line("likelihood-ratio", x: "flips", y: "loss", .blue, "likelihood ratio"),
            .line("perturbation", x: "flips", y: "loss", .vermillion, "simultaneous perturbation"),
          ]),
        Panel(
          "(d) what a network sees", x: Axis("position"),
          y: Axis("", 0.5...5.5, names: ["input", "A", "B", "C", "digits"]),
          layers: [
            .heatMap(
              "seen", x: "position", y: "layer", z: "average", label: "average {/Symbol á}s{/Symbol ñ}", range: -1...1)
          ]),
      ])
  }
}
